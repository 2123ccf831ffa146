"""Marks for a folder of submitted notebooks: `otter run` on each, one after the other.

Otter's own `otter grade` does this in Docker containers. Here students' code runs with the rights
of whoever marks it.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import nbformat

from problems import ProblemError

LONGEST = 600  # seconds for one submission


def submissions(name: str, folder: Path) -> list[Path]:
    """The notebooks in a folder, each checked to be one of this set."""
    if not folder.is_dir():
        raise ProblemError(f"{folder} is not a folder; name one that holds the submitted notebooks")
    paths = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    if not paths:
        raise ProblemError(f"{folder} is empty; it should hold the submitted notebooks")
    for path in paths:
        if path.suffix != ".ipynb":
            raise ProblemError(f"{path} is not a notebook; the folder may hold *.ipynb alone")
        try:
            metadata = nbformat.read(path, as_version=4).metadata
        except Exception as error:  # nbformat raises many kinds
            raise ProblemError(f"{path} cannot be read as a notebook: {error}") from None
        found = metadata.get("otter", {}).get("assignment_name")
        if found != name:
            raise ProblemError(f"{path} is of the set {found!r}, not of {name!r}")
    return paths


def named(name: str, submission: Path, place: Path) -> Path:
    """A copy of a submission as Otter wants it: named as the set, for the Python that is here.

    The cells that check an answer look for their tests under the set's name. Under another one
    they find none, and Otter then asks all its questions of what the last cell has left, where a
    name may mean something else. And the kernel that a student's notebook names, a conda
    environment say, is not on this machine.
    """
    notebook = nbformat.read(submission, as_version=4)
    notebook.metadata.kernelspec = {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    }
    path = place / f"{name}.ipynb"
    nbformat.write(notebook, path)
    return path


def run(name: str, submission: Path, autograder: Path) -> dict[str, float]:
    """The marks of each question of one submission, and what there was to get, by `otter run`."""
    with tempfile.TemporaryDirectory(
        dir=autograder.parent,
        ignore_cleanup_errors=True,  # a kernel may outlive a run that was stopped
    ) as place:
        handed_in = str(named(name, submission, Path(place)))
        words = ["run", "--no-logo", "-a", str(autograder), "-o", place, handed_in]
        try:
            done = subprocess.run(
                [sys.executable, "-m", "otter", *words],
                env={**os.environ, "TMPDIR": place},
                timeout=LONGEST,
                capture_output=True,
                text=True,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise ProblemError(f"ran for more than {LONGEST} seconds") from None
        written = Path(place) / "results.json"
        if not written.exists():
            raise ProblemError(done.stderr.strip().rpartition("\n")[2])
        tests = [test for test in json.loads(written.read_text())["tests"] if "max_score" in test]
    if not tests:
        raise ProblemError("the kernel stopped before the tests were over")
    marks = {test["name"]: test["score"] for test in sorted(tests, key=lambda test: test["name"])}
    return {**marks, "total": sum(marks.values()), "of": sum(test["max_score"] for test in tests)}


def grade(name: str, folder: Path, make: Callable[[], Path]) -> list[dict[str, object]]:
    """One row a submission. What is wrong with the folder is said before anything is made."""
    paths = submissions(name, folder)
    autograder = make() / "autograder.zip"
    rows: list[dict[str, object]] = []
    for count, path in enumerate(paths, start=1):
        row: dict[str, object] = {"submission": path.name}
        try:
            row |= run(name, path, autograder)
        except ProblemError as error:
            row["note"] = str(error)
        print(f"[{count}/{len(paths)}]", *(f"{key} {value}" for key, value in row.items()))
        rows.append(row)
    return rows


def write(rows: list[dict[str, object]], table: Path) -> None:
    """The rows as a table of comma-separated values."""
    columns = dict.fromkeys(key for row in rows for key in row)
    with table.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(columns), restval="")
        writer.writeheader()
        writer.writerows(rows)
