"""What an explorer can draw: each panel names its quantities and writes its spec."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import xarray as xr

Keys = list[tuple[str, str]]


def label(variable: xr.DataArray) -> str:
    """The long name of a variable, or its name, with a capital letter."""
    words = str(variable.attrs.get("long_name", str(variable.name).replace("_", " ")))
    return words[:1].upper() + words[1:]


class Panel(Protocol):
    """Anything that can stand in an explorer; `explorer.js` draws it by its `kind`."""

    look: ClassVar[str] = ""  # the style sheet knows wide, square and whole ones

    def shapes(self) -> dict[str, tuple[str, ...]]:
        """Names of the variables shown, each with the dimensions that the panel lays out."""

    def spec(self) -> dict[str, Any]:
        """The record from which the front end draws the panel."""

    def bits(self) -> dict[str, int]:
        """Bits for each number (4 or 8) of variables that are looked at and never read."""
        return {}

    def shares(self) -> list[str]:
        """Names of variables that must lie between 0 and 1."""
        return []

    def texts(self) -> list[str]:
        """Names of variables that hold text; all others hold numbers."""
        return []

    def quantities(self) -> list[str]:
        """Names of the variables shown."""
        return list(self.shapes())

    def keys(self, data: xr.Dataset) -> Keys:
        """The legend: what is drawn, by the style sheet's name for it, and its words."""
        return []

    def record(self, data: xr.Dataset) -> dict[str, Any]:
        """The spec, and the words that the data give."""
        spec = self.spec()
        title = spec["title"] or label(data[self.quantities()[0]])
        return {**spec, "title": title, "look": self.look, "keys": self.keys(data)}

    def own(self) -> set[str]:
        """The dimensions that the panel lays out, which are then no sliders."""
        return {dim for dims in self.shapes().values() for dim in dims}


class Along(Panel, Protocol):
    """What panels with a dimension along their horizontal axis have in common."""

    quantity: str
    over: str
    theory: str | list[str] | tuple[str, ...] | None
    look: ClassVar[str] = "wide"

    def theory_keys(self, data: xr.Dataset) -> Keys:
        """The theories in the legend; those after the first look alike."""
        kinds = ["theory", *["theory2"] * len(self.theories())]
        return [
            (kind, label(data[name])) for kind, name in zip(kinds, self.theories(), strict=False)
        ]

    def theories(self) -> list[str]:
        """Names of the variables drawn as theory."""
        names = [] if self.theory is None else self.theory
        names = [names] if isinstance(names, str) else names
        if not isinstance(names, list | tuple) or not all(isinstance(n, str) for n in names):
            got = type(self.theory).__name__
            raise TypeError(f"theory must be a name, or names, of variables of the data, got {got}")
        return list(names)

    def shapes(self) -> dict[str, tuple[str, ...]]:
        """The quantity, over its horizontal axis; then its theories."""
        return {**dict.fromkeys([self.quantity, *self.theories()], ()), self.quantity: (self.over,)}


@dataclass(frozen=True)
class Lines(Along):
    """A quantity along one dimension: this run bold, the other runs faint, theory dashed.

    quantity: name of a variable. over: the dimension along the horizontal axis.
    theory: name or names of variables drawn dashed. log, log_x: logarithmic axes.
    title, label_y: text; by default the quantity's long name and nothing.
    """

    quantity: str
    over: str = "generation"
    theory: str | list[str] | tuple[str, ...] | None = None
    log: bool = False
    title: str | None = None
    label_y: str | None = None
    log_x: bool = False

    def keys(self, data: xr.Dataset) -> Keys:
        """This run, the others, the theories."""
        others = data[self.quantity].sizes.get("replicate", 1) - 1
        run = ("run", "this run" if others else label(data[self.quantity]))
        rest = "the other run" if others == 1 else f"the other {others} runs"
        return [run, *([("faint", rest)] if others else []), *self.theory_keys(data)]

    def spec(self) -> dict[str, Any]:
        """The record from which the front end draws the panel."""
        return {
            "kind": "lines",
            "quantity": self.quantity,
            "over": self.over,
            "theory": self.theories(),
            "log": self.log,
            "logX": self.log_x,
            "title": self.title,
            "labelY": self.label_y,
        }


@dataclass(frozen=True)
class Density(Panel):
    """The bell of N(mu, sigma^2) at the position, against that of generation 0, dashed.

    mu, sigma: names of variables. Each peak is scaled to 1 and the panel says so:
    when sigma falls a thousandfold the peak would otherwise leave the page.
    """

    mu: str = "mu"
    sigma: str = "sigma"
    title: str | None = None

    def keys(self, data: xr.Dataset) -> Keys:
        """The two bells."""
        return [("run", "this generation"), ("zero", "generation 0")]

    def shapes(self) -> dict[str, tuple[str, ...]]:
        """The two parameters, a number each."""
        return {self.mu: (), self.sigma: ()}

    def spec(self) -> dict[str, Any]:
        """The record from which the front end draws the panel."""
        title = self.title or "The model at this generation"
        return {"kind": "density", "mu": self.mu, "sigma": self.sigma, "title": title}


@dataclass(frozen=True)
class Bars(Along):
    """A quantity as bars over one dimension, generation 0 outlined, theory as marks.

    quantity: name of a variable. over: its dimension along the horizontal axis.
    theory: name or names of variables drawn as marks. title, label_y: as in `Lines`.
    """

    quantity: str
    over: str
    theory: str | list[str] | tuple[str, ...] | None = None
    title: str | None = None
    label_y: str | None = None

    def keys(self, data: xr.Dataset) -> Keys:
        """The bars, those of generation 0, the theories."""
        evolves = "generation" in data[self.quantity].dims
        now = ("bar", "this generation" if evolves else label(data[self.quantity]))
        before = [("zero", "generation 0")] if evolves else []
        return [now, *before, *self.theory_keys(data)]

    def spec(self) -> dict[str, Any]:
        """The record from which the front end draws the panel."""
        return {
            "kind": "bars",
            "quantity": self.quantity,
            "over": self.over,
            "theory": self.theories(),
            "title": self.title,
            "labelY": self.label_y,
        }
