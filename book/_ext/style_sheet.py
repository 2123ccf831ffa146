"""One style sheet for all pages, with the rules that some page can use, and the icons in it.

The theme and the extensions bring thirteen sheets, 100 kB compressed, which a browser has to fetch
before it draws anything. Lightning CSS writes them as one, without the classes that no page names.
The theme's icon font, 160 kB, is cut to the icons that this sheet still draws: 3 kB.
"""

import re
import zlib
from pathlib import Path
from typing import Any

from formulas import FACE as FORMULAS
from lightningcss import process_stylesheet
from sphinx.application import Sphinx

from tools import freshness
from tools.fonts import reduce

FILE = "styles/site.css"
FIRST = ("_static/basic.css", "_static/styles/pydata-sphinx-theme.css")  # what the template links
FONT, PRIVATE = "_static/vendor/fontawesome/webfonts/fa-solid-900.ttf", "\ue000"
ICONS = """@font-face {
  font-family: "Font Awesome 6 Free"; font-weight: 900; font-style: normal; font-display: block;
  src: url(icons.woff2) format("woff2");
}
"""
NAME = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")
WORD = re.compile(r"[\w-]+")
ADDRESS = re.compile(r"url\(([\"']?)(?!data:|#)([^)\"']+)\1\)")
UNUSED = {"fontawesome.js", "explorers"}  # names every icon, and is on no page; numbers


def words(paths: list[Path]) -> set[str]:
    """Whatever may be the name of a class or an id."""
    return {word for path in paths for word in WORD.findall(path.read_text("utf8"))}


def unused(site: Path, css: str) -> set[str]:
    """The names that no page says, and that no script says or may put together."""
    scripts = (site / "_static").rglob("*.js")
    said = words([path for path in scripts if not UNUSED & set(path.relative_to(site).parts)])
    known = said | words([*site.glob("*.html"), *site.glob("book/**/*.html")])
    beginnings = ("bs-", *(f"{word}-" for word in said if "-" in word.strip("-")))
    names = set(NAME.findall(css)) - known
    return {name for name in names if not name.startswith(beginnings)}


def moved(path: Path, static: Path) -> str:
    """A sheet as it reads in the folder of the one sheet."""
    up = "" if path.parent == (static / FILE).parent else "../"
    return ADDRESS.sub(lambda found: f"url({up}{found[2]})", path.read_text("utf8"))


def write_faces(app: Sphinx) -> None:
    """Write the sheet of our fonts before the pages, which link it."""
    static = Path(app.outdir) / "_static"
    static.mkdir(parents=True, exist_ok=True)
    (static / "fonts.css").write_text(ICONS + FORMULAS, "utf8")


class Sheet:
    """The sheet, and the names of those that it is made of, as the pages would link them.

    All link the same: the first page, which is written in this process, names them.
    """

    def __init__(self) -> None:
        self.names = dict.fromkeys(FIRST)
        self.version = f"{zlib.crc32(freshness.made_of(freshness.PAGES_MARK).encode()):08x}"

    def take(
        self, _app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: object
    ) -> None:
        """Take the links off a page, whose template links this one; paper keeps its own."""
        sheets = context["css_files"]
        paper = [sheet for sheet in sheets if sheet.attributes.get("media") == "print"]
        self.names |= dict.fromkeys(str(sheet.filename) for sheet in sheets if sheet not in paper)
        context["css_files"] = paper
        context["style_sheet"] = f"_static/{FILE}?v={self.version}"

    def write(self, app: Sphinx, error: Exception | None) -> None:
        """Write it when all pages are there, unless none was written this time."""
        if error is None and len(self.names) > len(FIRST):
            site = Path(app.outdir)
            css = "\n".join(moved(site / name, site / "_static") for name in self.names)
            sheet = process_stylesheet(css, unused_symbols=unused(site, css))
            (site / "_static" / FILE).write_text(sheet, "utf8")
            icons = {ord(letter) for letter in sheet if PRIVATE <= letter <= "\uf8ff"}
            reduce(site / FONT, site / "_static/icons.woff2", icons)


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the steps, the last of all."""
    sheet = Sheet()
    app.add_css_file("fonts.css")
    app.connect("builder-inited", write_faces)
    app.connect("html-page-context", sheet.take, priority=950)
    app.connect("build-finished", sheet.write, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
