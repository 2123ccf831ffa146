"""What a browser's Python cannot run: PyTorch, and what reads text for it.

A notebook's cells with the tag `needs-torch`, and those that use what they bind, are shown with
what they printed, but not run. All others run; what they need of the long experiments is stored.
"""

import ast

import nbformat

from lite.needed import of_block

TAG = "needs-torch"
AT_TOP = (
    "**{number} cells of this notebook need PyTorch, which does not run in a browser.** They are "
    "shown here with what they printed, and not run. All other cells run."
)
INSTEAD = "*This cell needs PyTorch, and is shown, not run; the chapter's page has its figures.*"
MEANT, ERROR = (
    "raises-exception",
    "*The error that this cell raises is meant; here it would stop all.*",
)


def left_out(cells: list[nbformat.NotebookNode]) -> list[int]:
    """The numbers of the cells that cannot be run."""
    found: list[int] = []
    lost: set[str] = set()
    for number, cell in enumerate(cells):
        if cell.cell_type != "code":
            continue
        names = of_block(ast.parse(cell.source).body)
        if TAG in cell.metadata.get("tags", []) or names.uses & lost:
            found.append(number)
            lost |= names.binds
        else:
            lost -= names.binds
    return found


def shown(cell: nbformat.NotebookNode, why: str) -> nbformat.NotebookNode:
    """The cell as text: its code, and what it printed."""
    texts = [out.get("text") or out.get("data", {}).get("text/plain", "") for out in cell.outputs]
    printed = "\n".join(text.rstrip() for text in texts if not text.startswith("<Figure"))
    parts = [why, f"```python\n{cell.source}\n```", *([f"```\n{printed}\n```"] * bool(printed))]
    return nbformat.v4.new_markdown_cell("\n\n".join(parts), id=cell.id)


def without(notebook: nbformat.NotebookNode) -> None:
    """Replace what cannot be run, and say so below the title."""
    numbers = left_out(notebook.cells)
    for number in numbers:
        notebook.cells[number] = shown(notebook.cells[number], INSTEAD)
    if numbers:
        top = AT_TOP.format(number=len(numbers))
        notebook.cells.insert(1, nbformat.v4.new_markdown_cell(top, id="without-torch"))
    for number, cell in enumerate(notebook.cells):
        if MEANT in cell.metadata.get("tags", []):
            notebook.cells[number] = shown(cell, ERROR)
