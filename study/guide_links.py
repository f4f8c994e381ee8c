"""What becomes of a guide's questions when the code they aim at goes: they follow it, or somebody has said otherwise.

A merge takes the links of its code along. A code can only be retired or deleted with questions linked to it when the
person has said so; and no undo does it in their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from codebooks import tree
from codebooks.model import Codebook
from core.errors import RefusedError
from core.messages import translate_count
from storage import guide_rows
from storage.codebook_log import LINK, RowEdit
from storage.database import Connection
from storage.guide_rows import CodeLink


class QuestionsLinkedError(RefusedError):
    """A code would go while questions of an interview guide aim at it, and nobody has said that this is meant."""

    template = (
        "“{name}” is what {questions} in the interview guides should bring up. Choose another code there first, or, "
        "where you are asked, confirm what becomes of them."
    )

    def __init__(self, name: str, questions: int) -> None:
        words = translate_count("{count} question", "{count} questions", questions)
        super().__init__(name=name, questions=words)
        self.count = questions


def links_of(connection: Connection, code_id: str) -> list[CodeLink]:
    """The links to one code, in a lasting order."""
    return sorted(link for link in guide_rows.read_code_links(connection) if link.code_id == code_id)


def count_links(links: Iterable[CodeLink]) -> Mapping[str, int]:
    """How many questions aim at each code; those without any are absent."""
    counts: dict[str, int] = {}
    for link in links:
        counts[link.code_id] = counts.get(link.code_id, 0) + 1
    return counts


def moved(connection: Connection, source_id: str, target_id: str) -> list[RowEdit]:
    """The questions linked to one code are linked to another instead; those linked to both keep one link."""
    known = guide_rows.read_code_links(connection)
    edits = []
    for link in links_of(connection, source_id):
        goal = CodeLink(link.question_id, target_id)
        edits += [_taken(link)] + ([] if goal in known else [_made(goal)])
    return edits


def dropped(connection: Connection, code_id: str) -> list[RowEdit]:
    """The questions linked to a code lose that link, because somebody has said so."""
    return [_taken(link) for link in links_of(connection, code_id)]


def kept(connection: Connection, code_id: str) -> list[RowEdit]:
    """The links to a code stay, because somebody has said so: edits that change nothing, as a note of it."""
    return [RowEdit(LINK, _id(link), link._asdict(), link._asdict()) for link in links_of(connection, code_id)]


def between(before: Iterable[CodeLink], after: Iterable[CodeLink]) -> list[RowEdit]:
    """What turns one set of links into another."""
    old, new = set(before), set(after)
    return [*map(_taken, sorted(old - new)), *map(_made, sorted(new - old))]


def refuse_silent_loss(links: Iterable[CodeLink], before: Codebook, after: Codebook, edits: Iterable[RowEdit]) -> None:
    """QuestionsLinkedError when a code that was living goes, and a question linked to it is named in no edit."""
    going = {code.id for code in before.codes if code.is_living} - {code.id for code in after.codes if code.is_living}
    said = {edit.id for edit in edits if is_link(edit)}
    silent = count_links(link for link in links if link.code_id in going and _id(link) not in said)
    for code_id, count in silent.items():
        raise QuestionsLinkedError(tree.called(tree.find(before, code_id)), count)


def is_link(edit: RowEdit) -> bool:
    return edit.table == LINK


def is_change(edit: RowEdit) -> bool:
    """The edit makes or takes away a link; otherwise it only notes that one stays."""
    return is_link(edit) and edit.before != edit.after


def _id(link: CodeLink) -> str:
    return f"{link.question_id}:{link.code_id}"


def _made(link: CodeLink) -> RowEdit:
    return RowEdit(LINK, _id(link), None, link._asdict())


def _taken(link: CodeLink) -> RowEdit:
    return RowEdit(LINK, _id(link), link._asdict(), None)
