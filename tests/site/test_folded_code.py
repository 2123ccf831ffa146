"""The code of a figure is folded once, below it; what folds it is large enough to press."""

import re
from functools import cache

import nbformat
import pytest
from bs4 import BeautifulSoup, SoupStrainer, Tag
from playwright.sync_api import Browser

from tests.site.watch import wait_until_ready
from tools import ROOT, SITE, documents, notebooks

CHAPTERS = [str(path.relative_to(ROOT).with_suffix("")) for path in notebooks()]
FORMULA = re.compile(r"<math.*?</math>", re.DOTALL)
BUTTONS = ".bd-content :is(details.hide > summary, .toggle-button)"
HEIGHTS = """(buttons) => buttons.map((each) => each.getBoundingClientRect())
  .filter(({ width }) => width).map(({ width, height }) => Math.min(width, height))"""


@cache
def article(name: str) -> Tag:
    """The text of a page without its formulas, which take half of the time and hold no code."""
    text = FORMULA.sub("", (SITE / f"{name}.html").read_text("utf8"))
    return BeautifulSoup(text, "html.parser", parse_only=SoupStrainer("article")).article


def code(cells: list[Tag]) -> list[str]:
    """What stands in cells, without white space."""
    return ["".join(cell.get_text().split()) for cell in cells]


@pytest.mark.parametrize("name", CHAPTERS)
def test_each_cell_is_there_once_in_the_order_in_which_it_ran(site: object, name: str) -> None:
    sources = [
        "".join(cell.source.split())
        for cell in nbformat.read(ROOT / f"{name}.ipynb", as_version=4).cells
        if cell.cell_type == "code"
        and not {"remove-cell", "remove-input"} & set(cell.metadata.get("tags", []))
    ]
    assert code(article(name).select(".cell_input pre")) == sources


@pytest.mark.parametrize("name", CHAPTERS)
def test_no_folded_code_stands_before_what_it_made(site: object, name: str) -> None:
    page = article(name)
    for folded in page.select(".tag_hide-input > details"):
        before, after = folded.find_previous_sibling(), folded.find_next_sibling()
        assert after is None, "an output below its code"
        cell = folded.find_parent(class_="cell")
        following = cell.find_next_sibling()
        said = folded.summary.get_text()
        if before is None:
            assert said == "Code"
            beside = following.get("class", []) if following else []
            assert "tag_hide-input" not in beside, "bars in a row"
        elif before.select(".mc-host"):
            assert said == "Code of this explorer"
        elif before.select("img"):
            assert said == "Code of this figure"


@pytest.mark.parametrize("name", CHAPTERS)
def test_an_explorer_comes_before_its_code(site: object, name: str) -> None:
    for cell in article(name).select(".cell:has(.mc-host)"):
        parts = [part.get("class")[0] for part in cell.find_all(recursive=False)]
        if name == "book/index":  # which shows no code
            assert parts == ["cell_output"]
        elif name != "book/teaching/explorer-lab":  # which shows how they are written
            assert parts == ["cell_output", "hide"]
            assert "tag_hide-input" not in (cell.find_previous_sibling().get("class") or [])


@pytest.mark.parametrize(("touch", "least"), [(True, 44), (False, 24)])
@pytest.mark.parametrize("name", ["theory/pools", "teaching/explorer-lab"])
def test_what_folds_is_large_enough(
    browser: Browser, served: str, name: str, touch: bool, least: int
) -> None:
    width = 390 if touch else 1280
    screen = {"width": width, "height": 844}
    with browser.new_context(viewport=screen, has_touch=touch, is_mobile=touch) as context:
        page = context.new_page()
        page.goto(f"{served}book/{name}.html")
        wait_until_ready(page)
        sizes = page.locator(BUTTONS).evaluate_all(HEIGHTS)
        assert len(sizes) > 5
        assert min(sizes) >= least


def test_links_within_a_page_find_their_places(site: object) -> None:
    for name in documents():
        page = article(name)
        ids = [part["id"] for part in page.select("figure[id], .cell[id], .math[id]")]
        assert len(ids) == len(set(ids)), name
        targets = {link["href"][1:] for link in page.select('a[href^="#"]')}
        assert targets <= {part["id"] for part in page.select("[id]")} | {""}, name
        assert not re.search(r"Fig\. \?", page.get_text())
