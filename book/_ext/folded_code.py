"""The code of a figure, folded, below the figure.

MyST-NB folds the code of each cell with the tag `hide-input` by itself, above what the cell shows:
a figure that needs six cells stands below six bars. Here the cells that only prepare are folded
together with the cell that shows something, under what it shows, in the order in which they ran.
"""

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator


def part(cell: nodes.container, name: str) -> nodes.container | None:
    """The input or the output of a cell."""
    return next((each for each in cell if each.get("nb_element") == f"cell_code_{name}"), None)


def is_code(node: nodes.Node) -> bool:
    """Whether this is a cell of code."""
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def folds(node: nodes.Node) -> bool:
    """Whether this is a cell whose code is to be folded."""
    return is_code(node) and node.get("hide_mode") == "input" and part(node, "source") is not None


def shows(cell: nodes.container) -> bool:
    """Whether a reader sees anything of the cell but its code."""
    output = part(cell, "output")
    return output is not None and bool(output.astext().strip() or any(output.findall(nodes.image)))


def title(cell: nodes.container) -> str:
    """What the folded code is called."""
    if any(cell.findall(nodes.image)):
        return "Code of this figure"
    explorer = any("mc-host" in raw.astext() for raw in cell.findall(nodes.raw))
    return "Code of this explorer" if explorer else "Code"


def groups(parent: nodes.Element) -> list[list[nodes.container]]:
    """The cells of a section whose code is folded together.

    The last one shows something, or none does; text may stand between them, but no code that is not
    folded and may need theirs.
    """
    found: list[list[nodes.container]] = [[]]
    for cell in filter(is_code, parent):
        if folds(cell):
            found[-1].append(cell)
        if not folds(cell) or shows(cell):
            found.append([])
    return [group for group in found if group]


def fold(cells: list[nodes.container]) -> None:
    """Put the code of all cells below what the last one shows."""
    last, name = cells[-1], title(cells[-1])
    folded = HideCodeCellNode(prompt_show=name, prompt_hide=name)
    for cell in cells:
        source = part(cell, "source")
        cell.remove(source)
        folded += source
        if cell is not last:
            last["ids"] += cell["ids"]
            cell.parent.remove(cell)
    last += folded
    last["hide_mode"] = None  # done


class FoldCode(SphinxPostTransform):
    """Folds the code before MyST-NB does it, where it stands."""

    default_priority = 198
    formats = ("html",)

    def run(self, **_options: object) -> None:
        """Go through the sections."""
        cells = [cell for cell in self.document.findall(nodes.container) if folds(cell)]
        for parent in dict.fromkeys(cell.parent for cell in cells):
            for group in groups(parent):
                fold(group)


def visit_folded(self: HTML5Translator, node: HideCodeCellNode) -> None:
    """Begin it as MyST-NB does, but let the words that are seen be its name."""
    box = ["admonition"] if node["classes"] else []  # MyST-NB's own are framed
    self.body.append(self.starttag(node, "details", classes=["hide", *box]))
    self.body.append(f"<summary>{self.encode(node['prompt_show'])}</summary>\n")


def depart_folded(self: HTML5Translator, _node: HideCodeCellNode) -> None:
    """End it."""
    self.body.append("</details>\n")


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the steps."""
    app.add_post_transform(FoldCode)
    app.add_node(HideCodeCellNode, override=True, html=(visit_folded, depart_folded))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
