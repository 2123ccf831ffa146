"""Section 4.2 after equation 5: which sample sizes keep the risk finite."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.theory.risk import expected_risk

from ..claim import simulated, symbolic
from ..comparison import GENERATION, Rng, SimulatedCheck, SymbolicCheck, along
from .risk import DISTANCE, FEW, chained, distances, width


@symbolic("risk-diverges")
def likelihood_risk() -> SymbolicCheck:
    """Three fits that divide by M."""
    sizes = [1 + freedom for freedom in FEW]  # above 1, for the roots
    return SymbolicCheck(expected_risk(sizes, ddof=0), chained(DISTANCE, sizes, ddof=0))


@simulated("risk-diverges")
def likelihood_growth(rng: Rng) -> SimulatedCheck:
    """The risk with maximum likelihood along n at M = 10."""
    fits = np.array([2, 5, 10, 15, 20])
    samples = distances(10, fits, 150_000, rng, ddof=0)
    ours, papers = ([float(expected_risk([10] * i, ddof=d)) for i in fits] for d in (0, 1))
    labels = (GENERATION, "mean of Rₙ, max. likelihood, M = 10")
    return along(fits, samples, ours, papers, labels=labels)


@symbolic("superlinear-sampling")
@symbolic("noise-superlinear")  # of the bound in section 4.3
def growth_criterion() -> SymbolicCheck:
    """The sums of 1/M_i for M_i = i log i and i^(1+e), by their integrals."""
    x, e, N = sp.symbols("x epsilon N", positive=True)
    slow = sp.integrate(1 / (x * sp.log(x)), (x, sp.E, N))
    fast = sp.integrate(x ** (-1 - e), (x, 1, sp.oo))
    return SymbolicCheck([sp.log(sp.log(N)), 1 / e], [slow, fast])


@simulated("superlinear-sampling")
def schedules(rng: Rng) -> SimulatedCheck:
    """The risk after 20 fits of six schedules, along the sum of 1/M_i."""
    i = np.arange(1, 21)
    grown = [i**2, i**1.5, i * (1 + np.log(i)), i, i**0.5, np.sqrt(i) / 2]
    sizes = [[int(size) for size in np.ceil(30 * g)] for g in grown]
    samples = [distances(plan, [20], 40_000, rng)[0] for plan in sizes]
    total = np.array([sum(1 / size for size in plan) for plan in sizes])
    ours = [float(expected_risk(plan)) for plan in sizes]
    labels = ("sum of 1/Mᵢ, six schedules", "mean of R₂₀")
    return along(total, samples, ours, labels=labels, log="xy")


@symbolic("never-zero")
def width_part() -> SymbolicCheck:
    """The risk less the sum of 1/M_i is the mean of a square."""
    gap = expected_risk(FEW) - sum(1 / size for size in FEW)
    return SymbolicCheck(gap, chained((width - 1) ** 2, FEW))


@simulated("never-zero")
def quadratic(rng: Rng) -> SimulatedCheck:
    """The risk after 20 fits with M_i = M (i + 1)^2, along M."""
    firsts = np.array([10, 30, 100, 300, 1000])
    plans = [[int(first * (i + 1) ** 2) for i in range(20)] for first in firsts]
    samples = [distances(plan, [20], 30_000, rng)[0] for plan in plans]
    ours = [float(expected_risk(plan)) for plan in plans]
    labels = ("M, where Mᵢ = M(i + 1)²", "mean of R₂₀")
    return along(firsts, samples, ours, labels=labels, log="xy")
