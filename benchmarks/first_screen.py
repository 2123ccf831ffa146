"""How long a reader on a phone waits until the first screen looks as it will."""

import base64
import io
import json
import math
from typing import Any

from PIL import Image, ImageChops, ImageFilter
from playwright.sync_api import Browser, Page, TimeoutError

from benchmarks.phone import LONGEST, phone

LATE = 4  # seconds in which a complete screen is watched further
PIXELS, CHANGE = 4, 32  # of pictures 500 pixels high, in 255 steps of grey: a comma is more

# The text is there, and in the window every formula is set and visible, every picture there, with
# no font on its way. A formula is set where it is no longer TeX, whoever has set it. What the
# browser has not laid out is not asked for its place: it would have to lay it out.
COMPLETE = """() => {
  const near = (node) => {
    if (!node.checkVisibility({ contentVisibilityAuto: true })) return false;
    const { left, right, top, bottom, width, height } = node.getBoundingClientRect();
    return width && height && bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
  };
  const clear = (colour) => /^rgba\\(.*, 0\\)$|\\/ 0\\)$/.test(colour);
  const shown = { opacityProperty: true, visibilityProperty: true };
  const visible = (node) =>
    near(node) && node.checkVisibility(shown) && !clear(getComputedStyle(node).color);
  const SET = "math, mjx-container, .katex";
  const formulas = [...document.querySelectorAll(".math")].filter(near);
  const pictures = [...document.images].filter(near);
  const high = document.documentElement.scrollHeight > 2 * innerHeight;
  const full = high || document.readyState === "complete";
  return full && document.fonts.status === "loaded" &&
    formulas.every((box) => [...box.querySelectorAll(SET)].some(visible)) &&
    pictures.every((picture) => picture.complete && picture.naturalWidth);
}"""


def first_screen(browser: Browser, address: str) -> float:
    """Seconds until the first screen looks as it will: the last moment at which it changed."""
    with phone(browser) as (page, _):
        browser.start_tracing(page=page, screenshots=True, categories=["blink.user_timing"])
        page.goto(address, wait_until="commit")
        complete = completed(page)
        events = json.loads(browser.stop_tracing())["traceEvents"]
    start = max(event["ts"] for event in events if starts(event, address))
    frames = [event for event in events if event["name"] == "Screenshot"]
    pictures = [base64.b64decode(frame["args"]["snapshot"]) for frame in frames]
    last = frames[last_change(pictures)]["ts"]
    return (last - start) / 1e6 if complete else math.inf


def starts(event: dict[str, Any], address: str) -> bool:
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


def completed(page: Page) -> bool:
    """Wait until the screen is complete and stays so, or for the longest time; tell which."""
    try:
        page.wait_for_load_state("load", timeout=1000 * LONGEST)
    except TimeoutError:
        return False
    since = 0
    for _ in range(LONGEST):
        page.wait_for_timeout(1000)
        since = since + 1 if page.evaluate(COMPLETE) else 0
        if since > LATE:
            return True
    return False
