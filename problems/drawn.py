"""Private sets: a variant for each student, or one for a class, drawn by a secret."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import tempfile
import time
import warnings
from pathlib import Path

import nbformat

from problems import ProblemError
from problems.bank import drawing, sheets
from problems.rosters import Drawn


def assigned(source: nbformat.NotebookNode, name: str, place: Path) -> tuple[Path, Path]:
    """A student's notebook, and the one with solutions and all tests, by `otter assign`."""
    nbformat.write(source, place / f"{name}.ipynb")
    target, here = place / "made", Path.cwd()
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")  # Otter's imports warn too
            from otter.assign import main  # type: ignore[import-untyped]  # it takes a second

            main(str(place / f"{name}.ipynb"), str(target), no_run_tests=True, no_pdfs=True)
    except Exception as error:  # Otter raises many kinds
        raise ProblemError(f"otter assign failed on a variant of {name}: {error}") from None
    finally:
        os.chdir(here)
    return target / "student" / f"{name}.ipynb", target / "autograder" / f"{name}.ipynb"


def draw(
    name: str, secret: bytes, students: dict[str, dict[str, str]], out: Path, shared: bool = False
) -> Drawn:
    """Write `students/` to hand out, and `solutions/` and `drawn.json` to keep."""
    whose = [""] if shared else list(students)
    stamps = {
        student: drawing.stamp(name, secret, "" if shared else student) for student in students
    }
    drawn = Drawn(name, shared, drawing.fingerprint(), students, stamps)
    solutions = out / "solutions"
    solutions.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    for count, student in enumerate(whose, start=1):
        called = student or "class"
        folder, mark = out / "students" / called, drawing.stamp(name, secret, student)
        folder.mkdir(parents=True, exist_ok=True)
        state = f"{mark} {drawn.state}"
        made = solutions / f"{called}.made"
        if not made.exists() or made.read_text() != state:
            source = sheets.notebook(name, drawing.variant(name, secret, student), mark)
            with tempfile.TemporaryDirectory() as place:
                theirs, ours = assigned(source, name, Path(place))
                shutil.copy(theirs, folder / f"{name}.ipynb")
                shutil.copy(ours, solutions / f"{called}.ipynb")
            made.write_text(state)
        left = (time.monotonic() - began) / count * (len(whose) - count) / 60
        print(f"[{count}/{len(whose)}] {called}, variant {mark}; {left:.0f} min left", flush=True)
    drawn.write(out / "drawn.json")
    return drawn
