r"""Appendix A.1 of the paper: absorbing Markov chains, in columns that sum to one.

T = [[Q, 0], [R, I]]: Q from transient to transient, R from transient to absorbing states.
Chapter "Absorbing Markov chains".
"""

from __future__ import annotations

import numpy as np
import sympy as sp
from scipy import stats  # type: ignore[import-untyped]

import modelcollapse as mc
from modelcollapse.theory import discrete

from ..claim import simulated, symbolic
from ..comparison import GENERATION, SIZE, Rng, SimulatedCheck, SymbolicCheck, along, proportions
from ..refit import n, recurrence
from ..toys import Floored, Systematic, shares


def by_columns(M: int) -> sp.Matrix:
    """T of the exact fit, transient counts first: laws of a sum of M zeros and ones."""
    z = sp.Symbol("z")
    order = [*range(1, M), 0, M]
    laws = [sp.Poly((1 + (z - 1) * sp.Rational(j, M)) ** M, z) for j in order]
    return sp.Matrix(M + 1, M + 1, lambda i, j: laws[j].coeff_monomial(z ** order[i]))


def inside(M: int) -> np.ndarray:
    """Q transposed, as floats: from the count of the row to that of the column."""
    counts = np.arange(1, M)
    return np.asarray(stats.binom.pmf(counts, M, counts[:, None] / M))


@symbolic("eq-16")
def blocks() -> SymbolicCheck:
    order = [1, 2, 3, 4, 0, 5]
    return SymbolicCheck(discrete.transition_matrix(5).extract(order, order).T, by_columns(5))


@simulated("eq-16")
def one_column(rng: Rng) -> SimulatedCheck:
    counts = np.arange(9)
    after = np.rint(10 * shares([0.4, 0.6], 10, 1, 200_000, rng)[1, :, 0])
    column = stats.binom.pmf(counts, 10, 0.4)
    labels = ("next count", "probability")
    return proportions(counts, after == counts[:, None], column, labels=labels, at=4)


@symbolic("eq-17")
def power_step() -> SymbolicCheck:
    """The step of the induction on k, with blocks as letters that do not commute."""
    Q, R, G = sp.symbols("Q R G_k", commutative=False)
    k = sp.Symbol("k", integer=True, nonnegative=True)

    def claimed(power: sp.Expr, geometric: sp.Expr) -> sp.Matrix:
        return sp.Matrix([[Q**power, 0], [R * geometric, 1]])

    step = sp.Matrix([[Q, 0], [R, 1]]) * claimed(k, G)
    return SymbolicCheck(claimed(k + 1, sp.expand(G + Q**k)).expand(), step.expand())


@simulated("eq-17")
def absorbed_by(rng: Rng) -> SimulatedCheck:
    times = np.array([2, 4, 6, 8, 12, 16, 24, 32])
    p = shares([0.5, 0.5], 10, 32, 20_000, rng)[times, :, 0]
    survive = [np.linalg.matrix_power(inside(10), int(k)).sum(axis=1)[4] for k in times]
    labels = ("steps k", "share absorbed")
    return along(times, (p == 0) | (p == 1), 1 - np.array(survive), labels=labels)


@symbolic("absorbing-limit")
def limit() -> SymbolicCheck:
    """R (I - Q)^-1 against the powers of T in its eigenbasis, where only the ones stay."""
    M = 5
    T = by_columns(M)
    basis, diagonal = T.diagonalize()
    stays = diagonal.applyfunc(lambda entry: sp.Integer(entry == 1))
    ours = discrete.absorbing_limit(T.T, list(range(M - 1))).T
    return SymbolicCheck(ours, basis * stays * basis.inv())


@simulated("absorbing-limit")
def ends_in_a(rng: Rng) -> SimulatedCheck:
    counts = np.arange(1, 6)
    last = [shares([j / 6, 1 - j / 6], 6, 60, 10_000, rng)[-1, :, 0] == 1 for j in counts]
    expected = [float(h) for h in discrete.fixation_probabilities(6)]
    labels = ("count at the start", "share that ends in the state")
    return along(counts, last, expected, labels=labels, at=1)


@symbolic("variance-up-and-down")
def mean_decay() -> SymbolicCheck:
    """j (M - j) is, on average, multiplied by the largest eigenvalue of Q in each step."""
    z, M, j = sp.symbols("z M j", positive=True)
    law = (1 + (z - 1) * j / M) ** M  # generating function of the next count
    first, pairs = (sp.diff(law, z, r).subs(z, 1) for r in (1, 2))
    after = 2 * (M * first - pairs - first) / M**2
    return SymbolicCheck(discrete.heterozygosity(2 * j * (M - j) / M**2, [M]), after)


@symbolic("transient-vanishes")
def all_below_one() -> SymbolicCheck:
    """The eigenvalues of Q, all below 1, as the roots of its characteristic polynomial."""
    M, x = 6, sp.Symbol("x")
    roots = discrete.eigenvalues(M)[2:]
    assert max(roots) < 1
    ours = sp.prod([x - root for root in roots])
    return SymbolicCheck(ours, by_columns(M)[: M - 1, : M - 1].charpoly(x).as_expr())


@simulated("transient-vanishes")
def never_absorbed(rng: Rng) -> SimulatedCheck:
    times = np.array([1, 2, 5, 10, 20, 50])
    gone = (shares([0.04, 0.96], 10, 50, 20_000, rng, Systematic)[times] == 1).any(axis=2)
    labels = (GENERATION, "share absorbed, systematic sampling")
    return along(times, gone, 0.6, 1, labels=labels)


@symbolic("absorbing-deltas")
def fixation() -> SymbolicCheck:
    Q, R = by_columns(6)[:5, :5], by_columns(6)[5:, :5]
    derived = (R * (sp.eye(5) - Q).inv())[1, :]
    return SymbolicCheck([discrete.fixation_probabilities(6)], derived)


@simulated("absorbing-deltas")
def where_it_ends(rng: Rng) -> SimulatedCheck:
    p0 = np.array([0.4, 0.3, 0.2, 0.1])
    last = shares(p0, 5, 60, 20_000, rng)[-1]
    labels = ("state", "share of runs that end there")
    return along(np.arange(4), (last == 1).T, p0, labels=labels, at=0)


@symbolic("average-time")
def mean_times() -> SymbolicCheck:
    """First-step analysis: one step, then the mean time from where it leads."""
    Q = by_columns(6)[:5, :5]
    tau = sp.symbols("tau1:6")
    steps = [tau[j] - 1 - sum(Q[i, j] * tau[i] for i in range(5)) for j in range(5)]
    solved = sp.solve(steps, tau)
    return SymbolicCheck(discrete.absorption_times(6), [solved[time] for time in tau])


@simulated("average-time")
def times_from_the_middle(rng: Rng) -> SimulatedCheck:
    sizes = np.array([2, 4, 6, 8])
    samples = []
    for M in sizes:
        p = shares([0.5, 0.5], int(M), 22 * int(M), 10_000, rng)[..., 0]
        samples.append(((p > 0) & (p < 1)).sum(axis=0))
    ours = [float(discrete.absorption_times(int(M))[M // 2 - 1]) for M in sizes]
    labels = (SIZE, "mean time to collapse")
    return along(sizes, samples, ours, labels=labels)


@simulated("variance-up-and-down")
def variance_rises(rng: Rng) -> SimulatedCheck:
    counts = np.array([1, 2, 3, 4, 6, 7, 8, 9])
    rises, ours = [], []
    for j in counts:
        after = np.rint(10 * shares([j / 10, 1 - j / 10], 10, 1, 20_000, rng)[1, :, 0])
        rises.append(abs(after - 5) < abs(j - 5))
        nearer = np.arange(11)[abs(np.arange(11) - 5) < abs(j - 5)]
        ours.append(stats.binom.pmf(nearer, 10, j / 10).sum())
    labels = ("count", "share of steps in which the variance rises")
    return along(counts, rises, ours, labels=labels, at=2)


@symbolic("no-delta-no-collapse")
def balance() -> SymbolicCheck:
    M, h, start = sp.symbols("M h v_0", positive=True)
    solved = recurrence(1 - 1 / M, h**2, start)
    return SymbolicCheck(M * h**2 + (start - M * h**2) * (1 - 1 / M) ** n, solved)


@simulated("no-delta-no-collapse")
def held_up(rng: Rng) -> SimulatedCheck:
    times = np.array([1, 5, 10, 20, 40, 60])
    law = Floored(ddof=0)
    trace = mc.run(law, sample_size=20, generations=60, replicates=20_000, rng=rng)
    ours = 2 + (1 - 2) * (1 - 1 / 20) ** times
    labels = (GENERATION, "variance within the model")
    return along(times, trace.sigma.values[times] ** 2, ours, labels=labels)
