"""Every figure has a place of its size, and letters that can be read."""

import pytest
from playwright.sync_api import Browser, Route

from benchmarks.pages import pages
from tests.site.seen import LOADED, PHONE, WIDE
from tools import ROOT

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
