"""Whatever three people do in rounds: no answer to any of them holds a coding that is hidden from them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from coding.model import Round, RoundKind
from core.clock import new_id
from core.design import Person
from core.errors import WorkbenchError
from storage import coding_rows, design_rows
from storage.database import open_in_memory
from storage.tables import metadata
from study import ExportFormat, QuoteChoices, Study
from study.code_examples import ExampleKind
from tests.desks import ANSWER, conversation
from tests.rounds import Team

CODES = ("Hope", "Coping", "Work")
number = st.integers(min_value=0, max_value=5)  #: Which of what there is; taken modulo how many there are.
somebody = st.sampled_from(["Kari", "Ola", "Ida"])
segment_steps = st.sampled_from(
    [
        "recode",
        "flag",
        "move_coding",
        "split_coding",
        "join_codings",
        "write_memo",
        "settle_review",
        "code_many",
    ]
)
round_names = st.sampled_from(["together", "alone", "chosen"])


class RoundsMachine(RuleBasedStateMachine):
    """Keeps its own book of which coding is whose, in which round, and what is released."""

    @initialize()
    def open(self) -> None:
        database = open_in_memory()
        with database.write() as connection:
            metadata.create_all(connection)
            design_rows.insert_study(connection, new_id(), "PM+")
            coding_rows.insert_round(connection, Round(new_id(), "Shared coding", RoundKind.CONSENSUS))
        self.study = Study(Path("nowhere"), database)
        self.team = Team.of(self.study)
        self.people = {"Kari": self.team.kari, "Ola": self.team.ola, "Ida": self.team.ida}
        self.browsers = {name: self.team.desk(person) for name, person in self.people.items()}
        self.version = self.study.versions(self.team.kari, self.team.interview_id)[0].id
        self.study.keep_transcript(self.team.kari, self.team.interview_id, conversation(), machine_made=True)
        self.turn = self.browsers["Kari"].turns[1]
        self.codes = [self.study.add_code(self.team.kari, name).id for name in CODES]
        self.owner: dict[str, str] = {}  # every coding made in the round where each works alone
        self.heard: dict[str, int] = dict.fromkeys(self.people, 0)
        self.finished: set[str] = set()

    def teardown(self) -> None:
        if hasattr(self, "study"):
            for name, person in self.people.items():
                for ask in self.questions(person):
                    self.listen(name, ask)
            self.study.close()

    @property
    def released(self) -> bool:
        return self.finished >= {"Kari", "Ola"}

    def hidden_from(self, name: str) -> set[str]:
        return set() if self.released else {i for i, owner in self.owner.items() if owner != name}

    def listen(self, name: str, ask: Callable[[], Any]) -> None:
        """Whatever is answered, a refusal too: none of the hidden codings is in it."""
        try:
            told = ask()
        except WorkbenchError as refusal:
            told = str(refusal)
        text = told.content.decode() if hasattr(told, "content") else str(told)
        for coding in self.hidden_from(name):
            assert coding not in text

    def questions(self, person: Person) -> list[Callable[[], Any]]:
        study, desk, interview = self.study, self.study.desk, self.team.interview_id
        quotes = QuoteChoices()
        return [
            lambda: desk.open(person, interview).to_json(),
            lambda: desk.changes_since(person, interview, 0),
            lambda: study.snapshot(person),
            lambda: study.coded_segments(person),
            lambda: study.export_quotes(person, quotes, ExportFormat.CSV),
            lambda: study.codebook_overview(person),
            lambda: [study.code_segments(person, code) for code in self.codes],
            lambda: [study.split_worklist(person, split.id) for split in study.splits(person)],
            lambda: (study.code_examples(person), study.codebook_to_share(person)),
            lambda: (study.looking(person), study.recoding_list(person)),
            lambda: study.round_progress(person, self.team.alone.id),
            lambda: study.code_history(person),
            lambda: study.plan_adoption(person, interview, self.version),
            lambda: (study.corrections(person, interview), study.sealed_words(person)),
            lambda: [study.memo_versions(person, memo.id) for memo in study.snapshot(person).memos],
            lambda: [study.code_memos(person, code) for code in self.codes],
        ]

    def send(self, who: str, operation: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = {}

        def sent() -> dict[str, Any]:
            answer.update(self.browsers[who].send(operation))
            return answer

        own = operation.get("id", "")
        if operation["kind"] == "code":
            self.listen(who, lambda: str(sent()).replace(own, ""))
        else:
            self.listen(who, sent)
        return answer

    # --- what people do

    @rule(who=somebody, code=number, start=st.integers(0, 3), named=round_names)
    def code(self, who: str, code: int, start: int, named: str) -> None:
        passage = {"start_turn": self.turn.id, "start": start, "end_turn": self.turn.id, "end": start + 5}
        given = {"together": {"round": self.team.together.id}, "alone": {"round": self.team.alone.id}, "chosen": {}}
        chosen = self.study.current_round(self.people[who])
        operation = self.browsers[who].numbered(
            "code",
            id=new_id(),
            code=self.codes[code % len(self.codes)],
            passage=passage,
            quote=ANSWER[start : start + 5],
            turn_revisions={self.turn.id: 0},
            **given[named],
        )
        made = self.send(who, operation)["results"][0]["refused"] is None
        if made and (named == "alone" or (named == "chosen" and chosen == self.team.alone)):
            assert who != "Ida" and who not in self.finished
            self.owner[operation["id"]] = who

    @rule(who=somebody, which=number)
    def uncode_what_one_sees(self, who: str, which: int) -> None:
        codings = sorted(self.browsers[who].sees())
        if codings:
            self.browsers[who].do("uncode", id=codings[which % len(codings)])

    @rule(who=somebody, kind=st.sampled_from(["undo", "redo"]))
    def step(self, who: str, kind: str) -> None:
        answer = self.send(who, self.browsers[who].numbered(kind))
        stepped = answer["results"][0].get("stepped")
        if stepped in ("finish", "unfinish"):
            self._read_finished()

    @rule(who=somebody, kind=st.sampled_from(["finish", "unfinish"]), at_the_desk=st.booleans())
    def finish(self, who: str, kind: str, at_the_desk: bool) -> None:
        if at_the_desk:
            self.send(who, self.browsers[who].numbered(kind, round=self.team.alone.id))
        else:
            verb = self.study.mark_finished if kind == "finish" else self.study.unmark_finished
            self.listen(who, lambda: verb(self.people[who], self.team.alone.id, self.team.interview_id))
        self._read_finished()

    def _read_finished(self) -> None:
        was_released = self.released
        (row,) = self.study.round_progress(self.team.ida, self.team.alone.id)
        self.finished = {name for name, person in self.people.items() if person.id in row.finished_by}
        assert "Ida" not in self.finished
        assert row.released == self.released
        assert self.released or not was_released, "there is no way back"

    @rule(who=somebody, alone=st.booleans())
    def choose(self, who: str, alone: bool) -> None:
        chosen = self.team.alone if alone else self.team.together
        self.listen(who, lambda: self.study.choose_round(self.people[who], chosen.id))

    @rule(who=somebody, closed=st.booleans())
    def close(self, who: str, closed: bool) -> None:
        verb = self.study.close_round if closed else self.study.reopen_round
        self.listen(who, lambda: verb(self.people[who], self.team.alone.id))

    @rule(who=somebody, coders=st.sets(somebody))
    def name_coders(self, who: str, coders: set[str]) -> None:
        if {"Kari", "Ola"} <= coders and "Ida" not in coders:
            people = [self.people[name] for name in sorted(coders)]
            self.listen(who, lambda: self.study.name_coders(self.people[who], self.team.alone.id, people))

    @rule(who=somebody, which=number, into=number)
    def merge_and_bring_back(self, who: str, which: int, into: int) -> None:
        person, (source, target) = self.people[who], (self.codes[i % len(CODES)] for i in (which, into))
        self.listen(who, lambda: self.study.merge_codes(person, source, target))
        self.listen(who, lambda: self.study.undo_codebook(person))

    @rule(who=somebody, which=number, verb=st.sampled_from(["delete_code", "retire_code", "uncode_all"]))
    def let_go(self, who: str, which: int, verb: str) -> None:
        self.listen(who, lambda: getattr(self.study, verb)(self.people[who], self.codes[which % len(CODES)]))
        self.listen(who, lambda: self.study.undo_codebook(self.people[who]))

    @rule(who=somebody, which=number)
    def split(self, who: str, which: int) -> None:
        person = self.people[who]
        self.listen(who, lambda: self.study.split_code(person, self.codes[which % len(CODES)], [f"Part {new_id()}"]))

    @rule(who=somebody, which=number)
    def look_for(self, who: str, which: int) -> None:
        codes = [self.codes[which % len(CODES)]]
        self.listen(who, lambda: self.study.mark_looked_for(self.people[who], self.team.interview_id, codes))

    @rule(who=somebody, which=number, of=number)
    def show_as_example(self, who: str, which: int, of: int) -> None:
        known = sorted(self.owner)
        if known:
            coding, code = known[of % len(known)], self.codes[which % len(CODES)]
            link = self.study.link_example
            self.listen(who, lambda: link(self.people[who], code, ExampleKind.ANCHOR, coding))

    @rule(who=somebody, of=number)
    def guess_an_identifier(self, who: str, of: int) -> None:
        """A hidden coding answers as one that does not exist."""
        known = sorted(self.hidden_from(who))
        if known:
            answer = self.browsers[who].do("uncode", id=known[of % len(known)])
            unknown = self.browsers[who].do("uncode", id="0" * 32)
            assert answer["results"][0]["refused"] == unknown["results"][0]["refused"]

    @rule(who=somebody, question=st.integers(0, 15))
    def look(self, who: str, question: int) -> None:
        self.listen(who, self.questions(self.people[who])[question])

    # --- what came to the desk later: work on coded segments, memos, corrected words

    def whole(self, what: str, coding: str, who: str) -> dict[str, Any]:
        """A step on a coded segment, as a browser sends it that sees the segment."""
        turn = next((each for each in self.browsers[who].turns if each.id == self.turn.id), self.turn)
        fields: dict[str, dict[str, Any]] = {
            "recode": {"id": coding, "code": self.codes[0]},
            "flag": {"id": coding, "discuss": True},
            "move_coding": {
                "id": coding,
                "passage": {"start_turn": turn.id, "start": 1, "end_turn": turn.id, "end": 7},
                "quote": turn.text[1:7],
                "turn_revisions": {turn.id: turn.revision},
            },
            "split_coding": {"id": coding, "at": {"turn": turn.id, "offset": 4}, "new_id": new_id()},
            "write_memo": {
                "id": new_id(), "about_kind": "coding", "about_id": coding, "memo_kind": "analytic", "text": "tvil",
            },
            "settle_review": {"coding": coding, "remove": True},
            "join_codings": {"ids": sorted([coding, *self.browsers[who].sees()])[:2], "into": coding},
            "code_many": {
                "code": self.codes[1],
                "codings": [{
                    "id": coding,
                    "passage": {"start_turn": turn.id, "start": 2, "end_turn": turn.id, "end": 5},
                    "quote": turn.text[2:5],
                }],
                "turn_revisions": {turn.id: turn.revision},
            },
        }  # fmt: skip
        return fields[what]

    @rule(who=somebody, of=number, what=segment_steps)
    def rework_what_one_sees(self, who: str, of: int, what: str) -> None:
        seen = sorted(self.browsers[who].sees())
        if seen:
            coding = seen[of % len(seen)]
            fields = self.whole(what, coding, who)
            made = self.send(who, self.browsers[who].numbered(what, **fields))["results"][0]["refused"] is None
            if made and what == "split_coding" and coding in self.owner:
                self.owner[fields["new_id"]] = self.owner[coding]

    @rule(who=somebody, of=number, what=segment_steps)
    def rework_by_a_guessed_identifier(self, who: str, of: int, what: str) -> None:
        """A hidden coding answers as one that does not exist; only where a new one would be made, it is in the way."""
        known = sorted(self.hidden_from(who))
        if known:
            coding = known[of % len(known)]
            fields = self.whole(what, coding, who)
            if what == "join_codings":
                fields = {"ids": [coding, new_id()], "into": coding}
            refused = self.browsers[who].do(what, **fields)["results"][0]["refused"]
            assert refused is not None
            if what not in ("code_many", "join_codings", "write_memo"):
                other = self.browsers[who].do(what, **self.whole(what, "0" * 32, who))["results"][0]["refused"]
                assert refused.replace(coding, "?") == other.replace("0" * 32, "?")

    @rule(who=somebody, code=number, starts=st.lists(st.integers(0, 3), min_size=1, max_size=3, unique=True))
    def code_many(self, who: str, code: int, starts: list[int]) -> None:
        turn = next((each for each in self.browsers[who].turns if each.id == self.turn.id), None)
        if turn is None or len(turn.text) < 9:
            return
        chosen = self.study.current_round(self.people[who])
        codings = [
            {
                "id": new_id(),
                "passage": {"start_turn": turn.id, "start": start, "end_turn": turn.id, "end": start + 5},
                "quote": turn.text[start : start + 5],
            }
            for start in starts
        ]
        ids = {each["id"] for each in codings}
        code_id, seen = self.codes[code % len(self.codes)], {turn.id: turn.revision}
        answer = self.send(
            who, self.browsers[who].numbered("code_many", code=code_id, codings=codings, turn_revisions=seen)
        )
        if answer["results"][0]["refused"] is None and chosen == self.team.alone:
            self.owner |= dict.fromkeys(ids, who)

    @rule(who=somebody, keep=st.integers(0, 40), typed=st.sampled_from(["", " og så", "Nei"]))
    def correct_the_words(self, who: str, keep: int, typed: str) -> None:
        turn = next((each for each in self.browsers[who].turns if each.id == self.turn.id), None)
        text = f"{turn.text[keep:]}{typed}".strip() if turn else ""
        if turn and text:
            edit = {"turn": turn.id, "revision": turn.revision, "text_id": new_id(), "text": text}
            self.send(who, self.browsers[who].numbered("edit_turns", edits=[edit]))

    @rule(who=somebody, joined=st.booleans())
    def cut_or_join_turns(self, who: str, joined: bool) -> None:
        turns = self.browsers[who].turns
        if joined and len(turns) > 1:
            revisions = {turn.id: turn.revision for turn in turns[:2]}
            ids = {"first": turns[0].id, "second": turns[1].id, "text_id": new_id()}
            self.send(who, self.browsers[who].numbered("join_turns", revisions=revisions, **ids))
        elif len(turns[0].text.split()) > 1:
            ids = {"new_turn": new_id(), "text_id": new_id(), "new_text_id": new_id()}
            at = len(turns[0].text.split()[0])
            fields = {"turn": turns[0].id, "revision": turns[0].revision, "at": at, "speaker": None}
            self.send(who, self.browsers[who].numbered("split_turn", **fields, **ids))

    @rule(who=somebody)
    def adopt_the_other_version(self, who: str) -> None:
        def adopted() -> object:
            return self.study.adopt_transcript(self.people[who], self.team.interview_id, self.version)

        self.listen(who, adopted)

    @rule(who=somebody, of=number)
    def let_a_memo_point_there(self, who: str, of: int) -> None:
        person, seen = self.people[who], sorted(self.browsers[who].sees())
        if seen:
            memo = self.study.write_memo(person, "interview", self.team.interview_id, "se her")
            self.listen(person.name, lambda: self.study.link_memo(person, memo.id, "coding", seen[of % len(seen)]))

    # --- what always holds

    @invariant()
    def open_desks_hear_nothing_hidden(self) -> None:
        for name, person in self.people.items() if hasattr(self, "study") else ():
            answer = self.study.desk.changes_since(person, self.team.interview_id, self.heard[name])
            for coding in self.hidden_from(name):
                assert coding not in str(answer)
            self.heard[name] = answer["revision"]

    @invariant()
    def everybody_sees_their_own_and_all_that_is_released(self) -> None:
        if not hasattr(self, "study"):
            return
        with self.study.database.read() as connection:
            standing = {coding.id for coding in coding_rows.read_every_coding(connection)}
        for name, browser in self.browsers.items():
            assert browser.sees() == standing - self.hidden_from(name)


RoundsMachine.TestCase.settings = settings(
    max_examples=12,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
test_three_people_code_in_rounds = RoundsMachine.TestCase
