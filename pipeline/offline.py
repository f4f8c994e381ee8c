"""Nothing leaves the machine: what the speech libraries must be told before the first of them is imported.

pyannote.audio 4 reports every recording's length and speaker count by default; the Hugging Face libraries ask their
hub whether a local file is the newest; onnxruntime (which hears where speech is) reports to Microsoft
from version 1.29 on. All are silenced by variables that are read at import. A test watches the system calls of a whole
job (tests/pipeline/test_transcription.py): it is what found the last one.
"""

from __future__ import annotations

import os

VARIABLES = {
    "PYANNOTE_METRICS_ENABLED": "0",
    "OTEL_SDK_DISABLED": "true",
    "ORT_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",
}


def go_offline() -> None:
    """Silence the speech libraries in this process and its children."""
    os.environ.update(VARIABLES)
