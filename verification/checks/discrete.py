"""Section 4.1, second half: where the discrete chain ends, and what is left on the way."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import sympy as sp
from scipy import stats  # type: ignore[import-untyped]

from modelcollapse.theory import discrete

from ..claim import simulated, symbolic
from ..comparison import GENERATION, Rng, SimulatedCheck, SymbolicCheck, along
from ..toys import shares

GROWING = [4 * (i + 1) ** 2 for i in range(40)]


@symbolic("lost-at-some-time")
def product_that_stays() -> SymbolicCheck:
    """The product of 1 - 1/M_i with M_i = 4 k^2, in closed form, and its limit."""
    k, n = sp.symbols("k n", integer=True, positive=True)
    product = sp.product(1 - 1 / (4 * k**2), (k, 1, n)).rewrite(sp.gamma)
    ours = [discrete.heterozygosity(1, GROWING[:i]) for i in (1, 5, 12)]
    derived = [sp.gammasimp(product.subs(n, i)) for i in (1, 5, 12)]
    return SymbolicCheck([*ours, 2 / sp.pi],
                         [*derived, sp.limit(product, n, sp.oo)])  # fmt: skip


def lost_so_far(q: float, sizes: list[int]) -> float:
    """The probability that a state has no points in the last of these data sets, exactly."""
    law = np.asarray(stats.binom.pmf(np.arange(sizes[0] + 1), sizes[0], q))
    for old, new in pairwise(sizes):
        law = law @ stats.binom.pmf(np.arange(new + 1), new, np.arange(old + 1)[:, None] / old)
    return float(law[0])


@simulated("lost-at-some-time")
def growing_samples(rng: Rng) -> SimulatedCheck:
    """Runs that have lost a state with q = 0.3 along n, with growing samples."""
    fits = np.array([1, 2, 3, 4, 6, 8, 10])
    p = shares([0.3, 0.7], GROWING[:10], 10, 40_000, rng)[fits, :, 0]
    ours = [lost_so_far(0.3, GROWING[:n]) for n in fits]
    labels = (GENERATION, "share of runs that lost a state, M = 4(i + 1)²")
    return along(fits, p == 0, ours, 0.7, labels=labels)


@symbolic("end-state")
def harmonic() -> SymbolicCheck:
    """h = i/M is what a chance of fixation must be: unchanged by a step, 0 and 1 at the ends."""
    M = 6
    h = sp.Matrix([0, *discrete.fixation_probabilities(M), 1])
    return SymbolicCheck(h, discrete.transition_matrix(M) * h)


@simulated("end-state")
def winners(rng: Rng) -> SimulatedCheck:
    """Where runs end, along the states, after ten sample sizes of generations."""
    p0 = [0.35, 0.25, 0.2, 0.15, 0.05]
    last = shares(p0, 5, 50, 10_000, rng)[-1]
    labels = ("probability at the start", "share of runs that end in the state")
    return along(p0, (last == 1).T, p0, labels=labels)


@symbolic("all-information-lost")
def mean_heterozygosity() -> SymbolicCheck:
    """One step of the mean of H from the factorial moments, chained over three sizes."""
    x, H, z = sp.symbols("x H z", positive=True)
    sizes = sp.symbols("M0:3", positive=True)
    chained = H
    for M in sizes:
        law = (1 - x + x * z) ** M
        square = (sp.diff(law, z, 2) + sp.diff(law, z)).subs(z, 1) / M**2
        square = sp.expand(square)  # over the states x sums to 1 and x^2 to 1 - H
        chained = 1 - square.coeff(x, 2) * (1 - chained) - square.coeff(x, 1)
    return SymbolicCheck(discrete.heterozygosity(H, list(sizes)), sp.factor(chained))


@simulated("all-information-lost")
def diversity_that_stays(rng: Rng) -> SimulatedCheck:
    """The mean chance that two draws differ along n, with growing samples."""
    fits = np.array([1, 2, 4, 8, 16, 40])
    p = shares([0.3, 0.7], GROWING, 40, 20_000, rng)[fits]
    ours = [float(discrete.heterozygosity(0.42, GROWING[:n])) for n in fits]
    labels = (GENERATION, "mean chance that two draws differ, M = 4(i + 1)²")
    return along(fits, 1 - (p**2).sum(axis=2), ours, 0, labels=labels)


@simulated("early-and-late")
def states_left(rng: Rng) -> SimulatedCheck:
    """States of a Zipf law that are left along n: the tail first, then all but one."""
    law = 1 / np.arange(1, 31)
    law /= law.sum()
    fits = np.array([1, 2, 4, 8, 16, 32])
    p = shares(law, 20, 32, 10_000, rng)[fits]
    ours = [discrete.survivors(law, 20, int(n)) for n in fits]
    labels = (GENERATION, "states left of 30, M = 20")
    return along(fits, (p > 0).sum(axis=2), ours, labels=labels, log="xy")


@symbolic("early-and-late")
def many_rare_states() -> SymbolicCheck:
    """States left, 2M/n of them, and the time until one is, when no state is frequent.

    w(p), the mean time over the runs that a state of share p wins, times the chance p of that,
    solves p (1 - p) w'' / 2M = -p in the diffusion approximation.
    """
    M, n, K, p = sp.symbols("M n K p", positive=True)
    w, shares = sp.Function("w"), sp.Symbol("q", positive=True)
    equation = sp.Eq(p * (1 - p) / (2 * M) * w(p).diff(p, 2), -p)
    general = sp.dsolve(equation, w(p)).rhs
    free = sorted(general.free_symbols - {M, p}, key=str)
    ends = [general.subs(p, 0), sp.limit(general, p, 1)]
    (constants,) = sp.solve(ends, free, dict=True)
    time = sp.limit(K * general.subs(constants).subs(p, 1 / K), K, sp.oo)
    left = sp.limit((1 - sp.exp(-2 * M * shares / n)) / shares, shares, 0)  # for each unit of share
    return SymbolicCheck([2 * M / n, 2 * M], [left, time])
