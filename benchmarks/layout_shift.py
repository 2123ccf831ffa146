"""What jumps, without the reader's doing, while a page is scrolled from its top to its end."""

import math
from typing import NamedTuple

from playwright.sync_api import Browser

from benchmarks.phone import HEIGHT, PLACE, phone, read, scroll

PAUSE = 250  # milliseconds after each half screen

# Each jump, with its time.
JUMPS = """
window.jumps = [];
new PerformanceObserver((list) => {
  for (const { startTime, value, hadRecentInput } of list.getEntries())
    if (!hadRecentInput) jumps.push([startTime, value]);
}).observe({ type: "layout-shift", buffered: true });
"""


class Jumps(NamedTuple):
    """Layout shift: the sum over a whole scroll, and the worst burst, which is called CLS."""

    total: float
    burst: float


def whole_scroll(browser: Browser, address: str) -> Jumps:
    """Look at the first screen, and scroll to the end in steps of half a screen."""
    with phone(browser) as (page, session):
        page.add_init_script(JUMPS)
        read(page, address)
        place, end = page.evaluate(PLACE)
        while place < end - 1:
            scroll(session, HEIGHT / 2)
            page.wait_for_timeout(PAUSE)
            before = place
            place, end = page.evaluate(PLACE)
            if place == before:
                break
        page.wait_for_timeout(1000)
        jumps = page.evaluate("() => jumps")
    return Jumps(sum(value for _, value in jumps), worst_burst(jumps))


def worst_burst(jumps: list[tuple[float, float]]) -> float:
    """The largest sum of a burst: no second without a jump, and five seconds at most."""
    worst = total = 0.0
    begun = last = -math.inf
    for when, value in jumps:
        if when - last > 1000 or when - begun > 5000:
            begun, total = when, 0.0
        last, total = when, total + value
        worst = max(worst, total)
    return worst
