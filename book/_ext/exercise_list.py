"""`{exercise-list}`: all exercises of the book, by topic or by difficulty, as tables of links.

They are read in the sources of the chapters. Each says its difficulty at the end of its title; its
topic stands in exercise_topics.yml. The tests hold that every exercise has all of it.
"""

import re
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from tools import ROOT, chapters, notebooks

TOPICS = Path(__file__).with_name("exercise_topics.yml")
DIFFICULTIES = {
    "easy": "Minutes at the desk: one formula, one number.",
    "medium": "An evening: a derivation, and a simulation that checks it.",
    "project": "A week or more: the solution is a beginning, and the question stays open.",
}
EXERCISE = re.compile(r"\{exercise\} (.*) – (easy|medium|project)\n:label: (\S+)\n")
HEAD = "| Exercise | {} | Chapter |\n|---|---|---|\n"


class Exercise(NamedTuple):
    """What the list says of an exercise."""

    title: str
    difficulty: str
    label: str
    page: Path

    def row(self, last: str) -> str:
        """Its row: a link with its number and title, its topic or difficulty, its chapter."""
        place = f"{{numref}}`{{number}} – {self.title} <{self.label}>`"
        return f"| {place} | {last} | {{doc}}`/{self.page}` |"


def exercises() -> list[Exercise]:
    """Every exercise, in the order of the book; those of the lab, without a chapter, come last."""
    found, numbered = [], set(chapters())
    for path in sorted(notebooks(), key=lambda path: str(name(path)) not in numbered):
        cells = nbformat.read(path, as_version=4).cells
        text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
        found += [Exercise(*parts, name(path)) for parts in EXERCISE.findall(text)]
    return found


def name(path: Path) -> Path:
    """The page of a notebook."""
    return path.relative_to(ROOT).with_suffix("")


class ExerciseList(SphinxDirective):
    """A section for each topic, or for each difficulty, with a table."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The sections, read as the text of the page."""
        for path in (TOPICS, *notebooks()):
            self.env.note_dependency(str(path))
        topics: dict[str, Any] = yaml.safe_load(TOPICS.read_text("utf8"))
        topic = {label: key for key, each in topics.items() for label in each["exercises"]}
        if self.arguments[0] not in ("topic", "difficulty"):
            raise self.error(f"exercise-list is by topic or difficulty, not {self.arguments[0]}")
        by_topic = self.arguments[0] == "topic"
        groups = {key: (each["title"], each["about"]) for key, each in topics.items()}
        if not by_topic:
            groups = {key: (key.capitalize(), about) for key, about in DIFFICULTIES.items()}
        every, sections = exercises(), list[nodes.Node]()
        for key, (title, about) in groups.items():
            chosen = [e for e in every if key in (topic.get(e.label), e.difficulty)]
            chosen.sort(key=lambda each: list(DIFFICULTIES).index(each.difficulty))
            last = [
                e.difficulty if by_topic else topics.get(topic.get(e.label), {"title": ""})["title"]
                for e in chosen
            ]
            rows = "\n".join(e.row(words) for e, words in zip(chosen, last, strict=True))
            table = HEAD.format("Difficulty" if by_topic else "Topic") + rows
            parts = self.parse_text_to_nodes(f"{about}\n\n{table}")
            section = nodes.section("", nodes.title("", title), *parts, ids=[f"exercises-{key}"])
            sections.append(section)
        return sections


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the directive."""
    app.add_directive("exercise-list", ExerciseList)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
