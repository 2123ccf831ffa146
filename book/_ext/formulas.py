"""MathJax, kept with the site: one script of the parts in use, and the fonts.

`formulas.js` is on each page with formulas, and asks for it.
"""

import importlib.util
import re
import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

PARTS = (
    "startup",
    "core",
    "input/tex-base",
    "input/tex/extensions/ams",
    "input/tex/extensions/newcommand",
    "input/tex/extensions/noundefined",
    "output/chtml",
    "output/chtml/fonts/tex",
    "a11y/assistive-mml",  # what a screen reader reads
)
FONTS = "output/chtml/fonts/woff-v2"
SETTINGS = Path(__file__).with_name("mathjax.js")
MATHJAX = "mathjax/mathjax.js"
SCRIPT = "formulas.js"
# Style sheets that bring fonts have a page laid out again: the page has these from the start.
LAST = """() => {
  MathJax._.output.chtml.fonts.tex_ts.TeXFont.defaultFonts = {};
  MathJax.startup.defaultReady();
}"""
FACE = re.compile(r'"font-family":"(\w[\w-]*)",src:\'url\("%%URL%%/([\w-]+\.woff)"\)')
FORMULA = re.compile(r'class="(?:[^"]* )?math[ "]')


def source() -> Path:
    """MathJax as the package carries it: 24 MB of parts, and of files that join some of them."""
    [folder] = importlib.util.find_spec("sphinx-mathjax-offline").submodule_search_locations
    return Path(folder) / "static/mathjax"


def faces() -> str:
    """The fonts of formulas for a style sheet beside MathJax's folder."""
    text = "".join((source() / f"{part}.js").read_text("utf8") for part in PARTS)
    return "".join(
        f"@font-face {{ font-family: {family}; src: url({Path(MATHJAX).parent}/{FONTS}/{file}) "
        f'format("woff"); }}\n'
        for family, file in FACE.findall(text)
    )


def write(app: Sphinx) -> None:
    """Write script and fonts."""
    if app.builder.format != "html":
        return
    script = Path(app.outdir) / "_static" / MATHJAX
    script.parent.mkdir(parents=True, exist_ok=True)
    parts = [f"() => {{\n{(source() / f'{part}.js').read_text('utf8')}\n}}" for part in PARTS]
    parts.append(LAST)
    settings = SETTINGS.read_text("utf8")
    script.write_text(f"{settings}MathJax.parts = [{','.join(parts)}];\n", "utf8")
    shutil.copytree(source() / FONTS, script.parent / FONTS, dirs_exist_ok=True)


def leave_out(
    _app: Sphinx,
    _page: str,
    _template: str,
    context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    """A page without formulas has no need of MathJax, nor of its settings."""
    if not FORMULA.search(context.get("body", "")):
        context["script_files"] = [
            script
            for script in context["script_files"]
            if not str(script.filename).endswith(SCRIPT)
            and "window.MathJax" not in script.attributes.get("body", "")
        ]


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the steps to the build."""
    app.config.mathjax_path = SCRIPT
    app.connect("builder-inited", write)
    app.connect("html-page-context", leave_out, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
