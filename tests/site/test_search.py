"""Search: what is typed can be read, hyphens do not matter, excerpts are text."""

import re

import pytest
from playwright.sync_api import Locator, Page

TEX = re.compile(r"\\[a-zA-Z(\[]|\$")
QUERIES = ["variance", "half-life", "Wasserstein", "expected risk"]
# where the icon ends, and where what is typed begins
EDGES = """(form) => {
  const input = form.querySelector("input"), icon = form.querySelector(".fa-magnifying-glass");
  const padding = parseFloat(getComputedStyle(input).paddingLeft);
  return [icon.getBoundingClientRect().right, input.getBoundingClientRect().left + padding];
}"""


def found(page: Page, served: str, query: str) -> set[str]:
    """The pages that a query finds."""
    page.goto(f"{served}search.html?q={query}", wait_until="load")
    page.wait_for_function("document.querySelector('.search-summary')?.innerText")
    links = page.locator("ul.search > li > a").evaluate_all("all => all.map(a => a.href)")
    return {link.partition("#")[0] for link in links}


def icon_stands_beside(form: Locator) -> bool:
    """Whether the icon leaves the text free."""
    icon, text = form.evaluate(EDGES)
    return bool(icon <= text)


def test_icon_does_not_lie_on_what_is_typed(page: Page, served: str) -> None:
    page.goto(f"{served}search.html", wait_until="load")
    assert icon_stands_beside(page.locator(".bd-search-container form"))
    page.keyboard.press("Control+k")
    assert icon_stands_beside(page.locator("#pst-search-dialog form"))


def test_a_hyphen_does_not_matter(page: Page, served: str) -> None:
    hyphened = found(page, served, "half-life")
    assert len(hyphened) >= 5
    assert found(page, served, "halflife") >= hyphened
    assert found(page, served, "half life") >= hyphened


def test_a_hyphen_that_the_book_does_not_write_finds_the_words(page: Page, served: str) -> None:
    assert found(page, served, "random-walk") == found(page, served, "random walk") != set()


@pytest.mark.parametrize("query", QUERIES)
def test_excerpts_are_text_about_the_word(page: Page, served: str, query: str) -> None:
    assert found(page, served, query)
    page.wait_for_load_state("networkidle")
    excerpts = page.locator("p.context").all_inner_texts()
    assert len(excerpts) >= 5
    assert [excerpt for excerpt in excerpts if TEX.search(excerpt)] == []
    stems = [word[:4] for word in query.lower().split()]
    assert all(any(stem in text.lower() for stem in stems) for text in excerpts)
