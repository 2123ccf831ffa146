"""The cells that a page lets its reader change and run, with the lines that they need."""

import hashlib
import json
import shutil

import nbformat

from lite import PLACE
from lite.files import HERE
from lite.needed import before
from tools import ROOT, first_cell, notebooks

TAG = "try-it"
RUN = PLACE / "run"  # what a page loads when a reader presses the button
FIRST = ("pyodide.asm.wasm", "pyodide.asm.js", "python_stdlib.zip", "numpy", "pandas", "xarray")


def name(code: str) -> str:
    """What a cell is called: a sum of its code, so that another cell is never taken for it."""
    return hashlib.sha256(code.strip().encode()).hexdigest()[:10]


def of(notebook: nbformat.NotebookNode) -> dict[str, dict[str, str]]:
    """The marked cells of a notebook by their names: their code, and what is run before it."""
    cells = [c for c in notebook.cells if c.cell_type == "code" and not first_cell.is_first(c)]
    found = {}
    for number, cell in enumerate(cells):
        if TAG in cell.metadata.get("tags", []):
            earlier = [other.source for other in cells[:number]]
            found[name(cell.source)] = {"code": cell.source, "before": before(earlier, cell.source)}
    return found


def megabytes() -> int:
    """What the first start fetches at least."""
    files = [p for p in (PLACE / "static/pyodide").iterdir() if p.name.startswith(FIRST)]
    return round(sum(path.stat().st_size for path in files) / 1e6)


def write() -> None:
    """Write the cells of each page, and what runs them."""
    shutil.rmtree(RUN, ignore_errors=True)
    shutil.copytree(HERE / "page", RUN, ignore=shutil.ignore_patterns("__pycache__"))
    size = megabytes()
    for path in notebooks():
        cells = of(nbformat.read(path, as_version=4))
        if cells:
            place = RUN / "cells" / path.relative_to(ROOT).with_suffix(".json")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(json.dumps({"megabytes": size, "cells": cells}), "utf8")
