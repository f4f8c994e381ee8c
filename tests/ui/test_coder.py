"""What Python gives the coding desk, and the files browsers fetch for it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.design import Person
from study import Study, registry
from tests.desks import Browser, conversation
from tests.javascript import program
from ui import coder
from ui.component_words import messages
from ui.components import building

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return registry.create(tmp_path / "study", "PM+ Bergen", "Kari")


@pytest.fixture
def person(study: Study) -> Person:
    return study.person("Kari")


@pytest.fixture
def opened(study: Study, person: Person) -> Callable[[], dict[str, Any]]:
    """What the desk of the study's one interview is given."""
    interview = study.add_interview(person, label="H03 <b>")
    study.keep_transcript(person, interview.id, conversation(), machine_made=True)
    return lambda: coder.desk_json(study, study.desk.open(person, interview.id), study.interviews(person))


def test_modules_never_make_markup_of_text_and_leave_no_globals() -> None:
    for path in (building.HERE / "coder" / "src").glob("*.js"):
        source = path.read_text(encoding="utf-8")
        for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "window.__"):
            assert forbidden not in source, f"{forbidden} in {path.name}"


def test_every_sentence_of_the_desk_can_be_translated() -> None:
    sentences = json.loads(coder.SENTENCES.read_text(encoding="utf-8"))
    assert "Saved" in sentences["single"]
    assert ["{count} turn checked", "{count} turns checked"] in sentences["plural"]


def test_english_readers_need_no_translations() -> None:
    assert messages(coder.SENTENCES, "en") == {}


def test_the_desk_is_told_where_to_fetch_and_to_send(study: Study, opened: Callable[[], dict[str, Any]]) -> None:
    data = json.loads(json.dumps(opened()))
    interview = data["interview"]["id"]
    assert data["transcript"]["url"].startswith(f"/studies/{study.id}/interviews/{interview}/transcript/")
    own = f"/studies/{study.id}/interviews/{interview}"
    expected = {name: f"{own}/{name}" for name in ("operations", "place", "changes")}
    expected |= {"audio": None, "beside": f"{own}/beside/{data['transcript']['id']}"}
    expected |= {"speakers": f"/speakers?study={study.id}&interview={interview}"}
    assert data["urls"] == expected
    assert data["interviews"] == [{"id": interview, "label": "H03 <b>"}]


def test_no_word_of_the_transcript_travels_with_the_page(opened: Callable[[], dict[str, Any]]) -> None:
    data = json.dumps(opened(), ensure_ascii=False)
    assert not any(turn.text in data for turn in conversation().turns)


def test_what_was_coded_since_is_in_the_next_drawing(
    study: Study, person: Person, opened: Callable[[], dict[str, Any]]
) -> None:
    before = opened()
    desk = Browser(study, person, study.interviews(person)[0].id)
    desk.send(desk.coding_of("tungt", "Coping"))
    after = opened()
    assert len(after["codings"]) == 1
    assert after["revision"] > before["revision"]
    assert after["transcript"]["url"] != before["transcript"]["url"]


def test_the_modules_pass_their_own_tests() -> None:
    node = program("node")
    if node is None:
        pytest.skip("node is not on this machine; the desk itself never needs it")
    files = sorted(path.relative_to(ROOT) for path in (ROOT / "tests" / "js").glob("*.test.mjs"))
    ran = subprocess.run([node, "--test", *files], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stdout[-4000:]
