"""Whatever two people do to the codebook, in whichever order: no coding is ever without a living code, and no question
of an interview guide aims at one that is gone without somebody having said so."""

from __future__ import annotations

from operator import attrgetter
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from codebooks import tree
from codebooks.model import Code, Codebook
from coding.model import Coding, Round, RoundKind
from core.clock import new_id
from core.errors import WorkbenchError
from storage import codebook_rows, coding_rows, design_rows, guide_rows
from storage.database import Connection, open_in_memory
from storage.tables import metadata
from study import Study
from study.codebook_merging import Definition
from tests.desks import ANSWER, Browser, conversation

NAMES = ["Hope", "Coping", "Work", "Pay", "Family", "Rest", "Trust", "Plans", "Pride", "Shame", "Faith", "Language"]
number = st.integers(min_value=0, max_value=11)  #: Which of what there is; taken modulo how many there are.
somebody = st.sampled_from(["Kari", "Ola"])
BY_ID = attrgetter("id")


Links = frozenset[guide_rows.CodeLink]


def state(connection: Connection) -> tuple[Codebook, tuple[Any, ...], Links]:
    """All that undo must bring back: the codebook, which coding stands on which code, which question aims at which."""
    codings = coding_rows.read_every_coding(connection)
    placed = tuple(sorted((c.id, c.code_id) for c in codings))
    return codebook_rows.read_codebook(connection), placed, guide_rows.read_code_links(connection)


class CodebookMachine(RuleBasedStateMachine):
    @initialize()
    def open(self) -> None:
        database = open_in_memory()
        with database.write() as connection:
            metadata.create_all(connection)
            design_rows.insert_study(connection, new_id(), "PM+")
            coding_rows.insert_round(connection, Round(new_id(), "Shared coding", RoundKind.CONSENSUS))
        self.study = Study(Path("nowhere"), database)
        self.people = {name: self.study.person(name) for name in ("Kari", "Ola")}
        kari = self.people["Kari"]
        interview = self.study.add_interview(kari, label="W1-H03", wave="Wave 1")
        self.study.keep_transcript(kari, interview.id, conversation(), machine_made=True)
        self.browsers = {name: Browser(self.study, person, interview.id) for name, person in self.people.items()}
        self.turn = self.browsers["Kari"].turns[1]
        self.seen = {self.turn.id: 0}  # the turn revisions of every passage: nobody corrects words here
        (wave,) = self.study.waves(kari)
        self.questions = [self.study.add_question(kari, wave.id, {"no": f"Spørsmål {n}"}).id for n in range(3)]
        self.told: set[tuple[str, str]] = set()  # links to a code of which somebody said that it goes with them
        for place, name in enumerate(NAMES[:4]):
            code = self.study.add_code(kari, name)
            self.put(["Kari", "Ola"][place % 2], code, place // 2)

    def teardown(self) -> None:
        if hasattr(self, "study"):
            self.study.close()

    # --- what people do; a refusal is an answer, anything else a fault

    def code(self, which: int, *, living: bool = True) -> Code | None:
        codes = [c for c in self.study.codebook(self.people["Kari"]).codes if c.is_living or not living]
        return sorted(codes, key=lambda c: c.id)[which % len(codes)] if codes else None

    def attempt(self, verb: Any, *arguments: Any, **named: Any) -> None:
        try:
            verb(*arguments, **named)
        except WorkbenchError as refusal:
            assert str(refusal)

    def codings(self, who: str) -> list[Coding]:
        return sorted(self.study.desk.open(self.people[who], self.browsers[who].interview_id).codings, key=BY_ID)

    def coding(self, who: str, which: int) -> Coding | None:
        codings = self.codings(who)
        return codings[which % len(codings)] if codings else None

    def placed(self, start: int) -> dict[str, Any]:
        passage = {"start_turn": self.turn.id, "start": start, "end_turn": self.turn.id, "end": start + 5}
        return {"passage": passage, "quote": ANSWER[start : start + 5]}

    def put(self, who: str, code: Code, start: int) -> None:
        self.browsers[who].do("code", id=new_id(), code=code.id, **self.placed(start), turn_revisions=self.seen)

    @rule(who=somebody, name=st.sampled_from(NAMES), parent=number, top=st.booleans())
    def create(self, who: str, name: str, parent: int, top: bool) -> None:
        above = None if top else self.code(parent, living=False)
        self.attempt(self.study.add_code, self.people[who], name, **({"parent_id": above.id} if above else {}))

    @rule(who=somebody, which=number, name=st.sampled_from(NAMES))
    def rename(self, who: str, which: int, name: str) -> None:
        if code := self.code(which, living=False):
            self.attempt(self.study.rename_code, self.people[who], code.id, name)

    @rule(who=somebody, which=number, under=number, top=st.booleans(), position=st.integers(0, 3))
    def move(self, who: str, which: int, under: int, top: bool, position: int) -> None:
        code, above = self.code(which, living=False), self.code(under, living=False)
        if code and above:
            parent_id = None if top else above.id
            self.attempt(self.study.move_code, self.people[who], code.id, parent_id, position)

    @rule(who=somebody, which=number, into=number, definition=st.sampled_from(Definition))
    def merge(self, who: str, which: int, into: int, definition: Definition) -> None:
        source, goal = self.code(which), self.code(into)
        if source and goal:
            before = self.links()
            self.attempt(self.study.merge_codes, self.people[who], source.id, goal.id, definition)
            if self.links() != before:
                moved = {link._replace(code_id=goal.id) if link.code_id == source.id else link for link in before}
                assert self.links() == moved

    @rule(
        who=somebody, which=number, below=st.booleans(), names=st.lists(st.sampled_from(NAMES), max_size=2, unique=True)
    )
    def split(self, who: str, which: int, below: bool, names: list[str]) -> None:
        if code := self.code(which):
            self.attempt(self.study.split_code, self.people[who], code.id, names, below=below)

    @rule(who=somebody, part=number, amount=st.integers(0, 3))
    def sort(self, who: str, part: int, amount: int) -> None:
        for split in self.study.splits(self.people[who])[:1]:
            choices = (*split.part_ids, split.code_id)
            waiting = self.study.split_worklist(self.people[who], split.id, limit=amount or 50).segments
            chosen = [segment.coding.id for segment in waiting] if amount else None
            into = choices[part % len(choices)]
            self.attempt(self.study.sort_segments, self.people[who], split.id, chosen, into)

    @rule(who=somebody, retire=st.booleans(), told=st.booleans())
    def finish_split(self, who: str, retire: bool, told: bool) -> None:
        for split in self.study.splits(self.people[who])[:1]:
            self.note_told(split.code_id, told)
            verb = self.study.finish_split
            self.attempt(verb, self.people[who], split.id, retire=retire, with_questions=told)

    @rule(who=somebody, which=number, verb=st.sampled_from(["retire_code", "delete_code"]), told=st.booleans())
    def let_go(self, who: str, which: int, verb: str, told: bool) -> None:
        if code := self.code(which, living=False):
            before = self.links()
            self.note_told(code.id, told)
            self.attempt(getattr(self.study, verb), self.people[who], code.id, with_questions=told)
            assert told or self.links() == before

    @rule(who=somebody, which=number, verb=st.sampled_from(["unretire_code", "uncode_all"]))
    def bring_back(self, who: str, which: int, verb: str) -> None:
        if code := self.code(which, living=False):
            self.attempt(getattr(self.study, verb), self.people[who], code.id)

    @rule(who=somebody, question=number, which=st.lists(number, max_size=3))
    def link(self, who: str, question: int, which: list[int]) -> None:
        """Questions aim at other codes from now on; at retired ones only where they did before."""
        question_id = self.questions[question % len(self.questions)]
        codes = [code.id for place in which if (code := self.code(place, living=False))]
        self.attempt(self.study.change_question, self.people[who], question_id, {"no": "Spørsmål"}, codes)

    def links(self) -> Links:
        with self.study.database.read() as connection:
            return guide_rows.read_code_links(connection)

    def note_told(self, code_id: str, told: bool) -> None:
        self.told |= {link for link in self.links() if told and link.code_id == code_id}

    @rule(who=somebody, which=number, start=st.integers(0, 3))
    def code_a_passage(self, who: str, which: int, start: int) -> None:
        if code := self.code(which, living=False):
            self.put(who, code, start)

    @rule(who=somebody, which=number)
    def uncode(self, who: str, which: int) -> None:
        if coding := self.coding(who, which):
            self.browsers[who].do("uncode", id=coding.id)

    @rule(who=somebody, which=number, into=number)
    def recode(self, who: str, which: int, into: int) -> None:
        coding, code = self.coding(who, which), self.code(into, living=False)
        if coding and code:
            self.browsers[who].do("recode", id=coding.id, code=code.id)

    @rule(who=somebody, which=number, after=st.integers(1, 4))
    def split_a_coding(self, who: str, which: int, after: int) -> None:
        if coding := self.coding(who, which):
            at = {"turn": self.turn.id, "offset": coding.passage.start + after}
            self.browsers[who].do("split_coding", id=coding.id, at=at, new_id=new_id(), turn_revisions=self.seen)

    @rule(who=somebody, which=number, start=st.integers(0, 3))
    def move_a_coding(self, who: str, which: int, start: int) -> None:
        if coding := self.coding(who, which):
            placed = self.placed(start)
            self.browsers[who].do("move_coding", id=coding.id, **placed, turn_revisions=self.seen)

    @rule(who=somebody, which=number)
    def join_codings(self, who: str, which: int) -> None:
        if coding := self.coding(who, which):
            alike = [each.id for each in self.codings(who) if each.code_id == coding.code_id]
            self.browsers[who].do("join_codings", ids=alike, into=coding.id)

    @rule(who=somebody, which=st.lists(number, min_size=1, max_size=3), start=st.integers(0, 3))
    def code_many(self, who: str, which: list[int], start: int) -> None:
        codes = [code for place in which if (code := self.code(place, living=False))]
        many = [{"id": new_id(), "code": code.id, **self.placed(start + n)} for n, code in enumerate(codes)]
        self.browsers[who].do("code_many", codings=many, turn_revisions=self.seen)

    @rule(who=somebody, kind=st.sampled_from(["undo", "redo"]))
    def step_at_the_desk(self, who: str, kind: str) -> None:
        self.browsers[who].do(kind)

    @rule(who=somebody, name=st.sampled_from(NAMES), parent=number)
    def add_at_the_desk(self, who: str, name: str, parent: int) -> None:
        above = self.code(parent, living=False)
        self.browsers[who].do("add_code", id=new_id(), name=name, parent_id=above.id if above else None, colour=None)

    @rule(who=somebody)
    def undo_and_redo(self, who: str) -> None:
        """Undo brings everything back, redo takes it there again, when nobody does anything in between."""
        with self.study.database.read() as connection:
            before = state(connection)
        try:
            self.study.undo_codebook(self.people[who])
        except WorkbenchError as refusal:
            assert str(refusal)
            return
        self.study.redo_codebook(self.people[who])
        with self.study.database.read() as connection:
            assert state(connection) == before

    @rule(who=somebody, times=st.integers(1, 3), verb=st.sampled_from(["undo_codebook", "redo_codebook"]))
    def step(self, who: str, times: int, verb: str) -> None:
        for _ in range(times):
            self.attempt(getattr(self.study, verb), self.people[who])

    # --- what always holds

    @invariant()
    def no_coding_and_no_question_is_without_a_living_code(self) -> None:
        if not hasattr(self, "study"):
            return
        with self.study.database.read() as connection:
            codebook, codings, links = state(connection)
        living = {code.id for code in codebook.codes if code.is_living}
        assert {code_id for _, code_id in codings} <= living
        assert {link for link in links if link.code_id not in living} <= self.told

    @invariant()
    def the_tree_keeps_its_rules(self) -> None:
        if hasattr(self, "study"):
            codebook = self.study.codebook(self.people["Kari"])
            tree.check(codebook)
            assert tree.settle(codebook) == codebook


CodebookMachine.TestCase.settings = settings(
    max_examples=15,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
test_two_people_change_one_codebook = CodebookMachine.TestCase
