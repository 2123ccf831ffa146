"""The problem sets, marked by Otter-Grader's own commands."""

import json
import re
import subprocess
import sys
import zipfile

import nbformat
import pytest

from problems import ROOT, SECONDS, SOURCES, names
from problems.grading import Exam, grade
from problems.making import make
from tests.problem_sets import ASKED, cells, possible, wrong_answers
from tests.release.otter_run import run

SETS = names()
HALVES = {"odd": ASKED[::2], "even": ASKED[1::2]}


def with_answers(notebook, answers):
    """The notebook with other answers: each stands in the cell before its check."""
    notebook = nbformat.from_dict(notebook)
    for before, check in zip(notebook.cells, notebook.cells[1:], strict=False):
        asked = re.fullmatch(r'grader\.check\("(q\d)"\)', check.source)
        if asked and asked[1] in answers:
            before.source = answers[asked[1]]
    return notebook


def as_from_a_student(notebook, name):
    """The notebook for another kernel than is here, and reusing the answers' names at its end."""
    notebook = nbformat.from_dict(notebook)
    notebook.metadata.kernelspec.name = "conda-env-ml-py"
    tests = "\n".join(cell.source for _, cell in cells(name))
    answers = {word for names in re.findall(r"def test_\w+\((.*)\):", tests)
               for word in names.split(", ")}  # fmt: skip
    notebook.cells.append(nbformat.v4.new_code_cell(f"{' = '.join(sorted(answers))} = None"))
    return notebook


@pytest.fixture(scope="module", params=SETS)
def made(request, tmp_path_factory):
    """A set's name, and the folder with all that was made from it."""
    return request.param, make(request.param, tmp_path_factory.mktemp("problems"))


@pytest.fixture(scope="module")
def handed_in(made, tmp_path_factory):
    """A folder with four submissions: reference, empty, and two with wrong answers."""
    name, folder = made
    handed_in = tmp_path_factory.mktemp("handed-in")
    reference = nbformat.read(folder / "autograder" / f"{name}.ipynb", as_version=4)
    nbformat.write(as_from_a_student(reference, name), handed_in / "reference.ipynb")
    empty = folder / "student" / f"{name}.ipynb"
    (handed_in / "empty.ipynb").write_text(empty.read_text())
    wrong = wrong_answers(name)
    for half, questions in HALVES.items():
        answers = {question: wrong[question][0] for question in questions}
        nbformat.write(with_answers(reference, answers), handed_in / f"{half}.ipynb")
    return handed_in


@pytest.fixture(scope="module")
def marks(made, handed_in):
    """The marks that Otter gives: submission -> question -> marks."""
    name, folder = made
    return {path.name: run(name, path, folder / "autograder.zip") for path in handed_in.iterdir()}


def test_the_reference_gets_full_marks(made, marks):
    full = possible(made[0])
    total = sum(full.values())
    assert list(full) == ASKED
    assert marks["reference.ipynb"] == {**full, "total": total, "of": total}


def test_an_empty_notebook_gets_none(made, marks):
    nothing = dict.fromkeys(ASKED, 0)
    assert marks["empty.ipynb"] == {
        **nothing,
        "total": 0,
        "of": sum(possible(made[0]).values()),
    }


@pytest.mark.parametrize("half", HALVES)
def test_wrong_answers_lose_their_marks_and_no_others(made, marks, half):
    full, wrong = possible(made[0]), wrong_answers(made[0])
    for question in ASKED:
        lost = wrong[question][1] if question in HALVES[half] else 0
        assert marks[f"{half}.ipynb"][question] == full[question] - lost, question


def test_our_own_marker_gives_the_same(made, handed_in, marks, tmp_path):
    half = SECONDS / 2  # is enough, so that the limit spares right answers on slower machines
    rows = grade(Exam(made[0]), handed_in, tmp_path / "rows", seconds=half)
    asked = [*ASKED, "total", "of"]
    assert {row["submission"]: {key: row[key] for key in asked} for row in rows} == marks


def test_students_get_no_solution_and_no_hidden_test(made, tmp_path):
    name, folder = made
    with zipfile.ZipFile(folder / f"{name}.zip") as archive:
        archive.extractall(tmp_path)
    inside = tmp_path / name
    notebooks = list(inside.rglob("*.ipynb"))
    assert notebooks == [inside / f"{name}.ipynb"]
    [text] = [path.read_text() for path in notebooks]
    kinds = {path.relative_to(inside).parts[0] for path in inside.rglob("*")}
    expected = {f"{name}.ipynb", "modelcollapse", "pyproject.toml", "README.md", "LICENSE"}
    assert kinds - {"results"} == expected
    source = nbformat.read(SOURCES / f"{name}.ipynb", as_version=4)
    secret, solving = [], False
    for cell in source.cells:
        solving = cell.source == "# BEGIN SOLUTION" or (solving and cell.source != "# END SOLUTION")
        if cell.cell_type == "code" and "hidden: true" in cell.source:
            secret += re.findall(r"def (test_\w+)", cell.source)
        elif solving and cell.cell_type == "markdown":
            secret += [json.dumps(line)[1:-1] for line in cell.source.splitlines()]
        elif solving and cell.cell_type == "code":
            lines = re.split(r"# (?:BEGIN|END) SOLUTION", cell.source)
            secret += [line for block in lines[1::2] for line in block.split("\n") if line.strip()]
            secret += re.findall(r"^\S+ = (.*)  # SOLUTION", cell.source, re.MULTILINE)
    secret = [json.dumps(words)[1:-1] for words in secret if len(words.strip()) > 5]
    assert len(secret) > 20
    assert [words for words in secret if words.strip() in text] == []
    assert "hidden=True" not in text
    assert "SOLUTION" not in text


@pytest.mark.parametrize("made", ["gaussian"], indirect=True)
def test_students_can_check_their_own_work(made):
    """The tests that are shown travel in the notebook; one set stands for all."""
    _, folder = made
    program = (
        "import otter, runpy; g = otter.Notebook('gaussian.ipynb');"
        f"wrong = runpy.run_path({str(SOURCES / 'wrong/gaussian/equation_4.py')!r});"
        "print([g.check('q4', global_env=e).grade for e in (wrong, {'risk': None})])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder / "student",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "[1.0, 0.0]\n", done.stdout + done.stderr


def command(*words):
    """What `python -m problems` says of these arguments, when it refuses."""
    done = subprocess.run(
        [sys.executable, "-m", "problems", *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    return done.stderr


def test_bad_input_is_refused_before_any_work(tmp_path):
    empty, table = tmp_path / "in", tmp_path / "marks.csv"
    empty.mkdir()
    assert "no set 'gausian'; there are discrete, gaussian" in command("make", "gausian")
    assert "is empty" in command("grade", "gaussian", empty, table)
    assert not table.exists()
