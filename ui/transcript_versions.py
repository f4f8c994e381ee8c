"""The versions of a transcript: which is in use, what adopting another would do, what two differ in."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.design import Interview, Person
from core.messages import translate, translate_count
from storage.transcript_rows import TranscriptVersion
from study import Study
from study.desk.adopting import AdoptionPlan
from transcripts.aligning import ComparedTurn, Comparison, Part, PartKind
from ui.identity import acting_person, browser_cookies
from ui.markdown import plain
from ui.parts import done, saying_errors

PER_PAGE = 40


def draw_versions(study: Study, person: Person, interview: Interview) -> None:
    """A card for each version, the newest first."""
    names = {p.id: p.name for p in study.people()}
    st.subheader(translate("Versions"), anchor=False)
    for version in reversed(study.versions(person, interview.id)):
        with st.container(
            key=f"card_version_{version.id}", border=True, horizontal=True, vertical_alignment="center", gap="small"
        ):
            with st.container(gap=None):
                st.markdown(f"**{plain(version_name(version))}**")
                st.caption(plain(_made_words(version, names.get(version.created_by, "?"))))
            if version.is_current:
                st.badge(translate("In use"), color="green", icon=":material/check:")
            elif st.button(translate("Use this version"), key=f"adopt_{version.id}"):
                st.dialog(translate("Use this version"), width="large")(_adopt)(study, interview.id, version.id)


def version_name(version: TranscriptVersion) -> str:
    return translate("Version {number}", number=version.version)


def _made_words(version: TranscriptVersion, name: str) -> str:
    made = translate("machine rendering") if version.machine_made else translate("made by a person")
    trial = translate("trial quality") if version.is_trial else ""
    facts = (made, str(version.made_by.get("model", "")), trial, name, f"{version.created_at:%Y-%m-%d %H:%M} UTC")
    return " · ".join(fact for fact in facts if fact)


def _adopt(study: Study, interview_id: str, version_id: str) -> None:
    """What would happen, and a button. The person is looked up again: a dialog runs by itself."""
    person = acting_person(study, browser_cookies())
    with saying_errors():
        plan = study.plan_adoption(person, interview_id, version_id)
        for line in plan_lines(plan):
            st.markdown(f"- {plain(line)}")
        if plan.lost_words:
            with st.expander(translate("Coded words that are not in the other version")):
                for words in plan.lost_words:
                    st.markdown(f"- {plain(words)}")
        st.info(
            translate("The version in use now is kept. You can take this back with Undo on the Code page."),
            icon=":material/undo:",
        )
        if st.button(translate("Use this version"), type="primary", key=f"adopt_now_{version_id}"):
            study.adopt_transcript(person, interview_id, version_id)
            done(translate("The version is in use."))


def plan_lines(plan: AdoptionPlan) -> list[str]:
    """What adopting a version does, a line each; nothing that does not apply."""
    lines = [
        (
            plan.stay + plan.move,
            translate_count(
                "{count} coded segment stays on its words",
                "{count} coded segments stay on their words",
                plan.stay + plan.move,
            ),
        ),
        (
            plan.review,
            translate_count(
                "{count} coded segment goes to the review list: none of its words is in the other version",
                "{count} coded segments go to the review list: none of their words is in the other version",
                plan.review,
            ),
        ),
        (
            plan.corrected_turns,
            translate_count(
                "the corrections of {count} turn stay with the version in use now",
                "the corrections of {count} turns stay with the version in use now",
                plan.corrected_turns,
            ),
        ),
        (
            plan.checks_lost,
            translate_count(
                "{count} turn that was checked reads differently and has to be checked again",
                "{count} turns that were checked read differently and have to be checked again",
                plan.checks_lost,
            ),
        ),
    ]
    return [words for applies, words in lines if applies] or [translate("Nothing has been coded or checked yet.")]


# --- what two versions differ in


def draw_comparison(study: Study, person: Person, interview: Interview) -> None:
    """Any two versions, turn by turn."""
    versions = study.versions(person, interview.id)
    if len(versions) < 2:
        return
    st.subheader(translate("Compare two versions"), anchor=False)
    left, right = st.columns(2)
    with left:
        old = _version_field(translate("Older"), versions, len(versions) - 2, f"older_{interview.id}")
    with right:
        new = _version_field(translate("Newer"), versions, len(versions) - 1, f"newer_{interview.id}")
    if not st.toggle(translate("Show what differs"), key=f"compare_{interview.id}"):
        return
    found = study.compare_versions(person, interview.id, old, new)
    st.caption(plain(comparison_words(found)))
    labels = {s.label: s.name or s.label for s in study.desk.open(person, interview.id).speakers}
    changed = [turn for turn in found.turns if turn.is_changed]
    page = st.pagination(-(-len(changed) // PER_PAGE), key=f"differing_{interview.id}") if changed[PER_PAGE:] else 1
    for turn in changed[((page or 1) - 1) * PER_PAGE :][:PER_PAGE]:
        _draw_turn(turn, labels)
    if not changed:
        st.markdown(translate("The two say the same words."))


def _version_field(label: str, versions: Sequence[TranscriptVersion], index: int, key: str) -> str:
    names = {version.id: version_name(version) for version in versions}
    picked = st.selectbox(label, list(names), index=index, format_func=lambda i: names[i], key=key)
    return str(picked)


def comparison_words(found: Comparison) -> str:
    """How much differs, with the whole it is part of."""
    return translate(
        "{gone} of {old} words are gone, {added} of {new} are new. Gone words are struck out, new ones marked with +.",
        gone=found.gone_words,
        old=found.old_words,
        added=found.added_words,
        new=found.new_words,
    )


def _draw_turn(compared: ComparedTurn, labels: dict[str, str]) -> None:
    label = labels.get(compared.turn.speaker, compared.turn.speaker)
    with st.container(key=f"compared_{compared.turn.id}", gap=None):
        st.caption(plain(label))
        st.markdown(turn_markdown(compared.parts))


def turn_markdown(parts: Sequence[Part]) -> str:
    """A turn's words: gone ones struck out in red, new ones marked with a plus, never by colour alone.

    >>> turn_markdown((Part(PartKind.SAME, "det var "), Part(PartKind.GONE, "tungt"), Part(PartKind.NEW, "lett")))
    'det var :red[~~tungt~~] :green-background[+lett]'
    """
    drawn = ""
    for part in parts:
        apart = part.text[:1].isspace() or drawn.endswith("~~]")
        drawn += (" " if apart else "") + _part_markdown(part) + (" " if part.text[-1:].isspace() else "")
    return " ".join(drawn.split())


def _part_markdown(part: Part) -> str:
    words = plain(part.text)
    if not words:
        return ""
    if part.kind is PartKind.GONE:
        return f":red[~~{words}~~]"
    return f":green-background[+{words}]" if part.kind is PartKind.NEW else words
