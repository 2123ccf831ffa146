"""Small families and samplers that some claims need, and no chapter's reader does."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

import modelcollapse as mc

Data = mc.Moments | mc.Points


@dataclass(frozen=True)
class TwoBumps:
    """Half the points around -2, half around 2, with standard deviation 1/2."""

    replicates: int = 1

    def replicate(self, count: int) -> TwoBumps:
        return replace(self, replicates=count)

    def sample(self, size: int, *, rng: np.random.Generator, source: object = None) -> mc.Points:
        shape = (self.replicates, size)
        return mc.Points(np.where(rng.random(shape) < 0.5, -2, 2) + rng.standard_normal(shape) / 2)


@dataclass(frozen=True)
class Stamp:
    """A model whose points all carry the number of its generation; records the real share."""

    generation: int = 0
    share: float | np.ndarray = 1.0
    replicates: int = 1

    def replicate(self, count: int) -> Stamp:
        return replace(self, share=np.full(count, self.share), replicates=count)

    def sample(
        self, size: int | np.ndarray, *, rng: np.random.Generator, source: object = None
    ) -> mc.Points:
        stamps = np.full((self.replicates, int(np.max(size))), float(self.generation))
        return mc.Points.first(stamps, size)

    def fit(self, data: mc.Points, *, rng: np.random.Generator) -> Stamp:
        real = (data.values == 0).mean(axis=1)
        return replace(self, generation=self.generation + 1, share=real)

    def record(self) -> dict[str, np.ndarray]:
        return {"share": np.asarray(self.share)}


class Systematic(mc.Categorical):
    """The exact fit, sampled with one random number for all points of a data set."""

    def sample(
        self, size: int | np.ndarray, *, rng: np.random.Generator, source: object = None
    ) -> mc.Counts:
        """Count the quantiles of the law at (U + i) / size, i = 0 ... size - 1."""
        edges = np.round(size * self.p.cumsum(axis=1), 9)
        below = np.ceil(edges - rng.random((len(self.p), 1))).astype(int)
        return mc.Counts(np.diff(below, axis=1, prepend=0))


def shares(
    p0: ArrayLike,
    sizes: int | list[int],
    fits: int,
    runs: int,
    rng: np.random.Generator,
    family: type[mc.Categorical] = mc.Categorical,
) -> np.ndarray:
    """Shares of the states in the chain of exact fits, (fits + 1, runs, states)."""
    law = family(np.array(p0))
    trace = mc.run(law, sample_size=sizes, generations=fits, replicates=runs, rng=rng)
    return np.asarray(trace.p.values)


class Floored(mc.Gaussian):
    """A Gaussian whose fit adds h^2 = 0.1 to the plug-in variance: no delta can come out."""

    def fit(
        self, data: mc.Moments | mc.Points, *, rng: np.random.Generator | None = None
    ) -> mc.Gaussian:
        """The plug-in fit, blurred."""
        fitted = super().fit(data)
        return replace(fitted, sigma=np.sqrt(fitted.sigma**2 + 0.1))


@dataclass(frozen=True)
class Cooled(mc.Gaussian):
    """A Gaussian whose fit is narrowed as sampling at this temperature narrows it."""

    temperature: float = 1.0

    def fit(
        self, data: mc.Moments | mc.Points, *, rng: np.random.Generator | None = None
    ) -> mc.Gaussian:
        """The unbiased fit, its variance times the temperature."""
        fitted = super().fit(data)
        return replace(fitted, sigma=fitted.sigma * np.sqrt(self.temperature))


def kernel_points(
    h: float, start: np.ndarray, times: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """One point a run from refitted kernel density estimates, (times, runs).

    start: the data (runs, M). A generation picks data at random and adds h times a normal.
    """
    data, rows, kept = start, np.arange(len(start))[:, None], []
    for generation in range(1, int(times[-1]) + 1):
        if generation in times:  # a point of this model: a datum of the last set, blurred
            kept.append(data[:, 0] + h * rng.standard_normal(len(data)))
        data = data[rows, rng.integers(data.shape[1], size=data.shape)]
        data = data + h * rng.standard_normal(data.shape)
    return np.array(kept)


Parts = tuple[np.ndarray, np.ndarray, np.ndarray]
FLOOR = 0.01  # what a step of EM adds to the variances, so that none is 0


def heaps(replicates: int) -> Parts:
    """Weights, means and variances of half N(-2, 1), half N(2, 1); each (2, replicates)."""
    shape = (2, replicates)
    return np.full(shape, 0.5), np.broadcast_to([[-2.0], [2.0]], shape), np.ones(shape)


def em_step(model: Parts, size: int, rng: np.random.Generator) -> Parts:
    """One step of EM from the model, on `size` points drawn from it."""
    weights, means, variances = model
    second = (rng.random((size, weights.shape[1])) > weights[0]).astype(int)
    centre, width = (np.take_along_axis(part, second, axis=0) for part in (means, variances))
    points = centre + np.sqrt(width) * rng.standard_normal(second.shape)
    gaps = points[:, None] - means  # (size, 2, replicates)
    densities = weights / np.sqrt(variances) * np.exp(-(gaps**2) / (2 * variances))
    shares = densities / densities.sum(axis=1, keepdims=True)
    counts = shares.sum(axis=0)
    means = (shares * points[:, None]).sum(axis=0) / counts
    variances = (shares * (points[:, None] - means) ** 2).sum(axis=0) / counts + FLOOR
    return counts / size, means, variances


@dataclass(frozen=True)
class Cosines:
    r"""A regression on J cosines: y = f(x) + noise at the places x = (i + 1/2) / size.

    The law itself has f = sum of slopes[k] times the k-th basis function (`cosines`), and noise
    that is uniform on [-1, 1]: its support is the band of half-width 1 about f. A fit is least
    squares with J terms; the noise is known. J = size runs through every point. slopes: (terms
    of the law,). terms: J. fitted: what a fit has found, (replicates, J), or None for the law.
    """

    slopes: tuple[float, ...]
    terms: int
    replicates: int = 1
    fitted: np.ndarray | None = None

    def replicate(self, count: int) -> Cosines:
        return replace(self, replicates=count)

    def sample(self, size: int, *, rng: np.random.Generator, source: object = None) -> mc.Points:
        coefficients = np.array([self.slopes]) if self.fitted is None else self.fitted
        curve = coefficients @ cosines(coefficients.shape[1], size)
        return mc.Points(curve + rng.uniform(-1, 1, (self.replicates, size)))

    def fit(self, data: mc.Points, *, rng: np.random.Generator) -> Cosines:
        size = data.values.shape[1]
        return replace(self, fitted=data.values @ cosines(self.terms, size).T / size)

    def record(self) -> dict[str, np.ndarray]:
        """Mean square distance from f, and the share of new points outside the band about f."""
        if self.fitted is None:
            return {"error": np.zeros(self.replicates), "outside": np.zeros(self.replicates)}
        longest = max(self.terms, len(self.slopes))
        size = 4 * longest  # places enough to tell the cosines apart
        gap = self.fitted @ cosines(self.terms, size)
        gap = gap - np.array(self.slopes) @ cosines(len(self.slopes), size)
        outside = np.minimum(abs(gap), 2).mean(axis=1) / 2
        return {"error": (gap**2).mean(axis=1), "outside": outside}


def cosines(terms: int, size: int) -> np.ndarray:
    """The first functions 1, sqrt(2) cos(pi k x) at (i + 1/2) / size, (terms, size): orthogonal."""
    places = (np.arange(size) + 0.5) / size
    basis = np.sqrt(2) * np.cos(np.pi * np.arange(terms)[:, None] * places)
    basis[0] = 1
    return basis


def outside_band(terms: int, size: int, fits: int = 1) -> float:
    r"""The mean share outside the band after so many fits, where the law has no slopes.

    The curve at x is a sum of uniform noises with weights h, so that
    $E|X| = \frac2\pi\int_0^\infty (1 - \varphi(t))/t^2\,dt$ with $\varphi = \prod \mathrm{sinc}$.
    The places are those of `record`; beyond 2 there must be no mass to speak of.
    """
    places = cosines(terms, 4 * terms)
    weights = places.T @ cosines(terms, size) / size  # (places, size)
    t = np.linspace(0, 400, 40_001)[1:]
    total = 0.0
    for h in weights[: len(weights) // 2]:  # the other half mirrors it
        phi = np.prod(np.sinc(np.outer(t, h) / np.pi), axis=1) ** fits
        values = (1 - phi) / t**2
        at_zero = fits * (h**2).sum() / 6
        inside = (values.sum() - values[-1] / 2 + at_zero / 2) * (t[1] - t[0])
        total += (inside + 1 / t[-1]) / np.pi  # half of E|X|
    return total / (len(weights) // 2)
