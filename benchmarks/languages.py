"""How well talk in two languages is heard: told one language, by passage, and by voice.

    python benchmarks/languages.py [--json] [--audio FOLDER]

Real utterances whose words are known, Norwegian and English in turn by three people, joined with 0.3 s between them:
*quick*, one utterance each; *slow*, four in a row. The recogniser is told the main language only; or both, and judges
passages; or both, and judges each voice for itself, as the product does. `right` is the share of the speech that was
heard in its own language, `wer` the errors in all words.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.clips import asked, asking, sound_of, tell_all  # noqa: E402 - the script runs from any folder
from benchmarks.measures import normalised, reference_text, word_errors  # noqa: E402
from benchmarks.processes import tell  # noqa: E402
from pipeline import stages  # noqa: E402
from pipeline.checkpoint import Checkpoint  # noqa: E402
from pipeline.engines import careful  # noqa: E402
from pipeline.engines.devices import choose_device  # noqa: E402
from pipeline.media import SAMPLE_RATE  # noqa: E402
from pipeline.models import find_model  # noqa: E402
from pipeline.offline import go_offline  # noqa: E402
from pipeline.results import Recognition  # noqa: E402
from pipeline.settings import TranscriptionSettings  # noqa: E402
from transcripts.heard import VoiceSpan  # noqa: E402

if TYPE_CHECKING:
    from numpy.typing import NDArray

NORWEGIAN, ENGLISH = "no_2spk_king_storting.wav", "en_2spk_sentences.wav"
PAUSE = np.zeros(int(0.3 * SAMPLE_RATE), np.float32)
SHORTEST_S = 1.5  #: An utterance of the Norwegian clip, which has none of its own in its reference: between two pauses.
ROWS = {"quick": 1, "slow": 4}  #: Utterances of one language in a row.


@dataclass(frozen=True)
class Utterance:
    """What one person says in one go."""

    sound: NDArray[np.float32]
    language: str
    words: str


def main() -> int:
    options = asked(asking(__doc__), ENGLISH)
    go_offline()
    norwegian, english = list(_between_pauses(options.audio / NORWEGIAN)), list(_in_lines(options.audio / ENGLISH))
    figures: dict[str, Any] = {}
    for name, row in ROWS.items():
        talk = list(_in_turn(norwegian, english, row))
        for told, found in _measured(talk).items():
            figures |= {f"{name}_{told}_{key}": value for key, value in found.items()}
    tell_all(figures, as_json=options.json)
    return 0


# --- the talk


def _in_lines(clip: Path) -> Iterator[Utterance]:
    """The English utterances, as the reference (.stm) has them."""
    sound = sound_of(clip)
    for line in clip.with_suffix(".stm").read_text(encoding="utf-8").splitlines():
        _, _, _, start, end, words = line.split(maxsplit=5)
        yield Utterance(_cut(sound, float(start), float(end)), "en", words)


def _between_pauses(clip: Path) -> Iterator[Utterance]:
    """The Norwegian ones: the recogniser's own words say which words of the reference lie between two pauses."""
    sound, reference = sound_of(clip), normalised(reference_text(clip) or "").split()
    heard = _hear(sound, TranscriptionSettings(language="no"), ())
    words = [word for segment in heard.segments for word in segment.words]
    matches = SequenceMatcher(None, [normalised(word.text) for word in words], reference, autojunk=False)
    places = [(i + k, j + k) for i, j, length in matches.get_matching_blocks() for k in range(length)]
    edges, said = [0.0], 0
    for before, after in zip(words, words[1:], strict=False):
        at = (before.end_ms + after.start_ms) / 2000
        if after.start_ms - before.end_ms >= 300 and at - edges[-1] >= SHORTEST_S:
            edges.append(at)
    edges.append(len(sound) / SAMPLE_RATE)
    for start, end in zip(edges, edges[1:], strict=False):
        last = max((n for n, word in enumerate(words) if word.start_ms < end * 1000), default=0)
        until = max((j + 1 for i, j in places if i <= last), default=said)
        until = len(reference) if end == edges[-1] else max(until, said)
        yield Utterance(_cut(sound, start, end), "no", " ".join(reference[said:until]))
        said = until


def _in_turn(some: Sequence[Utterance], others: Sequence[Utterance], row: int) -> Iterator[Utterance]:
    rows = ([some[n : n + row], others[n : n + row]] for n in range(0, min(len(some), len(others)), row))
    return chain.from_iterable(chain.from_iterable(rows))


def _cut(sound: NDArray[np.float32], start: float, end: float) -> NDArray[np.float32]:
    return sound[int(start * SAMPLE_RATE) : int(end * SAMPLE_RATE)]


# --- hearing it


def _measured(talk: Sequence[Utterance]) -> dict[str, dict[str, Any]]:
    sound = np.concatenate(list(chain.from_iterable((one.sound, PAUSE) for one in talk)))
    both = TranscriptionSettings.ordered(language="no", also_spoken=("en",))
    model = find_model(both.diarization, "diarization")
    voices = stages.diarize(sound, model, both, choose_device(both), lambda _: None).exclusive
    ways = {
        "told_one": (TranscriptionSettings(language="no"), ()),
        "by_passage": (both, ()),
        "by_voice": (both, voices),
    }
    return {name: _scored(talk, _hear(sound, *way), name) for name, way in ways.items()}


def _hear(sound: NDArray[np.float32], settings: TranscriptionSettings, voices: Sequence[VoiceSpan]) -> Recognition:
    model = find_model(settings.model, "recognition")
    with tempfile.TemporaryDirectory() as folder:
        checkpoint = Checkpoint(Path(folder))
        checkpoint.begin("", settings.to_json())
        parts = checkpoint.parts("recognise")
        return careful.recognise(sound, model, settings, choose_device(settings), lambda _: None, parts, voices=voices)


def _scored(talk: Sequence[Utterance], heard: Recognition, name: str) -> dict[str, Any]:
    errors = word_errors(
        normalised(" ".join(one.words for one in talk)), " ".join(segment.text for segment in heard.segments)
    )
    right = seconds = at = 0.0
    for one in talk:
        length = len(one.sound) / SAMPLE_RATE
        seconds += length
        for segment in heard.segments:
            if (segment.language or heard.language) == one.language:
                right += max(0.0, min(at + length, segment.end_ms / 1000) - max(at, segment.start_ms / 1000))
        at += length + len(PAUSE) / SAMPLE_RATE
    found = {"wer": round(errors.rate, 3), "words": errors.words, "right": round(right / seconds, 3)}
    tell(f"{name}: {found}, {seconds:.0f} s in {len(talk)} utterances")
    return found


if __name__ == "__main__":
    sys.exit(main())
