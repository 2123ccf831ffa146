"""What the problem sets ask and what their wrong answers must lose, read from problems/."""

import inspect
import re

import nbformat

from problems import SOURCES
from problems.bank import drawing, samples

ASKED = [f"q{number}" for number in range(1, 7)]  # marked by the machine; q7 is read
BEGINS = re.compile(r"# BEGIN QUESTION\nname: (q\d)")
POINTS = re.compile(r"BEGIN TEST CONFIG\npoints: (\d+)")


def cells(name):
    """The cells of a set's source, with the question that each belongs to."""
    question = None
    for cell in nbformat.read(SOURCES / f"{name}.ipynb", as_version=4).cells:
        begun = BEGINS.match(cell.source)
        question = begun[1] if begun else question
        yield question, cell


def possible(name):
    """The marks there are: question -> marks, of those that are marked by the machine."""
    marks = {}
    for question, cell in cells(name):
        if stated := POINTS.search(cell.source):
            marks[question] = marks.get(question, 0) + int(stated[1])
    return marks


def wrong_answers(name):
    """What stands in problems/wrong, or in the templates: question -> (source, marks lost)."""
    if name in samples.sampled():
        asked = drawing.sample(name)
        return {key: (asked[key].wrong[0].code, asked[key].wrong[0].loses) for key in ASKED}
    found = {}
    for path in sorted((SOURCES / "wrong" / name).glob("*.py")):
        space = {}
        exec(path.read_text("utf8"), space)
        [(question, lost)] = space["LOSES"].items()
        assert question not in found, f"two wrong answers to {question} of {name}"
        found[question] = path.read_text("utf8"), lost
    return found


def score(tests, space):
    """The marks of answers: each test is a function whose arguments are names of the notebook."""
    return sum(points for points, source in tests if passes(source, space))


def passes(source, space):
    """Whether the answers pass a test."""
    own = {}
    exec(source, own)
    [test] = [value for name, value in own.items() if name.startswith("test_")]
    try:
        test(*(space[name] for name in inspect.signature(test).parameters))
    except Exception:  # whatever a wrong answer raises
        return False
    return True
