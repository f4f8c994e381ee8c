"""How long a focus group of eight takes to name: real voices, the whole job, and hands of an ordinary speed.

    python benchmarks/speakers.py [--json] [--audio FOLDER]

The eight people who speak most in a real recording of meetings, taking turns: stretches of it in which one of them
speaks alone. The recording is transcribed as the product does it, and every voice on the page Speakers is named by
keyboard at the pace of the keystroke-level model (Card, Moran and Newell 1980): 1.35 s to decide, 0.28 s for each key,
and of each voice two samples are listened to, for 4 s and 3 s, or the one there is.

voices      how many the diarization found (eight is right; more mean that one person is named more than once)
seconds     from the first key to the last voice being named, on the clock
keys        pressed in all
"""

from __future__ import annotations

import os
import sys
import tempfile
import wave
from collections.abc import Iterator
from itertools import chain, pairwise, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.clips import asked, asking, sound_of, tell_all  # noqa: E402 - the script runs from any folder
from benchmarks.desk import CHROMIUM, running_server  # noqa: E402
from benchmarks.desk_browser import person_at_browser  # noqa: E402
from benchmarks.desk_study import PERSON  # noqa: E402
from benchmarks.processes import tell  # noqa: E402
from core.design import InterviewKind  # noqa: E402
from pipeline import run  # noqa: E402
from pipeline.media import SAMPLE_RATE, FileReader  # noqa: E402
from pipeline.settings import TranscriptionSettings  # noqa: E402
from study import Study, home, registry  # noqa: E402
from study.playback import make_playable  # noqa: E402

if TYPE_CHECKING:
    from numpy.typing import NDArray

MEETINGS = "ami_all13_6m30.wav"
PEOPLE = 8
SHORTEST_S, LONGEST_S, ALTOGETHER_S = 1.5, 8.0, 14.0  #: Of one stretch, and of all stretches of one person.
PAUSE = np.zeros(int(0.5 * SAMPLE_RATE), np.float32)
DECIDE_S, KEY_S, HEAR_S = 1.35, 0.28, (4.0, 3.0)


def main() -> int:
    options = asked(asking(__doc__), MEETINGS)
    with tempfile.TemporaryDirectory() as folder:
        figures = _measured(Path(folder), options.audio / MEETINGS)
    tell_all(figures, as_json=options.json)
    return 0


def _measured(folder: Path, meetings: Path) -> dict[str, Any]:
    os.environ["WORKBENCH_HOME"] = str(folder / "home")  # the list of recent studies is not ours
    home.write_json("settings.json", {"person_name": PERSON})
    recording = folder / "group.wav"
    _write(recording, _focus_group(meetings))
    study = registry.create(folder / "study", "Benchmark", PERSON, codebook=None)
    address, voices = _transcribed(study, recording, folder)
    with running_server() as (port, token):
        entrance = f"http://127.0.0.1:{port}/?token={token}"
        with person_at_browser(CHROMIUM, folder / "profile", entrance) as context:
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{port}{address}", wait_until="commit")
            page.locator(".sp-list[data-ready='1']").wait_for()
            found = _named_by_hand(page, voices)
    registry.close_all()
    return {"voices": voices, **found}


def _focus_group(meetings: Path) -> NDArray[np.float32]:
    """Eight people in turn, each alone."""
    sound = sound_of(meetings)
    said: dict[str, list[tuple[float, float]]] = {}
    for start, end, who in _alone(meetings.with_suffix(".rttm")):
        if end - start >= SHORTEST_S and sum(b - a for a, b in said.get(who, [])) < ALTOGETHER_S:
            said.setdefault(who, []).append((start, min(end, start + LONGEST_S)))
    most = sorted(said.values(), key=lambda own: -sum(b - a for a, b in own))[:PEOPLE]
    turns = (turn for row in zip_longest(*most) for turn in row if turn)
    cut = (sound[int(a * SAMPLE_RATE) : int(b * SAMPLE_RATE)] for a, b in turns)
    return np.concatenate(list(chain.from_iterable((part, PAUSE) for part in cut)))


def _alone(reference: Path) -> Iterator[tuple[float, float, str]]:
    """Where one person speaks and nobody else does."""
    lines = [line.split() for line in reference.read_text(encoding="utf-8").splitlines()]
    spans = [(float(part[3]), float(part[3]) + float(part[4]), part[7]) for part in lines]
    edges = sorted({edge for start, end, _ in spans for edge in (start, end)})
    for start, end in pairwise(edges):
        here = {who for a, b, who in spans if a < end and b > start}
        if len(here) == 1:
            yield start, end, here.pop()


def _write(path: Path, sound: NDArray[np.float32]) -> None:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, SAMPLE_RATE, 0, "NONE", ""))
        file.writeframes((sound * 32_767).astype("<i2").tobytes())


def _transcribed(study: Study, recording: Path, folder: Path) -> tuple[str, int]:
    """The address of the page Speakers, and how many voices there are."""
    person = study.person(PERSON)
    people = [study.add_participant(person, f"H{n:02}", "helper").id for n in range(1, PEOPLE + 1)]
    kept = study.receive_file(person, recording, label="Group", kind=InterviewKind.FOCUS_GROUP, participant_ids=people)
    transcript = run(FileReader(recording, ""), TranscriptionSettings(language="en"), folder / "job", lambda _: None)
    study.keep_transcript(person, kept.interview_id, transcript, machine_made=True)
    make_playable(study, kept, folder)
    tell(f"{len(transcript.turns)} turns, {transcript.duration_ms / 1000:.0f} s, {len(transcript.speakers)} voices")
    return f"/speakers?study={study.id}&interview={kept.interview_id}", len(transcript.speakers)


def _named_by_hand(page: Any, voices: int) -> dict[str, Any]:
    keys = 0

    def press(*names: str) -> None:
        nonlocal keys
        for name in names:
            page.keyboard.press(name, delay=KEY_S * 1000)
            keys += 1

    page.locator(".sp-voice").first.focus()
    began = page.evaluate("performance.now()")
    for number in range(voices):
        samples = page.locator(".sp-voice[tabindex='0'] .sp-sample").count()
        for seconds in HEAR_S[:samples]:
            press("Space")
            page.locator(".sp-play[aria-pressed=true]").first.wait_for()
            page.wait_for_timeout(seconds * 1000)
        page.wait_for_timeout(DECIDE_S * 1000)
        press("Enter", *f"H{number % PEOPLE + 1:02}", "Enter")
        page.get_by_text(f"{number + 1} of {voices} voices named").wait_for()
    page.locator(".sp-list[data-pending='0']").wait_for()
    return {"seconds": round((page.evaluate("performance.now()") - began) / 1000, 1), "keys": keys}


if __name__ == "__main__":
    sys.exit(main())
