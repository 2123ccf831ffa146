"""Any estimator of scikit-learn as a family: a density, or a regressor on rows (x, y)."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from ..datasets.points import Points, points_of
from ..validation import kind, real, told
from .base import Model


@dataclass(frozen=True, eq=False)
class Estimator(Model):
    r"""An estimator of scikit-learn, fitted anew in every generation.

    A density, which has `sample` (`KernelDensity`, `GaussianMixture`), generates points. A
    regressor, which has `predict`, labels: its data are rows (x, y), y in the last column, and a
    sample takes x from rows of the real data, chosen at random with replacement, and draws
    $y = f(x) + \varepsilon$ with normal noise. Each replicate runs by itself.

    Parameters
    ----------
    estimator
        Whatever follows scikit-learn's interface; a copy of it is fitted, itself stays as it is.
    noise
        Of a regressor: the standard deviation of y around f(x), in the units of y; None: that of
        the residuals of the fit.

    Raises
    ------
    TypeError
        For what can neither sample nor predict.

    Examples
    --------
    >>> from sklearn.neighbors import KernelDensity
    >>> import modelcollapse as mc
    >>> family = mc.Estimator(KernelDensity(bandwidth=0.3))
    >>> trace = mc.run([0.0, 1.0, 2.0, 5.0], model=family, sample_size=4, generations=3,
    ...                replicates=2)
    >>> sorted(trace.data_vars)
    ['score']
    """

    estimator: Any
    noise: float | None = None
    fitted: Any = field(default=None, repr=False)
    residual: float = field(default=np.nan, repr=False)
    score: float = field(default=np.nan, repr=False)

    labels: ClassVar[dict[str, dict[str, str]]] = {
        "score": {"long_name": "the estimator's own score on its data, for each point"},
    }

    def __post_init__(self) -> None:
        able = [v for v in ("sample", "predict") if callable(getattr(self.estimator, v, None))]
        if isinstance(self.estimator, type) or not able:
            raise TypeError(
                "estimator must be an estimator of scikit-learn that can sample or predict, "
                f"got {kind(self.estimator)}"
            )
        if self.noise is not None:
            real("noise", self.noise, 0)

    @property
    def density(self) -> bool:
        """Whether it generates points itself; a regressor labels them."""
        return callable(getattr(self.estimator, "sample", None))

    def fit(self, data: Any, *, rng: np.random.Generator) -> Estimator:
        """Fit a copy of the estimator to points (1, size, dimension), or an array of them."""
        rows = self.rows(data)
        model = copy.deepcopy(self.estimator)
        if "random_state" in getattr(model, "get_params", dict)():
            model.set_params(random_state=int(rng.integers(2**31)))
        if self.density:
            model.fit(rows)
            score = float(np.mean(model.score_samples(rows)))
            return self._fitted(fitted=model, score=score)
        if rows.shape[1] < 2:
            raise ValueError(f"data must be rows (x, y) for a regressor, got {told(rows)}")
        x, y = rows[:, :-1], rows[:, -1]
        model.fit(x, y)
        residual = float(np.std(y - model.predict(x)))
        return self._fitted(fitted=model, residual=residual, score=float(model.score(x, y)))

    def sample(self, size: int, *, rng: np.random.Generator, source: Any = None) -> Points:
        """Draw `size` points, (1, size) or (1, size, dimension), or label the source's x."""
        if self.fitted is None:
            raise ValueError("the estimator has not been fitted: give the original law as data")
        if self.density:
            return Points.one(self.drawn(size, rng))
        x = self.rows(source)[rng.integers(len(self.rows(source)), size=size), :-1]
        width = self.residual if self.noise is None else self.noise
        y = self.fitted.predict(x) + width * rng.standard_normal(size)
        return Points(np.column_stack([x, y])[None])

    def drawn(self, size: int, rng: np.random.Generator) -> np.ndarray:
        """Points of a density; estimators take their random state in one of two places."""
        seed = int(rng.integers(2**31))
        if "random_state" in getattr(self.fitted, "get_params", dict)():
            self.fitted.set_params(random_state=seed)
            points = self.fitted.sample(size)
        else:
            points = self.fitted.sample(size, random_state=seed)
        points = np.asarray(points[0] if isinstance(points, tuple) else points)
        return points[rng.permutation(size)]  # a mixture gives one component after the other

    def rows(self, data: Any) -> np.ndarray:
        """The points of one replicate, (size, dimension)."""
        values = data.values if isinstance(data, Points) else Points.one(data).values
        if len(values) != 1:
            raise ValueError(f"data must be one replicate of points, got {told(values)}")
        rows = values[0]
        return rows[:, None] if rows.ndim == 1 else points_of(data, rows.shape[1]).values[0]

    def record(self) -> dict[str, float]:
        """What a trace keeps: the estimator's score on the data that it was fitted to."""
        return {"score": self.score}
