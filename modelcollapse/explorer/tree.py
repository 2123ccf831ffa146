"""A panel of lines of descent: which point of an earlier data set each point copies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
import xarray as xr

from .panels import Keys, Panel


@dataclass(frozen=True)
class Tree(Panel):
    """The lines from the points of a generation back to their founders, in four colours.

    quantity: name of a variable (..., generation, point) that holds for each point the number of
    its parent, counted through all generations: that of point j of generation i is i times the
    points of a generation, plus j. NaN: a real point, which has no parent. A parent stands in an
    earlier generation. title: text, by default the quantity's long name.
    Used in the chapter "Genealogies".
    """

    quantity: str = "parent"
    title: str | None = None
    look: ClassVar[str] = "whole"

    def keys(self, data: xr.Dataset) -> Keys:
        """The lines back, and all others."""
        words = "back from this generation, in the colour of a founder"
        return [("run", words), ("faint", "left no copy in it")]

    def shapes(self) -> dict[str, tuple[str, ...]]:
        """The parents."""
        return {self.quantity: ("generation", "point")}

    def spec(self) -> dict[str, Any]:
        """The record from which the front end draws the panel."""
        return {"kind": "tree", "quantity": self.quantity, "title": self.title}


def descent(
    parents: npt.NDArray[np.float64], generation: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """For each point up to a generation its founder, and whether it has a copy in that one.

    parents: (generation, point), as `Tree` has them; both answers are flat.
    """
    points = parents.shape[1]
    flat = parents[: generation + 1].ravel()
    founder, kept = np.arange(flat.size), np.arange(flat.size) >= generation * points
    has = np.isfinite(flat)
    for at in np.flatnonzero(has):
        founder[at] = founder[int(flat[at])]
    for at in np.flatnonzero(has)[::-1]:
        kept[int(flat[at])] |= kept[at]
    return founder, kept
