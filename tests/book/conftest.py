"""The built site, a server for it, and a browser."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Error, Page, Playwright, sync_playwright

from tools import ROOT, SITE

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
APPLICATION = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
INSTALL = "apt-get install chromium, or .venv/bin/playwright install chromium"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`make audit` looks at all pages."""
    parser.addoption(
        "--all-pages", action="store_true", help="check the accessibility of all pages"
    )


def pages() -> list[str]:
    """The book's pages, as addresses within the site."""
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text())
    chapters = [chapter["file"] for part in contents["parts"] for chapter in part["chapters"]]
    return [f"{name}.html" for name in [contents["root"], *chapters]]


def with_explorers() -> list[str]:
    """The pages whose notebooks show an explorer."""
    sources = {name: ROOT / Path(name).with_suffix(".ipynb") for name in pages()}
    return [n for n, path in sources.items() if path.exists() and "Explorer(" in path.read_text()]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that takes `page_name` on every page, `explorer_page` where explorers are."""
    if "page_name" in metafunc.fixturenames:
        metafunc.parametrize("page_name", [*pages(), "genindex.html", "search.html"])
    if "explorer_page" in metafunc.fixturenames:
        metafunc.parametrize("explorer_page", with_explorers())


@pytest.fixture(scope="session")
def explorer_pages() -> list[str]:
    """The pages with explorers."""
    return with_explorers()


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the site, built from what the notebooks put out under nbval."""
    built = subprocess.run(
        [sys.executable, "-m", "tools.build"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if built.returncode != 0:
        pytest.fail(f"the book does not build:\n{built.stdout}\n{built.stderr}", pytrace=False)
    return SITE


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files without a line for each."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Serves on when a browser hangs up early."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Report what is not the browser's doing."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address of the site on localhost, with a slash at its end."""
    handler = partial(QuietHandler, directory=str(site))
    with Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium or Chrome: this machine's, or else Playwright's own."""
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


def launch(playwright: Playwright) -> Browser:
    """Start the first browser that is found."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None and APPLICATION.exists():
        found = str(APPLICATION)
    return playwright.chromium.launch(executable_path=found)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page, 1280 px wide, light, without a history."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        yield context.new_page()
