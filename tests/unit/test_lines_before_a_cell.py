"""A cell that runs in its page comes after the lines that it needs, and prints what it should."""

import builtins
from pathlib import Path

import nbformat
import pytest

from lite.cells import TAG, of
from lite.needed import before
from lite.page.cell import run
from tools import notebooks

MARKED = [path for path in notebooks() if f'"{TAG}"' in path.read_text("utf8")]


def test_it_is_run_after_what_it_needs_and_nothing_else() -> None:
    cells = [
        "import numpy as np\nfrom math import sin, cos\nimport sys",
        "def f(x):\n    return g(x) + 1\nunused = sin(1)",
        "def g(x):\n    return cos(x)\nd = {}\nd['a'] = 1\nlist_of = []\nlist_of.append(2)",
        "for i in range(3):\n    last = np.float64(i)\ng = g  # bound again",
    ]
    found = before(cells, "y = f(last) + d['a'] + len(list_of)\nunused = 3\nprint(unused)")
    assert "import cos\n" in found  # and not the sine
    assert "sys" not in found
    names: dict[str, object] = {}
    exec(found, names)
    exec("y = f(last) + d['a'] + len(list_of)", names)
    assert names["y"] == pytest.approx(1 - 0.4161468365 + 1 + 1)


def test_what_is_left_out_is_missed() -> None:
    found = before(["a = 1", "b = a + 1", "c = 5"], "print(b)")
    assert found.splitlines() == ["a = 1", "b = a + 1"]


PARTS = ("phenomenon", "theory", "general", "remedies", "selection")


def test_each_chapter_but_those_of_learned_models_has_marked_cells() -> None:
    of_the_parts = [p for p in notebooks() if p.parent.name in PARTS]
    assert {p.stem for p in of_the_parts} <= {p.stem for p in MARKED}


@pytest.mark.parametrize("path", MARKED, ids=lambda path: path.stem)
def test_a_marked_cell_prints_what_is_committed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    monkeypatch.setattr(builtins, "display", None, raising=False)  # put back at the end
    notebook = nbformat.read(path, as_version=4)
    committed = {c.source: streams(c) for c in notebook.cells if c.cell_type == "code"}
    marked = of(notebook)
    assert 2 <= len(marked) <= 4
    for cell in marked.values():
        told = Told()
        assert run(cell["before"], cell["code"], told) == ("", "")
        printed = "".join(text for kind, text in told if kind == "text")
        assert printed.strip() == committed[cell["code"]].strip()


class Told(list[tuple[str, str]]):
    """What a cell says to its page."""

    def __call__(self, kind: str, text: str) -> None:
        self.append((kind, text))


def streams(cell: nbformat.NotebookNode) -> str:
    """What a cell printed."""
    return "".join(out.text for out in cell.outputs if out.get("name") == "stdout")
