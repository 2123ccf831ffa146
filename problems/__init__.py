"""Graded problem sets: what students download, the autograders, and marks for what they hand in.

`python -m problems make [NAME ...]`
`python -m problems grade NAME FOLDER MARKS.csv`

Otter-Grader does the work: `otter assign` makes a student version and an autograder of each
notebook in this folder, `otter run` marks a submission. What is made lies in _build/problems/.
"""

from pathlib import Path

SECONDS = 20  # that a cell, or a call of an answer, may compute; right ones take one at most
SOURCES = Path(__file__).resolve().parent
ROOT = SOURCES.parent


class ProblemError(Exception):
    """What was given cannot be made or marked."""


def names() -> list[str]:
    """The problem sets that there are."""
    return sorted(path.stem for path in SOURCES.glob("*.ipynb"))
