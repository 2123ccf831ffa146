"""Pages offer to run their marked cells, where `make lite` has made what runs them.

A page carries the buttons and one line of script; everything else comes when one is pressed.
"""

from html import escape
from pathlib import Path

from docutils import nodes  # type: ignore[import-untyped]
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from lite.cells import TAG, name

SCRIPT = "lite/run/run.js"
LOADER = """<script>function runHere(button) {{
  const script = document.createElement("script"), fetched = () => {{ button.disabled = false; }};
  button.disabled = true; script.src = "{address}"; document.head.append(script);
  script.onload = () => {{ fetched(); window.runHere(button); }};
  script.onerror = () => {{ fetched(); button.textContent = "Not fetched: try again"; }};
}}</script>"""
BUTTON = """<p class="run-here d-print-none"><button type="button" class="btn btn-sm
btn-outline-primary" data-cell="{page}#{name}" aria-expanded="false"
onclick="runHere(this)">Run it here</button></p>"""


class OfferToRun(SphinxPostTransform):
    """Puts the buttons below what the cells show, before their code is folded (folded_code.py)."""

    default_priority = 190
    formats = ("html",)

    def run(self, **_options: object) -> None:
        """Go through the marked cells of a page."""
        page = self.env.docname
        if not (Path(self.app.outdir) / SCRIPT).exists():
            return
        script = LOADER.format(address=f"{'../' * page.count('/')}{SCRIPT}")
        for cell in list(self.document.findall(nodes.container)):
            if f"tag_{TAG}" in cell["classes"]:
                source = next(iter(cell.findall(nodes.literal_block))).astext()
                button = BUTTON.format(page=escape(page), name=name(source))
                cell += nodes.raw("", script + button, format="html")
                script = ""  # once a page


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the step."""
    app.add_post_transform(OfferToRun)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
