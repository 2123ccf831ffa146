"""Every page keeps to itself: no other host, no error, from the disk and from a server."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tools.measure import SET


def settle(page: Page) -> None:
    """Wait until all formulas stand, and scripts have done what they do then."""
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


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_page_asks_no_other_host_and_has_no_errors(
    page: Page, page_name: str, scheme: str, site: Path, served: str
) -> None:
    base = served if scheme == "http" else site.as_uri() + "/"
    foreign, errors = watched(page, base)
    page.goto(base + page_name, wait_until="networkidle")
    settle(page)
    assert foreign == []
    assert errors == []
