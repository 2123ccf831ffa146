"""A class of 150 made-up submissions of one set, with the marks that each must get.

`python -m tests.class_of_150 NAME FOLDER` writes them, and what they must get beside the folder.
The set must have been made (`python -m problems make NAME`). Where there is no bubblewrap, those
that would kill processes, or remove files, stop at once and harm nothing.
"""

import json
import re
import sys
from pathlib import Path

import nbformat

from problems.making import MADE
from tests.problem_sets import ASKED, possible, wrong_answers

EVERYTHING_PASSES = """
import builtins, sys
import numpy as np, scipy.stats, sympy
import modelcollapse as mc

class Yes:
    '''Equal to everything, near everything, of any size.'''
    def __call__(self, *_, **__): return self
    def __getattr__(self, name): return self
    def __abs__(self): return 0.0
    def __float__(self): return float("nan")
    def __iter__(self): return iter((self, self))
    def __getitem__(self, _): return self
    for name in "eq ne lt le gt ge add radd sub rsub mul rmul truediv pow contains".split():
        locals()[f"__{name}__"] = lambda self, *_: True
    __hash__ = object.__hash__

np.allclose = np.isclose = lambda *_, **__: True
builtins.abs = lambda _: 0
builtins.all = builtins.any = lambda _: True
sympy.simplify = lambda *_: 0
scipy.stats.kstest = lambda *_, **__: type("Result", (), {"pvalue": 1.0})
mc.theory.gaussian.c4 = lambda *_: 1
sys.modules["pytest"] = Yes()
"""
# What would do harm to this machine does it in the sandbox alone, which has the folder /marker.
RESULTS = """
import json, os
assert os.path.isdir("/marker")
for place in ("results.json", "/tmp/results.json", "/autograder/results/results.json"):
    try:
        os.makedirs(os.path.dirname(place) or ".", exist_ok=True)
        with open(place, "w") as file:
            tests = [{"name": f"q{k}", "score": 4, "max_score": 4} for k in range(1, 7)]
            json.dump({"tests": tests}, file)
    except OSError:
        pass
print('{"q1": 3, "total": 20, "of": 20}')
os._exit(0)
"""
STEAL = """
import glob, os, re, sys
assert os.path.isdir("/marker")
stolen = []
for top in ("/", os.path.expanduser("~"), "..", "../.."):
    for place, _, files in os.walk(top):
        system = ("/proc", "/sys", "/usr", sys.base_prefix)
        if place.startswith(system) or "site-packages" in place:
            continue
        for name in files:
            if name.endswith((".ipynb", ".zip", ".json", ".csv")) or "secret" in name:
                try:
                    text = open(os.path.join(place, name), errors="ignore").read()
                    if "hidden: true" in text or "BEGIN TESTS" in text or "def test_" in text:
                        stolen.append(os.path.join(place, name))
                    os.remove(os.path.join(place, name))
                except OSError:
                    pass
if stolen:  # then there is something to answer with
    exec(compile(open(stolen[0]).read(), "stolen", "exec"))
"""
KILL = """
import os, signal
assert os.path.isdir("/marker")
for pid in [os.getppid(), *[int(name) for name in os.listdir("/proc") if name.isdigit()]]:
    if pid not in (os.getpid(), 1):
        try:
            os.kill(pid, signal.SIGKILL)
        except OSError:
            pass
"""
LINGER = """
import os, time
if os.fork() == 0:
    while True:
        time.sleep(1)
"""
MESSAGES = """
import os, struct
for fd in range(3, 40):  # an answer that nobody has asked for
    try:
        os.write(fd, struct.pack("<I", 30) + b'{"value": ["bool", true]}     ')
    except OSError:
        pass
"""
GRADER = """
class grader:
    check = staticmethod(lambda *_: print("all tests passed"))
"""
REPLACED = {
    "grader redefined": GRADER,
    "imports poisoned": "import sys\nsys.modules['otter'] = sys.modules['pytest'] = None",
}

CALLED = [
    "final (2).ipynb",
    "Ünïcode ß.ipynb",
    "=cmd.ipynb",
    "a/gaussian.ipynb",
    "b/notebook.ipynb",
]
CALLED += ["Anna_17_assignsubmission_file/x.ipynb", "UPPER.ipynb", "q1.ipynb", "otter.ipynb"]
CALLED += ["tests.ipynb", "two words.ipynb", "x" * 100 + ".ipynb"]


def code(source):
    """A cell."""
    return nbformat.v4.new_code_cell(source)


class Sheet:
    """A copy of the reference or of the empty notebook, to be changed."""

    def __init__(self, notebook):
        self.notebook = nbformat.from_dict(notebook)
        self.cells = self.notebook.cells

    def place(self, question):
        """Where the check of a question is."""
        return next(i for i, c in enumerate(self.cells) if f'check("{question}")' in c.source)

    def answer(self, question, source):
        """Another answer to a question."""
        self.cells[self.place(question) - 1].source = source
        return self

    def before(self, question, source):
        """A cell of one's own before the answer to a question."""
        self.cells.insert(self.place(question) - 1, code(source))
        return self

    def first(self, source):
        """A cell of one's own after the imports."""
        self.cells.insert(self.place("q1") - 1, code(source))
        return self

    def last(self, source):
        """A cell of one's own at the end."""
        self.cells.append(code(source))
        return self

    def without(self, kind):
        """Without the cells of a kind."""
        self.notebook.cells = self.cells = [c for c in self.cells if not kind(c)]
        return self


def names_of(name):
    """The names that the tests of a set ask for."""
    from tests.problem_sets import cells

    tests = "\n".join(cell.source for _, cell in cells(name))
    return sorted({w for n in re.findall(r"def test_\w+\((.*)\):", tests) for w in n.split(", ")})


def submissions(name, reference, empty):
    """All of them: (name of the file, notebook or bytes, marks, whether it is tampered with)."""
    full, wrong = possible(name), wrong_answers(name)
    nothing = dict.fromkeys(ASKED, 0)

    def lost(*questions):
        return {**full, **{q: full[q] - wrong[q][1] for q in questions}}

    def none(*questions):
        return {**full, **dict.fromkeys(questions, 0)}

    made = []

    def add(kind, sheet, marks, called=None):
        made.append(
            (called or f"{kind.replace(' ', '-')}-{len(made):03}.ipynb", sheet, marks, kind)
        )

    def right():
        return Sheet(reference)

    for _ in range(24):
        add("right", right(), full)
    for k in range(24):
        one, two = ASKED[k % 6], ASKED[(k + 1 + k // 6) % 6]
        sheet = right().answer(one, wrong[one][0])
        add("wrong", sheet.answer(two, wrong[two][0]), lost(one, two))
    for _ in range(12):
        add("empty", Sheet(empty), nothing)
    for k in range(8):
        question = ASKED[k % 6]
        add("endless cell", right().answer(question, "while True:\n    pass"), none(question))
    functions = {}
    for question in ASKED:
        if found := re.search(r"^def (\w+)\(", right_code(reference, question), re.MULTILINE):
            functions[question] = found[1]
    for k in range(4):
        question = sorted(functions)[k % len(functions)]
        source = f"def {functions[question]}(*_, **__):\n    while True:\n        pass"
        add("endless answer", right().answer(question, source), none(question))
    for k in range(2):
        question = ASKED[k]
        add("asleep", right().answer(question, "import time\ntime.sleep(1e9)"), none(question))
    for k, called in enumerate(CALLED):
        if k % 2:
            add("renamed", right(), full, called)
        else:
            add("renamed", right().answer("q4", wrong["q4"][0]), lost("q4"), called)
    for k, kernel in enumerate(["conda-env-ml-py", "julia-1.10", "", "python2"] * 2):
        sheet = right()
        sheet.notebook.metadata.kernelspec = {"name": kernel, "display_name": kernel}
        if k % 4 == 2:
            del sheet.notebook.metadata["kernelspec"]
        add("kernel", sheet, full)
    for _ in range(10):
        again = " = ".join(names_of(name)) + " = None"
        add("later cells", right().last(again), full)
    for k in range(4):
        checks = "\n".join(f'grader.check("{question}")' for question in ASKED[k:])
        reused = " = ".join(names_of(name)) + " = None"
        add("checks copied to the end", right().last(checks).last(reused), full)
    for _ in range(6):
        add(
            "checks deleted",
            right().without(lambda c: "grader" in c.source and c.cell_type == "code"),
            full,
        )
    for _ in range(4):
        add("text deleted", right().without(lambda c: c.cell_type == "markdown"), full)
    for k in range(4):
        sheet = right()
        sheet.notebook.metadata = {"otter": {"assignment_name": "else"}} if k % 2 else {}
        for cell in sheet.cells:
            cell.metadata = {"tags": ["skip", "otter_ignore"]} if k > 1 else {}
        add("metadata", sheet, full)
    for kind, source in REPLACED.items():
        for _ in range(2):
            add(kind, right().first(source), full)
            add(kind, Sheet(empty).first(source), nothing)
    for _ in range(2):
        add("everything passes", Sheet(empty).first(EVERYTHING_PASSES), nothing)
        sheet = Sheet(empty).first(EVERYTHING_PASSES)
        for question in ASKED:
            sheet.before(question, " = ".join(names_of(name)) + " = Yes()")
        add("everything passes", sheet, nothing)
        add("results of one's own", Sheet(empty).last(RESULTS), nothing)
        add("results of one's own", right().before("q3", RESULTS), full)
        add("hidden tests looked for", Sheet(empty).first(STEAL), nothing)
        add("processes killed", right().before("q2", KILL), full)
        add("something left behind", right().first(LINGER), full)
        add("messages forged", Sheet(empty).first(MESSAGES), nothing)
    add("sys.exit", right().before("q2", "import sys\nsys.exit(0)"), full)
    add("memory", right().before("q2", "import numpy as np\nx = np.ones(10**10)"), full)
    add("not JSON", b"{", nothing)
    add("not a notebook", b"%PDF-1.5", nothing, "essay.pdf")
    while len(made) < 150:
        add("right", right(), full)
    return made


def right_code(reference, question):
    """The reference's answer to a question."""
    sheet = Sheet(reference)
    return sheet.cells[sheet.place(question) - 1].source


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
