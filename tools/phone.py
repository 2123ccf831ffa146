"""What a reader on a phone waits for: the first screen, the first slider, and text that jumps.

Chromium plays a phone with a processor four times slower, on a slow network, and with nothing in
its cache. Each function opens the page anew.
"""

import base64
import io
import json
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from typing import NamedTuple

from PIL import Image, ImageChops, ImageFilter
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
LOOK = 1.0  # seconds from the first paint until a reader scrolls
LATE = 4.0  # seconds in which a complete screen is watched further
PIXELS, CHANGE = 4, 32  # of pictures 500 pixels high, in 255 steps of grey: a comma is more
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
  const high = document.documentElement.scrollHeight > 2 * innerHeight;
  const full = high || document.readyState === "complete";
  return full && document.fonts.status === "loaded" &&
    formulas.every((box) => [...box.querySelectorAll(SET)].some(visible)) &&
    pictures.every((picture) => picture.complete && picture.naturalWidth);
}"""

PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length > 0"
EXPLORER = ".mc-host"

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
  let slider = null;
  addEventListener("input", ({ target }) => (slider = target), true);
  new MutationObserver((changes) => {
    if (!slider?.isConnected || slider.type !== "range") return;
    const own = (node) => slider.parentElement.contains(node);
    if (!changes.every(({ target }) => own(target))) reader.moved ??= performance.now();
  }).observe(host, { subtree: true, childList: true, attributes: true, characterData: true });
}"""
FAR = "() => document.querySelector('.mc-host').getBoundingClientRect().top"
FOCUS = """() => {
  const slider = document.querySelector(".mc-host input[type=range]");
  slider?.focus();
  return { ...reader, slider: document.activeElement === slider };
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


def read(page: Page, address: str) -> None:
    """Open a page, and look at it for a moment once there is something to read."""
    page.goto(address, wait_until="commit")
    page.wait_for_function(PAINTED, polling=100, timeout=LONGEST * 1000)
    page.wait_for_timeout(1000 * LOOK)


def completed(page: Page) -> bool:
    """Wait until the screen is complete, or for the longest time; tell which."""
    try:
        page.wait_for_function(COMPLETE, polling=100, timeout=LONGEST * 1000)
    except TimeoutError:
        return False
    return True


def first_screen(browser: Browser, address: str) -> float:
    """Seconds until the first screen looks as it will: the last moment at which it changed."""
    with phone(browser) as (page, _):
        browser.start_tracing(page=page, screenshots=True, categories=["blink.user_timing"])
        page.goto(address, wait_until="commit")
        complete = completed(page)
        page.wait_for_load_state("load")
        page.wait_for_timeout(1000 * LATE)
        complete = complete and page.evaluate(COMPLETE)
        events = json.loads(browser.stop_tracing())["traceEvents"]
    start = max(event["ts"] for event in events if starts(event, address))
    frames = [event for event in events if event["name"] == "Screenshot"]
    pictures = [base64.b64decode(frame["args"]["snapshot"]) for frame in frames]
    last = frames[last_change(pictures)]["ts"]
    return (last - start) / 1e6 if complete else math.inf


def starts(event: dict, address: str) -> bool:
    """Whether an event of the browser's trace is the start of the page."""
    data = event["args"].get("data", {})
    return event["name"] == "navigationStart" and data.get("documentLoaderURL") == address


def last_change(pictures: list[bytes]) -> int:
    """The place of the first of the pictures that look like the last one, without a break."""
    found = len(pictures) - 1
    while found and alike(pictures[found - 1], pictures[-1]):
        found -= 1
    return found


def alike(one: bytes, other: bytes) -> bool:
    """Whether a reader sees no difference: what moves by a pixel is not seen."""
    if one == other:
        return True
    first, second = (Image.open(io.BytesIO(data)).convert("L") for data in (one, other))
    return max(unexplained(first, second), unexplained(second, first)) <= PIXELS


def unexplained(one: Image.Image, other: Image.Image) -> int:
    """How many pixels have no like among their neighbours in another picture of the same size."""
    low, high = other.filter(ImageFilter.MinFilter(3)), other.filter(ImageFilter.MaxFilter(3))
    over = ImageChops.add(ImageChops.subtract(one, high), ImageChops.subtract(low, one))
    return sum(over.histogram()[CHANGE + 1 :])


def scroll(session: CDPSession, distance: float) -> None:
    """Move down the page as with a wheel: without a window Chromium ignores a finger here."""
    words = {"x": WIDTH // 2, "y": HEIGHT // 2, "yDistance": -distance, "speed": SPEED}
    session.send("Input.synthesizeScrollGesture", {**words, "gestureSourceType": "mouse"})


def first_slider(browser: Browser, address: str) -> Slider:
    """Look at the first screen, scroll to the first explorer, press keys on its first slider."""
    with phone(browser) as (page, session):
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
            if found["moved"] is not None:
                return Slider((found["moved"] - found["arrived"]) / 1000, found["moved"] / 1000)
            if time.monotonic() > end:
                break
            if found["slider"]:
                page.keyboard.press(key)
            page.wait_for_timeout(100)
    return Slider(math.inf, math.inf)


def whole_scroll(browser: Browser, address: str) -> Jumps:
    """Look at the first screen, and scroll to the end in steps of half a screen."""
    with phone(browser) as (page, session):
        page.add_init_script(JUMPS)
        read(page, address)
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
