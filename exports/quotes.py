"""Quotes for a file: which facts about a speaker are shown, in what words, and in which order.

Nothing here writes a file. Every fact that `Attribution` hides stays out of what these functions return, the order of
the quotes included: a small group is recognised by very little.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from codebooks.model import Code, in_language
from coding.model import Snapshot
from coding.retrieval import CodedSegment, SegmentFilter, Voice
from coding.without import CodeWithout
from core.messages import language, translate
from transcripts.formats.plain import clock, one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Which facts about the speaker stand under a quote. By default the role alone."""

    role: bool = True
    pseudonym: bool = False
    wave: bool = False
    site: bool = False
    time: bool = False
    interview: bool = False  #: Its label, as the team calls it; often says who, when and where at once.

    @property
    def recognisable(self) -> bool:
        """More than the role is shown: in a small group that can be enough to know who spoke."""
        return self.pseudonym or self.wave or self.site or self.time or self.interview


ROLE_ONLY = Attribution()


def small_group_warning() -> str:
    """What a page says beside the choices, and a file beside what was chosen."""
    return translate(
        "Small groups are recognised: a role, a site and a wave together can be enough to know who spoke. "
        "Show no more than the reader needs."
    )


def attribution_line(segment: CodedSegment, attribution: Attribution) -> str:
    """What stands under the quote: “helper”, or “H03 (helper), wave 2, Bergen, 0:12:31”; "" when nothing is shown.

    Staff are named only where nobody else speaks.
    """
    people = [voice for voice in segment.voices if not voice.staff] or list(segment.voices)
    labels = _labels_apart({voice.person: voice_label(voice, attribution) for voice in people})
    return ", ".join(fact for fact in (*labels.values(), *_circumstances(segment, attribution)) if fact)


def voice_label(voice: Voice, attribution: Attribution) -> str:
    """How one speaker is named. Staff are always named by their role: it tells questions from answers."""
    if voice.staff:
        return one_line(voice.role or "")
    pseudonym = voice.participant.pseudonym if voice.participant and attribution.pseudonym else ""
    role = voice.role or translate("participant") if attribution.role else ""
    return f"{one_line(pseudonym)} ({one_line(role)})" if pseudonym and role else one_line(pseudonym or role)


def part_labels(segment: CodedSegment, attribution: Attribution) -> tuple[str, ...]:
    """A label for each turn of the segment. People who would be called the same are numbered within the quote."""
    named = {voice.person: voice_label(voice, attribution) or translate("participant") for voice in segment.voices}
    labels = _labels_apart(named)
    return tuple(labels[part.voice.person] for part in segment.parts)


def distinct(segments: Iterable[CodedSegment]) -> tuple[CodedSegment, ...]:
    """Each passage once under each code, whoever coded it and in however many rounds."""
    first: dict[object, CodedSegment] = {}
    for segment in segments:
        first.setdefault((segment.code.id, segment.interview.id, segment.coding.passage), segment)
    return tuple(first.values())


def by_code(
    snapshot: Snapshot, segments: Iterable[CodedSegment], attribution: Attribution
) -> Iterator[tuple[int, Code, tuple[CodedSegment, ...]]]:
    """Depth, code and its quotes, in codebook order; codes above a quoted code come too, with no quotes.

    Each passage stands once under each code. Within a code the order follows the facts that are shown, and else the
    quotes' references, which say nothing: order must not tell which quotes come from the same person.
    """
    in_order = sorted(distinct(segments), key=lambda segment: (segment.code.id, *_shown_order(segment, attribution)))
    quotes = {code_id: tuple(group) for code_id, group in groupby(in_order, key=lambda segment: segment.code.id)}
    shown = _with_parents(snapshot, quotes)
    for depth, code in snapshot.codebook.walk():
        if code.id in shown:
            yield depth, code, quotes.get(code.id, ())


def without_in_words(absent: Iterable[CodeWithout]) -> tuple[str, ...]:
    """Which codes have no quote: those that were looked for, then those of which nobody can say. Empty when none."""
    codes = tuple(absent)
    looked = ", ".join(f"“{code_name(each.code)}”" for each in codes if each.looked_for)
    unknown = ", ".join(f"“{code_name(each.code)}”" for each in codes if not each.looked_for)
    sentences = (
        (looked, translate("Looked for, and no quote here: {codes}.", codes=looked)),
        (unknown, translate("No quote here, but not looked for in all of these interviews: {codes}.", codes=unknown)),
    )
    return tuple(sentence for names, sentence in sentences if names)


def code_path(snapshot: Snapshot, code: Code) -> str:
    """The code's name after those of the codes above it: “Identity > Belonging”."""
    codes = {each.id: each for each in snapshot.codebook.codes}
    names = [code_name(code)]
    above = codes.get(code.parent_id or "")
    while above:
        names.append(code_name(above))
        above = codes.get(above.parent_id or "")
    return " > ".join(reversed(names))


def code_name(code: Code) -> str:
    """The code's name in the reader's language, on one line."""
    return one_line(in_language(code.name, language.get()))


def reference(segment: CodedSegment) -> str:
    """What traces a quote back to its place in the study; it says nothing about the speaker."""
    return one_line(segment.coding.id)


def short_reference(segment: CodedSegment) -> str:
    """The beginning of the reference: enough to find the quote, short enough to print."""
    return reference(segment)[:8]


def check_state(segment: CodedSegment) -> str:
    """Whether a person compared the quote's turns with the recording: `yes`, `partly` or `no`."""
    if segment.checked:
        return "yes"
    return "partly" if any(part.turn.checked for part in segment.parts) else "no"


def chosen_in_words(snapshot: Snapshot, chosen: SegmentFilter, attribution: Attribution) -> tuple[tuple[str, str], ...]:
    """What a filter asks for, as pairs of a heading and what was chosen; only what was chosen is named."""
    codes = {code.id: code_name(code) for code in snapshot.codebook.codes}
    coders = {person.id: person.name for person in snapshot.people}
    waves = {wave.id: wave.label for wave in snapshot.waves}
    sites = {site.id: site.name for site in snapshot.sites}
    rounds = {round_.id: round_.label for round_ in snapshot.rounds}
    labels = {coded.interview.id: coded.interview.label for coded in snapshot.interviews}
    subcodes = translate("with their subcodes") if chosen.with_subcodes else translate("without their subcodes")
    lines = [
        (translate("Codes"), _listed(chosen.code_ids, codes) and f"{_listed(chosen.code_ids, codes)} ({subcodes})"),
        (translate("Waves"), _listed_or_hidden(chosen.wave_ids, waves, attribution.wave)),
        (translate("Sites"), _listed_or_hidden(chosen.site_ids, sites, attribution.site)),
        (translate("Roles"), _listed_or_hidden(chosen.roles, {}, attribution.role)),
        (translate("Interviews"), _listed_or_hidden(chosen.interview_ids, labels, attribution.interview)),
        (translate("Coders"), _listed(chosen.coder_ids, coders)),
        (translate("Rounds"), _listed(chosen.round_ids, rounds)),
        (translate("Checked against the recording"), _checked_in_words(chosen.checked)),
        (translate("Interviewers and interpreters"), translate("included") if chosen.asks_for_staff else ""),
    ]
    return tuple((heading, value) for heading, value in lines if value)


def shown_in_words(attribution: Attribution) -> str:
    """Which facts the file shows about speakers: “role, wave”."""
    facts = [
        (attribution.role, translate("role")),
        (attribution.pseudonym, translate("pseudonym")),
        (attribution.wave, translate("wave")),
        (attribution.site, translate("site")),
        (attribution.interview, translate("interview")),
        (attribution.time, translate("time in the recording")),
    ]
    return ", ".join(fact for shown, fact in facts if shown) or translate("nothing")


def _labels_apart(named: Mapping[str, str]) -> Mapping[str, str]:
    """Labels by person; where several would share one, each has its number: “helper 1”, “helper 2”."""
    alike: dict[str, list[str]] = {}
    for person, name in named.items():
        alike.setdefault(name, []).append(person)
    return {
        person: f"{name} {alike[name].index(person) + 1}" if name and len(alike[name]) > 1 else name
        for person, name in named.items()
    }


def _circumstances(segment: CodedSegment, attribution: Attribution) -> Iterator[str]:
    if attribution.wave and segment.wave:
        yield wave_in_words(segment.wave.label)
    if attribution.site and segment.site:
        yield one_line(segment.site.name)
    if attribution.interview:
        yield one_line(segment.interview.label)
    if attribution.time and segment.start_ms is not None:
        yield clock(segment.start_ms)


def wave_in_words(label: str) -> str:
    """A wave that is called by its number alone is given the word before it."""
    plain = one_line(label)
    return translate("wave {number}", number=plain) if plain.isdigit() else plain


def _shown_order(segment: CodedSegment, attribution: Attribution) -> tuple[object, ...]:
    """Sorted by what the reader sees, and by nothing the reader does not see."""
    participant = segment.participant
    return (
        segment.wave.position if attribution.wave and segment.wave else 0,
        segment.site.name if attribution.site and segment.site else "",
        participant.pseudonym if attribution.pseudonym and participant else "",
        segment.interview.label if attribution.interview else "",
        segment.start_ms or 0 if attribution.time else 0,
        reference(segment),
    )


def _with_parents(snapshot: Snapshot, code_ids: Iterable[str]) -> frozenset[str]:
    parents = {code.id: code.parent_id for code in snapshot.codebook.codes}
    gathered: set[str] = set()
    for code_id in code_ids:
        above: str | None = code_id
        while above is not None and above not in gathered:
            gathered.add(above)
            above = parents.get(above)
    return frozenset(gathered)


def _listed(ids: Iterable[str], names: Mapping[str, str]) -> str:
    return ", ".join(one_line(names.get(each, each)) for each in ids)


def _listed_or_hidden(ids: tuple[str, ...], names: Mapping[str, str], shown: bool) -> str:
    """A choice of one wave would tell the wave of every quote: hidden facts are hidden here too."""
    return _listed(ids, names) if shown or not ids else translate("a choice, not shown")


def _checked_in_words(checked: bool | None) -> str:
    if checked is None:
        return ""
    return translate("only those checked") if checked else translate("only those not checked")
