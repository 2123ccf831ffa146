"""The time of a build: from nothing, with nothing changed, and after an edit of one chapter."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator

import nbformat

from benchmarks.row import Row
from tools import BUILD, ROOT

COLD, WARM, EDITED = 240.0, 8.0, 40.0  # seconds
CHAPTER = ROOT / "book/theory/gaussian.ipynb"


def rows() -> Iterator[Row]:
    """The three builds; the chapter is put back."""
    shutil.rmtree(BUILD, ignore_errors=True)
    yield build("notebooks and site, cold", COLD)
    yield build("nothing changed", WARM)
    text = CHAPTER.read_bytes()
    try:
        edit()
        yield build(f"one line of code changed in `{CHAPTER.stem}`", EDITED)
    finally:
        CHAPTER.write_bytes(text)


def edit() -> None:
    """Add a line to the last cell of code: the chapter has to run again."""
    notebook = nbformat.read(CHAPTER, as_version=4)
    cell = [cell for cell in notebook.cells if cell.cell_type == "code"][-1]
    cell.source += "\n# edited"
    nbformat.write(notebook, CHAPTER)


def build(what: str, bound: float) -> Row:
    """The time of one build."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "tools.build"], cwd=ROOT, check=True, capture_output=True)
    seconds = time.perf_counter() - start
    return Row(what, f"{seconds:.1f} s", f"under {bound:.0f} s", seconds < bound)
