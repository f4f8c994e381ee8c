"""A study as large as the desk's figures are stated for: made-up words, eight speakers, codes, codings, a recording."""

from __future__ import annotations

import array
import math
import random
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from codebooks.model import Code, Codebook
from codebooks.palette import FAMILIES
from coding.model import Coding
from core.clock import new_id, now
from core.design import Interview, Person
from core.spans import Passage
from storage import codebook_log, coding_rows
from study import Study, registry
from study.playback import make_playable
from transcripts.model import Speaker, Transcript, Turn, Word

PERSON = "Kari Nordmann"
CODES = 40
SPEAKERS = 8
WORD_MS = 300
SECONDS_OF_SOUND = 120
SOUND_RATE = 8_000
LETTERS = "aeioutnrsldkmgvføæåbhpj"


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is to read and to paint."""

    words: int
    turns: int
    codings: int


USUAL = Size(words=12_013, turns=600, codings=500)
LARGE = Size(words=36_000, turns=1_800, codings=2_000)


@dataclass(frozen=True, slots=True)
class Made:
    """A study with one interview, as the browser will find it."""

    study: Study
    person: Person
    interview: Interview
    turns: tuple[Turn, ...]
    codes: tuple[Code, ...]

    @property
    def address(self) -> str:
        """Where the desk with this interview is, on the server."""
        return f"/code?study={self.study.id}&interview={self.interview.id}"

    def passages(self, count: int) -> Iterator[Passage]:
        """Stretches of three to twelve words, evenly over the whole transcript."""
        chance = random.Random(11)
        for number in range(count):
            turn = self.turns[number * len(self.turns) // count]
            first = chance.randrange(max(1, len(turn.words) - 12))
            last = min(len(turn.words) - 1, first + chance.randrange(2, 12))
            yield Passage(turn.id, turn.words[first].start, turn.id, turn.words[last].end)


def make(folder: Path, size: Size) -> Made:
    """The study on disk, its interview transcribed, coded, and with two minutes of sound."""
    study = registry.create(folder, "Benchmark", PERSON, codebook=None)
    person = study.person(PERSON)
    codebook = large_codebook()
    with study.database.write() as connection:
        codebook_log.apply_edits(connection, codebook_log.edits_between(Codebook({}, ()), codebook))
    interview = study.add_interview(person, label="H03")
    transcript = made_up_transcript(size)
    study.keep_transcript(person, interview.id, transcript, machine_made=True)
    made = Made(study, person, interview, transcript.turns, codebook.codes)
    put_codings(made, size.codings)
    add_sound(made, folder)
    return made


def made_up_transcript(size: Size) -> Transcript:
    """Words of two to ten letters, so many in all, as even turns of speakers who take turns."""
    chance = random.Random(7)
    vocabulary = ["".join(chance.choices(LETTERS, k=chance.randrange(2, 11))) for _ in range(3_000)]
    turns, spoken = [], 0
    for number in range(size.turns):
        count = size.words * (number + 1) // size.turns - spoken
        turns.append(_turn(number, chance.choices(vocabulary, k=count), spoken * WORD_MS))
        spoken += count
    speakers = tuple(Speaker(f"SPEAKER_{n:02}") for n in range(SPEAKERS))
    return Transcript("no", tuple(turns), speakers, {"model": "made up for a benchmark"})


def _turn(number: int, words: list[str], start_ms: int) -> Turn:
    timed: list[Word] = []
    position, clock = 0, start_ms
    for word in words:
        timed.append(Word(position, position + len(word), clock, clock + WORD_MS - 20, 0.9))
        position, clock = position + len(word) + 1, clock + WORD_MS
    return Turn(new_id(), f"SPEAKER_{number % SPEAKERS:02}", " ".join(words), start_ms, clock, tuple(timed))


def large_codebook() -> Codebook:
    """Eight branches of four codes each, in the colours the workbench gives."""
    codes: list[Code] = []
    for number in range(CODES):
        place, branch = number % 5, number // 5
        parent = codes[number - place].id if place else None
        colour = FAMILIES[branch % len(FAMILIES)][place % len(FAMILIES[0])]
        meaning = {"en": f"What code {number} is about. " * 4}
        position = place - 1 if parent else branch
        codes.append(Code(new_id(), {"en": f"Code {number}"}, parent, position, colour, definition=meaning))
    return Codebook({"en": "Benchmark"}, tuple(codes))


def put_codings(made: Made, count: int) -> None:
    """Codings of one person, as evenly spread as the passages."""
    chance = random.Random(13)
    with made.study.database.write() as connection:
        round_id = coding_rows.read_rounds(connection)[0].id
        for passage in made.passages(count):
            coding = Coding(
                id=new_id(),
                interview_id=made.interview.id,
                code_id=chance.choice(made.codes).id,
                passage=passage,
                coder_id=made.person.id,
                round_id=round_id,
                created_at=now(),
            )
            coding_rows.insert_coding(connection, coding)


def add_sound(made: Made, folder: Path) -> None:
    """A recording of a tone that comes and goes, with the copy that the browser plays."""
    source = folder / "tone.wav"
    with wave.open(str(source), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(SOUND_RATE)
        loudness = (math.sin(n / 4_000) * 9_000 for n in range(SECONDS_OF_SOUND * SOUND_RATE))
        sound.writeframes(array.array("h", (int(v * math.sin(n / 6)) for n, v in enumerate(loudness))).tobytes())
    recording = made.study.receive_file(made.person, source, label=made.interview.label)
    make_playable(made.study, recording, folder)
