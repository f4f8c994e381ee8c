"""The converting child: `python -m pipeline.engines.conversion`, started by `pipeline.models.conversion`.

What to convert comes as JSON on its standard input; the last line it prints says how it went.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipeline.models.conversion import IS_OK
from pipeline.offline import go_offline

QUANTIZATION = "float16"
MEL_BINS = 80  #: Of every Whisper but large-v3.


def main() -> None:
    """The child: convert, and say “ok” or the kind of what went wrong."""
    told = json.loads(sys.stdin.readline() or "{}")
    go_offline()
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    try:
        _limit_memory(told["bound"])
        _convert(Path(told["source"]), Path(told["target"]))
    except Exception as error:  # noqa: BLE001 - any library may raise anything; the parent says it in plain words
        print(type(error).__name__, file=answer, flush=True)
    else:
        print(IS_OK, file=answer, flush=True)


def _limit_memory(bound: int) -> None:
    """A model that does not fit ends this process, not the machine. Windows has no such limit."""
    with suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (bound, bound))


def _convert(source: Path, target: Path) -> None:
    from ctranslate2.converters import TransformersConverter
    from transformers import WhisperTokenizerFast

    TransformersConverter(str(source), load_as_float16=True).convert(str(target), quantization=QUANTIZATION)
    WhisperTokenizerFast.from_pretrained(str(source), local_files_only=True).backend_tokenizer.save(
        str(target / "tokenizer.json")
    )
    given = source / "preprocessor_config.json"
    (target / given.name).write_text(given.read_text("utf-8") if given.is_file() else _preprocessor(source), "utf-8")


def _preprocessor(source: Path) -> str:
    """How sound becomes features: large-v3 has 128 mel bins, and faster-whisper would take 80 for granted."""
    config: dict[str, Any] = json.loads((source / "config.json").read_text("utf-8"))
    return json.dumps({"feature_size": config.get("num_mel_bins", MEL_BINS), "sampling_rate": 16_000, "n_fft": 400})


if __name__ == "__main__":
    main()
