"""A class of 150 made-up submissions, marked by one command: the work alone makes the mark."""

import csv
import subprocess
import sys

import pytest

from problems import ROOT
from problems.making import make
from tests.class_of_150 import write_class
from tests.problem_sets import ASKED

SET = "selection"  # whose tests take a second


def grade(folder, table, *words):
    """What the command says."""
    return subprocess.run(
        [sys.executable, "-m", "problems", "grade", SET, folder, table, *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def rows(table):
    """The rows of a table, by the submission's name."""
    with table.open(newline="", encoding="utf8") as file:
        return {row["submission"].lstrip("'"): row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    """The table of a class, what it must be, and where all of it lies."""
    place = tmp_path_factory.mktemp("class")
    expected = write_class(SET, place / "in", make(SET))
    before = {path: path.read_bytes() for path in (place / "in").rglob("*") if path.is_file()}
    grade(place / "in", place / "marks.csv")
    after = {path: path.read_bytes() for path in (place / "in").rglob("*") if path.is_file()}
    assert before == after, "a submission has changed the folder that it lies in"
    return rows(place / "marks.csv"), expected, place


def test_every_mark_is_what_the_work_is_worth(marked):
    found, expected, _ = marked
    wrong = {
        called: (wanted["kind"], {q: (found[called][q], wanted["marks"][q]) for q in ASKED})
        for called, wanted in expected.items()
        if [int(found[called][q]) for q in ASKED] != [wanted["marks"][q] for q in ASKED]
    }
    assert wrong == {}
    assert len(found) == 150


def test_an_interrupted_run_goes_on_to_the_same_table(marked):
    """Half of the rows are kept, one is cut off in its middle; only the rest is marked again."""
    found, _, place = marked
    journal = place / "marks.csv.rows"
    lines = journal.read_bytes().splitlines(keepends=True)
    # what computes for ever takes too long for a second time
    lines.sort(key=lambda line: b"ran for more" not in line and b"kept its test" not in line)
    journal.write_bytes(b"".join(lines[:140]) + lines[140][:50])
    said = grade(place / "in", place / "marks.csv")
    assert "140 of 150 were marked before" in said
    assert rows(place / "marks.csv") == found
