"""A model is fetched only when asked for, from a hub on this very machine; nothing else opens a connection."""

from __future__ import annotations

import ast
import hashlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pipeline.models import fetching, find_model
from pipeline.models.errors import (
    AskFirstError,
    ChangedModelError,
    FetchFailedError,
    LittleSpaceError,
    NameTakenError,
    NoModelError,
    NotFetchableError,
    NotReachedError,
)
from pipeline.models.fetching import LIFTED, address, child_environment, fetch
from pipeline.models.installed import installed_folder, installed_models
from pipeline.models.registry import registry
from pipeline.offline import VARIABLES
from tests.tiny_models import whisper_folder

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Hub:
    """Answers as the Hugging Face hub does, on the loopback; notes what it was asked."""

    files: dict[str, bytes]  #: By path in the repository.
    repository: str
    revision: str
    status: int = 200
    asked: list[tuple[str, str | None]] = field(default_factory=list)  #: Address, and the token that came with it.
    announced: dict[str, str] = field(default_factory=dict)  #: sha256 said in the head instead of the true one.

    def answer(self, request: BaseHTTPRequestHandler, *, with_body: bool) -> None:
        self.asked.append((request.path, request.headers.get("Authorization")))
        prefix = f"/{self.repository}/resolve/{self.revision}/"
        content = self.files.get(request.path.removeprefix(prefix)) if request.path.startswith(prefix) else None
        status = self.status if self.status != 200 else (200 if content is not None else 404)
        request.send_response(status)
        if status == 403:
            request.send_header("X-Error-Code", "GatedRepo")
        name = request.path.removeprefix(prefix)
        sha256 = self.announced.get(name) or hashlib.sha256(content or b"").hexdigest()
        request.send_header("X-Repo-Commit", self.revision)
        request.send_header("ETag", f'"{sha256}"')
        request.send_header("Content-Length", str(len(content or b"")))
        request.end_headers()
        if with_body and content is not None and status == 200:
            request.wfile.write(content)


@pytest.fixture(autouse=True)
def models_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_MODELS", str(tmp_path / "models"))
    for name in ("HF_TOKEN", "HF_HOME", *LIFTED):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))


@pytest.fixture
def hub(tmp_path, monkeypatch) -> Iterator[Hub]:
    """A hub that has NB-Whisper large, in the form its repository has."""
    known = registry()["nb-whisper-large"]
    folder = whisper_folder(tmp_path / "there", preprocessor=True)
    made = Hub({f.path: (folder / f.name).read_bytes() for f in known.files}, known.repository, known.revision)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.answer(self, with_body=True)

        def do_HEAD(self) -> None:
            made.answer(self, with_body=False)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_model_is_fetched_at_its_pinned_commit_and_works_offline_afterwards(hub, monkeypatch):
    told: list[float] = []
    model = fetch("nb-whisper-large", told.append)
    assert (model.came, model.title) == ("fetched", "NB-Whisper large")
    assert {path for path, _ in hub.asked} == {f"/{hub.repository}/resolve/{hub.revision}/{name}" for name in hub.files}
    assert {token for _, token in hub.asked} == {None}
    assert {p.name for p in model.folder.iterdir()} == {*model.files, "workbench-model.json"}
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    assert find_model("nb-whisper-large", "recognition").files["model.bin"].read_bytes() == hub.files["ct2/model.bin"]
    with pytest.raises(NameTakenError):
        fetch("nb-whisper-large")


def test_a_file_that_is_not_what_its_makers_published_is_refused(hub):
    known = registry()["whisper-large-v3"]
    hub.repository, hub.revision = known.repository, known.revision
    hub.files = {name.rpartition("/")[2]: content for name, content in hub.files.items()}
    with pytest.raises(ChangedModelError, match="sha256 a9306624f5ec1427"):
        fetch("whisper-large-v3")
    assert installed_models() == {}
    assert list(installed_folder().iterdir()) == []


def test_a_file_damaged_on_the_way_is_refused(hub):
    hub.announced["ct2/model.bin"] = "0" * 64
    with pytest.raises(FetchFailedError, match="OSError"):
        fetch("nb-whisper-large")
    assert list(installed_folder().iterdir()) == []


def test_what_is_no_model_is_refused(hub):
    hub.files["ct2/model.bin"] = b"<html>please log in</html>"
    with pytest.raises(NoModelError):
        fetch("nb-whisper-large")
    assert list(installed_folder().iterdir()) == []


def test_a_closed_machine_is_told_what_to_run_elsewhere_and_what_to_carry(monkeypatch):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{closed.getsockname()[1]}")
        with pytest.raises(NotReachedError) as refused:
            fetch("nb-whisper-large")
    said = str(refused.value)
    assert "hf download NbAiLab/nb-whisper-large ct2/model.bin" in said
    assert "--local-dir nb-whisper-large" in said
    assert "models add nb-whisper-large --name nb-whisper-large" in said
    assert list(installed_folder().iterdir()) == []


@pytest.mark.parametrize(("status", "error"), [(403, AskFirstError), (404, FetchFailedError), (410, FetchFailedError)])
def test_an_answer_without_a_model_is_said_in_plain_words(hub, status, error):
    hub.status = status
    with pytest.raises(error, match="127.0.0.1"):
        fetch("nb-whisper-large")


@pytest.mark.parametrize("name", ["whisper-base", "own-sorani", "openai/whisper-large-v3", "../x"])
def test_only_models_of_the_registry_are_fetched(hub, name):
    with pytest.raises(NotFetchableError, match="whisper-large-v3"):
        fetch(name)
    assert hub.asked == []


def test_a_full_disk_is_noticed_before_a_connection_is_opened(hub, monkeypatch):
    monkeypatch.setattr(fetching, "_download", pytest.fail)
    monkeypatch.setattr("pipeline.models.installed.RESERVE", 10**18)
    with pytest.raises(LittleSpaceError):
        fetch("nb-whisper-large")


def test_the_offline_variables_are_lifted_in_the_fetching_child_only(monkeypatch):
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    child = child_environment(gated=False)
    assert {name for name in VARIABLES if child.get(name) != VARIABLES[name]} == set(LIFTED)
    assert child["HF_HUB_DISABLE_IMPLICIT_TOKEN"] == "1"
    assert "HF_HUB_DISABLE_IMPLICIT_TOKEN" not in child_environment(gated=True)


def test_every_fetchable_model_is_pinned_to_a_commit_and_tells_its_size():
    for known in registry().values():
        if known.kind == "fetched":
            assert len(known.revision) == 40
            assert known.size > 1_000_000
            assert address(known) == f"https://huggingface.co/{known.repository}/tree/{known.revision}"
            assert known.licence and known.good_for and known.languages


def test_no_other_module_of_the_product_can_open_the_hub():
    """Only the fetching child imports huggingface_hub, only `fetching` starts it, only the shelf calls `fetch`."""
    named: dict[str, set[str]] = {"huggingface_hub": set(), "pipeline.models.hub": set(), "fetching.fetch(": set()}
    for folder in ("core", "study", "pipeline", "ui", "coding", "exports", "storage"):
        for path in (ROOT / folder).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            strings = [n.value for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Constant)]
            for word, places in named.items():
                code = [line for line in text.splitlines() if "import" in line or "(" in line]
                is_named = word in strings if word == "pipeline.models.hub" else any(word in line for line in code)
                if is_named and not (word == "huggingface_hub" and path.name == "fetching.py"):
                    places.add(path.relative_to(ROOT).as_posix())
    assert named == {
        "huggingface_hub": {"pipeline/models/hub.py"},
        "pipeline.models.hub": {"pipeline/models/fetching.py"},
        "fetching.fetch(": {"study/model_shelf.py"},
    }
