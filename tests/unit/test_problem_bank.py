"""The bank of templates: fifty variants of each, and one of each tried.

That every variant is solvable, that its wrong answers lose what they must, and that the public
solutions get no mark, is seen here for one variant of each template, and for fifty in
tests/release. The secret is made up for these tests.
"""

import json
import random
import re
import subprocess
import sys
from importlib import import_module

import nbformat
import pytest

from problems import ROOT, SOURCES, ProblemError
from problems.bank import drawing, samples, sheets
from problems.drawn import draw
from problems.rosters import fitting, read_roster
from tests.problem_sets import ASKED, passes, score

SECRET = b"a secret that only these tests have"
FIFTY = [f"student-{number}" for number in range(50)]
# where a template asks for more than the public question, its answer has another name
NAMED = {
    "measured": "states_left",
    "ended": "lost",
    "sigma2": "sigma2_ml",
    "mean": "mean_ml",
    "power_mean": "root_mean",
    "compared": "risks",
    "edge_variance": "midrange_variance",
}


def public(name):
    """What a student has who ran the public set's solutions."""
    space, place = {}, ""
    for cell in nbformat.read(SOURCES / f"{name}.ipynb", as_version=4).cells:
        if cell.cell_type == "raw":
            place = cell.source
        elif cell.cell_type == "code" and place != "# BEGIN TESTS":
            exec(cell.source, space)
    return space | {new: space[old] for new, old in NAMED.items() if old in space}


def given(name, question):
    """The notebook of a variant before a question is answered."""
    space = {}
    exec(f"{import_module(f'problems.bank.{name}').IMPORTS}\n{question.given}", space)
    return space


def as_scored(question):
    """The tests of a question, as `score` takes them."""
    return [(test.points, test.code) for test in question.tests]


def of(question):
    """The marks that there are."""
    return sum(test.points for test in question.tests)


@pytest.fixture(scope="module", params=drawing.sets())
def drawn(request):
    """A set's name, and fifty variants of it."""
    return request.param, [drawing.variant(request.param, SECRET, each) for each in FIFTY]


def test_variants_differ(drawn):
    name, variants = drawn
    whole = {"".join(asked.texts[0] for asked in variant.values()) for variant in variants}
    assert len(whole) == 50, name
    for key in ASKED:
        contents = [(v[key].texts[0], v[key].solution, v[key].tests) for v in variants]
        # equal by chance, as numbers are small: at most four of fifty
        assert len(set(contents)) >= 46, f"{name} {key}: {len(set(contents))} of 50 differ"
        assert len({v[key].solution for v in variants}) >= 4, key


def test_variants_are_as_difficult_as_each_other(drawn):
    """The same marks for the same tests, and a reference of about the same length."""
    name, variants = drawn
    for key in ASKED:
        marks = {tuple(test.points for test in variant[key].tests) for variant in variants}
        lengths = [len(variant[key].solution.splitlines()) for variant in variants]
        assert len(marks) == 1, f"{name} {key}"
        assert max(lengths) - min(lengths) <= 1
    assert all(sum(map(of, variant.values())) == 20 for variant in variants)
    assert all(variant["q7"].read == 5 for variant in variants)
    assert not any("§" in str(vars(asked)) for variant in variants for asked in variant.values())


def passed_by(solved, name, question):
    """The tests of a variant's question that the public solutions pass."""
    # the symbols that the variant's notebook gives have their place in it
    space = {**solved, **(given(name, question) if question.given else {})}
    return [code for _, code in as_scored(question) if passes(code, space)]


def test_public_solutions_get_no_mark_on_a_variant(drawn):
    """One of fifty, another one for each question."""
    name, variants = drawn
    solved = public(name)
    for key, variant in zip(ASKED, variants, strict=False):
        assert not passed_by(solved, name, variant[key]), f"{name} {key}"


@pytest.mark.parametrize("key", ASKED)
def test_a_variant_is_solvable_and_wrong_answers_lose_marks(drawn, key):
    """One of fifty, another one for each question."""
    name, variants = drawn
    question = variants[ASKED.index(key)][key]
    space = given(name, question)
    exec(question.solution, space)
    assert score(as_scored(question), space) == of(question)
    assert question.wrong
    for wrong in question.wrong:
        space = given(name, question)
        exec(wrong.code, space)
        assert score(as_scored(question), space) == of(question) - wrong.loses, wrong.why


def test_a_variant_is_the_secrets_and_the_students():
    def text(secret, student):
        return str(sheets.notebook("text", drawing.variant("text", secret, student)))

    assert text(SECRET, "anna") == text(SECRET, "anna")
    assert text(SECRET, "anna") != text(SECRET, "bert")
    assert text(SECRET, "anna") != text(b"another secret, as long", "anna")
    stamp = drawing.stamp("text", SECRET, "anna")
    assert re.fullmatch("[0-9a-f]{12}", stamp)
    assert stamp != drawing.stamp("text", SECRET, "bert")


def test_a_set_is_drawn_for_a_student(tmp_path):
    """By Otter, whose imports warn: a warning is an error here."""
    draw("selection", SECRET, {"anna": {"id": "anna"}}, tmp_path)
    theirs = (tmp_path / "students/anna/selection.ipynb").read_text("utf8")
    ours = (tmp_path / "solutions/anna.ipynb").read_text("utf8")
    asked = drawing.variant("selection", SECRET, "anna")["q1"]
    hidden = re.findall(r"def (test_\w+)", asked.tests[-1].code)[0]
    assert drawing.stamp("selection", SECRET, "anna") in theirs
    assert hidden not in theirs
    assert "hidden=True" in ours


def test_hidden_numbers_stand_in_hidden_tests_alone(drawn):
    """What `draw` draws and no shown part of a template names, a student does not see."""
    name, _ = drawn
    for key, template in drawing.templates(name).items():
        shown = [*template.texts, template.given]
        shown += [test.code + test.message for test in template.tests if test.message]
        named = {one or two for one, two in re.findall(r"§(?:\{(\w+)\}|(\w+))", " ".join(shown))}
        kept = set(template.draw(random.Random(1))) - named
        assert not template.tests or kept, f"{name} {key}: a student sees all numbers of the tests"


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "cannot be read"), (b"", "has 0 characters"), (b"  short \n", "has 5 characters")],
)
def test_a_secret_must_be_one(tmp_path, content, message):
    path = tmp_path / "secret"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ProblemError, match=message):
        drawing.read_secret(path)
    path.write_bytes(SECRET + b"\n")
    assert drawing.read_secret(path) == SECRET


def test_the_command_refuses_a_short_secret_before_any_work(tmp_path):
    (tmp_path / "secret").write_text("guess")
    (tmp_path / "list.csv").write_text("id\nanna\n")
    words = ["draw", "text", "--secret", "secret", "--students", "list.csv", "--out", "out"]
    done = subprocess.run(
        [sys.executable, "-m", "problems", *words],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "16 or more" in done.stderr
    assert not (tmp_path / "out").exists()


def test_lists_of_students(tmp_path):
    path = tmp_path / "list.csv"

    def refused(text, message):
        path.write_text(text, "utf8")
        with pytest.raises(ProblemError, match=message):
            read_roster(path)

    refused("name\nAnna\n", "needs a column id or ID number")
    refused("id\n\n", "names no student")
    refused("id\nanna\nanna\n", "names anna twice")
    refused("id\n../up\n", "cannot be the name of a folder")
    path.write_text("\ufeffStudent,ID\n    Points Possible,\nAnna,17\nBert,171\n", "utf8")
    students = read_roster(path)
    assert students == {
        "17": {"Student": "Anna", "ID": "17"},
        "171": {"Student": "Bert", "ID": "171"},
    }
    assert fitting("Anna_17_assignsubmission_file/notebook.ipynb", students) == ["17"]
    assert fitting("bert-171.ipynb", students) == ["171"]
    assert fitting("gaussian.ipynb", students) == []


def test_samples_are_complete():
    assert samples.sampled() == ["selection", "text"]
    with pytest.raises(ProblemError, match="gaussian is not made from templates"):
        samples.write_sample("gaussian")
    for name in samples.sampled():
        notebook = samples.sample_notebook(name)
        assert json.loads(json.dumps(notebook))["metadata"]["kernelspec"]["name"] == "python3"
