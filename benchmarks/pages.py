"""What the reader waits for: the build, the weight of a page, the frames of an explorer."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from benchmarks.row import Row
from tools import BUILD, ROOT, SITE
from tools.browser import launch, pages, serving, with_explorers
from tools.measure import EVENTS, compressed, frame_times, least_frame_times, requested

COLD, WARM = 600.0, 20.0  # seconds
FIRST_VISIT, FURTHER_PAGE = 1_000_000, 250_000  # bytes
MEDIAN, WORST = 8.0, 33.0  # milliseconds


def rows() -> Iterator[Row]:
    """Every row about pages."""
    shutil.rmtree(BUILD, ignore_errors=True)
    yield build("whole book, cold", COLD)
    yield build("whole book, nothing changed", WARM)
    with sync_playwright() as playwright, serving(SITE) as base:
        browser = launch(playwright)
        yield from weights(browser, base)
        yield from latencies(browser, base)
        browser.close()


def build(what: str, bound: float) -> Row:
    """The time of one build."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "tools.build"], cwd=ROOT, check=True, capture_output=True)
    seconds = time.perf_counter() - start
    return Row(what, f"{seconds:.1f} s", f"under {bound:.0f} s", seconds < bound)


def weights(browser: Browser, base: str) -> Iterator[Row]:
    """The heaviest first visit, and each further page with an explorer."""
    files = {name: requested(browser, base, name) for name in pages()}
    sizes = {name: compressed(SITE, asked) for name, asked in files.items()}
    worst = max(sizes, key=sizes.__getitem__)
    yield weight(f"first visit, heaviest page: `{worst}`", sizes[worst], FIRST_VISIT)
    shown = with_explorers()
    for name in shown:
        before = next((files[other] for other in shown if other != name), files[pages()[0]])
        size = compressed(SITE, files[name] - before)
        yield weight(f"further page: `{name}`", size, FURTHER_PAGE)


def weight(what: str, size: int, bound: int) -> Row:
    """A number of bytes."""
    return Row(what, f"{size / 1000:.0f} kB", f"under {bound / 1000:.0f} kB", size < bound)


def latencies(browser: Browser, base: str) -> Iterator[Row]:
    """From input event to redrawn frame, beside what this browser and machine need at least."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        least = min(median(least_frame_times(context.new_page())) for _ in range(3))
    what = f"{EVENTS} key presses, best of three tries, a bare slider that moves one line"
    yield Row(what, f"median {least:.1f} ms", "-", True)
    for name in with_explorers():
        with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
            tries = [frame_times(context.new_page(), base + name) for _ in range(3)]
        middle, worst = min((median(times), max(times)) for times in tries)
        yield Row(
            f"{EVENTS} key presses, best of three tries, `{name}`",
            f"median {middle:.1f} ms, worst {worst:.1f} ms",
            f"median under {MEDIAN:.0f} ms, worst under {WORST:.0f} ms",
            middle < MEDIAN and worst < WORST,
        )
