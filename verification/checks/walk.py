"""Section 4.2 on the chain as a random walk: what diverges, and what comes to rest."""

from __future__ import annotations

import numpy as np
import sympy as sp

import modelcollapse as mc
from modelcollapse.theory.gaussian import c4, expected_sigma, log_c4_series, log_drift

from ..claim import simulated, symbolic
from ..comparison import GENERATION, Rng, SimulatedCheck, SymbolicCheck, along, proportions
from ..refit import M, S, k, log_mean_root, n, over_S, over_Z, recurrence, share_below, sigma, z
from .spread import parameters, points_of


@symbolic("variance-diverges")
def likelihood_keeps() -> SymbolicCheck:
    """With maximum likelihood: E sigma_n^2 and Var mu_n, solved, add up."""
    within = recurrence((1 - 1 / M) * over_S(S), 0, sigma**2)
    i = sp.Symbol("i", integer=True)
    of_mean = sp.simplify(sp.summation((within / M).subs(n, i), (i, 0, n - 1)))
    return SymbolicCheck(sigma**2, sp.simplify(within + of_mean))


@simulated("variance-diverges")
def likelihood_spread(rng: Rng) -> SimulatedCheck:
    """The variance of a point along n with maximum likelihood at M = 10."""
    fits = np.array([1, 3, 6, 9, 12])
    x = points_of(parameters(10, fits, 150_000, rng, ddof=0), rng)
    labels = (GENERATION, "variance of Xⁿ, max. likelihood, M = 10")
    return along(fits, x**2, 1, 1 + fits / 10, labels=labels)


@symbolic("walk-scaling")
def step_size() -> SymbolicCheck:
    """The mean size of the fourth step of mu."""
    ours = sp.sqrt(2 / (sp.pi * (k + 1))) * expected_sigma([k + 1] * 3, sigma).rewrite(sp.gamma)
    derived = sigma * over_S(sp.sqrt(S)) ** 3 * over_Z(sp.Abs(z)) / sp.sqrt(k + 1)
    return SymbolicCheck(1, sp.gammasimp(derived / ours))


@simulated("walk-scaling")
def steps(rng: Rng) -> SimulatedCheck:
    """The mean size of the steps of mu along n, at M = 20."""
    fits = np.arange(0, 41, 5)
    trace = mc.run(mc.Gaussian(), sample_size=20, generations=41, replicates=40_000, rng=rng)
    walk = np.sqrt(2 / (np.pi * 20))
    sizes = abs(np.diff(trace.mu.values, axis=0))[fits]
    labels = (GENERATION, "mean of |μₙ₊₁ − μₙ|, M = 20")
    return along(fits, sizes, walk * float(c4(20)) ** fits, walk, labels=labels)


@symbolic("parameter-walk")
def log_walk() -> SymbolicCheck:
    """Mean and variance of log S, from the logarithm of its moments."""
    q = sp.Symbol("q", positive=True)
    cumulants = sp.log(over_S(S**q)).subs(k, M - 1)
    derived = [sp.diff(cumulants, q, r).subs(q, 0) for r in (1, 2)]
    ours = [log_drift(M), sp.polygamma(1, (M - 1) / 2)]
    return SymbolicCheck(ours, derived)


@simulated("parameter-walk")
def log_path(rng: Rng) -> SimulatedCheck:
    """The mean of log sigma_n^2 along n at M = 20."""
    fits = np.arange(0, 61, 10)[1:]
    trace = mc.run(mc.Gaussian(), sample_size=20, generations=60, replicates=20_000, rng=rng)
    paths = 2 * np.log(trace.sigma.values[fits])
    labels = (GENERATION, "mean of log(σₙ²/σ²), M = 20")
    return along(fits, paths, fits * float(log_drift(20)), labels=labels)


@symbolic("terminates")
def kakutani() -> SymbolicCheck:
    """The terms that decide: log E sqrt(S) in powers of w = 1/(M - 1)."""
    w = sp.Symbol("w", positive=True)
    ours = sp.series(log_c4_series(1 + 1 / w, 3), w, 0, 4).removeO()
    return SymbolicCheck(ours, log_mean_root(w, 4))


@simulated("terminates")
def collapsed(rng: Rng) -> SimulatedCheck:
    """The share of runs with sigma_n^2 below a hundredth, along n at M = 10."""
    fits = np.array([15, 20, 30, 40, 60, 80, 100])
    trace = mc.run(mc.Gaussian(), sample_size=10, generations=100, replicates=30_000, rng=rng)
    below = trace.sigma.values[fits] ** 2 <= 0.01
    ours = [share_below(0.01, 10, int(i)) for i in fits]
    labels = (GENERATION, "share of runs with σₙ² < σ²/100, M = 10")
    return proportions(fits, below, ours, labels=labels)


@symbolic("fig-4-drift")
def mean_drift() -> SymbolicCheck:
    """E sigma_n solved from one step; the step of mu has mean 0."""
    solved = recurrence(over_S(sp.sqrt(S)), 0, sigma)
    ratios = [expected_sigma([k + 1] * i, sigma).rewrite(sp.gamma) / solved.subs(n, i)
              for i in (1, 4)]  # fmt: skip
    derived = [*map(sp.gammasimp, ratios), over_Z(z) / sp.sqrt(M)]
    return SymbolicCheck([1, 1, 0], derived)


@simulated("fig-4-drift")
def narrower(rng: Rng) -> SimulatedCheck:
    """The share of runs with sigma_n below sigma, along n at M = 100."""
    fits = np.array([1, 10, 30, 100, 200, 300, 400])
    trace = mc.run(mc.Gaussian(), sample_size=100, generations=400, replicates=20_000, rng=rng)
    ours = [share_below(1.0, 100, int(i)) for i in fits]
    labels = (GENERATION, "share of runs with σₙ < σ, M = 100")
    return proportions(fits, trace.sigma.values[fits] < 1, ours, labels=labels, log="x")
