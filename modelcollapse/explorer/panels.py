"""What an explorer can draw: each panel names its quantities and writes its spec."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol


class Panel(Protocol):
    """Anything that can stand in an explorer; `explorer.js` draws it by its `kind`."""

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

    def own(self) -> set[str]:
        """The dimensions that the panel lays out, which are then no sliders."""
        return {dim for dims in self.shapes().values() for dim in dims}


class Along(Panel, Protocol):
    """What panels with a dimension along their horizontal axis have in common."""

    quantity: str
    over: str
    theory: str | list[str] | tuple[str, ...] | None

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
