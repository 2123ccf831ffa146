"""What exponential families with one parameter share: the mean of the data is the next mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from ..datasets.points import Points, points_of
from ..datasets.totals import Totals
from ..validation import array, data_size
from .base import Model


@dataclass(frozen=True, eq=False)
class OneParameter(Model):
    """A natural exponential family with the mean m: maximum likelihood is the mean of the data.

    A family of this kind says three things: `ends`, between which its means lie; `variance`,
    of a point as a function of m; and `totals`, the law of a sum. From these a data set is drawn
    by its sum alone, and `pointwise()` draws every point. Chapter "One theorem over all".

    m: a float or an array (replicates,), in the units of the data.
    """

    m: float | np.ndarray

    data: ClassVar[type] = Totals
    labels: ClassVar[dict[str, dict[str, str]]] = {"m": {"long_name": "mean", "symbol": "mₙ"}}
    whole: ClassVar[bool] = False  # whether points are whole numbers

    @property
    def ends(self) -> tuple[float, float]:
        """The smallest and the largest mean, and point; a law whose mean is an end is constant."""
        return -np.inf, np.inf

    @property
    def variance(self) -> Any:
        """V(m), the variance of a point, a float or an array (replicates,)."""
        raise NotImplementedError

    def totals(self, size: Any, rng: np.random.Generator) -> Any:
        """Sums of `size` points each, of the shape that size and m have together."""
        raise NotImplementedError

    def points(self, shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
        """Points one by one, (replicates, size)."""
        each = self._fitted(m=np.broadcast_to(np.reshape(self.m, (-1, 1)), shape))
        return np.asarray(each.totals(np.ones(shape, np.int64), rng), float)

    def __post_init__(self) -> None:
        m = array("m", self.m)
        if m.ndim > 1:
            raise ValueError(f"m must be a number or have the shape (replicates,), got {m.shape}")
        self._inside("m", m)
        if m.ndim:
            object.__setattr__(self, "m", m)

    def _inside(self, name: str, values: np.ndarray) -> None:
        """Raise ValueError for a mean, or a point, beyond the ends."""
        low, high = self.ends
        wrong = values[(values < low) | (values > high)]
        if wrong.size:
            limits = f"lie between {low:g} and {high:g}"
            if np.isinf(high) or np.isinf(low):
                limits = f"be at least {low:g}" if np.isinf(high) else f"be at most {high:g}"
            raise ValueError(f"{name} must {limits}, got {wrong[0]:g}")

    @property
    def point(self) -> tuple[int, ...]:
        """The shape of a point: a number."""
        return ()

    def replicate(self, count: int) -> Self:
        """The same law for `count` independent replicates."""
        if np.ndim(self.m):
            raise ValueError(
                f"m must be a number for a law to be replicated, got shape {np.shape(self.m)}"
            )
        return self._fitted(m=np.full(count, self.m, float))

    def pointwise(self) -> Self:
        """The same law, whose data sets are kept point by point."""
        return self._fitted(data=Points)

    def sample(
        self, size: int | np.ndarray, *, rng: np.random.Generator, source: Any = None
    ) -> Totals | Points:
        """Draw `size` points, exactly, by their sum; size: int or array (replicates,).

        `source` is not used.
        """
        size = data_size(size)
        if self.data is Points:
            values = self.points((np.size(self.m), int(np.max(size))), rng)
            return Points.first(values, size)
        return Totals(size, np.asarray(self.totals(size, rng), float))

    def fit(self, data: Any, *, rng: np.random.Generator | None = None) -> Self:
        """The law with the data's mean (`rng` is not used).

        data: Totals or Points, one law for each replicate; or one replicate's numbers, in whatever
        holds them. Raises ValueError for points that the law cannot draw, and where there are none.
        """
        one = not isinstance(data, (Totals, Points))
        if not isinstance(data, Totals):
            data = points_of(data)
            self._inside("data", data.values)
            if self.whole and not (np.isnan(data.values) | (data.values % 1 == 0)).all():
                wrong = data.values[data.values % 1 > 0][0]
                raise ValueError(f"data must be whole numbers, got {wrong:g}")
        found = Totals.of(data)
        if np.min(found.size) <= 0:
            raise ValueError("data must have at least 1 points, got 0")
        m = np.clip(found.total / found.size, *self.ends)  # rounding may leave the interval
        return self._fitted(m=float(np.ravel(m)[0]) if one else m)

    def record(self) -> dict[str, np.ndarray]:
        """What a trace keeps: m, (replicates,)."""
        return {"m": np.asarray(self.m)}
