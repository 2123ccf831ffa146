"""Notebooks run in kernels that are forks of one process which has loaded what they begin with."""

import ast
import os
from pathlib import Path

import nbformat
import pytest

from tools import execute
from tools.kernels import LOADED

FIRST = "import os, matplotlib.pyplot as plt; seen = 1; os.getpid(), os.getcwd()"
SECOND = f"""\
import sys
print([name for name in {LOADED.split()} if name not in sys.modules], seen)
plt.plot([1, 2])
plt.show()
"""


def written(path: Path, *cells: str) -> Path:
    nbformat.write(nbformat.v4.new_notebook(cells=[*map(nbformat.v4.new_code_cell, cells)]), path)
    return path


def test_kernels_are_forks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is a process of its own, in its notebook's folder; figures are shown in it."""
    monkeypatch.setenv("MPLBACKEND", "agg")  # so that it is what it was in the end
    monkeypatch.delenv("MPLBACKEND")
    monkeypatch.setattr(execute, "ROOT", tmp_path)
    paths = [written(tmp_path / f"{name}.ipynb", FIRST, SECOND) for name in "ab"]
    wrong = written(tmp_path / "c.ipynb", "seen")  # a name of another notebook
    made: dict[Path, nbformat.NotebookNode] = {}
    failures = execute.execute_all(
        [*paths, wrong], lambda path, found, _: made.update({path: found})
    )
    assert [str(failure).startswith("c.ipynb") for failure in failures] == [True]
    places = [ast.literal_eval(made[path].cells[0].outputs[0].data["text/plain"]) for path in paths]
    assert len({os.getpid(), *(number for number, _ in places)}) == 3
    assert {folder for _, folder in places} == {str(tmp_path)}
    for path in paths:
        printed, figure = made[path].cells[1].outputs
        assert printed.text == "[] 1\n"
        assert "image/png" in figure.data
