"""What a page asks for and complains of while it is used, and what axe-core says of it."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from benchmarks.measure import SET

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def wait_until_ready(page: Page) -> None:
    """Wait until the page is there, and its scripts have done what they do then."""
    page.wait_for_load_state("load")
    page.evaluate(SET)
    page.wait_for_timeout(300)


def watched(page: Page, base: str) -> tuple[list[str], list[str]]:
    """Two lists that fill while the page is used: addresses on other hosts, and errors."""
    foreign: list[str] = []
    errors: list[str] = []

    def note_request(address: str) -> None:
        if not address.startswith((base, "data:", "blob:")):
            foreign.append(address)

    page.on("request", lambda request: note_request(request.url))
    page.on("requestfailed", lambda request: errors.append(f"failed: {request.url}"))
    page.on(
        "response", lambda r: errors.append(f"{r.status}: {r.url}") if r.status >= 400 else None
    )
    page.on("console", lambda m: errors.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    return foreign, errors


def violations(page: Page) -> list[str]:
    """What axe-core finds on a page, in words."""
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [brief(violation) for violation in found]


def brief(violation: dict) -> str:
    """The rule, and the first places that break it."""
    places = [f"{node['target']} {node['html'][:160]}" for node in violation["nodes"][:3]]
    return f"{violation['id']}: {violation['help']}\n" + "\n".join(places)
