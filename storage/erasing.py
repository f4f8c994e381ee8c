"""Everything a participant has left in the database, and how it is taken out.

An interview with this participant alone goes altogether. Where others spoke too (focus groups), the turns stay but lose
their words, codings keep what lies on others' turns, and the recordings go, because the voice is in them.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Column, Table, delete, select, update

from core.design import InterviewKind
from core.errors import NotFoundError
from core.spans import BadSpanError, Passage
from storage import tables as t
from storage import tables_memos, translation_rows
from storage import tables_words as tw
from storage.database import Connection
from storage.design_rows import raise_revision
from storage.measures_rows import is_client
from storage.profile_rows import forget_proposals
from storage.segment_rows import identifiers
from storage.tables_heard import heard
from storage.turn_text_rows import related_turns

AT_ONCE = 500  # SQLite takes a limited number of values in one statement


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker of one transcript version who is, or may be, the participant."""

    interview_id: str
    transcript_id: str
    label: str
    is_named: bool  #: False: nobody has said whose voice it is, so it may be the participant's.


@dataclass(frozen=True, slots=True)
class Traces:
    """What a participant has left, by identifier."""

    participant_id: str
    pseudonym: str
    own_interviews: tuple[str, ...]  #: With this participant alone: all of it goes.
    shared_interviews: tuple[str, ...]  #: Others spoke too: they stay, without this participant's words.
    voices: tuple[Voice, ...]  #: In shared interviews, all transcript versions.
    blanked_turns: tuple[str, ...]  #: What these voices say.
    forgotten_texts: tuple[str, ...]  #: Turns whose earlier texts and drafts go: these, and all they were once part of.
    removed_codings: tuple[str, ...]  #: In shared interviews: on blanked turns only.
    trimmed_codings: Mapping[str, Passage]  #: In shared interviews: what is left of them.
    memos: tuple[str, ...]
    operations: tuple[int, ...]  #: Those that name the participant, such a voice, or a removed coding.
    recordings: tuple[str, ...]
    media: tuple[str, ...]  #: sha256 of the files no other recording needs.
    jobs: tuple[str, ...]
    turns: int  #: How many turns go or are blanked, in all versions.
    codings: int  #: How many codings go, also those taken away before.

    @property
    def unnamed_in(self) -> tuple[str, ...]:
        """Shared interviews where voices nobody has named go too."""
        return tuple(sorted({voice.interview_id for voice in self.voices if not voice.is_named}))


def find_traces(connection: Connection, participant_id: str) -> Traces:
    """Look everywhere for what the participant has left; nothing is changed."""
    pseudonym = connection.execute(
        select(t.participant.c.pseudonym).where(t.participant.c.id == participant_id)
    ).scalar_one_or_none()
    if pseudonym is None:
        raise NotFoundError("participant", participant_id)
    own, shared = _interviews(connection, participant_id)
    voices = tuple(_voices(connection, participant_id, shared))
    turns = {turn for voice in voices for turn in _turns_by(connection, voice)}
    forgotten = related_turns(connection, turns | set(_once_said_by(connection, voices)))
    removed, trimmed = _touched_codings(connection, shared, turns)
    recordings = _ids(connection, t.recording, t.recording.c.interview_id, own | shared)
    own_turns = _turns_of(connection, own)
    own_codings = _ids(connection, t.coding, t.coding.c.interview_id, own)
    transcripts = _ids(connection, t.transcript, t.transcript.c.interview_id, own)
    gone = {participant_id, *own, *turns, *removed, *recordings, *own_turns, *own_codings, *transcripts}
    memos = tuple(_memos(connection, gone, own, shared))
    return Traces(
        participant_id=participant_id,
        pseudonym=pseudonym,
        own_interviews=tuple(sorted(own)),
        shared_interviews=tuple(sorted(shared)),
        voices=voices,
        blanked_turns=tuple(sorted(turns)),
        forgotten_texts=tuple(sorted(forgotten)),
        removed_codings=tuple(sorted(removed)),
        trimmed_codings=trimmed,
        memos=memos,
        operations=tuple(_operations(connection, participant_id, pseudonym, {*removed, *memos}, voices)),
        recordings=tuple(sorted(recordings)),
        media=tuple(sorted(_media(connection, recordings))),
        jobs=tuple(_ids(connection, t.job, t.job.c.interview_id, own | shared)),
        turns=len(own_turns) + len(turns),
        codings=len(own_codings) + len(removed),
    )


def erase_traces(connection: Connection, traces: Traces, blank: str) -> None:
    """Take everything out, inside the caller's transaction; `blank` stands where words stood."""
    for coding_id, passage in traces.trimmed_codings.items():
        values = {
            "start_turn": passage.start_turn,
            "start_offset": passage.start,
            "end_turn": passage.end_turn,
            "end_offset": passage.end,
        }
        connection.execute(update(t.coding).where(t.coding.c.id == coding_id).values(**values))
    _delete(connection, t.coding.c.id, traces.removed_codings)
    _delete(connection, t.operation.c.number, traces.operations)
    _delete(connection, tables_memos.memo_link.c.target_id, (*traces.memos, traces.participant_id))
    _delete(connection, t.memo.c.id, traces.memos)  # takes their earlier texts along
    _delete(connection, t.job.c.id, traces.jobs)
    _delete(connection, t.recording.c.id, traces.recordings)
    _delete(connection, t.interview.c.id, traces.own_interviews)  # takes transcripts, turns, codings, operations along
    for ids in _parts(traces.blanked_turns):
        cleared = {
            "text": blank,
            "words": "[]",
            "revision": t.turn.c.revision + 1,
            "checked_by": None,
            "checked_at": None,
        }
        connection.execute(update(t.turn).where(t.turn.c.id.in_(ids)).values(**cleared))
    _forget_texts(connection, traces, blank)
    _delete(connection, heard.c.transcript_id, sorted({voice.transcript_id for voice in traces.voices}))
    for voice in traces.voices:
        where = (t.speaker.c.transcript_id == voice.transcript_id, t.speaker.c.label == voice.label)
        connection.execute(update(t.speaker).where(*where).values(participant_id=None, role=None, name=""))
        forget_proposals(connection, voice.transcript_id, voice.label)
    connection.execute(delete(t.participant).where(t.participant.c.id == traces.participant_id))
    for interview_id in traces.shared_interviews:
        raise_revision(connection, interview_id)


def is_known(connection: Connection, case_id: str) -> bool:
    """Whether the participant, or the client, is still in the study."""
    found = select(t.participant.c.id).where(t.participant.c.id == case_id)
    return connection.execute(found).first() is not None or is_client(connection, case_id)


def texts_of(connection: Connection, traces: Traces) -> Iterator[str]:
    """What the participant has said: the text of every turn that will go or be blanked."""
    own = _turns_of(connection, traces.own_interviews)
    for ids in _parts((*traces.blanked_turns, *own)):
        yield from connection.execute(select(t.turn.c.text).where(t.turn.c.id.in_(ids))).scalars()
    for ids in _parts((*traces.forgotten_texts, *own)):
        h = tw.turn_text.c
        yield from connection.execute(select(h.text).where(h.turn_id.in_(ids))).scalars()
    for made in translation_rows.texts_of(connection, (*traces.forgotten_texts, *own)):
        yield made.text


def _once_said_by(connection: Connection, voices: Collection[Voice]) -> Iterator[str]:
    """Turns that once were these voices', though they may be somebody else's or gone now."""
    h = tw.turn_text.c
    for voice in voices:
        query = select(h.turn_id).where(h.transcript_id == voice.transcript_id, h.speaker == voice.label)
        yield from connection.execute(query).scalars()


def _forget_texts(connection: Connection, traces: Traces, blank: str) -> None:
    """Earlier texts, drafts, translations and sealed words of these turns go; the review list keeps none of the words.

    A passage over several turns may have held the participant's words in its middle: its words go in any case.
    """
    _delete(connection, tw.turn_text.c.turn_id, traces.forgotten_texts)
    _delete(connection, tw.sealed_word.c.turn_id, traces.forgotten_texts)
    translation_rows.delete_of_turns(connection, traces.forgotten_texts)
    r, forgotten = tw.review.c, set(traces.forgotten_texts)
    rows = connection.execute(select(tw.review).where(r.interview_id.in_(traces.shared_interviews))).all()
    for row in rows:
        if row.start_turn != row.end_turn or row.start_turn in forgotten:
            connection.execute(update(tw.review).where(r.coding_id == row.coding_id).values(words=blank))


def _interviews(connection: Connection, participant_id: str) -> tuple[set[str], set[str]]:
    """The interviews with this participant alone, and those shared with others."""
    voices: dict[str, set[str]] = defaultdict(set)
    for row in connection.execute(select(t.interview_participant)):
        voices[row.interview_id].add(row.participant_id)
    named = select(t.transcript.c.interview_id, t.speaker.c.participant_id).join(t.speaker)
    for row in connection.execute(named.where(t.speaker.c.participant_id.is_not(None))):
        voices[row.interview_id].add(row.participant_id)
    kinds = {row.id: row.kind for row in connection.execute(select(t.interview.c.id, t.interview.c.kind))}
    connected = {interview for interview, heard in voices.items() if participant_id in heard}
    own = {i for i in connected if voices[i] == {participant_id} and kinds[i] == InterviewKind.INDIVIDUAL.value}
    return own, connected - own


def _voices(connection: Connection, participant_id: str, shared: Collection[str]) -> Iterator[Voice]:
    """The participant's voice in every version of shared interviews.

    In a version in which nobody has said which voice it is, every voice that has no name may be it.
    """
    speakers = defaultdict(list)
    query = select(t.speaker, t.transcript.c.interview_id).join(t.transcript)
    for row in connection.execute(query.where(t.transcript.c.interview_id.in_(shared))):
        speakers[row.transcript_id].append(row)
    for transcript_id, rows in speakers.items():
        mapped = [row for row in rows if row.participant_id == participant_id]
        unnamed = [row for row in rows if row.participant_id is None and row.role is None]
        for row in mapped or unnamed:
            yield Voice(row.interview_id, transcript_id, row.label, is_named=bool(mapped))


def _turns_by(connection: Connection, voice: Voice) -> Iterator[str]:
    where = (t.turn.c.transcript_id == voice.transcript_id, t.turn.c.speaker == voice.label)
    yield from connection.execute(select(t.turn.c.id).where(*where)).scalars()


def _touched_codings(
    connection: Connection, shared: Collection[str], blanked: Collection[str]
) -> tuple[set[str], dict[str, Passage]]:
    """Codings on blanked turns only, and what is left of those that reach beyond."""
    order: dict[str, list[tuple[str, int]]] = defaultdict(list)  # transcript -> turns and their lengths
    home: dict[str, str] = {}  # turn -> transcript
    query = select(t.turn).join(t.transcript).where(t.transcript.c.interview_id.in_(shared))
    for row in connection.execute(query.order_by(t.turn.c.transcript_id, t.turn.c.position)):
        order[row.transcript_id].append((row.id, len(row.text)))
        home[row.id] = row.transcript_id
    removed: set[str] = set()
    trimmed: dict[str, Passage] = {}
    for row in connection.execute(select(t.coding).where(t.coding.c.interview_id.in_(shared))):
        passage = Passage(row.start_turn, row.start_offset, row.end_turn, row.end_offset)
        left = trim(passage, order[home[row.start_turn]], blanked)
        if left is None:
            removed.add(row.id)
        elif left != passage:
            trimmed[row.id] = left
    return removed, trimmed


def trim(passage: Passage, turns: Sequence[tuple[str, int]], blanked: Collection[str]) -> Passage | None:
    """What is left of a passage without blanked turns at its ends; None when nothing is.

    `turns`: the transcript's turns in order, each with the length of its text.

    >>> trim(Passage("a", 2, "b", 4), [("a", 9), ("b", 8)], {"b"})
    Passage(start_turn='a', start=2, end_turn='a', end=9)
    """
    names = [name for name, _ in turns]
    stretch = turns[names.index(passage.start_turn) : names.index(passage.end_turn) + 1]
    left = [(name, length) for name, length in stretch if name not in blanked]
    if not left:
        return None
    (first, _), (last, length) = left[0], left[-1]
    start = passage.start if first == passage.start_turn else 0
    end = passage.end if last == passage.end_turn else length
    try:
        return Passage(first, start, last, end)
    except BadSpanError:  # it began at the very end of the only turn that is left
        return None


def _memos(
    connection: Connection, gone: Collection[str], own: Collection[str], shared: Collection[str]
) -> Iterator[str]:
    """Memos about what goes, deleted ones too; in shared interviews also those on turns and codings that are no longer
    there, which may have been the participant's."""
    abouts = _abouts(connection, shared)
    known = {*_ids(connection, t.turn, t.turn.c.id, abouts), *_ids(connection, t.coding, t.coding.c.id, abouts)}
    for row in connection.execute(select(t.memo.c.id, t.memo.c.about_kind, t.memo.c.about_id, t.memo.c.interview_id)):
        is_lost = row.interview_id in shared and row.about_kind in ("turn", "coding") and row.about_id not in known
        if row.about_id in gone or row.interview_id in own or is_lost:
            yield row.id


def _abouts(connection: Connection, interviews: Collection[str]) -> set[str]:
    """What memos in these interviews are about."""
    query = select(t.memo.c.about_id).where(t.memo.c.interview_id.in_(list(interviews)))
    return set(connection.execute(query).scalars())


def _operations(
    connection: Connection,
    participant_id: str,
    pseudonym: str,
    removed_codings: Collection[str],
    voices: Collection[Voice],
) -> Iterator[int]:
    """Operations that name the participant, the voice or a coding that goes: as asked, to undo it, or in a refusal."""
    name = re.compile(rf"(?<!\w){re.escape(pseudonym)}(?!\w)")
    gone = frozenset(removed_codings)
    labels = {(voice.interview_id, voice.label) for voice in voices}
    for row in connection.execute(select(t.operation)):
        asked, inverse = row.payload, row.inverse or {}
        text = json.dumps([asked, inverse], ensure_ascii=False) + (row.refusal or "")
        if (
            participant_id in text
            or name.search(text)
            or not gone.isdisjoint(identifiers([asked, inverse]))
            or (row.interview_id, asked.get("speaker")) in labels
        ):
            yield row.number


def _media(connection: Connection, recordings: Collection[str]) -> set[str]:
    """The files of these recordings that no other recording needs."""
    going: set[str] = set()
    staying: set[str] = set()
    for row in connection.execute(select(t.recording)):
        files = {row.sha256, row.playback_sha256} - {None}
        (going if row.id in recordings else staying).update(files)
    return going - staying


def _turns_of(connection: Connection, interviews: Collection[str]) -> list[str]:
    query = select(t.turn.c.id).join(t.transcript).where(t.transcript.c.interview_id.in_(interviews))
    return list(connection.execute(query).scalars())


def _ids(connection: Connection, table: Table, column: Column[str], wanted: Collection[str]) -> list[str]:
    found: list[str] = []
    for values in _parts(sorted(wanted)):
        found.extend(connection.execute(select(table.c.id).where(column.in_(values))).scalars())
    return found


def _delete(connection: Connection, column: Column[str] | Column[int], values: Sequence[object]) -> None:
    for part in _parts(values):
        connection.execute(delete(column.table).where(column.in_(part)))


def _parts(values: Sequence[object]) -> Iterator[Sequence[object]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]
