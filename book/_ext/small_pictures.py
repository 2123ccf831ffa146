"""The figures' files at a third of their size: a line drawing needs few colours."""

from pathlib import Path

from PIL import Image
from sphinx.application import Sphinx

COLOURS = 64


def shrink(app: Sphinx, error: Exception | None) -> None:
    """Give the pages' drawings a palette; what has one already is left alone."""
    if error is not None or app.builder.format != "html":
        return
    for path in (Path(app.outdir) / "_images").glob("*.png"):
        with Image.open(path) as picture:
            if picture.mode == "P":
                continue
            drawing = picture.convert("RGB")
        # without dithering, areas and lines stay plain
        drawing.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the step."""
    app.connect("build-finished", shrink)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
