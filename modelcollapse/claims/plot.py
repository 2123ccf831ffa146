"""What a simulated check looks like: one plot that reads as right or wrong."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import NullFormatter

from ..figures import DERIVED, PAPER, SIMULATED
from .register import Claim, SimulatedCheck

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BARS = 4  # standard errors that a bar reaches to each side
BOUND = 5.6  # standard errors; a true value lies further off with probability 2e-8


def agrees(check: SimulatedCheck) -> bool:
    """Whether the number shown and every point of the line lie within BOUND of ours."""
    gaps = [abs(check.apart(check.ours))]
    if check.line is not None:
        gaps += list(abs(check.line.estimate - check.line.ours) / check.line.standard_error)
    return bool(np.max(gaps) < BOUND)


def distances(check: SimulatedCheck) -> str:
    """How many standard errors the simulated number lies from ours and from the paper's."""
    words = f"ours {abs(check.apart(check.ours)):.1f} s.e. off"
    if check.papers is not None:
        words += f", the paper's {abs(check.apart(check.papers)):,.0f}"
    return words


def draw(ax: Axes, claim: Claim, check: SimulatedCheck) -> None:
    """Simulated points with bars of 4 standard errors, our line and, dashed, the paper's.

    claim, check: an entry of the register and what its `simulated` returned. The title has the
    id, whether the simulation agrees with our line, and how many standard errors ours and the
    paper's number are off; a ring marks the point that this number is. Raises ValueError for a
    check without a line. Page "Verification plots".
    """
    line = check.line
    if line is None:
        raise ValueError(f"check must have a line to draw; that of {claim.id!r} has none")
    mark = "✓ agrees" if agrees(check) else "✗ DISAGREES"
    ax.set_title(f"{claim.id}   {mark}\n{distances(check)}", fontsize=9, loc="left")
    ax.plot(line.x, line.ours, color=DERIVED, lw=1.6)
    if line.papers is not None:
        ax.plot(line.x, line.papers, "--", color=PAPER, lw=1.6)
    ax.errorbar(
        line.x, line.estimate, BARS * line.standard_error,
        fmt="o", ms=3.5, color=SIMULATED, capsize=2, lw=1,
    )  # fmt: skip
    shown = line.estimate == check.estimate
    ax.plot(line.x[shown], line.estimate[shown], "o", ms=9, mfc="none", color=SIMULATED)
    for axis in line.log:
        getattr(ax, f"set_{axis}scale")("log")
        getattr(ax, f"{axis}axis").set_minor_formatter(NullFormatter())
    ax.set_xlabel(line.label_x, fontsize=9)
    ax.set_ylabel(fill(line.label_y, 28), fontsize=9)
    ax.tick_params(labelsize=8)
