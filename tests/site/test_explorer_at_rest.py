"""Explorers before their script has come: they show the same, and take the same room."""

import pytest
from playwright.sync_api import Browser, Page

PAGES = [
    "phenomenon/what-is-model-collapse",
    "theory/gaussian",
    "theory/discrete",
    "theory/fates",
    "models/gaussian-mixtures",
    "models/language-models",
    "models/autoencoder-pictures",
]
HEIGHTS = "() => [...document.querySelectorAll('.mc-host')].map((host) => host.offsetHeight)"
COME = """async () => {
  const mark = document.querySelector("script[src*='explorer.js']");
  const script = document.createElement("script");
  for (const { name, value } of mark.attributes) script.setAttribute(name, value);
  await new Promise((go) => { script.onload = go; document.body.append(script); });
  const hosts = [...document.querySelectorAll(".mc-host")];
  await Promise.all(hosts.map((host) => explorers.mount(host)));
  for (const _ of "12") await new Promise(requestAnimationFrame); // drawn within the first frame
}"""
# what is read, and what a screen reader says of sliders and menus
READ = """() => [...document.querySelectorAll(".mc")].map((mc) => [
  ...[...mc.querySelectorAll("label, b, .mc-buttons, dt, dd, figcaption, .mc-text, .mc-foot")]
    .map((node) => node.innerText.trim()),
  ...[...mc.querySelectorAll(".mc-legend")].map((node) => node.innerText.trim()),
  ...[...mc.querySelectorAll(".mc-stand")].map((node) => node.textContent),
  ...[...mc.querySelectorAll("input, select")]
    .map((node) => [node.value, node.max, node.getAttribute("aria-valuetext")].join()),
])"""

# of each explorer: from its controls to its numbers, its smallest control, from its top to the end
# of its first drawing; whether it has three sliders at most
PLACES = """() => [...document.querySelectorAll(".mc")].map((mc) => {
  const box = (selector) => mc.querySelector(selector)?.getBoundingClientRect();
  const pressed = [...mc.querySelectorAll("input, select, button")];
  return [
    (box(".mc-read")?.top ?? 0) - box(".mc-controls").bottom,
    Math.min(...pressed.map((node) => node.offsetHeight)),
    box("figure").bottom - mc.getBoundingClientRect().top,
    mc.querySelectorAll("input, select").length <= 3,
  ];
})"""

SIZES = """() => [...document.querySelectorAll(".mc :is(input, select, button)")]
  .map((node) => [node.offsetWidth, node.offsetHeight])"""


def at_rest(page: Page, address: str) -> None:
    """Open a page whose explorers do not come."""
    page.route("**/explorer.js*", lambda route: route.abort())
    page.goto(address, wait_until="load")
    page.evaluate("document.fonts.ready")
    page.unroute("**/explorer.js*")


def numbers_stand_beside_the_sliders(page: Page) -> None:
    """A finger finds each of them, and the first drawing is on the same screen."""
    for far, small, drawn, ordinary in page.evaluate(PLACES):
        assert far < 30
        assert small >= 44
        assert drawn < 844 or not ordinary


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_moves_when_the_explorers_come(
    browser: Browser, served: str, name: str, width: int
) -> None:
    phone = width < 600
    size = {"width": width, "height": 844}
    with browser.new_context(viewport=size, has_touch=phone, is_mobile=phone) as context:
        page = context.new_page()
        at_rest(page, f"{served}book/{name}.html")
        if phone:
            numbers_stand_beside_the_sliders(page)
        page.set_default_timeout(60_000)
        room, read = page.evaluate(HEIGHTS), page.evaluate(READ)
        assert room
        assert page.locator(".mc-rest").count() == len(room)
        page.evaluate(COME)
        assert page.locator(".mc-rest").count() == 0
        assert page.locator(".mc").count() == len(room)
        taken = page.evaluate(HEIGHTS)
        assert [abs(a - b) <= 2 for a, b in zip(room, taken, strict=True)] == [True] * len(room)
        assert page.evaluate(READ) == read


def test_controls_are_large_enough_for_a_mouse(page: Page, served: str) -> None:
    page.goto(f"{served}book/theory/gaussian.html")
    page.evaluate("() => pageReady()")  # until then explorers may take the place of those at rest
    sizes = page.evaluate(SIZES)
    assert len(sizes) == 8
    assert min(min(size) for size in sizes) >= 24
