"""How fast the coding desk is: a real server, Chromium with a profile on disk, a made-up interview.

    python benchmarks/desk.py [--json] [--repeat 15] [--without-taguette]

12,013 words in 600 turns with 500 codings; the figures that begin with `large_`: 36,000 words, 1,800 turns, 2,000
codings. Medians of `--repeat` runs:

reload_s           from reloading a page at rest to a desk that can be worked at, drawn
visible_ms         from pressing a code's number to the frame that shows the code
saved_ms           from pressing it to the server's word that the coding is on the disk
websocket_bytes    through Streamlit's websocket, both ways, per coding
find_ms            from the last letter typed to the number of hits
frames_per_second  while the recording plays and the spoken word is shown and followed (60 is what the browser draws)
taguette_ratio     storing 500 codings one by one in ours / in Taguette's server, the same text, one after the other

`load_average` is the machine's (one minute) beside each group of figures: on a busy machine all of them are longer.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, TypeAlias

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import taguette  # noqa: E402 - the script runs from any folder
from benchmarks.desk_browser import Tab, person_at_browser  # noqa: E402
from benchmarks.desk_study import LARGE, PERSON, USUAL, Made, Size, make  # noqa: E402
from core.clock import new_id  # noqa: E402
from study import home, registry  # noqa: E402
from ui.launcher import free_port, is_answering, start, stop  # noqa: E402
from ui.routes import operations  # noqa: E402

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
WARM_UP = 3  #: Reloads before the first counted one: the browser keeps compiled scripts after a few visits.
PLAYED, PLAYED_SECONDS = 5, 3.0
HIGHLIGHTS = 500

Figures: TypeAlias = dict[str, float | None]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print one object on standard output")
    parser.add_argument("--repeat", type=int, default=15, help="runs of each measurement (default 15)")
    parser.add_argument("--without-taguette", action="store_true", help="do not install and measure the peer")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measured(Path(folder), options.repeat, with_peer=not options.without_taguette)
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:<26} {value}")


def measured(folder: Path, repeat: int, *, with_peer: bool) -> Figures:
    """All figures by name; None where something could not be measured here."""
    os.environ["WORKBENCH_HOME"] = str(folder / "home")  # the list of recent studies is not ours
    home.write_json("settings.json", {"person_name": PERSON})
    usual, large = make(folder / "usual", USUAL), make(folder / "large", LARGE)
    figures: Figures = {}
    with running_server() as (port, token):
        entrance = f"http://127.0.0.1:{port}/?token={token}"
        for prefix, made, size in (("", usual, USUAL), ("large_", large, LARGE)):
            with person_at_browser(CHROMIUM, folder / f"profile{prefix}", entrance) as context:
                found = desk_figures(
                    Tab(context.new_page(), f"http://127.0.0.1:{port}{made.address}"), made, size, repeat
                )
            figures |= {prefix + name: value for name, value in found.items()}
        if with_peer:
            figures["taguette_ratio"] = ratio(port, entrance, usual)
    registry.close_all()
    return figures


@contextmanager
def running_server() -> Iterator[tuple[int, str]]:
    """The workbench on a free port: (port, token)."""
    port, token = free_port(), secrets.token_urlsafe(16)
    assert port is not None, "no free port"
    server = start(port, token)
    try:
        assert is_answering(server, port)
        yield port, token
    finally:
        stop(server)


def desk_figures(tab: Tab, made: Made, size: Size, repeat: int) -> Figures:
    """What the browser needs at the desk of one interview."""
    tab.open()
    for _ in range(WARM_UP):
        tab.reload_seconds()
    reload_s = median(tab.reload_seconds() for _ in range(repeat))
    load = os.getloadavg()[0]
    bytes_before = tab.websocket_bytes
    times = [tab.coding_ms(*place, key=str(1 + n % 9)) for n, place in enumerate(places(made, size, 2 * repeat))]
    sent = tab.websocket_bytes - bytes_before
    words = made.turns[len(made.turns) // 2].text.split()
    find_ms = [tab.find_ms(max(words[n:] or words, key=len)) for n in range(min(repeat, len(words)))]
    return {
        "reload_s": round(reload_s, 3),
        "visible_ms": round(median(seen for seen, _ in times), 1),
        "saved_ms": round(median(saved for _, saved in times), 1),
        "websocket_bytes": sent / len(times),
        "find_ms": round(median(find_ms), 1),
        "frames_per_second": round(median(tab.frames_per_second(PLAYED_SECONDS) for _ in range(PLAYED)), 1),
        "load_average": round(max(load, os.getloadavg()[0]), 2),
    }


def places(made: Made, size: Size, count: int) -> Iterator[tuple[int, int, int]]:
    """Where to code: (turn, start, end), near codings that are there already, over the whole transcript."""
    for number in range(count):
        turn = (number * size.turns // count + 1) % size.turns
        words = made.turns[turn].words
        yield turn, words[2].start, words[6].end


# --- beside a peer


def ratio(port: int, entrance: str, made: Made) -> float | None:
    """Our time to store codings one by one, divided by Taguette's; None where it cannot be installed."""
    try:
        peer = taguette.seconds_to_store(made.turns, list(made.passages(HIGHLIGHTS)))
    except taguette.NotHereError as missing:
        print(f"No taguette_ratio: {missing}", file=sys.stderr)
        return None
    ours = seconds_to_store(port, entrance, made)
    print(f"{HIGHLIGHTS} codings: ours {ours:.2f} s, Taguette {peer:.2f} s", file=sys.stderr)
    return round(ours / peer, 3)


def seconds_to_store(port: int, entrance: str, made: Made) -> float:
    """Time for HIGHLIGHTS codings, each a request of its own that is answered before the next."""
    cookie = cookie_of(port, entrance)
    headers = {
        "Cookie": cookie, "Content-Type": "application/json", "X-Workbench": "1", "Origin": f"http://127.0.0.1:{port}",
    }  # fmt: skip
    bodies = [json.dumps({"client": CLIENT, "operations": [one]}) for one in codings(made)]
    connection = HTTPConnection("127.0.0.1", port)
    address = operations.address(made.study, made.interview.id)

    def store() -> None:
        for body in bodies:
            connection.request("POST", address, body, headers)
            answer = json.load(connection.getresponse())
            assert answer["results"][0]["refused"] is None, answer

    return seconds(store)


CLIENT = new_id()


def codings(made: Made) -> Iterator[dict[str, Any]]:
    """The operations of a desk that codes the same stretches as the peer."""
    texts = {turn.id: turn for turn in made.turns}
    for number, passage in enumerate(islice(made.passages(HIGHLIGHTS), HIGHLIGHTS), 1):
        turn = texts[passage.start_turn]
        yield {
            "seq": number,
            "kind": "code",
            "id": new_id(),
            "code": made.codes[number % len(made.codes)].id,
            "passage": {
                "start_turn": turn.id, "start": passage.start, "end_turn": turn.id, "end": passage.end,
            },
            "quote": turn.text[passage.start : passage.end],
            "turn_revisions": {turn.id: turn.revision},
        }  # fmt: skip


def cookie_of(port: int, entrance: str) -> str:
    """The gate's cookie for a browser that comes with the token."""
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", entrance.partition(str(port))[2])
    given = connection.getresponse().getheader("Set-Cookie") or ""
    return given.partition(";")[0]


def seconds(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


if __name__ == "__main__":
    main()
