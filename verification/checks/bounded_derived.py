"""Appendix A.2, derived: the lower bound for noise of at most K / M, equations 18 to 25."""

from __future__ import annotations

import sympy as sp

from modelcollapse.theory.noisy import bounded_noise_bound

from ..claim import symbolic
from ..comparison import SymbolicCheck
from ..refit import M, log_mean_root, n, over_Z, recurrence, z
from .noisy_derived import ROOT, vector

K, N, TOTAL, SIGMA = sp.symbols("K N Tr sigma", positive=True)
PAIRS = [(0, 1), (0, 2), (1, 2)]


@symbolic("eq-18")
def worst_fit() -> SymbolicCheck:
    """The mean square of |Z|/sqrt(M) - K/M: one fit under the worst noise, sigma = 1."""
    ours = 1 / M + K**2 / M**2 - 2 * K * sp.sqrt(2 / sp.pi) / M ** sp.Rational(3, 2)
    return SymbolicCheck(ours, sp.expand(over_Z((sp.Abs(z) / sp.sqrt(M) - K / M) ** 2)))


@symbolic("bounded-order-larger")
def orders() -> SymbolicCheck:
    """How K / M compares with the sample mean's deviation sqrt(Tr Sigma / M)."""
    deviation = sp.sqrt(sp.Integer(1) / M**2 * M * TOTAL)  # M points, each over M, independent
    return SymbolicCheck(sp.Integer(0), sp.limit(K / M / deviation, M, sp.oo))


@symbolic("eq-19")
def whole_step() -> SymbolicCheck:
    """(19): one fit with a general cross term, N = 1, against the bound of the package."""
    T, e, rho = sp.symbols("T e rho", real=True)
    square = sp.Poly(sp.expand((SIGMA * T / sp.sqrt(M) + e) ** 2), T, e)
    # E T^2 = 1, E e^2 = (K/M)^2, and a correlation rho
    mean = {(2, 0): 1, (0, 2): (K / M) ** 2, (1, 1): rho * K / M}
    derived = sum(factor * mean[powers] for powers, factor in square.terms())
    cross = (1 + rho) * 2 * K * SIGMA / M ** sp.Rational(3, 2)
    return SymbolicCheck(bounded_noise_bound(SIGMA**2, M, K) + cross, derived - (K / M) ** 2)


@symbolic("eq-20")
def spacings() -> SymbolicCheck:
    """E sign(median - mean) (mean - 1/2) for three uniform points: a sixth of a mean gap.

    With spacings g, h about the median, median - mean = (g - h)/3, and the mean is
    (first point) + (2g + h)/3, in which only g - h is odd.
    """
    g, h = sp.symbols("g h", positive=True)
    density = 6 * (1 - g - h)
    mean_gap = 2 * sp.integrate(sp.expand((g - h) * density), (g, h, 1 - h), (h, 0, sp.S.Half))
    return SymbolicCheck(sp.Rational(1, 24), mean_gap / 6)


@symbolic("eq-21")
def cauchy_schwarz() -> SymbolicCheck:
    """|f|^2 |g|^2 - (f g)^2 is Lagrange's sum of squares."""
    f, g = (sp.Matrix(sp.symbols(f"{name}_1:4", real=True)) for name in "fg")
    squares = sum((f[i] * g[j] - f[j] * g[i]) ** 2 for i, j in PAIRS)
    return SymbolicCheck(squares, sp.expand(f.dot(f) * g.dot(g) - f.dot(g) ** 2))


@symbolic("eq-22")
def jensen() -> SymbolicCheck:
    """E Y^2 - (E Y)^2 is a sum of squares, for a law on three points."""
    y, w = sp.symbols("y_1:4", positive=True), sp.symbols("w_1:3", positive=True)
    weights = [*w, 1 - sum(w)]
    law = list(zip(weights, y, strict=True))
    gap = sum(u * v**2 for u, v in law) - sum(u * v for u, v in law) ** 2
    spread = sum(weights[i] * weights[j] * (y[i] - y[j]) ** 2 for i, j in PAIRS)
    return SymbolicCheck(sp.expand(spread), sp.expand(gap))


@symbolic("eq-23")
def eigenvalue_and_trace() -> SymbolicCheck:
    """|e|^2 Tr Sigma - e^T Sigma e is a sum of squares."""
    e = vector("e")
    squares = sum((ROOT[i, 0] * e[1] - ROOT[i, 1] * e[0]) ** 2 for i in range(2))
    gap = e.dot(e) * (ROOT**2).trace() - e.dot(ROOT**2 * e)
    return SymbolicCheck(sp.expand(squares), sp.expand(gap))


@symbolic("eq-24")
def approached() -> SymbolicCheck:
    """The sharper bound, approached by normal data in many dimensions, Sigma a multiple of I.

    The worst cross term over the bound's is E|Z| / sqrt(N) for a standard normal vector Z.
    """
    w = sp.Symbol("w", positive=True)  # 1 / N
    ratio = sp.exp(log_mean_root(w, 2).subs(w, 0))  # a mean root of a chi-square, as that of S
    cross = 2 * K / M * sp.sqrt(TOTAL / M) * ratio
    return SymbolicCheck(bounded_noise_bound(TOTAL, M, K), TOTAL / M - cross)


@symbolic("eq-25")
def share_of_the_correction() -> SymbolicCheck:
    """n equal fits by the package's bound for one: what they lack, over the main term."""
    bound = recurrence(1, bounded_noise_bound(TOTAL, M, K), 0)
    main = n * TOTAL / M
    return SymbolicCheck(-2 * K / sp.sqrt(TOTAL * M), sp.simplify(sp.expand(bound - main) / main))


@symbolic("bounded-far-from-optimal")
def without_dimension() -> SymbolicCheck:
    """The paper's correction, by its three moves, over ours: sqrt N."""
    moves = 2 / sp.sqrt(M) * sp.sqrt(N) * sp.sqrt((K / M) ** 2 * TOTAL)
    ours = TOTAL / M - bounded_noise_bound(TOTAL, M, K)
    return SymbolicCheck(ours * sp.sqrt(N), moves)


@symbolic("bounded-superlinear")
def exceptions() -> SymbolicCheck:
    """sqrt(i) points at i = 4^k only add a finite sum."""
    k = sp.Symbol("k", integer=True, positive=True)
    return SymbolicCheck(sp.Integer(1), sp.summation(1 / sp.sqrt(4**k), (k, 1, sp.oo)))
