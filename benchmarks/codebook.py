"""How long the codebook page and a merge take in a large study: 500 codes, 50,000 codings by two coders.

    python benchmarks/codebook.py [--json] [--repeat 3]

`tree_page_s`: the Codebook page drawn in the server, all it reads and counts included, as after each click (the
slowest of the repetitions; what the browser then does is not in it). `tree_data_s`: the reading alone. `merge_s`: one
code with 5,000 segments into another with 5,000, a tenth of them twins. `undo_s`: that merge taken back. `--json`
prints one object on standard output. Times are elapsed seconds: run it on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from codebooks.model import Code, Codebook  # noqa: E402 - the script runs from any folder
from codebooks.palette import FAMILIES  # noqa: E402
from core.clock import new_id, now  # noqa: E402
from core.design import Person  # noqa: E402
from storage import codebook_log, coding_rows  # noqa: E402
from study import Study, registry  # noqa: E402
from transcripts.model import Speaker, Transcript, Turn  # noqa: E402

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

CODES, CODINGS, INTERVIEWS, TURNS = 500, 50_000, 60, 300
BIG = 5_000  #: Segments of each of the two codes that are merged.
TWINS = BIG // 10
COLUMNS = (
    "id, interview_id, code_id, start_turn, start_offset, end_turn, end_offset, coder_id, round_id, origin, created_at"
)
INSERT = f"INSERT INTO coding ({COLUMNS}) VALUES ({', '.join('?' * 11)})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print one object on standard output")
    parser.add_argument("--repeat", type=int, default=3, help="how often the page's data are read (default 3)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["WORKBENCH_HOME"] = str(Path(folder) / "home")  # the list of recent studies is not ours
        figures = measured(Path(folder) / "study", options.repeat)
        registry.close_all()
    if options.json:
        print(json.dumps(figures))
    else:
        for name, seconds in figures.items():
            print(f"{name:<12} {seconds:.3f}")


def measured(folder: Path, repeat: int) -> dict[str, float]:
    """The figures by name, in seconds."""
    study, source, target = large_study(folder)
    kari = study.person("Kari")
    tree_data = max(seconds(lambda: study.codebook_overview(kari)) for _ in range(repeat))
    page = opened_page(study)
    tree_page = max(seconds(page.run) for _ in range(repeat))
    merge = seconds(lambda: study.merge_codes(kari, source, target))
    undo = seconds(lambda: study.undo_codebook(kari))
    figures = {"tree_page_s": tree_page, "tree_data_s": tree_data, "merge_s": merge, "undo_s": undo}
    return {name: round(value, 3) for name, value in figures.items()}


def opened_page(study: Study) -> AppTest:
    """The Codebook page, drawn once, without a browser."""
    from streamlit.runtime.context import ContextProxy
    from streamlit.testing.v1 import AppTest

    from ui import sessions

    table = sessions.Sessions("sessions-8501.json")
    session_id = table.begin("Kari")
    sessions.table = lambda: table  # type: ignore[assignment]
    sessions.served_port = lambda: 8501
    ContextProxy.cookies = property(lambda _: {"workbench-8501": session_id})  # type: ignore[assignment,method-assign]
    app = AppTest.from_file(str(ROOT / "main.py"), default_timeout=600)
    app.query_params["study"] = study.id
    page = app.run().switch_page("ui/pages/codebook.py").run()
    assert not page.exception, page.exception
    return page


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def large_study(folder: Path) -> tuple[Study, str, str]:
    """The study, and the two codes that will be merged."""
    study = registry.create(folder, "Large", "Kari", codebook=None)
    people = (study.person("Kari"), study.person("Ola"))
    codebook = large_codebook()
    with study.database.write() as connection:
        codebook_log.apply_edits(connection, codebook_log.edits_between(Codebook({}, ()), codebook))
    turns = [(interview, turn) for interview in interviews(study, people[0]) for turn in TURN_IDS[interview]]
    source, target = codebook.codes[-1].id, codebook.codes[-2].id
    with study.database.write() as connection:
        round_id = coding_rows.read_rounds(connection)[0].id
        rows = list(codings(codebook, people, turns, round_id))
        connection.exec_driver_sql(INSERT, rows)
    return study, source, target


def large_codebook() -> Codebook:
    """Twenty branches of 24 codes, all with a definition in two languages."""
    codes: list[Code] = []
    for number in range(CODES):
        parent = codes[number - number % 25].id if number % 25 else None
        text = {"en": f"What code {number} is about. " * 8, "no": f"Hva kode {number} handler om. " * 8}
        colour = FAMILIES[number // 25 % 4][number % 7]
        name = {"en": f"Code {number}", "no": f"Kode {number}"}
        place = number // 25 if parent is None else number % 25 - 1
        codes.append(Code(new_id(), name, parent, place, colour, definition=text, when_to_use=text))
    return Codebook({"en": "Large"}, tuple(codes))


TURN_IDS: dict[str, list[str]] = {}  #: By interview.


def interviews(study: Study, person: Person) -> Iterator[str]:
    """Transcribed interviews of four waves; one after the other."""
    for number in range(INTERVIEWS):
        interview = study.add_interview(person, label=f"H{number:02}", wave=f"Wave {number % 4 + 1}")
        text = "Jeg kjente at jeg mestret det, og at noen trengte meg den dagen. " * 4
        turns = tuple(Turn(new_id(), f"SPEAKER_0{n % 2}", text, n * 1000, n * 1000 + 900) for n in range(TURNS))
        transcript = Transcript("no", turns, (Speaker("SPEAKER_00"), Speaker("SPEAKER_01")))
        study.keep_transcript(person, interview.id, transcript, machine_made=True)
        TURN_IDS[interview.id] = [turn.id for turn in turns]
        yield interview.id


def codings(
    codebook: Codebook, people: tuple[Person, Person], turns: list[tuple[str, str]], round_id: str
) -> Iterator[tuple[object, ...]]:
    """Rows of the table `coding`: the last two codes have BIG segments each, the others share the rest."""
    chance = random.Random(7)
    made_at = now().replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    ids = [code.id for code in codebook.codes]
    for number in range(CODINGS):
        if number < 2 * BIG:
            code, place = ids[-1 - number // BIG], number % BIG
            shift = 0 if place < TWINS else number // BIG
            (interview, turn), start, coder = turns[place], 10 + 40 * shift, people[0]
        else:
            code, (interview, turn) = chance.choice(ids[:-2]), chance.choice(turns)
            start, coder = chance.randrange(200), chance.choice(people)
        yield new_id(), interview, code, turn, start, turn, start + 20, coder.id, round_id, "person", made_at


if __name__ == "__main__":
    main()
