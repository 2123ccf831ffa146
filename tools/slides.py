"""Decks of slides, one a chapter: its cells with a slide tag, shown by reveal.js."""

import ast
import hashlib
import importlib.util
import os
import re
import shutil
import sys
from base64 import b64decode
from collections.abc import Callable
from functools import lru_cache, partial
from html import escape
from pathlib import Path

import nbformat
from nbconvert import SlidesExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode

from modelcollapse.explorer.html import STYLE
from tools import ROOT, SITE, chapters, freshness
from tools.mathml import FormulaError, markup

DECKS = SITE / "slides"
REVEAL = ("dist/reveal.css", "dist/reveal.js", "plugin/notes/notes.js", "LICENSE")
# a cell with this tag begins a slide, goes on with it, or is for the speaker: reveal.js's words
TYPES = {"slide": "slide", "slide-more": "-", "slide-notes": "notes"}
PICTURES = {"image/svg+xml": ".svg", "image/png": ".png"}
RECORD = "application/papermill.record/text/plain"
GLUED = re.compile(r"\{glue:text\}`([\w-]+)(?::([^`]*))?`")
ROLE = re.compile(r"\{[\w:+-]+\}`")


class DeckError(ValueError):
    """A chapter's slides cannot be made."""


def kind(cell: NotebookNode) -> str | None:
    """What reveal.js calls the cell; None: it is not in the deck."""
    return next((TYPES[tag] for tag in cell.metadata.get("tags", []) if tag in TYPES), None)


def glued(notebook: NotebookNode) -> dict[str, str]:
    """The numbers that cells have glued, as Python writes them, by name."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    records = [output for output in outputs if RECORD in output.get("data", {})]
    return {record.metadata.scrapbook.name: record.data[RECORD] for record in records}


def written(text: str, numbers: dict[str, str]) -> str:
    """A slide's text with its glued numbers. The other roles of MyST need a page."""

    def number(found: re.Match) -> str:
        if found[1] not in numbers:
            raise DeckError(f"a slide shows {found[1]!r}, which no cell glues")
        return format(ast.literal_eval(numbers[found[1]]), found[2] or "")

    text = GLUED.sub(number, text)
    if role := ROLE.search(text):
        raise DeckError(f"a slide may use the role {{glue:text}} only, found {role[0]}…`")
    return text


def picture(mime: str, data: str, cell: NotebookNode) -> str:
    """A figure: the file that MyST-NB has written for the page, with its words."""
    content = (
        b64decode(data) if mime == "image/png" else os.linesep.join(data.splitlines()).encode()
    )
    name = hashlib.sha256(content).hexdigest() + PICTURES[mime]
    if not (SITE / "_images" / name).exists():
        raise DeckError(f"the chapter's page does not show the figure of this cell:\n{cell.source}")
    words = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
    return f'<img src="../_images/{name}" alt="{escape(words)}">'


def shown(cell: NotebookNode) -> list[NotebookNode]:
    """The outputs as the deck shows them: of a cell that draws, what it has drawn."""
    drawn, others = [], []
    for output in cell.outputs:
        data = output.get("data", {})
        for mime in PICTURES:
            if mime in data:
                drawn.append(displayed("text/html", picture(mime, data[mime], cell)))
                break
        else:
            texts = [displayed(mime, WRITERS[mime](data[mime])) for mime in WRITERS if mime in data]
            others += texts[:1]
            others += [output] if output.output_type == "stream" else []
    return drawn or others


class Renderer(IPythonRenderer):
    """Markdown with MathML in the place of TeX, which nbconvert would leave to a script."""

    def inline_math(self, body: str) -> str:
        """A formula in a line."""
        return markup(body)

    def block_math(self, body: str) -> str:
        """A formula on lines of its own."""
        return markup(body, display=True)


def typeset(latex: str) -> str:
    """What SymPy shows: a formula between dollars."""
    return markup(latex.strip("$"), display=latex.startswith("$$"))


# of an output that draws nothing, the first of these that there is
WRITERS: dict[str, Callable[[str], str]] = {
    "text/html": partial(STYLE.sub, ""),
    "text/latex": typeset,
    "text/plain": str,
}


def displayed(mime: str, content: str) -> NotebookNode:
    """An output of one kind only."""
    return nbformat.v4.new_output("display_data", {mime: content})


def tagged(notebook: NotebookNode) -> NotebookNode:
    """The cells of the deck; the first slide is headed by the chapter's title."""
    cells, numbers = [cell for cell in notebook.cells if kind(cell)], glued(notebook)
    if not cells or kind(cells[0]) != "slide":
        raise DeckError("the first slide needs a text cell with the tags slide and remove-cell")
    for cell in cells:
        cell.metadata.slideshow = {"slide_type": kind(cell)}
        if cell.cell_type == "code":
            cell.outputs = shown(cell)
        else:
            cell.source = written(cell.source, numbers)
    cells[0].source = f"# {title(notebook)}\n\n{cells[0].source}"
    return nbformat.v4.new_notebook(cells=cells, metadata=notebook.metadata)


def title(notebook: NotebookNode) -> str:
    """The chapter's heading."""
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return re.search(r"^# (.+)$", text, re.MULTILINE)[1]


def deck(name: str) -> str:
    """The page with the slides of a chapter."""
    notebook = freshness.executed(ROOT / f"{name}.ipynb")
    frame = {"title": title(notebook), "chapter": f"../{name}.html"}
    return exporter().from_notebook_node(tagged(notebook), {"deck": frame})[0]


@lru_cache
def exporter() -> SlidesExporter:
    """nbconvert's, with our frame and our formulas, and without the code."""
    made = SlidesExporter(
        template_name="deck",
        extra_template_basedirs=[str(ROOT / "tools")],
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    renderer = Renderer(escape=False, exclude_anchor_links=True)
    made.register_filter("markdown2html", MarkdownWithMath(renderer).render)
    return made


def build() -> None:
    """Write the decks of all chapters into the site, and reveal.js beside them."""
    shutil.rmtree(DECKS, ignore_errors=True)
    (DECKS / "reveal").mkdir(parents=True)
    carrier = Path(importlib.util.find_spec("sphinx_revealjs").origin).parent
    for file in REVEAL:
        shutil.copy(carrier / "_static/revealjs" / file, DECKS / "reveal")
    for name in chapters():
        try:
            page = deck(name)
        except (DeckError, FormulaError) as error:
            raise DeckError(f"{name}: {error} (see CONTRIBUTING.md, Slides)") from None
        (DECKS / f"{Path(name).name}.html").write_text(page, "utf8")


if __name__ == "__main__":
    try:
        build()
    except DeckError as error:
        sys.exit(f"No slides could be made: {error}")
