"""Conventions of transcription, on the Study page: what the team has agreed on, with a preview."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from core.design import Person
from core.errors import InputError
from core.messages import translate
from core.spans import TimeSpan
from study import Study
from transcripts.conventions import (
    PRESETS,
    Annotation,
    Conventions,
    OverlapSigns,
    legend,
    marked,
    marks_of,
)
from transcripts.formats import txt
from transcripts.heard import Heard, VoiceSpan
from transcripts.model import Speaker, Transcript, Turn, Word
from ui.parts import done, saying_errors

ANNOTATIONS_KEY = "convention_annotations"
OVERLAPS = {OverlapSigns.NONE: "None", OverlapSigns.BRACKETS: "[words]", OverlapSigns.SLASHES: "//words//"}
PRESET_NAMES = {"no": "Norwegian", "en": "English"}


class NoAnnotationError(InputError):
    """A line of the list is no key and annotation."""

    template = "“{line}” is no annotation: begin the line with its key, then a space, then the words, as in “l ler”."

    def __init__(self, line: str) -> None:
        super().__init__(line=line)


def draw_conventions(study: Study, person: Person) -> None:
    """Choose, see what it looks like, keep it."""
    kept = study.conventions(person)
    st.markdown(
        translate(
            "How transcripts of this study look at the desk and in exports. Pauses and overlaps are worked out from "
            "the recording and drawn beside the words: no stored word changes, and none is ever left out."
        )
    )
    chosen = _look(_marks(kept))
    typed = _annotations(kept)
    with saying_errors():
        chosen = replace(chosen, annotations=tuple(read_annotations(typed)))
        _preview(chosen)
        if st.button(translate("Keep these conventions"), type="primary", key="convention_keep"):
            study.set_conventions(person, chosen)
            done(translate("Kept. Open desks show it when they are opened again."))


def read_annotations(typed: str) -> Iterable[Annotation]:
    """One a line: its key, a space, its words. NoAnnotationError."""
    for line in typed.splitlines():
        if line.strip():
            key, _, text = line.strip().partition(" ")
            if not text.strip():
                raise NoAnnotationError(line.strip()[:40])
            yield Annotation(text.strip(), key)


def as_lines(annotations: Iterable[Annotation]) -> str:
    return "\n".join(f"{annotation.key} {annotation.text}" for annotation in annotations)


def _marks(kept: Conventions) -> Conventions:
    left, middle, right = st.columns(3)
    with left:
        pauses = st.toggle(translate("Mark pauses"), value=kept.pauses, key="convention_pauses")
        signs = st.segmented_control(
            translate("Words spoken at once"),
            [str(each) for each in OVERLAPS],
            default=str(kept.overlaps),
            required=True,
            key="convention_overlaps",
            format_func=lambda each: translate(OVERLAPS[OverlapSigns(each)]),
        )
    with middle:
        short = _seconds(translate("A pause is longer than (s)"), kept.short_pause_ms, 0.1, "convention_short")
    with right:
        long = _seconds(translate("Seconds are written from (s)"), kept.long_pause_ms, 0.2, "convention_long")
    if signs == OverlapSigns.BRACKETS:
        st.caption(translate("Annotations stand in square brackets too; slashes keep the two apart."))
    overlaps = OverlapSigns(signs or kept.overlaps)
    return replace(kept, pauses=pauses, overlaps=overlaps, short_pause_ms=short, long_pause_ms=long)


def _seconds(label: str, ms: int, least: float, key: str) -> int:
    value = st.number_input(label, min_value=least, max_value=60.0, value=ms / 1000, step=0.1, format="%.1f", key=key)
    return round(value * 1000)


def _look(kept: Conventions) -> Conventions:
    with st.container(horizontal=True, gap="large"):
        times = st.toggle(translate("Time before each turn, in exports"), value=kept.timestamps, key="convention_times")
        lines = st.toggle(translate("Line numbers, in Word"), value=kept.line_numbers, key="convention_lines")
    return replace(kept, timestamps=times, line_numbers=lines)


def _annotations(kept: Conventions) -> str:
    """The list as typed; a preset replaces it."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for name, annotations in PRESETS.items():
            if st.button(
                translate("{language} annotations", language=translate(PRESET_NAMES[name])), key=f"preset_{name}"
            ):
                st.session_state[ANNOTATIONS_KEY] = as_lines(annotations)
    st.session_state.setdefault(ANNOTATIONS_KEY, as_lines(kept.annotations))
    typed: str = st.text_area(
        translate("Annotations, one a line: the key pressed with Alt, then the words"), key=ANNOTATIONS_KEY, height=190
    )
    return typed


def _preview(chosen: Conventions) -> None:
    talk = _example()
    shown = marked(talk, marks_of(talk, talk.heard, chosen))
    names = {"SPEAKER_00": "V01", "SPEAKER_01": "H03"}
    lines = txt.dump(shown, "", names, with_times=chosen.timestamps).strip()
    st.caption(translate("It looks like this in a file; at the desk the marks stand above and between the words."))
    st.code(lines, language=None, wrap_lines=True)
    if signs := legend(chosen):
        st.caption(" · ".join(f"`{sign}` {meaning}" for sign, meaning in signs))


def _example() -> Transcript:
    """Two people, a pause, a long pause, and a moment in which both speak."""
    turns = (
        _turn("a", "SPEAKER_00", "Hvordan var det å begynne?", (0, 300, 600, 900, 1_200)),
        _turn(
            "b",
            "SPEAKER_01",
            "Det var... altså, vanskelig å si. [ler]",
            (5_200, 5_500, 7_000, 7_400, 7_800, 8_000, 8_400),
        ),
        _turn("c", "SPEAKER_00", "Ja, ikke sant.", (7_450, 7_700, 7_900)),
    )
    speech = (TimeSpan(0, 1_500), TimeSpan(5_200, 5_900), TimeSpan(7_000, 9_000))
    voices = (
        VoiceSpan(0, 1_500, "SPEAKER_00"),
        VoiceSpan(5_200, 9_000, "SPEAKER_01"),
        VoiceSpan(7_420, 8_190, "SPEAKER_00"),
    )
    speakers = (Speaker("SPEAKER_00"), Speaker("SPEAKER_01"))
    return Transcript("no", turns, speakers, heard=Heard(speech=speech, voices=voices))


def _turn(name: str, speaker: str, text: str, starts: tuple[int, ...]) -> Turn:
    words, at = [], 0
    for word, start_ms in zip(text.split(), starts, strict=True):
        words.append(Word(at, at + len(word), start_ms, start_ms + 250))
        at += len(word) + 1
    return Turn(name, speaker, text, starts[0], starts[-1] + 250, tuple(words))
