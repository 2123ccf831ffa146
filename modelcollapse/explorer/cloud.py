"""A panel of points in the plane and the components of a mixture as ellipses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import xarray as xr

from .panels import Keys, Panel


def components(data: xr.Dataset, means: str) -> list[str]:
    """The names of the components, or their numbers from 1."""
    if "component" in data.coords and data["component"].dtype.kind in "OUT":
        return [str(name) for name in data["component"].values]
    return [f"component {k}" for k in range(1, data[means].sizes["component"] + 1)]


@dataclass(frozen=True)
class Cloud(Panel):
    """Points of the data, and an ellipse at two standard deviations for each component.

    points: name of a variable (..., point, axis), two values along `axis`. means, covs: names
    of the components' means (..., component, axis) and covariances (..., component, axis,
    `axis_`), at most four components. weights: name of their weights (..., component), which
    make the ellipse of a light component thin; None: all the same. The components of
    generation 0 are dashed. The limits are the same for all generations. title: text.
    dots: what the points are, in the legend. Used in the chapter "Gaussian mixtures".
    """

    points: str = "points"
    means: str = "means"
    covs: str = "covs"
    weights: str | None = None
    title: str | None = None
    dots: str = "the data"
    look: ClassVar[str] = "square"

    def keys(self, data: xr.Dataset) -> Keys:
        """The points, the components, generation 0."""
        names = components(data, self.means)
        before = [("zero", "generation 0")] if "generation" in data[self.means].dims else []
        marks = [(f"c{k}", name) for k, name in enumerate(names, start=1)]
        return [("points", self.dots), *marks, *before]

    def bits(self) -> dict[str, int]:
        """254 steps across the panel: a step is about as wide as a line."""
        return {self.points: 8}

    def shapes(self) -> dict[str, tuple[str, ...]]:
        """The points, then the parameters of the components."""
        weights = {self.weights: ("component",)} if self.weights else {}
        plane = ("component", "axis", "axis_")
        return {self.points: ("point", "axis"), self.means: plane[:2], self.covs: plane, **weights}

    def shares(self) -> list[str]:
        """The weights."""
        return [self.weights] if self.weights else []

    def spec(self) -> dict[str, Any]:
        """The record from which the front end draws the panel."""
        return {
            "kind": "cloud",
            "points": self.points,
            "means": self.means,
            "covs": self.covs,
            "weights": self.weights,
            "title": self.title or "Data and model at this generation",
        }
