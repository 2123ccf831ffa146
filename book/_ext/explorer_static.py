"""Explorers in the published pages: their script, without a kernel or another host."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from modelcollapse.explorer.script import classic


def write_script(app: Sphinx) -> None:
    """Write the script before the pages, so that their links carry its checksum."""
    if app.builder.format == "html":
        static = Path(app.outdir) / "_static"
        static.mkdir(parents=True, exist_ok=True)
        (static / "explorer.js").write_text(classic(), "utf8")


def drop_widget_state(_app: Sphinx, env: BuildEnvironment) -> None:
    """The widget's state would repeat the data, and its manager comes from another host."""
    for meta in getattr(env, "nb_metadata", {}).values():
        files = meta.get("js_files", {})
        for key in [key for key in files if key.startswith("ipywidgets")]:
            del files[key]


def add_files(
    app: Sphinx,
    _page: str,
    _template: str,
    _context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Link script and style on the pages that hold an explorer."""
    raws = doctree.findall(nodes.raw) if doctree is not None else []
    if any('class="mc-host"' in raw.astext() for raw in raws):
        app.add_js_file("explorer.js", loading_method="defer")
        app.add_css_file("explorer.css")


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the steps to the build."""
    app.connect("builder-inited", write_script)
    app.connect("env-updated", drop_widget_state)
    app.connect("html-page-context", add_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
