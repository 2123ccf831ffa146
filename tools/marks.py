"""How each theorem of the book is proved: the mark at the end of its title."""

import re
from pathlib import Path

import nbformat

MARKS = ("derived", "verified", "by hand")
STATEMENT = re.compile(
    r"^:{3,}\{prf:(?:theorem|lemma|proposition|corollary)\} *(.*?)"
    rf"(?: \(({'|'.join(MARKS)})\))? *$",
    re.MULTILINE,
)


def prose(path: Path) -> str:
    """The text cells of a notebook."""
    cells = nbformat.read(path, as_version=4).cells
    return "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def statements(path: Path) -> list[tuple[str, str]]:
    """Title and mark of each theorem, lemma, proposition and corollary of a notebook.

    The mark is empty where the title does not end in one. The page "Notation" says what the
    three mean.
    """
    return STATEMENT.findall(prose(path))
