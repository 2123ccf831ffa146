"""What section 4.3 says, simulated: equations 6 to 15."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import stats  # type: ignore[import-untyped]

import modelcollapse as mc
from modelcollapse.theory.noisy import lower_bound
from modelcollapse.theory.risk import expected_risk

from ..claim import simulated
from ..comparison import GENERATION, SIZE, Rng, SimulatedCheck, along
from ..noises import Independent, NoisyGaussian, Pull, Skewness, Uniform
from .risk import distances
from .spread import parameters, points_of

RUNS = 20_000
FITS = np.array([1, 2, 4, 6, 8, 10])
C = 0.4  # of the skewness noise
MEAN_PART = (GENERATION, "E(μₙ − μ)² / σ²")


def mean_part(
    law: mc.Gaussian, sizes: Any, fits: Sequence[int] | np.ndarray, rng: Rng
) -> np.ndarray:
    """(mu_n - mu)^2 after the given numbers of fits, (fits, replicates)."""
    trace = mc.run(law, sample_size=sizes, generations=int(max(fits)), replicates=RUNS, rng=rng)
    return (trace.mu.values[np.asarray(fits)] - law.mu) ** 2


def skewness_size(M: int) -> float:
    """E (m_3 / m_2)^2 of M standard normal points."""
    return 6 * (M - 1) * (M - 2) / (M * (M + 1) * (M + 3))


def one_step(rng: Rng, M: int = 10) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """mu_i, sample mean - mu_i, and the skewness noise, in a fresh data set of generation i."""
    law = NoisyGaussian(noise=Skewness(C))
    trace = mc.run(law, sample_size=M, generations=int(max(FITS)), replicates=RUNS, rng=rng)
    steps = []
    for i in FITS:
        mu, sigma = trace.mu.values[i], trace.sigma.values[i]
        x = sigma[:, None] * rng.standard_normal((RUNS, M))
        steps.append((mu, x.mean(1), law.noise(x, law, rng)))
    mu, gap, noise = (np.stack(column) for column in zip(*steps, strict=True))
    return mu, gap, noise


@simulated("gelbrich")
def gelbrich(rng: Rng) -> SimulatedCheck:
    """A normal and a uniform law, paired by rank."""
    u = rng.random(RUNS)
    s = np.array([0.25, 0.5, 1, 1.5, 2, 3])
    pairs = 1 + np.sqrt(3) * np.outer(s, 2 * u - 1) - stats.norm.ppf(u)
    ours = 1 + 1 + s**2 - 2 * s * math.sqrt(3 / math.pi)
    return along(s, pairs**2, ours, labels=("standard deviation of the uniform law", "W₂²"))


@simulated("eq-6")
def trace_of_covariance(rng: Rng) -> SimulatedCheck:
    """E Tr Sigma_n under the unbiased fit."""
    law = mc.MultivariateGaussian(np.zeros(2), np.diag([2.0, 1.0]))
    trace = mc.run(law, sample_size=20, generations=10, replicates=RUNS // 2, rng=rng)
    samples = np.trace(trace["cov"].values[FITS], axis1=-2, axis2=-1)
    return along(FITS, samples, 3.0, labels=(GENERATION, "E Tr Σₙ"))


@simulated("noise-standardised")
def standardised(rng: Rng) -> SimulatedCheck:
    """E|T|^2 in the second fit, in four dimensions: the rank of the first covariance.

    The second data set always has three points: its own size does not matter.
    """
    sizes, newest = np.arange(2, 8), 3
    squares = []
    for M in sizes:
        law = mc.MultivariateGaussian(np.zeros(4), np.eye(4))
        trace = mc.run(
            law, sample_size=[int(M), newest], generations=2, replicates=RUNS // 4, rng=rng
        )
        gap = np.diff(trace["mean"].values, axis=0)[1]
        inverse = np.linalg.pinv(trace["cov"].values[1], rcond=1e-10, hermitian=True)
        squares.append(newest * np.einsum("ri,rij,rj->r", gap, inverse, gap))
    rank = np.minimum(sizes - 1, 4)
    labels = ("size M of the first data set", "E|T|², second fit, N = 4")
    return along(sizes, squares, rank, 4.0, labels=labels, at=0)


@simulated("noise-normal-limit")
def normal_limit(rng: Rng) -> SimulatedCheck:
    """Pr(T <= 0) for exponential data: the sum of M points is a gamma variable."""
    sizes = np.array([2, 5, 10, 30, 100, 300, 1000])
    below = np.array([rng.gamma(M, size=10 * RUNS) <= M for M in sizes])
    ours = stats.gamma(sizes).cdf(sizes)
    return along(sizes, below, ours, labels=(SIZE, "Pr(T ≤ 0)"), log="x")


@simulated("eq-7")
def pulled(rng: Rng) -> SimulatedCheck:
    """Without (7): a pull to the truth by a tenth keeps the mean near it."""
    fits, M = np.array([1, 2, 5, 10, 15, 20]), 20
    samples = mean_part(NoisyGaussian(noise=Pull(0.1)), M, fits, rng)
    return along(fits, samples, (1 - 0.81**fits) / (1 - 0.81) / M, labels=MEAN_PART)


@simulated("eq-8")
def independent(rng: Rng) -> SimulatedCheck:
    """Without (8): noise that is no function of the data meets the bound just as well."""
    M, sd = 20, 0.2
    samples = mean_part(NoisyGaussian(noise=Independent(sd)), M, FITS, rng)
    return along(FITS, samples, FITS * (1 / M + sd**2), labels=MEAN_PART)


@simulated("eq-9")
def third_cumulant(rng: Rng) -> SimulatedCheck:
    """M Cov(k_3, sample mean) for symmetric beta laws of variance 1: their excess kurtosis."""
    M = 20
    shapes = np.array([0.5, 1, 2, 5, 20])
    products = []
    for shape in shapes:
        x = (rng.beta(shape, shape, (RUNS, M)) - 0.5) * 2 * np.sqrt(2 * shape + 1)
        gaps = x - x.mean(1, keepdims=True)
        k3 = M / ((M - 1) * (M - 2)) * (gaps**3).sum(1)
        products.append(M * x.mean(1) * k3)
    ours = -6 / (2 * shapes + 3)
    labels = ("shape of the symmetric beta law", "M Cov(k₃, sample mean)")
    return along(shapes, products, ours, 0, labels=labels, log="x", at=1)


@simulated("noise-orthogonal-by-clt")
def variance_and_mean(rng: Rng) -> SimulatedCheck:
    """The correlation of s^2 and the sample mean, gamma laws."""
    M = 50
    shapes = np.array([2.0, 5, 10, 30, 100])
    ours = 2 / np.sqrt(shapes) / np.sqrt(6 / shapes + 2 * M / (M - 1))
    products = []
    for shape in shapes:
        x = (rng.gamma(shape, size=(2 * RUNS, M)) - shape) / np.sqrt(shape)
        spread = np.sqrt(6 / shape / M + 2 / (M - 1)) / np.sqrt(M)
        products.append(x.mean(1) * (x.var(1, ddof=1) - 1) / spread)
    labels = ("shape of the gamma law", "corr(s², sample mean), M = 50")
    return along(shapes, products, ours, 0, labels=labels, log="x", at=0)


@simulated("noise-orthogonality-needed")
def midrange(rng: Rng) -> SimulatedCheck:
    """The uniform family, fitted by midrange and range, five fits."""
    sizes = np.array([5, 10, 20, 40, 80])
    squares = np.array([mean_part(Uniform(), int(M), [5], rng)[0] for M in sizes])
    labels = (SIZE, "E(μ₅ − μ)² / σ²")
    return along(sizes, squares, 30 / ((sizes + 1) * (sizes + 2)), labels=labels, log="xy")


@simulated("eq-10")
def whole_risk(rng: Rng) -> SimulatedCheck:
    """The risk without noise, of which the mean part is n / M."""
    ours = [float(expected_risk([20] * int(n))) for n in FITS]
    samples = distances(20, FITS, RUNS, rng)
    return along(FITS, samples, ours, labels=(GENERATION, "E Rₙ / σ²"))


@simulated("eq-11")
def three_squares(rng: Rng) -> SimulatedCheck:
    """The squares of (11) in each generation: what came before, one fit, its noise."""
    M = 10
    mu, gap, noise = one_step(rng, M)
    ours = FITS * (1 / M + C**2 * skewness_size(M)) + 1 / M + C**2 * skewness_size(M)
    labels = ("generation i", "sum of the three terms of (11), M = 10")
    return along(FITS, mu**2 + gap**2 + noise**2, ours, labels=labels)


@simulated("eq-12")
def dropped_term(rng: Rng) -> SimulatedCheck:
    """E (mu_i - mu) eps, which (12) leaves out."""
    mu, _, noise = one_step(rng)
    labels = ("generation i", "E(μᵢ − μ)ε")
    return along(FITS, mu * noise, 0, labels=labels)


@simulated("eq-13")
def trace_term(rng: Rng) -> SimulatedCheck:
    """M E|sample mean - mu_i|^2 = Tr Sigma in every generation."""
    law = mc.MultivariateGaussian(np.zeros(2), np.diag([2.0, 1.0]))
    trace = mc.run(law, sample_size=20, generations=11, replicates=RUNS, rng=rng)
    steps = (np.diff(trace["mean"].values, axis=0) ** 2).sum(-1)[FITS]
    return along(FITS, 20 * steps, 3, labels=("generation i", "E TᵀΣᵢT"))


@simulated("eq-14")
def cross_term(rng: Rng) -> SimulatedCheck:
    """2 E eps (sample mean - mu_i) for the skewness noise."""
    _, gap, noise = one_step(rng)
    labels = ("generation i", "cross term of (14)")
    return along(FITS, 2 * gap * noise, 0, labels=labels)


@simulated("eq-15")
def equality(rng: Rng) -> SimulatedCheck:
    """The mean part under the skewness noise, which meets the bound (15)."""
    M = 20
    samples = mean_part(NoisyGaussian(noise=Skewness(C)), M, FITS, rng)
    noise = C**2 * skewness_size(M)
    bound = [float(lower_bound(1, [M] * int(n), [noise] * int(n))) for n in FITS]
    return along(FITS, samples, bound, labels=MEAN_PART)


@simulated("noise-superlinear")
def slow_schedule(rng: Rng) -> SimulatedCheck:
    """M_i of the order i log i: the mean part goes on growing, like log log n."""
    fits = np.array([1, 3, 10, 30, 100, 300])
    sizes = [math.ceil(20 * (i + 2) * math.log(i + 2)) for i in range(300)]
    total = np.cumsum([1 / M for M in sizes])
    samples = mean_part(mc.Gaussian(), sizes, fits, rng)
    return along(fits, samples, total[fits - 1], labels=MEAN_PART, log="x")


@simulated("noise-distance-grows")
def likelihood(rng: Rng) -> SimulatedCheck:
    """The risk under maximum likelihood, and what it would be with the unbiased variance."""
    fits, M = np.array([5, 10, 20, 30, 40]), 20
    samples = distances(M, fits, RUNS, rng, ddof=0)
    ours, papers = ([float(expected_risk([M] * int(n), ddof=d)) for n in fits] for d in (0, 1))
    return along(fits, samples, ours, papers, labels=(GENERATION, "E Rₙ / σ², M = 20"))


@simulated("noise-recovered-on-average")
def recovered(rng: Rng) -> SimulatedCheck:
    """The variance of a point of generation n: the original law is not recovered on average."""
    fits, M = np.array([2, 5, 10, 15, 20]), 20
    points = points_of(parameters(M, fits, 2 * RUNS, rng), rng)
    labels = (GENERATION, "Var Xⁿ / σ², M = 20")
    return along(fits, points**2, 1 + fits / M, 1, labels=labels)
