"""A server shows the book's own page where there is none, and the page works at any depth."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.site.watch import violations, wait_until_ready, watched
from tools.address import published
from tools.browser import Handler, serving


@contextmanager
def as_pages(site: Path, folder: Path) -> Iterator[str]:
    """Serve as GitHub Pages does: below the site's path, with 404.html for what is not there."""
    path = urlsplit(published().site).path.strip("/")
    target = folder / "host" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.symlink_to(site, target_is_directory=True)

    class Pages(Handler):
        """Shows the book's own page where a file is missing."""

        def send_error(self, code: int, *_: object) -> None:
            """The page, with the code."""
            body = (site / "404.html").read_bytes()
            self.send_response(code)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

    with serving(folder / "host", Pages) as address:
        yield f"{address}{path}/" if path else address


def test_wrong_address_shows_a_page_that_works(page: Page, site: Path, tmp_path: Path) -> None:
    with as_pages(site, tmp_path) as base:
        foreign, errors = watched(page, base)
        wrong = f"{base}book/theory/deep/down/nothing.html"
        page.goto(wrong, wait_until="networkidle")
        wait_until_ready(page)
        expected = [f"404: {wrong}", "Failed to load resource"]  # of the page itself, and no more
        assert foreign == []
        assert len(errors) == 2
        assert all(e.startswith(known) for e, known in zip(sorted(errors), expected, strict=True))
        assert page.locator("article h1").inner_text() == "No such page"
        page.locator("article a", has_text="front page").click()
        page.wait_for_url(f"{base}book/index.html")
        page.go_back()
        page.locator("nav.bd-links a", has_text="Notation").click()
        page.wait_for_url(f"{base}book/reference/notation.html")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_there(
    browser: Browser, site: Path, tmp_path: Path, scheme: str, width: int
) -> None:
    screen = {"width": width, "height": 900}
    with (
        as_pages(site, tmp_path) as base,
        browser.new_context(
            viewport=screen, color_scheme=scheme, reduced_motion="reduce"
        ) as context,
    ):
        page = context.new_page()
        page.goto(f"{base}book/theory/no-such-page.html", wait_until="networkidle")
        wait_until_ready(page)
        assert violations(page) == []
