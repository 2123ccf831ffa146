"""One submission marked: its cells in order, and the tests of a question where its answer ends."""

from __future__ import annotations

import json
import os
import resource
from dataclasses import dataclass, field
from typing import Any

import nbformat

from problems import SECONDS
from problems.marking.paper import Paper, Test, arguments
from problems.marking.places import Step, steps
from problems.marking.student import Ended, Refused, Student, computing

WHOLE = 20  # times the seconds of a cell: what all cells of a submission may compute
LOSSES = 20  # times that a submission may end its process, or have it ended
PASSED, FAILED, LOST = "passed", "failed", "lost"  # lost: the student's process ended in the test


@dataclass
class Marks:
    """The marks of a submission, and what there is to say."""

    marks: dict[str, int]
    said: list[str] = field(default_factory=list)


class Judge:
    """Marks one submission. A cell that ends the process, or takes too long, is left out."""

    def __init__(self, paper: Paper, notebook: nbformat.NotebookNode, seconds: float) -> None:
        self.paper, self.seconds = paper, seconds
        self.steps = steps(notebook, paper)
        self.student: Student | None = None
        self.out: dict[int, str] = {}  # cells that are left out, and why
        self.losses, self.spent = 0, 0.0

    def mark(self) -> Marks:
        """The marks, and a sentence on what was lost."""
        self.paper.space, self.paper.symbols()  # before any fork
        found = Marks(dict.fromkeys((k for k, a in self.paper.questions.items() if a.tests), 0))
        try:
            for place, step in enumerate(self.steps):
                self.reach(place)
                for key in step.questions:
                    found.marks[key] = self.question(key, place, found)
        finally:
            self.drop()
        found.said += [f"cell {number} {why} and was left out" for number, why in self.out.items()]
        return found

    def drop(self) -> None:
        """End the student's process."""
        if self.student is not None:
            self.spent += computing(self.student.process.pid)[0]
            self.losses += 1
            self.student.end()
            self.student = None

    def reach(self, place: int) -> bool:
        """Have all cells up to this place run; whether there is a process after it."""
        first = place
        while self.losses <= LOSSES and self.spent <= WHOLE * self.seconds:
            try:
                if self.student is None:
                    self.student, first = Student(self.paper.files, self.seconds), 0
                for step in self.steps[first : place + 1]:
                    self.run(step)
                return True
            except Ended:
                self.losses += self.student is None  # it did not even start
                self.drop()
        return False

    def run(self, step: Step) -> None:
        """Run a cell, unless it is left out; leave it out if it ends the process."""
        if step.number in self.out or self.student is None:
            return
        try:
            self.student.run(step.source)
        except Ended as error:
            self.out[step.number] = str(error)
            raise

    def question(self, key: str, place: int, found: Marks) -> int:
        """The marks of a question."""
        total, lost, tests = 0, [], list(self.paper.questions[key].tests)
        while tests:
            if not self.reach_again(place):
                lost.append("the submission took too long in all")
                break
            outcomes = self.tests(tests)
            for test, (outcome, why) in zip(tests, outcomes, strict=False):
                if outcome == PASSED:
                    total += test.points
                elif outcome == LOST:
                    lost.append(f"the answer {why}")
                else:
                    lost.append(test.message or "a test that is kept back does not pass")
            if outcomes and outcomes[-1][0] == LOST:
                self.drop()
            tests = tests[max(1, len(outcomes)) :]
        if lost:
            found.said.append(f"{key}: " + "; ".join(dict.fromkeys(lost)))
        return total

    def reach_again(self, place: int) -> bool:
        """As `reach`, after tests: the cells have run, unless the process had to be ended."""
        return self.student is not None or self.reach(place)

    def tests(self, tests: list[Test]) -> list[tuple[str, str]]:
        """The outcomes of tests, in a process of their own, whose computing has an end."""
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                limit = int(2 * self.seconds) + 1
                resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
                os.close(read)
                self.outcomes(tests, write)
            finally:
                os._exit(0)
        os.close(write)
        lines = b""
        while part := os.read(read, 65536):
            lines += part
        os.close(read)
        os.waitpid(pid, 0)
        outcomes = [tuple(json.loads(line)) for line in lines.decode().splitlines()]
        if len(outcomes) < len(tests) and (not outcomes or outcomes[-1][0] != LOST):
            outcomes.append((LOST, "kept its test from ending"))
        return outcomes

    def outcomes(self, tests: list[Test], write: int) -> None:
        """Run tests and tell of each in a line; stop where the student's process ends."""
        assert self.student is not None
        asked = [name for test in tests for name in arguments(test.function())]
        symbols, values = self.paper.symbols(asked), {}
        for test in tests:
            outcome: tuple[str, str] = (PASSED, "")
            try:
                function = test.function()
                for name in arguments(function):
                    if name in self.paper.space:
                        values[name] = self.paper.space[name]
                    elif name not in values:
                        values[name] = self.student.named(name, symbols)
                function(*(values[name] for name in arguments(function)))
            except Ended as error:
                outcome = (LOST, str(error))
            except Refused as error:
                outcome = (FAILED, str(error))
            except Exception as error:  # whatever a wrong answer raises
                outcome = (FAILED, type(error).__name__)
            os.write(write, (json.dumps(outcome) + "\n").encode())
            if outcome[0] == LOST:
                return


def mark(paper: Paper, notebook: nbformat.NotebookNode, seconds: float = SECONDS) -> Marks:
    """The marks of one submission."""
    return Judge(paper, notebook, seconds).mark()


def told(found: Marks) -> dict[str, Any]:
    """The marks as a row."""
    return {**found.marks, "said": found.said}
