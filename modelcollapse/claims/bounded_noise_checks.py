"""What appendix A.2 says, derived and simulated: the checks behind `bounded_noise.py`.

K = 2 sigma unless said otherwise; the noise is the worst of its size, `Opposed`.
"""

from __future__ import annotations

import math

import numpy as np
import sympy as sp
from scipy.special import beta  # type: ignore[import-untyped]

from ..families.gaussian import Gaussian
from ..families.multivariate import MultivariateGaussian
from ..loop import run
from ..theory.gaussian import expected_sigma
from ..theory.noisy import bounded_noise_bound
from ..validation import generator
from .noise_chain import NoisyGaussian, Opposed
from .noisy_derived import ROOT, M, vector
from .noisy_simulated import FITS, MEAN_PART, RUNS, mean_part
from .refit import over_Z, z
from .register import Rng, SimulatedCheck, SymbolicCheck, along

K, N, TOTAL, SIGMA = sp.symbols("K N Tr sigma", positive=True)
SIZES = np.array([5, 10, 20, 40, 80, 120])
PAIRS = [(0, 1), (0, 2), (1, 2)]


def opposed_mean_part(M: int, k: float, fits: np.ndarray) -> np.ndarray:
    """E (mu_n - mu)^2 under the worst noise, normal data of variance 1, exactly."""
    roots = [float(expected_sigma([M] * i)) for i in range(int(max(fits)))]
    steps = 1 / M + k**2 / M**2 - 2 * k / M * math.sqrt(2 / (math.pi * M)) * np.array(roots)
    return np.cumsum(steps)[fits - 1]


def one_fit(k: float, rng: Rng) -> np.ndarray:
    """M (mu_1 - mu)^2 under the worst noise, for each of SIZES."""
    rng, law = generator(rng), NoisyGaussian(noise=Opposed(k))
    return np.array([M * mean_part(law, int(M), [1], rng)[0] for M in SIZES])


def small(rng: Rng) -> SimulatedCheck:
    """One fit, in units of sigma^2 / M: noise of this size matters less and less."""
    ours = 1 + 1 / SIZES - 2 * math.sqrt(2 / math.pi) / np.sqrt(SIZES)
    labels = ("sample size M", "M E(μ₁ − μ)² / σ², K = σ")
    return along(SIZES, one_fit(1, rng), ours, labels=labels, log="x")


def worst_fit() -> SymbolicCheck:
    """The mean square of |Z|/sqrt(M) - K/M: one fit under the worst noise, sigma = 1."""
    ours = 1 / M + K**2 / M**2 - 2 * K * sp.sqrt(2 / sp.pi) / M ** sp.Rational(3, 2)
    return SymbolicCheck(ours, sp.expand(over_Z((sp.Abs(z) / sp.sqrt(M) - K / M) ** 2)))


def order(rng: Rng) -> SimulatedCheck:
    """The squared deviation of the sample mean over the largest squared noise, K = sigma.

    The paper's words, noise of the larger order, would make it at most 1.
    """
    rng = generator(rng)
    squares = np.array([mean_part(Gaussian(), int(M), [1], rng)[0] * M**2 for M in SIZES])
    labels = ("sample size M", "E(sample mean − μ)² / (K/M)²")
    papers = np.ones(len(SIZES))
    return along(SIZES, squares, SIZES.astype(float), papers, labels=labels, log="xy")


def orders() -> SymbolicCheck:
    """How K / M compares with the sample mean's deviation sqrt(Tr Sigma / M)."""
    deviation = sp.sqrt(sp.Integer(1) / M**2 * M * TOTAL)  # M points, each over M, independent
    return SymbolicCheck(sp.Integer(0), sp.limit(K / M / deviation, M, sp.oo))


def whole_step() -> SymbolicCheck:
    """(19): one fit with a general cross term, N = 1, against the bound of the package."""
    T, e, rho = sp.symbols("T e rho", real=True)
    square = sp.Poly(sp.expand((SIGMA * T / sp.sqrt(M) + e) ** 2), T, e)
    # E T^2 = 1, E e^2 = (K/M)^2, and a correlation rho
    mean = {(2, 0): 1, (0, 2): (K / M) ** 2, (1, 1): rho * K / M}
    derived = sum(factor * mean[powers] for powers, factor in square.terms())
    cross = (1 + rho) * 2 * K * SIGMA / M ** sp.Rational(3, 2)
    return SymbolicCheck(bounded_noise_bound(SIGMA**2, M, K) + cross, derived - (K / M) ** 2)


def whole_chain(rng: Rng) -> SimulatedCheck:
    """The mean part under the worst noise, added up from (19)."""
    samples = mean_part(NoisyGaussian(noise=Opposed(1.0)), 20, FITS, rng)
    return along(FITS, samples, opposed_mean_part(20, 1, FITS), labels=MEAN_PART)


def spacings() -> SymbolicCheck:
    """E sign(median - mean) (mean - 1/2) for three uniform points: a sixth of a mean gap.

    With spacings g, h about the median, median - mean = (g - h)/3, and the mean is
    (first point) + (2g + h)/3, in which only g - h is odd.
    """
    g, h = sp.symbols("g h", positive=True)
    density = 6 * (1 - g - h)
    mean_gap = 2 * sp.integrate(sp.expand((g - h) * density), (g, h, 1 - h), (h, 0, sp.S.Half))
    return SymbolicCheck(sp.Rational(1, 24), mean_gap / 6)


def not_zero(rng: Rng) -> SimulatedCheck:
    """The cross term for uniform laws, M = 3, noise -(K/M) sign(median - mean)."""
    x = math.sqrt(12) * (generator(rng).random((RUNS * 5, 3)) - 0.5)
    towards = np.sign(np.median(x, axis=1) - x.mean(1)) * x.mean(1)
    sizes = np.array([0.25, 0.5, 1, 2, 4])
    samples = np.outer(-2 * sizes / 3, towards)
    ours = -2 * sizes / 3 * math.sqrt(12) / 24
    return along(sizes, samples, ours, labels=("K / σ", "cross term of (20), M = 3"))


def cauchy_schwarz() -> SymbolicCheck:
    """|f|^2 |g|^2 - (f g)^2 is Lagrange's sum of squares."""
    f, g = (sp.Matrix(sp.symbols(f"{name}_1:4", real=True)) for name in "fg")
    squares = sum((f[i] * g[j] - f[j] * g[i]) ** 2 for i, j in PAIRS)
    return SymbolicCheck(squares, sp.expand(f.dot(f) * g.dot(g) - f.dot(g) ** 2))


def equality_in_n_dimensions(rng: Rng) -> SimulatedCheck:
    """The case of equality in (21), eps = -Sigma^{-1/2} T: the cross term is -2N / sqrt M."""
    rng, dimensions, size = generator(rng), np.arange(1, 7), 20
    T = rng.standard_normal((RUNS, size, 6)).sum(1) / math.sqrt(size)
    samples = -2 / math.sqrt(size) * np.cumsum(T**2, axis=1).T
    ours = -2 * dimensions / math.sqrt(size)
    return along(dimensions, samples, ours, labels=("dimension N", "cross term of (21), M = 20"))


def jensen() -> SymbolicCheck:
    """E Y^2 - (E Y)^2 is a sum of squares, for a law on three points."""
    y, w = sp.symbols("y_1:4", positive=True), sp.symbols("w_1:3", positive=True)
    weights = [*w, 1 - sum(w)]
    law = list(zip(weights, y, strict=True))
    gap = sum(u * v**2 for u, v in law) - sum(u * v for u, v in law) ** 2
    spread = sum(weights[i] * weights[j] * (y[i] - y[j]) ** 2 for i, j in PAIRS)
    return SymbolicCheck(sp.expand(spread), sp.expand(gap))


def mean_root(rng: Rng) -> SimulatedCheck:
    """The left side of (22) for noise of one size, N = 1: E sqrt(Sigma_i), which is below 1."""
    trace = run(Gaussian(), sample_size=10, generations=10, replicates=RUNS, rng=rng)
    ours = [float(expected_sigma([10] * int(i))) for i in FITS]
    labels = ("generation i", "E √Σᵢ, below √E Σᵢ = 1")
    return along(FITS, trace.sigma.values[FITS], np.array(ours), labels=labels)


def eigenvalue_and_trace() -> SymbolicCheck:
    """|e|^2 Tr Sigma - e^T Sigma e is a sum of squares."""
    e = vector("e")
    squares = sum((ROOT[i, 0] * e[1] - ROOT[i, 1] * e[0]) ** 2 for i in range(2))
    gap = e.dot(e) * (ROOT**2).trace() - e.dot(ROOT**2 * e)
    return SymbolicCheck(sp.expand(squares), sp.expand(gap))


def approached() -> SymbolicCheck:
    """The sharper bound, approached by normal data in many dimensions, Sigma a multiple of I.

    The worst cross term over the bound's is E|Z| / sqrt(N) for a standard normal vector Z.
    """
    w = sp.Symbol("w", positive=True)  # 1 / N
    log_ratio = sp.log(2 * w) / 2 + sp.loggamma((1 / w + 1) / 2) - sp.loggamma(1 / (2 * w))
    series = sp.series(sp.expand_log(log_ratio, force=True), w, 0, 2).removeO()
    cross = 2 * K / M * sp.sqrt(TOTAL / M) * sp.exp(series.subs(w, 0))
    return SymbolicCheck(bounded_noise_bound(TOTAL, M, K), TOTAL / M - cross)


def along_the_longest_axis(rng: Rng) -> SimulatedCheck:
    """E e^T Sigma_1 e for unit noise along the longest axis of a fitted 2 x 2 covariance.

    The share u of the geometric in the arithmetic mean of its eigenvalues is independent of the
    trace and has P(u <= x) = x^(M-2) (Mauchly 1940); the largest one is half the trace times
    1 + sqrt(1 - u^2).
    """
    rng, sizes = generator(rng), np.array([3, 5, 10, 20, 50, 100])
    law, largest = MultivariateGaussian(np.zeros(2), np.eye(2)), []
    for size in sizes:
        trace = run(law, sample_size=int(size), generations=1, replicates=RUNS // 2, rng=rng)
        largest.append(np.linalg.eigvalsh(trace["cov"].values[1])[:, -1])
    ours = 1 + (sizes - 2) / 2 * beta((sizes - 2) / 2, 1.5)
    labels = ("sample size M", "M² E εᵀΣ₁ε / K², below Tr Σ = 2")
    return along(sizes, np.array(largest), ours, labels=labels, log="x", at=0)


def per_step(rng: Rng) -> SimulatedCheck:
    """What one fit adds beyond E eps^2, in units of sigma^2 / M."""
    samples = one_fit(2, rng) - 4 / SIZES[:, None]
    ours = 1 - 4 * math.sqrt(2 / math.pi) / np.sqrt(SIZES)
    labels = ("sample size M", "M (E(μ₁ − μ)² − Eε²) / σ², K = 2σ")
    return along(SIZES, samples, ours, labels=labels, log="x")


def share_of_the_correction() -> SymbolicCheck:
    """n equal fits by the package's bound for one: what they lack, over the main term."""
    V, n = sp.Function("V"), sp.Symbol("n", integer=True, positive=True)
    bound = sp.rsolve(V(n + 1) - V(n) - bounded_noise_bound(TOTAL, M, K), V(n), {V(0): 0})
    main = n * TOTAL / M
    return SymbolicCheck(-2 * K / sp.sqrt(TOTAL * M), sp.simplify(sp.expand(bound - main) / main))


def summed(rng: Rng) -> SimulatedCheck:
    """The correction to n / M: it grows with n, where one O(3/2) would stay."""
    size = 20
    samples = mean_part(NoisyGaussian(noise=Opposed(2.0)), size, FITS, rng)
    ours = opposed_mean_part(size, 2, FITS) - FITS / size
    papers = np.full(len(FITS), ours[0])
    labels = ("generation n", "E(μₙ − μ)² / σ² − n/M, M = 20")
    return along(FITS, samples - FITS[:, None] / size, ours, papers, labels=labels)


def without_dimension() -> SymbolicCheck:
    """The paper's correction, by its three moves, over ours: sqrt N."""
    moves = 2 / sp.sqrt(M) * sp.sqrt(N) * sp.sqrt((K / M) ** 2 * TOTAL)
    ours = TOTAL / M - bounded_noise_bound(TOTAL, M, K)
    return SymbolicCheck(ours * sp.sqrt(N), moves)


def many_dimensions(rng: Rng) -> SimulatedCheck:
    """The worst cross term in N dimensions, Sigma = I / N: short of the bound without sqrt N."""
    rng, dimensions, size = generator(rng), np.array([1, 2, 5, 10, 20, 50]), 20
    squares = np.cumsum(rng.standard_normal((RUNS, 50)) ** 2, axis=1)[:, dimensions - 1].T
    samples = -2 * np.sqrt(squares / dimensions[:, None]) / size**1.5
    lengths = [math.exp(math.lgamma((n + 1) / 2) - math.lgamma(n / 2)) for n in dimensions]
    ours = -2 * np.sqrt(2 / dimensions) * np.array(lengths) / size**1.5
    labels = ("dimension N", "worst cross term, Tr Σ = K = 1, M = 20")
    return along(dimensions, samples, ours, labels=labels, log="x")


def exceptions() -> SymbolicCheck:
    """sqrt(i) points at i = 4^k only add a finite sum."""
    k = sp.Symbol("k", integer=True, positive=True)
    return SymbolicCheck(sp.Integer(1), sp.summation(1 / sp.sqrt(4**k), (k, 1, sp.oo)))


def sparse_schedule(rng: Rng) -> SimulatedCheck:
    """M_i of the order i^2, but sqrt(i) at i = 4^k: not superlinear, and finite."""
    few = {4**k - 1: 20 * 2**k for k in range(1, 4)}
    sizes = [few.get(i, 20 * (i + 1) ** 2) for i in range(100)]
    fits = np.array([1, 4, 16, 64, 100])
    total = np.cumsum([1 / size for size in sizes])
    samples = mean_part(Gaussian(), sizes, fits, rng)
    return along(fits, samples, total[fits - 1], labels=MEAN_PART, log="x")
