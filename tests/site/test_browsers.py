"""Readers of three browsers see the same: formulas, images, explorers, and no error.

A few visits cover, in each browser, every scheme, way and width, and each pair of them. For a
release every page is opened once in each browser, in every combination in turn.
"""

import os
from collections.abc import Callable, Iterator
from itertools import cycle, product
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser

from benchmarks.pages import pages
from tests.site.browsers import HEIGHTS, Driver, firefox, webkit
from tests.site.browsers.chromium import Chromium
from tests.site.reading import answers, faults
from tools.browser import serving

INSTALL = {"firefox": "firefox-esr", "webkit": "webkit2gtk-driver xvfb"}


class Visit(NamedTuple):
    """How a reader comes to a page."""

    page: str
    scheme: str
    tab: bool
    width: int

    def __str__(self) -> str:
        """The visit in words, for a test's name."""
        name = Path(self.page).stem
        return f"{name}-{self.scheme}-{'new_tab' if self.tab else 'fresh_start'}-{self.width}"


FEW = [
    Visit("book/theory/gaussian.html", "http", False, 1280),
    Visit("book/theory/wasserstein-risk.html", "http", True, 390),
    Visit("book/theory/mixing.html", "file", False, 390),
    Visit("book/index.html", "file", True, 1280),
]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Choose the visits."""
    if "visit" in metafunc.fixturenames:
        ways = cycle(product(("http", "file"), (False, True), HEIGHTS))
        every = [Visit(page, *way) for page, way in zip(pages(), ways, strict=False)]
        wanted = metafunc.config.getoption("--all-pages")
        metafunc.parametrize("visit", every if wanted else FEW, ids=str)


Start = Callable[..., Driver]


@pytest.fixture(scope="module", params=["chromium", "firefox", "webkit"])
def start(request: pytest.FixtureRequest) -> Start:
    """A way to start one of the browsers. Without it the test is skipped; under CI it fails."""
    name = request.param
    if name == "chromium":
        browser = request.getfixturevalue("browser")
        return lambda *words, **options: Chromium(*words, **options, browser=browser)
    if not {"firefox": firefox, "webkit": webkit}[name].installed():
        message = f"{name} is not installed: apt-get install {INSTALL[name]}"
        if os.environ.get("CI"):
            pytest.fail(message, pytrace=False)
        pytest.skip(message)
    return {"firefox": firefox.Firefox, "webkit": webkit.WebKit}[name]


@pytest.fixture(scope="module")
def bases(
    start: Start, site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """Where the site is, for each scheme."""
    folder = site
    if start is webkit.WebKit:
        folder = webkit.recording(site, tmp_path_factory.mktemp("recording") / "site")
    with serving(folder) as address:
        yield {"http": address, "file": f"{folder.as_uri()}/"}


@pytest.fixture(scope="module")
def chromium_says(browser: Browser, served: str) -> Callable[[str], list[list[str]]]:
    """What the explorers of a page say in Chromium."""
    known: dict[str, list[list[str]]] = {}

    def said(page: str) -> list[list[str]]:
        if page not in known:
            with Chromium(served + page, browser=browser) as driver:
                known[page], dead = answers(driver)
            assert dead == []
        return known[page]

    return said


def test_page_is_whole(
    start: Start,
    bases: dict[str, str],
    visit: Visit,
    chromium_says: Callable[[str], list[list[str]]],
) -> None:
    address = bases[visit.scheme] + visit.page
    with start(address, visit.width, tab=visit.tab) as driver:
        assert faults(driver, visit.width, chromium_says(visit.page)) == []


LINK = "[...document.querySelectorAll('article a.internal[href*=term-model-collapse]')][0]"
BOX = "document.querySelector('#preview:popover-open')?.innerText.includes('degeneration')"
BEFORE = f"{LINK}.before(document.createElement('button')), {LINK}.previousSibling.focus()"
TAP = f"""[['pointerdown', PointerEvent], ['click', MouseEvent]].map(([name, Kind]) => {LINK}
  .dispatchEvent(new Kind(name, {{ bubbles: true, cancelable: true, pointerType: "touch" }})))"""


@pytest.mark.parametrize("way", ["keyboard", "finger"])
def test_a_link_shows_what_it_leads_to(start: Start, bases: dict[str, str], way: str) -> None:
    """A finger is played by its events: two of the drivers have none."""
    address = bases["http"] + "book/theory/mixing.html"
    with start(address, 390) as driver:
        assert driver.wait("document.readyState === 'complete'")
        assert not driver.run(BOX)
        if way == "keyboard":
            driver.run(BEFORE)
            if not driver.run("document.hasFocus()"):
                pytest.skip("no window has the focus on a screen without a window manager")
            driver.press("Tab")
        else:
            driver.run(TAP)
        assert driver.wait(BOX, 10), "nothing is shown"
        driver.press("Escape")
        assert driver.wait(f"!({BOX})", 10), "Escape does not close it"
        assert driver.run("location.pathname").endswith("mixing.html")
        assert driver.errors == []
