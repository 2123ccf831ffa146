"""`{exercise-list}`: all exercises of the book, by topic or by difficulty, as tables of links.

The exercises are those that sphinx-exercise finds in the chapters. Each says its difficulty in
brackets at the end of its title; its topic stands in exercise_topics.yml.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx_exercise.nodes import exercise_subtitle

TOPICS = Path(__file__).with_name("exercise_topics.yml")
DIFFICULTIES = {
    "easy": "Minutes at the desk: one formula, one number.",
    "medium": "An evening: a derivation, and a simulation that checks it.",
    "project": "A week or more: the solution is a beginning, and the question stays open.",
}
MARK = re.compile(r"\s*\((easy|medium|project)\)\s*")
logger = logging.getLogger(__name__)


class Exercise(NamedTuple):
    """What the list says of an exercise; `number` is its own, behind that of its chapter."""

    number: tuple[int, ...]
    label: str
    page: str
    title: str
    difficulty: str
    topic: str


class exercise_table(nodes.General, nodes.Element):
    """The place of a table, until every chapter has been read."""


class ExerciseList(SphinxDirective):
    """A section for each topic, or for each difficulty, with a table."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The headings are known now, the exercises later."""
        kind = self.arguments[0]
        if kind == "topic":
            groups = {key: (t["title"], t["about"]) for key, t in read().items()}
        elif kind == "difficulty":
            groups = {key: (key.capitalize(), about) for key, about in DIFFICULTIES.items()}
        else:
            raise self.error(f"exercise-list is by topic or by difficulty, not by {kind}")
        self.env.note_dependency(str(TOPICS))
        self.env.metadata[self.env.docname]["exercise-list"] = kind
        sections = []
        for key, (title, about) in groups.items():
            parts = nodes.title("", title), nodes.paragraph("", about)
            parts += (exercise_table(kind=kind, key=key),)
            sections.append(nodes.section("", *parts, ids=[f"exercises-{key}"]))
        return sections


def read() -> dict[str, Any]:
    """The topics and their exercises."""
    return yaml.safe_load(TOPICS.read_text("utf8"))


def exercises(env: BuildEnvironment) -> list[Exercise]:
    """Every exercise of the book, in its order, with empty text for what is not known."""
    found = []
    topics = {label: topic for topic, t in read().items() for label in t["exercises"]}
    for label, entry in env.sphinx_exercise_registry.items():
        if not entry["type"].startswith("exercise"):
            continue
        page, node = entry["docname"], entry["node"]
        number = env.toc_fignumbers.get(page, {}).get("exercise", {}).get(label, ())
        own = next((part.astext() for part in node.findall(exercise_subtitle)), "")
        mark = MARK.search(own)
        rest = mark[1] if mark else "", topics.get(label, "")
        found.append(Exercise(number, label, page, MARK.sub("", own).strip(), *rest))
    return sorted(found, key=lambda each: (len(each.number) < 2, each))  # the lab's come last


def check(_app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Warn of what the list could not say; have its pages written again if it has changed."""
    found = exercises(env)
    solved = [entry["node"].get("target_label") for entry in env.sphinx_exercise_registry.values()]
    for exercise in found:
        lacks = [name for name in ("title", "difficulty", "topic") if not getattr(exercise, name)]
        for name in lacks + ["solution"] * (exercise.label not in solved):
            logger.warning(f"{exercise.label} has no {name}", location=exercise.page)
    labels = [exercise.label for exercise in found]
    listed = [label for topic in read().values() for label in topic["exercises"]]
    for label in listed:
        if label not in labels or listed.count(label) > 1:
            logger.warning(f"{TOPICS.name} names {label} twice, or without an exercise")
    before, env.mc_exercises = getattr(env, "mc_exercises", None), found
    if before == found:
        return []
    return [page for page, metadata in env.metadata.items() if "exercise-list" in metadata]


def fill(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Put the tables in their places."""
    for place in list(doctree.findall(exercise_table)):
        kind, key = place["kind"], place["key"]
        rows = [each for each in exercises(app.env) if getattr(each, kind) == key]
        rows.sort(key=lambda each: [*DIFFICULTIES, ""].index(each.difficulty))
        other = "difficulty" if kind == "topic" else "topic"
        body = [cells(app, page, each, other) for each in rows]
        head = [nodes.Text(word) for word in ("No.", "Exercise", other.capitalize(), "Chapter")]
        place.replace_self(table(head, body))


def cells(app: Sphinx, page: str, exercise: Exercise, other: str) -> list[nodes.Node]:
    """The four cells of an exercise; its title is the link to it."""
    address = app.builder.get_relative_uri(page, exercise.page)
    chapter = app.env.titles[exercise.page].astext()
    topic = read().get(exercise.topic, {}).get("title", "")
    return [
        nodes.Text(".".join(map(str, exercise.number))),
        nodes.reference("", exercise.title, refuri=f"{address}#{exercise.label}", internal=True),
        nodes.Text(topic if other == "topic" else exercise.difficulty),
        nodes.reference("", chapter, refuri=address, internal=True),
    ]


def table(head: Sequence[nodes.Node], body: Sequence[Sequence[nodes.Node]]) -> nodes.table:
    """A table with a row of headings."""
    group = nodes.tgroup("", *[nodes.colspec(colwidth=1) for _ in head], cols=len(head))
    for part, rows in ((nodes.thead(), [head]), (nodes.tbody(), body)):
        for row in rows:
            entries = [nodes.entry("", nodes.paragraph("", "", cell)) for cell in row]
            part += nodes.row("", *entries)
        group += part
    return nodes.table("", group, classes=["exercises", "colwidths-auto"])


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the steps to the build."""
    app.add_node(exercise_table)
    app.add_directive("exercise-list", ExerciseList)
    app.connect("env-updated", check)
    app.connect("doctree-resolved", fill)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
