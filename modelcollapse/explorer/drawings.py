"""How each kind of panel is drawn in the picture that stands where no script runs."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import wrap
from typing import Any

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.patches import Ellipse

from .cloud import Cloud
from .images import Images
from .panels import Bars, Density, Lines, Panel
from .spec import coordinate
from .text import Text

INK, DIM, FAINT, RUN, THEORY = "#1f2328", "#57606a", "#b4bcc5", "#0b63b5", "#b3470a"
COMPONENTS = (RUN, THEORY, "#1f995c", "#7a1250")
GREYS, PAPER = 14, 0.07
LINES, COLUMNS = 18, 60  # of text: as many as a panel holds at this size
TEXT: dict[str, Any] = {"fontsize": 8, "va": "top", "clip_on": True, "parse_math": False}


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


def cloud(ax: Axes, panel: Cloud, data: xr.Dataset, index: dict[str, int]) -> None:
    """The points, each component's ellipse at two standard deviations, generation 0 dashed."""
    x, y = at(data[panel.points], index).transpose("axis", "point").values
    ax.plot(x, y, ".", color=FAINT, ms=3, zorder=0)
    for where, style in (({**index, "generation": 0}, "--"), (index, "-")):
        means = at(data[panel.means], where).transpose("component", "axis").values
        covs = at(data[panel.covs], where).transpose("component", "axis", "axis_").values
        for mean, cov, colour in zip(means, covs, COMPONENTS, strict=False):
            if np.isfinite(mean).all() and np.isfinite(cov).all():
                shade = DIM if style == "--" else colour
                squares, ways = np.linalg.eigh(cov)
                size, angle = 4 * np.sqrt(squares.clip(0)), np.degrees(np.arctan2(*ways[::-1, 1]))
                ring = Ellipse(mean, size[1], size[0], angle=angle)
                ax.add_patch(ring)
                ring.set(fill=False, edgecolor=shade, linestyle=style, linewidth=1.6)
                if style == "-":
                    ax.plot(*mean, "o", color=shade, ms=4)
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


def passages(
    data: xr.Dataset, name: str, over: str | None, index: dict[str, int]
) -> list[tuple[str, str]]:
    """Label and text of each passage at the position; a single one has no label."""
    texts = at(data[name], index, over or "").values.ravel().tolist()
    labels = map(str, coordinate(data, over)) if over else [""]
    return list(zip(labels, texts, strict=True))


def prose(ax: Axes, panel: Text, data: xr.Dataset, index: dict[str, int]) -> None:
    """The passages, each below its label, cut where its share of the panel ends."""
    signs = set(map(chr, get_font(findfont(FontProperties())).get_charmap()))
    written = passages(data, panel.quantity, panel.over, index)
    room, line = max(1, LINES // len(written) - bool(panel.over)), 0
    for label, text in written:
        for words, most, colour in ((label, 1, RUN), (text, room, INK)):
            # the font has no sign for some letters, and would say so in a warning
            known = "".join(c if c in signs else "□" for c in " ".join(words.split()))
            for row in wrap(known, COLUMNS, max_lines=most, placeholder=" …"):
                ax.text(0, 1 - line / LINES, row, color=colour, **TEXT)
                line += 1
    ax.set_axis_off()


DRAW: dict[type[Panel], Callable[[Axes, Any, xr.Dataset, dict[str, int]], None]] = {
    Lines: lines,
    Density: bells,
    Bars: bars,
    Cloud: cloud,
    Images: pictures,
    Text: prose,
}
