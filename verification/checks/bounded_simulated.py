"""Appendix A.2, simulated: K = 2 sigma unless said otherwise, and the worst noise, `Opposed`."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import beta  # type: ignore[import-untyped]

import modelcollapse as mc
from modelcollapse.theory.gaussian import expected_sigma

from ..claim import simulated
from ..comparison import GENERATION, SIZE, Rng, SimulatedCheck, along
from ..noises import NoisyGaussian, Opposed
from .noisy_simulated import FITS, MEAN_PART, RUNS, mean_part

SIZES = np.array([5, 10, 20, 40, 80, 120])


def opposed_mean_part(M: int, k: float, fits: np.ndarray) -> np.ndarray:
    """E (mu_n - mu)^2 under the worst noise, normal data of variance 1, exactly."""
    roots = [float(expected_sigma([M] * i)) for i in range(int(max(fits)))]
    steps = 1 / M + k**2 / M**2 - 2 * k / M * math.sqrt(2 / (math.pi * M)) * np.array(roots)
    return np.cumsum(steps)[fits - 1]


def one_fit(k: float, rng: Rng) -> np.ndarray:
    """M (mu_1 - mu)^2 under the worst noise, for each of SIZES."""
    law = NoisyGaussian(noise=Opposed(k))
    return np.array([M * mean_part(law, int(M), [1], rng)[0] for M in SIZES])


@simulated("eq-18")
def small(rng: Rng) -> SimulatedCheck:
    """One fit, in units of sigma^2 / M: noise of this size matters less and less."""
    ours = 1 + 1 / SIZES - 2 * math.sqrt(2 / math.pi) / np.sqrt(SIZES)
    labels = (SIZE, "M E(μ₁ − μ)² / σ², ε* = σ")
    return along(SIZES, one_fit(1, rng), ours, labels=labels, log="x")


@simulated("bounded-order-larger")
def order(rng: Rng) -> SimulatedCheck:
    """The squared deviation of the sample mean over the largest squared noise, K = sigma.

    The paper's words, noise of the larger order, would make it at most 1.
    """
    squares = np.array([mean_part(mc.Gaussian(), int(M), [1], rng)[0] * M**2 for M in SIZES])
    labels = (SIZE, "E(sample mean − μ)² / (ε*/M)²")
    return along(SIZES, squares, SIZES, 1, labels=labels, log="xy")


@simulated("eq-19")
def whole_chain(rng: Rng) -> SimulatedCheck:
    """The mean part under the worst noise, added up from (19)."""
    samples = mean_part(NoisyGaussian(noise=Opposed(1.0)), 20, FITS, rng)
    return along(FITS, samples, opposed_mean_part(20, 1, FITS), labels=MEAN_PART)


@simulated("eq-20")
def not_zero(rng: Rng) -> SimulatedCheck:
    """The cross term for uniform laws, M = 3, noise -(K/M) sign(median - mean)."""
    x = math.sqrt(12) * (rng.random((RUNS * 5, 3)) - 0.5)
    towards = np.sign(np.median(x, axis=1) - x.mean(1)) * x.mean(1)
    sizes = np.array([0.25, 0.5, 1, 2, 4])
    samples = np.outer(-2 * sizes / 3, towards)
    ours = -2 * sizes / 3 * math.sqrt(12) / 24
    return along(sizes, samples, ours, labels=("ε* / σ", "cross term of (20), M = 3"))


@simulated("eq-21")
def equality_in_n_dimensions(rng: Rng) -> SimulatedCheck:
    """The case of equality in (21), eps = -Sigma^{-1/2} T: the cross term is -2N / sqrt M."""
    dimensions, size = np.arange(1, 7), 20
    T = rng.standard_normal((RUNS, size, 6)).sum(1) / math.sqrt(size)
    samples = -2 / math.sqrt(size) * np.cumsum(T**2, axis=1).T
    ours = -2 * dimensions / math.sqrt(size)
    return along(dimensions, samples, ours, labels=("dimension N", "cross term of (21), M = 20"))


@simulated("eq-22")
def mean_root(rng: Rng) -> SimulatedCheck:
    """The left side of (22) for noise of one size, N = 1: E sqrt(Sigma_i), which is below 1."""
    trace = mc.run(mc.Gaussian(), sample_size=10, generations=10, replicates=RUNS, rng=rng)
    ours = [float(expected_sigma([10] * int(i))) for i in FITS]
    labels = ("generation i", "E √Σᵢ, below √E Σᵢ = 1")
    return along(FITS, trace.sigma.values[FITS], ours, labels=labels)


@simulated("eq-23")
def along_the_longest_axis(rng: Rng) -> SimulatedCheck:
    """E e^T Sigma_1 e for unit noise along the longest axis of a fitted 2 x 2 covariance.

    The share u of the geometric in the arithmetic mean of its eigenvalues is independent of the
    trace and has P(u <= x) = x^(M-2) (Mauchly 1940); the largest one is half the trace times
    1 + sqrt(1 - u^2).
    """
    sizes = np.array([3, 5, 10, 20, 50, 100])
    law, largest = mc.MultivariateGaussian(np.zeros(2), np.eye(2)), []
    for size in sizes:
        trace = mc.run(law, sample_size=int(size), generations=1, replicates=RUNS // 2, rng=rng)
        largest.append(np.linalg.eigvalsh(trace["cov"].values[1])[:, -1])
    ours = 1 + (sizes - 2) / 2 * beta((sizes - 2) / 2, 1.5)
    labels = (SIZE, "M² E εᵀΣ₁ε / ε*², below Tr Σ = 2")
    return along(sizes, largest, ours, labels=labels, log="x", at=0)


@simulated("eq-24")
def per_step(rng: Rng) -> SimulatedCheck:
    """What one fit adds beyond E eps^2, in units of sigma^2 / M."""
    samples = one_fit(2, rng) - 4 / SIZES[:, None]
    ours = 1 - 4 * math.sqrt(2 / math.pi) / np.sqrt(SIZES)
    labels = (SIZE, "M (E(μ₁ − μ)² − Eε²) / σ², ε* = 2σ")
    return along(SIZES, samples, ours, labels=labels, log="x")


@simulated("eq-25")
def summed(rng: Rng) -> SimulatedCheck:
    """The correction to n / M: it grows with n, where one O(3/2) would stay."""
    size = 20
    samples = mean_part(NoisyGaussian(noise=Opposed(2.0)), size, FITS, rng)
    ours = opposed_mean_part(size, 2, FITS) - FITS / size
    labels = (GENERATION, "E(μₙ − μ)² / σ² − n/M, M = 20")
    return along(FITS, samples - FITS[:, None] / size, ours, ours[0], labels=labels)


@simulated("bounded-far-from-optimal")
def many_dimensions(rng: Rng) -> SimulatedCheck:
    """The worst cross term in N dimensions, Sigma = I / N: short of the bound without sqrt N."""
    dimensions, size = np.array([1, 2, 5, 10, 20, 50]), 20
    squares = np.cumsum(rng.standard_normal((RUNS, 50)) ** 2, axis=1)[:, dimensions - 1].T
    samples = -2 * np.sqrt(squares / dimensions[:, None]) / size**1.5
    lengths = [math.exp(math.lgamma((n + 1) / 2) - math.lgamma(n / 2)) for n in dimensions]
    ours = -2 * np.sqrt(2 / dimensions) * np.array(lengths) / size**1.5
    labels = ("dimension N", "worst cross term, Tr Σ = ε* = 1, M = 20")
    return along(dimensions, samples, ours, labels=labels, log="x")


@simulated("bounded-superlinear")
def sparse_schedule(rng: Rng) -> SimulatedCheck:
    """M_i of the order i^2, but sqrt(i) at i = 4^k: not superlinear, and finite."""
    few = {4**k - 1: 20 * 2**k for k in range(1, 4)}
    sizes = [few.get(i, 20 * (i + 1) ** 2) for i in range(100)]
    fits = np.array([1, 4, 16, 64, 100])
    total = np.cumsum([1 / size for size in sizes])
    samples = mean_part(mc.Gaussian(), sizes, fits, rng)
    return along(fits, samples, total[fits - 1], labels=MEAN_PART, log="x")
