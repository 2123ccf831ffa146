"""Titles of exercises and of their solutions without brackets around them.

sphinx-exercise writes "Exercise 6.1 (Doubling the data (easy))"; here it is "Exercise 6.1 –
Doubling the data (easy)", for the difficulty has brackets of its own.
"""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx_exercise.nodes import exercise_enumerable_node, exercise_node, solution_node

TITLED = (exercise_node, exercise_enumerable_node, solution_node)
OPENING, CLOSING, DASH = " (", ")", " – "


class Unbracket(SphinxPostTransform):
    """Takes the brackets off, after sphinx-exercise has put them on."""

    default_priority = 25

    def run(self, **_options: object) -> None:
        """Look at each title; that of a solution holds a link with the exercise's."""
        for node in self.document.findall(nodes.Element):
            if isinstance(node, TITLED):
                title = node[0]
                unbracket(title)
                for link in title.findall(nodes.reference):
                    unbracket(link)


def unbracket(title: nodes.Element) -> None:
    """Replace the opening bracket by a dash, and remove the closing one."""
    parts = [child.astext() for child in title]
    if OPENING in parts and parts[-1] == CLOSING:
        at = parts.index(OPENING)
        title[at] = nodes.Text(DASH if at else DASH.lstrip())
        del title[-1]


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the step to the build."""
    app.add_post_transform(Unbracket)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
