"""Pictures have their place before they are loaded, and are never too small to be read.

`width` and `height` reserve a place of a picture's proportions, at any width of the text. A figure
as wide as the text would on a phone have letters of five pixels: where it can no longer be read it
scrolls instead, in a box of its own, which book.css draws.
"""

import os

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.images import get_image_size
from sphinx.writers.html5 import HTML5Translator

LEGIBLE = 0.74  # of its size: the smallest letters in figures are 12 pixels high, and are then 9
PHONE = 320  # pixels: what is legible at this width needs no box
BOX = (
    '<div class="wide-picture" style="--legible: {width}px" tabindex="0" role="group" '
    'aria-label="Picture; scrolls sideways where the text is narrow">'
)


def visit_image(self: HTML5Translator, node: nodes.image) -> None:
    """Have a picture loaded when it comes near, in a place of its size."""
    size = get_image_size(os.path.join(self.builder.srcdir, node["uri"]))
    node["loading"] = "lazy"
    if size and size[0] * LEGIBLE > PHONE:
        self.body.append(BOX.format(width=round(size[0] * LEGIBLE)))
        node["boxed"] = True
    type(self).visit_image(self, node)
    if size and "scale" not in node:  # Sphinx writes an attribute of the source as a style
        sized = f'<img width="{size[0]}" height="{size[1]}" '
        self.body[-1] = self.body[-1].replace("<img ", sized, 1)


def depart_image(self: HTML5Translator, node: nodes.image) -> None:
    """End it as Sphinx does, and its box."""
    type(self).depart_image(self, node)
    if "boxed" in node:
        self.body.append("</div>")


def setup(app: Sphinx) -> dict[str, bool]:
    """Write pictures this way."""
    app.add_node(nodes.image, override=True, html=(visit_image, depart_image))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
