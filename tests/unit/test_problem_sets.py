"""The problem sets, marked here and now: full marks for the reference, none for an empty notebook.

The tests of each question run on the answers as they stand in the source, without Otter, in one
pass. That Otter's autograders give the same marks is seen in tests/release.
"""

import re
from contextlib import chdir

import nbformat
import pytest

from problems import ROOT, names
from problems.bank import samples
from tests.problem_sets import ASKED, POINTS, cells, possible, score, wrong_answers


def emptied(source):
    """A solution as a student finds it."""
    source = re.sub(r"# BEGIN SOLUTION.*?# END SOLUTION", "...", source, flags=re.DOTALL)
    return re.sub(r"= .*# SOLUTION$", "= ...", source, flags=re.MULTILINE)


def mark(name):
    """The marks of the reference, of empty answers and of wrong ones: kind -> question -> marks."""
    marks = {"reference": {}, "empty": {}, "wrong": {}}
    wrong, space, tests, solution, place = wrong_answers(name), {}, [], "", None
    for question, cell in cells(name):
        if cell.cell_type == "raw":
            place = cell.source
            if place == "# BEGIN QUESTION":
                solution = ""
            if place == "# END TESTS":
                without = dict(space)
                exec(emptied(solution), without)
                instead = dict(space)
                exec(wrong[question][0], instead)
                kinds = {"reference": space, "empty": without, "wrong": instead}
                for kind, answers in kinds.items():
                    marks[kind][question] = score(tests, answers)
                tests, solution = [], ""
        elif cell.cell_type == "code" and place == "# BEGIN TESTS":
            tests.append((int(POINTS.search(cell.source)[1]), cell.source))
        elif cell.cell_type == "code":
            exec(cell.source, space)
            solution += f"{cell.source}\n" * (place == "# BEGIN SOLUTION")
    return marks


@pytest.fixture(scope="module", params=names())
def marked(request):
    """A set's name and its marks."""
    with chdir(ROOT / "book"):  # where its results lie
        return request.param, mark(request.param)


def test_the_reference_gets_full_marks(marked):
    name, marks = marked
    assert list(marks["reference"]) == ASKED
    assert marks["reference"] == possible(name)


def test_empty_answers_get_none(marked):
    assert marked[1]["empty"] == dict.fromkeys(ASKED, 0)


def test_wrong_answers_lose_what_they_must(marked):
    name, marks = marked
    full, wrong = possible(name), wrong_answers(name)
    assert marks["wrong"] == {question: full[question] - wrong[question][1] for question in ASKED}


def test_numpys_truth_is_truth():
    """An answer may be computed: NumPy's booleans are as good as Python's."""
    import numpy as np

    tests = [
        (int(POINTS.search(cell.source)[1]), cell.source)
        for question, cell in cells("gaussian")
        if question == "q6" and "TEST CONFIG" in cell.source
    ]
    right = {"constant": False, "linear": False, "i log i": False, "power": True, "doubling": True}
    assert score(tests, {"bounded": {name: np.bool_(value) for name, value in right.items()}}) == 3
    assert score(tests, {"bounded": {name: str(value) for name, value in right.items()}}) == 0
    assert score(tests, {"bounded": dict.fromkeys(right, ...)}) == 0


@pytest.mark.parametrize("name", names())
def test_the_page_states_the_marks(name):
    page = (ROOT / "book/teaching/problem-sets.md").read_text("utf8")
    machine = sum(possible(name).values())
    [read] = re.findall(r"manual: true\npoints: (\d+)", "\n".join(c.source for _, c in cells(name)))
    assert re.search(rf"/{name}\.zip>`, {machine} marks from tests and {read} from a reader", page)


@pytest.mark.parametrize("name", samples.sampled())
def test_a_sample_is_what_its_templates_give(name):
    made = samples.sample_notebook(name)
    kept = nbformat.read(ROOT / f"problems/{name}.ipynb", as_version=4)
    assert [(c.cell_type, c.source) for c in kept.cells] == [
        (c.cell_type, c.source) for c in made.cells
    ]
