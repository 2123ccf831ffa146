"""The built site, a server for it, and a browser."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Error, Page, sync_playwright

from benchmarks.pages import pages, with_explorers
from tools import BUILD, ROOT, SITE
from tools.browser import INSTALL, launch, serving

WITHOUT_SOURCE = ("genindex.html", "search.html")
# One page of each kind; a release has all of them opened from the disk.
FROM_DISK = (
    "book/index.html",
    "book/theory/mixing.html",
    "book/models/language-models.html",
    "book/teaching/explorer-lab.html",
    "book/reference/claims.html",
    "search.html",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """A release has all pages looked at."""
    parser.addoption(
        "--all-pages",
        action="store_true",
        help="accessibility, three browsers, and visits from the disk, on all pages",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test on every page (`page_name`), where explorers are, or on pages from the disk."""
    if "page_name" in metafunc.fixturenames:
        metafunc.parametrize("page_name", [*pages(), *WITHOUT_SOURCE])
    if "disk_page" in metafunc.fixturenames:
        everything = metafunc.config.getoption("--all-pages")
        metafunc.parametrize("disk_page", [*pages(), *WITHOUT_SOURCE] if everything else FROM_DISK)
    if "explorer_page" in metafunc.fixturenames:
        metafunc.parametrize("explorer_page", with_explorers())


@pytest.fixture(scope="session")
def site(testrun_uid: str) -> Path:
    """The folder of the site, built once a test run from what the notebooks put out under nbval."""
    mark = BUILD / "site-of-test-run"
    with FileLock(f"{mark}.lock"):
        if not mark.exists() or mark.read_text() != testrun_uid:
            build()
            mark.write_text(testrun_uid)
    return SITE


def build() -> None:
    """Build the site; fail with what was said if that fails."""
    words = [sys.executable, "-m", "tools.build"]
    built = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    if built.returncode != 0:
        pytest.fail(f"the book does not build:\n{built.stdout}\n{built.stderr}", pytrace=False)


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address of the site on localhost, with a slash at its end."""
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium or Chrome. Without one the test is skipped; under CI it fails."""
    with sync_playwright() as playwright:
        try:
            running = launch(playwright)
        except Error as error:
            message = f"no Chromium or Chrome could be started; install one: {INSTALL}"
            if os.environ.get("CI"):
                pytest.fail(f"{message}\n{error}", pytrace=False)
            pytest.skip(message)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page, 1280 px wide, light, without a history."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        yield context.new_page()
