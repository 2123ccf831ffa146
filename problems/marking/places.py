"""Where in a submission the answer to a question ends: nothing below changes its mark."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import nbformat

from problems.marking.paper import Paper

CHECK = re.compile(r"""grader\s*\.\s*check\s*\(\s*["'](q\d)["']""")


@dataclass
class Step:
    """A cell to run, and the questions that are marked after it."""

    number: int
    source: str
    questions: list[str] = field(default_factory=list)


def steps(notebook: nbformat.NotebookNode, paper: Paper) -> list[Step]:
    """The code cells of a submission in their order.

    A question is marked at the last check of it in its own section, which begins with its title;
    where that check is gone, at the end of the section; where the titles are gone, at its first
    check; where these are gone too, at the end of the notebook.
    """
    found: list[Step] = []
    section, sections = "", {}
    titles = {asked.title: key for key, asked in paper.questions.items() if asked.title}
    ends: dict[str, int] = {}  # question -> its place in `found`
    checks: dict[str, list[tuple[str, int]]] = {}
    for number, cell in enumerate(notebook.cells, start=1):
        source = "".join(cell.get("source", ""))
        if cell.get("cell_type") == "markdown":
            begun = [key for title, key in titles.items() if title in source]
            if len(begun) == 1 and begun[0] not in sections:
                section = begun[0]
                sections[section] = True
                ends[section] = len(found) - 1
        elif cell.get("cell_type") == "code":
            found.append(Step(number, source))
            if section:
                ends[section] = len(found) - 1
            for key in CHECK.findall(source):
                checks.setdefault(key, []).append((section, len(found) - 1))
    if not found or (ends and min(ends.values()) < 0):
        found.insert(0, Step(0, ""))
        ends = {key: place + 1 for key, place in ends.items()}
        checks = {key: [(s, place + 1) for s, place in each] for key, each in checks.items()}
    for key, asked in paper.questions.items():
        if asked.tests:
            own = [place for where, place in checks.get(key, []) if where == key]
            every = [place for _, place in checks.get(key, [])]
            if own:
                place = own[-1]
            elif key in ends:
                place = ends[key]
            else:
                place = every[0] if every else len(found) - 1
            found[place].questions.append(key)
    return found
