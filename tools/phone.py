"""What a reader on a phone waits for: the first screen, the first slider, and text that jumps.

Chromium plays a phone with a processor four times slower, on a slow network, and with nothing in
its cache. Each function opens the page anew.
"""

import base64
import io
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from typing import NamedTuple

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, CDPSession, Page, TimeoutError

WIDTH, HEIGHT = 390, 844
SLOWER = 4
NETWORK = {  # milliseconds, and bytes a second: 1.6 Mbit/s down, 750 kbit/s up
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
LONGEST = 20.0  # seconds: what takes longer is not waited for
QUIET = 4.0  # seconds without a new frame, after which a screen counts as finished
PIXELS, CHANGE = 10, 32  # a comma is more pixels than that; the change is of 255 steps of a colour
FLICK, SPEED = 600, 2500  # pixels, and pixels a second
TOP = 150  # pixels from the top of the window to where a reader puts an explorer

# The text is there, and in the window every formula is set and visible, every picture there, with
# no font on its way. A formula is set where it is no longer TeX, whoever has set it.
COMPLETE = """() => {
  const near = (node) => {
    const { left, right, top, bottom, width, height } = node.getBoundingClientRect();
    return width && height && bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
  };
  const clear = (colour) => /^rgba\\(.*, 0\\)$|\\/ 0\\)$/.test(colour);
  const visible = (node) =>
    near(node) && !clear(getComputedStyle(node).color) &&
    node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const SET = "math, mjx-container, .katex";
  const formulas = [...document.querySelectorAll(".math")].filter(near);
  const pictures = [...document.images].filter(near);
  const drawn = performance.getEntriesByName("first-contentful-paint").length > 0;
  const full = document.readyState === "complete" || document.body?.scrollHeight > 2 * innerHeight;
  return drawn && full && document.fonts.status === "loaded" &&
    formulas.every((box) => [...box.querySelectorAll(SET)].some(visible)) &&
    pictures.every((picture) => picture.complete && picture.naturalWidth);
}"""

# From when the place of the first explorer is in sight (on the first screen: from the first paint)
# until a key on its first slider has changed something besides the slider and its label.
WATCH = """() => {
  window.reader = { arrived: null, moved: null };
  const host = document.querySelector(".mc-host, .mc");
  let first = true;
  new IntersectionObserver(([{ isIntersecting, time }]) => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    if (isIntersecting) reader.arrived ??= first ? paint.startTime : time;
    first = false;
  }).observe(host);
  let slider = null;
  addEventListener("input", ({ target }) => (slider = target), true);
  new MutationObserver((changes) => {
    if (!slider?.isConnected || slider.type !== "range") return;
    const own = (node) => slider.parentElement.contains(node);
    if (!changes.every(({ target }) => own(target))) reader.moved ??= performance.now();
  }).observe(host, { subtree: true, childList: true, attributes: true, characterData: true });
}"""
FAR = "() => document.querySelector('.mc-host, .mc').getBoundingClientRect().top"
FOCUS = """() => {
  const slider = document.querySelector(".mc-host input[type=range], .mc input[type=range]");
  slider?.focus();
  return { ...reader, now: performance.now(), slider: document.activeElement === slider };
}"""

# What jumps without the reader's doing, with its time.
JUMPS = """
window.jumps = [];
new PerformanceObserver((list) => {
  for (const { startTime, value, hadRecentInput } of list.getEntries())
    if (!hadRecentInput) jumps.push([startTime, value]);
}).observe({ type: "layout-shift", buffered: true });
"""
PLACE = "() => [scrollY, document.documentElement.scrollHeight - innerHeight]"


class Slider(NamedTuple):
    """When the first slider of a page moves something, in seconds."""

    after_arrival: float
    after_start: float


class Jumps(NamedTuple):
    """Layout shift: the sum over a whole scroll, and the worst burst, which is called CLS."""

    total: float
    burst: float


@contextmanager
def phone(browser: Browser) -> Iterator[tuple[Page, CDPSession]]:
    """An empty page on the phone, and the session that commands its browser."""
    screen = {"width": WIDTH, "height": HEIGHT}
    with browser.new_context(viewport=screen, is_mobile=True, has_touch=True) as context:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", NETWORK)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        yield page, session


def completed(page: Page) -> bool:
    """Wait until the screen is complete, or for the longest time; tell which."""
    try:
        page.wait_for_function(COMPLETE, polling=100, timeout=LONGEST * 1000)
    except TimeoutError:
        return False
    return True


def first_screen(browser: Browser, address: str) -> float:
    """Seconds until the first screen looks as it will: the last moment at which it changed."""
    frames: list[tuple[float, bytes]] = []
    with phone(browser) as (page, session):

        def keep(event: dict) -> None:
            frames.append((event["metadata"]["timestamp"], base64.b64decode(event["data"])))
            session.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

        session.on("Page.screencastFrame", keep)
        session.send("Page.startScreencast", {"format": "png"})
        page.goto(address, wait_until="commit")
        start = page.evaluate("() => performance.timeOrigin") / 1000
        complete = completed(page)
        now = time.time()
        while time.time() - max(now, frames[-1][0]) < QUIET and time.time() - start < 2 * LONGEST:
            page.wait_for_timeout(200)
        complete = complete and page.evaluate(COMPLETE)
    return last_change(frames) - start if complete else math.inf


def last_change(frames: list[tuple[float, bytes]]) -> float:
    """The time of the first of the frames that look like the last one, without a break."""
    pictures = [(when, pixels(data)) for when, data in frames]
    found, final = pictures[-1]
    for when, picture in reversed(pictures):
        if differ(picture, final):
            break
        found = when
    return found


def pixels(data: bytes) -> np.ndarray:
    """A picture as an array of colours."""
    with Image.open(io.BytesIO(data)) as picture:
        return np.asarray(picture.convert("RGB"), dtype=int)


def differ(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether a reader sees a difference."""
    if one.shape != other.shape:
        return True
    return int((np.abs(one - other).max(axis=-1) > CHANGE).sum()) > PIXELS


def scroll(session: CDPSession, distance: float) -> None:
    """Move down the page as with a wheel: Chromium without a window ignores this gesture's finger."""
    words = {"x": WIDTH // 2, "y": HEIGHT // 2, "yDistance": -distance, "speed": SPEED}
    session.send("Input.synthesizeScrollGesture", {**words, "gestureSourceType": "mouse"})


def first_slider(browser: Browser, address: str) -> Slider:
    """Read the first screen, scroll to the first explorer, and press keys on its first slider."""
    with phone(browser) as (page, session):
        page.goto(address, wait_until="commit")
        completed(page)
        page.evaluate(WATCH)
        while (distance := page.evaluate(FAR) - TOP) > 1:
            before = page.evaluate(PLACE)
            scroll(session, min(distance, FLICK))
            if page.evaluate(PLACE) == before:
                break
        for key in cycle(("ArrowRight", "ArrowLeft")):
            found = page.evaluate(FOCUS)
            if found["moved"] is not None:
                return Slider((found["moved"] - found["arrived"]) / 1000, found["moved"] / 1000)
            if found["arrived"] is not None and found["now"] - found["arrived"] > 1000 * LONGEST:
                break
            if found["slider"]:
                page.keyboard.press(key)
            page.wait_for_timeout(100)
    return Slider(math.inf, math.inf)


def whole_scroll(browser: Browser, address: str) -> Jumps:
    """Read the first screen, and scroll to the end in steps of half a screen."""
    with phone(browser) as (page, session):
        page.add_init_script(JUMPS)
        page.goto(address, wait_until="commit")
        completed(page)
        page.wait_for_timeout(250)
        place, end = page.evaluate(PLACE)
        while place < end - 1:
            scroll(session, HEIGHT / 2)
            page.wait_for_timeout(250)
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
