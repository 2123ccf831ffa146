"""Where the book lies, how to cite it and each of its pages, and where to report an error."""

from typing import Any
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.docutils import SphinxDirective

from tools import ROOT
from tools.address import BRANCH, CITATION, citation, published

ENTRY = """@misc{{modelcollapsebook,
  author  = {{{authors}}},
  title   = {{{title}}},
  year    = {{{year}}},
  note    = {{Version {version}}},
  url     = {{{url}}}
}}"""


class BibTeX(SphinxDirective):
    """The book's BibTeX entry, to copy."""

    def run(self) -> list[nodes.Node]:
        """A literal block."""
        self.env.note_dependency(str(CITATION))
        self.env.note_dependency(str(ROOT / "pyproject.toml"))
        book = citation()
        authors = " and ".join(f"{{{name}}}" for name in book["names"])
        text = ENTRY.format_map(book | {"authors": authors, "url": published().site})
        return [nodes.literal_block(text, text, language="bibtex")]


def add_citation(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: Any
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


def set_addresses(_app: Sphinx, config: Config) -> None:
    """Tell the theme and the other extensions where repository and site lie."""
    where = published()
    config.html_theme_options |= {"repository_url": where.repository, "repository_branch": BRANCH}
    config.html_baseurl = config.ogp_site_url = where.site
    config.notfound_urls_prefix = urlsplit(where.site).path


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the steps."""
    app.connect("config-inited", set_addresses)
    app.add_directive("bibtex-entry", BibTeX)
    app.connect("html-page-context", add_citation)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
