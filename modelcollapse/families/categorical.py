"""The discrete law, refitted by the shares that its states have in the data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from ..datasets.counts import Counts
from ..datasets.points import Points, points_of
from ..validation import array, data_size, law
from .base import Model


@dataclass(frozen=True, eq=False)
class Categorical(Model):
    r"""A law on the states 0 … K-1, refitted exactly: each state gets its share of the data.

    $p_{i+1}(k) = \frac1M\,\#\{j : X_j = k\}$, so that $M p_{i+1}$ is multinomial given $p_i$:
    the Wright-Fisher chain. Section 4.1 of the paper; chapter "Discrete distributions".

    Parameters
    ----------
    p
        Probabilities (K,) or (replicates, K), not negative, summing to 1.

    Raises
    ------
    ValueError, TypeError
        For a p that is not a law.

    Examples
    --------
    >>> Categorical([0.5, 0.3, 0.2]).fit([0, 0, 1, 2]).p
    array([0.5 , 0.25, 0.25])
    """

    p: np.ndarray

    data: ClassVar[type] = Counts
    dims: ClassVar[dict[str, tuple[str, ...]]] = {"p": ("state",)}
    labels: ClassVar[dict[str, dict[str, str]]] = {
        "p": {"long_name": "probability", "symbol": "pₙ"},
    }

    def __post_init__(self) -> None:
        p = array("p", self.p, minimum=0)
        if p.ndim not in (1, 2) or not p.size:
            raise ValueError(
                f"p must have the shape (states,) or (replicates, states), got {p.shape}"
            )
        object.__setattr__(self, "p", law("p", self.p))

    @property
    def states(self) -> int:
        """The number of states, K."""
        return self.p.shape[-1]

    @property
    def point(self) -> tuple[int, ...]:
        """The shape of a point: a number."""
        return ()

    def replicate(self, count: int) -> Categorical:
        """The same law for `count` independent replicates."""
        if self.p.ndim > 1:
            raise ValueError(f"p must be one law for it to be replicated, got shape {self.p.shape}")
        return replace(self, p=np.tile(self.p, (count, 1)))

    def pointwise(self) -> Categorical:
        """The same law, whose data sets are kept point by point."""
        return PointwiseCategorical(self.p)

    def sample(
        self, size: int | np.ndarray, *, rng: np.random.Generator, source: Any = None
    ) -> Counts | Points:
        """Draw how often each state occurs among `size` points, exactly (multinomial).

        size: int or array (replicates,); `source` is not used.
        """
        p = np.atleast_2d(self.p)
        counts = rng.multinomial(data_size(size), p)
        # The last state gets what the others leave. Where its share is 0, rounding of the sum
        # (1e-16) could bring an extinct state back: extinct must stay extinct.
        back = (p[:, -1] == 0) & (counts[:, -1] > 0)
        if back.any():
            rows = np.nonzero(back)[0]
            counts[rows, p[rows].argmax(axis=1)] += counts[rows, -1]
            counts[rows, -1] = 0
        return Counts(counts.reshape(counts.shape[:-1] * (self.p.ndim > 1) + (-1,)))

    def fit(self, data: Any, *, rng: np.random.Generator | None = None) -> Categorical:
        """The law with the data's shares (`rng` is not used).

        data: Counts or Points, one law for each replicate; or one replicate's states, in whatever
        holds numbers. Raises ValueError for what is no state, or where there are no data.
        """
        one = not isinstance(data, (Counts, Points))
        counts = Counts.of(points_of(data) if one else data, self.states).values
        total = counts.sum(axis=-1, keepdims=True)
        if not total.all():
            raise ValueError("data must have at least 1 points, got 0")
        p = counts / total
        return self._fitted(p=p[0] if one else p)

    def record(self) -> dict[str, np.ndarray]:
        """What a trace keeps: p, (replicates, K)."""
        return {"p": self.p}


class PointwiseCategorical(Categorical):
    """The discrete law that draws every point: what the exact way is checked against."""

    data: ClassVar[type] = Points

    def sample(
        self, size: int | np.ndarray, *, rng: np.random.Generator, source: Any = None
    ) -> Points:
        """Draw the states of `size` points of each replicate; size: int or array (replicates,)."""
        steps = np.atleast_2d(self.p).cumsum(axis=1)
        steps /= steps[:, -1:]
        uniform = rng.random((len(steps), int(np.max(data_size(size)))))
        values = np.array(
            [np.searchsorted(s, u, side="right") for s, u in zip(steps, uniform, strict=True)]
        )
        return Points.first(values.astype(float), size)
