"""axe-core finds nothing to complain of, light and dark, on a wide screen and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from test_requests import settle

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
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


def violations(page: Page) -> list[str]:
    """What axe-core finds on a page, in words."""
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [brief(violation) for violation in found]


def brief(violation: dict) -> str:
    """The rule, and the first places that break it."""
    places = [f"{node['target']} {node['html'][:160]}" for node in violation["nodes"][:3]]
    return f"{violation['id']}: {violation['help']}\n" + "\n".join(places)
