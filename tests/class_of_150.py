"""A class of 150 made-up submissions of one set, with the marks that each must get.

`python -m tests.class_of_150 NAME FOLDER` writes them, and what they must get beside the folder.
The set must have been made (`python -m problems make NAME`).
"""

import json
import re
import sys
from pathlib import Path

import nbformat

from problems.making import MADE
from tests import attacks
from tests.changed_sheet import Sheet, names_of
from tests.problem_sets import ASKED, possible, wrong_answers

CALLED = [
    "final (2).ipynb",
    "Ünïcode ß.ipynb",
    "=cmd.ipynb",
    "a/gaussian.ipynb",
    "b/notebook.ipynb",
    "Anna_17_assignsubmission_file/x.ipynb",
    "UPPER.ipynb",
    "q1.ipynb",
    "otter.ipynb",
    "tests.ipynb",
    "two words.ipynb",
    "x" * 100 + ".ipynb",
]
KERNELS = ["conda-env-ml-py", "julia-1.10", "", "python2"]


class Class:
    """Submissions of one set, each (name of the file, notebook or bytes, marks, kind)."""

    def __init__(self, name, reference, empty):
        self.reference, self.empty = reference, empty
        self.full, self.wrong = possible(name), wrong_answers(name)
        self.nothing = dict.fromkeys(ASKED, 0)
        self.names = names_of(name)
        self.reused = " = ".join(self.names) + " = None"
        self.made = []

    def add(self, kind, sheet, marks, called=None):
        """One more."""
        called = called or f"{kind.replace(' ', '-')}-{len(self.made):03}.ipynb"
        self.made.append((called, sheet, marks, kind))

    def right(self):
        """The reference, to be changed."""
        return Sheet(self.reference)

    def missed(self):
        """The empty notebook, to be changed."""
        return Sheet(self.empty)

    def lost(self, *questions):
        """The marks of who gives the wrong answer to these questions."""
        return {**self.full, **{q: self.full[q] - self.wrong[q][1] for q in questions}}

    def none(self, *questions):
        """The marks of who has none for these questions."""
        return {**self.full, **dict.fromkeys(questions, 0)}


def work(made):
    """Right, wrong and empty notebooks, and what is none."""
    for _ in range(24):
        made.add("right", made.right(), made.full)
    for k in range(24):
        one, two = ASKED[k % 6], ASKED[(k + 1 + k // 6) % 6]
        sheet = made.right().answer(one, made.wrong[one][0]).answer(two, made.wrong[two][0])
        made.add("wrong", sheet, made.lost(one, two))
    for _ in range(12):
        made.add("empty", made.missed(), made.nothing)
    made.add("not JSON", b"{", made.nothing)
    made.add("not a notebook", b"%PDF-1.5", made.nothing, "essay.pdf")


def endless(made):
    """What never ends, in a cell, in an answer that is a function, or asleep; and what ends all."""
    for k in range(8):
        question = ASKED[k % 6]
        sheet = made.right().answer(question, "while True:\n    pass")
        made.add("endless cell", sheet, made.none(question))
    functions = {}
    for question in ASKED:
        answer = made.right().answer_to(question)
        if found := re.search(r"^def (\w+)\(", answer, re.MULTILINE):
            functions[question] = found[1]
    for k in range(4):
        question = sorted(functions)[k % len(functions)]
        source = f"def {functions[question]}(*_, **__):\n    while True:\n        pass"
        made.add("endless answer", made.right().answer(question, source), made.none(question))
    for question in ASKED[:2]:
        sheet = made.right().answer(question, "import time\ntime.sleep(1e9)")
        made.add("asleep", sheet, made.none(question))
    made.add("sys.exit", made.right().before("q2", "import sys\nsys.exit(0)"), made.full)
    memory = "import numpy as np\nx = np.ones(10**10)"
    made.add("memory", made.right().before("q2", memory), made.full)


def changed(made):
    """Other names of files and kernels, other metadata, names used again, cells deleted."""
    for k, called in enumerate(CALLED):
        if k % 2:
            made.add("renamed", made.right(), made.full, called)
        else:
            sheet = made.right().answer("q4", made.wrong["q4"][0])
            made.add("renamed", sheet, made.lost("q4"), called)
    for k, kernel in enumerate(KERNELS * 2):
        sheet = made.right()
        sheet.notebook.metadata.kernelspec = {"name": kernel, "display_name": kernel}
        if k % 4 == 2:
            del sheet.notebook.metadata["kernelspec"]
        made.add("kernel", sheet, made.full)
    for _ in range(10):
        made.add("later cells", made.right().last(made.reused), made.full)
    for k in range(4):
        checks = "\n".join(f'grader.check("{question}")' for question in ASKED[k:])
        sheet = made.right().last(checks).last(made.reused)
        made.add("checks copied to the end", sheet, made.full)
    for _ in range(6):
        sheet = made.right().without(lambda c: "grader" in c.source and c.cell_type == "code")
        made.add("checks deleted", sheet, made.full)
    for _ in range(4):
        sheet = made.right().without(lambda c: c.cell_type == "markdown")
        made.add("text deleted", sheet, made.full)
    for k in range(4):
        sheet = made.right()
        sheet.notebook.metadata = {"otter": {"assignment_name": "else"}} if k % 2 else {}
        for cell in sheet.cells:
            cell.metadata = {"tags": ["skip", "otter_ignore"]} if k > 1 else {}
        made.add("metadata", sheet, made.full)


def tampered(made):
    """Cells that are after marks without an answer, and right answers beside such cells."""
    for kind, source in attacks.REPLACED.items():
        for _ in range(2):
            made.add(kind, made.right().first(source), made.full)
            made.add(kind, made.missed().first(source), made.nothing)
    for _ in range(2):
        made.add("everything passes", made.missed().first(attacks.EVERYTHING_PASSES), made.nothing)
        sheet = made.missed().first(attacks.EVERYTHING_PASSES)
        for question in ASKED:
            sheet.before(question, " = ".join(made.names) + " = Yes()")
        made.add("everything passes", sheet, made.nothing)
        made.add("results of one's own", made.missed().last(attacks.RESULTS), made.nothing)
        made.add("results of one's own", made.right().before("q3", attacks.RESULTS), made.full)
        made.add("hidden tests looked for", made.missed().first(attacks.STEAL), made.nothing)
        made.add("processes killed", made.right().before("q2", attacks.KILL), made.full)
        made.add("something left behind", made.right().first(attacks.LINGER), made.full)
        made.add("messages forged", made.missed().first(attacks.MESSAGES), made.nothing)


def submissions(name, reference, empty):
    """All of them; what is left of the 150 is right."""
    made = Class(name, reference, empty)
    for kinds in (work, endless, changed, tampered):
        kinds(made)
    while len(made.made) < 150:
        made.add("right", made.right(), made.full)
    return made.made


def write_class(name, folder, made=None):
    """Write the submissions; return the marks by the file's name, with its kind."""
    made = made or MADE / name
    reference = nbformat.read(made / "autograder" / f"{name}.ipynb", as_version=4)
    empty = nbformat.read(made / "student" / f"{name}.ipynb", as_version=4)
    expected = {}
    for called, sheet, marks, kind in submissions(name, reference, empty):
        path = folder / called
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(sheet, bytes):
            path.write_bytes(sheet)
        else:
            nbformat.write(sheet.notebook, path)
        expected[called] = {"kind": kind, "marks": marks}
    assert len(expected) == 150, len(expected)
    return expected


def main():
    """Write a class, and what it must get."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    expected = write_class(name, folder)
    folder.with_name(f"{folder.name}-expected.json").write_text(
        json.dumps(expected, indent=1), "utf8"
    )


if __name__ == "__main__":
    main()
