"""How each theorem of the book is proved: the mark at the end of its title."""

import re
from collections.abc import Iterator
from pathlib import Path

import nbformat

MARKS = ("derived", "verified", "by hand")
OPENING = re.compile(r"^:{3,}\{prf:(?:theorem|lemma|proposition|corollary)\}(.*)$", re.MULTILINE)


def statements(path: Path) -> Iterator[tuple[str, str | None]]:
    """Title and mark of each theorem, lemma, proposition and corollary of a notebook.

    The mark is None where the title does not end in one. The page "Notation" says what the
    three mean.
    """
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            for found in OPENING.finditer(cell.source):
                yield marked(found[1].strip())


def marked(title: str) -> tuple[str, str | None]:
    """A title without its mark, and the mark."""
    for mark in MARKS:
        if title.endswith(f" ({mark})"):
            return title.removesuffix(f" ({mark})"), mark
    return title, None
