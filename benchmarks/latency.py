"""From key to redrawn frame, beside what this browser and machine need at least."""

from collections.abc import Iterator
from statistics import median

from playwright.sync_api import sync_playwright

from benchmarks.measure import EVENTS, bare, frame_times, opened
from benchmarks.pages import with_explorers
from benchmarks.row import Row
from tools import SITE
from tools.browser import launch, serving

TIMES, WORST = 3.0, 33.0  # of a bare slider's median; milliseconds
TRIES = 3
SCREEN = {"width": 1280, "height": 900}


def rows() -> Iterator[Row]:
    """The first explorer of each page, and a bare slider in turns with it."""
    with sync_playwright() as playwright, serving(SITE) as base:
        browser = launch(playwright)
        with browser.new_context(viewport=SCREEN) as context:
            slider = bare(context.new_page())
            for name in with_explorers():
                page = opened(context.new_page(), base + name)
                tries = [(frame_times(slider), frame_times(page)) for _ in range(TRIES)]
                page.close()
                least = min(median(times) for times, _ in tries)
                middle, worst = min((median(times), max(times)) for _, times in tries)
                yield Row(
                    f"{EVENTS} key presses, best of {TRIES} tries, `{name}`",
                    f"median {middle:.1f} ms, {middle / least:.1f} times a bare slider's "
                    f"{least:.1f} ms; worst {worst:.1f} ms",
                    f"median at most {TIMES:.1f} times a bare slider's, worst under {WORST:.0f} ms",
                    middle <= TIMES * least and worst < WORST,
                )
        browser.close()
