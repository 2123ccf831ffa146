"""Fifty variants of each template, marked in process; and Otter's own version of some of them."""

import json
import re

import nbformat
import pytest

from problems.bank import drawing, sheets
from problems.drawn import draw
from problems.grading import Exam, grade
from problems.rosters import read_drawn
from tests.problem_sets import ASKED, score
from tests.unit.test_problem_bank import FIFTY, SECRET, as_scored, given, of, passed_by, public


@pytest.mark.parametrize("name", drawing.sets())
@pytest.mark.parametrize("key", ASKED)
def test_fifty_are_solvable_and_their_wrong_answers_lose_marks(name, key):
    template = drawing.templates(name)[key]
    assert template.wrong
    for student in FIFTY:
        question = drawing.variant(name, SECRET, student)[key]
        space = given(name, question)
        exec(question.solution, space)
        assert score(as_scored(question), space) == of(question), student
        for wrong in question.wrong:
            space = given(name, question)
            exec(wrong.code, space)
            assert score(as_scored(question), space) == of(question) - wrong.loses, student


@pytest.mark.parametrize("name", drawing.sets())
def test_public_solutions_get_no_mark_on_fifty(name):
    solved = public(name)
    for student in FIFTY:
        for key, question in drawing.variant(name, SECRET, student).items():
            assert not passed_by(solved, name, question), f"{key} of {student}"


@pytest.fixture(scope="module", params=drawing.sets())
def drawn(request, tmp_path_factory):
    """A set drawn for three students, by the command's own function."""
    out = tmp_path_factory.mktemp("drawn")
    students = {name: {"id": name} for name in ("anna", "bert", "carl")}
    draw(request.param, SECRET, students, out)
    return request.param, out, students


def test_students_get_no_solution_no_hidden_test_and_nobody_elses_numbers(drawn):
    name, out, students = drawn
    texts = {s: (out / "students" / s / f"{name}.ipynb").read_text("utf8") for s in students}
    assert (
        sorted(path.name for path in (out / "students").rglob("*.ipynb")) == [f"{name}.ipynb"] * 3
    )
    for student, text in texts.items():
        assert SECRET.decode() not in text
        assert SECRET.hex() not in text
        hidden = []
        for each in students:
            for question in drawing.variant(name, SECRET, each).values():
                hidden += re.findall(r"def (test_\w+)", "\n".join(
                    test.code for test in question.tests if not test.message))  # fmt: skip
                answers = re.findall(r"^\S+ = (.*)  # SOLUTION", question.solution, re.MULTILINE)
                blocks = re.findall(
                    r"# BEGIN SOLUTION.*?\n(.*?)# END SOLUTION", question.solution, re.DOTALL
                )
                hidden += list("\n".join(blocks).split("\n")) + answers
                hidden += question.notes.split("\n")
        hidden = [json.dumps(words.strip())[1:-1] for words in hidden if len(words.strip()) > 6]
        assert len(hidden) > 100
        assert [words for words in hidden if words in text] == [], student
        others = [s for s in students if s != student]
        assert all(drawing.stamp(name, SECRET, other) not in text for other in others)
        assert drawing.stamp(name, SECRET, student) in text


def test_a_drawn_class_is_marked_by_its_own_variants(drawn, tmp_path):
    """Solutions get all marks, another student's get next to none, and the empty notebook none."""
    name, out, students = drawn
    handed_in = tmp_path / "in"
    handed_in.mkdir()
    for student, whose in {"anna": "anna", "bert": "anna"}.items():
        solved = nbformat.read(out / "solutions" / f"{whose}.ipynb", as_version=4)
        nbformat.write(solved, handed_in / f"{student}.ipynb")
    empty = (out / "students" / "carl" / f"{name}.ipynb").read_text("utf8")
    (handed_in / "notebook.ipynb").write_text(empty, "utf8")  # it is known by its questions
    exam = Exam(name, students, read_drawn(out / "drawn.json"), SECRET)
    found = {row["id"]: row for row in grade(exam, handed_in, tmp_path / "rows")}
    assert found["anna"]["total"] == found["anna"]["of"] == 20
    assert found["bert"]["total"] <= 6
    assert "the questions are those of anna" in found["bert"]["said"]
    assert found["carl"]["total"] == 0


def test_the_same_secret_draws_the_same_set(drawn, tmp_path):
    name, out, _ = drawn
    first = sheets.notebook(name, drawing.variant(name, SECRET, "anna"))
    again = sheets.notebook(name, drawing.variant(name, SECRET, "anna"))
    assert first == again
    assert read_drawn(out / "drawn.json").state == drawing.fingerprint()
