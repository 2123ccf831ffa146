"""A page on paper."""

import pytest
from playwright.sync_api import Browser, Page

from tests.site.watch import wait_until_ready
from tools import pdf

TOO_WIDE = """() => [...document.querySelectorAll("article *")].filter((each) =>
  !each.closest("svg, .mc-say, math *") && each.getClientRects().length
  && each.getBoundingClientRect().right > innerWidth + 1).map((each) => each.outerHTML)"""

# CSS pixels of the letters in a drawing, which the sheet may have scaled
LETTERS = """(svg) => svg.getScreenCTM().a
  * parseFloat(getComputedStyle(svg.querySelector("text")).fontSize)"""


def test_single_page_prints_light_and_open(served: str, page: Page) -> None:
    """What a reader in dark mode gets on paper, and that all is put back afterwards."""
    page.emulate_media(color_scheme="dark")
    page.goto(f"{served}book/phenomenon/what-is-model-collapse.html")
    wait_until_ready(page)
    html, closed = page.locator("html"), page.locator(".toggle-hidden")
    solutions = closed.count()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print", color_scheme="dark")
    assert html.get_attribute("data-theme") == "light"
    assert solutions > 0
    assert closed.count() == 0
    for unprinted in (".bd-header-article", ".bd-sidebar-primary", ".mc-buttons", ".headerlink"):
        assert not page.locator(unprinted).first.is_visible()
    assert page.locator(".mc-read").first.is_visible()
    computed, stored = page.locator(".mc-stand").all_inner_texts()
    assert computed.startswith("Sample size M = 20, generation n = 50, run 1, seed 1")
    assert stored.endswith("generation n = 100, run 1 of 6")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert html.get_attribute("data-theme") == "dark"
    assert closed.count() == solutions


@pytest.mark.parametrize("width", [1280, 700, 390])
def test_each_panel_can_be_read_on_paper(served: str, browser: Browser, width: int) -> None:
    """Two beside each other at most, with letters of 7 points at least, from any window."""
    with browser.new_page(viewport={"width": width, "height": 900}) as sheet:
        sheet.goto(f"{served}book/theory/gaussian.html")
        wait_until_ready(sheet)
        sheet.locator(".mc-host").first.scroll_into_view_if_needed()
        sheet.wait_for_function("document.querySelectorAll('svg.mc-draw text').length > 10")
        sheet.evaluate("dispatchEvent(new Event('beforeprint'))")
        sheet.emulate_media(media="print")
        sheet.set_viewport_size({"width": pdf.WIDTH, "height": 900})
        for figures in sheet.locator(".mc-panels").all():
            boxes = [each.bounding_box() for each in figures.locator("svg.mc-draw").all()]
            rows = [box["y"] for box in boxes]
            assert max(map(rows.count, rows)) <= 2
        for drawing in sheet.locator("svg.mc-draw").all():
            assert 0.75 * drawing.evaluate(LETTERS) > 7


@pytest.mark.parametrize("name", ["theory/wasserstein-risk", "models/text-chains", "reference/api"])
def test_nothing_is_wider_than_the_sheet(served: str, browser: Browser, name: str) -> None:
    with browser.new_page(viewport={"width": pdf.WIDTH, "height": 900}) as sheet:
        sheet.emulate_media(media="print")
        sheet.goto(f"{served}book/{name}.html")
        wait_until_ready(sheet)
        sheet.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert sheet.evaluate(TOO_WIDE) == []
