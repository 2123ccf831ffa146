"""The checks of `test_browsers.py` see what they look for: a chapter with one fault planted."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.site.browsers import Driver, firefox
from tests.site.browsers.chromium import Chromium
from tests.site.reading import answers, faults

PAGE = "book/phenomenon/what-is-model-collapse.html"
PICTURE = "<img src='../../_images/PICTURE' style='width: 300px; height: 310px'>"
PLANTED = {
    "transparent TeX": (
        "<style>.math { color: transparent !important }</style>",
        "is transparent",
    ),
    "hidden formulas": ("<style>.math { opacity: 0 }</style>", "is faint"),
    "TeX that nobody sets": ("<p>\\(x^2\\)</p>", "TeX that is not set: \\(x^2\\)"),
    "an image out of proportion": (PICTURE, "times as high as its width asks for"),
    "an image that is missing": ("<img src='none.png'>", "the image none.png did not load"),
    "a wide page": ("<div style='width: 3000px; height: 1px'></div>", "px wide in a window of"),
    "an error": ("<script>nothing.at.all</script>", "script error: "),
}
DEAF_IN_FIREFOX = """<script>
  if (navigator.userAgent.includes("Firefox")) {
    addEventListener("keydown", (e) => e.preventDefault(), true);
  }
</script>"""


@pytest.fixture(scope="module")
def copy(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the site, in links that take no space."""
    folder = tmp_path_factory.mktemp("planted") / "site"
    shutil.copytree(site, folder, copy_function=os.link)
    return folder


def plant(copy: Path, extra: str) -> str:
    """The address of the page with something added to its end."""
    plain, planted = copy / PAGE, (copy / PAGE).with_stem("planted")
    picture = next((copy / "_images").glob("*.png")).name
    extra = extra.replace("PICTURE", picture)
    planted.write_text(plain.read_text("utf8").replace("</body>", f"{extra}</body>"), "utf8")
    return planted.as_uri()


@pytest.fixture(scope="module")
def before(browser: Browser, copy: Path) -> set[str]:
    """What is seen where nothing is planted."""
    with Chromium(plant(copy, ""), browser=browser) as driver:
        return {*faults(driver, 1280)}


def new(driver: Driver, before: set[str], expected: list[list[str]] | None = None) -> str:
    """What was not there before, in one text."""
    return "\n".join({*faults(driver, 1280, expected)} - before)


@pytest.mark.parametrize("fault", PLANTED)
def test_planted_fault_is_seen(browser: Browser, copy: Path, before: set[str], fault: str) -> None:
    extra, words = PLANTED[fault]
    with Chromium(plant(copy, extra), browser=browser) as driver:
        assert words in new(driver, before)


@pytest.mark.skipif(not firefox.installed(), reason="there is no Firefox")
def test_slider_that_is_dead_in_firefox_is_seen_there(
    browser: Browser, copy: Path, before: set[str]
) -> None:
    address = plant(copy, DEAF_IN_FIREFOX)
    with Chromium(address, browser=browser) as driver:
        expected, dead = answers(driver)
    assert dead == []
    with Chromium(address, browser=browser) as driver:
        assert new(driver, before, expected) == ""
    with firefox.Firefox(address) as driver:
        found = new(driver, before, expected)
    assert "where Chromium says" in found
    assert "does not move its drawing" in found
