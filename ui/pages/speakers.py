"""Speakers: listen to each voice of an interview and say whose it is, all on one page."""

from __future__ import annotations

from core.messages import translate
from ui import opened
from ui.interview_choice import choose_interview
from ui.parts import empty_state, page_head, saying_errors
from ui.speakers import draw_speakers


def main() -> None:
    page_head(
        translate("Speakers"),
        translate("Listen to each voice for a few seconds and say whose it is. The name then stands at every turn."),
    )
    study, person = opened.required()
    transcribed = {version.interview_id for version in study.versions(person) if version.is_current}
    readable = [interview for interview in study.interviews(person) if interview.id in transcribed]
    if not readable:
        empty_state(
            ":material/record_voice_over:",
            translate("No voices yet"),
            translate("Voices appear here when a recording has been transcribed or a transcript imported."),
            page="ui/pages/recordings.py",
            action=translate("Go to Recordings"),
            key="speakers",
        )
        return
    interview = choose_interview(study, readable, "speakers_interview")
    with saying_errors():
        draw_speakers(study, person, interview)


main()
