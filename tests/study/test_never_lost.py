"""Pull the plug at any moment: what was acknowledged is there, once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from core.clock import new_id
from core.failpoints import EXIT_CODE
from study import registry
from tests.conftest import ROOT
from tests.desks import Browser

SENDER = """
import json, sys
from pathlib import Path
from study import registry
study = registry.open_study(Path(sys.argv[1]))
person = study.person("Kari")
for line in sys.stdin:
    operation = json.loads(line)
    answer = study.desk.apply(person, sys.argv[2], sys.argv[3], [operation])
    print(answer["acknowledged"], flush=True)
"""


def start_sender(folder: Path, interview_id: str, client: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SENDER, str(folder), interview_id, client],
        cwd=ROOT, env={**os.environ, **environment}, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


def test_a_coding_committed_but_never_acknowledged_is_there_once_after_it_was_sent_again(browser: Browser) -> None:
    operation = browser.coding_of("tungt", "Coping")
    folder = browser.study.folder
    sender = start_sender(folder, browser.interview_id, browser.client, WORKBENCH_FAILPOINT="desk.after_commit")
    said, _ = sender.communicate(json.dumps(operation) + "\n", timeout=60)
    assert (said, sender.returncode) == ("", EXIT_CODE)
    assert browser.send(operation)["acknowledged"] == 1
    assert browser.coded_words() == ["tungt"]


def test_killed_in_the_middle_nothing_acknowledged_is_lost(browser: Browser) -> None:
    operations = [browser.coding_of("tungt", "Coping") for _ in range(200)]
    sender = start_sender(browser.study.folder, browser.interview_id, browser.client)
    assert sender.stdin and sender.stdout
    sender.stdin.write("".join(json.dumps(operation) + "\n" for operation in operations))
    sender.stdin.flush()
    acknowledged = [sender.stdout.readline() for _ in range(40)]
    sender.kill()
    acknowledged += sender.stdout.readlines()
    sender.wait()
    sender.stdin.close()
    sender.stdout.close()
    kept = {coding.id for coding in browser.study.desk.open(browser.person, browser.interview_id).codings}
    assert {o["id"] for o in operations[: len(acknowledged)]} <= kept
    browser.send(*operations)  # the outbox comes back whole
    assert sorted(browser.coded_words()) == ["tungt"] * 200


def test_what_was_done_before_the_program_ended_is_there_when_it_starts_again(browser: Browser) -> None:
    browser.send(browser.coding_of("tungt", "Coping"))
    folder, interview_id = browser.study.folder, browser.interview_id
    registry.close_all()
    study = registry.open_study(folder)
    again = Browser(study, study.person("Kari"), interview_id, client=new_id())
    assert again.coded_words() == ["tungt"]
    again.do("undo")
    assert again.coded_words() == []
