"""A box that scrolls says so: a shade at the edge behind which there is more, and only there."""

import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator

from benchmarks.pages import pages
from tests.site.seen import LOADED, PHONE, WIDE
from tests.site.watch import wait_until_ready

EDGE = 3  # pixels
NEARLY = 1.5  # of 255
UNSEEN, SEEN = 6, 12  # of 255: grey levels by which a shade differs from its ground
BOXES = ".bd-article :is(pre, div.math, .pst-scrollable-table-container, .wide-picture)"
MARK = """(boxes) => boxes.forEach((box) => box.classList.toggle(
  "scrolls", box.clientWidth > 60 && box.scrollWidth > box.clientWidth + 60))"""
# Formulas differ from page to page: to be sure of one that is wide, it is given something wide.
WIDEN = """(boxes) => boxes.forEach((box) =>
  box.insertAdjacentHTML("beforeend", "<p style='min-width: 60rem'>wide</p>"))"""
PLAIN = """.plain { background-image: none !important; }
.plain::before, .plain::after { content: none !important; }"""
KINDS = {
    "formula": ("theory/mixing", ".scrolls:is(div.math)"),
    "formula in a box": ("theory/mixing", ".proof .scrolls:is(div.math)"),
    "pre": ("theory/mixing", ".scrolls:is(pre)"),
    "table": ("reference/notation", ".scrolls.pst-scrollable-table-container"),
    "figure": ("theory/mixing", ".scrolls.wide-picture"),
    "picture": ("teaching/explorer-lab", "figure > .scrolls.wide-picture"),
}
# Of each box in a place of its own (the classes above it): its colour, that of what it stands on,
# and how many boxes there are in such a place.
GROUNDS = """(boxes) => Object.values(Object.groupBy(boxes, (box) => {
  const above = [];
  for (let each = box; each; each = each.parentElement) above.push(each.tagName, each.className);
  return above.join(" ");
})).map(([box, ...others]) => {
  const parse = (text) => {
    const shares = text.startsWith("color(srgb");  // as the browser writes what it has mixed
    const [r, g, b, a = 1] = text.replace("color(srgb", "").match(/[\\d.]+/g).map(Number);
    return [...[r, g, b].map((each) => (shares ? 255 * each : each)), a];
  };
  const below = [];
  for (let each = box.parentElement; each; each = each.parentElement) {
    below.unshift(parse(getComputedStyle(each).backgroundColor));
  }
  const over = (ground, [r, g, b, a]) => [r, g, b].map((c, i) => c * a + ground[i] * (1 - a));
  const ground = below.reduce(over, [255, 255, 255]);
  const own = parse(getComputedStyle(box).backgroundColor);
  const off = Math.max(...ground.map((c, i) => Math.abs(c - own[i])));
  return [off, box.outerHTML.slice(0, 160), 1 + others.length];
})"""


def edges(box: Locator) -> np.ndarray:
    """How much the shade differs from the box without it, at the left and at the right."""

    def picture() -> np.ndarray:
        with Image.open(io.BytesIO(box.screenshot())) as shot:
            return np.asarray(shot.convert("L"), float)

    shaded = picture()
    box.evaluate("(box) => box.classList.add('plain')")
    difference = np.abs(shaded - picture())
    box.evaluate("(box) => box.classList.remove('plain')")
    inner = difference[4:-4, 4:-4]  # without a frame
    return np.array([np.median(inner[:, :EDGE]), np.median(inner[:, -EDGE:])])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_shade_at_the_edge_with_more(browser: Browser, served: str, kind: str, scheme: str) -> None:
    name, selector = KINDS[kind]
    with browser.new_context(viewport=PHONE, color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(f"{served}book/{name}.html")
        wait_until_ready(page)
        page.add_style_tag(content=PLAIN)
        page.evaluate(LOADED)
        page.locator(".bd-article div.math").evaluate_all(WIDEN)
        page.locator(BOXES).evaluate_all(MARK)
        box = page.locator(selector).locator("visible=true").first
        box.scroll_into_view_if_needed()
        left, right = edges(box)
        assert left < UNSEEN < SEEN < right
        box.evaluate("(box) => box.scrollTo({ left: 40, behavior: 'instant' })")
        assert edges(box).min() > SEEN
        box.evaluate("(box) => box.scrollTo({ left: 1e5, behavior: 'instant' })")
        left, right = edges(box)
        assert right < UNSEEN < SEEN < left


def test_what_does_not_scroll_is_not_animated(browser: Browser, served: str) -> None:
    """An animation along a way of no length waits for ever, and doubles an explorer's frames."""
    with browser.new_context(viewport=WIDE) as context:
        page = context.new_page()
        page.goto(f"{served}book/teaching/explorer-lab.html")
        wait_until_ready(page)
        assert page.locator(".wide-picture, .pst-scrollable-table-container").count() > 4
        times = page.evaluate("() => document.getAnimations().map((each) => each.currentTime)")
        assert times.count(None) == 0


def test_boxes_have_the_colour_of_their_ground(browser: Browser, served: str) -> None:
    """What covers a shade would show on any other ground."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        found = {"light": 0, "dark": 0}
        for name in pages():
            page.goto(served + name)
            for scheme in found:
                page.emulate_media(color_scheme=scheme)
                page.evaluate(f"document.documentElement.dataset.theme = '{scheme}'")
                grounds = page.locator(".bd-article div.math").evaluate_all(GROUNDS)
                found[scheme] += sum(count for _, _, count in grounds)
                assert [each for each in grounds if each[0] > NEARLY] == [], (name, scheme)
        assert min(found.values()) > 400
