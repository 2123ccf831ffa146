"""The opening of section 4: the process, its weights and its smallest data set."""

from __future__ import annotations

import numpy as np
import sympy as sp

import modelcollapse as mc
from modelcollapse.theory import pooling

from ..claim import simulated, symbolic
from ..comparison import GENERATION, SIZE, Rng, SimulatedCheck, SymbolicCheck, along
from ..refit import n, recurrence
from ..toys import Stamp
from .mixing import M, last_fit, simulate


def mixed(weights: tuple[sp.Expr, ...]) -> sp.Expr:
    """The next law from weights on the newest model, the last law and the original."""
    laws = sp.symbols("newest last original")
    return sp.Add(*(w * law for w, law in zip(weights, laws, strict=True)))


@symbolic("weights-analysed")
def printed_weights() -> SymbolicCheck:
    """With the sum 1: alpha = gamma = 0 leaves the last law, beta = gamma = 0 the newest model."""
    weights = alpha, beta, gamma = sp.symbols("alpha beta gamma")
    printed = sp.solve([alpha + beta + gamma - 1, alpha, gamma], weights)
    meant = sp.solve([alpha + beta + gamma - 1, beta, gamma], weights)
    derived = [mixed(weights).subs(printed), mixed(weights).subs(meant)]
    return SymbolicCheck(sp.symbols("last newest"), derived)


@simulated("weights-analysed")
def who_teaches(rng: Rng) -> SimulatedCheck:
    times = np.array([1, 2, 5, 10, 15, 20, 25])
    weights, law = mc.Mixing(1, 0, 0), mc.Gaussian()
    trace = mc.run(law, sample_size=50, generations=25, regime=weights, replicates=10_000, rng=rng)
    labels = (GENERATION, "variance of the fitted mean")
    return along(times, trace.mu.values[times] ** 2, times / 50, 1 / 50, labels=labels)


@symbolic("proportions")
def real_share() -> SymbolicCheck:
    b, g = sp.symbols("beta gamma", positive=True)
    return SymbolicCheck(b**n + g * (1 - b**n) / (1 - b), recurrence(b, g, 1))


@simulated("proportions")
def real_points(rng: Rng) -> SimulatedCheck:
    times = np.array([2, 3, 4, 5, 6, 8])
    regime = mc.Mixing(0.5, 0.25, 0.25)
    trace = mc.run(
        Stamp(), sample_size=20, generations=8, regime=regime, replicates=10_000, rng=rng
    )
    ours = 0.25 ** (times - 1) + 0.25 * (1 - 0.25 ** (times - 1)) / 0.75
    labels = (GENERATION, "share of original points in its data")
    return along(times, trace.share.values[times], ours, labels=labels)


@symbolic("at-least-two")
def two_points() -> SymbolicCheck:
    """The mean scatter of M points is M - 1: nothing is left of it at M = 1."""
    M = sp.Symbol("M", positive=True)
    square, product = sp.Integer(1), sp.Integer(0)  # E X_i X_j for i = j and otherwise
    total = (M * square + M * (M - 1) * product) / M
    return SymbolicCheck(M - 1, sp.expand(M * square - total))


@simulated("at-least-two")
def small_samples(rng: Rng) -> SimulatedCheck:
    sizes = [2, 3, 4, 6, 10]
    one = [
        mc.run(
            mc.Gaussian(), sample_size=m, generations=1, replicates=40_000, rng=rng, pointwise=True
        )
        for m in sizes
    ]
    labels = (SIZE, "mean fitted variance")
    return along(sizes, [fit.sigma.values[1] ** 2 for fit in one], 1, labels=labels, at=0)


@symbolic("universal")
def pool_of_four() -> SymbolicCheck:
    """Four fits to all data so far, from the moments of the growing pool."""
    _, within = last_fit(4, 0, True)
    return SymbolicCheck(sp.factor(pooling.accumulate_sigma2(M, 4, ddof=0)), sp.factor(within))


@simulated("universal")
def no_collapse(rng: Rng) -> SimulatedCheck:
    """The mean fitted variance along n when all data are kept, M = 10."""
    times = np.array([1, 2, 5, 10, 20, 40, 80])
    _, sigma2 = simulate(mc.Accumulate(), 10, times, 0, 10_000, rng)
    ours = [float(pooling.accumulate_sigma2(10, int(n), ddof=0)) for n in times]
    replaced = (1 - 1 / 10) ** times
    labels = (GENERATION, "mean fitted variance, all data kept, M = 10")
    return along(times, sigma2, ours, replaced, labels=labels, log="x")
