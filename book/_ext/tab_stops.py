"""The theme's script without its search for boxes that scroll, which has a whole page laid out.

It measures every block of code before the page can be used, and again after each change in it.
`settle.js` does the same for what has been laid out, when it has been.
"""

from pathlib import Path

from sphinx.application import Sphinx
from trim import STATIC

SCRIPT = "scripts/pydata-sphinx-theme.js"
BOXES = (
    '["pre",".nboutput > .output_area",".cell_output > .output",'
    '".jp-RenderedHTMLCommon",".pst-scrollable-table-container"]'
)


def leave_out(app: Sphinx, error: Exception | None) -> None:
    """Write the script anew, with a list of boxes that names none."""
    if error is None and app.builder.format == "html":
        text = (STATIC / SCRIPT).read_text("utf8")
        if text.count(BOXES) != 1:
            raise RuntimeError(f"{SCRIPT} no longer looks for {BOXES}: see what it does now")
        script = Path(app.outdir) / "_static" / SCRIPT
        script.write_text(text.replace(BOXES, '["mc-none"]'), "utf8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the step to the build."""
    app.connect("build-finished", leave_out)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
