"""`{exercise-list}`: all exercises of the book, by topic or by difficulty, as tables of links.

They are read in the sources of the chapters. Each says its difficulty at the end of its title; its
topic stands in exercise_topics.yml. The tests hold that every exercise has all of it.
"""

import re
from pathlib import Path

import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from tools import ROOT, chapters, notebooks
from tools.marks import prose

TOPICS = Path(__file__).with_name("exercise_topics.yml")
ABOUT = {
    "easy": "Minutes at the desk: one formula, one number.",
    "medium": "An evening: a derivation, and a simulation that checks it.",
    "project": "A week or more: the solution is a beginning, and the question stays open.",
    "proof": "Half an hour with a pencil: a statement to prove, with hints in steps.",
}
DIFFICULTIES = {key: {"title": key.capitalize(), "about": about} for key, about in ABOUT.items()}
EXERCISE = re.compile(rf"\{{exercise\}} (.*) – ({'|'.join(ABOUT)})\n:label: (\S+)\n")
HEAD = "| Exercise | {} | Chapter |\n|---|---|---|\n"
ROW = "| {{numref}}`{{number}} – {title} <{label}>` | {last} | {{doc}}`/{page}` |"


def exercises() -> list[tuple[str, str, str, str]]:
    """Title, difficulty, label and page of each: the easy ones first, then as in the book.

    Those of the lab, which is no chapter, come last.
    """
    pages = [str(path.relative_to(ROOT).with_suffix("")) for path in notebooks()]
    found = [
        (*parts, page)
        for page in sorted(pages, key=lambda page: page not in chapters())
        for parts in EXERCISE.findall(prose(ROOT / f"{page}.ipynb"))
    ]
    return sorted(found, key=lambda each: list(ABOUT).index(each[1]))


class ExerciseList(SphinxDirective):
    """A section for each topic, or for each difficulty, with a table."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The sections, read as the text of the page."""
        for path in (TOPICS, *notebooks()):
            self.env.note_dependency(str(path))
        topics = yaml.safe_load(TOPICS.read_text("utf8"))
        topic = {label: key for key, each in topics.items() for label in each["exercises"]}
        every, by_topic, sections = exercises(), self.arguments[0] == "topic", list[nodes.Node]()
        for key, group in (topics if by_topic else DIFFICULTIES).items():
            table = HEAD.format("Difficulty" if by_topic else "Topic")
            for title, difficulty, label, page in every:
                if key in (topic[label], difficulty):
                    last = difficulty if by_topic else topics[topic[label]]["title"]
                    table += ROW.format(title=title, label=label, last=last, page=page) + "\n"
            parts = self.parse_text_to_nodes(f"{group['about']}\n\n{table}")
            heading, ids = nodes.title("", group["title"]), [f"exercises-{key}"]
            sections.append(nodes.section("", heading, *parts, ids=ids))
        return sections


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the directive."""
    app.add_directive("exercise-list", ExerciseList)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
