"""How long a reader on a phone waits until the first slider of a page moves something."""

import math
import time
from itertools import cycle
from typing import NamedTuple

from playwright.sync_api import Browser

from benchmarks.phone import LONGEST, PLACE, phone, read, scroll

EXPLORER = ".mc-host"
FLICK = 600  # pixels, of a screen of 844
TOP = 150  # pixels from the top of the window to where a reader puts an explorer

# From when the place of the first explorer is in sight (on the first screen: from the first paint)
# until a key on its first slider has changed something besides the slider and its label.
WATCH = """() => {
  window.reader = { arrived: null, moved: null };
  const host = document.querySelector(".mc-host");
  let first = true;
  new IntersectionObserver(([{ isIntersecting, time }]) => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    if (isIntersecting) reader.arrived ??= first ? paint.startTime : time;
    first = false;
  }).observe(host);
  new MutationObserver((changes) => {
    const slider = window.touched;
    if (!slider?.isConnected || slider.type !== "range") return;
    const own = (node) => slider.parentElement.contains(node);
    if (!changes.every(({ target }) => own(target))) reader.moved ??= performance.now();
  }).observe(host, { subtree: true, childList: true, attributes: true, characterData: true });
}"""
# A slider of whole numbers takes the keys itself, with no event of input, and explorers
# keep the keys of their sliders to themselves, so this listens before they come.
TOUCHED = """for (const kind of ["input", "keydown"]) {
  addEventListener(kind, ({ target }) => { window.touched = target; }, true);
}"""
FAR = "() => document.querySelector('.mc-host').getBoundingClientRect().top"
FOCUS = """() => {
  const slider = document.querySelector(".mc-host input[type=range]");
  slider?.focus();
  return { ...reader, slider: document.activeElement === slider };
}"""


class Slider(NamedTuple):
    """When the first slider of a page moves something, in seconds."""

    after_arrival: float
    after_start: float


def first_slider(browser: Browser, address: str) -> Slider:
    """Look at the first screen, scroll to the first explorer, press keys on its first slider."""
    with phone(browser) as (page, session):
        page.add_init_script(TOUCHED)
        read(page, address)
        page.wait_for_selector(EXPLORER, state="attached", timeout=1000 * LONGEST)
        page.evaluate(WATCH)
        while (distance := page.evaluate(FAR) - TOP) > 1:
            before = page.evaluate(PLACE)
            scroll(session, min(distance, FLICK))
            if page.evaluate(PLACE) == before:
                break
        end = time.monotonic() + LONGEST
        for key in cycle(("ArrowRight", "ArrowLeft")):
            found = page.evaluate(FOCUS)
            if found["moved"] and found["arrived"]:
                return Slider((found["moved"] - found["arrived"]) / 1000, found["moved"] / 1000)
            if time.monotonic() > end:
                break
            if found["slider"]:
                page.keyboard.press(key)
            page.wait_for_timeout(100)
    return Slider(math.inf, math.inf)
