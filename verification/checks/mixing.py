"""Figures 4 to 6, the end of section 4.2 and section 5.2: what mixing in the past does."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import numpy as np
import sympy as sp

import modelcollapse as mc
from modelcollapse.theory import pooling
from modelcollapse.theory.risk import expected_risk, expected_risk_series

from ..claim import simulated, symbolic
from ..comparison import GENERATION, SIZE, Rng, SimulatedCheck, SymbolicCheck, along
from ..refit import log_mean_root

M, n = sp.symbols("M n", positive=True)
nu2, nu11 = sp.symbols("nu_2 nu_11")  # of a pool: the mean of X_a^2 and of X_a X_b
Moments = tuple[sp.Expr, sp.Expr]


def fit(nu2: sp.Expr, nu11: sp.Expr, m: sp.Expr, ddof: int) -> Moments:
    """Var mu and E sigma^2 of a fit to m of the points."""
    V = (m * nu2 + m * (m - 1) * nu11) / m**2
    return V, m * (nu2 - V) / (m - ddof)


def mean_of(nu2: sp.Expr, nu11: sp.Expr, N: sp.Expr) -> sp.Expr:
    """The variance of the mean of a pool of N points."""
    return (nu2 + (N - 1) * nu11) / N


def grow(nu2: sp.Expr, nu11: sp.Expr, batches: sp.Expr, m: sp.Expr, ddof: int) -> Moments:
    """nu_2 and nu_11 of a pool after M points of the model fitted to m of it have joined."""
    N, (V, v) = batches * M, fit(nu2, nu11, m, ddof)
    pairs = N * (N - 1) * nu11 + 2 * N * M * mean_of(nu2, nu11, N) + M * (M - 1) * V
    return (N * nu2 + M * (V + v)) / (N + M), pairs / ((N + M) * (N + M - 1))


def last_fit(fits: int, ddof: int, whole: bool) -> Moments:
    """Var mu and E sigma^2 after so many fits, each to the whole pool or to M of it."""
    nu2, nu11 = sp.Integer(1), sp.Integer(0)
    for batches in range(1, fits):
        size = batches * M if whole else M
        nu2, nu11 = (sp.cancel(x) for x in grow(nu2, nu11, sp.Integer(batches), size, ddof))
    return fit(nu2, nu11, fits * M if whole else M, ddof)


def simulate(
    regime: Any, size: int, times: np.ndarray, ddof: int, replicates: int, rng: Rng
) -> tuple[np.ndarray, np.ndarray]:
    """mu (all generations) and sigma^2 (at the given ones), each (generations, replicates).

    The generator does not move on: a check that calls this along an axis compares runs that are
    made of the same random numbers.
    """
    trace = mc.run(
        mc.Gaussian(ddof=ddof), sample_size=size, generations=int(times[-1]), regime=regime,
        replicates=replicates, rng=deepcopy(rng),
    )  # fmt: skip
    return trace.mu.values, trace.sigma.values[times] ** 2


@symbolic("fig-4-sizes")
def replacement_risk() -> SymbolicCheck:
    """To first order: n steps of the mean, and twice the loss of n standard deviations."""
    w = sp.Symbol("w", positive=True)  # 1 / (M - 1)
    loss = -log_mean_root(w, 2)
    return SymbolicCheck(expected_risk_series(M, n, 1), n / M + 2 * n * loss.subs(w, 1 / M))


@simulated("fig-4-sizes")
def replacement(rng: Rng) -> SimulatedCheck:
    sizes, fits = np.array([10**2, 10**3, 10**4, 10**5, 10**6]), 50
    risks = []
    for size in sizes:
        trace = mc.run(
            mc.Gaussian(), sample_size=int(size), generations=fits, replicates=10_000,
            rng=deepcopy(rng),  # the same random numbers for every size
        ).isel(generation=[0, fits])  # fmt: skip
        risks.append(mc.squared_distance(trace).values[-1] * size / fits)
    ours = np.array([float(expected_risk([int(m)] * fits)) for m in sizes]) * sizes / fits
    labels = (SIZE, "risk after 50 fits, times M/n")
    theirs = np.where(sizes < 10**5, 0, ours)
    return along(sizes, risks, ours, theirs, labels=labels, log="x", at=0)


@symbolic("fig-5-jumps")
def jumps_derived() -> SymbolicCheck:
    """The fourth jump under subsampling, from the moments of pool, old fit and new fit."""
    pool = sp.Integer(1), sp.Integer(0)
    for batches in (1, 2):
        pool = tuple(sp.cancel(x) for x in grow(*pool, sp.Integer(batches), M, 1))
    old, _ = fit(*pool, M, 1)
    new, _ = fit(*grow(*pool, sp.Integer(3), M, 1), M, 1)
    both = sp.Rational(3, 4) * mean_of(*pool, 3 * M) + old / 4  # E mu_4 mu_3
    ours = pooling.subsample_jitter(M, 4, ddof=1)
    return SymbolicCheck(sp.factor(ours), sp.factor(new + old - 2 * both))


@simulated("fig-5-jumps")
def jumps(rng: Rng) -> SimulatedCheck:
    times = np.array([1, 2, 3, 5, 8, 12])
    mu, _ = simulate(mc.Subsample(), 10, times, 1, 10_000, rng)
    ours = [10 * float(pooling.subsample_jitter(10, int(i), ddof=1)) for i in times]
    labels = (GENERATION, "M E(μₙ − μₙ₋₁)², M = 10")
    return along(times, 10 * (mu[times] - mu[times - 1]) ** 2, ours, labels=labels)


@symbolic("pool-as-weights")
def weights_derived() -> SymbolicCheck:
    """Figure 6's weights by total variance, against the pool: equal; the draw from it differs."""
    w = sp.Integer(1)  # the mean variance within p_i
    for i in range(4):
        w *= 1 - sp.Rational(1, (i + 2) ** 2) / M
    weights = (1 - 1 / M) * w
    _, drawn = last_fit(5, 0, False)
    ours = pooling.accumulate_sigma2(M, 5, ddof=0), pooling.subsample_sigma2(M, 5, ddof=0)
    return SymbolicCheck([*map(sp.factor, ours)], [sp.factor(weights), sp.factor(drawn)])


@simulated("pool-as-weights")
def pool_or_weights(rng: Rng) -> SimulatedCheck:
    times = np.array([2, 3, 5, 7, 10])
    _, sigma2 = simulate(mc.Subsample(), 9, times, 0, 12_000, rng)
    ours, theirs = (
        [float(form(9, int(i), ddof=0)) for i in times]
        for form in (pooling.subsample_sigma2, pooling.accumulate_sigma2)
    )
    labels = (GENERATION, "mean fitted variance, M = 9")
    return along(times, sigma2, ours, theirs, labels=labels)


@symbolic("fig-6-variance")
def accumulated_derived() -> SymbolicCheck:
    """Var mu_4 as the sum of the steps' variances E sigma_i^2 / (M (i+1)^2)."""
    steps = [last_fit(i, 1, True)[1] / (M * (i + 1) ** 2) for i in (1, 2, 3)]
    ours = pooling.accumulate_path(M, 4, ddof=1)[-1].mean_variance
    return SymbolicCheck(sp.factor(ours), sp.factor(1 / M + sum(steps)))


@simulated("fig-6-variance")
def accumulated(rng: Rng) -> SimulatedCheck:
    times = np.array([1, 2, 4, 8, 15, 30])
    mu, _ = simulate(mc.Accumulate(), 20, times, 1, 20_000, rng)
    path = pooling.accumulate_path(20, 30, ddof=1)
    ours = [20 * float(path[i].mean_variance) for i in times]
    labels = (GENERATION, "M Var μₙ, M = 20")
    return along(times, 20 * mu[times] ** 2, ours, 1 / times, labels=labels)


@symbolic("mixing-attenuates")
def sine_law() -> SymbolicCheck:
    """The infinite product by gamma functions and their reflection."""
    a = sp.Symbol("a", positive=True)
    j = sp.Symbol("j", integer=True, positive=True)
    product = sp.product(1 - a**2 / j**2, (j, 1, n)).rewrite(sp.gamma)
    product = sp.piecewise_fold(product).args[0][0]  # the case a < 1
    of_n = sp.gamma(n + 1 + a) * sp.gamma(n + 1 - a) / sp.gamma(n + 1) ** 2  # tends to 1
    limit = sp.gammasimp(product / of_n).subs(a, 1 / sp.sqrt(M))
    return SymbolicCheck(pooling.accumulate_limit(M, ddof=0), limit)


@simulated("mixing-attenuates")
def attenuated(rng: Rng) -> SimulatedCheck:
    sizes, last = np.array([3, 5, 10, 20, 50]), np.array([100])
    samples = [simulate(mc.Accumulate(), int(m), last, 0, 10_000, rng)[1][0] for m in sizes]
    ours = [float(pooling.accumulate_sigma2(int(m), 100, ddof=0)) for m in sizes]
    replaced = (1 - 1 / sizes) ** 100
    labels = (SIZE, "mean fitted variance after 100 fits")
    return along(sizes, samples, ours, replaced, labels=labels, log="x")


@symbolic("real-data-stop-it")
def fresh_derived() -> SymbolicCheck:
    """The state at rest with a share gamma of fresh points, for both divisors."""
    b, w, g = sp.symbols("b w gamma", positive=True)
    rest = []
    for ddof in (0, 1):
        V, v = fit(b + w, b, M, ddof)
        laws = [(1 - g) ** 2 * V - b, (1 - g) * (V + v) + g - (b + w)]
        [solved] = sp.solve(laws, [b, w], dict=True)
        rest.append(sp.factor((b + w / M).subs(solved)))
    ours = [sp.factor(pooling.fresh_mean_variance(M, g, ddof=ddof)) for ddof in (0, 1)]
    return SymbolicCheck(ours, rest)


@simulated("real-data-stop-it")
def fresh(rng: Rng) -> SimulatedCheck:
    shares, last = np.array([0.1, 0.2, 0.3, 0.5, 1.0]), np.array([40])
    samples = [
        20 * simulate(mc.Mixing(1 - g, 0, g), 20, last, 0, 8_000, rng)[0][-1] ** 2 for g in shares
    ]
    ours = [20 * float(pooling.fresh_mean_variance(20, g, ddof=0)) for g in shares]
    return along(shares, samples, ours, labels=("share γ of real data", "M Var μₙ, M = 20"))


@symbolic("keep-a-tenth")
def kept_derived() -> SymbolicCheck:
    """The state at rest with some points of D_0 kept; E mu_n times the mean of D_0 is 1/M."""
    V, v, points = sp.symbols("V v points", positive=True)
    phi, ours, rest = points / M, [], []
    for ddof in (0, 1):
        again = phi / M + 2 * phi * (1 - phi) / M + (1 - phi) ** 2 * V + (1 - phi) * v / M
        within = M * (phi + (1 - phi) * (V + v) - again) / (M - ddof)
        [solved] = sp.solve([again - V, within - v], [V, v], dict=True)
        rest.append(sp.factor(solved[V]))
        ours.append(sp.factor(pooling.kept_mean_variance(M, points, ddof=ddof)))
    return SymbolicCheck(ours, rest)


@simulated("keep-a-tenth")
def kept(rng: Rng) -> SimulatedCheck:
    times = np.array([1, 2, 4, 7, 11, 16])
    mu, _ = simulate(mc.KeepOriginal(0.1), 50, times, 1, 10_000, rng)
    path = pooling.kept_path(50, 16, 5, ddof=1)
    ours = [50 * float(path[i].mean_variance) for i in times]
    return along(
        times, 50 * mu[times] ** 2, ours, labels=(GENERATION, "M Var μₙ, M = 50, 5 points kept")
    )
