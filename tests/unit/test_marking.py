"""Marking: a student's process cannot reach the tests, and only the work makes the mark."""

import json
from inspect import signature

import nbformat
import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from problems import SECONDS, ProblemError, grading
from problems.__main__ import arguments
from problems.grading import Exam, feedback, grade, harmless, of_the_list, write
from problems.marking import judge, paper, places, student, values
from problems.rosters import PLATFORMS, fit_for
from tests.attacks import EVERYTHING_PASSES, KILL, MESSAGES, RESULTS

CONFIG = '""" # BEGIN TEST CONFIG\npoints: {}\n{}\n"""  # END TEST CONFIG\n\n\n'
TESTS = {
    "q1": (
        "number",
        "def test_number(number):\n    assert abs(number - 6.5) < 1e-9\n    assert number != 7",
    ),
    "q2": (
        "double",
        "def test_double(double):\n    import numpy as np\n\n"
        "    assert np.allclose(double(np.arange(3)), [0, 2, 4])\n    assert double(2.5) == 5",
    ),
    "q3": (
        "k, root, double",
        "def test_root(k, root, double):\n    assert root.subs(k, 4) == 2\n"
        "    import sympy as sp\n\n    own = sp.Symbol('k', negative=True)\n"
        "    assert double(own).subs(own, -3) == double([own])[0].subs(own, -3) == -6",
    ),
    "q4": ("truth", "def test_truth(truth):\n    assert all(truth.values()) and len(truth) == 2"),
}
RIGHT = {
    "q1": "number = 6.5",
    "q2": "def double(x):\n    return [double(y) for y in x] if isinstance(x, list) else 2 * x",
    "q3": "root = sp.sqrt(k)",
    "q4": "import numpy as np\ntruth = {'a': np.bool_(True), 'b': True}",
}


def raw(source):
    return nbformat.v4.new_raw_cell(source)


def code(source):
    return nbformat.v4.new_code_cell(source)


def source_of(tests=TESTS):
    """A small set, in the format of `otter assign`."""
    cells = [raw("# ASSIGNMENT CONFIG\nname: small\ntests: {ok_format: false}")]
    given = "import sympy as sp\nk = sp.Symbol('k', positive=True)\n"
    cells += [code(given + "size = sp.Symbol('k', integer=True)")]  # it prints as k does
    for key, (_, test) in tests.items():
        cells += [
            raw(f"# BEGIN QUESTION\nname: {key}"),
            nbformat.v4.new_markdown_cell(f"**{key[1]}. Do it.** Now."),
        ]
        cells += [
            raw("# BEGIN SOLUTION"),
            code(RIGHT[key]),
            raw("# END SOLUTION"),
            raw("# BEGIN TESTS"),
        ]
        shown = "failure_message: try again" if key == "q1" else "hidden: true"
        cells += [code(CONFIG.format(2, shown) + test), raw("# END TESTS"), raw("# END QUESTION")]
    return nbformat.v4.new_notebook(cells=cells)


PAPER = paper.read(source_of())


def handed_in(answers=(), first="", last=""):
    """A submission with other answers than the right ones."""
    cells = [code("import sympy as sp\nimport otter\ngrader = otter.Notebook('small.ipynb')")]
    cells += [code("k = sp.Symbol('k', positive=True)"), code(first)]
    for key, answer in {**RIGHT, **dict(answers)}.items():
        cells += [nbformat.v4.new_markdown_cell(f"**{key[1]}. Do it.** Now."), code(answer)]
        cells += [code(f"grader.check('{key}')")]
    return nbformat.v4.new_notebook(cells=[*cells, code(last)])


def test_a_set_is_read_with_its_tests_and_what_it_gives():
    assert {key: (asked.title, asked.of) for key, asked in PAPER.questions.items()} == {
        key: (f"**{key[1]}. Do it.**", 2) for key in TESTS
    }
    assert PAPER.of == 8
    k, size = sp.Symbol("k", positive=True), sp.Symbol("k", integer=True)
    assert PAPER.symbols()[:2] == [k, size]
    assert PAPER.symbols(["number", "size"])[:2] == [size, k]
    assert [test.message for asked in PAPER.questions.values() for test in asked.tests] == [
        "try again", "", "", ""
    ]  # fmt: skip


def test_right_answers_whatever_stands_around_them():
    """Magics, a failing cell, NumPy's truth, a symbol without assumptions, names reused below."""
    answers = {
        "q1": "%time number = np.float32(6.5)",
        "q3": "k = sp.Symbol('k')\nroot = sp.sqrt(k)",
    }
    first = "import numpy as np\n1 / 0"
    last = "number = double = root = truth = k = None\ngrader.check('q1')"
    notebook = handed_in(answers, first, last)
    notebook.metadata.kernelspec = {"name": "conda-env-ml-py", "display_name": "ml"}
    found = judge.mark(PAPER, notebook)
    assert found.marks == dict.fromkeys(TESTS, 2), found.said
    assert found.said == []


def test_attacks_lose_what_they_touch_and_win_nothing():
    """Objects that equal everything, changed functions, signals, results and messages made up.

    Where bubblewrap is missing, the last two end with an error, before they harm this machine.
    """
    answers = {
        "q1": "number = Yes()",
        "q2": "double = Yes()",
        "q3": f"root = Yes()\n{KILL}",
        "q4": f"truth = Yes()\n{RESULTS}",
    }
    found = judge.mark(PAPER, handed_in(answers, EVERYTHING_PASSES), seconds=5)
    assert found.marks == dict.fromkeys(TESTS, 0)
    if student.sandbox():
        assert any("stopped its process and was left out" in said for said in found.said)
    found = judge.mark(PAPER, handed_in({"q2": answers["q2"]}, MESSAGES), seconds=5)
    assert found.marks["q2"] == 0


def test_an_endless_cell_costs_its_own_question_alone():
    answers = {"q1": "while True:\n    pass", "q3": "import os\nos._exit(0)"}
    answers["q4"] = (
        "class Slow(dict):\n    def values(self):\n        while True:\n            pass\n"
    )
    answers["q4"] += "truth = Slow(a=True, b=True)"  # what arrives is a plain dict
    found = judge.mark(PAPER, handed_in(answers), seconds=3)
    assert found.marks == {"q1": 0, "q2": 2, "q3": 0, "q4": 2}
    assert "q1: try again" in found.said  # what a student may know
    assert "q3: a test that is kept back does not pass" in found.said


def test_an_endless_function_costs_its_own_question_alone():
    answers = {"q2": "def double(x):\n    while True:\n        pass"}
    tests = {"q1": TESTS["q1"], "q2": TESTS["q2"], "q4": TESTS["q4"]}
    found = judge.mark(paper.read(source_of(tests)), handed_in(answers), seconds=1)
    assert found.marks == {"q1": 2, "q2": 0, "q4": 2}
    assert "q2: the answer ran for more than 1 seconds" in found.said


def test_the_limit_is_what_is_asked_for_and_20_seconds_else():
    words = ["grade", "gaussian", "folder", "marks.csv"]
    assert arguments().parse_args(words).seconds == SECONDS == 20
    assert arguments().parse_args([*words, "--seconds", "90"]).seconds == 90
    for function in (grade, judge.mark):
        assert signature(function).parameters["seconds"].default == SECONDS


def test_without_bubblewrap_it_says_so_and_marks_alike(tmp_path, monkeypatch, capsys):
    for module in (student, grading):
        monkeypatch.setattr(module, "sandbox", lambda: None)
    (tmp_path / "in").mkdir()
    answers = {"q1": "number = Yes()", "q3": "import os\nos._exit(0)"}
    nbformat.write(handed_in(answers, EVERYTHING_PASSES), tmp_path / "in/anna.ipynb")
    [row] = grade(Exam("small", papers={"": PAPER}), tmp_path / "in", tmp_path / "rows")
    assert {key: row[key] for key in TESTS} == {"q1": 0, "q2": 2, "q3": 0, "q4": 2}
    assert "students' code runs with your rights" in capsys.readouterr().out


def test_where_a_question_is_marked():
    def at(notebook):
        """question -> the source after which it is marked."""
        return {
            key: step.source for step in places.steps(notebook, PAPER) for key in step.questions
        }

    checked = {key: f"grader.check('{key}')" for key in TESTS}
    assert at(handed_in()) == checked
    # checks copied to the end are not the place; those below an answer are
    assert at(handed_in(last="\n".join(checked.values()))) == {
        **checked, "q4": "\n".join(checked.values())
    }  # fmt: skip
    without = handed_in(last="last = 1")
    without.cells = [cell for cell in without.cells if "check" not in cell.source]
    assert at(without) == {**RIGHT, "q4": "last = 1"}
    bare = handed_in()
    bare.cells = [cell for cell in bare.cells if cell.cell_type == "code"]
    assert at(bare) == checked
    bare.cells = [cell for cell in bare.cells if "check" not in cell.source]
    assert set(at(bare).values()) == {""}
    assert at(nbformat.v4.new_notebook()) == dict.fromkeys(TESTS, "")


def passed(value, symbols=()):
    """A value as it arrives."""
    data = json.loads(json.dumps(values.encode(value, lambda _: 0)))
    return values.Decoder(lambda number: number, symbols).read(data)


NUMBERS = st.one_of(
    st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(), st.none(), st.fractions()
)


@given(st.recursive(NUMBERS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_plain_values_arrive_as_they_are(value):
    found = passed(value)
    assert found == value
    assert type(found) is type(value)


def test_arrays_and_expressions_arrive_as_they_are():
    x, n = sp.symbols("x n")
    for expression in (
        sp.gamma(x / 2) * 2**x + sp.pi,
        sp.Sum(1 / n**2, (n, 1, x)),
        sp.Piecewise((x, x > 0), (0, True)),
        sp.Integral(sp.exp(-(x**2)), (x, 0, sp.oo)),
        *(sp.Rational(1, 3), sp.oo, sp.I, sp.true, sp.Float("0.1", 40)),
    ):
        assert passed(expression) == expression
    assert passed(sp.Matrix([[1, x]])) == sp.Matrix([[1, x]])
    for array in (np.arange(6).reshape(2, 3), np.array(1.5), np.array([True]), np.zeros((0, 2))):
        found = passed(array)
        assert found.dtype == array.dtype
        assert found.shape == array.shape
        assert (found == array).all()
    assert passed(np.bool_(True)) is True
    assert isinstance(passed(np.float32(0.5)), float)
    assert passed({"a": (1, {2, 3})}) == {"a": (1, {2, 3})}
    positive = sp.Symbol("x", positive=True)
    assert passed(x + 1, [positive]) == positive + 1  # the set's own symbol
    assert passed(x + 1, [positive, x]) == x + 1  # or the one that it is


class Strange(float):
    """Equal to everything."""

    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


def test_what_is_no_plain_value_does_not_arrive():
    assert type(passed(Strange(0.5))) is float
    assert passed(Strange(0.5)) != 7
    assert isinstance(passed(object()), values.Unreadable)
    loop = []
    loop.append(loop)
    assert "too deep" in str(values.encode(loop, lambda _: 0))
    for data in (
        ["made", "Function", [["str", "__import__('os').system('false')"]]],
        ["made", "sympify", [["rational", "1", "1"]]],
        ["made", "Symbol", [["str", "x"]]],
        ["array", "|O", [1], "AAAAAAAAAAA="],
        ["unknown"],
        ["list", [["none"]] * (values.MOST + 1)],
        [],
        "text",
    ):
        with pytest.raises((ValueError, TypeError, AttributeError, KeyError)):
            values.Decoder(lambda number: number, []).read(data)


def test_a_table_for_a_platform(tmp_path):
    exam = Exam("small", {"17": {"Student": "Anna", "ID": "17"}})
    row = {"submission": "=cmd.ipynb", "id": "17", "q1": 2, "q2": 0, "total": 2, "of": 4}
    row["said"] = ["q2: a test that is kept back does not pass"]
    write([row], tmp_path / "plain.csv", "", exam)
    assert (tmp_path / "plain.csv").read_text() == (
        "submission,id,q1,q2,total,of,feedback\n"
        "'=cmd.ipynb,17,2,0,2,4,q1: 2 q2: 0. q2: a test that is kept back does not pass\n"
    )
    write([row], tmp_path / "canvas.csv", PLATFORMS["canvas"], exam)
    assert (tmp_path / "canvas.csv").read_text() == (
        "Student,ID,SIS User ID,SIS Login ID,Section,small\nPoints Possible,,,,,4\nAnna,17,,,,2\n"
    )
    assert feedback({"q1": 3, "said": []}) == "q1: 3"
    assert harmless("=1+1\nx") == "'=1+1 x"


def test_a_platform_gets_the_students_of_the_list_alone(capsys):
    """Moodle stops its import at a row of somebody whom it does not know."""
    exam = Exam("small", {"17": {"Student": "Anna", "ID": "17"}})
    found = [{"submission": "anna-17.ipynb", "id": "17"}, {"submission": "x.ipynb", "id": "x"}]
    assert of_the_list(found, exam) == found[:1]
    assert "nobody's of the list: x.ipynb" in capsys.readouterr().out
    assert of_the_list(found, Exam("small")) == found  # without a list nobody is a stranger
    fit_for("canvas", exam.students)
    fit_for("moodle", {})
    for students in ({}, {"17": {"ID number": "17"}}):
        with pytest.raises(ProblemError, match="the table that it exports"):
            fit_for("canvas", students)


def test_a_folder_is_checked_before_any_work(tmp_path):
    def refused(message):
        with pytest.raises(ProblemError, match=message):
            grade(Exam("gaussian"), tmp_path / "in", tmp_path / "rows")

    refused("is not a folder")
    (tmp_path / "in").mkdir()
    refused("is empty")
    assert not (tmp_path / "rows").exists()


def test_what_cannot_be_read_is_a_row_and_rows_are_kept(tmp_path, capsys):
    """Nothing is run here: files that are no notebooks, of a list of three students."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/anna.ipynb").write_text("{")
    (tmp_path / "in/bert.pdf").write_bytes(b"%PDF")
    exam = Exam("gaussian", {name: {} for name in ("anna", "bert", "carl")})
    found = grade(exam, tmp_path / "in", tmp_path / "rows")
    assert [(row["id"], row.get("total")) for row in found] == [
        ("anna", 0),
        ("bert", 0),
        ("carl", None),
    ]
    assert "cannot be read" in found[0]["said"][0]
    assert found[1]["said"] == ["not a notebook"]
    assert found[2]["said"] == ["nothing was handed in"]
    assert "[2/2]" in capsys.readouterr().out
    text = (tmp_path / "rows").read_text()
    (tmp_path / "rows").write_text(text[: len(text) - 20])  # cut off, as by a kill
    assert grade(exam, tmp_path / "in", tmp_path / "rows") == found
    assert "1 of 2 were marked before" in capsys.readouterr().out
