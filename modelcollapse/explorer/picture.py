"""The picture of a panel that stands where no script runs, and until one does."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import xarray as xr
from matplotlib.figure import Figure
from PIL import Image

from .drawings import COMPONENTS, DIM, DRAW, FAINT, GREYS, INK, THEORY2
from .panels import Panel

# inches, by the look of a panel: on a phone it is about as wide, on a desktop narrower
SIZES = {"": (3.3, 2.4), "wide": (3.6, 2.4), "square": (3.6, 3.2), "whole": (6.0, 2.4)}
DOTS = 140  # to an inch: a pixel and a half for each of the screen's


def draw(panel: Panel, data: xr.Dataset, index: dict[str, int]) -> bytes:
    """PNG of a panel at a position, without its title and legend, which are text on the page."""
    figure = Figure(figsize=SIZES[panel.look], dpi=DOTS, layout="constrained")
    ax = figure.subplots()
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(colors=DIM, labelsize=9)
    DRAW[type(panel)](ax, panel, data, index)
    if words := panel.spec().get("labelY"):
        ax.set_title(words, loc="left", fontsize=9, color=DIM)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    # its own few colours, and a sixth of the bytes; the paper is the page
    small = Image.open(buffer).convert("RGB").quantize(palette=palette(), dither=Image.Dither.NONE)
    result = io.BytesIO()
    small.save(result, format="PNG", optimize=True, transparency=0)
    return result.getvalue()


def palette() -> Image.Image:
    """Greys, the colours of the drawing, and their blends with white at the edges of a line."""
    shades = [
        round(255 - (255 - channel) * weight)
        for colour in (INK, DIM, FAINT, THEORY2, *COMPONENTS)
        for weight in (1.0, 0.6, 0.3)
        for channel in bytes.fromhex(colour[1:])
    ]
    image = Image.new("P", (1, 1))
    greys = [round(255 * (1 - level / GREYS)) for level in range(GREYS + 1) for _ in range(3)]
    image.putpalette([*greys, *shades])
    return image


def nearest(values: list[Any], at: Any) -> int:
    """Index of the value, or of the one nearest to it."""
    if at in values:
        return values.index(at)
    return int(np.argmin(np.abs(np.asarray(values, dtype=float) - at)))
