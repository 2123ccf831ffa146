"""axe-core finds nothing to complain of, light and dark, on a wide screen and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
REPRESENTATIVE = {
    "book/index.html",
    "book/phenomenon/what-is-model-collapse.html",
    "book/theory/wasserstein-risk.html",
    "book/reference/bibliography.html",
    "book/reference/api.html",
}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(
    browser: Browser,
    served: str,
    page_name: str,
    scheme: str,
    width: int,
    request: pytest.FixtureRequest,
) -> None:
    if page_name not in REPRESENTATIVE and not request.config.getoption("--all-pages"):
        pytest.skip("not one of the representative pages; `make audit` looks at all")
    screen = {"width": width, "height": 900}
    with browser.new_context(viewport=screen, color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(served + page_name, wait_until="networkidle")
        page.wait_for_timeout(500)  # MathJax sets the formulas
        found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [brief(violation) for violation in found] == []


def brief(violation: dict) -> str:
    """The rule, and the first places that break it."""
    places = [f"{node['target']} {node['html'][:160]}" for node in violation["nodes"][:3]]
    return f"{violation['id']}: {violation['help']}\n" + "\n".join(places)
