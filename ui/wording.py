"""Numbers, times and states in the reader's words."""

from __future__ import annotations

from datetime import datetime

from core.clock import now
from core.design import InterviewKind
from core.languages import LANGUAGES as LANGUAGES
from core.languages import STUDY, UNHEARD
from core.messages import translate, translate_count

KINDS = {InterviewKind.INDIVIDUAL: "Individual interview", InterviewKind.FOCUS_GROUP: "Focus group"}

STAGES = {
    "probe": "Looking at the recording",
    "decode": "Reading the sound",
    "recognise": "Recognising speech",
    "time_words": "Timing the words",
    "diarize": "Telling the voices apart",
    "gloss": "Making the machine gloss",
    "assign_speakers": "Giving words to speakers",
    "make_turns": "Making turns",
}


def language_name(code: str) -> str:
    """The language's name, or the code where it is not known."""
    return translate(LANGUAGES[code]) if code in LANGUAGES else code


def language_choices() -> list[str]:
    """Every language a person may choose, by code: those of the studies first, the others by their names."""
    first = [*STUDY, *UNHEARD]
    return [*first, *sorted((code for code in LANGUAGES if code not in first), key=language_name)]


def kind_name(kind: InterviewKind) -> str:
    return translate(KINDS[kind])


def stage_name(stage: str) -> str:
    """What the pipeline is doing, in words."""
    return translate(STAGES.get(stage, "Preparing"))


def duration(milliseconds: int) -> str:
    """A length of time.

    >>> duration(5_400_000), duration(95_000), duration(9_000)
    ('1 h 30 min', '2 min', '9 s')
    """
    if milliseconds < 60_000:
        return translate("{count} s", count=round(milliseconds / 1000))
    minutes = round(milliseconds / 60_000)
    if minutes < 60:
        return translate("{count} min", count=minutes)
    return translate("{hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)


def months(count: int | None) -> str:
    """A number of whole months; "" when it is not known.

    >>> months(1), months(14), months(None)
    ('1 month', '14 months', '')
    """
    return "" if count is None else translate_count("{count} month", "{count} months", count)


def time_left(seconds: float | None) -> str:
    """How long it will take still; "" when that is not known."""
    return "" if seconds is None else translate("{time} left", time=duration(max(1000, round(seconds * 1000))))


def size(count: int) -> str:
    """A number of bytes.

    >>> size(43_000_000), size(1_200)
    ('43 MB', '1.2 kB')
    """
    value, unit = float(count), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if value < 1000:
            break
        value, unit = value / 1000, larger
    return f"{value:.0f} {unit}" if value >= 10 or unit == "B" else f"{value:.1f} {unit}"


def ago(moment: datetime) -> str:
    """How long ago something was."""
    seconds = (now() - moment).total_seconds()
    if seconds < 60:
        return translate("just now")
    if seconds < 3600:
        return translate_count("{count} minute ago", "{count} minutes ago", int(seconds // 60))
    if seconds < 86_400:
        return translate_count("{count} hour ago", "{count} hours ago", int(seconds // 3600))
    return on_day(moment)


def on_day(moment: datetime) -> str:
    """The day, as everybody reads it alike: 3 March 2026."""
    return f"{moment.day} {translate(moment.strftime('%B'))} {moment.year}"
