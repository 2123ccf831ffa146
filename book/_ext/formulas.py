"""MathJax, kept with the site: one script of the parts in use, and the fonts.

`formulas.js` is on each page with formulas, and asks for it.
"""

import importlib.util
import re
import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from fontTools.ttLib import TTFont
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
LETTERS = "letters"  # beside MathJax: the same fonts, with the letters in use (tools/letters.py)
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


def ranges(path: Path) -> str:
    """The letters that a font has, as a style sheet names them."""
    points = sorted(TTFont(path).getBestCmap())
    breaks = [i for i in range(1, len(points)) if points[i] != points[i - 1] + 1]
    edges = zip([0, *breaks], [*breaks, len(points)], strict=True)
    return ",".join(f"U+{points[first]:X}-{points[end - 1]:X}" for first, end in edges)


def faces() -> str:
    """The fonts of formulas for a style sheet beside MathJax's folder.

    Each stands there twice. A browser asks for the whole one only for a letter that it has and the
    other, which comes later and so is first asked, has not.
    """
    text = "".join((source() / f"{part}.js").read_text("utf8") for part in PARTS)
    files = dict(FACE.findall(text))
    whole = {name: f"; unicode-range: {ranges(source() / FONTS / files[name])}" for name in files}
    return "".join(
        f"@font-face {{ font-family: {name}; src: url({Path(MATHJAX).parent}/{folder}/{file}) "
        f'format("woff"){letters.get(name, "")}; }}\n'
        for folder, letters in ((FONTS, whole), (LETTERS, {}))
        for name, file in files.items()
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
    if not (script.parent / LETTERS).exists():
        shutil.copytree(source() / FONTS, script.parent / LETTERS)


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
