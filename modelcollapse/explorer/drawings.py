"""How each kind of panel is drawn in the picture that stands where no script runs.

Text needs none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.patches import Ellipse

from .cloud import Cloud
from .images import Images
from .panels import Bars, Density, Lines, Panel
from .spec import coordinate
from .tree import Tree, descent
from .words import num

INK, DIM, FAINT, RUN = "#1f2328", "#57606a", "#b4bcc5", "#0b63b5"
THEORY, THEORY2 = "#b3470a", "#7a3db8"
COMPONENTS = (RUN, THEORY, "#1f995c", "#7a1250")
GREYS, PAPER = 14, 0.07
THEORIES = ((THEORY, "--"), (THEORY2, ":"))  # the first, and those after it


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
    for i, name in enumerate(panel.theories()):
        y = at(data[name], index, over).values
        colour, style = THEORIES[min(i, 1)]
        ax.plot(x, np.broadcast_to(y, np.shape(x)), color=colour, lw=1.5, ls=style)
    if over in data.coords and data[over].dtype.kind in "OUT":
        ax.set_xticks(x, coordinate(data, over))
    shown = [line.get_ydata() for line in ax.get_lines()]
    if panel.log and any((np.isfinite(y) & (np.asarray(y) > 0)).any() for y in shown):
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
        if not (np.isfinite(mu) and np.isfinite(sigma)):
            continue
        z = np.linspace(-4, 4, 121)
        ax.plot(mu + sigma * z, np.exp(-(z**2) / 2), color=RUN if style == "-" else DIM, ls=style)
    ax.set_xlabel("each peak scaled to 1", color=DIM)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)


def finite(heights: Any) -> Any:
    """Heights with NaN in the place of infinity: a bar that is left out."""
    return np.where(np.isfinite(heights), heights, np.nan)


def bars(ax: Axes, panel: Bars, data: xr.Dataset, index: dict[str, int]) -> None:
    """Bars at the position, theory as marks."""
    x = np.arange(data.sizes[panel.over])
    variable = data[panel.quantity]
    if "generation" in variable.dims:
        before = at(variable, {**index, "generation": 0}, panel.over).values
        ax.bar(x, finite(before), fill=False, edgecolor=DIM, ls="--", lw=0.8)
    ax.bar(x, finite(at(variable, index, panel.over).values), color=RUN, alpha=0.6)
    for i, name in enumerate(panel.theories()):
        y = at(data[name], index, panel.over).values
        ax.plot(x, np.broadcast_to(y, x.shape), "_", color=THEORIES[min(i, 1)][0], ms=8)
    every = -(-len(x) // 10)  # as many labels as there is room for
    ax.set_xticks(x[::every], [num(value) for value in coordinate(data, panel.over)[::every]])
    ax.set_xlabel(str(data[panel.over].attrs.get("long_name", panel.over)), color=DIM)


def cloud(ax: Axes, panel: Cloud, data: xr.Dataset, index: dict[str, int]) -> None:
    """The points, each component's ellipse at two standard deviations, generation 0 dashed."""
    x, y = at(data[panel.points], index).transpose("axis", "point").values
    ax.plot(x, y, ".", color=FAINT, ms=3, zorder=0)
    for where, style in (({**index, "generation": 0}, "--"), (index, "-")):
        means = at(data[panel.means], where).transpose("component", "axis").values
        covs = at(data[panel.covs], where).transpose("component", "axis", "axis_").values
        for mean, cov, colour, mark in zip(means, covs, COMPONENTS, "os^D", strict=False):
            if np.isfinite(mean).all() and np.isfinite(cov).all():
                shade = DIM if style == "--" else colour
                squares, ways = np.linalg.eigh(cov)
                size, angle = 4 * np.sqrt(squares.clip(0)), np.degrees(np.arctan2(*ways[::-1, 1]))
                ring = Ellipse(mean, size[1], size[0], angle=angle)
                ax.add_patch(ring)
                ring.set(fill=False, edgecolor=shade, linestyle=style, linewidth=1.6)
                if style == "-":
                    ax.plot(*mean, mark, color=shade, ms=5)
    ax.set_aspect("equal", adjustable="datalim")
    ax.set_xlabel("ellipses: 2 standard deviations", color=DIM)


def pictures(ax: Axes, panel: Images, data: xr.Dataset, index: dict[str, int]) -> None:
    """The pictures in a grid, nearly square; 0 is paper, 1 is ink."""
    images = at(data[panel.quantity], index).transpose("image", "row", "column").values
    count, rows, columns = images.shape
    across = int(np.ceil(np.sqrt(count)))
    sheet = np.full((-(-count // across) * (rows + 1) - 1, across * (columns + 1) - 1), np.nan)
    for i, image in enumerate(images):
        top, left = i // across * (rows + 1), i % across * (columns + 1)
        sheet[top : top + rows, left : left + columns] = PAPER + (1 - PAPER) * image
    ax.imshow(sheet, cmap="Greys", vmin=0, vmax=1)
    ax.set_axis_off()


def lineages(ax: Axes, panel: Tree, data: xr.Dataset, index: dict[str, int]) -> None:
    """Lines to the parents up to the position, those back from it in their founder's colour."""
    table = at(data[panel.quantity], index, "generation").transpose("generation", "point").values
    founder, kept = descent(table.astype(float), index["generation"])
    points, times = table.shape[1], along(data, "generation")
    for child, parent in enumerate(table.ravel()[: founder.size]):
        colour = COMPONENTS[founder[child] % len(COMPONENTS)] if kept[child] else FAINT
        x, y = times[child // points], child % points
        if np.isfinite(parent):
            before, width = int(parent), 1.4 if kept[child] else 0.6
            ax.plot(
                [times[before // points], x], [before % points, y], color=colour, lw=width,
                zorder=2 + int(kept[child]),
            )  # fmt: skip
        elif kept[child]:
            ax.plot(x, y, ".", color=colour, ms=6, zorder=4)
    ax.axvline(times[index["generation"]], color=DIM, lw=0.8)
    ax.set_xlim(times[0], times[-1])
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.set_xlabel(str(data["generation"].attrs.get("long_name", "generation")), color=DIM)


DRAW: dict[type[Panel], Callable[[Axes, Any, xr.Dataset, dict[str, int]], None]] = {
    Lines: lines,
    Density: bells,
    Bars: bars,
    Cloud: cloud,
    Images: pictures,
    Tree: lineages,
}
