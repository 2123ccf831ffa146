"""What the theme's options and templates leave to be done for the pages of this book."""

from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

AT_ONCE = "documentation_options.js"  # a line in the page sets what this script defines


def visit_citation(self: HTML5Translator, node: nodes.citation) -> None:
    """Begin an entry of the bibliography: docutils' own role for it is deprecated in ARIA 1.3."""
    if not isinstance(node.previous_sibling(), nodes.citation):
        self.body.append('<div role="list" class="citation-list">\n')
    self.body.append(self.starttag(node, "div", classes=["citation"], role="listitem"))


def refine(
    _app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: Any
) -> None:
    """Say in the table of contents which page this is; run scripts after the page has been read."""
    context["generate_toctree_html"] = marked(context["generate_toctree_html"])
    for script in context["script_files"]:
        if script.filename and AT_ONCE not in str(script.filename):
            script.attributes.setdefault("defer", "defer")


def marked(stock: Callable[..., Any]) -> Callable[..., Any]:
    """The theme's function for the table of contents, with the current page marked."""

    def generate(*args: Any, **options: Any) -> Any:
        contents = stock(*args, **options)
        if isinstance(contents, BeautifulSoup):
            for link in contents.select('a.current[href="#"]'):
                link["aria-current"] = "page"
        return contents

    return generate


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the steps; the last one after the theme's own."""
    pair = visit_citation, HTML5Translator.depart_citation
    app.add_node(nodes.citation, override=True, html=pair)
    app.connect("html-page-context", refine, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
