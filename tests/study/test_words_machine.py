"""Two people edit, code, split, join, take back in any order: every coding lies on its words or waits for review."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from coding.model import Round, RoundKind
from core.clock import new_id
from storage import coding_rows, design_rows, passage_rows, turn_rows
from storage.database import open_in_memory
from storage.tables import metadata
from study import Study
from tests.desks import Browser
from transcripts.model import Speaker, Transcript, Turn, Word

# Words that share no letters with each other: none can be taken for another that was mended.
SAID = [
    "alpe",
    "bokk",
    "dymt",
    "wuxz",
    "gjerv",
    "húø",
    "بيت",
    "سوق",
    "fin😊",
    "ψω",
    "жд",
]  # a sign alone need not stay covered
somebody = st.sampled_from(["Kari", "Ola"])
number = st.integers(0, 30)


def talk() -> Transcript:
    turns = []
    for place, said in enumerate((SAID[:4], SAID[4:6], SAID[6:])):
        text, words = " ".join(said), []
        for at, word in enumerate(said):
            start = text.index(word)
            words.append(Word(start, start + len(word), place * 900 + at * 100, place * 900 + at * 100 + 90, 0.9))
        turns.append(Turn(new_id(), f"SPEAKER_0{place % 2}", text, place * 900, place * 900 + 800, tuple(words)))
    return Transcript("no", tuple(turns), (Speaker("SPEAKER_00"), Speaker("SPEAKER_01")))


class WordsMachine(RuleBasedStateMachine):
    @initialize()
    def open(self) -> None:
        database = open_in_memory()
        with database.write() as connection:
            metadata.create_all(connection)
            design_rows.insert_study(connection, new_id(), "PM+")
            coding_rows.insert_round(connection, Round(new_id(), "Shared coding", RoundKind.CONSENSUS))
        self.study = Study(Path("nowhere"), database)
        people = {name: self.study.person(name) for name in ("Kari", "Ola")}
        self.kari = people["Kari"]
        self.code = self.study.add_code(self.kari, "Hope").id
        interview = self.study.add_interview(self.kari, label="W1-H03", wave="Wave 1")
        self.study.keep_transcript(self.kari, interview.id, talk(), machine_made=True)
        self.browsers = {name: Browser(self.study, person, interview.id) for name, person in people.items()}
        self.interview_id = interview.id
        self.version = self.study.versions(self.kari, interview.id)[-1].id
        self.covered: dict[str, list[str]] = {}  #: The model: the words each coding was put on,
        self.left_out: dict[str, set[str]] = {}  #: all others that were there then,
        self.inside: dict[str, set[str]] = {}  #: and what it lay on last: words typed inside belong to it.
        self.told = {"Kari": False, "Ola": False}  #: Whose undo was refused: the next one may pass over that step.
        self.typed = 0  #: How many words have been typed: each is another one, so that none counts as an earlier one.

    def teardown(self) -> None:
        if hasattr(self, "study"):
            self.study.close()

    def fresh(self) -> str:
        """A word that nobody has typed before, and that shares no letter with another: none is another one mended."""
        self.typed += 1
        return chr(ord("一") + self.typed) * 2

    @property
    def turns(self) -> tuple[Turn, ...]:
        return self.browsers["Kari"].turns

    def do(self, who: str, kind: str, **fields: Any) -> dict[str, Any]:
        return self.browsers[who].do(kind, **fields)

    # --- what people do; a refusal is an answer

    @rule(who=somebody, which=number, first=number, last=number, over=st.integers(0, 2))
    def put_a_code(self, who: str, which: int, first: int, last: int, over: int) -> None:
        turns = self.turns
        i = which % len(turns)
        stretch = turns[i : i + 1 + over]
        words = [turn.text.split() for turn in stretch]
        a, z = first % len(words[0]), last % len(words[-1])
        if len(stretch) == 1 and z < a:
            a, z = z, a
        start = len(" ".join(words[0][:a])) + bool(a)
        end = len(" ".join(words[-1][: z + 1]))
        texts = [turn.text for turn in stretch]
        texts[-1] = texts[-1][:end]
        texts[0] = texts[0][start:]
        coding = new_id()
        passage = {"start_turn": stretch[0].id, "start": start, "end_turn": stretch[-1].id, "end": end}
        seen = {turn.id: turn.revision for turn in stretch}
        quote = "\n".join(texts)
        answer = self.do(who, "code", id=coding, code=self.code, passage=passage, quote=quote, turn_revisions=seen)
        assert answer["results"][0]["refused"] is None
        self.covered[coding] = quote.split()
        self.inside[coding] = set(quote.split())
        self.left_out[coding] = {word for turn in turns for word in turn.text.split()} - set(quote.split())

    @rule(who=somebody, which=number, out=number, at=number, how=st.integers(0, 3))
    def edit(self, who: str, which: int, out: int, at: int, how: int) -> None:
        turn = self.turns[which % len(self.turns)]
        words = turn.text.split()
        if how and len(words) > 1:
            del words[out % len(words)]
        if how != 1:
            words.insert(at % (len(words) + 1), self.fresh())
        edit = {"turn": turn.id, "revision": turn.revision, "text_id": new_id(), "text": " ".join(words)}
        assert self.do(who, "edit_turns", edits=[edit])["results"][0]["refused"] is None

    @rule(who=somebody, which=number, at=number, speaker=st.sampled_from([None, "SPEAKER_00", "SPEAKER_02"]))
    def split(self, who: str, which: int, at: int, speaker: str | None) -> None:
        turn = self.turns[which % len(self.turns)]
        ids = {"new_turn": new_id(), "text_id": new_id(), "new_text_id": new_id()}
        words = turn.text.split()
        cut = len(" ".join(words[: 1 + at % len(words)]))
        self.do(who, "split_turn", turn=turn.id, revision=turn.revision, at=cut, speaker=speaker, **ids)

    @rule(who=somebody, which=number, before=st.booleans(), speaker=st.integers(0, 2))
    def insert(self, who: str, which: int, before: bool, speaker: int) -> None:
        turns = self.turns
        ids = {"new_turn": new_id(), "text_id": new_id(), "beside": turns[which % len(turns)].id}
        fields = {"speaker": f"SPEAKER_0{speaker}", "start_ms": 850, "end_ms": 900, "text": self.fresh(), **ids}
        self.do(who, "insert_turn", before=before, **fields)

    @rule(who=somebody, which=number)
    def join(self, who: str, which: int) -> None:
        turns = self.turns
        if len(turns) > 1:
            one, two = turns[which % (len(turns) - 1) :][:2]
            revisions = {one.id: one.revision, two.id: two.revision}
            answer = self.do(who, "join_turns", first=one.id, second=two.id, revisions=revisions, text_id=new_id())
            assert answer["results"][0]["refused"] is None

    @rule(who=somebody, which=number)
    def uncode(self, who: str, which: int) -> None:
        codings = self.study.desk.open(self.kari, self.interview_id).codings
        if codings:
            self.do(who, "uncode", id=codings[which % len(codings)].id)

    @rule(who=somebody, which=number, label=st.sampled_from(["SPEAKER_00", "SPEAKER_01", "SPEAKER_02"]))
    def speak(self, who: str, which: int, label: str) -> None:
        self.do(who, "set_speaker", turns=[self.turns[which % len(self.turns)].id], speaker=label)

    @rule(who=somebody, which=number)
    def settle(self, who: str, which: int) -> None:
        review = self.study.desk.open(self.kari, self.interview_id).review
        if review:
            entry = review[which % len(review)]
            self.do(who, "settle_review", coding=entry["coding"]["id"], remove=True)

    @rule(who=somebody, kind=st.sampled_from(["undo", "redo"]), times=st.integers(1, 3))
    def step(self, who: str, kind: str, times: int) -> None:
        for _ in range(times):
            refused = self.do(who, kind)["results"][0]["refused"] is not None
            self.told[who] = self.told[who] or (kind == "undo" and refused)

    @rule(who=somebody)
    def undo_and_redo_end_where_they_began(self, who: str) -> None:
        before = self.state()
        passes_over = self.told[who]
        self.told[who] = self.do(who, "undo")["results"][0]["refused"] is not None
        if not self.told[who]:
            redone = self.do(who, "redo")["results"][0]["refused"]
            if redone is not None:  # a step above was passed over, and stays: whose work is in the way is said
                assert passes_over and ("Kari" in redone or "Ola" in redone), redone
            else:
                assert self.state() == before

    def state(self) -> Any:
        desk = self.study.desk.open(self.kari, self.interview_id)
        turns = [(t.id, t.speaker, t.text, t.start_ms, t.end_ms, t.words, t.checked) for t in self.turns]
        review = sorted((entry["coding"]["id"], entry["before"]) for entry in desk.review)
        return turns, sorted((c.id, c.passage) for c in desk.codings), review, desk.speakers

    # --- what always holds

    @invariant()
    def every_coding_lies_on_its_words_or_waits(self) -> None:
        if not hasattr(self, "study"):
            return
        with self.study.database.read() as connection:
            rows = passage_rows.read_placed_in(connection, self.interview_id)
            waiting = passage_rows.waiting_among(connection, [row.coding.id for row in rows])
            turns = turn_rows.read_every_turn(connection, self.version)
        place = {turn.id: number for number, turn in enumerate(turns)}
        present = {word for turn in turns for word in turn.text.split()}
        for row in rows:
            passage = row.coding.passage
            assert passage.start_turn in place and passage.end_turn in place
            said = self.covered[row.coding.id]
            survivors = [word for word in said if word in present]
            if row.coding.id in waiting:
                assert row.removed_by is not None
                continue
            stretch = turns[place[passage.start_turn] : place[passage.end_turn] + 1]
            texts = [turn.text for turn in stretch]
            assert passage.start <= len(texts[0]) and passage.end <= len(texts[-1])
            texts[-1] = texts[-1][: passage.end]
            texts[0] = texts[0][passage.start :]
            words = " ".join(texts).split()
            assert survivors or not self.inside[row.coding.id].isdisjoint(words)
            assert words[0] in present and words[-1] in present
            self.inside[row.coding.id] = set(words)
            assert [word for word in words if word in said] == survivors or row.removed_by is not None
            if row.removed_by is None:
                assert self.left_out[row.coding.id].isdisjoint(words)

    @invariant()
    def the_log_holds_no_words(self) -> None:
        if hasattr(self, "study"):
            with self.study.database.read() as connection:
                log = str(connection.exec_driver_sql("SELECT payload, inverse, refusal FROM operation").all())
            assert not [word for word in SAID if word in log]

    @invariant()
    def times_stay_in_order(self) -> None:
        if hasattr(self, "study"):
            for turn in self.turns:
                assert all(0 <= w.start < w.end <= len(turn.text) for w in turn.words)


WordsMachine.TestCase.settings = settings(
    max_examples=20,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
test_two_people_correct_one_transcript = WordsMachine.TestCase
