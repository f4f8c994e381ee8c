"""What every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile("workbench", deadline=None)  # how long an example takes says more about the machine
settings.load_profile("workbench")


@pytest.fixture(scope="session")
def shared_audio() -> Path:
    """The folder of real recordings with references, where the machine has it."""
    folder = Path(os.environ.get("WORKBENCH_SHARED", ROOT.parent / "shared")) / "data" / "audio"
    if not folder.is_dir():
        pytest.skip("the folder of real recordings is not on this machine (set WORKBENCH_SHARED)")
    return folder


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or writes the settings of the person who runs it."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("WORKBENCH_HOME", str(home))
    return home
