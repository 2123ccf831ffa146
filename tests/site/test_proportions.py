"""Every picture has its own proportions, a place of its size, and letters that can be read."""

import pytest
from playwright.sync_api import Browser, Page, Route

from tools import ROOT, chapters
from tools.browser import pages

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
CLOSE = 0.01
LOADED = """async () => {
  for (const image of document.images) image.loading = "eager";
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
}"""
# How many pictures there are, and those that are stretched or missing. What is fitted into its
# place, as on slides, keeps its own proportions there.
OUT_OF_PROPORTION = """(close) => {
  const placed = [...document.images].filter((image) => image.clientHeight);
  const off = ({ naturalWidth, naturalHeight, clientWidth, clientHeight }) =>
    !(Math.abs((clientHeight / clientWidth) * (naturalWidth / naturalHeight) - 1) < close);
  const free = placed.filter((image) => getComputedStyle(image).objectFit !== "contain");
  return [placed.length, free.filter(off).map((image) => image.outerHTML.slice(0, 200))];
}"""
FIGURES = "article .cell_output img:not(.mc-host img)"
# Of each figure: the share of its size at which it is shown, and whether a key reaches its end.
SHOWN = """(images) => images.map((image) => {
  const { scrollWidth, clientWidth, tabIndex } = image.parentElement;
  return [image.clientWidth / image.naturalWidth, scrollWidth <= clientWidth || tabIndex === 0];
})"""
HEIGHTS = "(images) => images.map((image) => image.clientHeight)"
WITH_FIGURES = [
    name
    for name in pages()
    if (path := (ROOT / name).with_suffix(".ipynb")).exists() and '"mystnb"' in path.read_text()
]


def test_pictures_have_their_own_proportions(browser: Browser, served: str, page_name: str) -> None:
    # without scripts an explorer is a picture as well, and no script changes any
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(served + page_name)
        page.evaluate(LOADED)
        for screen in (WIDE, PHONE):
            page.set_viewport_size(screen)
            count, stretched = page.evaluate(OUT_OF_PROPORTION, CLOSE)
            assert count > 0, "not even the logo"
            assert stretched == [], screen


@pytest.mark.parametrize("deck", [name.rpartition("/")[2] for name in chapters()])
def test_pictures_on_slides_too(page: Page, served: str, deck: str) -> None:
    for screen in (WIDE, PHONE):
        page.set_viewport_size(screen)
        page.goto(f"{served}slides/{deck}.html")
        page.evaluate(LOADED)
        assert page.evaluate(OUT_OF_PROPORTION, CLOSE)[1] == [], screen


@pytest.mark.parametrize("name", WITH_FIGURES)
def test_figures_can_be_read_on_a_phone(browser: Browser, served: str, name: str) -> None:
    with browser.new_context(viewport=PHONE) as context:
        page = context.new_page()
        page.goto(served + name)
        page.evaluate(LOADED)
        shown = page.locator(FIGURES).evaluate_all(SHOWN)
        assert [share for share, _ in shown if share < 0.73] == []
        assert all(reached for _, reached in shown)


@pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["wide", "phone"])
def test_nothing_moves_when_a_picture_comes(browser: Browser, served: str, screen: dict) -> None:
    held: list[Route] = []
    with browser.new_context(viewport=screen) as context:
        page = context.new_page()
        page.route("**/_images/*", lambda route: held.append(route))
        page.goto(f"{served}book/theory/mixing.html", wait_until="domcontentloaded")
        before = page.locator(FIGURES).evaluate_all(HEIGHTS)
        page.unroute("**/_images/*")
        for route in held:
            route.continue_()
        page.evaluate(LOADED)
        assert page.locator(FIGURES).evaluate_all(HEIGHTS) == before
        assert min(before) > 100
