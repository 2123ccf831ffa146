"""A page is light: the first visit, and a further page with an explorer."""

from pathlib import Path

from playwright.sync_api import Browser

from tools.measure import compressed, requested

FIRST_VISIT = 1_000_000  # bytes, compressed
FURTHER_PAGE = 250_000


def test_first_visit(browser: Browser, served: str, site: Path, page_name: str) -> None:
    assert compressed(site, requested(browser, served, page_name)) < FIRST_VISIT


def test_further_page(browser: Browser, served: str, site: Path, explorer_page: str) -> None:
    before = requested(browser, served, "book/index.html")
    assert compressed(site, requested(browser, served, explorer_page) - before) < FURTHER_PAGE
