"""Linear regression on fresh normal rows, refitted by least squares or ridge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from ..datasets.points import Points, points_of
from ..datasets.products import Products
from ..validation import array, data_size, real
from .base import Model
from .multivariate import wishart_root

TINY = 1e-12  # of the largest singular value: what is smaller counts as 0


@dataclass(frozen=True, eq=False)
class LinearRegression(Model):
    r"""$y = w\cdot x + \varepsilon$ with x standard normal in d dimensions; w is refitted.

    A data set has the rows (x, y), y in the last column. The fit has the least norm where the
    rows leave it open. Closed forms: `mc.theory.regression`; chapter "Linear regression".

    Parameters
    ----------
    w
        Coefficients, (d,) or (replicates, d), in units of y.
    noise
        Standard deviation of the labels' noise, at least 0, in units of y; it is not refitted.
    penalty
        That of ridge, at least 0: w minimises the sum of squares plus penalty times its squared
        norm.

    Raises
    ------
    ValueError, TypeError
        For parameters that are not finite or not of these shapes.

    Examples
    --------
    >>> LinearRegression([0.0]).fit([[1.0, 2.0], [2.0, 4.0]]).w.round(9)
    array([2.])
    """

    w: np.ndarray
    noise: float = 1.0
    penalty: float = 0.0

    data: ClassVar[type] = Products
    dims: ClassVar[dict[str, tuple[str, ...]]] = {"w": ("feature",)}
    labels: ClassVar[dict[str, dict[str, str]]] = {
        "w": {"long_name": "coefficients", "symbol": "wₙ"},
    }

    def __post_init__(self) -> None:
        w = array("w", self.w)
        if w.ndim not in (1, 2) or not w.size:
            raise ValueError(f"w must have the shape (d,) or (replicates, d), got {w.shape}")
        noise, penalty = real("noise", self.noise, 0), real("penalty", self.penalty, 0)
        self.__dict__.update(w=w, noise=noise, penalty=penalty)

    @property
    def point(self) -> tuple[int, ...]:
        """The shape of a row (x, y)."""
        return (self.w.shape[-1] + 1,)

    def replicate(self, count: int) -> LinearRegression:
        """The same law for `count` independent replicates."""
        if self.w.ndim > 1:
            raise ValueError(f"w must be one vector to be replicated, got shape {self.w.shape}")
        return self._fitted(w=np.broadcast_to(self.w, (count, self.w.size)))

    def pointwise(self) -> LinearRegression:
        """The same law, whose data sets are kept row by row."""
        return PointwiseLinearRegression(self.w, self.noise, self.penalty)

    def sample(
        self, size: int | np.ndarray, *, rng: np.random.Generator, source: Any = None
    ) -> Products | Points:
        """Draw `size` rows, exactly, by the triangle of their QR decomposition (Bartlett 1933).

        The cost does not depend on size. size: int or array (replicates,); `source` is not used.
        """
        w = np.atleast_2d(self.w)
        replicates, d = w.shape
        rows = np.reshape(np.asarray(data_size(size), dtype=float), (-1, 1))
        root = np.zeros((replicates, d + 1, d + 1))
        root[:, :d, :d] = wishart_root(rows, replicates, d, rng)
        # in the coordinates of the triangle: the noise that the fit sees, and what is left of it
        seen = rng.standard_normal((replicates, d)) * (np.arange(d) < rows)
        left = 2 * rng.standard_gamma(np.maximum(rows[:, 0] - d, 0) / 2, replicates)
        root[:, d, :d] = np.einsum("rij,ri->rj", root[:, :d, :d], w) + self.noise * seen
        root[:, d, d] = self.noise * np.sqrt(left)
        return Products(size, root)

    def fit(self, data: Any, *, rng: np.random.Generator | None = None) -> LinearRegression:
        """The least-squares or ridge fit to all rows (`rng` is not used).

        data: Products or Points, one model for each replicate; or one replicate's rows, in
        whatever holds them, (size, d + 1). Raises ValueError for rows of another length.
        """
        d = self.w.shape[-1]
        one = not isinstance(data, (Products, Points))
        if not isinstance(data, Products):
            data = Products.of(points_of(data, d + 1))
        if data.root.shape[-1] != d + 1:
            raise ValueError(f"data must have rows of {d + 1} numbers, got {data.root.shape[-1]}")
        x, y = data.root[:, :d, :].swapaxes(-1, -2), data.root[:, d, :]
        if self.penalty:
            more = np.broadcast_to(np.sqrt(self.penalty) * np.eye(d), (len(x), d, d))
            x = np.concatenate([more, x], axis=1)
            y = np.concatenate([np.zeros((len(y), d)), y], axis=1)
        w = shortest(x, y)
        return self._fitted(w=w[0] if one else w)

    def record(self) -> dict[str, np.ndarray]:
        """What a trace keeps: w, (d,) or (replicates, d)."""
        return {"w": self.w}


def shortest(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The shortest w among those with the least squared error, for each replicate.

    By a QR decomposition; where that finds columns nearly dependent, by the singular values, which
    take five times as long.
    """
    w = np.empty((len(x), x.shape[-1]))
    filled = np.flip(x.any(axis=-1), axis=-1)
    used = x.shape[1] - np.argmax(filled, axis=-1)  # rows before those of zeros alone
    for rows in np.unique(used):
        some = used == rows
        a, b = x[some, :rows], y[some, :rows, None]
        wide = rows < a.shape[-1]
        q, r = np.linalg.qr(a.swapaxes(-1, -2) if wide else a)
        with np.errstate(all="ignore"):
            try:
                inverse = np.linalg.inv(r)
            except np.linalg.LinAlgError:  # one of them has no inverse
                inverse = np.full_like(r, np.inf)
            size = np.abs(r).sum(axis=(-1, -2)) * np.abs(inverse).sum(axis=(-1, -2))
            left, right = (q, inverse.swapaxes(-1, -2)) if wide else (inverse, q.swapaxes(-1, -2))
            found = left @ (right @ b)
        hard = ~(size < 1 / np.sqrt(TINY))
        found[hard] = np.linalg.pinv(a[hard], rcond=TINY) @ b[hard]
        w[some] = found[..., 0]
    return w


class PointwiseLinearRegression(LinearRegression):
    """The regression that draws every row: what the exact way is checked against."""

    data: ClassVar[type] = Points

    def sample(
        self, size: int | np.ndarray, *, rng: np.random.Generator, source: Any = None
    ) -> Points:
        """Draw `size` rows of each replicate; size: int or array (replicates,)."""
        w = np.atleast_2d(self.w)
        x = rng.standard_normal((len(w), int(np.max(data_size(size))), w.shape[1]))
        y = np.einsum("rtd,rd->rt", x, w) + self.noise * rng.standard_normal(x.shape[:2])
        return Points.first(np.concatenate([x, y[..., None]], axis=-1), size)
