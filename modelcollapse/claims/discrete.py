"""Section 4.1, second half, and Footnote 3: where the discrete chain ends."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import sympy as sp
from scipy import stats  # type: ignore[import-untyped]

from ..checks import generator
from ..families.categorical import Categorical
from ..families.gaussian import Gaussian
from ..loop import run
from ..points import Points
from ..theory import discrete
from .register import Claim, SimulatedCheck, SymbolicCheck, along, line
from .toys import Systematic

Rng = int | np.random.Generator
PAGE = "theory/discrete"
GENERATION = "generation n"
GROWING = [4 * (i + 1) ** 2 for i in range(40)]


def shares(p0: list[float], sizes: int | list[int], fits: int, runs: int, rng: Rng) -> np.ndarray:
    """Shares of the states, (fits + 1, runs, states)."""
    law = Categorical(np.array(p0))
    trace = run(law, sample_size=sizes, generations=fits, replicates=runs, rng=generator(rng))
    return np.asarray(trace.p.values)


def product_that_stays() -> SymbolicCheck:
    """The product of 1 - 1/M_i with M_i = 4 k^2, in closed form; it tends to 2 / pi."""
    k, n = sp.symbols("k n", integer=True, positive=True)
    product = sp.product(1 - 1 / (4 * k**2), (k, 1, n)).rewrite(sp.gamma)
    ours = [discrete.heterozygosity(1, GROWING[:i]) for i in (1, 5, 12)]
    derived = [sp.gammasimp(product.subs(n, i)) for i in (1, 5, 12)]
    return SymbolicCheck(sp.Matrix(ours), sp.Matrix(derived))


def lost_so_far(q: float, sizes: list[int]) -> float:
    """The probability that a state has no points in the last of these data sets, exactly."""
    law = np.asarray(stats.binom.pmf(np.arange(sizes[0] + 1), sizes[0], q))
    for old, new in pairwise(sizes):
        law = law @ stats.binom.pmf(np.arange(new + 1), new, np.arange(old + 1)[:, None] / old)
    return float(law[0])


def growing_samples(rng: Rng) -> SimulatedCheck:
    """Runs that have lost a state with q = 0.3 along n, with growing samples."""
    fits = np.array([1, 2, 3, 4, 6, 8, 10])
    p = shares([0.3, 0.7], GROWING[:10], 10, 40_000, rng)[fits, :, 0]
    ours = [lost_so_far(0.3, GROWING[:n]) for n in fits]
    labels = (GENERATION, "share of runs that lost a state, M = 4(i + 1)²")
    return along(fits, p == 0, np.array(ours), np.full(7, 0.7), labels=labels)


def harmonic() -> SymbolicCheck:
    """h = i/M is what a chance of fixation must be: unchanged by a step, 0 and 1 at the ends."""
    M = 6
    h = sp.Matrix([0, *discrete.fixation_probabilities(M), 1])
    return SymbolicCheck(h, discrete.transition_matrix(M) * h)


def winners(rng: Rng) -> SimulatedCheck:
    """Where runs end, along the states, after 20 sample sizes of generations."""
    p0 = [0.35, 0.25, 0.2, 0.15, 0.05]
    last = shares(p0, 5, 100, 20_000, rng)[-1]
    labels = ("probability at the start", "share of runs that end in the state")
    return along(np.array(p0), (last == 1).T, np.array(p0), labels=labels)


def two_steps() -> SymbolicCheck:
    """Two steps of the matrix, against the generating function averaged over the first step."""
    M, z = 4, sp.Symbol("z")
    first = [sp.binomial(M, j) * sp.Rational(1, 4) ** j * sp.Rational(3, 4) ** (M - j)
             for j in range(M + 1)]  # fmt: skip
    second = [(1 + (z - 1) * sp.Rational(j, M)) ** M for j in range(M + 1)]
    law = sp.Poly(sum(a * b for a, b in zip(first, second, strict=True)), z)
    derived = sp.Matrix([[law.coeff_monomial(z**j) for j in range(M + 1)]])
    return SymbolicCheck((discrete.transition_matrix(M) ** 2)[1, :], derived)


def given_the_present(rng: Rng) -> SimulatedCheck:
    """The next count given the present one, in runs that came from far away."""
    counts = np.arange(2, 9)
    paths = np.rint(10 * shares([0.25, 0.75], 10, 4, 200_000, rng)[..., 0])
    later = paths[4][(paths[3] == 5) & (paths[1] < 5)]
    law = stats.binom.pmf(counts, 10, 0.5)
    seen = (later == counts[:, None]).mean(axis=1)
    labels = ("next count", "probability, given 5 of 10 now")
    return line(counts, seen, np.sqrt(law * (1 - law) / later.size), law, labels=labels, at=3)


def spread_of_rows() -> SymbolicCheck:
    """The variance of the next count is zero at the ends only."""
    M, i = 6, sp.Symbol("i")
    P = discrete.transition_matrix(M)
    mean, square = P * sp.Matrix(range(M + 1)), P * sp.Matrix([j**2 for j in range(M + 1)])
    z = sp.Symbol("z")
    law = (1 + (z - 1) * i / M) ** M
    pairs, first = sp.diff(law, z, 2).subs(z, 1), sp.diff(law, z).subs(z, 1)
    spread = sp.factor(pairs + first - first**2)
    ours = [square[j] - mean[j] ** 2 for j in range(M + 1)]
    return SymbolicCheck(sp.Matrix(ours), sp.Matrix([spread.subs(i, j) for j in range(M + 1)]))


def leaves(rng: Rng) -> SimulatedCheck:
    """How often a data set with i of ten points in a state keeps this number in the next."""
    rng, counts = generator(rng), np.arange(1, 10)
    same = [np.rint(10 * shares([i / 10, 1 - i / 10], 10, 1, 20_000, rng)[1, :, 0]) == i
            for i in counts]  # fmt: skip
    ours = stats.binom.pmf(counts, 10, counts / 10)
    labels = ("count i of ten points", "probability that it stays")
    return along(counts, np.array(same), ours, labels=labels, at=4)


def systematic(rng: Rng) -> SimulatedCheck:
    """The chance that two draws differ along n, when the points are drawn systematically."""
    fits = np.array([1, 2, 5, 10, 20, 50])
    law = Systematic(np.array([0.46, 0.54]))
    trace = run(law, sample_size=10, generations=50, replicates=20_000, rng=rng)
    differ = 1 - (trace.p.values[fits] ** 2).sum(axis=2)
    ours = 0.4 * 2 * 0.4 * 0.6 + 0.6 * 2 * 0.5 * 0.5  # 4 points with probability 0.4, or 5
    labels = (GENERATION, "mean chance that two draws differ, systematic")
    return along(fits, differ, np.full(6, ours), np.zeros(6), labels=labels)


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


def diversity_that_stays(rng: Rng) -> SimulatedCheck:
    """The mean chance that two draws differ along n, with growing samples."""
    fits = np.array([1, 2, 4, 8, 16, 40])
    p = shares([0.3, 0.7], GROWING, 40, 20_000, rng)[fits]
    ours = [float(discrete.heterozygosity(0.42, GROWING[:n])) for n in fits]
    labels = (GENERATION, "mean chance that two draws differ, M = 4(i + 1)²")
    return along(fits, 1 - (p**2).sum(axis=2), np.array(ours), np.zeros(6), labels=labels)


def states_left(rng: Rng) -> SimulatedCheck:
    """States of a Zipf law that are left along n: the tail first, then all but one."""
    law = 1 / np.arange(1, 31)
    law /= law.sum()
    fits = np.array([1, 2, 4, 8, 16, 32])
    p = shares(list(law), 20, 32, 10_000, rng)[fits]
    ours = [discrete.survivors(law, 20, int(n)) for n in fits]
    labels = (GENERATION, "states left of 30, M = 20")
    return along(fits, (p > 0).sum(axis=2), np.array(ours), labels=labels, log="xy")


def fits_of_equal_floats(rng: Rng) -> SimulatedCheck:
    """How often three equal floats from [1, b) are fitted by a delta, along b."""
    rng, ends = generator(rng), np.array([1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2.0])
    deltas = []
    for b in ends:
        x = rng.integers(2**52, int(b * 2**52), 50_000) / 2**52
        fitted = Gaussian().fit(Points(np.repeat(x[:, None], 3, axis=1)))
        deltas.append(fitted.sigma == 0)
    ours = 1 - (ends - 4 / 3) / (ends - 1) / 4
    labels = ("b", "share of fits of x, x, x with σ = 0, x in [1, b)")
    return along(ends, np.array(deltas), ours, np.ones(7), labels=labels)


DISCRETE = (
    Claim(
        "lost-at-some-time", "Section 4.1",
        r"The probability that a state of probability $q$ is lost at some generation is $1 - q$.",
        "conditional",
        r"If and only if $\sum 1/M_i = \infty$, for instance at constant $M$. With "
        r"$M_i = 4(i+1)^2$ the limit is lower; the plot has $q = 0.3$, and $1 - q$ as the paper's.",
        f"{PAGE}#disc-end",
        product_that_stays, growing_samples,
    ),
    Claim(
        "end-state", "Section 4.1",
        "The chain ends in a delta function, and in a given state with the probability that this "
        "state has in the original law.",
        "confirmed",
        r"The share is a martingale, so its limit, 0 or 1, has mean $q$: for every constant $M$.",
        f"{PAGE}#disc-end",
        harmonic, winners,
    ),
    Claim(
        "markov-property", "Section 4.1",
        r"The data sets form a Markov chain: $\mathbf X^{i+1}$ depends only on $\mathbf X^i$.",
        "confirmed",
        "And so do the counts of a single state: binomial, with the last share as probability.",
        f"{PAGE}#disc-matrix",
        two_steps, given_the_present,
    ),
    Claim(
        "only-deltas-absorb", "Section 4.1",
        "A data set of equal points reproduces itself for ever, and only such data sets do.",
        "confirmed",
        r"A state with $i$ of $M$ points has $i$ again with a binomial probability, which is 1 "
        r"only for $i = 0$ and $i = M$.",
        f"{PAGE}#disc-matrix",
        spread_of_rows, leaves,
    ),
    Claim(
        "absorbing-therefore", "Section 4.1",
        "There is an absorbing state, and therefore the chain converges to one with probability 1.",
        "corrected",
        "An absorbing state must also be reachable from every state. For independent draws it is, "
        "in one step. With systematic resampling deltas absorb as well, but the first fit is kept "
        "for ever: shown for $p_0 = (0.46, 0.54)$, $M = 10$.",
        f"{PAGE}#disc-reach",
        None, systematic,
    ),
    Claim(
        "all-information-lost", "Section 4.1",
        "We are guaranteed to end in a constant state, with all information lost.",
        "conditional",
        r"$\operatorname{E}H_n = H_0\prod(1 - 1/M_i)$, which goes to 0 if and only if "
        r"$\sum 1/M_i = \infty$. With $M_i = 4(i+1)^2$ a share $2/\pi$ of it stays, as shown.",
        f"{PAGE}#disc-end",
        mean_heterozygosity, diversity_that_stays,
    ),
    Claim(
        "early-and-late", "Section 4.1",
        "Early and late collapse must both arise with discrete laws and perfect fits.",
        "conditional",
        r"At constant $M$, and early collapse only if there are states with $Mq$ of order 1. About "
        r"$2M/n$ states of a long tail are left after $n$ generations, one after about $2M$.",
        f"{PAGE}#disc-survivors",
        None, states_left,
    ),
    Claim(
        "float-deltas", "Footnote 3",
        "Floats are discrete, so the argument holds for all models whose parameters allow deltas.",
        "conditional",
        "A delta absorbs only if the fit of equal floats returns a standard deviation of 0. Of "
        r"three equal floats from $[1, 2)$ it does in five cases out of six, from $[1, b)$ in "
        r"$1 - \frac{b - 4/3}{4(b - 1)}$ of the cases, $b \ge \frac43$.",
        f"{PAGE}#disc-floats",
        None, fits_of_equal_floats,
    ),
)  # fmt: skip
