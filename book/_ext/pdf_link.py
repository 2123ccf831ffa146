"""The menu of downloads in words, with the PDF of the whole book, which `tools.pdf` makes."""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

WORDS = {".ipynb": "Notebook, .ipynb", ".md": "Source, .md", ".pdf": "This page, .pdf"}


def add_link(
    _app: Sphinx,
    _page: str,
    _template: str,
    context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    """Put the link after the theme's own, which fetch and print the page."""
    link = {
        "type": "link",
        "url": context["pathto"]("model-collapse.pdf", 1),
        "icon": "fas fa-book",
        "text": "Whole book, .pdf",
        "tooltip": "The whole book as a PDF",
        "label": "download-book-button",
    }
    for menu in context.get("header_buttons", []):
        if menu["label"] == "download-buttons":
            for button in menu["buttons"]:
                button["text"] = WORDS.get(button["text"], button["text"])
            menu["buttons"].append(link)


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the step, after the theme has made its list of buttons."""
    app.connect("html-page-context", add_link, priority=502)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
