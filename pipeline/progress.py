"""How far a job is, and how long it will take."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

#: The stages in their order, with the part of a job's time each one usually takes (measured, see docs/speech.md).
SHARES: Mapping[str, float] = {
    "probe": 0.01,
    "decode": 0.02,
    "recognise": 0.70,
    "time_words": 0.01,
    "diarize": 0.24,
    "assign_speakers": 0.01,
    "make_turns": 0.01,
}

GLOSS_SHARE = 0.42  #: Of a job that makes a gloss beside the transcript: hearing again takes as long as hearing.

EVERY_SECONDS = 0.25  #: No more often is anybody told of the same stage.
ENOUGH_TO_GUESS = 0.03  #: Of the work this run will do; before that a time left would jump about.


def shares_of(gloss: str) -> Mapping[str, float]:
    """The stages of a job with their parts of its time; `gloss` as in its settings."""
    if gloss == "only":
        return {"probe": 0.01, "decode": 0.04, "gloss": 0.95}
    if gloss == "beside":
        return {**{stage: share * (1 - GLOSS_SHARE) for stage, share in SHARES.items()}, "gloss": GLOSS_SHARE}
    return SHARES


@dataclass(frozen=True, slots=True)
class Progress:
    """What a page shows of a running job."""

    stage: str
    fraction: float  #: 0 to 1, of the whole job.
    seconds_left: float | None = None  #: None while there is too little to go by.


@dataclass(slots=True)
class ProgressClock:
    """Turns "so much of this stage" into progress of the whole job, never backwards."""

    on_progress: Callable[[Progress], None]
    now: Callable[[], float] = time.monotonic
    shares: Mapping[str, float] = field(default_factory=lambda: SHARES)
    _started: float | None = None
    _told: tuple[str, float] = ("", 0.0)  #: Of which stage, and when.
    _skipped: float = 0.0  #: Work found finished in the checkpoint: it says nothing about this machine's speed.
    _done: float = 0.0
    _stages_done: set[str] = field(default_factory=set)

    def skip(self, stage: str) -> None:
        """`stage` was finished by an earlier run."""
        self._skipped += self.shares[stage]
        self._stages_done.add(stage)
        self.report(stage, 0.0)

    def report(self, stage: str, part: float) -> None:
        """`part` (0 to 1) of `stage` is done."""
        if self._started is None:
            self._started = self.now()
        inside = 0.0 if stage in self._stages_done else self.shares[stage] * min(max(part, 0.0), 1.0)
        self._done = max(self._done, sum(self.shares[name] for name in self._stages_done) + inside)
        if part >= 1.0:
            self._stages_done.add(stage)
        if part >= 1.0 or stage != self._told[0] or self.now() - self._told[1] >= EVERY_SECONDS:
            self._told = stage, self.now()
            self.on_progress(Progress(stage, round(self._done, 4), self._seconds_left()))

    def _seconds_left(self) -> float | None:
        worked, left = self._done - self._skipped, 1.0 - self._done
        if self._started is None or worked < ENOUGH_TO_GUESS:
            return None
        return round((self.now() - self._started) / worked * left, 1)
