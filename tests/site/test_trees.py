"""Lines of descent in a browser: what is drawn and said is what the parents say."""

import re

import numpy as np
import pytest
import xarray as xr
from playwright.sync_api import Locator, Page

from modelcollapse.explorer import Explorer, Tree
from modelcollapse.explorer.script import classic
from modelcollapse.explorer.tree import descent

POINTS, GENERATIONS = 6, 9


@pytest.fixture
def trees() -> xr.Dataset:
    """A run in which points copy the generation before, and one in which they copy any."""
    rng = np.random.default_rng(3)
    parents = np.full((2, GENERATIONS, POINTS), np.nan)
    for i in range(1, GENERATIONS):
        parents[0, i] = rng.integers(POINTS * (i - 1), POINTS * i, POINTS)
        parents[1, i] = rng.integers(0, POINTS * i, POINTS)
    parents[1, 4, 2] = np.nan
    return xr.Dataset({"parent": (("replicate", "generation", "point"), parents)})


def drawn(root: Locator, name: str) -> list[int]:
    """For each path of the name the number of its pieces."""
    paths = root.locator(f"path.{name}").all()
    return [len(re.findall("M", path.get_attribute("d") or "")) for path in paths]


def expected(parents: np.ndarray, generation: int) -> tuple[list[int], list[int], int]:
    """Lines and founders of each colour, and lines that are faint."""
    founder, kept = descent(parents, generation)
    copies = np.isfinite(parents.ravel()[: founder.size])
    lines = [int((kept & copies & (founder % 4 == k)).sum()) for k in range(4)]
    dots = [int((kept & ~copies & (founder % 4 == k)).sum()) for k in range(4)]
    return lines, dots, int((copies & ~kept).sum())


def test_trees_are_drawn_as_far_as_the_slider(page: Page, trees: xr.Dataset) -> None:
    explorer = Explorer(trees, [Tree()], start={"generation": 0})
    page.set_content(f"<main>{explorer.html()}</main><script>{classic()}</script>")
    root = page.locator(".mc")
    root.locator("path.mc-descent").first.wait_for(state="attached")
    slider = root.get_by_role("slider")
    for run in range(2):
        slider.press("Home")
        for generation in range(GENERATIONS):
            lines, dots, faint = expected(trees["parent"].values[run], generation)
            assert drawn(root, "mc-descent") == lines
            assert drawn(root, "mc-mark") == dots
            assert drawn(root, "mc-faint") == [faint]
            said = root.get_by_role("img").get_attribute("aria-label")
            assert said.endswith(f"run {run + 1} of 2: founders {sum(dots)}.")
            slider.press("ArrowRight")
        root.get_by_role("button", name="New run").click()


def test_founders_of_the_chapter_have_four_colours(page: Page, served: str) -> None:
    """The one style sheet of the pages keeps all of them."""
    page.goto(f"{served}book/general/genealogies.html")
    mount = "() => explorers.mount(document.querySelector('.mc-host')).then(() => null)"
    page.evaluate(mount)
    lines = page.locator(".mc path.mc-descent")
    assert lines.count() == 4
    read = "nodes => nodes.map(node => getComputedStyle(node).stroke)"
    assert len(set(lines.evaluate_all(read))) == 4
