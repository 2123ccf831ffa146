"""A set's questions as a notebook in the format of `otter assign`."""

from __future__ import annotations

import textwrap
from importlib import import_module
from typing import Any

import nbformat

from problems.bank.template import Template, Test

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
HOW = """
How to work: replace every `...`. The cell `grader.check` after a question runs some of its tests;
others are kept back for the marking, with sizes and seeds that you have not seen. So write for
every size, not for the example. Randomness comes only from the generator `rng` that a function is
given. No question needs more than a few seconds of computing. Hand in this notebook.
"""


def flowing(text: str) -> str:
    """Text whose lines were broken to fit a source file, as paragraphs."""
    blocks = text.strip().split("\n\n")
    return "\n\n".join(
        block if block.startswith(("- ", "$$")) else " ".join(block.split("\n")) for block in blocks
    )


def test_cell(test: Test) -> str:
    """A test with its marks, as Otter reads them."""
    more = "hidden: true"
    if test.message:  # folded, as YAML has it
        more = "\n  ".join(["failure_message: >-", *textwrap.wrap(test.message, 90)])
    head = f'""" # BEGIN TEST CONFIG\npoints: {test.points}\n{more}\n"""  # END TEST CONFIG'
    return f"{head}\n\n\n{test.code}"


def question(key: str, asked: Template) -> list[tuple[str, str]]:
    """The cells of a question, each a kind and a source."""
    head = f"# BEGIN QUESTION\nname: {key}"
    if asked.read:
        head += f"\nmanual: true\npoints: {asked.read}"
    cells = [("raw", head), ("markdown", flowing(asked.texts[0]))]
    if asked.given:
        cells.append(("code", asked.given))
    cells.append(("raw", "# BEGIN SOLUTION"))
    if asked.notes:
        cells.append(("markdown", flowing(asked.notes)))
    if asked.solution:
        cells.append(("code", asked.solution))
    cells.append(("raw", "# END SOLUTION"))
    if asked.tests:
        tests = [("code", test_cell(test)) for test in asked.tests]
        cells += [("raw", "# BEGIN TESTS"), *tests, ("raw", "# END TESTS")]
    return [*cells, ("raw", "# END QUESTION")]


def notebook(name: str, questions: dict[str, Template], mark: str = "") -> nbformat.NotebookNode:
    """The source of a set; mark is the name of a variant."""
    told = import_module(f"problems.bank.{name}")
    config = (
        f"# ASSIGNMENT CONFIG\nname: {name}\nexport_cell: false\n"
        "show_question_points: true\ntests: {ok_format: false}"
    )
    variant = f" (variant {mark})" if mark else ""
    front = f"# {told.TITLE}{variant}\n\n{flowing(told.OPENING)}\n\n{flowing(HOW)}"
    cells = [("raw", config), ("markdown", front), ("code", told.IMPORTS.strip())]
    for key, asked in questions.items():
        cells += question(key, asked)
    make = {
        "raw": nbformat.v4.new_raw_cell,
        "markdown": nbformat.v4.new_markdown_cell,
        "code": nbformat.v4.new_code_cell,
    }
    made = [make[kind](source, id=f"{name}-{i}") for i, (kind, source) in enumerate(cells)]
    metadata: dict[str, Any] = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    if mark:
        metadata["variant"] = mark
    return nbformat.v4.new_notebook(cells=made, metadata=metadata)
