"""The look of the book's figures, and the one that most chapters share: theory held
against simulation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import xarray as xr
from cycler import cycler

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Distinguishable to colour-blind readers (Okabe and Ito), dark enough on white.
SIMULATED, DERIVED, PAPER, FAINT = "#1f2328", "#0b63b5", "#b3470a", "#8a929b"

STYLE: dict[Any, Any] = {
    "figure.figsize": (7.0, 3.6),
    "figure.dpi": 110,
    "figure.constrained_layout.use": True,
    "savefig.facecolor": "white",
    "font.size": 10.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.prop_cycle": cycler(color=[DERIVED, PAPER, "#00795c", "#7a3e9d", SIMULATED]),
    "grid.color": "#e3e7ec",
    "legend.frameon": False,
    "lines.linewidth": 1.8,
}


def use_style() -> None:
    """Set the book's matplotlib style; every chapter's first cell calls it."""
    mpl.rcParams.update(STYLE)


def mean_and_error(samples: xr.DataArray) -> tuple[xr.DataArray, xr.DataArray]:
    """The mean over replicates and its standard error, in the units of the samples."""
    count = samples.sizes["replicate"]
    return samples.mean("replicate"), samples.std("replicate", ddof=1) / np.sqrt(count)


def apart(samples: xr.DataArray, value: float | np.ndarray) -> xr.DataArray:
    """How many standard errors the mean over replicates lies from a value."""
    mean, error = mean_and_error(samples)
    return (mean - value) / error


def check(
    ax: Axes,
    x: Sequence[float] | np.ndarray,
    samples: xr.DataArray,
    ours: Sequence[float] | np.ndarray,
    papers: Mapping[str, Sequence[float]] | None = None,
) -> None:
    """Simulated means with bars of 4 standard errors, the derived line, and the paper's.

    x: (points,); samples: dims (points' dim, replicate); ours and each of papers, label ->
    values: (points,).
    """
    mean, error = mean_and_error(samples)
    ax.plot(x, ours, color=DERIVED, label="derived here")
    for label, values in (papers or {}).items():
        ax.plot(x, values, "--", color=PAPER, label=label)
    ax.errorbar(
        x, mean, 4 * error, fmt="o", ms=4, color=SIMULATED, capsize=2, lw=1,
        label="simulated, bars of 4 standard errors",
    )  # fmt: skip
    ax.legend()
