r"""Definition 3.1: early and late collapse, for the Gaussian.

A run has reached N(mu_n, sigma_n^2): width r = sigma_n / sigma, moved by d = (mu_n - mu) / sigma.
"""

from __future__ import annotations

import numpy as np
import sympy as sp
from scipy import stats  # type: ignore[import-untyped]

import modelcollapse as mc
from modelcollapse.theory.gaussian import expected_sigma

from ..claim import simulated, symbolic
from ..comparison import GENERATION, SIZE, Rng, SimulatedCheck, SymbolicCheck, along, proportions
from ..refit import NORMAL, S, k, over_S, share_below, z
from .causes import fits

y, r = sp.symbols("y r", positive=True)


@symbolic("early-collapse")
def tail_falls_faster() -> SymbolicCheck:
    """The slope of log Q(k/r) in log r is z phi(z)/Q(z), and phi(z)/z exceeds Q(z): slope > z^2."""
    density = NORMAL.subs(z, y)
    Q = sp.integrate(NORMAL, (z, y, sp.oo)).rewrite(sp.erfc)
    slope = r * sp.diff(sp.log(Q.subs(y, k / r)), r)
    ours = [(y * density / Q).subs(y, k / r), density / y - Q]
    gap = sp.integrate(NORMAL / z**2, (z, y, sp.oo)).rewrite(sp.erfc)  # of something positive
    return SymbolicCheck(ours, [slope, gap])


def half_tail_lost(size: int) -> float:
    """The chance that one fit leaves less than half of its poorer tail beyond 3 sigma.

    The tail is Q((3 + |d|)/r), with d normal of variance 1/M and, independently, r from S.
    """
    width = np.sqrt(stats.chi2.ppf((np.arange(4000) + 0.5) / 4000, size - 1) / (size - 1))
    reach = stats.norm.isf(stats.norm.sf(3) / 2) * width - 3  # lost where |d| is larger
    return float(np.mean(np.where(reach < 0, 1, 2 * stats.norm.sf(reach * np.sqrt(size)))))


@simulated("early-collapse")
def early(rng: Rng) -> SimulatedCheck:
    """The share of runs that have lost half of a tail in one fit, along M."""
    sizes = np.array([3, 10, 30, 100, 200, 300, 500])
    lost = []
    for size in sizes:
        mu, sigma = fits(int(size), 20_000, rng)
        beyond = (3 + abs(mu)) / sigma
        lost.append(stats.norm.sf(beyond) < stats.norm.sf(3) / 2)
    ours = [half_tail_lost(int(size)) for size in sizes]
    labels = (SIZE, "share of fits that lose half of a 3σ tail")
    return along(sizes, lost, ours, labels=labels, log="x", at=3)


@symbolic("late-collapse")
def width_falls() -> SymbolicCheck:
    """E sigma_n is multiplied by E sqrt(S) < 1, as 1 - (E sqrt S)^2 is a mean square."""
    root = over_S(sp.sqrt(S))
    c = sp.Symbol("c")
    square = over_S(S) - 2 * c * root + c**2  # E (sqrt S - c)^2
    ours = [expected_sigma([k + 1] * 4).rewrite(sp.gamma) / root**4, 1 - root**2]
    derived = [1, sp.gammasimp(square.subs(c, root))]
    return SymbolicCheck([sp.gammasimp(each) for each in ours], derived)


@simulated("late-collapse")
def late(rng: Rng) -> SimulatedCheck:
    """The share of runs with less than half of the variance, along n at M = 20."""
    times = np.array([5, 10, 15, 20, 40, 80, 160])
    trace = mc.run(mc.Gaussian(), sample_size=20, generations=160, replicates=20_000, rng=rng)
    ours = [share_below(0.5, 20, int(n)) for n in times]
    below = trace.sigma.values[times] ** 2 < 0.5
    labels = (GENERATION, "share of runs with σₙ² < σ²/2, M = 20")
    return proportions(times, below, ours, labels=labels, log="x", at=3)
