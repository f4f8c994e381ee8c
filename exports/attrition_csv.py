"""The attrition table as CSV: numbers per wave, which name nobody, or a line for each participant."""

from __future__ import annotations

from collections.abc import Iterator

from coding.attrition import Attrition, AttritionCell, AttritionRow
from core.messages import translate
from sheets.separated import write_csv
from transcripts.formats.plain import one_line

NUMBERS = ("wave", "starts_on", "ends_on", "participants", "interviewed", "individual", "focus_group", "planned",
           "not_interviewed_reason_known", "not_interviewed_reason_unknown", "reasons")  # fmt: skip


def attrition_numbers_csv(table: Attrition) -> bytes:
    """A line for each wave: how many were interviewed, of how many, in which form, and why not. No pseudonyms."""
    return write_csv([NUMBERS, *_numbers(table)])


def attrition_csv(table: Attrition) -> bytes:
    """A line for each participant, a column for each wave: who was interviewed when, in which form, or why not."""
    header = ("pseudonym", "site", "role", *(one_line(wave.label) for wave in table.waves))
    return write_csv([header, *(_line(row) for row in table.rows)])


def _numbers(table: Attrition) -> Iterator[tuple[str, ...]]:
    for each in table.per_wave:
        explained = sum(len(ids) for ids in each.reasons.values())
        counts = (each.of, each.n, len(each.individual), len(each.focus_group), len(each.planned), explained,
                  len(each.unexplained))  # fmt: skip
        days = (day.isoformat() if day else "" for day in (each.wave.starts_on, each.wave.ends_on))
        reasons = "; ".join(f"{one_line(reason)}: {len(ids)}" for reason, ids in each.reasons.items())
        yield one_line(each.wave.label), *days, *map(str, counts), reasons


def _line(row: AttritionRow) -> tuple[str, ...]:
    site, role = row.site.name if row.site else "", row.participant.role_on(None) or ""
    return (one_line(row.participant.pseudonym), one_line(site), one_line(role), *map(cell_in_words, row.cells))


def cell_in_words(cell: AttritionCell) -> str:
    """What a wave was for a participant: “individual”, “not interviewed: moved away”."""
    words = translate(cell.attendance.value)
    return f"{words}: {one_line(cell.reason)}" if cell.reason else words
