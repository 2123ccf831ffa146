"""The discrete law, refitted by the shares that its states have in the data."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from ..checks import array
from ..counts import Counts
from ..points import Points


@dataclass(frozen=True)
class Categorical:
    r"""A law on the states 0 … K-1, refitted exactly: each state gets its share of the data.

    $p_{i+1}(k) = \frac1M\,\#\{j : X_j = k\}$, so that $M p_{i+1}$ is multinomial given $p_i$:
    the Wright-Fisher chain. p: probabilities (K,) or (replicates, K), not negative, summing to 1.
    Raises ValueError or TypeError for a p that is not a law. Section 4.1 of the paper;
    chapter "Discrete distributions".
    """

    p: np.ndarray

    data: ClassVar[type] = Counts
    dims: ClassVar[dict[str, tuple[str, ...]]] = {"p": ("state",)}
    labels: ClassVar[dict[str, dict[str, str]]] = {
        "p": {"long_name": "probability", "symbol": "pₙ"},
    }
    smallest_sample: ClassVar[int] = 1

    def __post_init__(self) -> None:
        p = array("p", self.p, minimum=0)
        if p.ndim not in (1, 2) or not p.size:
            raise ValueError(
                f"p must have the shape (states,) or (replicates, states), got {p.shape}"
            )
        total = p.sum(axis=-1, keepdims=True)
        if (abs(total - 1) > 1e-9).any():
            wrong = total.flat[np.argmax(abs(total - 1))]
            raise ValueError(f"p must sum to 1, got a sum of {wrong:.12g}")
        object.__setattr__(self, "p", p / total)

    def replicate(self, count: int) -> Categorical:
        """The same law for `count` independent replicates."""
        if self.p.ndim > 1:
            raise ValueError(f"p must be one law for it to be replicated, got shape {self.p.shape}")
        return replace(self, p=np.tile(self.p, (count, 1)))

    def pointwise(self) -> Categorical:
        """The same law, whose data sets are kept point by point."""
        return PointwiseCategorical(self.p)

    def sample(
        self, size: int | np.ndarray, *, rng: np.random.Generator, source: object = None
    ) -> Counts | Points:
        """Draw how often each state occurs among `size` points, exactly (multinomial).

        size: int or array (replicates,); `source` is not used.
        """
        p = self.p
        counts = rng.multinomial(size, p)
        # The last state gets what the others leave. Where its share is 0, rounding of the sum
        # (1e-16) could bring an extinct state back: extinct must stay extinct.
        back = (p[:, -1] == 0) & (counts[:, -1] > 0)
        if back.any():
            rows = np.nonzero(back)[0]
            counts[rows, p[rows].argmax(axis=1)] += counts[rows, -1]
            counts[rows, -1] = 0
        return Counts(counts)

    def fit(self, data: Counts | Points, *, rng: np.random.Generator | None = None) -> Categorical:
        """The law with the data's shares (`rng` is not used)."""
        counts = Counts.of(data, self.p.shape[-1]).values
        fitted = copy(self)  # shares of counts are a law: no check in the inner loop
        fitted.__dict__.update(p=counts / counts.sum(axis=1, keepdims=True))
        return fitted

    def record(self) -> dict[str, np.ndarray]:
        """What a trace keeps: p, (replicates, K)."""
        return {"p": self.p}


class PointwiseCategorical(Categorical):
    """The discrete law that draws every point: what the exact way is checked against."""

    data: ClassVar[type] = Points

    def sample(
        self, size: int | np.ndarray, *, rng: np.random.Generator, source: object = None
    ) -> Points:
        """Draw the states of `size` points of each replicate; size: int or array (replicates,)."""
        steps = self.p.cumsum(axis=1)
        steps /= steps[:, -1:]
        uniform = rng.random((len(steps), int(np.max(size))))
        values = np.array(
            [np.searchsorted(s, u, side="right") for s, u in zip(steps, uniform, strict=True)]
        )
        return Points.first(values.astype(float), size)
