"""Formulas stand in the pages as MathML, which browsers draw by themselves, without a script.

Their font, STIX Two Math, comes with the site, with the letters that the book's formulas use.
"""

import re
import zlib
from importlib.util import find_spec
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

from tools import mathml
from tools.fonts import reduce
from tools.mathml import FormulaError, letters, markup, pieces

LOGGER = logging.getLogger(__name__)
FONT = Path(find_spec("ziamath").origin).with_name("fonts") / "STIXTwoMath-Regular.ttf"
FILE = "formulas.woff2"
FACE = f"""@font-face {{
  font-family: "Book Math"; src: url({FILE}) format("woff2"); font-display: swap;
}}
"""
MATH = re.compile(r"<math.*?</math>", re.DOTALL)
BESIDE = re.compile(r"^\S{1,20}"), re.compile(r"\S{1,20}$")  # after a formula, and before it


def convert(_app: Sphinx, doctree: nodes.document) -> None:
    """Turn the TeX of a page into MathML."""
    for node in doctree.findall(lambda node: isinstance(node, nodes.math | nodes.math_block)):
        try:
            tex, display = node.astext(), isinstance(node, nodes.math_block)
            node["mathml"] = [markup(tex, display=True)] if display else pieces(tex)
        except FormulaError as error:  # the page shows the TeX
            LOGGER.warning("formula: %s", error, location=node, type="formulas")
        if isinstance(node, nodes.math) and not isinstance(node.parent, nodes.title):
            hold_together(node)


def hold_together(node: nodes.math) -> None:
    """Take what touches a formula into its box: no line ends between it and its full stop.

    Not in titles, whose words are also read without their formulas.
    """
    for side, step, pattern in zip(("after", "before"), (1, -1), BESIDE, strict=True):
        place = node.parent.index(node) + step
        beside = node.parent[place] if 0 <= place < len(node.parent) else None
        touching = pattern.search(beside) if isinstance(beside, nodes.Text) else None
        if touching:
            node[side] = touching[0]
            node.parent[place] = nodes.Text(pattern.sub("", beside))


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    """Write a formula within a line."""
    inside = node.get("mathml") or [self.encode(node.astext())]
    inside[0] = self.encode(node.get("before", "")) + inside[0]
    inside[-1] += self.encode(node.get("after", ""))
    self.body.append("<wbr>".join(f'<span class="math">{piece}</span>' for piece in inside))
    raise nodes.SkipNode


def visit_math_block(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on a line of its own, with its number if it has one."""
    self.body.append(self.starttag(node, "div", CLASS="math"))
    self.body += node.get("mathml") or [self.encode(node.astext())]
    if node["number"]:
        number = get_node_equation_number(self, node)
        self.body.append(f'<span class="eqno">({number})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def write_font(app: Sphinx, error: Exception | None) -> None:
    """Write the font of the letters that the pages' formulas need."""
    if error is None and app.builder.format == "html":
        font, pages = app.outdir / "_static" / FILE, [*app.outdir.glob("book/**/*.html")]
        if font.exists() and font.stat().st_mtime > max(page.stat().st_mtime for page in pages):
            return  # no page has been written since
        text = "".join(page.read_text("utf8") for page in pages)
        reduce(FONT, font, map(ord, letters("".join(MATH.findall(text)))))


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the steps to the build."""
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math_block, None))
    app.connect("doctree-read", convert, priority=100)  # before tables of contents copy titles
    app.connect("build-finished", write_font)
    # pages keep what was made of their TeX: all are read anew when that is made otherwise
    version = zlib.crc32(Path(mathml.__file__).read_bytes())
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": version}
