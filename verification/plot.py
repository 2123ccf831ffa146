"""What a simulated check looks like: one plot that reads as right or wrong."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from matplotlib.ticker import NullFormatter

from modelcollapse.figures import DERIVED, PAPER, SIMULATED

from .comparison import SimulatedCheck

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BARS = 4  # standard errors that a bar reaches to each side


def draw(ax: Axes, name: str, check: SimulatedCheck) -> None:
    """Simulated points with bars of 4 standard errors, our line and, dashed, the paper's.

    name, check: the id of a claim and what its `simulated` returned. The title has the id, whether
    the simulation agrees with our line, and how many standard errors ours and the paper's number
    are off; a ring marks the point that this number is. Page "Verification plots".
    """
    line, at = check.line, check.at
    mark = "✓ agrees" if check.agrees() else "✗ DISAGREES"
    off = f"ours {abs(check.z(check.ours)):.1f} s.e. off"
    ax.plot(line.x, line.ours, color=DERIVED, lw=1.6)
    if line.papers is not None and check.papers is not None:
        ax.plot(line.x, line.papers, "--", color=PAPER, lw=1.6)
        off += f", the paper's {abs(check.z(check.papers)):,.0f}"
    ax.set_title(f"{name}   {mark}\n{off}", fontsize=9, loc="left")
    ax.errorbar(
        line.x, line.estimate, BARS * line.standard_error,
        fmt="o", ms=3.5, color=SIMULATED, capsize=2, lw=1,
    )  # fmt: skip
    ax.plot(line.x[at], line.estimate[at], "o", ms=9, mfc="none", color=SIMULATED)
    for axis in line.log:
        getattr(ax, f"set_{axis}scale")("log")
        getattr(ax, f"{axis}axis").set_minor_formatter(NullFormatter())
    ax.set_xlabel(line.label_x, fontsize=9)
    ax.set_ylabel(fill(line.label_y, 28), fontsize=9)
    ax.tick_params(labelsize=8)
