"""From input event to redrawn frame, beside what this browser and machine need at least."""

from collections.abc import Iterator
from statistics import median

from playwright.sync_api import sync_playwright

from benchmarks.measure import EVENTS, frame_times, least_frame_times
from benchmarks.pages import with_explorers
from benchmarks.row import Row
from tools import SITE
from tools.browser import launch, serving

MEDIAN, WORST = 8.0, 33.0  # milliseconds
SCREEN = {"width": 1280, "height": 900}


def rows() -> Iterator[Row]:
    """A bare slider, then the first explorer of each page."""
    with sync_playwright() as playwright, serving(SITE) as base:
        browser = launch(playwright)
        with browser.new_context(viewport=SCREEN) as context:
            least = min(median(least_frame_times(context.new_page())) for _ in range(3))
        what = f"{EVENTS} key presses, best of three tries, a bare slider that moves one line"
        yield Row(what, f"median {least:.1f} ms", "-", True)
        for name in with_explorers():
            with browser.new_context(viewport=SCREEN) as context:
                tries = [frame_times(context.new_page(), base + name) for _ in range(3)]
            middle, worst = min((median(times), max(times)) for times in tries)
            yield Row(
                f"{EVENTS} key presses, best of three tries, `{name}`",
                f"median {middle:.1f} ms, worst {worst:.1f} ms",
                f"median under {MEDIAN:.0f} ms, worst under {WORST:.0f} ms",
                middle < MEDIAN and worst < WORST,
            )
        browser.close()
