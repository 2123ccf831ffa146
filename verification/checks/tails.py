"""Section 4.1, first half, and Figure 3: which states a sample loses, and which bins are cut."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.theory import discrete

from ..claim import simulated, symbolic
from ..comparison import SIZE, Rng, SimulatedCheck, SymbolicCheck, along, line
from ..toys import shares

M, q, s, c, N0 = sp.symbols("M q s c N_0", positive=True)
COUNT = (1 - q + q * s) ** M  # generating function of the points in a state of probability q


def first_counts(q: float, M: int, runs: int, rng: np.random.Generator) -> np.ndarray:
    """The points in a state of probability q in the first data set, one number a run."""
    return M * shares([q, 1 - q], M, 1, runs, rng)[1, :, 0]


@symbolic("discrete-sampling-only")
def step_variance() -> SymbolicCheck:
    """Factorial moments of one step, and what a step leaves of q(1 - q)."""
    mean, pairs = (sp.diff(COUNT, s, r).subs(s, 1) for r in (1, 2))
    spread = (pairs + mean - mean**2) / M**2
    kept = discrete.heterozygosity(2 * q * (1 - q), [M])
    return SymbolicCheck(q * (1 - q) - kept / 2, sp.expand(spread))


@simulated("discrete-sampling-only")
def spread_of_a_share(rng: Rng) -> SimulatedCheck:
    """The variance of the fitted share along M."""
    sizes = np.array([5, 10, 20, 50, 100, 200, 500, 1000])
    samples = [(first_counts(0.3, int(m), 50_000, rng) / m - 0.3) ** 2 for m in sizes]
    labels = (SIZE, "variance of the share, q = 0.3")
    return along(sizes, samples, 0.21 / sizes, labels=labels, log="xy", at=2)


@symbolic("tails-first")
def lost_in_large_samples() -> SymbolicCheck:
    """Lost in one step or two with Mq = c, and how fast the families of single points die out."""
    t, j = sp.Symbol("t", positive=True), sp.Symbol("j", integer=True, nonnegative=True)
    once = sp.limit(COUNT.subs({s: 0, q: c / M}), M, sp.oo)
    poisson = sp.exp(-c) * c**j / sp.factorial(j)
    childless = sp.exp(-1)  # of one point among many: all M others are copies of other points
    twice = sp.summation(poisson * childless**j, (j, 0, sp.oo))
    # a family is alive with probability t, then 1 - e^(-t): 1/t grows by a half, so t is 2/n
    growth = sp.limit(1 / (1 - sp.exp(-t)) - 1 / t, t, 0)
    ours = [sp.exp(-c), sp.exp(-c * (1 - childless)), sp.Rational(1, 2)]
    return SymbolicCheck(ours, [once, twice, growth])


@simulated("tails-first")
def lost_by_share(rng: Rng) -> SimulatedCheck:
    """States of several probabilities: which are lost within five generations."""
    law = np.array([0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.685])
    lost = (shares(law, 50, 5, 20_000, rng)[5] == 0).T[:6]
    ours = [1 - discrete.survivors([p], 50, 5) for p in law[:6]]
    labels = ("probability q of a state", "share lost after 5 generations, M = 50")
    return along(law[:6], lost, ours, labels=labels, log="x", at=2)


@symbolic("expected-count")
def expected_count() -> SymbolicCheck:
    """The mean of the count at q = 1/M."""
    return SymbolicCheck(1, sp.diff(COUNT, s).subs(s, 1).subs(q, 1 / M))


@simulated("expected-count")
def counts_at_threshold(rng: Rng) -> SimulatedCheck:
    """The mean count at q = 1/M, along M."""
    sizes = np.array([2, 5, 10, 20, 50, 100, 200, 500])
    samples = [first_counts(1 / m, int(m), 50_000, rng) for m in sizes]
    labels = (SIZE, "mean number of points, q = 1/M")
    return along(sizes, samples, 1, labels=labels, log="x")


@symbolic("rare-states-lost")
def half_lost() -> SymbolicCheck:
    """The q that is lost in one step with probability 1/2."""
    (solved,) = sp.solve(sp.Eq(M * sp.log(1 - q), -sp.log(2)), q)
    at_half = COUNT.subs(s, 0).subs(q, solved)
    return SymbolicCheck(sp.Rational(1, 2), sp.powsimp(at_half, force=True))


@simulated("rare-states-lost")
def lost_at_threshold(rng: Rng) -> SimulatedCheck:
    """How often a state of probability 1/M is lost in one step, along M."""
    sizes = np.array([2, 3, 5, 10, 20, 50, 100, 500])
    lost = [first_counts(1 / m, int(m), 50_000, rng) == 0 for m in sizes]
    labels = (SIZE, "share of runs that lose a state with q = 1/M")
    return along(sizes, lost, (1 - 1 / sizes) ** sizes, 1, labels=labels, log="x")


@symbolic("figure-3-alike")
def cut_tail() -> SymbolicCheck:
    """Removing the tail t from (1 - e) core + e t leaves the core, whatever t and e."""
    e = sp.Symbol("e", positive=True)
    core = sp.symbols("c1:4", positive=True)
    last = 1 - sum(core)
    kept = [(1 - e) * share for share in (*core, last)]
    return SymbolicCheck([*core, last], [share / sum(kept) for share in kept])


@simulated("figure-3-alike")
def look_alike(rng: Rng) -> SimulatedCheck:
    """A law with a fat tail, counted and cut at 1/M: its core is that of the law without tail."""
    size, points = 1000, 1_000_000
    core = np.array([0.02, 0.08, 0.25, 0.3, 0.2, 0.1, 0.05])
    fat = np.append(0.97 * core, np.full(60, 0.03 / 60))  # 60 states of probability 0.5/M
    counts = rng.multinomial(points, fat)
    cut = np.where(counts > points / size, counts, 0)
    assert not cut[7:].any()
    share = cut[:7] / cut.sum()
    error = np.sqrt(core * (1 - core) / cut.sum())
    return line(
        np.arange(7), share, error, core, labels=("state", "share after the cut, fat tail"), at=3
    )


@symbolic("figure-3-threshold")
def threshold() -> SymbolicCheck:
    """The count at which a bin of N_0 points has probability 1/M."""
    (solved,) = sp.solve(sp.Eq(c / N0, 1 / M), c)
    return SymbolicCheck(sp.log(N0) - sp.log(M), sp.expand_log(sp.log(solved)))


@simulated("figure-3-threshold")
def points_at_the_papers_cut(rng: Rng) -> SimulatedCheck:
    """What a sample has of a bin with Count = M, of a million."""
    sizes = np.array([300, 500, 1000, 2000, 3000, 5000])
    samples = [first_counts(m / 1e6, int(m), 20_000, rng) for m in sizes]
    labels = (SIZE, "mean number of points from a bin with Count = M")
    return along(sizes, samples, sizes**2 / 1e6, 1, labels=labels, log="xy")
