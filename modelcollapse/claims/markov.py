r"""Appendix A.1 of the paper: absorbing Markov chains, in columns that sum to one.

T = [[Q, 0], [R, I]]: Q from transient to transient, R from transient to absorbing states.
Chapter "Absorbing Markov chains".
"""

from __future__ import annotations

import numpy as np
import sympy as sp
from scipy import stats  # type: ignore[import-untyped]

from ..families.categorical import Categorical
from ..loop import run
from ..theory import discrete
from ..validation import generator
from .register import Claim, Rng, SimulatedCheck, SymbolicCheck, along, line
from .toys import Floored, Systematic

PAGE = "theory/absorbing-chains"
GENERATION = "generation n"


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


def shares(p0: list[float], M: int, generations: int, runs: int, rng: Rng) -> np.ndarray:
    """Shares of the states in the exact fit, (generations + 1, runs, states)."""
    law = Categorical(np.array(p0))
    trace = run(law, sample_size=M, generations=generations, replicates=runs, rng=rng)
    return np.asarray(trace.p.values)


def blocks() -> SymbolicCheck:
    order = [1, 2, 3, 4, 0, 5]
    return SymbolicCheck(discrete.transition_matrix(5).extract(order, order).T, by_columns(5))


def one_column(rng: Rng) -> SimulatedCheck:
    counts, runs = np.arange(9), 200_000
    after = np.rint(10 * shares([0.4, 0.6], 10, 1, runs, rng)[1, :, 0])
    column = stats.binom.pmf(counts, 10, 0.4)
    seen = (after == counts[:, None]).mean(axis=1)
    error = np.sqrt(column * (1 - column) / runs)
    return line(counts, seen, error, column, labels=("next count", "probability"), at=4)


def power_step() -> SymbolicCheck:
    """The step of the induction on k, with blocks as letters that do not commute."""
    Q, R, G = sp.symbols("Q R G_k", commutative=False)
    k = sp.Symbol("k", integer=True, nonnegative=True)

    def claimed(power: sp.Expr, geometric: sp.Expr) -> sp.Matrix:
        return sp.Matrix([[Q**power, 0], [R * geometric, 1]])

    step = sp.Matrix([[Q, 0], [R, 1]]) * claimed(k, G)
    return SymbolicCheck(claimed(k + 1, sp.expand(G + Q**k)).expand(), step.expand())


def absorbed_by(rng: Rng) -> SimulatedCheck:
    times = np.array([2, 4, 6, 8, 12, 16, 24, 32])
    p = shares([0.5, 0.5], 10, 32, 20_000, rng)[times, :, 0]
    survive = [np.linalg.matrix_power(inside(10), int(k)).sum(axis=1)[4] for k in times]
    labels = ("steps k", "share absorbed")
    return along(times, (p == 0) | (p == 1), 1 - np.array(survive), labels=labels)


def limit() -> SymbolicCheck:
    """R (I - Q)^-1 against the powers of T in its eigenbasis, where only the ones stay."""
    M = 5
    T = by_columns(M)
    basis, diagonal = T.diagonalize()
    stays = diagonal.applyfunc(lambda entry: sp.Integer(entry == 1))
    ours = discrete.absorbing_limit(T.T, list(range(M - 1))).T
    return SymbolicCheck(ours, basis * stays * basis.inv())


def ends_in_a(rng: Rng) -> SimulatedCheck:
    rng, counts = generator(rng), np.arange(1, 6)
    last = [shares([j / 6, 1 - j / 6], 6, 60, 10_000, rng)[-1, :, 0] == 1 for j in counts]
    expected = [float(h) for h in discrete.fixation_probabilities(6)]
    labels = ("count at the start", "share that ends in the state")
    return along(counts, np.array(last), np.array(expected), labels=labels, at=1)


def mean_decay() -> SymbolicCheck:
    """j (M - j) is, on average, multiplied by the largest eigenvalue of Q in each step."""
    z, M, j = sp.symbols("z M j", positive=True)
    law = (1 + (z - 1) * j / M) ** M  # generating function of the next count
    first, pairs = (sp.diff(law, z, r).subs(z, 1) for r in (1, 2))
    after = 2 * (M * first - pairs - first) / M**2
    return SymbolicCheck(discrete.heterozygosity(2 * j * (M - j) / M**2, [M]), after)


def all_below_one() -> SymbolicCheck:
    """The eigenvalues of Q, all below 1, as the roots of its characteristic polynomial."""
    M, x = 6, sp.Symbol("x")
    roots = discrete.eigenvalues(M)[2:]
    assert max(roots) < 1
    ours = sp.prod([x - root for root in roots])
    return SymbolicCheck(ours, by_columns(M)[: M - 1, : M - 1].charpoly(x).as_expr())


def never_absorbed(rng: Rng) -> SimulatedCheck:
    law, times = Systematic(np.array([0.04, 0.96])), np.array([1, 2, 5, 10, 20, 50])
    trace = run(law, sample_size=10, generations=50, replicates=20_000, rng=rng)
    gone = (trace.p.values[times] == 1).any(axis=2)
    labels = (GENERATION, "share absorbed, systematic sampling")
    return along(times, gone, np.full(6, 0.6), np.ones(6), labels=labels)


def fixation() -> SymbolicCheck:
    Q, R = by_columns(6)[:5, :5], by_columns(6)[5:, :5]
    derived = (R * (sp.eye(5) - Q).inv())[1, :]
    return SymbolicCheck(sp.Matrix([discrete.fixation_probabilities(6)]), derived)


def where_it_ends(rng: Rng) -> SimulatedCheck:
    p0 = np.array([0.4, 0.3, 0.2, 0.1])
    last = shares(list(p0), 5, 60, 20_000, rng)[-1]
    labels = ("state", "share of runs that end there")
    return along(np.arange(4), (last == 1).T, p0, labels=labels, at=0)


def mean_times() -> SymbolicCheck:
    """First-step analysis: one step, then the mean time from where it leads."""
    Q = by_columns(6)[:5, :5]
    tau = sp.symbols("tau1:6")
    steps = [tau[j] - 1 - sum(Q[i, j] * tau[i] for i in range(5)) for j in range(5)]
    solved = sp.solve(steps, tau)
    return SymbolicCheck(sp.Matrix(discrete.absorption_times(6)), sp.Matrix(tau).subs(solved))


def times_from_the_middle(rng: Rng) -> SimulatedCheck:
    rng, sizes = generator(rng), np.array([2, 4, 6, 8])
    samples = []
    for M in sizes:
        p = shares([0.5, 0.5], int(M), 22 * int(M), 10_000, rng)[..., 0]
        samples.append(((p > 0) & (p < 1)).sum(axis=0))
    ours = [float(discrete.absorption_times(int(M))[M // 2 - 1]) for M in sizes]
    labels = ("sample size M", "mean time to collapse")
    return along(sizes, np.array(samples), np.array(ours), labels=labels)


def variance_rises(rng: Rng) -> SimulatedCheck:
    rng, counts = generator(rng), np.array([1, 2, 3, 4, 6, 7, 8, 9])
    rises, ours = [], []
    for j in counts:
        after = np.rint(10 * shares([j / 10, 1 - j / 10], 10, 1, 20_000, rng)[1, :, 0])
        rises.append(abs(after - 5) < abs(j - 5))
        nearer = np.arange(11)[abs(np.arange(11) - 5) < abs(j - 5)]
        ours.append(stats.binom.pmf(nearer, 10, j / 10).sum())
    labels = ("count", "share of steps in which the variance rises")
    return along(counts, np.array(rises), np.array(ours), labels=labels, at=2)


def balance() -> SymbolicCheck:
    v, n = sp.Function("v"), sp.Symbol("n", integer=True, nonnegative=True)
    M, h, start = sp.symbols("M h v_0", positive=True)
    solved = sp.rsolve(v(n + 1) - (1 - 1 / M) * v(n) - h**2, v(n), {v(0): start})
    return SymbolicCheck(M * h**2 + (start - M * h**2) * (1 - 1 / M) ** n, solved)


def held_up(rng: Rng) -> SimulatedCheck:
    times = np.array([1, 5, 10, 20, 40, 60])
    law = Floored(ddof=0)
    trace = run(law, sample_size=20, generations=60, replicates=20_000, rng=rng)
    ours = 2 + (1 - 2) * (1 - 1 / 20) ** times
    labels = (GENERATION, "variance within the model")
    return along(times, trace.sigma.values[times] ** 2, ours, labels=labels)


MARKOV = (
    Claim(
        "variance-up-and-down", "Appendix A.1",
        "The chain is stochastic, so its variance goes up and down.",
        "confirmed",
        r"For the exact fit with counts $j$ and $M-j$, single steps go either way (from equal "
        r"counts never up); on average every step multiplies the variance by $1 - 1/M$.",
        f"{PAGE}#mark-exact",
        mean_decay, variance_rises,
    ),
    Claim(
        "no-delta-no-collapse", "Appendix A.1",
        "If the fit cannot become a delta, its errors may keep the sampling errors from going on.",
        "confirmed",
        r"A fit that adds $h^2$ to the plug-in variance comes to rest at the variance $Mh^2$: "
        r"$\operatorname{E}\sigma_n^2 = Mh^2 + (\sigma^2 - Mh^2)(1 - \frac1M)^n$.",
        "phenomenon/generational-data#gen-balance",
        balance, held_up,
    ),
    Claim(
        "eq-16", "Equation 16",
        r"With transient states first, $T = \begin{bmatrix} Q & 0 \\ R & I \end{bmatrix}$.",
        "confirmed",
        "In the convention that columns sum to 1 and the second index is where the chain comes "
        "from. With rows that sum to 1, as in most texts, all blocks are transposed. Shown: one "
        r"column for the exact fit, $M = 10$.",
        f"{PAGE}#mark-columns",
        blocks, one_column,
    ),
    Claim(
        "eq-17", "Equation 17",
        r"$T^k$ has the blocks $Q^k$ and $R\sum_{i<k}Q^i$, and leaves $0$ and $I$ as they are.",
        "confirmed",
        "For every $k$, by induction, and with no condition on $Q$.",
        f"{PAGE}#mark-power",
        power_step, absorbed_by,
    ),
    Claim(
        "absorbing-limit", "Appendix A.1",
        r"$T^k \to \begin{bmatrix} 0 & 0 \\ R(I-Q)^{-1} & I \end{bmatrix}$.",
        "conditional",
        r"If and only if the spectral radius of $Q$ is below 1, that is, if every transient state "
        r"can reach an absorbing one. Otherwise $I - Q$ is singular. Shown: a case where it holds.",
        f"{PAGE}#mark-limit",
        limit, ends_in_a,
    ),
    Claim(
        "transient-vanishes", "Appendix A.1",
        "In the limit the transient states have probability 0, so the chain ends in an absorbing "
        "state and stays.",
        "conditional",
        "It needs an absorbing state that can be reached from everywhere; for independent points "
        r"it can, in one step. Shown: systematic sampling from $p_0 = (0.04, 0.96)$ with $M = 10$, "
        "where deltas are absorbing and four runs in ten never become one.",
        f"{PAGE}#mark-reachable",
        all_below_one, never_absorbed,
    ),
    Claim(
        "absorbing-deltas", "Appendix A.1",
        "With an exact fit the absorbing states are the deltas at the points of the original law.",
        "confirmed",
        r"A delta at a point of probability $q > 0$ is reached with probability exactly $q$, for "
        "independent points and constant $M$.",
        f"{PAGE}#mark-exact",
        fixation, where_it_ends,
    ),
    Claim(
        "average-time", "Appendix A.1",
        r"The average time before collapse may be long, and without knowing the fitting procedure "
        r"neither it nor $Q$ can be calculated.",
        "conditional",
        r"True in general. But in section 4.1 the fit is known, $\mathcal F(p) = p$: $Q$ is "
        r"binomial and the times are $(I-Q)^{-\mathsf T}\mathbf 1$, fractions: from equal counts "
        r"about $2M\ln 2$ generations. The paper gives no number to compare.",
        f"{PAGE}#mark-time",
        mean_times, times_from_the_middle,
    ),
)  # fmt: skip
