"""Two people do everything the desk can do, in any order, and take it back: codings lie on their words or wait."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
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
SAID = ["alpe", "bokk", "dymt", "wuxz", "gjerv", "håø", "بيت", "سوق", "😊", "ψω", "жд"]
TYPED = ["11", "22", "33", "44", "55", "66", "77"]
NAMES = ("Kari", "Ola")
VOICES = ["SPEAKER_00", "SPEAKER_01", "SPEAKER_02"]
somebody = st.sampled_from(NAMES)
number = st.integers(0, 30)


def turns_of(*said: Sequence[str]) -> tuple[Turn, ...]:
    turns = []
    for place, tokens in enumerate(said):
        text, words = " ".join(tokens), []
        for at, word in enumerate(tokens):
            start = text.index(word)
            words.append(Word(start, start + len(word), place * 900 + at * 100, place * 900 + at * 100 + 90, 0.9))
        turns.append(Turn(new_id(), f"SPEAKER_0{place % 2}", text, place * 900, place * 900 + 800, tuple(words)))
    return tuple(turns)


FIRST = (SAID[:4], SAID[4:6], SAID[6:])
SECOND = (SAID[:3], SAID[3:6], SAID[6:9], SAID[9:])  #: The same words, with other borders between turns.


def timed(turn: Turn) -> list[tuple[int, int, int | None, int | None]]:
    """When each word was said; how sure the recogniser was is not known of a word that was sealed for a while."""
    return [(word.start, word.end, word.start_ms, word.end_ms) for word in turn.words]


def talk(said: Sequence[Sequence[str]]) -> Transcript:
    return Transcript("no", turns_of(*said), (Speaker("SPEAKER_00"), Speaker("SPEAKER_01")))


class DeskMachine(RuleBasedStateMachine):
    @initialize()
    def open(self) -> None:
        database = open_in_memory()
        with database.write() as connection:
            metadata.create_all(connection)
            design_rows.insert_study(connection, new_id(), "PM+")
            coding_rows.insert_round(connection, Round(new_id(), "Shared coding", RoundKind.CONSENSUS))
        self.study = Study(Path("nowhere"), database)
        people = {name: self.study.person(name) for name in NAMES}
        self.kari = people["Kari"]
        self.codes = [self.study.add_code(self.kari, name).id for name in ("Hope", "Loss")]
        self.interview_id = self.study.add_interview(self.kari, label="W1-H03", wave="Wave 1").id
        for said in (SECOND, FIRST):
            self.study.keep_transcript(self.kari, self.interview_id, talk(said), machine_made=True)
        self.versions = [version.id for version in self.study.versions(self.kari, self.interview_id)]
        self.browsers = {name: Browser(self.study, person, self.interview_id) for name, person in people.items()}
        self.covered: dict[str, set[str]] = {}  #: The model: the words each coding was put on, when that is known.
        self.beside: dict[str, set[str]] = {}  #: The words it was not put on, of those in the text then.
        self.lost: dict[str, set[str]] = {}  #: Those of them that were not in the text at some time.

    def teardown(self) -> None:
        if hasattr(self, "study"):
            self.study.close()

    # --- what is there

    @property
    def turns(self) -> tuple[Turn, ...]:
        return self.browsers["Kari"].turns

    def turn(self, which: int) -> Turn:
        return self.turns[which % len(self.turns)]

    @property
    def version(self) -> str:
        return self.study.desk.open(self.kari, self.interview_id).version.id

    def coding(self, which: int) -> Any:
        codings = sorted(self.study.desk.open(self.kari, self.interview_id).codings, key=lambda c: c.id)
        return codings[which % len(codings)] if codings else None

    def words_of(self, passage: Any) -> list[str]:
        turns = self.turns
        ids = [turn.id for turn in turns]
        texts = [turn.text for turn in turns[ids.index(passage.start_turn) : ids.index(passage.end_turn) + 1]]
        texts[-1] = texts[-1][: passage.end]
        texts[0] = texts[0][passage.start :]
        return " ".join(texts).split()

    def checks(self) -> dict[str, Any]:
        return {turn.id: turn.checked for turn in self.turns}

    def state(self) -> Any:
        """All that undo and redo must bring back: what is shown, but for revisions and moments."""
        desk = self.study.desk.open(self.kari, self.interview_id)
        turns = [(t.id, t.speaker, t.text, t.start_ms, t.end_ms, timed(t)) for t in self.turns]
        codings = sorted((c.id, c.code_id, c.passage, c.discuss) for c in desk.codings)
        review = sorted((entry["coding"]["id"], entry["before"], entry["turn"]) for entry in desk.review)
        drafts = [self.study.desk.open(b.person, self.interview_id).drafts for b in self.browsers.values()]
        memos = sorted((m.id, m.about_kind, m.about_id, m.text) for m in desk.memos)
        codes = sorted(code.id for code in desk.codebook.codes if code.is_living)
        return (
            desk.version.id,
            turns,
            sorted(i for i, check in self.checks().items() if check),
            codings,
            review,
            drafts,
            memos,
            codes,
            desk.speakers,
        )

    # --- what people do; a refusal is an answer

    def do(self, who: str, kind: str, **fields: Any) -> str | None:
        """A new step. Refused, it changes nothing; done, undo takes all of it back and redo does it again."""
        before, checks = self.state(), self.checks()
        browser = self.browsers[who]
        refused = browser.refusal(kind, **fields)
        if refused is not None:
            if kind not in ("edit_turns", "settle_draft"):  # the text that was refused waits as a draft
                assert self.state() == before, refused
            return refused
        after = self.state()
        erased = kind == "redact" and not fields["seal"]
        if not erased and not (kind == "uncode" and after == before):
            undone = browser.refusal("undo")
            assert undone is None, undone
            assert (self.state(), self.checks()) == (before, checks)
            redone = browser.refusal("redo")
            assert redone is None, redone
            assert self.state() == after
        return None

    def place(self, which: int, first: int, last: int, over: int) -> tuple[dict[str, Any], set[str]]:
        """Where some words are, as a browser says it; and these words."""
        i = which % len(self.turns)
        stretch = self.turns[i : i + 1 + over]
        words = [turn.text.split() for turn in stretch]
        a, z = first % len(words[0]), last % len(words[-1])
        if len(stretch) == 1 and z < a:
            a, z = z, a
        start = len(" ".join(words[0][:a])) + bool(a)
        end = len(" ".join(words[-1][: z + 1]))
        texts = [turn.text for turn in stretch]
        texts[-1] = texts[-1][:end]
        texts[0] = texts[0][start:]
        quote = "\n".join(texts)
        passage = {"start_turn": stretch[0].id, "start": start, "end_turn": stretch[-1].id, "end": end}
        seen = {turn.id: turn.revision for turn in stretch}
        return {"passage": passage, "quote": quote, "turn_revisions": seen}, set(quote.split())

    def note(self, coding: str, words: set[str]) -> None:
        self.covered[coding] = words
        self.beside[coding] = {word for turn in self.turns for word in turn.text.split() if word in SAID} - words

    @rule(who=somebody, which=number, first=number, last=number, over=st.integers(0, 2), quoted=st.booleans())
    def put_a_code(self, who: str, which: int, first: int, last: int, over: int, quoted: bool) -> None:
        place, words = self.place(which, first, last, over)
        coding = new_id()
        assert (
            self.do(who, "code", id=coding, code=self.codes[0], **(place if quoted else place | {"quote": ""})) is None
        )
        self.note(coding, words)

    @rule(who=somebody, which=number, first=number, last=number)
    def put_many_codes(self, who: str, which: int, first: int, last: int) -> None:
        places = [self.place(which, first, last, 0), self.place(which, last, first + 1, 0)]
        ids = [new_id(), new_id()]
        codings = [
            {"id": i, "code": self.codes[n], "passage": place["passage"], "quote": place["quote"]}
            for n, (i, (place, _)) in enumerate(zip(ids, places, strict=True))
        ]
        assert self.do(who, "code_many", codings=codings, turn_revisions=places[0][0]["turn_revisions"]) is None
        for coding, (_, words) in zip(ids, places, strict=True):
            self.note(coding, words)

    @rule(who=somebody, coding=number, which=number, first=number, last=number, over=st.integers(0, 1))
    def move_a_coding(self, who: str, coding: int, which: int, first: int, last: int, over: int) -> None:
        if found := self.coding(coding):
            place, _ = self.place(which, first, last, over)
            self.covered.pop(found.id, None)
            self.do(who, "move_coding", id=found.id, **place)

    @rule(who=somebody, coding=number, code=st.integers(0, 1))
    def recode(self, who: str, coding: int, code: int) -> None:
        if found := self.coding(coding):
            self.do(who, "recode", id=found.id, code=self.codes[code])

    @rule(who=somebody, coding=number, discuss=st.booleans())
    def flag(self, who: str, coding: int, discuss: bool) -> None:
        if found := self.coding(coding):
            self.do(who, "flag", id=found.id, discuss=discuss)

    @rule(who=somebody, coding=number, at=number)
    def split_a_coding(self, who: str, coding: int, at: int) -> None:
        if found := self.coding(coding):
            turn = next(turn for turn in self.turns if turn.id == found.passage.start_turn)
            offsets = [0, *(place + 1 for place, sign in enumerate(turn.text) if sign == " ")]
            place = {"turn": turn.id, "offset": offsets[at % len(offsets)]}
            seen = {each.id: each.revision for each in self.turns}
            if self.do(who, "split_coding", id=found.id, new_id=new_id(), at=place, turn_revisions=seen) is None:
                self.covered.pop(found.id, None)

    @rule(who=somebody, one=number, other=number)
    def join_codings(self, who: str, one: int, other: int) -> None:
        first, second = self.coding(one), self.coding(other)
        if first and first.id != second.id:
            self.do(who, "join_codings", ids=[first.id, second.id], into=first.id)
            self.covered.pop(first.id, None)

    @rule(who=somebody, which=number)
    def uncode(self, who: str, which: int) -> None:
        if found := self.coding(which):
            self.do(who, "uncode", id=found.id)

    @rule(
        who=somebody,
        which=number,
        out=number,
        at=number,
        word=st.sampled_from(TYPED),
        how=st.integers(0, 3),
        late=st.integers(0, 2),
    )
    def edit(self, who: str, which: int, out: int, at: int, word: str, how: int, late: int) -> None:
        turn = self.turn(which)
        words = turn.text.split()
        if how and len(words) > 1:
            del words[out % len(words)]
        if how != 1 and not any(word in other.text for other in self.turns):
            words.insert(at % (len(words) + 1), word)
        edit = {"turn": turn.id, "revision": turn.revision - (late == 0), "text_id": new_id(), "text": " ".join(words)}
        if edit["text"] != turn.text:
            self.do(who, "edit_turns", edits=[edit])

    @rule(who=somebody, which=number, drop=st.booleans())
    def settle_a_draft(self, who: str, which: int, drop: bool) -> None:
        drafts = self.study.desk.open(self.browsers[who].person, self.interview_id).drafts
        if drafts:
            draft = drafts[which % len(drafts)]
            turn = next(turn for turn in self.turns if turn.id == draft["turn"])
            fields = {"turn": turn.id, "revision": turn.revision, "new_text_id": new_id(), "text": turn.text}
            self.do(who, "settle_draft", text_id=draft["text_id"], **({"drop": True} if drop else fields))

    @rule(who=somebody, which=number, at=number, speaker=st.sampled_from([None, *VOICES]))
    def split(self, who: str, which: int, at: int, speaker: str | None) -> None:
        turn = self.turn(which)
        ids = {"new_turn": new_id(), "text_id": new_id(), "new_text_id": new_id()}
        words = turn.text.split()
        cut = len(" ".join(words[: 1 + at % len(words)]))
        self.do(who, "split_turn", turn=turn.id, revision=turn.revision, at=cut, speaker=speaker, **ids)

    @rule(who=somebody, which=number)
    def join(self, who: str, which: int) -> None:
        turns = self.turns
        if len(turns) > 1:
            one, two = turns[which % (len(turns) - 1) :][:2]
            revisions = {one.id: one.revision, two.id: two.revision}
            assert (
                self.do(who, "join_turns", first=one.id, second=two.id, revisions=revisions, text_id=new_id()) is None
            )

    @rule(who=somebody, which=number, label=st.sampled_from(VOICES))
    def speak(self, who: str, which: int, label: str) -> None:
        self.do(who, "set_speaker", turns=[self.turn(which).id], speaker=label)

    @rule(who=somebody, label=st.sampled_from(VOICES[:2]), name=st.sampled_from(["", "Tone"]))
    def name_a_speaker(self, who: str, label: str, name: str) -> None:
        self.do(who, "name_speaker", speaker=label, name=name, role="interviewer" if name else None)

    @rule(who=somebody, which=number, word=number, seal=st.booleans())
    def redact(self, who: str, which: int, word: int, seal: bool) -> None:
        turn = self.turn(which)
        words = turn.text.split()
        start = len(" ".join(words[: word % len(words)])) + bool(word % len(words))
        place = {"turn": turn.id, "revision": turn.revision, "start": start, "text_id": new_id()}
        place["end"] = start + len(words[word % len(words)])
        if turn.text[start] != "[":
            self.do(who, "redact", redaction=new_id(), places=[place], substitute="navn", seal=seal)

    @rule(who=somebody, which=number)
    def adopt(self, who: str, which: int) -> None:
        self.do(who, "adopt_transcript", version=self.versions[which % len(self.versions)])

    @rule(who=somebody, which=number, checked=st.booleans())
    def check(self, who: str, which: int, checked: bool) -> None:
        self.do(who, "check" if checked else "uncheck", turns=[self.turn(which).id])

    @rule(who=somebody, which=number)
    def add_a_memo(self, who: str, which: int) -> None:
        about = {"about_kind": "turn", "about_id": self.turn(which).id}
        assert self.do(who, "write_memo", id=new_id(), memo_kind="analytic", text="Why?", **about) is None

    @rule(who=somebody, which=number, text=st.sampled_from(["Because.", ""]))
    def change_a_memo(self, who: str, which: int, text: str) -> None:
        memos = self.study.desk.open(self.kari, self.interview_id).memos
        if memos:
            memo = memos[which % len(memos)]
            if text:
                self.do(who, "edit_memo", id=memo.id, text=text, memo_kind="analytic", seen=memo.version)
            else:
                self.do(who, "remove_memo", id=memo.id)

    @rule(who=somebody)
    def make_a_code(self, who: str) -> None:
        code = new_id()
        assert self.do(who, "add_code", id=code, name=f"Code {code[:6]}", colour="#336699") is None

    @rule(who=somebody, which=number, first=number, last=number, place=st.booleans())
    def settle_a_review(self, who: str, which: int, first: int, last: int, place: bool) -> None:
        review = self.study.desk.open(self.kari, self.interview_id).review
        if review:
            coding = review[which % len(review)]["coding"]["id"]
            where, _ = self.place(which, first, last, 0)
            del where["quote"]
            if self.do(who, "settle_review", coding=coding, **(where if place else {"remove": True})) is None:
                self.covered.pop(coding, None)

    @rule(who=somebody, kind=st.sampled_from(["undo", "redo"]), times=st.integers(1, 3))
    def step(self, who: str, kind: str, times: int) -> None:
        for _ in range(times):
            before = self.state()
            refused = self.browsers[who].refusal(kind)
            if refused is not None:
                assert self.state() == before
                nothing = "nothing of yours" in refused
                assert kind == "redo" or nothing or any(name in refused for name in NAMES) or "for good" in refused
        self.covered = {i: words for i, words in self.covered.items() if not self.was_moved(i)}

    def was_moved(self, coding: str) -> bool:
        """Whether an end of the coding was chosen again: what it covers is another question then."""
        with self.study.database.read() as connection:
            moved = "kind IN ('move_coding', 'split_coding', 'join_codings', 'settle_review')"
            log = connection.exec_driver_sql(f"SELECT payload FROM operation WHERE {moved}").scalars().all()
        return any(coding in str(payload) for payload in log)

    # --- what always holds

    @invariant()
    def every_coding_lies_on_its_words_or_waits(self) -> None:
        if not hasattr(self, "study"):
            return
        version = self.version
        with self.study.database.read() as connection:
            rows = passage_rows.read_placed_in(connection, self.interview_id)
            waiting = passage_rows.waiting_among(connection, [row.coding.id for row in rows])
            turns = turn_rows.read_every_turn(connection, version)
        place = {turn.id: at for at, turn in enumerate(turns)}
        lengths = {turn.id: len(turn.text) for turn in turns}
        present = {word for turn in turns for word in turn.text.split()}
        for row in rows:
            if row.coding.id in waiting:
                assert row.removed_by is not None, "it stands and waits at once"
                continue
            passage = row.coding.passage
            assert place[passage.start_turn] <= place[passage.end_turn]
            assert passage.start <= lengths[passage.start_turn] and passage.end <= lengths[passage.end_turn]
            if row.removed_by is None:
                words = self.words_of(passage)
                assert words and words[0] in present and words[-1] in present
                said = self.covered.get(row.coding.id)
                if said is not None:
                    assert self.beside[row.coding.id].isdisjoint(words), "uncovered words stay uncovered"
                    lost = self.lost.setdefault(row.coding.id, set())
                    lost |= said - present  # should they come back with another version, they are other words
                    assert said - lost <= set(words), "covered words stay covered"

    @invariant()
    def log_and_audit_hold_no_words(self) -> None:
        if hasattr(self, "study"):
            with self.study.database.read() as connection:
                log = str(connection.exec_driver_sql("SELECT payload, inverse, refusal FROM operation").all())
                log += str(connection.exec_driver_sql("SELECT * FROM audit").all())
            assert not [word for word in SAID if word in log]

    @invariant()
    def recorded_words_stay_inside_their_turns(self) -> None:
        if hasattr(self, "study"):
            for turn in self.turns:
                assert all(0 <= w.start < w.end <= len(turn.text) for w in turn.words)


DeskMachine.TestCase.settings = settings(
    max_examples=8,
    stateful_step_count=20,
    derandomize=True,  # bounded, and the same in every run
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
test_two_people_do_everything_at_one_desk = pytest.mark.slow(DeskMachine.TestCase)
