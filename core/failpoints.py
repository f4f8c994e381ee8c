"""Named places where a test can pull the plug: the process ends there at once, as in a power cut."""

from __future__ import annotations

import os

EXIT_CODE = 86


def failpoint(name: str) -> None:
    """End the process without any clean-up when the environment variable WORKBENCH_FAILPOINT says `name`."""
    if os.environ.get("WORKBENCH_FAILPOINT") == name:
        os._exit(EXIT_CODE)
