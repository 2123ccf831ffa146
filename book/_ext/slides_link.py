"""A button on each chapter's page that opens its slides; `tools.slides` makes them."""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx


def add_button(
    app: Sphinx,
    page: str,
    _template: str,
    context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    """Put the button before the theme's others. A chapter is a page with a number."""
    if app.env.toc_secnumbers.get(page):
        button = {
            "type": "link",
            "url": context["pathto"](f"slides/{page.rpartition('/')[2]}.html", 1),
            "icon": "fas fa-person-chalkboard",
            "text": "Slides",
            "tooltip": "Slides of this chapter",
            "label": "slides-button",
        }
        context["header_buttons"].insert(0, button)


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the step, after the theme has made its list of buttons."""
    app.connect("html-page-context", add_button, priority=502)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
