"""A link shows what it leads to: on hover, on focus, at the first tap; Escape closes it."""

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.site.watch import violations, wait_until_ready, watched
from tools import chapters

NAMES = "mixing", "absorbing-chains", "gaussian-runs"
MIXING, CHAINS, RUNS = (f"book/theory/{name}.html" for name in NAMES)
MIX, GAUSS = (1 + chapters().index(f"book/theory/{name}") for name in ("mixing", "gaussian"))
KINDS = {  # a page, where a link of it leads, and what is shown; formulas are drawn
    "equation": (MIXING, "#equation-eq-mix-law", f"({MIX}.2)", True),
    "theorem": (CHAINS, "discrete.html#thm-disc-end", "Theorem 5.", True),
    "definition": (RUNS, "gaussian.html#def-gauss-chain", f"Definition {GAUSS}.1", True),
    "term": (MIXING, "../reference/glossary.html#term-model-collapse", "degeneration", False),
    "source": (MIXING, "../reference/bibliography.html#id2", "Shumailov", False),
}
BOX = "#preview"
PLACES = """() => JSON.stringify([...document.querySelectorAll("article :is(p, h2, figure)")]
  .filter((node) => !node.closest("#preview")).map((node) => node.getBoundingClientRect()))"""
INSIDE = """(box) => { const { left, right, top, bottom } = box.getBoundingClientRect();
  return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight; }"""
TWICE = """() => { const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
  return ids.filter((id, i) => ids.indexOf(id) < i); }"""


def link(page: Page, address: str) -> Locator:
    """The first link of the text that leads there."""
    return page.locator(f'article a.internal[href="{address}"]:not(.admonition-title *)').first


@pytest.mark.parametrize("kind", KINDS)
def test_hover_shows_what_a_link_leads_to(page: Page, served: str, kind: str) -> None:
    name, address, words, formulas = KINDS[kind]
    foreign, errors = watched(page, served)
    page.goto(served + name)
    wait_until_ready(page)
    here, box = link(page, address), page.locator(BOX)
    here.scroll_into_view_if_needed()
    before, twice = page.evaluate(PLACES), page.evaluate(TWICE)
    here.hover()
    box.wait_for(state="visible")
    assert words in box.inner_text()
    assert (box.locator("math").count() > 0) == formulas
    assert here.get_attribute("aria-describedby") == box.get_attribute("id")
    assert box.evaluate(INSIDE)
    assert page.evaluate(PLACES) == before, "something has moved"
    assert page.evaluate(TWICE) == twice, "an id stands there twice"
    box.hover()
    page.wait_for_timeout(600)
    assert box.is_visible(), "the mouse cannot reach it"
    page.mouse.move(2, 2)
    box.wait_for(state="hidden")
    assert here.get_attribute("aria-describedby") is None
    assert foreign == errors == []


def test_focus_shows_it_and_escape_closes_it(page: Page, served: str) -> None:
    page.goto(served + MIXING)
    wait_until_ready(page)
    here, box = link(page, KINDS["term"][1]), page.locator(BOX)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for _ in range(2):
        here.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        box.wait_for(state="visible")
        assert [found for found in violations(page) if BOX in found] == []
        page.keyboard.press("Escape")
        assert box.is_hidden()
    assert asked == [f"{served}book/reference/glossary.html"], "its page is fetched once"


def test_first_tap_shows_it_and_the_second_follows_it(browser: Browser, served: str) -> None:
    phone = {"width": 390, "height": 844}
    with browser.new_context(viewport=phone, has_touch=True, is_mobile=True) as context:
        page = context.new_page()
        page.goto(served + MIXING)
        wait_until_ready(page)
        here, box = link(page, KINDS["term"][1]), page.locator(BOX)
        here.tap()
        box.wait_for(state="visible")
        assert box.evaluate(INSIDE)
        page.locator("article > section > h1").tap()
        assert box.is_hidden(), "a tap beside it closes it"
        here.tap()
        box.wait_for(state="visible")
        here.tap()
        page.wait_for_url("**/glossary.html#term-model-collapse")
        page.go_back()
        link(page, "#mix-typical").tap()  # a section is not shown
        page.wait_for_url("**/mixing.html#mix-typical")


def test_without_its_page_a_link_is_a_link(browser: Browser, served: str) -> None:
    with browser.new_context(has_touch=True) as context:
        page = context.new_page()
        page.route("**/glossary.html", lambda route: route.abort(), times=1)
        page.goto(served + MIXING)
        wait_until_ready(page)
        link(page, KINDS["term"][1]).tap()
        page.wait_for_url("**/glossary.html#term-model-collapse")
