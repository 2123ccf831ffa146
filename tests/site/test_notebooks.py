"""The committed notebooks are what `make notebooks` writes, and keep to the book's rules."""

import ast
from pathlib import Path

import nbformat
import pytest

from tools import ROOT, notebooks
from tools.execute import skipped, strip

LONGEST_CELL = 25
CHECKPOINTS = ".ipynb_checkpoints"
NOTEBOOKS = [pytest.param(path, id=str(path.relative_to(ROOT))) for path in notebooks()]
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS)


def code_cells(path: Path) -> list[nbformat.NotebookNode]:
    """The cells with code."""
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def test_every_notebook_is_in_the_book() -> None:
    found = {path for path in (ROOT / "book").rglob("*.ipynb") if CHECKPOINTS not in path.parts}
    assert found == set(notebooks()), "a chapter is named in _toc.yml"


@every_notebook
def test_is_stripped(path: Path) -> None:
    committed, stripped = (nbformat.read(path, as_version=4) for _ in range(2))
    strip(stripped)
    assert committed == stripped, f"run: make notebooks ARGS={path.relative_to(ROOT)}"


@every_notebook
def test_was_run_from_the_first_cell_to_the_last(path: Path) -> None:
    counts = [cell.execution_count for cell in code_cells(path) if not skipped(cell)]
    assert counts == list(range(1, len(counts) + 1)), "nbval compares nothing in a cell not run"
    kinds = {output.output_type for cell in code_cells(path) for output in cell.outputs}
    assert "error" not in kinds


@every_notebook
def test_cells_are_short(path: Path) -> None:
    long = [
        cell.source for cell in code_cells(path) if len(cell.source.splitlines()) > LONGEST_CELL
    ]
    assert long == []


@every_notebook
def test_no_slider_that_would_be_dead_on_the_page(path: Path) -> None:
    calls = [
        getattr(node.func, "id", getattr(node.func, "attr", ""))
        for cell in code_cells(path)
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Call)
    ]
    assert "interact" not in calls


@every_notebook
def test_figures_have_a_name_a_caption_and_words(path: Path) -> None:
    for cell in code_cells(path):
        text = str([output.get("data", {}).get("text/plain") for output in cell.outputs])
        if "<Figure size" not in text:
            continue
        settings = cell.metadata.get("mystnb", {})
        figure, image = settings.get("figure", {}), settings.get("image", {})
        given = [figure.get("name"), figure.get("caption"), image.get("alt")]
        assert all(given), f"figure name, caption and image alt are needed in:\n{cell.source}"


@every_notebook
def test_glued_numbers_are_plain(path: Path) -> None:
    """A page cannot format a number that is glued as `np.float64(0.5)`."""
    outputs = [output for cell in code_cells(path) for output in cell.outputs]
    glued = [str(output.get("data")) for output in outputs if output.get("metadata")]
    assert [each[:120] for each in glued if "np.float64(" in each] == []


@every_notebook
def test_no_text_of_the_page_is_in_a_cell_of_slides(path: Path) -> None:
    """Such a cell is taken out of the page, with all that is written in it by mistake."""
    cells = nbformat.read(path, as_version=4).cells
    slides = [c.source for c in cells if "remove-cell" in c.metadata.get("tags", [])]
    strange = ("\n(", ":::{prf", "```{exercise}", "```{figure}")
    assert [each[:80] for each in slides if any(mark in each for mark in strange)] == []


@every_notebook
def test_ties_are_sorted_alike_on_every_machine(path: Path) -> None:
    """NumPy's default sort leaves equal values in an order that depends on the processor."""
    sorts = [
        ast.unparse(node)
        for cell in code_cells(path)
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "argsort"
    ]
    assert [call for call in sorts if "kind='stable'" not in call] == []
