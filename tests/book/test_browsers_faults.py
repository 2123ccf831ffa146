"""The checks of `test_browsers.py` see what they look for: a chapter with one fault planted."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from reading import answers, faults

from tools.browsers import Driver, firefox
from tools.browsers.chromium import Chromium

PAGE = "book/phenomenon/what-is-model-collapse.html"
DEAF = """<script>
  if (navigator.userAgent.includes("Firefox")) {
    addEventListener("keydown", (e) => e.preventDefault(), true);
  }
</script>"""
PLANTED = {
    "transparent TeX": (
        "<style>.math { color: transparent !important }</style>",
        "is transparent",
    ),
    "TeX that nobody sets": (
        "<p><span class='math'>\\(x^2\\)</span></p>",
        "TeX that is not set",
    ),
    "an image out of proportion": (
        "<article><img src='PICTURE' style='width: 300px; height: 300px'></article>",
        "times as high as its width asks for",
    ),
    "an image that is missing": ("<article><img src='none.png'></article>", "did not load"),
    "a wide page": ("<div style='width: 3000px; height: 1px'></div>", "px wide in a window of"),
    "an error": ("<script>nothing.at.all</script>", "script error"),
    "a dead slider": (DEAF, "where Chromium says"),
}
ONLY_FIREFOX = {"a dead slider"}


@pytest.fixture
def planted(site: Path, tmp_path: Path) -> Callable[[str], str]:
    """The address of a page with something added to its end."""

    def plant(extra: str) -> str:
        copy = tmp_path / "site"
        if not copy.exists():
            ignored = shutil.ignore_patterns("*.pdf", "slides", "_sources")
            shutil.copytree(site, copy, ignore=ignored)
        page = copy / PAGE
        picture = next((copy / "_images").glob("*.png")).as_uri()
        text = (site / PAGE).read_text("utf8")
        extra = extra.replace("PICTURE", picture)
        page.write_text(text.replace("</body>", f"{extra}</body>"), "utf8")
        return page.as_uri()

    return plant


def seen(driver: Driver, expected: list[list[str]] | None = None) -> str:
    """What the checks find, in one text."""
    return "\n".join(faults(driver, 1280, expected))


@pytest.mark.parametrize("fault", [fault for fault in PLANTED if fault not in ONLY_FIREFOX])
def test_planted_fault_is_seen(browser: Browser, planted: Callable[[str], str], fault: str) -> None:
    extra, words = PLANTED[fault]
    with Chromium(planted(""), browser=browser) as driver:
        assert words not in seen(driver)
    with Chromium(planted(extra), browser=browser) as driver:
        assert words in seen(driver)


@pytest.mark.skipif(not firefox.installed(), reason="there is no Firefox")
@pytest.mark.parametrize("fault", sorted(ONLY_FIREFOX))
def test_fault_of_one_browser_is_seen_there(
    browser: Browser, planted: Callable[[str], str], fault: str
) -> None:
    extra, words = PLANTED[fault]
    with Chromium(planted(extra), browser=browser) as driver:
        expected, dead = answers(driver)
        assert dead == []
        assert words not in seen(driver, expected)
    with firefox.Firefox(planted(extra)) as driver:
        assert words in seen(driver, expected)
