"""What section 4.3 says, derived: equations 6 to 15."""

from __future__ import annotations

import sympy as sp

from modelcollapse.theory.noisy import lower_bound
from modelcollapse.theory.risk import expected_risk

from ..claim import symbolic
from ..comparison import SymbolicCheck
from ..refit import M, S, k, n, over_S, recurrence

a, b, c, p, q, r = sp.symbols("a b c p q r", real=True)
ROOT, OTHER = sp.Matrix([[a, b], [b, c]]), sp.Matrix([[p, q], [q, r]])  # roots of covariances
MU_2, MU_3, KAPPA_4 = sp.symbols("mu_2 mu_3 kappa_4")  # of one point; its mean is 0


def vector(name: str) -> sp.Matrix:
    """Two real coordinates."""
    return sp.Matrix(sp.symbols(f"{name}_1:3", real=True))


def turned() -> tuple[sp.Expr, sp.Matrix]:
    """Tr(A^{1/2} U B^{1/2}) for a turn U by t, and U B^{1/2}."""
    t = sp.Symbol("t", real=True)
    turn = sp.Matrix([[sp.cos(t), -sp.sin(t)], [sp.sin(t), sp.cos(t)]])
    return sp.expand((ROOT * turn * OTHER).trace()), turn * OTHER


@symbolic("gelbrich")
def gelbrich() -> SymbolicCheck:
    """The largest trace of a cross-covariance is that of (A^{1/2} B A^{1/2})^{1/2}, squared."""
    trace, _ = turned()
    t = sp.Symbol("t", real=True)
    largest = trace.coeff(sp.cos(t)) ** 2 + trace.coeff(sp.sin(t)) ** 2
    return SymbolicCheck((ROOT**2 * OTHER**2).trace() + 2 * ROOT.det() * OTHER.det(), largest)


@symbolic("eq-10")
def covariance_part_is_a_square() -> SymbolicCheck:
    """What the mean part leaves out of Gelbrich's bound, as a sum of squares."""
    trace, other = turned()
    gap = ROOT - other.T
    squares = sum(entry**2 for entry in gap)
    return SymbolicCheck((ROOT**2 + OTHER**2).trace() - 2 * trace, squares)


@symbolic("noise-standardised")
def standardised() -> SymbolicCheck:
    """E T T^T = I."""
    return SymbolicCheck(sp.eye(2), (ROOT.inv() * ROOT**2 * ROOT.inv()).applyfunc(sp.simplify))


def sums(powers: int, squares: int) -> sp.Expr:
    """E (sum x)^powers (sum x^2)^squares for M points of mean 0, up to order 4."""
    u, v = sp.symbols("u v")
    moments = [1, 0, MU_2, MU_3, KAPPA_4 + 3 * MU_2**2]
    one = sum(
        moments[i + 2 * j] * u**i * v**j / (sp.factorial(i) * sp.factorial(j))
        for i in range(5)
        for j in range(3)
        if i + 2 * j <= 4
    )
    return sp.expand(sp.diff(one**M, u, powers, v, squares).subs({u: 0, v: 0}))


@symbolic("eq-6")
def unbiased() -> SymbolicCheck:
    """The next mean is the sample mean, and the sample variance has mean Sigma_i (N = 1)."""
    mean, mu, s = sp.symbols("m mu_i s", positive=True)
    T = sp.sqrt(M) / s * (mean - mu)
    variance = (sums(0, 1) - sums(2, 0) / M) / (M - 1)
    return SymbolicCheck([mean, MU_2], [s * T / sp.sqrt(M) + mu, sp.simplify(variance)])


@symbolic("noise-normal-limit")
def normal_limit() -> SymbolicCheck:
    """log E exp(itT) for exponential data as M grows, with w = 1 / sqrt(M)."""
    t, w = sp.Symbol("t", real=True), sp.Symbol("w", positive=True)
    log_one = -sp.log(1 - sp.I * t * w) - sp.I * t * w  # of one point, centred, over sqrt(M)
    return SymbolicCheck(-(t**2) / 2, sp.limit(sp.series(log_one, w, 0, 4).removeO() / w**2, w, 0))


@symbolic("eq-8")
def no_unbiased_zero() -> SymbolicCheck:
    """Polynomials in mean and variance of a normal sample with mean 0 for all mu and sigma."""
    mu, v, u = sp.symbols("mu v u", real=True)
    size = 7
    cumulants = sp.exp(mu * u + v * u**2 / (2 * size))  # of the sample mean
    powers = [sp.diff(cumulants, u, i).subs(u, 0) for i in range(5)]
    half = sp.Rational(size - 1, 2)
    squares = [v**j * sp.rf(half, j) / half**j for j in range(3)]  # E s^(2j)
    exponents = [(i, j) for i in range(5) for j in range(3) if i + 2 * j <= 4]
    weights = sp.symbols(f"a:{len(exponents)}")
    mean = sum(a * powers[i] * squares[j] for a, (i, j) in zip(weights, exponents, strict=True))
    (only,) = sp.linsolve(sp.Poly(sp.expand(mean), mu, v).coeffs(), weights)
    return SymbolicCheck([0] * len(weights), list(only))


@symbolic("noise-distance-grows")
def likelihood() -> SymbolicCheck:
    """With maximum likelihood, E sigma_n^2 + Var mu_n = 1; so E R_n = 2 - 2 E sigma_n."""
    kept = sp.Symbol("E_2", positive=True)
    within, between = (1 - 1 / M) * kept, (1 - kept) + kept / M  # after one more fit
    sizes, root = [6, 9, 14], over_S(sp.sqrt(S))
    width = sp.prod([sp.sqrt(1 - sp.Rational(1, m)) * root.subs(k, m - 1) for m in sizes])
    risk = expected_risk(sizes, ddof=0).rewrite(sp.gamma)
    return SymbolicCheck([1, risk],
                         [sp.expand(within + between), 2 - 2 * width])  # fmt: skip


@symbolic("noise-recovered-on-average")
def recovered() -> SymbolicCheck:
    """The variance grows by 1/M a fit if unbiased; the fourth moment of X^1 if not (sigma = 1)."""
    grown = recurrence(1, 1 / M, 0)
    second = 1 + 2 / (M - 1)  # E S^2
    share = 1 - 1 / M  # of the variance that maximum likelihood keeps
    fourth = 3 / M**2 + 6 * share / M + 3 * share**2 * second
    return SymbolicCheck([1 + n / M, 6 * (M - 1) / M**2],
                         [1 + grown, fourth - 3])  # fmt: skip


@symbolic("eq-7")
def third_moment_of_a_symmetric_law() -> SymbolicCheck:
    """E m_3 = (M-1)(M-2) mu_3 / M^2, which is 0 for symmetric laws: a noise that meets (7)."""
    # M m_3 = sum x^3 - 3 (sum x)(sum x^2) / M + 2 (sum x)^3 / M^2
    mean = (M * MU_3 - 3 * sums(1, 1) / M + 2 * sums(3, 0) / M**2) / M
    return SymbolicCheck((M - 1) * (M - 2) * MU_3 / M**2, mean)


@symbolic("eq-9")
def third_cumulant_and_mean() -> SymbolicCheck:
    """Cov(k_3, sample mean) = kappa_4 / M."""
    first = M * (KAPPA_4 + 3 * MU_2**2)  # E (sum x)(sum x^3)
    product = first - 3 * sums(2, 1) / M + 2 * sums(4, 0) / M**2
    return SymbolicCheck(KAPPA_4 / M, product / ((M - 1) * (M - 2)))


@symbolic("noise-orthogonal-by-clt")
def variance_and_mean() -> SymbolicCheck:
    """The correlation of s^2 and the sample mean, in the limit of large M."""
    g = sp.Symbol("gamma_1")
    covariance = (sums(1, 1) - sums(3, 0) / M) / (M * (M - 1))
    square = (sums(0, 2) - 2 * sums(2, 1) / M + sums(4, 0) / M**2) / (M - 1) ** 2
    scaled = sp.simplify((square - MU_2**2) * M).subs(MU_2, 1)
    derived = sp.simplify(covariance * M).subs(MU_3, g) / sp.sqrt(sp.limit(scaled, M, sp.oo))
    return SymbolicCheck(g / sp.sqrt(KAPPA_4 + 2), derived)


@symbolic("noise-orthogonality-needed")
def midrange() -> SymbolicCheck:
    """The variance of the midrange, in units of the uniform law's own."""
    w, m = sp.Symbol("w", positive=True), sp.Symbol("m", nonnegative=True)
    density = (m + 2) * (m + 1) * w**m * (1 - w)  # of the range of m + 2 points
    variance = sp.integrate(sp.expand(density * (1 - w) ** 2 / 12), (w, 0, 1))
    return SymbolicCheck(6 / ((M + 1) * (M + 2)), 12 * variance.subs(m, M - 2))


def squared_error() -> tuple[sp.Expr, sp.Matrix, sp.Matrix, sp.Matrix]:
    """|d + Sigma_i^{1/2} T / sqrt M + eps|^2 and its three vectors."""
    d, e, T = vector("d"), vector("e"), vector("T")
    after = d + ROOT * T / sp.sqrt(M) + e
    return sp.expand(after.dot(after)), d, e, T


@symbolic("eq-11")
def squares() -> SymbolicCheck:
    """What is left of the squared error if T and eps have independent fair signs: (11)."""
    square, d, e, T = squared_error()
    flips = [{**dict(zip(T, s * T, strict=True)), **dict(zip(e, t * e, strict=True))}
             for s in (1, -1) for t in (1, -1)]  # fmt: skip
    mean = sum(square.subs(flip, simultaneous=True) for flip in flips) / 4
    return SymbolicCheck(d.dot(d) + e.dot(e) + T.dot(ROOT**2 * T) / M, sp.expand(mean))


@symbolic("eq-12")
def products() -> SymbolicCheck:
    """The rest of the squared error: the two terms of (12), and one that it leaves out."""
    square, d, e, T = squared_error()
    left_out = 2 * d.dot(e)
    terms = 2 / sp.sqrt(M) * (e.dot(ROOT * T) + d.dot(ROOT * T))
    return SymbolicCheck(sp.expand(terms + left_out), sp.expand(square - squares().ours))


@symbolic("eq-13")
def trace_term() -> SymbolicCheck:
    """E T^T Sigma_i T = Tr Sigma_i."""
    T = vector("T")
    white = {T[0] ** 2: 1, T[1] ** 2: 1, T[0] * T[1]: 0}
    return SymbolicCheck((ROOT**2).trace(), sp.expand(T.dot(ROOT**2 * T)).subs(white))


@symbolic("eq-14")
def covariance_without_a_condition() -> SymbolicCheck:
    """eps = -2 (sigma - E sigma) T / sqrt M: Cov(eps, T) = 0, but not the cross term."""
    s, w = sp.symbols("s_1:3", positive=True), sp.Symbol("w", positive=True)
    law = list(zip(s, (w, 1 - w), strict=True))  # sigma_i has two values
    mean = sum(weight * value for value, weight in law)
    variance = sum(weight * (value - mean) ** 2 for value, weight in law)
    # E T^2 = 1; the first entry is Cov(eps, T), the second the cross term of (14)
    noise = [(weight, value, -2 * (value - mean) / sp.sqrt(M)) for value, weight in law]
    covariance = sum(weight * eps for weight, _, eps in noise)
    cross = sum(weight * 2 / sp.sqrt(M) * eps * value for weight, value, eps in noise)
    return SymbolicCheck([0, -4 * variance / M], [sp.expand(covariance), sp.expand(cross)])


@symbolic("eq-15")
def all_generations() -> SymbolicCheck:
    """Three fits, added up from the squared error of one."""
    sizes = sp.symbols("M_0:3", positive=True)
    noise = sp.symbols("eta_1:4", positive=True)
    d, e, T, s = sp.symbols("d e T sigma", real=True)
    error = sp.Integer(0)
    for size, eta in zip(sizes, noise, strict=True):
        square = sp.Poly(sp.expand((d + s * T / sp.sqrt(size) + e) ** 2), d, e, T)
        mean = {(2, 0, 0): error, (0, 2, 0): eta, (0, 0, 2): 1}  # products have mean 0
        error = sum(factor * mean.get(powers, 0) for powers, factor in square.terms())
    return SymbolicCheck(lower_bound(s**2, sizes, noise), error)
