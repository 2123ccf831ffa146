r"""Definition 3.1: early and late collapse, for the Gaussian, against what one fit does.

A run has reached N(mu_n, sigma_n^2): width r = sigma_n / sigma, moved by d = (mu_n - mu) / sigma.
"""

from __future__ import annotations

import numpy as np
import sympy as sp

import modelcollapse as mc
from modelcollapse.theory.gaussian import expected_sigma

from ..baseline import poorer_tail, tail_bar, tail_below, variance_bar
from ..claim import simulated, symbolic
from ..comparison import GENERATION, SIZE, Rng, SimulatedCheck, SymbolicCheck, proportions
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


@simulated("early-collapse")
def early(rng: Rng) -> SimulatedCheck:
    """The share of fits to real data that are below the bar of early collapse, along M."""
    sizes = np.array([3, 10, 30, 100, 200, 300, 500])
    bars = [tail_bar(int(size)) for size in sizes]
    tails = [poorer_tail(*fits(int(size), 50_000, rng)) for size in sizes]
    lost = np.array([tail < bar for tail, bar in zip(tails, bars, strict=True)])
    ours = [tail_below(bar, int(size)) for size, bar in zip(sizes, bars, strict=True)]
    labels = (SIZE, "share of single fits in early collapse")
    return proportions(sizes, lost, ours, labels=labels, log="x", at=3)


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
    """The share of runs in late collapse, along n at M = 20; at n = 1 it is 1 in 100."""
    times = np.array([1, 5, 10, 15, 20, 40, 80, 160])
    trace = mc.run(mc.Gaussian(), sample_size=20, generations=160, replicates=20_000, rng=rng)
    bar = variance_bar(20)
    ours = [share_below(bar, 20, int(n)) for n in times]
    labels = (GENERATION, "share of runs in late collapse, M = 20")
    return proportions(
        times, trace.sigma.values[times] ** 2 < bar, ours, labels=labels, log="x", at=4
    )
