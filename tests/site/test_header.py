"""The buttons at the head of a page say what they do, and fit under a finger."""

from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

PAGE = "book/theory/gaussian.html"
PHONE = ["Chapters", "Slides", "Run", "Download", "Colours", "Search", "Contents"]
WIDTHS = {320: PHONE, 390: PHONE, 1280: ["Chapters", "Slides", "Run", "Download", "Colours"]}
BUTTONS = ".bd-header-article .btn:not(.dropdown-item):visible"

# goes on towards the page's end, as a wheel does; whether the last of its contents is marked
ON = """() => {
  scrollBy({ top: 60, behavior: "instant" });
  return [...document.querySelectorAll("#pst-page-toc-nav a")].pop().ariaCurrent === "true";
}"""


@pytest.mark.parametrize("width", WIDTHS)
def test_each_button_has_a_word_and_room(
    browser: Browser, served: str, site: Path, width: int
) -> None:
    words = [word for word in WIDTHS[width] if word != "Slides" or (site / "slides").exists()]
    with browser.new_context(viewport={"width": width, "height": 844}) as context:
        page = context.new_page()
        page.goto(served + PAGE, wait_until="load")
        buttons = page.locator(BUTTONS)
        assert [text.strip() for text in buttons.all_inner_texts()] == words
        for name in words:
            role = "link" if name == "Slides" else "button"
            header = page.locator(".bd-header-article")
            assert header.get_by_role(role, name=name, exact=True).is_visible()
        boxes = [button.bounding_box() for button in buttons.all()]
        least = 24 if width < 380 else 44
        assert all(box["width"] >= least and box["height"] >= 44 for box in boxes)
        assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
        ends = [(box["x"], box["x"] + box["width"]) for box in boxes]
        assert all(end <= begin + 0.5 for (_, end), (begin, _) in pairwise(ends))


def test_menu_opens_where_no_script_runs(browser: Browser, served: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(served + PAGE, wait_until="load")
        menu = page.locator(".dropdown-download-buttons")
        menu.locator("> button").focus()
        assert menu.get_by_text("This page, .pdf").is_visible()
        assert not page.locator(".bd-header-article .secondary-toggle").is_visible()


def test_links_have_one_colour(page: Page, served: str) -> None:
    page.goto(f"{served}book/reference/claims.html", wait_until="load")
    links = "article p > a.reference, article td a.reference, article th a.reference"
    colours = page.locator(links).evaluate_all("all => all.map(a => getComputedStyle(a).color)")
    assert len(colours) > 100
    assert len(set(colours)) == 1


@pytest.mark.parametrize("height", [700, 900, 1200])
def test_contents_follow_the_reader_to_the_end(browser: Browser, served: str, height: int) -> None:
    with browser.new_context(viewport={"width": 1280, "height": height}) as context:
        page = context.new_page()
        for name in (PAGE, "book/theory/discrete.html", "book/index.html"):
            page.goto(served + name, wait_until="load")
            page.evaluate("scrollTo({ top: document.body.scrollHeight - 3000 })")
            page.wait_for_function(ON)


def test_chapters_are_listed_on_a_phone_where_no_script_runs(browser: Browser, served: str) -> None:
    phone = {"width": 390, "height": 844}
    with browser.new_context(viewport=phone, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(served + PAGE, wait_until="load")
        page.get_by_role("link", name="What follows").first.scroll_into_view_if_needed()
        assert page.locator("nav[aria-label=Main]").get_by_text("What follows").is_visible()
