"""Section 4.1, second half, and Footnote 3: the chain, and which of its states absorb."""

from __future__ import annotations

import numpy as np
import sympy as sp
from scipy import stats  # type: ignore[import-untyped]

import modelcollapse as mc
from modelcollapse.theory import discrete

from ..claim import simulated, symbolic
from ..comparison import GENERATION, Rng, SimulatedCheck, SymbolicCheck, along, proportions
from ..toys import Systematic, shares


@symbolic("markov-property")
def two_steps() -> SymbolicCheck:
    """Two steps of the matrix, against the generating function averaged over the first step."""
    M, z = 4, sp.Symbol("z")
    first = [sp.binomial(M, j) * sp.Rational(1, 4) ** j * sp.Rational(3, 4) ** (M - j)
             for j in range(M + 1)]  # fmt: skip
    second = [(1 + (z - 1) * sp.Rational(j, M)) ** M for j in range(M + 1)]
    law = sp.Poly(sum(a * b for a, b in zip(first, second, strict=True)), z)
    derived = sp.Matrix([[law.coeff_monomial(z**j) for j in range(M + 1)]])
    return SymbolicCheck((discrete.transition_matrix(M) ** 2)[1, :], derived)


@simulated("markov-property")
def given_the_present(rng: Rng) -> SimulatedCheck:
    """The next count given the present one, in runs that came from far away."""
    counts = np.arange(2, 9)
    paths = np.rint(10 * shares([0.25, 0.75], 10, 4, 200_000, rng)[..., 0])
    later = paths[4][(paths[3] == 5) & (paths[1] < 5)]
    law = stats.binom.pmf(counts, 10, 0.5)
    labels = ("next count", "probability, given 5 of 10 now")
    return proportions(counts, later == counts[:, None], law, labels=labels, at=3)


@symbolic("only-deltas-absorb")
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
    return SymbolicCheck(ours, [spread.subs(i, j) for j in range(M + 1)])


@simulated("only-deltas-absorb")
def leaves(rng: Rng) -> SimulatedCheck:
    """How often a data set with i of ten points in a state keeps this number in the next."""
    counts = np.arange(1, 10)
    same = [np.rint(10 * shares([i / 10, 1 - i / 10], 10, 1, 20_000, rng)[1, :, 0]) == i
            for i in counts]  # fmt: skip
    ours = stats.binom.pmf(counts, 10, counts / 10)
    labels = ("count i of ten points", "probability that it stays")
    return along(counts, same, ours, labels=labels, at=4)


@symbolic("absorbing-therefore")
def kept_for_ever() -> SymbolicCheck:
    """The matrix of systematic sampling, M = 5: i of 5 points stay i of 5.

    Given u, the points (u + j)/M below the share i/M are those with j < i - u: m of them if
    m - 1 < i - u <= m.
    """
    M = 5
    unit = sp.Interval.Ropen(0, 1)
    stay = [[unit.intersect(sp.Interval.Ropen(i - m, i - m + 1)).measure for m in range(M + 1)]
            for i in range(M + 1)]  # fmt: skip
    return SymbolicCheck(sp.eye(M + 1), stay)


@simulated("absorbing-therefore")
def systematic(rng: Rng) -> SimulatedCheck:
    """The chance that two draws differ along n, when the points are drawn systematically."""
    fits = np.array([1, 2, 5, 10, 20, 50])
    p = shares([0.46, 0.54], 10, 50, 20_000, rng, Systematic)[fits]
    differ = 1 - (p**2).sum(axis=2)
    ours = 0.4 * 2 * 0.4 * 0.6 + 0.6 * 2 * 0.5 * 0.5  # 4 points with probability 0.4, or 5
    labels = (GENERATION, "mean chance that two draws differ, systematic")
    return along(fits, differ, ours, 0, labels=labels, at=0)


def mean_of_three(x: int, digits: int) -> int:
    """Three equal floats x of so many binary digits, added and divided by 3, each rounded."""
    spacing = 1 << max((3 * x).bit_length() - digits, 0)
    total, over = divmod(3 * x, spacing)
    total += 2 * over > spacing or (2 * over == spacing and total % 2)  # ties to even
    return round(sp.Rational(total * spacing, 3))


@symbolic("float-deltas")
def deltas_in_few_digits() -> SymbolicCheck:
    """Of the floats from [1, b) every fourth above 4/3 fails: counted with 12 binary digits."""
    b, digits = sp.Symbol("b", positive=True), 12
    start, stop = 2 ** (digits - 1), 2**digits
    failing = [x for x in range(start, stop) if mean_of_three(x, digits) != x]
    first = -(-start // 3) * 4  # the first multiple of four above 4/3
    rate = sp.Rational(len(failing), stop - first)
    y = sp.Symbol("y", positive=True)
    lost = sp.integrate(rate, (y, sp.Rational(4, 3), b)) / (b - 1)
    return SymbolicCheck(1 - (b - sp.Rational(4, 3)) / (4 * (b - 1)), 1 - lost)


@simulated("float-deltas")
def fits_of_equal_floats(rng: Rng) -> SimulatedCheck:
    """How often three equal floats from [1, b) are fitted by a delta, along b."""
    ends = np.array([1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2.0])
    deltas = []
    for b in ends:
        x = rng.integers(2**52, int(b * 2**52), 50_000) / 2**52
        fitted = mc.Gaussian().fit(mc.Points(np.repeat(x[:, None], 3, axis=1)))
        deltas.append(fitted.sigma == 0)
    ours = 1 - (ends - 4 / 3) / (ends - 1) / 4
    labels = ("b", "share of fits of x, x, x with σ = 0, x in [1, b)")
    return along(ends, deltas, ours, 1, labels=labels)
