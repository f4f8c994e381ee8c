"""Versions: every transcript of an interview, what was corrected in the current one, what is sealed in this study."""

from __future__ import annotations

from core.design import Interview, Person
from core.messages import translate
from study import Study
from ui import opened
from ui.corrections import draw_corrections
from ui.gloss_ordering import draw_gloss_ordering
from ui.interview_choice import choose_interview
from ui.parts import empty_state, page_head, saying_errors
from ui.sealed_words import draw_sealed_words
from ui.transcript_versions import draw_comparison, draw_versions
from ui.translation_import import draw_translations


def main() -> None:
    page_head(
        translate("Versions of a transcript"),
        translate("Who made or corrected the words, what two versions differ in, and which one is coded."),
    )
    study, person = opened.required()
    transcribed = {version.interview_id for version in study.versions(person)}
    readable = [interview for interview in study.interviews(person) if interview.id in transcribed]
    if not readable:
        empty_state(
            ":material/history:",
            translate("No transcript yet"),
            translate("Versions appear here when an interview has been transcribed or its transcript imported."),
            page="ui/pages/recordings.py",
            action=translate("Go to Recordings"),
            key="versions",
        )
        return
    _draw(study, person, choose_interview(study, readable, "versions_interview"))


def _draw(study: Study, person: Person, interview: Interview) -> None:
    with saying_errors():
        draw_versions(study, person, interview)
    with saying_errors():
        draw_comparison(study, person, interview)
    with saying_errors():
        draw_corrections(study, person, interview)
    with saying_errors():
        draw_translations(study, person, interview)
    with saying_errors():
        draw_gloss_ordering(study, person, interview)
    with saying_errors():
        draw_sealed_words(study, person)


main()
