"""The public sets that are made from their templates, and that stay as samples of what is drawn."""

from __future__ import annotations

from pathlib import Path

import nbformat

from problems import SOURCES, ProblemError
from problems.bank import drawing, sheets


def sampled() -> list[str]:
    """The sets whose public notebook is made from templates."""
    return [name for name in drawing.sets() if drawing.templates(name)["q1"].sample is not None]


def sample_notebook(name: str) -> nbformat.NotebookNode:
    """The public notebook of a set."""
    return sheets.notebook(name, drawing.sample(name))


def write_sample(name: str) -> Path:
    """Write the public notebook of a set; its address."""
    if name not in sampled():
        raise ProblemError(f"{name} is not made from templates; {', '.join(sampled())} are")
    path = SOURCES / f"{name}.ipynb"
    nbformat.write(sample_notebook(name), path)
    return path
