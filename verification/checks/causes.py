"""Section 3.1: the statistical error of a single fit."""

from __future__ import annotations

import numpy as np
import sympy as sp

import modelcollapse as mc
from modelcollapse.theory import discrete, gaussian, risk

from ..claim import simulated, symbolic
from ..comparison import SIZE, Rng, SimulatedCheck, SymbolicCheck, along
from ..refit import M, k
from ..toys import shares

x = sp.Symbol("x", real=True)
s = sp.Symbol("s", positive=True)


def normal(mean: sp.Expr | int, variance: sp.Expr | int) -> sp.Expr:
    """The normal density at x."""
    return sp.exp(-((x - mean) ** 2) / (2 * variance)) / sp.sqrt(2 * sp.pi * variance)


def over_x(expression: sp.Expr) -> sp.Expr:
    """The integral over the whole line."""
    return sp.simplify(sp.integrate(sp.expand(expression), (x, -sp.oo, sp.oo)))


def fits(size: int, runs: int, rng: Rng) -> tuple[np.ndarray, np.ndarray]:
    """mu and sigma of one fit to standard normal points, each (runs,)."""
    one = mc.run(mc.Gaussian(), sample_size=size, generations=1, replicates=runs, rng=rng)
    return one.mu.values[1], one.sigma.values[1]


@symbolic("statistical-error")
def one_fit() -> SymbolicCheck:
    """The risk of one fit of k + 1 points, from the laws of its mean and variance."""
    chi_square = s ** (k / 2 - 1) * sp.exp(-s / 2) / (2 ** (k / 2) * sp.gamma(k / 2))
    mean_sigma = sp.integrate(sp.sqrt(s / k) * chi_square, (s, 0, sp.oo))
    derived = over_x(x**2 * normal(0, 1 / (k + 1))) + 2 - 2 * mean_sigma
    ours = risk.expected_risk([k + 1]).rewrite(sp.gamma)
    leading = sp.limit(M * (1 / M + 2 - 2 * gaussian.c4(M).series(M, sp.oo, 3).removeO()), M, sp.oo)
    series = risk.expected_risk_series(M, 1, 1) * M
    return SymbolicCheck([sp.gammasimp(ours - derived), series], [0, leading])


@simulated("statistical-error")
def shrinking_risk(rng: Rng) -> SimulatedCheck:
    sizes = [3, 10, 30, 100, 1000, 10_000, 100_000]
    one = [fits(size, 20_000, rng) for size in sizes]
    samples = [mu**2 + (sigma - 1) ** 2 for mu, sigma in one]
    ours = np.array([float(risk.expected_risk([size])) for size in sizes])
    labels = (SIZE, "risk of one fit")
    return along(sizes, samples, ours, labels=labels, log="xy")


@symbolic("figure-12")
def absolute_error() -> SymbolicCheck:
    """Mean and s.d. of |mu_1|, by integration; half-normal."""
    law = 2 * normal(0, 1 / M)
    mean, square = (sp.integrate(x**r * law, (x, 0, sp.oo)) for r in (1, 2))
    ours = [sp.sqrt(2 / (sp.pi * M)), (1 - 2 / sp.pi) / M]
    return SymbolicCheck(ours, [mean, square - mean**2])


@simulated("figure-12")
def figure_12(rng: Rng) -> SimulatedCheck:
    """The mean of 10^4 estimates, with its sign: what the paper's sentence speaks of."""
    sizes = 10 ** np.arange(1, 8)
    samples = [fits(int(size), 10_000, rng)[0] * np.sqrt(size) for size in sizes]
    papers = 0.00024899 * np.sqrt(1e7)
    labels = (SIZE, "√M times the mean estimate")
    return along(sizes, samples, 0, papers, labels=labels, log="x")


@symbolic("loss-at-every-step")
def loss_at_once() -> SymbolicCheck:
    """Two states: the probability that one of them is missing from M = 6 points."""
    z, size = sp.Symbol("z"), 6
    rows = [sp.Poly((1 + (z - 1) * sp.Rational(j, size)) ** size, z) for j in range(1, size)]
    derived = [row.coeff_monomial(1) + row.coeff_monomial(z**size) for row in rows]
    P = discrete.transition_matrix(size)
    return SymbolicCheck([P[j, 0] + P[j, size] for j in range(1, size)], derived)


@simulated("loss-at-every-step")
def losing(rng: Rng) -> SimulatedCheck:
    sizes = np.arange(2, 9)
    lost = [(shares([0.5, 0.5], int(m), 1, 50_000, rng)[1] == 0).any(axis=1) for m in sizes]
    labels = (SIZE, "share of fits that lose a state")
    return along(sizes, lost, 2.0 ** (1 - sizes), labels=labels, log="y", at=0)
