"""How each theorem of the book is proved: the mark at the end of its title."""

import json
import re
from functools import cache
from pathlib import Path

MARKS = ("derived", "verified", "by hand")
STATEMENT = re.compile(
    r"^:{3,}\{prf:(?:theorem|lemma|proposition|corollary)\} *(.*?)"
    rf"(?: \(({'|'.join(MARKS)})\))? *$",
    re.MULTILINE,
)


@cache
def prose(path: Path) -> str:
    """The text cells of a notebook, read without nbformat, which takes a second for ten."""
    cells = json.loads(path.read_text("utf8"))["cells"]
    return "\n".join("".join(it["source"]) for it in cells if it["cell_type"] == "markdown")


def statements(path: Path) -> list[tuple[str, str]]:
    """Title and mark of each theorem, lemma, proposition and corollary of a notebook.

    The mark is empty where the title does not end in one. The page "Notation" says what the
    three mean.
    """
    return STATEMENT.findall(prose(path))
