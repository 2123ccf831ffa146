"""Section 4.1, first half, and Figure 3: which states a sample loses, and which bins are cut."""

from __future__ import annotations

import numpy as np
import sympy as sp

from ..families.categorical import Categorical
from ..loop import run
from ..theory import discrete
from ..validation import generator
from .register import Claim, Rng, SimulatedCheck, SymbolicCheck, along, line

PAGE = "theory/discrete"
M, q, s, c, N0 = sp.symbols("M q s c N_0", positive=True)
COUNT = (1 - q + q * s) ** M  # generating function of the points in a state of probability q


def first_counts(q: float, M: int, runs: int, rng: np.random.Generator) -> np.ndarray:
    """The points in a state of probability q in the first data set, one number a run."""
    law = Categorical(np.array([q, 1 - q]))
    trace = run(law, sample_size=M, generations=1, replicates=runs, rng=rng)
    return np.asarray(M * trace.p.values[1, :, 0])


def step_variance() -> SymbolicCheck:
    """Factorial moments of one step, and what a step leaves of q(1 - q)."""
    mean, pairs = (sp.diff(COUNT, s, r).subs(s, 1) for r in (1, 2))
    spread = (pairs + mean - mean**2) / M**2
    kept = discrete.heterozygosity(2 * q * (1 - q), [M])
    return SymbolicCheck(q * (1 - q) - kept / 2, sp.expand(spread))


def spread_of_a_share(rng: Rng) -> SimulatedCheck:
    """The variance of the fitted share along M."""
    rng, sizes = generator(rng), np.array([5, 10, 20, 50, 100, 200, 500, 1000])
    samples = [(first_counts(0.3, int(m), 50_000, rng) / m - 0.3) ** 2 for m in sizes]
    labels = ("sample size M", "variance of the share, q = 0.3")
    return along(sizes, np.array(samples), 0.21 / sizes, labels=labels, log="xy", at=2)


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
    return SymbolicCheck(sp.Matrix(ours), sp.Matrix([once, twice, growth]))


def lost_by_share(rng: Rng) -> SimulatedCheck:
    """States of several probabilities: which are lost within five generations."""
    law = np.array([0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.685])
    trace = run(Categorical(law), sample_size=50, generations=5, replicates=20_000, rng=rng)
    lost = (trace.p.values[5] == 0).T[:6]
    ours = [1 - discrete.survivors([p], 50, 5) for p in law[:6]]
    labels = ("probability q of a state", "share lost after 5 generations, M = 50")
    return along(law[:6], lost, np.array(ours), labels=labels, log="x", at=2)


def expected_count() -> SymbolicCheck:
    """The mean of the count at q = 1/M."""
    return SymbolicCheck(1, sp.diff(COUNT, s).subs(s, 1).subs(q, 1 / M))


def counts_at_threshold(rng: Rng) -> SimulatedCheck:
    """The mean count at q = 1/M, along M."""
    rng, sizes = generator(rng), np.array([2, 5, 10, 20, 50, 100, 200, 500])
    samples = [first_counts(1 / m, int(m), 50_000, rng) for m in sizes]
    labels = ("sample size M", "mean number of points, q = 1/M")
    return along(sizes, np.array(samples), np.ones(8), labels=labels, log="x")


def half_lost() -> SymbolicCheck:
    """The q that is lost in one step with probability 1/2."""
    (solved,) = sp.solve(sp.Eq(M * sp.log(1 - q), -sp.log(2)), q)
    at_half = COUNT.subs(s, 0).subs(q, solved)
    return SymbolicCheck(sp.Rational(1, 2), sp.powsimp(at_half, force=True))


def lost_at_threshold(rng: Rng) -> SimulatedCheck:
    """How often a state of probability 1/M is lost in one step, along M."""
    rng, sizes = generator(rng), np.array([2, 3, 5, 10, 20, 50, 100, 500])
    lost = [first_counts(1 / m, int(m), 50_000, rng) == 0 for m in sizes]
    labels = ("sample size M", "share of runs that lose a state with q = 1/M")
    return along(
        sizes, np.array(lost), (1 - 1 / sizes) ** sizes, np.ones(8), labels=labels, log="x"
    )


def cut_tail() -> SymbolicCheck:
    """Removing the tail t from (1 - e) core + e t leaves the core, whatever t and e."""
    e = sp.Symbol("e", positive=True)
    core = sp.symbols("c1:4", positive=True)
    last = 1 - sum(core)
    kept = [(1 - e) * share for share in (*core, last)]
    return SymbolicCheck(sp.Matrix([*core, last]), sp.Matrix(kept) / sum(kept))


def look_alike(rng: Rng) -> SimulatedCheck:
    """A law with a fat tail, counted and cut at 1/M: its core is that of the law without tail."""
    rng, size, points = generator(rng), 1000, 1_000_000
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


def threshold() -> SymbolicCheck:
    """The count at which a bin of N_0 points has probability 1/M."""
    (solved,) = sp.solve(sp.Eq(c / N0, 1 / M), c)
    return SymbolicCheck(sp.log(N0) - sp.log(M), sp.expand_log(sp.log(solved)))


def points_at_the_papers_cut(rng: Rng) -> SimulatedCheck:
    """What a sample has of a bin with Count = M, of a million."""
    rng, sizes = generator(rng), np.array([300, 500, 1000, 2000, 3000, 5000])
    samples = [first_counts(m / 1e6, int(m), 20_000, rng) for m in sizes]
    labels = ("sample size M", "mean number of points from a bin with Count = M")
    return along(sizes, np.array(samples), sizes**2 / 1e6, np.ones(6), labels=labels, log="xy")


TAILS = (
    Claim(
        "discrete-sampling-only", "Section 4.1",
        r"With $\mathcal F(p) = p$ collapse comes from sampling errors alone.",
        "confirmed",
        r"A share has the right mean after every fit; its variance, $q(1-q)/M$ after one, vanishes "
        "as the sample grows.",
        f"{PAGE}#disc-moments",
        step_variance, spread_of_a_share,
    ),
    Claim(
        "tails-first", "Section 4.1",
        "At first the tails disappear, as rare events are seldom sampled.",
        "confirmed",
        r"The rarer a state, the likelier it is lost by any given generation: with about "
        r"$e^{-Mq}$ in one step, with about $e^{-2Mq/n}$ by generation $n$.",
        f"{PAGE}#disc-survivors",
        lost_in_large_samples, lost_by_share,
    ),
    Claim(
        "expected-count", "Section 4.1",
        r"If $q \le \frac1M$, the expected number of points in the state is less than 1.",
        "conditional",
        r"It is $Mq \le 1$, with equality at $q = \frac1M$, which is shown.",
        f"{PAGE}#disc-losing",
        expected_count, counts_at_threshold,
    ),
    Claim(
        "rare-states-lost", "Section 4.1",
        r"So in practice we lose a state with $q \le \frac1M$.",
        "conditional",
        r"In one step with probability $(1-q)^M$: at $q = \frac1M$ between $\frac14$ and "
        r"$\frac1e$, at most 37 %. More often than not only if $q < 1 - 2^{-1/M} \approx 0.69/M$. "
        "The plot holds a loss for certain against it.",
        f"{PAGE}#disc-losing",
        half_lost, lost_at_threshold,
    ),
    Claim(
        "figure-3-alike", "Figure 3",
        "Two laws that differ in their tails look the same once rare events are cut off.",
        "confirmed",
        "For the cut, whatever the tails were. A real sample does not cut: it keeps a random "
        "part of the tail, with the right total on average.",
        f"{PAGE}#disc-figure-3",
        cut_tail, look_alike,
    ),
    Claim(
        "figure-3-threshold", "Figure 3",
        r"States with probability below $\frac1M$ are the bins with "
        r"$\log\text{Count} \le \log M$.",
        "corrected",
        r"Counted from $N_0$ points, they are the bins with $\log\text{Count} \le \log N_0 - "
        r"\log M$: the same only for $N_0 = M^2$. A bin with Count $= M$ has $M^2/N_0$ points in "
        r"the next sample; at the paper's cut it would be 1. Here $N_0 = 10^6$.",
        f"{PAGE}#disc-figure-3",
        threshold, points_at_the_papers_cut,
        formulas=(r"$\text{Count} \le M$", r"$\text{Count} \le N_0/M$"),
    ),
)  # fmt: skip
