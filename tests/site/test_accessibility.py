"""axe-core finds nothing to complain of, light and wide, dark and on a phone."""

from itertools import cycle

import pytest
from playwright.sync_api import Browser

from benchmarks.pages import pages
from tests.conftest import WITHOUT_SOURCE
from tests.site.watch import violations, wait_until_ready

LOOKS = [("light", 1280), ("dark", 390), ("dark", 1280), ("light", 390)]
REPRESENTATIVE = (
    "book/index.html",
    "book/theory/absorbing-chains.html",
    "book/teaching/exercises.html",
    "book/reference/bibliography.html",
    "book/reference/api.html",
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A release is looked at in every way; otherwise each page in one of them, in turn."""
    if "audited_page" in metafunc.fixturenames:
        visits = [(page, *look) for page, look in zip(REPRESENTATIVE, cycle(LOOKS), strict=False)]
        if metafunc.config.getoption("--all-pages"):
            visits = [(page, *look) for page in [*pages(), *WITHOUT_SOURCE] for look in LOOKS]
        metafunc.parametrize(("audited_page", "scheme", "width"), visits)


def test_axe_finds_no_violation(
    browser: Browser, served: str, audited_page: str, scheme: str, width: int
) -> None:
    screen = {"width": width, "height": 900}
    # without motion, or a slow machine is caught while colours fade from light to dark
    with browser.new_context(
        viewport=screen, color_scheme=scheme, reduced_motion="reduce"
    ) as context:
        page = context.new_page()
        page.set_default_timeout(120_000)  # rules over tens of thousands of formula elements
        page.goto(served + audited_page, wait_until="networkidle")
        wait_until_ready(page)
        assert violations(page) == []
