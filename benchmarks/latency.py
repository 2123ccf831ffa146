"""From key to redrawn frame, beside what this browser and machine need at least."""

from collections.abc import Iterator
from statistics import median

from playwright.sync_api import Playwright, sync_playwright

from benchmarks.measure import EVENTS, bare, frame_times, opened
from benchmarks.pages import with_explorers
from benchmarks.row import Row
from tools import SITE
from tools.browser import launch, serving

TIMES, WORST = 3.0, 33.0  # of a bare slider's median; milliseconds
TRIES = 3
SCREEN = {"width": 1280, "height": 900}
# Chromium watches one link in a hundred, drawn anew at each visit, to learn which links readers
# take. Where it does, a key costs a second frame, after which the next key waits for the beat: the
# draw, and not the page, would decide. Pages are timed without it, some also as readers have it.
NO_STATISTICS = "--disable-features=NavigationPredictor"
ALSO_WITH = ["book/index.html", "book/theory/gaussian.html", "book/theory/mixing.html"]


def timed(playwright: Playwright, base: str, names: list[str], *options: str) -> Iterator[Row]:
    """The first explorer of each page, and a bare slider in turns with it."""
    browser = launch(playwright, *options)
    links = "" if options else ", links watched"
    with browser.new_context(viewport=SCREEN) as context:
        slider = bare(context.new_page())
        for name in names:
            page = opened(context.new_page(), base + name)
            tries = [[frame_times(each) for each in (page, slider)] for _ in range(TRIES)]
            page.close()
            # what else the machine does comes upon both of a pair; the middle one of the ratios
            pairs = sorted((median(ours) / median(least), ours, least) for ours, least in tries)
            ratio, ours, least = pairs[TRIES // 2]
            worst = min(max(ours) for ours, _ in tries)
            yield Row(
                f"{EVENTS} key presses, the middle of {TRIES} tries, `{name}`{links}",
                f"median {median(ours):.1f} ms, {ratio:.2f} times a bare slider's "
                f"{median(least):.1f} ms; worst, of the best try, {worst:.1f} ms",
                f"median at most {TIMES:.1f} times a bare slider's, worst under {WORST:.0f} ms",
                ratio <= TIMES and worst < WORST,
            )
    browser.close()


def rows() -> Iterator[Row]:
    """All pages with explorers, then some with the browser's statistics of links."""
    with sync_playwright() as playwright, serving(SITE) as base:
        yield from timed(playwright, base, with_explorers(), NO_STATISTICS)
        yield from timed(playwright, base, ALSO_WITH)
