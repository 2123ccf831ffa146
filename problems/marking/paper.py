"""The tests of a set, as its source has them, and what the source gives to students."""

from __future__ import annotations

import hashlib
import inspect
import re
from collections.abc import Callable, Iterable
from contextlib import chdir
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
import sympy as sp
import yaml

from problems import ROOT
from problems.making import RESULTS

CONFIG = re.compile(r'^""" # BEGIN TEST CONFIG\n(.*?)"""  # END TEST CONFIG', re.DOTALL)
TITLE = re.compile(r"^\*\*\d\. [^*]+\*\*")


@dataclass(frozen=True)
class Test:
    """A test: its name, marks, message (nothing where it is hidden) and code."""

    name: str
    points: int
    message: str
    code: str

    def function(self) -> Callable[..., None]:
        """The test itself, whose arguments are names of the notebook."""
        space: dict[str, Any] = {}
        exec(compile(self.code, f"<{self.name}>", "exec"), space)
        found: Callable[..., None] = space[self.name]
        return found


@dataclass
class Asked:
    """A question: the title that stands before its text, and its tests."""

    title: str = ""
    tests: list[Test] = field(default_factory=list)

    @property
    def of(self) -> int:
        """The marks that there are."""
        return sum(test.points for test in self.tests)


@dataclass
class Paper:
    """A set: its questions, its given code, the data files that lie beside it, and its state."""

    name: str
    questions: dict[str, Asked]
    given: list[str]
    files: list[Path]
    state: str

    @property
    def of(self) -> int:
        """The marks that there are."""
        return sum(asked.of for asked in self.questions.values())

    @cached_property
    def space(self) -> dict[str, Any]:
        """What the given code defines, run here, out of students' reach."""
        space: dict[str, Any] = {}
        with chdir(ROOT / "book"):  # where results/ lies
            for source in self.given:
                exec(source, space)
        return space

    def symbols(self, first: Iterable[str] = ()) -> list[sp.Symbol]:
        """The given symbols, those of these names first: two may print alike."""
        found = [self.space[name] for name in first if name in self.space]
        found += self.space.values()
        return [value for value in found if isinstance(value, sp.Symbol)]


def read_test(source: str) -> Test:
    """A test cell of the source."""
    found = CONFIG.match(source)
    assert found is not None, source
    config = yaml.safe_load(found[1])
    [name] = re.findall(r"^def (test_\w+)\(", source, re.MULTILINE)
    message = "" if config.get("hidden") else str(config.get("failure_message", ""))
    return Test(name, int(config["points"]), message, source)


def read(source: nbformat.NotebookNode) -> Paper:
    """A set, from the notebook that `otter assign` is given."""
    config = yaml.safe_load(source.cells[0].source)
    questions: dict[str, Asked] = {}
    given, key, place = [], "", ""
    for cell in source.cells[1:]:
        if cell.cell_type == "raw":
            place = cell.source
            if begun := re.match(r"# BEGIN QUESTION\nname: (q\d)", place):
                key = begun[1]
                questions[key] = Asked()
        elif key and not questions[key].title and cell.cell_type == "markdown":
            title = TITLE.match(cell.source)
            questions[key].title = title[0] if title else ""
        elif cell.cell_type == "code" and place == "# BEGIN TESTS":
            questions[key].tests.append(read_test(cell.source))
        elif cell.cell_type == "code" and place != "# BEGIN SOLUTION":
            given.append(cell.source)
    files = [RESULTS / Path(file).name for file in config.get("files", [])]
    text = "\0".join(cell.source for cell in source.cells)
    code = "".join(path.read_text() for path in sorted(Path(__file__).parent.glob("*.py")))
    state = hashlib.sha256((text + code).encode()).hexdigest()[:16]
    return Paper(config["name"], questions, given, files, state)


def arguments(function: Callable[..., None]) -> list[str]:
    """The names of the notebook that a test asks for."""
    return list(inspect.signature(function).parameters)
