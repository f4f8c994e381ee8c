"""How long pages take in a large study: 200 interviews of 300 turns, 20,000 codings, 100 participants in four waves.

    python benchmarks/pages.py [--json] [--repeat 3]

`attrition_s`, `case_s`, `counts_s` (the codebook's tree counting participants), `guide_s` (the guide's summary),
`export_s` and `study_s`: the page drawn in the server as after each click, all it reads and counts included; the
slowest of the repetitions. What the browser then does is not in it. `first_s`: one page drawn right after a change of
the study, when everything is read anew. `snapshot_s`: that reading alone. `--json` prints one object on standard
output. Times are elapsed seconds: run it on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.codebook import INSERT, opened_page, seconds  # noqa: E402 - the script runs from any folder
from core.clock import new_id, now  # noqa: E402
from core.design import Participant, Person  # noqa: E402
from storage import coding_rows  # noqa: E402
from study import Study, registry  # noqa: E402
from transcripts.model import Speaker, Transcript, Turn  # noqa: E402

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

INTERVIEWS, TURNS, CODINGS, PARTICIPANTS, WAVES = 200, 300, 20_000, 100, 4
WORDS = "Jeg kjente at jeg mestret det, og at noen trengte meg den dagen. " * 4
PAGES = {
    "attrition_s": ("people", {"people_tab": "Attrition"}),
    "case_s": ("cases", {}),
    "counts_s": ("codebook", {"count_measure": "participants"}),
    "guide_s": ("guide", {"guide_tab": "Summary"}),
    "export_s": ("export", {}),
    "study_s": ("study", {}),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print one object on standard output")
    parser.add_argument("--repeat", type=int, default=3, help="how often each page is drawn (default 3)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["WORKBENCH_HOME"] = str(Path(folder) / "home")  # the list of recent studies is not ours
        figures = measured(Path(folder) / "study", options.repeat)
        registry.close_all()
    if options.json:
        print(json.dumps(figures))
    else:
        for name, took in figures.items():
            print(f"{name:<12} {took:.3f}")


def measured(folder: Path, repeat: int) -> dict[str, float]:
    """The figures by name, in seconds."""
    study = large_study(folder)
    kari = study.person("Kari")
    figures = {"snapshot_s": 0.0, "first_s": 0.0}
    page = opened_page(study)
    for name, (where, state) in PAGES.items():
        show(page, where, state)
        figures[name] = max(seconds(lambda: redraw(page)) for _ in range(repeat))
    for number in range(repeat):
        study.add_site(kari, f"Site {number}")
        figures["snapshot_s"] = max(figures["snapshot_s"], seconds(lambda: study.snapshot(kari)))
        study.add_site(kari, f"Other site {number}")
        figures["first_s"] = max(figures["first_s"], seconds(lambda: redraw(page)))
    return {name: round(took, 3) for name, took in figures.items()}


def show(page: AppTest, where: str, state: dict[str, str]) -> None:
    page.switch_page(f"ui/pages/{where}.py")
    for key, value in state.items():
        page.session_state[key] = value
    redraw(page)


def redraw(page: AppTest) -> None:
    page.run()
    assert not page.exception, page.exception


def large_study(folder: Path) -> Study:
    """Every participant interviewed twice or so, coded by two people with the codebook that comes along."""
    study = registry.create(folder, "Large", "Kari")
    people = (study.person("Kari"), study.person("Ola"))
    for number in range(1, WAVES + 1):
        wave = study.add_wave(people[0], f"Wave {number}", date(2025 + number, 3, 1), date(2025 + number, 5, 31))
        study.add_question(people[0], wave.id, {"no": "Hva betyr rollen for deg?"})
    helpers = [study.add_participant(people[0], f"H{n:03}", "helper", date(2025, 1, 1)) for n in range(PARTICIPANTS)]
    turns = [turn for number in range(INTERVIEWS) for turn in interview(study, people[0], number, helpers)]
    chance = random.Random(7)
    codes = [code.id for _, code in study.codebook(people[0]).walk()]
    made_at = now().replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    with study.database.write() as connection:
        round_id = coding_rows.read_rounds(connection)[0].id
        rows = []
        for _ in range(CODINGS):
            (where, turn), start = chance.choice(turns), chance.randrange(200)
            coder = chance.choice(people).id
            rows.append(
                (
                    new_id(),
                    where,
                    chance.choice(codes),
                    turn,
                    start,
                    turn,
                    start + 20,
                    coder,
                    round_id,
                    "person",
                    made_at,
                )
            )
        connection.exec_driver_sql(INSERT, rows)
    return study


def interview(study: Study, person: Person, number: int, helpers: list[Participant]) -> list[tuple[str, str]]:
    """One transcribed interview with one helper; the ids of interview and turn, for each turn."""
    helper = helpers[number % PARTICIPANTS]
    wave = number * WAVES // INTERVIEWS + 1
    made = study.add_interview(person, label=f"W{wave}-{number:03}", wave=f"Wave {wave}", participant_ids=[helper.id])
    study.change_interview(person, made.id, held_on=date(2025 + wave, 4, 1))
    turns = tuple(Turn(new_id(), f"SPEAKER_0{n % 2}", WORDS, n * 1000, n * 1000 + 900) for n in range(TURNS))
    speakers = (Speaker("SPEAKER_00", role="interviewer"), Speaker("SPEAKER_01", helper.id))
    study.keep_transcript(person, made.id, Transcript("no", turns, speakers), machine_made=True)
    return [(made.id, turn.id) for turn in turns]


if __name__ == "__main__":
    main()
