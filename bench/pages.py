"""How long a person waits: pages in a real browser on 100,000 opportunities, the 95th percentile of each thing done.

    .venv/bin/python -m bench.pages --database sqlite --keep /tmp/bench
"""

from __future__ import annotations

import argparse
import math
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from bench.__main__ import databases, names, place, settle
from bench.data import Data
from bench.ours import ADMIN, PASSWORD, Ours
from tests.support import chromium
from tests.support.journeys import drag
from tests.support.pages import open_browser

#: Milliseconds that each may take, of 95 in a hundred. What is waited for, in a browser that keeps the files of the application:
#: list ready: from going to the address of a list, until its first row is drawn.
#: next page: from scrolling to the end of what is there, until the first row after it is drawn; nobody scrolls faster.
#: filter: from a condition in the address, until the first row that it leaves is drawn.
#: record: from a click on a name in a list, until the fields of the record are drawn beside it.
#: drag shown: from letting a card go, until the frame that shows it in the other column.
#: search: from the question to the answer of the server, without drawing.
BARS = {"list ready": 400, "next page": 200, "filter": 200, "record": 250, "drag shown": 50, "search": 150}
OBJECT = "/o/opportunity"
VIEW = f"{OBJECT}?view=all_opportunities"
LANES = ("Prospecting", "Qualification")
LOADING = 60_000  # milliseconds; a board begins long before its sums are there
WORDS = ("bridge", "anna", "mill", "poznan", "harbour", "rail", "north", "silk", "glass", "delta")

#: Put into every page: waits, frame by frame, until something holds, and then for that frame to be drawn.
WAITING = """
window.until = test => new Promise(done => {
  const look = () => test() ? requestAnimationFrame(() => done(performance.now())) : requestAnimationFrame(look);
  look();
});
window.cell = at => document.querySelector(`.ag-row[row-index="${at}"] a`)?.textContent || "";
"""
READY = "async () => until(() => cell(0))"
NEXT = """async at => {
  const body = document.querySelector(".ag-grid-viewport, .ag-body-viewport");
  await until(() => body.scrollHeight > 2 * body.clientHeight);
  const began = performance.now();
  body.scrollTop = body.scrollHeight;
  return await until(() => cell(at)) - began;
}"""
GO = """async ([address, shown]) => {
  const began = performance.now();
  history.pushState({}, "", address);
  dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  return await until(() => cell(0) && cell(0) !== shown) - began;
}"""
OPEN = """async () => {
  const link = document.querySelector('.ag-row[row-index="0"] a'), name = link.textContent, began = performance.now();
  link.click();
  const panel = () => document.querySelector("aside article, aside [role=tabpanel]")?.closest("aside");
  return await until(() => panel()?.textContent.includes(name) && panel().querySelector("[role=tabpanel] section")) - began;
}"""
SEARCH = """async word => {
  const began = performance.now();
  await (await fetch("/api/v1/search?q=" + encodeURIComponent(word))).json();
  return performance.now() - began;
}"""
DROPPED = """([name, lane]) => {
  addEventListener("pointerup", () => { window.dropped = performance.now(); }, { capture: true, once: true });
  window.shown = until(() => window.dropped && [...document.querySelectorAll("section, [role=region]")]
    .some(one => one.getAttribute("aria-label") === lane && one.textContent.includes(name)));
}"""


def main() -> None:
    options = argparse.ArgumentParser(prog="bench.pages", description=__doc__)
    options.add_argument("--database", choices=["pg", "sqlite"], default="sqlite")
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--times", type=int, default=20, help="how often each thing is done")
    options.add_argument("--keep", type=Path, help="a folder where the database stays, and is found again")
    options.add_argument("--only", type=names(MEASURES), default=list(MEASURES), help="some of them, with commas between")
    given = options.parse_args()
    with place(given.keep) as folder, databases(given.database, folder) as (urls, _):
        ours = Ours(urls["dougong"], folder, Data(given.rows))
        ours.fill()
        settle(urls["dougong"])
        server = ours.start()
        try:
            server.wait_for(ours.base, ours.requests("W2", 1)[0])
            with signed_in(ours.base) as page:
                tell({name: sorted(MEASURES[name](page, given.times)) for name in given.only})
        finally:
            server.stop()


@contextmanager
def signed_in(base: str) -> Iterator[Page]:
    """A page of the administrator, who sees all rows."""
    found = chromium.find()
    assert found is not None, "there is no Chromium"
    with sync_playwright() as playwright, open_browser(playwright, found) as browser:
        page = browser.new_context(base_url=base, viewport={"width": 1440, "height": 900}).new_page()
        page.add_init_script(WAITING)
        page.goto("/sign-in")
        page.fill("input[name=email]", ADMIN)
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{base}/")
        yield page


def ready(page: Page, times: int) -> list[float]:
    """From the address to the first row, everything that is kept in the browser's cache being there."""
    found = []
    for _ in range(times + 1):
        page.goto(VIEW, wait_until="commit")
        found.append(page.evaluate(READY))
    return found[1:]


def next_page(page: Page, times: int) -> list[float]:
    page.goto(VIEW)
    page.evaluate(READY)
    return [page.evaluate(NEXT, 100 * turn) for turn in range(1, times + 1)]


def filtered(page: Page, times: int) -> list[float]:
    page.goto(VIEW)
    page.evaluate(READY)
    found = []
    for turn in range(times):
        shown = page.evaluate("cell(0)")
        found.append(page.evaluate(GO, [f"{VIEW}&filter=amount > {1000 + turn * 37} AND name <> '{shown}'", shown]))
    return found


def record(page: Page, times: int) -> list[float]:
    found = []
    for turn in range(times + 1):
        page.goto(f"{VIEW}&filter=amount > {2000 + turn * 101}")
        page.evaluate(READY)
        found.append(page.evaluate(OPEN))
    return found[1:]


def dragged(page: Page, times: int) -> list[float]:
    """From letting a card go to the frame that shows it in the other column."""
    found = []
    for _ in range(times):
        page.goto(f"{OBJECT}?view=pipeline&filter=")
        begin, end = (page.get_by_role("region", name=name, exact=True) for name in LANES)
        card = begin.get_by_role("button").filter(has_text="Owner").first
        expect(card).to_be_visible(timeout=LOADING)
        page.evaluate(DROPPED, [card.inner_text().splitlines()[0], LANES[1]])
        drag(page, card, end)
        found.append(page.evaluate("async () => await window.shown - window.dropped"))
    return found


def search(page: Page, times: int) -> list[float]:
    page.goto(VIEW)
    return [page.evaluate(SEARCH, WORDS[turn % len(WORDS)]) for turn in range(times)]


MEASURES: dict[str, Callable[[Page, int], list[float]]] = {
    "list ready": ready, "next page": next_page, "filter": filtered, "record": record, "drag shown": dragged, "search": search,
}  # fmt: skip


def tell(found: dict[str, Any]) -> None:
    print(f"{'':12} {'median':>8} {'95 %':>8} {'bar':>6}   milliseconds")
    for name, times in found.items():
        ninety_five = times[math.ceil(0.95 * len(times)) - 1]
        print(f"{name:12} {statistics.median(times):8.0f} {ninety_five:8.0f} {BARS[name]:6}")


if __name__ == "__main__":
    main()
