"""The picture that stands where no script runs: the panels at the starting position."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
import xarray as xr
from matplotlib.figure import Figure
from PIL import Image

from .drawings import COMPONENTS, DIM, DRAW, FAINT, GREYS, INK
from .panels import Panel


def draw(
    record: dict[str, Any], position: dict[str, Any], data: xr.Dataset, panels: Sequence[Panel]
) -> bytes:
    """PNG of the panels side by side, two to a row; a row off the grid takes the nearest."""
    across = min(len(panels), 2)
    down = -(-len(panels) // across)
    figure = Figure(figsize=(4.2 * across, 2.9 * down), dpi=120, layout="constrained")
    axes = figure.subplots(down, across, squeeze=False).ravel()
    index = {name: nearest(record["dims"][name]["values"], at) for name, at in position.items()}
    for ax, panel in zip(axes, panels, strict=False):
        ax.spines[["top", "right"]].set_visible(False)
        ax.tick_params(colors=DIM, labelsize=9)
        DRAW[type(panel)](ax, panel, data, index)
        first = panel.quantities()[0]
        title = panel.spec()["title"] or str(data[first].attrs.get("long_name", first))
        ax.set_title(title, loc="left", fontsize=10, color=INK, wrap=True)
    for ax in axes[len(panels) :]:
        ax.set_visible(False)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    # its own few colours, and a sixth of the bytes
    small = Image.open(buffer).convert("RGB").quantize(palette=palette(), dither=Image.Dither.NONE)
    result = io.BytesIO()
    small.save(result, format="PNG", optimize=True)
    return result.getvalue()


def palette() -> Image.Image:
    """Greys, the colours of the drawing, and their blends with white at the edges of a line."""
    shades = [
        round(255 - (255 - channel) * weight)
        for colour in (INK, DIM, FAINT, *COMPONENTS)
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
