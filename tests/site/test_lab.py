"""The lab's cells that the page does not run: here they run, with messages as a browser sends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, expect

from tests.site.front import Front, answered, pictures
from tools import ROOT
from tools.first_cell import is_first

LAB = ROOT / "book/teaching/explorer-lab.ipynb"
HEAVIEST = 60_000  # bytes of a picture


@pytest.fixture(scope="module")
def notebook() -> nbformat.NotebookNode:
    """The lab, without outputs, and without the cell that would fetch the repository."""
    found = nbformat.read(LAB, as_version=4)
    found.cells = [cell for cell in found.cells if not is_first(cell)]
    for cell in found.cells:
        if cell.cell_type == "code":
            cell.update(outputs=[], execution_count=None)
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the notebook runs, and writes its page."""
    return tmp_path_factory.mktemp("lab")


@pytest.fixture(scope="module")
def front(notebook: nbformat.NotebookNode, folder: Path) -> Iterator[Front]:
    """A front end to the kernel in which every cell was run, those that the page skips too."""
    with answered(notebook, folder) as kernel:
        yield kernel


def source(notebook: nbformat.NotebookNode, text: str) -> nbformat.NotebookNode:
    """The first code cell that holds a text."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return next(cell for cell in code if text in cell.source)


def prose(notebook: nbformat.NotebookNode) -> str:
    """All that is not code."""
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def test_a_moved_slider_draws_what_the_function_draws(front: Front) -> None:
    [moved] = pictures(front.move("M_slider", value=60))[:1]
    [drawn] = pictures(front.run("draw(60)"))
    [other] = pictures(front.run("draw(61)"))
    assert moved == drawn != other
    [reseeded] = pictures(front.move("seed_box", value=5))[:1]
    assert reseeded == pictures(front.run("draw(60, seed=5)"))[0] != drawn
    front.move("seed_box", value=0)


def test_wrong_arguments_give_the_errors_that_the_text_quotes(
    front: Front, notebook: nbformat.NotebookNode
) -> None:
    [trouble] = [
        output for output in source(notebook, "wrong_name").outputs if output.output_type == "error"
    ]
    assert f"{trouble.ename}: {trouble.evalue}" in prose(notebook)
    failed = front.run('widgets.interactive_output(draw, {"M": M_slider.value})')
    [said] = [m["content"] for m in failed if m["msg_type"] == "error"]
    assert f"{said['ename']}: {said['evalue']}" in prose(notebook)


def test_links_name_the_values_that_they_tie(front: Front) -> None:
    ends = {
        "pair": ("M_slider", "M_box"),
        "tick": ("clock", "n_slider"),
        "one_way": ("M_slider", "bar"),
    }
    for link, (one, other) in ends.items():
        state = front.value(f"{link}.get_state(['source', 'target'])")
        models = [front.value(f"{widget}.model_id") for widget in (one, other)]
        tied = [["IPY_MODEL_" + model, "value"] for model in models]
        assert [list(state["source"]), list(state["target"])] == tied
    names = [front.value(f"{link}.get_state(['_model_name'])['_model_name']") for link in ends]
    assert names == ["LinkModel", "LinkModel", "DirectionalLinkModel"]


def test_each_tick_of_the_clock_is_a_frame(front: Front) -> None:
    front.move("M_slider", value=20)
    frames = []
    for tick in (1, 2, 3):  # the browser copies the clock's value to the slider
        front.move("clock", value=tick)
        frames += pictures(front.move("n_slider", value=tick))
    assert len(set(frames)) == 3
    assert frames[2] == pictures(front.run("draw_bell(20, 3)"))[0]


def test_solutions_with_widgets_work(front: Front) -> None:
    front.move("M_slider", value=20)
    under = pictures(front.move("regime_menu", index=2))
    assert under == pictures(front.run('draw_regime(20, regimes["Accumulate"])'))
    over = pictures(front.move("decades_slider", index=4))
    assert over == pictures(front.run("draw(300)"))
    before = front.value("seed_box.value")
    front.tell("new_run", {"method": "custom", "content": {"event": "click"}})
    assert front.value("seed_box.value") == before + 1
    assert front.value("list(as_bars.position)") == ["sample_size", "generation"]
    assert front.value("own.position['regime']") == "Replace"
    front.move("seed_box", value=0)


def test_explorers_follow_each_other_and_leave_the_grid(front: Front) -> None:
    now = {"sample_size": 17, "generation": 8, "replicate": 2}
    front.move("second", position=now)
    assert front.value("across.position") == {"generation": 8, "replicate": 2}
    assert str(now) in front.value("where.value")
    told = front.value("second.readout()")
    assert float(told["expected"]) == pytest.approx(
        front.value("row(17).expected[8].item()"), abs=1e-4
    )


def test_the_published_page_moves_without_a_kernel(front: Front, folder: Path, page: Page) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto((folder / "my-explorer.html").as_uri())
    drawing = page.locator(".mc-panels")
    expect(page.locator(".mc-panels path, .mc-panels circle").first).to_be_attached()
    before = drawing.inner_html()
    page.get_by_role("slider").first.press("End")
    assert drawing.inner_html() != before
    assert len(requests) == 1


def test_pictures_are_light() -> None:
    found = sorted((ROOT / "book/_static/lab").glob("*"))
    named = {path.name for path in found if f"_static/lab/{path.name}" in LAB.read_text("utf8")}
    assert {path.name for path in found} == named
    assert [path.name for path in found if path.stat().st_size >= HEAVIEST] == []
