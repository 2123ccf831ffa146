"""Marks by Otter itself: `otter run` on one submission, as Gradescope would do it."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat

LONGEST = 600  # seconds for one submission


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
        done = subprocess.run(
            [sys.executable, "-m", "otter", *words],
            env={**os.environ, "TMPDIR": place},
            timeout=LONGEST,
            capture_output=True,
            text=True,
            check=False,
        )
        written = Path(place) / "results.json"
        assert written.exists(), done.stderr
        tests = [test for test in json.loads(written.read_text())["tests"] if "max_score" in test]
    marks = {test["name"]: test["score"] for test in sorted(tests, key=lambda test: test["name"])}
    return {**marks, "total": sum(marks.values()), "of": sum(test["max_score"] for test in tests)}
