"""Slides, copies of the book, problem sets, Python in the browser: pages offer them where `make
slides`, `make pdf`, `make copies`, `make problems` and `make lite` have made them. The buttons of
the theme say in words what they do.
"""

import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole

from tools import BUILD

WORDS = {".ipynb": "Notebook, .ipynb", ".md": "Source, .md", ".pdf": "This page, .pdf"}
COPIES = {
    "{page}.html.md": ("file-lines", "This page as Markdown"),
    "model-collapse.pdf": ("book", "Whole book, .pdf"),
    "model-collapse-offline.zip": ("box-archive", "Whole site, .zip"),
}
BROWSER = "lite/notebooks/index.html"
ELSEWHERE = "fas fa-arrow-up-right-from-square"


def link(url: str, icon: str, text: str, tooltip: str, label: str) -> dict[str, str]:
    """A button, as the theme describes them."""
    look = {"icon": f"fas fa-{icon}", "text": text, "tooltip": tooltip}
    return {"type": "link", "url": url, "label": label, **look}


def change(app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    """Add our buttons to the theme's, and change what they say and show."""
    site, place = Path(app.outdir), context["pathto"]
    for group in context["header_buttons"]:
        if group["label"] == "download-buttons":
            for button in group["buttons"]:
                button["text"] = WORDS.get(button["text"], button["text"])
            for name, (icon, words) in COPIES.items():
                file, label = name.format(page=page), f"download-{icon}-button"
                if (site / file).exists():
                    group["buttons"].append(link(place(file, 1), icon, words, words, label))
        if group["label"] == "launch-buttons":
            group["tooltip"] = "Run this notebook"
            for button in group["buttons"]:
                button["icon"] = ELSEWHERE  # the theme's two logos weigh 9 kB a visit
            if (site / BROWSER).exists():
                url = f"{place(BROWSER, 1)}?path={page}.ipynb"
                words = ("play", "Here, in the browser", "Python runs on this page's own site")
                group["buttons"].insert(0, link(url, *words, "launch-lite-button"))
    deck = f"slides/{page.rpartition('/')[2]}.html"
    if app.env.toc_secnumbers.get(page) and (site / deck).exists():  # a chapter has a number
        words = ("person-chalkboard", "Slides", "Slides of this chapter")
        context["header_buttons"].insert(0, link(place(deck, 1), *words, "slides-button"))


class Offered(SphinxRole):
    """`{offered}`words <file>``: a link to a file in `_build`, if it is there."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The words, and what they would lead to."""
        words, _, file = self.text.rstrip(">").rpartition(" <")
        return [nodes.inline("", words, file=file)], []


def offer(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Make links of the words whose files are there; what lies beside the site is copied."""
    for place in [node for node in doctree.findall(nodes.inline) if "file" in node]:
        file, site = BUILD / place["file"], Path(app.outdir)
        if not file.exists():
            place += nodes.Text(" (not made)")
            continue
        if site not in file.parents:
            (site / "problems").mkdir(parents=True, exist_ok=True)
            file = Path(shutil.copy(file, site / "problems"))
        address = f"{'../' * page.count('/')}{file.relative_to(site)}"
        place.replace_self(nodes.reference("", place.astext(), refuri=address))


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the steps; the buttons after the theme has made its list of them."""
    app.add_role("offered", Offered())
    app.connect("doctree-resolved", offer)
    app.connect("html-page-context", change, priority=502)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
