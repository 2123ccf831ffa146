"""Where the book lies, how to cite it and each of its pages, and where to report an error."""

from string import Template
from typing import Any
from urllib.parse import urlsplit

from sphinx.application import Sphinx
from sphinx.config import Config

from tools.address import BRANCH, citation, published


def fill_in(_app: Sphinx, page: str, source: list[str]) -> None:
    """Write the book's authors, version and address into the BibTeX entry on the page about it."""
    if page == "book/reference/cite":
        book = citation()
        authors = " and ".join(f"{{{name}}}" for name in book["names"])
        source[0] = Template(source[0]).substitute(book, authors=authors, url=published().site)


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
    app.connect("source-read", fill_in)
    app.connect("html-page-context", add_citation)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
