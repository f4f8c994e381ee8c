"""Rows of translations: every text a turn's translation has had, and which of them is shown.

Whether the original has changed since, and what a joined turn brings along, is worked out when they are read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from storage import tables_tracks as tt
from storage import tables_words as tw
from storage.database import Connection
from storage.turn_text_rows import Change, TextState, hidden_turns
from transcripts.model import Turn
from transcripts.translations import Translation, TranslationStatus

AT_ONCE = 500  # SQLite takes a limited number of values in one statement


@dataclass(frozen=True, slots=True)
class _Join:
    """A turn was joined to another, whose text got this revision by it."""

    into: str
    revision: int


@dataclass(frozen=True, slots=True)
class _Past:
    """A text the original has had, and how it came to it."""

    revision: int
    text: str
    change: str


def insert_translation(connection: Connection, interview_id: str, made: Translation) -> None:
    """Keep a text; showing it is a step of its own."""
    values = {
        "id": made.id,
        "interview_id": interview_id,
        "turn_id": made.turn_id,
        "language": made.language,
        "text": made.text,
        "translator": made.translator,
        "status": made.status.value,
        "revision": made.revision,
        "by": made.by,
        "at": made.at,
        "shown": False,
    }
    connection.execute(insert(tt.translation).values(**values))


def read_translation(connection: Connection, translation_id: str) -> Translation | None:
    row = connection.execute(select(tt.translation).where(tt.translation.c.id == translation_id)).first()
    return _translation(row) if row else None


def read_history(connection: Connection, turn_id: str, language: str) -> tuple[Translation, ...]:
    """Every text that a turn's translation into a language has had, oldest first."""
    c = tt.translation.c
    query = select(tt.translation).where(c.turn_id == turn_id, c.language == language)
    return tuple(_translation(row) for row in connection.execute(query.order_by(c.number)))


def shown_ids(connection: Connection, turn_ids: Collection[str], language: str) -> dict[str, str]:
    """Which text is shown of these turns' translations, by turn; those without one are absent."""
    c = tt.translation.c
    found = {}
    for part in _parts(list(turn_ids)):
        query = select(c.turn_id, c.id).where(c.turn_id.in_(part), c.language == language, c.shown)
        found.update({turn: text for turn, text in connection.execute(query)})
    return found


def show(connection: Connection, turn_id: str, language: str, translation_id: str | None) -> bool:
    """Let a text be the one that is shown, or none; False when that text has been erased."""
    c = tt.translation.c
    if translation_id is not None and read_translation(connection, translation_id) is None:
        return False
    own = update(tt.translation).where(c.turn_id == turn_id, c.language == language, c.shown)
    connection.execute(own.values(shown=False))
    if translation_id is not None:
        connection.execute(update(tt.translation).where(c.id == translation_id).values(shown=True))
    return True


def read_shown(
    connection: Connection, interview_id: str, transcript_id: str, turns: Sequence[Turn]
) -> tuple[Translation, ...]:
    """The translations of these turns as they stand, in the turns' order; `turns`: all of a transcript that are shown.

    What was translated of turns that have been joined since stands behind the translation of the turn they are part
    of now, until that is translated anew.
    """
    c = tt.translation.c
    rows = connection.execute(select(tt.translation).where(c.interview_id == interview_id, c.shown)).all()
    if not rows:
        return ()
    present = {turn.id: turn for turn in turns}
    standing = [_translation(row) for row in rows]
    own = [made for made in standing if made.turn_id in present]
    gone = [made for made in standing if made.turn_id not in present]
    whole = _with_joined(own, gone, _joins(connection, transcript_id, gone, present) if gone else {})
    place = {turn.id: at for at, turn in enumerate(turns)}
    hidden = hidden_turns(connection, transcript_id)  # of another text of theirs nobody can say whose words it had
    marked = [made for made in _marked(connection, whole, present) if not (made.changed and made.turn_id in hidden)]
    return tuple(sorted((made for made in marked if made.text), key=lambda made: (place[made.turn_id], made.language)))


def are_any(connection: Connection, interview_id: str) -> bool:
    """Whether anything of the interview is translated."""
    c = tt.translation.c
    return connection.execute(select(c.id).where(c.interview_id == interview_id, c.shown).limit(1)).first() is not None


def rewrite(connection: Connection, translation_id: str, text: str) -> None:
    """Give a text that is kept another wording: for words that must not be there any more."""
    connection.execute(update(tt.translation).where(tt.translation.c.id == translation_id).values(text=text))


def delete_of_turns(connection: Connection, turn_ids: Sequence[str]) -> None:
    """Erase every text of these turns' translations."""
    for part in _parts(turn_ids):
        connection.execute(delete(tt.translation).where(tt.translation.c.turn_id.in_(part)))


def texts_of(connection: Connection, turn_ids: Sequence[str]) -> tuple[Translation, ...]:
    """Every text these turns' translations have had, in all languages."""
    found: list[Translation] = []
    for part in _parts(turn_ids):
        rows = connection.execute(select(tt.translation).where(tt.translation.c.turn_id.in_(part)))
        found += [_translation(row) for row in rows]
    return tuple(found)


def _translation(r: Row[Any]) -> Translation:
    status = TranslationStatus(r.status)
    return Translation(r.id, r.turn_id, r.language, r.text, r.translator, status, r.revision, r.by, r.at)


def _joins(
    connection: Connection, transcript_id: str, gone: Sequence[Translation], present: Collection[str]
) -> dict[str, _Join]:
    """Into which turn each of these was joined last; those that are elsewhere, or hidden, are absent."""
    h = tw.turn_text.c
    query = select(h.turn_id, h.other_turn, h.revision).where(
        h.transcript_id == transcript_id, h.change == Change.JOIN.value, h.state == TextState.TEXT.value
    )
    newest = {row.other_turn: _Join(row.turn_id, row.revision) for row in connection.execute(query.order_by(h.number))}
    hidden = hidden_turns(connection, transcript_id)
    found = {}
    for made in gone:
        join = newest.get(made.turn_id)
        while join is not None and join.into not in present:
            join = newest.get(join.into)
        if join is not None and made.turn_id not in hidden:
            found[made.turn_id] = join
    return found


def _with_joined(
    own: Sequence[Translation], gone: Sequence[Translation], joins: Mapping[str, _Join]
) -> list[Translation]:
    whole = {(made.turn_id, made.language): made for made in own}
    for made in sorted(gone, key=lambda made: joins[made.turn_id].revision if made.turn_id in joins else 0):
        join = joins.get(made.turn_id)
        if join is None or not made.text:
            continue
        into = whole.get((join.into, made.language))
        if into is None:
            whole[join.into, made.language] = replace(made, id="", turn_id=join.into, revision=-1)
        elif into.revision < join.revision:
            whole[join.into, made.language] = replace(into, text=f"{into.text} {made.text}".strip())
    return list(whole.values())


def _marked(
    connection: Connection, translations: Sequence[Translation], present: Mapping[str, Turn]
) -> list[Translation]:
    """With the mark of those whose original has changed: it reads differently, or a word of it was redacted."""
    later = [made for made in translations if made.revision != present[made.turn_id].revision]
    history = _history(connection, [made.turn_id for made in later])
    return [
        replace(made, changed=_is_changed(made, present[made.turn_id], history[made.turn_id]))
        if made in later
        else made
        for made in translations
    ]


def _is_changed(made: Translation, turn: Turn, history: Sequence[_Past]) -> bool:
    if any(past.change == Change.REDACT.value and past.revision > made.revision for past in history):
        return True
    return not any(past.revision == made.revision and past.text == turn.text for past in history)


def _history(connection: Connection, turn_ids: Sequence[str]) -> dict[str, list[_Past]]:
    h = tw.turn_text.c
    found: dict[str, list[_Past]] = defaultdict(list)
    for part in _parts(turn_ids):
        query = select(h.turn_id, h.revision, h.text, h.change)
        for row in connection.execute(query.where(h.turn_id.in_(part), h.state == TextState.TEXT.value)):
            found[row.turn_id].append(_Past(row.revision, row.text, row.change))
    return found


def _parts(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))
