"""Fits whose mean is not the sample mean: the noises of chapter "Orthogonal noise"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import ClassVar

import numpy as np

import modelcollapse as mc

Data = mc.Moments | mc.Points
Noise = Callable[[np.ndarray, mc.Gaussian, np.random.Generator], np.ndarray]


@dataclass(frozen=True)
class Skewness:
    """c m_3 / m_2, with the sample's central moments m_2 and m_3: odd, and free of location."""

    c: float

    def __call__(self, x: np.ndarray, model: mc.Gaussian, rng: np.random.Generator) -> np.ndarray:
        """The noise of data sets x (replicates, size) drawn from the model."""
        gaps = x - x.mean(1, keepdims=True)
        squares = gaps * gaps
        return self.c * np.einsum("ij,ij->i", squares, gaps) / squares.sum(1)


@dataclass(frozen=True)
class Independent:
    """Normal noise of one standard deviation, drawn afresh: no function of the data."""

    sd: float

    def __call__(self, x: np.ndarray, model: mc.Gaussian, rng: np.random.Generator) -> np.ndarray:
        """The noise of data sets x (replicates, size) drawn from the model."""
        return rng.normal(0, self.sd, len(x))


@dataclass(frozen=True)
class Pull:
    """A share of the way from the model's mean back to 0, where the original has its own."""

    share: float

    def __call__(self, x: np.ndarray, model: mc.Gaussian, rng: np.random.Generator) -> np.ndarray:
        """The noise of data sets x (replicates, size) drawn from the model."""
        return -self.share * np.asarray(model.mu)


@dataclass(frozen=True)
class Opposed:
    """The worst noise of at most K / M: it always points from the sample mean to the model's."""

    K: float

    def __call__(self, x: np.ndarray, model: mc.Gaussian, rng: np.random.Generator) -> np.ndarray:
        """The noise of data sets x (replicates, size) drawn from the model."""
        return -self.K / x.shape[1] * np.sign(x.mean(1) - model.mu)


@dataclass(frozen=True)
class NoisyGaussian(mc.Gaussian):
    """N(mu, sigma^2), refitted by its sample variance and its sample mean plus noise."""

    noise: Noise = field(default=Independent(0.0))
    data: ClassVar[type] = mc.Points

    def sample(
        self, size: int | np.ndarray, *, rng: np.random.Generator, source: object = None
    ) -> Data:
        """Draw every point, for the noise is a function of them."""
        return self.pointwise().sample(size, rng=rng)

    def fit(
        self, data: mc.Moments | mc.Points, *, rng: np.random.Generator | None = None
    ) -> mc.Gaussian:
        """The next model; `self` is the one that the data were drawn from."""
        assert isinstance(data, mc.Points)
        assert rng is not None
        fitted = super().fit(data)
        return replace(fitted, mu=fitted.mu + self.noise(data.values, self, rng))


@dataclass(frozen=True)
class Uniform(mc.Gaussian):
    r"""The uniform law of mean mu and standard deviation sigma, refitted by its extremes.

    The mean is the midrange; the variance the squared range over 12, made unbiased by
    $E\,\mathrm{range}^2 = \frac{M(M-1)}{(M+1)(M+2)}$ for a law of width 1.
    """

    data: ClassVar[type] = mc.Points

    def sample(
        self, size: int | np.ndarray, *, rng: np.random.Generator, source: object = None
    ) -> mc.Points:
        """Draw `size` points of each replicate."""
        points = rng.random((len(np.atleast_1d(self.mu)), int(np.max(size)))) - 0.5
        scale = np.sqrt(12) * np.reshape(self.sigma, (-1, 1))
        return mc.Points.first(np.reshape(self.mu, (-1, 1)) + scale * points, size)

    def fit(
        self, data: mc.Moments | mc.Points, *, rng: np.random.Generator | None = None
    ) -> mc.Gaussian:
        """The uniform law with the data's midrange and unbiased squared range."""
        assert isinstance(data, mc.Points)
        low, high, M = data.values.min(1), data.values.max(1), data.values.shape[1]
        shrink = M * (M - 1) / ((M + 1) * (M + 2))
        return replace(self, mu=(low + high) / 2, sigma=(high - low) / np.sqrt(12 * shrink))
