"""How to cite the book and each of its pages, from CITATION.cff; and where to report an error."""

from typing import Any

import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from tools import ROOT
from tools.address import published


def citation() -> dict[str, str]:
    """Authors, title, version and year of the book."""
    found = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf8"))
    names = [
        author.get("name") or f"{author['given-names']} {author['family-names']}"
        for author in found["authors"]
    ]
    return {
        "authors": ", ".join(names),
        "bibtex_authors": " and ".join(f"{{{name}}}" for name in names),
        "title": found["title"],
        "version": str(found["version"]),
        "year": str(found["date-released"])[:4],
    }


def bibtex() -> str:
    """The book's entry."""
    book = citation()
    lines = [
        f"author  = {{{book['bibtex_authors']}}}",
        f"title   = {{{book['title']}}}",
        f"year    = {{{book['year']}}}",
        f"note    = {{Version {book['version']}}}",
        f"url     = {{{published().site}}}",
    ]
    return "@misc{modelcollapsebook,\n  " + ",\n  ".join(lines) + "\n}"


class BibTeX(SphinxDirective):
    """The book's BibTeX entry, to copy."""

    def run(self) -> list[nodes.Node]:
        """A literal block."""
        self.env.note_dependency(str(ROOT / "CITATION.cff"))
        self.env.note_dependency(str(ROOT / "pyproject.toml"))
        return [nodes.literal_block(bibtex(), bibtex(), language="bibtex")]


def add_citation(
    app: Sphinx,
    page: str,
    _template: str,
    context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    """What `_templates/cite-page.html` shows at the foot of each page."""
    if page in app.env.found_docs:
        where, target = published(), app.builder.get_target_uri(page)
        file = app.env.doc2path(page, base=False)
        context["cite"] = citation() | {
            "page": app.env.titles[page].astext(),
            "address": where.site + target,
            "source": where.source(str(file)),
            "report": where.report(app.env.titles[page].astext(), target),
        }


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect both."""
    app.add_directive("bibtex-entry", BibTeX)
    app.connect("html-page-context", add_citation)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
