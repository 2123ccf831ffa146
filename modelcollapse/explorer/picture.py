"""The picture that stands where no script runs: the panels at the starting position."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

from .panels import Bars, Density, Lines, Panel

INK, DIM, FAINT, RUN, THEORY = "#1f2328", "#57606a", "#b4bcc5", "#0b63b5", "#b3470a"


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
        if isinstance(panel, Density):
            bells(ax, panel, data, index)
        elif isinstance(panel, Bars):
            bars(ax, panel, data, index)
        elif isinstance(panel, Lines):
            lines(ax, panel, data, index)
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
    """The colours of the drawing, and their blends with white at the edges of a line."""
    shades = [
        round(255 - (255 - channel) * weight)
        for colour in (INK, DIM, FAINT, RUN, THEORY)
        for weight in (1.0, 0.6, 0.3)
        for channel in bytes.fromhex(colour[1:])
    ]
    image = Image.new("P", (1, 1))
    image.putpalette([255, 255, 255, *shades])
    return image


def nearest(values: list[Any], at: Any) -> int:
    """Index of the value, or of the one nearest to it."""
    if at in values:
        return values.index(at)
    return int(np.argmin(np.abs(np.asarray(values, dtype=float) - at)))


def at(variable: xr.DataArray, index: dict[str, int], *free: str) -> xr.DataArray:
    """The variable at the position, with some dimensions left open."""
    return variable.isel({d: i for d, i in index.items() if d in variable.dims and d not in free})


def along(data: xr.Dataset, dim: str) -> Any:
    """Coordinates for the horizontal axis; text stands at 0, 1, ..."""
    if dim in data.coords and np.issubdtype(data[dim].dtype, np.number):
        return data[dim].values
    return np.arange(data.sizes[dim])


def lines(ax: Axes, panel: Lines, data: xr.Dataset, index: dict[str, int]) -> None:
    """This run bold, the others faint, theory dashed."""
    x, over = along(data, panel.over), panel.over
    runs = at(data[panel.quantity], index, over, "replicate")
    if "replicate" in runs.dims:
        ax.plot(x, runs.transpose(over, "replicate").values, color=FAINT, lw=0.8)
    ax.plot(x, at(data[panel.quantity], index, over).values, color=RUN, lw=1.8)
    for name in panel.theories():
        y = at(data[name], index, over).values
        ax.plot(x, np.broadcast_to(y, np.shape(x)), color=THEORY, lw=1.5, ls="--")
    if panel.log:
        ax.set_yscale("log")
    if panel.log_x:
        ax.set_xscale("log")
    if over in index:
        ax.axvline(x[index[over]], color=DIM, lw=0.8)
    ax.set_xlabel(str(data[over].attrs.get("long_name", over.replace("_", " "))), color=DIM)


def bells(ax: Axes, panel: Density, data: xr.Dataset, index: dict[str, int]) -> None:
    """The bell at the position and that of generation 0, each peak scaled to 1."""
    for where, style in (({**index, "generation": 0}, "--"), (index, "-")):
        mu, sigma = (float(at(data[name], where)) for name in (panel.mu, panel.sigma))
        z = np.linspace(-4, 4, 121)
        ax.plot(mu + sigma * z, np.exp(-(z**2) / 2), color=RUN if style == "-" else DIM, ls=style)
    ax.set_xlabel("each peak scaled to 1", color=DIM)
    ax.set_yticks([])


def bars(ax: Axes, panel: Bars, data: xr.Dataset, index: dict[str, int]) -> None:
    """Bars at the position, theory as marks."""
    x = np.arange(data.sizes[panel.over])
    variable = data[panel.quantity]
    if "generation" in variable.dims:
        before = at(variable, {**index, "generation": 0}, panel.over).values
        ax.bar(x, before, fill=False, edgecolor=DIM, ls="--", lw=0.8)
    ax.bar(x, at(variable, index, panel.over).values, color=RUN, alpha=0.6)
    for name in panel.theories():
        y = at(data[name], index, panel.over).values
        ax.plot(x, np.broadcast_to(y, x.shape), "_", color=THEORY, ms=8)
    if len(x) <= 20:
        ax.set_xticks(x, [str(value) for value in data[panel.over].values])
    ax.set_xlabel(str(data[panel.over].attrs.get("long_name", panel.over)), color=DIM)
