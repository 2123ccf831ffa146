"""Explorers in the published pages: their script and style, without a kernel or another host.

Pictures and data of an explorer make up two thirds of a page. They become files, which the page
asks for when its text can be read. Each explorer gets an id, for links to it and its positions.
"""

from __future__ import annotations

import re
from base64 import b64decode
from hashlib import sha256
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.images import get_image_size

from modelcollapse.explorer.html import STYLE
from modelcollapse.explorer.script import classic, extra, style

FOLDER = "_static/explorers"
HOST = 'class="mc-host"'
LIVE = " data-live>"
PICTURE = re.compile(r'src="data:image/png;base64,([^"]+)"')
STATE = re.compile(r'<script type="application/json">(.*?)</script>', re.DOTALL)


def write_files(app: Sphinx) -> None:
    """Write script and style before the pages, so that their links carry its checksum."""
    if app.builder.format == "html":
        static = Path(app.outdir) / "_static"
        static.mkdir(parents=True, exist_ok=True)
        (static / "explorer.js").write_text(classic(), "utf8")
        (static / "live.js").write_text(extra(), "utf8")
        (static / "explorer.css").write_text(style(), "utf8")


def kept(site: Path, content: bytes, ending: str) -> str:
    """The name, within the site, of the file with this content."""
    name = f"{FOLDER}/{sha256(content).hexdigest()[:16]}{ending}"
    (site / FOLDER).mkdir(parents=True, exist_ok=True)
    (site / name).write_bytes(content)
    return name


def move_out(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Put the pictures and the data of each explorer into files."""
    if app.builder.format != "html":
        return
    site, top = Path(app.outdir), "../" * page.count("/")

    def picture(found: re.Match) -> str:
        name = kept(site, b64decode(found[1]), ".png")
        width, height = get_image_size(str(site / name))
        return f'src="{top}{name}" loading="lazy" width="{width}" height="{height}"'

    number = 0
    for raw in doctree.findall(nodes.raw):
        html = raw.astext()
        if HOST in html:
            number += 1
            [state] = STATE.findall(html)
            script = kept(site, f"document.currentScript.state = {state};\n".encode(), ".js")
            place = f'id="explorer-{number}" data-state="{top}{script}"'
            html = STATE.sub("", STYLE.sub("", html)).replace(HOST, f"{HOST} {place}")
            if LIVE in html:  # what computes chains comes only where it is needed
                version = sha256(extra().encode()).hexdigest()[:8]
                html = html.replace(LIVE, f'{LIVE[:-1]}="{top}_static/live.js?v={version}">', 1)
            raw[:] = [nodes.Text(PICTURE.sub(picture, html))]


def add_files(
    app: Sphinx, _page: str, _template: str, _context: dict[str, Any], doctree: Any
) -> None:
    """Have the pages that hold an explorer run the script."""
    raws = doctree.findall(nodes.raw) if doctree is not None else []
    if any(HOST in raw.astext() for raw in raws):
        marks = {"data-later": "", "data-linked": ""}  # enhance.js says when
        app.add_js_file("explorer.js", loading_method="defer", **marks)


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the steps to the build."""
    app.add_css_file("explorer.css")
    app.connect("builder-inited", write_files)
    app.connect("doctree-resolved", move_out)
    app.connect("html-page-context", add_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
