"""A cell in its page: opened, changed, run, stopped, by keyboard; nothing is fetched before that.

Where `make lite` was not made there are no buttons; then this file says so, and tests nothing else.
"""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lite.cells import RUN
from tools import chapters

CHAPTER = "book/phenomenon/what-is-model-collapse"
CELL = 'mc.run(mc.Gaussian(), sample_size=20, generations=30)\nprint("here", 6 * 7)'
START = 180_000  # milliseconds, on a busy machine
MADE = pytest.mark.skipif(
    not (RUN / "run.js").exists(), reason="the site goes without Python in the browser: `make lite`"
)


def test_no_page_offers_what_is_not_there(site: Path) -> None:
    told = [name for name in chapters() if "runHere" in (site / f"{name}.html").read_text("utf8")]
    assert bool(told) == (RUN / "run.js").exists()


@MADE
def test_every_button_has_its_cell(site: Path) -> None:
    for path in (RUN / "cells").rglob("*.json"):
        page = path.relative_to(RUN / "cells").with_suffix("")
        html = (site / f"{page}.html").read_text("utf8")
        cells = json.loads(path.read_text("utf8"))["cells"]
        assert cells
        for name in cells:
            assert f'data-cell="{page}#{name}"' in html


@MADE
def test_a_cell_is_changed_run_and_stopped_by_keyboard(page: Page, served: str) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{served}{CHAPTER}.html")
    button = page.get_by_role("button", name="Run it here").first
    button.focus()
    page.wait_for_load_state("networkidle")
    assert not [url for url in fetched if "/lite/" in url]
    page.keyboard.press("Enter")
    box, said = page.locator(".run-box"), page.locator(".run-said [role=status]")
    expect(box.locator("textarea")).to_be_focused()
    expect(said).to_contain_text("Done in", timeout=START)
    expect(box.locator(".run-result")).to_contain_text("'generation': 31")
    expect(page.locator(".tag_try-it .output").first).to_contain_text("'generation': 31")
    assert page.evaluate("document.documentElement.scrollWidth") == 390

    page.keyboard.press("Control+a")
    page.keyboard.insert_text(CELL)
    page.keyboard.press("Control+Enter")
    expect(box.locator(".run-result")).to_contain_text("here 42", timeout=START)

    page.keyboard.press("Control+a")
    page.keyboard.insert_text("while True:\n    pass")
    page.keyboard.press("Shift+Enter")
    expect(said).to_contain_text("Running", timeout=START)
    page.keyboard.press("Escape")
    expect(said).to_contain_text("Stopped")
    box.get_by_role("button", name="Back to the book's code").click()
    page.keyboard.press("Control+Enter")
    expect(box.locator(".run-result")).to_contain_text("'generation': 31", timeout=START)
    page.keyboard.insert_text("# ")

    page.reload()  # what was written is still there, and the book's own code too
    page.get_by_role("button", name="Run it here").first.press("Enter")
    expect(box.locator("textarea")).not_to_have_value(first_cell())
    page.keyboard.press("Escape")
    box.get_by_role("button", name="Back to the book's code").click()
    expect(box.locator("textarea")).to_have_value(first_cell())
    assert not [url for url in fetched if not url.startswith((served, "data:", "blob:"))]


@MADE
def test_a_page_from_the_disk_says_what_it_needs(page: Page, site: Path) -> None:
    page.goto((site / f"{CHAPTER}.html").as_uri())
    page.get_by_role("button", name="Run it here").first.click()
    expect(page.locator(".run-note")).to_contain_text("make serve")


def first_cell() -> str:
    """The code of the chapter's first marked cell."""
    cells = json.loads((RUN / "cells" / f"{CHAPTER}.json").read_text("utf8"))["cells"]
    return str(next(iter(cells.values()))["code"])
