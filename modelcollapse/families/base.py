"""The contract: what the loop asks of a family, of a data set and of a regime.

A family is anything with `sample`, `fit` and `record`; the other attributes have the defaults of
`Model`, from which a family may inherit. The page "Your own family, your own regime" has examples.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Protocol, Self, runtime_checkable

import numpy as np

from ..datasets.points import Points
from ..validation import kind

Record = Mapping[str, Any]
Process = Generator[Any, Any, None]


@runtime_checkable
class DataSet(Protocol):
    """What a law draws and a family is fitted to; `Points`, unless a family has a better one.

    A regime that keeps a part of the data also calls `draw(size, *, rng)`, which takes points at
    random and without replacement.
    """

    def __add__(self, other: Any) -> Any:
        """Pool two data sets."""


@runtime_checkable
class Law(Protocol):
    """What data can be drawn from."""

    def sample(
        self, size: int | np.ndarray, *, rng: np.random.Generator, source: Any = None
    ) -> Any:
        """A data set of `size` independent points; source: D_0, which a regressor needs."""


@runtime_checkable
class Family(Law, Protocol):
    """A law with parameters that are fitted to data."""

    def fit(self, data: Any, *, rng: np.random.Generator) -> Any:
        """A new model, fitted to the data; the old one stays as it is."""

    def record(self) -> Record:
        """What a trace keeps of the model: numbers or arrays by name."""


@runtime_checkable
class Regime(Protocol):
    """The rule that says which data a generation is fitted to."""

    @property
    def needs(self) -> tuple[str, ...]:
        """What its data sets must be able to do, beside being fitted to: `__add__`, `draw`."""

    def check(self, sizes: Sequence[int]) -> None:
        """Raise ValueError where sample sizes and settings do not go together."""

    def datasets(
        self, law: Any, sizes: Sequence[int], *, rng: np.random.Generator, replicates: int | None
    ) -> Process:
        """Yield D_0, be sent the model that was fitted to it, yield D_1, and so on."""


class Model:
    """The optional parts of a family, with what holds where a family does not say it.

    data: the type of its data sets. dims: names of the axes of what `record` gives, by variable.
    labels: attributes for the trace, by variable. smallest_sample: the fewest points of a fit.
    point: the shape of a point, () for a number; None: not known. states: of a discrete law.
    Families compare by value.
    """

    data: ClassVar[type] = Points
    dims: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = {}

    @property
    def smallest_sample(self) -> int:
        """The smallest data set that the fit is defined for."""
        return 1

    @property
    def point(self) -> tuple[int, ...] | None:
        """The shape of a point."""
        return None

    @property
    def states(self) -> int | None:
        """The number of states."""
        return None

    def _values(self) -> list[Any]:
        """The settings and parameters."""
        return [getattr(self, f.name) for f in fields(self)]  # type: ignore[arg-type]

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        pairs = zip(self._values(), other._values(), strict=True)
        return all(same(a, b) for a, b in pairs)

    def __hash__(self) -> int:
        return hash((type(self), str([np.shape(value) for value in self._values()])))

    def _fitted(self, **found: Any) -> Self:
        """This model with other parameters, unchecked: this is the inner loop."""
        model = object.__new__(type(self))
        model.__dict__.update(self.__dict__)
        model.__dict__.update(found)
        return model


def same(a: Any, b: Any) -> bool:
    """Whether two values are equal, arrays entry by entry and NaN to NaN."""
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return a.keys() == b.keys() and all(same(a[name], b[name]) for name in a)
    if isinstance(a, str) or a is None or isinstance(a, Mapping):
        return bool(type(a) is type(b) and a == b)
    try:
        return np.array_equal(a, b, equal_nan=True)
    except TypeError:  # what is no number knows no NaN
        return bool(np.array_equal(a, b))


@dataclass(frozen=True)
class Facts:
    """What the loop has to know of a law or a family, asked once."""

    name: str
    data: type
    dims: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, Mapping[str, str]]
    smallest_sample: int
    point: tuple[int, ...] | None
    states: int | None
    vectorised: bool  # holds many replicates at once
    pointwise: bool  # has a form that draws every point
    records: bool
    frozen: bool  # a fit cannot change it


def facts(model: Any) -> Facts:
    """The facts of anything that has the verbs of a family."""
    said = {name: getattr(model, name, getattr(DEFAULT, name)) for name in OPTIONAL}
    if not isinstance(said["data"], type):  # a family that keeps its data under this name
        said["data"] = DEFAULT.data
    settings = getattr(model, "__dataclass_params__", None)
    return Facts(
        name=type(model).__name__,
        vectorised=hasattr(model, "replicate"),
        pointwise=hasattr(model, "pointwise"),
        records=hasattr(model, "record"),
        frozen=bool(settings and settings.frozen),
        **said,
    )


DEFAULT = Model()
OPTIONAL = ("data", "dims", "labels", "smallest_sample", "point", "states")


def verbs(name: str, value: Any, wanted: Sequence[str]) -> None:
    """Raise TypeError unless the value is an object with these methods."""
    if isinstance(value, type):
        raise TypeError(f"{name} must be an object, such as {value.__name__}(…), got the class")
    for verb in wanted:
        if not callable(getattr(value, verb, None)):
            hint = "a law given as a data set needs `model`"
            if callable(getattr(value, "get_params", None)):
                hint = "an estimator of scikit-learn needs `mc.Estimator`"
            raise TypeError(f"{name} must have the method {verb}(), got {kind(value)}; {hint}")
