"""What a reader on a phone waits for, and what jumps: the front page and the heaviest pages.

`python -m benchmarks.reader --site FOLDER [PAGE ...]` prints the same of any built site.
"""

import argparse
import math
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from benchmarks.first_screen import first_screen
from benchmarks.first_slider import EXPLORER, first_slider
from benchmarks.host import Compressing, heaviest
from benchmarks.layout_shift import whole_scroll
from benchmarks.measure import compressed, requested
from benchmarks.phone import LONGEST
from benchmarks.row import Row
from benchmarks.weight import FIRST_VISIT, weight
from tools import SITE
from tools.browser import launch, serving

RUNS = 3
FIRST_SCREEN, FIRST_SLIDER, JUMPS = 2.5, 4.0, 0.05  # seconds, seconds, sum of layout shifts


def rows(site: Path = SITE, names: Sequence[str] = ()) -> Iterator[Row]:
    """The rows of each page."""
    names = names or heaviest(site)  # it has a browser of its own, and one at a time is allowed
    with sync_playwright() as playwright, serving(site, Compressing) as base:
        browser = launch(playwright)
        for name in names:
            size = compressed(site, requested(browser, base, name))
            yield weight(f"`{name}`, first visit", size, FIRST_VISIT)
            yield from waits(browser, base, name)
        browser.close()


def waits(browser: Browser, base: str, name: str) -> Iterator[Row]:
    """The first screen, the first slider where the page has one, and the layout shift."""
    address = base + name
    screens = [first_screen(browser, address) for _ in range(RUNS)]
    yield row(f"`{name}`, first screen complete", screens, FIRST_SCREEN, seconds)
    if has_explorer(browser, address):
        sliders = [first_slider(browser, address) for _ in range(RUNS)]
        start = median(slider.after_start for slider in sliders)
        note = f"; {seconds(start)} after the start"
        arrival = [slider.after_arrival for slider in sliders]
        what = f"`{name}`, first slider moves, from arriving at it"
        yield row(what, arrival, FIRST_SLIDER, seconds, note)
    jumps = [whole_scroll(browser, address) for _ in range(RUNS)]
    note = f"; worst burst (CLS) {median(jump.burst for jump in jumps):.3f}"
    totals = [jump.total for jump in jumps]
    yield row(f"`{name}`, layout shift in a whole scroll", totals, JUMPS, "{:.3f}".format, note)


def row(
    what: str, runs: list[float], bound: float, words: Callable[[float], str], note: str = ""
) -> Row:
    """The middle of the runs, which is held against the bound, and the worst."""
    load = f"load {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores"
    measured = f"{words(median(runs))}, worst of {len(runs)} {words(max(runs))}{note}; {load}"
    return Row(what, measured, f"at most {words(bound)}", median(runs) <= bound)


def seconds(value: float) -> str:
    """In words."""
    return f"{value:.1f} s" if math.isfinite(value) else f"over {LONGEST:.0f} s"


def has_explorer(browser: Browser, address: str) -> bool:
    """Whether there is a slider to wait for."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        return page.query_selector(EXPLORER) is not None


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=SITE, help="the folder of the built site")
    parser.add_argument("pages", nargs="*", help="instead of the front page and the heaviest")
    asked = parser.parse_args()
    for found in rows(asked.site, asked.pages):
        print(found.line(), flush=True)


if __name__ == "__main__":
    main()
