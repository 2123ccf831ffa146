"""Every chapter has its exercises with solutions that were run, and one page lists them all."""

import re
from os.path import relpath
from pathlib import Path

import nbformat
import pytest

from tests.unit.test_proof_exercises import PROOFS
from tools import ROOT, chapters

CHAPTERS = chapters()
LAB = "book/teaching/explorer-lab"
LISTED = "book/teaching/exercises.html"
EXERCISE = re.compile(r"\{exercise\} *(.*)\n:label: (\S+)\n")
SOLUTION = re.compile(r"\{solution-start\} (\S+)\n(?::label: \S+\n)?:class: dropdown\n")
LEVELS = {"easy", "medium", "project"}
PROOF = "proof"  # text only, beside these; tests/unit/test_proof_exercises.py reads it


def cells(chapter: str) -> list[nbformat.NotebookNode]:
    """The cells of a chapter."""
    return nbformat.read(ROOT / f"{chapter}.ipynb", as_version=4).cells


def exercises(chapter: str) -> dict[str, str]:
    """From the label of each exercise to its difficulty."""
    text = "\n".join(cell.source for cell in cells(chapter) if cell.cell_type == "markdown")
    found = {}
    for title, label in EXERCISE.findall(text):
        [level] = [level for level in (*LEVELS, PROOF) if title.endswith(f" – {level}")]
        found[label] = level
    return found


def solutions(chapter: str) -> dict[str, int]:
    """From the label of an exercise to the number of cells that were run in its folded solution."""
    run: dict[str, int] = {}
    label = None
    for cell in cells(chapter):
        if cell.cell_type == "markdown":
            for start, end in re.findall(rf"{SOLUTION.pattern}|(\{{solution-end\}})", cell.source):
                label = None if end else start
                run.update({} if end else {start: 0})
        elif label is not None and cell.execution_count is not None:
            run[label] += 1
    return run


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_has_three_to_six_of_all_levels(chapter: str) -> None:
    found = [level for level in exercises(chapter).values() if level != PROOF]
    assert 3 <= len(found) <= 6
    assert set(found) == LEVELS


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_exercise_has_a_folded_solution_that_was_run(chapter: str) -> None:
    wanted = [label for label, level in exercises(chapter).items() if level != PROOF]
    assert list(solutions(chapter)) == wanted
    assert all(solutions(chapter).values())


@pytest.fixture(scope="module")
def listed(site: Path) -> str:
    """The page that lists them."""
    return (site / LISTED).read_text("utf8")


@pytest.mark.parametrize("chapter", [*CHAPTERS, LAB])
def test_every_exercise_is_listed_by_topic_and_by_difficulty(
    chapter: str, site: Path, listed: str
) -> None:
    there = (site / f"{chapter}.html").read_text("utf8")
    for label in exercises(chapter):
        address = f"{relpath(chapter, Path(LISTED).parent)}.html#{label}"
        assert listed.count(f'href="{address}"') == 2
        place = there.index(f'id="{label}"')
        number = re.search(r"Exercise ([\d.]+)", there[place:])[1]
        rows = [row for row in listed.split("<tr") if f"#{label}" in row]
        assert [f'numref">{number} – ' in row for row in rows] == [True, True]


def test_nothing_else_is_listed(listed: str) -> None:
    known = {label for chapter in [*CHAPTERS, LAB] for label in exercises(chapter)}
    assert set(re.findall(r'href="[^"]*#(ex-[\w-]+)"', listed)) == known


@pytest.mark.parametrize("chapter", [*CHAPTERS, LAB])
def test_titles_have_no_brackets_in_brackets(chapter: str, site: Path) -> None:
    text = (site / f"{chapter}.html").read_text("utf8")
    titles = re.findall(r'<p class="admonition-title">.*?Exercise.*?</p>', text)
    solved = solutions(chapter).keys() | {label for label in PROOFS if PROOFS[label].solved}
    found = exercises(chapter)
    assert len(titles) == len(found) + len(found.keys() & solved)  # exercises and solutions
    assert [title for title in titles if "))" in title] == []
