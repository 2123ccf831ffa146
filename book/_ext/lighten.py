"""Pages that load fast: the icon font holds the icons in use, figures few colours or digits."""

import re
from pathlib import Path

from formulas import FACE as MATH
from PIL import Image
from sphinx.application import Sphinx
from trim import SHEET, STOCK

from tools.fonts import reduce

FONT = "_static/vendor/fontawesome/webfonts/fa-solid-900.ttf"
FACE = """@font-face {
  font-family: "Font Awesome 6 Free"; font-weight: 900; font-style: normal; font-display: block;
  src: url(icons.woff2) format("woff2");
}
"""
USED = re.compile(r"\bfa-([a-z0-9-]+)")
NAMED = re.compile(r'((?:\.fa-[a-z0-9-]+:before,?)+)\{content:"\\([0-9a-f]+)"\}')
VARIABLE = re.compile(r'--pst-icon-[a-z-]+:\s*"(.)"')  # the icons of notes and warnings
UNSEEN = re.compile(  # in a drawing by Matplotlib
    r"^.*?(?=<svg)|<metadata>.*?</metadata>"
    r'| id="(?:text|line2d|patch|xtick|ytick|axes|figure|matplotlib|LineCollection)[_.][^"]*"'
    r'| transform="rotate\(-0 [^"]*\)"|(?<=\'DejaVu Sans\'), [^;]*(?=, sans-serif)',
    re.DOTALL,
)
DIGITS, PLACES = re.compile(r"\d+\.\d{3,}"), 2
DRAWN = re.compile(r'content:\s*"\\(f[0-9a-f]{3})"')  # what other style sheets draw


def icons(site: Path) -> set[int]:
    """The code points of the icons that the pages and the theme's style sheet use.

    The sheet is the theme's own: the site's has been trimmed, if no page was written this time.
    """
    style = STOCK.read_text("utf8")
    scripts = (site / "_static/scripts").glob("*.js")
    sources = [*site.glob("*.html"), *site.glob("book/**/*.html"), *scripts]
    used = {name for path in sources for name in USED.findall(path.read_text("utf8"))}
    points = {ord(icon) for icon in VARIABLE.findall(style)}
    for path in (site / "_static").rglob("*.css"):
        if path != site / "_static" / SHEET:
            points |= {int(code, 16) for code in DRAWN.findall(path.read_text("utf8"))}
    for names, code in NAMED.findall(style):
        if used & set(USED.findall(names)):
            points.add(int(code, 16))
    return points


def write_icons(site: Path) -> None:
    """Write the font of these icons; the theme's own, 160 kB, stands behind it and is not asked."""
    points = icons(site)
    if not points:
        raise RuntimeError(f"no icon found in {SHEET}: see how the theme names them now")
    reduce(site / FONT, site / "_static/icons.woff2", points)


def reduce_colours(path: Path) -> None:
    """Store a picture with a palette of 64 colours, unless it has one or gains nothing."""
    with Image.open(path) as picture:
        if picture.mode not in ("RGB", "RGBA"):
            return
        if picture.mode == "RGBA" and picture.getchannel("A").getextrema() != (255, 255):
            return
        small = picture.convert("RGB").quantize(64, dither=Image.Dither.NONE)
    new = path.with_suffix(".palette")
    small.save(new, format="PNG", optimize=True)
    if new.stat().st_size < path.stat().st_size:
        new.replace(path)
    else:
        new.unlink()


def reduce_digits(path: Path) -> None:
    """Store a drawing by Matplotlib to a hundredth of a point, and without what is not seen."""
    drawing = path.read_text("utf8")
    if "matplotlib.org" in drawing:
        drawing = UNSEEN.sub("", drawing)
        drawing = DIGITS.sub(lambda number: f"{float(number[0]):.{PLACES}f}", drawing)
        path.write_text(re.sub(r"\s*\n\s*", " ", drawing), "utf8")


def write_face(app: Sphinx) -> None:
    """Write the style sheet of fonts before the pages, which link it."""
    static = Path(app.outdir) / "_static"
    static.mkdir(parents=True, exist_ok=True)
    (static / "fonts.css").write_text(FACE + MATH, "utf8")


def lighten(app: Sphinx, error: Exception | None) -> None:
    """Work on the finished site."""
    if error is None and app.builder.format == "html":
        write_icons(Path(app.outdir))
        for path in (Path(app.outdir) / "_images").glob("*.png"):
            reduce_colours(path)
        for path in (Path(app.outdir) / "_images").glob("*.svg"):
            reduce_digits(path)


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the steps to the build."""
    app.add_css_file("fonts.css")
    app.connect("builder-inited", write_face)
    app.connect("build-finished", lighten)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
