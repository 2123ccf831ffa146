"""Section 4.2, equations 1 and 2: one fit, and the law of what it finds."""

from __future__ import annotations

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike
from scipy import stats  # type: ignore[import-untyped]
from sympy.stats import Normal, density  # type: ignore[import-untyped]

import modelcollapse as mc

from ..claim import simulated, symbolic
from ..comparison import SIZE, Rng, SimulatedCheck, SymbolicCheck, along, quantiles
from ..refit import CHI_SQUARE, NORMAL, M, S, k, mu, over_Z, sigma, z

SIZES = np.array([2, 3, 5, 10, 20])
T, Q = sp.symbols("T Q")  # the sum of M points, and of their squares


def mean_of_sums(expression: sp.Expr) -> sp.Expr:
    """The mean of an expression in Q and T^2, for any law with mean mu and variance sigma^2."""
    same, different = mu**2 + sigma**2, mu**2  # E X_i X_j for i = j and otherwise
    square = M * same + M * (M - 1) * different
    return sp.simplify(sp.expand(expression).subs({Q: M * same, T**2: square}))


@symbolic("eq-1")
def unbiased() -> SymbolicCheck:
    """The mean of both estimators, for independent points of any law."""
    variance = mean_of_sums((Q - T**2 / M) / (M - 1))
    mean = sp.summation(mu, (sp.Dummy("j"), 1, M)) / M
    return SymbolicCheck([mu, sigma**2], [mean, variance])


def fitted_variance(rng: Rng, ddof: int, ours: ArrayLike) -> SimulatedCheck:
    """The mean fitted variance along M, every point drawn."""
    samples = [rng.standard_normal((40_000, size)).var(axis=1, ddof=ddof) for size in SIZES]
    return along(SIZES, samples, ours, labels=(SIZE, "mean fitted variance"), at=0)


@simulated("eq-1")
def unbiased_variance(rng: Rng) -> SimulatedCheck:
    """The divisor M - 1."""
    return fitted_variance(rng, 1, 1)


@simulated("likelihood-biased")
def biased_variance(rng: Rng) -> SimulatedCheck:
    """The divisor M."""
    return fitted_variance(rng, 0, 1 - 1 / SIZES)


@symbolic("likelihood-biased")
def likelihood() -> SymbolicCheck:
    """Maximise the likelihood, then take the mean of the maximiser."""
    v, m = sp.symbols("v m", positive=True)
    log_likelihood = -M * sp.log(v) / 2 - (Q - 2 * m * T + M * m**2) / (2 * v)
    (best,) = sp.solve(sp.diff(log_likelihood.subs(m, T / M), v), v)
    return SymbolicCheck((1 - 1 / M) * sigma**2, mean_of_sums(best))


@symbolic("eq-2")
def conditional_law() -> SymbolicCheck:
    """The density of mu + sigma Z, by a change of variable."""
    x = sp.Symbol("x", real=True)
    moved = NORMAL.subs(z, (x - mu) / sigma) / sigma
    return SymbolicCheck(density(Normal("X", mu, sigma))(x), moved)


@simulated("eq-2")
def standardised(rng: Rng) -> SimulatedCheck:
    """Points of generation 2, seen from the model that made them."""
    model = mc.Gaussian().replicate(100_000).pointwise()
    for _ in range(2):
        model = model.fit(model.sample(3, rng=rng))
    seen = (mc.Moments.of(model.sample(1, rng=rng)).mean - model.mu) / model.sigma
    return quantiles(seen, stats.norm, labels=("standard normal", "(X² − μ₂)/σ₂, M = 3"), at=3)


@symbolic("mean-variance-independent")
def helmert() -> SymbolicCheck:
    """Scatter is a sum of squares of coordinates that are uncorrelated with each other and T."""
    r, s, j = sp.symbols("r s j", integer=True, positive=True)
    x = sp.Symbol("x")
    added = (Q + x**2 - (T + x) ** 2 / (M + 1)) - (Q - T**2 / M)
    row = (T - M * x) / sp.sqrt(M * (M + 1))
    ones = sp.summation(1, (j, 1, r))
    length = (ones + r**2) / (r * (r + 1))
    with_later_row = (ones - r) / sp.sqrt(r * (r + 1) * s * (s + 1))
    with_mean = (ones - r) / sp.sqrt(r * (r + 1) * M)
    return SymbolicCheck([row**2, 1, 0, 0], [added, length, with_later_row, with_mean])


@simulated("mean-variance-independent")
def independence(rng: Rng) -> SimulatedCheck:
    """The spread of mu_1 within each tenth of the values of sigma_1."""
    x = rng.standard_normal((100_000, 5))
    mean, scatter = x.mean(axis=1), x.var(axis=1) * 5
    tenth = np.digitize(scatter, stats.chi2.ppf(np.arange(1, 10) / 10, 4))
    count = np.bincount(tenth).min()
    samples = [5 * mean[tenth == part][:count] ** 2 for part in range(10)]
    labels = ("tenth of the runs, by σ₁", "variance of μ₁, times M")
    return along(np.arange(1, 11), samples, 1, labels=labels)


@symbolic("gamma-law")
def gamma_law() -> SymbolicCheck:
    """Laplace transforms: k squares of normals against the gamma law of shape k/2, rate 1/2."""
    u = sp.Symbol("u", positive=True)
    one = over_Z(sp.exp(-u * z**2))
    gamma = sp.integrate(sp.exp(-u * k * S) * CHI_SQUARE, (S, 0, sp.oo))
    return SymbolicCheck(1, sp.simplify(gamma / one**k))


@simulated("gamma-law")
def scatter_law(rng: Rng) -> SimulatedCheck:
    """The scatter of five points against the gamma law of shape 2 and rate 1/2."""
    x = rng.standard_normal((100_000, 5))
    labels = ("gamma law, shape 2, rate ½", "(M − 1)σ₁²/σ², M = 5")
    return quantiles(x.var(axis=1) * 5, stats.gamma(2, scale=2), labels=labels)
