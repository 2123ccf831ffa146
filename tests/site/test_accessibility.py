"""axe-core finds nothing to complain of, light and wide, dark and on a phone."""

import pytest
from playwright.sync_api import Browser

from tests.site.watch import settle, violations

LOOKS = [("light", 1280), ("dark", 390)]
EVERY_LOOK = [*LOOKS, ("dark", 1280), ("light", 390)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A release is looked at in every way."""
    everything = metafunc.config.getoption("--all-pages")
    metafunc.parametrize(("scheme", "width"), EVERY_LOOK if everything else LOOKS)


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
        settle(page)
        assert violations(page) == []
