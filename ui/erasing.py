"""Erasing a participant's words for good: what would go, and a typed confirmation."""

from __future__ import annotations

import streamlit as st

from core.design import Participant, Person
from core.messages import translate, translate_count
from study import Study
from study.erasure import ErasurePlan
from ui.markdown import plain
from ui.parts import done

MOST_NAMED = 20
#: What a text of the researchers is about, by the kind of `study.echoes.Echo`.
ECHOES = {
    "memo": "memo on:",
    "code": "code",
    "theme": "theme",
    "interview": "interview",
    "question": "question",
    "absence": "reason for the absence of",
    "participant": "what is known about",
    "role": "role",
    "link": "reason for the link with",
}


def draw_erasure(study: Study, person: Person, participant: Participant) -> None:
    """Behind a switch, so that nobody comes upon it by mistake."""
    st.divider()
    if not st.toggle(translate("I want to erase everything this participant has said"), key=f"erase_{participant.id}"):
        return
    for line in plan_lines(study.plan_erasure(person, participant.id)):
        st.markdown(f"- {plain(line)}")
    st.warning(
        translate("This cannot be undone. Backups made so far are replaced by a new one without these words."),
        icon=":material/warning:",
    )
    typed = st.text_input(translate("Type the pseudonym to confirm"), key=f"typed_{participant.id}", autocomplete="off")
    is_confirmed = (typed or "").strip() == participant.pseudonym
    if st.button(
        translate("Erase for good"), type="primary", disabled=not is_confirmed, key=f"erase_now_{participant.id}"
    ):
        report = study.erase_participant(person, participant.id)
        left = " ".join(str(problem) for problem in report.problems)
        done(" ".join((translate("{pseudonym} is erased.", pseudonym=participant.pseudonym), left)).strip())


def plan_lines(plan: ErasurePlan) -> list[str]:
    """What goes, a line each; nothing that does not apply."""
    lines = [
        (
            plan.turns,
            translate_count(
                "{count} turn of speech, in all versions", "{count} turns of speech, in all versions", plan.turns
            ),
        ),
        (plan.codings, translate_count("{count} coded segment", "{count} coded segments", plan.codings)),
        (plan.memos, translate_count("{count} memo", "{count} memos", plan.memos)),
        (
            plan.scale_forms,
            translate_count("{count} form of an own scale", "{count} forms of own scales", plan.scale_forms),
        ),
        (
            plan.recordings,
            translate_count(
                "{count} recording, with its playback copy",
                "{count} recordings, with their playback copies",
                plan.recordings,
            ),
        ),
        (plan.interviews, translate("whole interviews: {labels}", labels=", ".join(plan.interviews))),
        (
            plan.shared_interviews,
            translate(
                "the recordings of {labels}, where others spoke too; what they said stays as text",
                labels=", ".join(plan.shared_interviews),
            ),
        ),
        (
            plan.unnamed_in,
            translate(
                "voices nobody has named in {labels}, as one of them may be this participant",
                labels=", ".join(plan.unnamed_in),
            ),
        ),
        (
            plan.backups,
            translate_count(
                "{count} backup, replaced by a new one", "{count} backups, replaced by one new one", len(plan.backups)
            ),
        ),
        (
            plan.exports,
            translate("look yourself at exported files: {names}", names=", ".join(path.name for path in plan.exports)),
        ),
        (
            plan.echoes,
            translate_count(
                "look yourself at {count} text of yours that repeats the participant's words: {names}",
                "look yourself at {count} texts of yours that repeat the participant's words: {names}",
                len(plan.echoes),
                names=", ".join(f"{translate(ECHOES[echo.kind])} {echo.name}" for echo in plan.echoes[:MOST_NAMED]),
            ),
        ),
    ]
    return [words for applies, words in lines if applies]
