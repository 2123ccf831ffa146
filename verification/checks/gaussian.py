"""Section 4.2, equation 3: the law of a generated point."""

from __future__ import annotations

import numpy as np
import sympy as sp
from scipy import stats  # type: ignore[import-untyped]

import modelcollapse as mc
from modelcollapse.theory.gaussian import c4

from ..claim import simulated, symbolic
from ..comparison import GENERATION, SIZE, Rng, SimulatedCheck, SymbolicCheck, along, quantiles
from ..refit import CHI_SQUARE, NORMAL, M, NormalMixture, S, k, mu, n, over_S, over_Z, sigma, z

SIZES = np.array([2, 3, 5, 10, 20])


@symbolic("no-longer-normal")
def excess_kurtosis() -> SymbolicCheck:
    """The fourth moment of X^1 from those of Z and S, in units of its squared variance."""
    square = sp.expand(over_Z((z / sp.sqrt(M)) ** 2) + over_S(S) * over_Z(z**2))
    fourth = over_Z(z**4) * (1 / M**2 + over_S(S**2)) + 6 * over_S(S) / M
    excess = (fourth / square**2 - 3).subs(k, M - 1)
    return SymbolicCheck(6 * M**2 / ((M - 1) * (M + 1) ** 2), excess)


@simulated("no-longer-normal")
def fourth_moment(rng: Rng) -> SimulatedCheck:
    """The fourth moment of X^1 over that of a normal law with its variance."""
    sizes = np.array([5, 7, 10, 15, 20])
    samples = []
    for size in sizes:
        model = mc.Gaussian().fit(mc.Gaussian().replicate(200_000).sample(size, rng=rng))
        x = model.mu + model.sigma * rng.standard_normal(200_000)
        samples.append(x**4 / (3 * (1 + 1 / size) ** 2))
    ours = 1 + 2 * sizes**2 / ((sizes - 1) * (sizes + 1) ** 2)
    return along(sizes, samples, ours, labels=(SIZE, "E X⁴ over that of a normal"), at=0)


@symbolic("variance-gamma")
def first_law() -> SymbolicCheck:
    """The characteristic function of X^1 - mu, sigma = 1: average over Z^1, Z_j and S."""
    t = sp.Symbol("t", real=True)
    w = sp.Symbol("w", positive=True)  # t^2 / 2
    mean_part = sp.integrate(sp.cos(t * z / sp.sqrt(M)) * NORMAL, (z, -sp.oo, sp.oo))
    point_part = sp.integrate(sp.exp(-w * S) * CHI_SQUARE, (S, 0, sp.oo)).subs(w, t**2 / 2)
    variance_gamma = (1 + t**2 / k) ** (-k / 2)
    ours = sp.exp(-(t**2) / (2 * M)) * variance_gamma
    return SymbolicCheck(1, sp.simplify(mean_part * point_part / ours))


@simulated("variance-gamma")
def first_point(rng: Rng) -> SimulatedCheck:
    """Points of generation 1 at M = 2, against their law and a variance-gamma law."""
    model = mc.Gaussian().fit(mc.Gaussian().replicate(200_000).sample(2, rng=rng))
    x = model.mu + model.sigma * rng.standard_normal(200_000)
    right = NormalMixture(lambda u: 1 / 2 + stats.chi2.ppf(u, 1))
    papers = NormalMixture(lambda u: stats.chi2.ppf(u, 1))
    labels = ("quantiles of the derived law", "quantiles of X¹, M = 2")
    return quantiles(x, right, papers, labels=labels, at=3)


@symbolic("eq-3")
def representation() -> SymbolicCheck:
    """The sum in equation 3 goes from n to n + 1 as one refit does."""
    sizes, Z, P = sp.IndexedBase("M", positive=True), sp.IndexedBase("Z"), sp.IndexedBase("P")
    i = sp.Symbol("i", integer=True)
    term = sigma * sp.sqrt(P[i] / sizes[i]) * Z[i + 1]  # P_i = S^1 ... S^i
    start = mu + sp.Sum(term, (i, 0, -1)).doit()
    added = sp.Sum(term, (i, n, n)).doit()  # what the sum up to n has more than that up to n - 1
    deviation = sigma * sp.sqrt(P[n])
    refit = deviation / sp.sqrt(sizes[n]) * Z[n + 1]
    return SymbolicCheck([mu, refit], [start, added])


@simulated("eq-3")
def joint_moment(rng: Rng) -> SimulatedCheck:
    """E (mu_n - mu)^2 sigma_n, which needs the joint law; every point drawn."""
    size, fits = 10, np.arange(1, 7)
    trace = mc.run(
        mc.Gaussian(), sample_size=size, generations=6, replicates=60_000,
        rng=rng, pointwise=True,
    ).isel(generation=fits)  # fmt: skip
    growth = np.cumsum((size / (size - 1)) ** np.arange(6)) / size
    ours = growth * float(c4(size)) ** fits
    labels = (GENERATION, "mean of (μₙ − μ)²σₙ, M = 10")
    return along(fits, (trace.mu**2 * trace.sigma).values, ours, labels=labels)


@symbolic("not-joint")
def correlation() -> SymbolicCheck:
    """Cov(X_1, mean) over both standard deviations."""
    j, size = sp.symbols("j M", integer=True, positive=True)
    covariance = sp.summation(sigma**2 * sp.KroneckerDelta(1, j), (j, 1, size)) / M
    return SymbolicCheck(1 / sp.sqrt(M), covariance / (sigma * sigma / sp.sqrt(M)))


@simulated("not-joint")
def old_points(rng: Rng) -> SimulatedCheck:
    """The correlation of a point of generation 0 with the mean fitted to it."""
    samples = []
    for size in SIZES:
        x = rng.standard_normal((40_000, size))
        samples.append(x[:, 0] * x.mean(axis=1) * np.sqrt(size))
    labels = (SIZE, "correlation of X⁰ and μ₁")
    return along(SIZES, samples, 1 / np.sqrt(SIZES), labels=labels, at=0)
