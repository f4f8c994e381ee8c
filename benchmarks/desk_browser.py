"""Drives the desk in Chromium as a person does, and reads the clock in the page itself.

A frame counts as seen when the browser has drawn it: a task posted from inside the frame's own callback runs after the
drawing. Only the desk's documented hook is looked at (`data-ready`, `data-pending`, `data-found`, `data-turn`).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PATIENCE_SECONDS = 60
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required",
)  # fmt: skip

CLOCK = """
const clock = window.benchmark = { ready: 0, pressed: 0, seen: 0, saved: 0, typed: 0, found: 0 };
const now = (name) => { clock[name] ||= performance.now(); };
const drawn = (act) => requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = act;
  port2.postMessage(0);
});
const CHANGED = {
  "data-ready": ({ ready }) => { if (ready === "1") drawn(() => now("ready")); },
  "data-pending": ({ pending }) => { if (pending === "0" && clock.pressed) now("saved"); },
  "data-found": () => { if (clock.typed) now("found"); },
};
new MutationObserver((changes) => {
  for (const { target, attributeName } of changes) CHANGED[attributeName](target.dataset);
}).observe(document, { subtree: true, attributes: true, attributeFilter: Object.keys(CHANGED) });
addEventListener("keydown", (event) => {
  if (!/^[1-9]$/.test(event.key)) return;
  Object.assign(clock, { pressed: event.timeStamp, seen: 0, saved: 0 });
  drawn(() => now("seen"));
}, { capture: true });
addEventListener("input", (event) => {
  Object.assign(clock, { typed: event.timeStamp, found: 0 });
}, { capture: true });
"""
SELECT = """([turn, start, end]) => {
    const text = document.querySelectorAll('.iw-text')[turn];
    text.scrollIntoView({ block: 'center' });
    document.querySelector('.iw-turns').focus({ preventScroll: true });
    document.getSelection().setBaseAndExtent(text.firstChild, start, text.firstChild, end);
}"""
QUIET = """() => new Promise((done) => { setTimeout(() => requestIdleCallback(done, { timeout: 2000 }), 250); })"""
FRAMES = """(seconds) => new Promise((done) => {
    const times = [];
    const frame = (now) => {
        times.push(now);
        if (now - times[0] < seconds * 1000) requestAnimationFrame(frame);
        else done(times);
    };
    requestAnimationFrame(frame);
})"""


class Tab:
    """The desk of one interview in a tab of a person's own browser: what was fetched before is still there."""

    def __init__(self, page: Any, address: str) -> None:
        self.page = page
        self._address = address
        self.websocket_bytes = 0
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        for name in ("Network.webSocketFrameSent", "Network.webSocketFrameReceived"):
            network.on(name, self._count)

    def _count(self, event: dict[str, Any]) -> None:
        self.websocket_bytes += len(event["response"]["payloadData"])

    def open(self) -> None:
        self.page.goto(self._address, wait_until="commit")
        self._wait("clock.ready")

    def reload_seconds(self) -> float:
        """From the reload of a page at rest to a desk that can be worked at, drawn."""
        self.page.evaluate(QUIET)
        self.page.reload(wait_until="commit")
        return float(self._wait("clock.ready")) / 1000

    def coding_ms(self, turn: int, start: int, end: int, key: str) -> tuple[float, float]:
        """From pressing a code's number to the frame that shows it, and to the server's word that it is stored."""
        self.page.evaluate(SELECT, [turn, start, end])
        self.page.evaluate(QUIET)
        self.page.keyboard.press(key)
        pressed = float(self._wait("clock.saved && clock.seen && clock.pressed"))
        seen, saved = self.page.evaluate("[benchmark.seen, benchmark.saved]")
        return seen - pressed, saved - pressed

    def find_ms(self, word: str) -> float:
        """From the last letter typed to the number of hits."""
        self.page.keyboard.press("Control+f")
        self.page.locator(".iw-desk[data-found]").wait_for()
        self.page.keyboard.insert_text(word[:-1])
        self.page.evaluate(QUIET)
        self.page.keyboard.insert_text(word[-1])
        found = float(self._wait("clock.found"))
        typed = float(self.page.evaluate("benchmark.typed"))
        self.page.keyboard.press("Escape")
        return found - typed

    def frames_per_second(self, seconds: float) -> float:
        """While the recording plays and the spoken word is followed."""
        self.page.evaluate("document.querySelector('.iw-desk audio, audio')?.pause()")
        self.page.locator(".iw-time").first.click()
        self.page.locator(".iw-desk[data-spoken*=':']").wait_for()
        times = self.page.evaluate(FRAMES, seconds)
        self.page.locator(".iw-turns").focus()
        self.page.keyboard.press("Space")
        return float(1000 * (len(times) - 1) / (times[-1] - times[0]))

    def _wait(self, expression: str) -> Any:
        """The value of an expression over `clock`, once it is true. The page forbids eval, so this side asks."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            value = self.page.evaluate(
                f"(() => {{ const clock = window.benchmark; return clock && ({expression}); }})()"
            )
            if value:
                return value
            self.page.wait_for_timeout(10)
        raise TimeoutError(expression)


@contextmanager
def person_at_browser(chromium: str, profile: Path, entrance: str) -> Iterator[Any]:
    """Chromium with a profile on disk, as people have it, already through the gate."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=chromium,
            headless=True,
            args=list(ARGUMENTS),
            viewport={"width": 1280, "height": 800},
        )
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        context.add_init_script(CLOCK)
        context.request.get(entrance)
        yield context
        context.close()
