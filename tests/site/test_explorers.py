"""Every explorer of the published pages moves, and shows the number that the package computes."""

import contextlib
import io
import re
import warnings
from functools import cache
from pathlib import Path

import matplotlib as mpl
import nbformat
import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from modelcollapse.explorer import Explorer
from tools import ROOT
from tools.execute import skipped

POSITIONS = 30
PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")


@cache
def built(page_name: str) -> list[Explorer]:
    """The explorers that the page's notebook makes, in their order: its cells run here."""
    path = ROOT / Path(page_name).with_suffix(".ipynb")
    code = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
    cells = [c.source for c in code if not skipped(c)]
    last = max(i for i, source in enumerate(cells) if "Explorer(" in source)
    made: list[Explorer] = []
    plain = Explorer.__init__

    def noted(self: Explorer, *args: object, **options: object) -> None:
        plain(self, *args, **options)
        made.append(self)

    mpl.use("agg")
    with pytest.MonkeyPatch.context() as patch, contextlib.chdir(path.parent):
        patch.setattr(Explorer, "__init__", noted)
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            space = {"__name__": "__main__"}
            for source in cells[: last + 1]:
                exec(compile(source, str(path), "exec"), space)
    return made


def values(explorer: Explorer, dim: str) -> list:
    """The stops of a control, in order."""
    data = explorer.data
    return data[dim].values.tolist() if dim in data.coords else list(range(data.sizes[dim]))


def place(root: Locator, explorer: Explorer, position: dict) -> None:
    """Put the page's controls at a position."""
    controls = root.locator(".mc-controls input[type=range], .mc-controls select").all()
    open_dims = [d for d in position if d != "replicate" and len(values(explorer, d)) > 1]
    assert len(controls) == len(open_dims)
    for control, dim in zip(controls, open_dims, strict=True):
        if control.get_attribute("type") == "range":
            control.fill(str(values(explorer, dim).index(position[dim])))
        else:
            control.select_option(position[dim])
    runs = values(explorer, "replicate") if "replicate" in position else []
    if len(runs) > 1:
        wanted = re.compile(f"^run {runs.index(position['replicate']) + 1} of ")
        while not root.locator(".mc-buttons").get_by_text(wanted).is_visible():
            root.get_by_role("button", name="New run").click()


def number(text: str) -> tuple[float, float]:
    """A number as it is shown, and a half of its last digit."""
    mantissa, _, power = text.translate(PLAIN).partition(" × 10")
    digits = mantissa.partition(".")[2]
    scale = 10.0 ** int(power or 0)
    return float(mantissa) * scale, 0.5 * 10.0 ** -len(digits) * scale


def test_readout_is_the_number_of_the_package(page: Page, served: str, explorer_page: str) -> None:
    page.goto(served + explorer_page, wait_until="load")
    page.evaluate("settle()")
    roots, explorers = page.locator(".mc").all(), built(explorer_page)
    assert len(roots) == len(explorers) > 0
    rng = np.random.default_rng(0)
    for root, explorer in zip(roots, explorers, strict=True):
        for _ in range(POSITIONS):
            at = {
                dim: values(explorer, dim)[rng.integers(len(values(explorer, dim)))]
                for dim in explorer.position
            }
            place(root, explorer, at)
            for cell in root.locator("dd[data-name]").all():
                name, text = cell.get_attribute("data-name"), cell.inner_text()
                row = explorer.data[name]
                exact = row.sel({d: v for d, v in at.items() if d in row.coords})
                exact = exact.isel({d: at[d] for d in exact.dims if d in at}).item()
                if np.isnan(exact):
                    assert text == "–"
                    continue
                shown, half = number(text)
                assert abs(shown - exact) <= half * (1 + 1e-6), f"{name} at {at}: {text}"


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_explorers_follow_the_keyboard(
    page: Page, served: str, site: Path, explorer_page: str, scheme: str
) -> None:
    base = served if scheme == "http" else site.as_uri() + "/"
    page.goto(base + explorer_page, wait_until="load")
    page.evaluate("settle()")
    for root in page.locator(".mc").all():
        follows_keyboard(page, root)


def follows_keyboard(page: Page, root: Locator) -> None:
    """Move each slider of an explorer to its ends; see that the drawing moves with it."""
    drawing = root.locator(".mc-panels")
    for slider in root.locator("input[type=range]").all():
        last = slider.get_attribute("max")
        slider.focus()
        seen = []
        for key, value in [("Home", "0"), ("ArrowRight", "1"), ("End", last)]:
            page.keyboard.press(key)
            assert slider.input_value() == value
            assert slider.get_attribute("aria-valuetext")
            seen.append(drawing.inner_html())
        assert seen[0] != seen[1] or seen[1] != seen[2], "the slider moves nothing"
        assert seen[0] != seen[2]


def test_new_run_and_play(page: Page, served: str, explorer_page: str) -> None:
    page.goto(served + explorer_page, wait_until="load")
    page.evaluate("settle()")
    for root in page.locator(".mc").all():
        drawing, new_run = root.locator(".mc-panels"), root.get_by_role("button", name="New run")
        if new_run.count():
            before = drawing.inner_html()
            new_run.click()
            assert drawing.inner_html() != before
        play = root.get_by_role("button", name="Play")
        if play.count():
            before = drawing.inner_html()
            play.click()
            # Play takes as long for five generations as for a hundred: wait for the next one
            page.wait_for_function(
                "([drawing, before]) => drawing.innerHTML !== before",
                arg=[drawing.element_handle(), before],
                timeout=3000,
            )
            root.get_by_role("button", name="Pause").click()
            expect(play).to_be_visible()
