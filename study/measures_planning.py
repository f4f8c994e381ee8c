"""From the rows of a table to the forms they would add; nothing is written. docs/questionnaires.md has the columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.errors import InputError, WorkbenchError
from core.messages import translate
from core.problems import Problem
from measures.answers import count_answered, read_answers
from measures.forms import Client, ClientForm
from measures.model import Answers, Instrument, Occasion
from sheets import Row, Sheet
from storage.people_rows import name_key
from study.base import tidy_name
from study.measures_clients import LikeAParticipantError, WithdrawnClientError
from study.measures_forms import NothingAnsweredError
from study.people_columns import ColumnUse, NoColumnError, cells_of, columns_of, in_order
from study.people_values import read_day

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "client": ("Client", "klient", "client id", "klient id", "client number", "klientnummer", "id", "label"),
    "occasion": ("Occasion", "tidspunkt", "timepoint", "time point", "måletidspunkt", "måling", "measurement"),
    "date": ("Date", "dato", "filled in on", "utfylt", "utfylt dato", "day"),
}

_OCCASIONS: Mapping[Occasion, tuple[str, ...]] = {
    Occasion.BEFORE: ("before", "pre", "baseline", "før", "t0", "pre therapy", "innan"),
    Occasion.DURING: ("during", "under", "underveis", "undervegs", "mid"),
    Occasion.AFTER: ("after", "post", "14 days", "14 dager", "14 dagar", "2 weeks", "2 uker", "2 veker", "etter"),
    Occasion.LATER: ("6 months", "6 måneder", "6 månader", "6 mnd", "follow up", "oppfølging", "oppfølgjing"),
}  # fmt: skip
_AROUND = re.compile(r"^(?:about |ca |omtrent |omkring )?(?:after |etter )?(?:about |ca )?(.+?)(?: after| etter)?$")
OCCASION_WORDS = {word: occasion for occasion, words in _OCCASIONS.items() for word in words}


class UnknownOccasionError(InputError):
    """A word for a moment in the programme that is not known."""

    template = "“{text}” is no occasion. Write one of: before, during, after 14 days, after 6 months."

    def __init__(self, text: str) -> None:
        super().__init__(text=text)


class EnteredTwiceError(InputError):
    """Two rows of one file are about the same form."""

    template = "An earlier row is also about “{label}” on this occasion. Keep one of them."

    def __init__(self, label: str) -> None:
        super().__init__(label=label)


class NoOccasionError(InputError):
    """A row does not say when the form was filled in."""

    template = "The occasion is empty. Write one of: before, during, after 14 days, after 6 months."


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedForm:
    """What one row of a table would do."""

    line: int
    label: str
    client_id: str | None  #: None: a new client, or one that an earlier row adds.
    is_new_client: bool
    occasion: Occasion
    answers: Answers
    filled_in_on: date | None
    known: ClientForm | None = None  #: What the study has for this client and occasion.

    @property
    def changes(self) -> bool:
        """The study has other answers, or another day where the table gives one."""
        if self.known is None:
            return False
        other_day = self.filled_in_on is not None and self.filled_in_on != self.known.filled_in_on
        return self.known.answers != self.answers or other_day


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPlan:
    """What a table would do to the clients' forms."""

    instrument: Instrument
    columns: tuple[ColumnUse, ...]
    rows: tuple[PlannedForm, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def new(self) -> tuple[PlannedForm, ...]:
        return tuple(row for row in self.rows if row.known is None)

    @property
    def changing(self) -> tuple[PlannedForm, ...]:
        """Rows that say something else than the study; taken as corrections, only when that is asked for."""
        return tuple(row for row in self.rows if row.changes)

    @property
    def unchanged(self) -> tuple[PlannedForm, ...]:
        return tuple(row for row in self.rows if row.known is not None and not row.changes)

    @property
    def new_clients(self) -> tuple[str, ...]:
        return tuple(row.label for row in self.rows if row.is_new_client)


@dataclass(slots=True)
class _Known:
    """The study as the rows read so far would make it."""

    clients: dict[str, Client]
    forms: Mapping[tuple[str, Occasion], ClientForm]
    pseudonyms: frozenset[str]
    seen: set[tuple[str, Occasion]] = field(default_factory=set)
    added: set[str] = field(default_factory=set)


def plan_forms(
    sheet: Sheet,
    source: str,
    instrument: Instrument,
    clients: Sequence[Client],
    forms: Sequence[ClientForm],
    pseudonyms: Sequence[str],
) -> FormPlan:
    """What each row would do. A row with anything that cannot be used is listed, and left out whole.

    `forms`: those that hold. NoColumnError when the table has no column for the client or for any item.
    """
    uses, problems = columns_of(sheet, source, _columns(instrument), "client")
    if not any((use.field or "").startswith(_ITEM) for use in uses):
        raise NoColumnError(source, f"{instrument.id} 1")
    problems.extend(_without_column(instrument, uses, source))
    known = _Known(
        {name_key(client.label): client for client in clients},
        {(form.client_id, form.occasion): form for form in forms if form.instrument_id == instrument.id},
        frozenset(map(name_key, pseudonyms)),
    )
    rows = []
    for row in sheet.rows[1:]:
        try:
            planned, bad = _planned(row, uses, instrument, known, source)
        except WorkbenchError as error:
            problems.append(Problem(str(error), row.number, source))
            continue
        problems.extend(bad)
        rows += [] if bad else [planned]
    return FormPlan(instrument=instrument, columns=uses, rows=tuple(rows), problems=in_order(problems))


def read_occasion(text: str) -> Occasion:
    """The occasion in either language; UnknownOccasionError.

    >>> read_occasion("6 mnd."), read_occasion("after-14-days")
    (<Occasion.LATER: 'after-6-months'>, <Occasion.AFTER: 'after-14-days'>)
    """
    word = " ".join(re.sub(r"[\W_]+", " ", text).split()).casefold()
    bare = _AROUND.sub(r"\1", word)  # about 14 days after, etter 6 mnd
    if word not in OCCASION_WORDS and bare not in OCCASION_WORDS:
        raise UnknownOccasionError(text)
    return OCCASION_WORDS.get(word) or OCCASION_WORDS[bare]


_ITEM = "item "
MOST_SAID = 3  #: Answers of one row that are named when they cannot be used.


def _columns(instrument: Instrument) -> dict[str, tuple[str, ...]]:
    """Headings of the items: their number alone, or after “item”, “q” or the instrument's name."""
    name = re.sub(r"[\W_]+", " ", instrument.id).strip()  # hscl 25, as `heading_key` writes it
    short, joined = name.split()[0], name.replace(" ", "")
    names = dict.fromkeys((name, joined, short))
    columns = dict(COLUMNS)
    for number, label in enumerate(instrument.items, 1):
        numbers = dict.fromkeys((str(number), f"{number:02}"))
        beginnings = ("item", "ledd", "q", "spm", "spørsmål", "i", *names)
        spelt = (f"{start}{gap}{n}" for start in beginnings for gap in (" ", "") for n in numbers)
        columns[f"{_ITEM}{number}"] = (f"{instrument.id} {number}", *numbers, label, *spelt)
    return columns


def _without_column(instrument: Instrument, uses: Sequence[ColumnUse], source: str) -> Iterator[Problem]:
    there = {use.field for use in uses}
    absent = [str(n) for n in range(1, len(instrument.items) + 1) if f"{_ITEM}{n}" not in there]
    if absent:
        text = "No column for these items, so they count as not answered: {items}."
        message = translate(text, items=", ".join(absent))
        yield Problem(message, 1, source)


def _planned(
    row: Row, uses: Sequence[ColumnUse], instrument: Instrument, known: _Known, source: str
) -> tuple[PlannedForm, tuple[Problem, ...]]:
    cells = {use.field: text for use, text in cells_of(row, uses).items()}
    label = tidy_name(cells.get("client", ""), "label")
    client = _client(label, known)
    if not cells.get("occasion"):
        raise NoOccasionError
    occasion = read_occasion(cells["occasion"])
    filled_in_on = read_day(cells["date"]) if cells.get("date") else None
    given = [cells.get(f"{_ITEM}{number}") for number in range(1, len(instrument.items) + 1)]
    answers, wrong = read_answers(given, instrument.lowest, instrument.highest)
    problems = tuple(_in_one(wrong, row.number, source))
    if not problems and not count_answered(answers):
        raise NothingAnsweredError(instrument.name)
    key = name_key(label)
    if (key, occasion) in known.seen:
        raise EnteredTwiceError(label)
    form = _form(row, label, client, occasion, answers, filled_in_on, known)
    if not problems:
        known.seen.add((key, occasion))
        known.added.add(key)
    return form, problems


def _in_one(wrong: Sequence[Problem], line: int, source: str) -> Iterator[Problem]:
    """One problem for a row: the first answers that cannot be used, and how many more there are."""
    if wrong:
        more = len(wrong) - MOST_SAID
        named = [problem.message for problem in wrong[:MOST_SAID]]
        tail = [translate("and {count} more items", count=more)] if more > 0 else []
        yield Problem("; ".join((*named, *tail)), line, source)


def _form(
    row: Row,
    label: str,
    client: Client | None,
    occasion: Occasion,
    answers: Answers,
    filled_in_on: date | None,
    known: _Known,
) -> PlannedForm:
    return PlannedForm(
        line=row.number,
        label=client.label if client else label,
        client_id=client.id if client else None,
        is_new_client=client is None and name_key(label) not in known.added,
        occasion=occasion,
        answers=answers,
        filled_in_on=filled_in_on,
        known=known.forms.get((client.id, occasion)) if client else None,
    )


def _client(label: str, known: _Known) -> Client | None:
    client = known.clients.get(name_key(label))
    if client is None and name_key(label) in known.pseudonyms:
        raise LikeAParticipantError(label)
    if client and client.withdrawn_on:
        raise WithdrawnClientError(client.label)
    return client
