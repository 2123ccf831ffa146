"""Section 4.2 between equations 3 and 4: the variance of a generated point, and its growth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import sympy as sp
import xarray as xr

from ..checks import generator
from ..distances import squared_distance
from ..families.gaussian import Gaussian
from ..loop import run
from ..theory.gaussian import c4, expected_sigma, model_variance
from ..theory.risk import expected_risk, expected_risk_series, risk_variance
from .refit import M, S, k, mu, n, over_S, over_Z, sigma, z
from .register import Claim, SimulatedCheck, SymbolicCheck, along

Rng = int | np.random.Generator
FEW = sp.symbols("M_0:4", positive=True)
y = sp.Function("y")


def parameters(
    sizes: int | Sequence[int], fits: int | np.ndarray, count: int, rng: Rng, ddof: int = 1
) -> xr.Dataset:
    """mu and sigma of runs that start from N(0, 1), after these fits."""
    trace = run(
        Gaussian(ddof=ddof), sample_size=sizes, generations=int(np.max(fits)),
        replicates=count, rng=generator(rng),
    )  # fmt: skip
    return trace.sel(generation=fits)


def points_of(trace: xr.Dataset, rng: np.random.Generator) -> np.ndarray:
    """One point from the model of each generation and run."""
    return (trace.mu + trace.sigma * rng.standard_normal(trace.mu.shape)).values


def spread_after(sizes: tuple[sp.Symbol, ...]) -> sp.Expr:
    """Var X^n by the law of total variance, one refit after the other."""
    of_mean, within = sp.Integer(0), sigma**2  # Var mu_n and E sigma_n^2
    for size in sizes:
        of_mean, within = of_mean + within * over_Z(z**2) / size, within * over_S(S)
    return of_mean + within


def no_gamma_function() -> SymbolicCheck:
    """The mean of a root needs gamma functions; the variance has only E S."""
    ours = [c4(k + 1).rewrite(sp.gamma), model_variance([M], sigma)]
    derived = [over_S(sp.sqrt(S)), spread_after((M,))]
    return SymbolicCheck(sp.Matrix(ours), sp.Matrix(derived).applyfunc(sp.gammasimp))


def small_samples(rng: Rng) -> SimulatedCheck:
    """The variance of a point after three fits, along M from 5 on."""
    rng, sizes = generator(rng), np.array([5, 7, 10, 15, 20, 30])
    samples = [points_of(parameters(int(m), 3, 100_000, rng), rng) ** 2 for m in sizes]
    ours = [float(model_variance([int(m)] * 3)) for m in sizes]
    return along(sizes, samples, ours, labels=("sample size M", "variance of X³"), at=0)


def unequal(rng: Rng) -> SimulatedCheck:
    """The variance of a point along n, with a different size in every generation."""
    rng, sizes = generator(rng), [10, 20, 7, 50, 15, 30]
    fits = np.arange(1, 7)
    x = points_of(parameters(sizes, fits, 100_000, rng), rng)
    ours = [float(model_variance(sizes[:i])) for i in fits]
    labels = ("generation n", "variance of Xⁿ, M = 10, 20, 7, …")
    return along(fits, x**2, ours, labels=labels)


def linear_growth() -> SymbolicCheck:
    """Solve the recurrence of Var mu_n at a constant size."""
    solved = sp.rsolve(y(n + 1) - y(n) - over_S(S) * sigma**2 / M, y(n), {y(0): 0})
    return SymbolicCheck(sigma**2 * (1 + n / M), sigma**2 + solved)


def constant_size(rng: Rng) -> SimulatedCheck:
    """The variance of a point along n at M = 20."""
    rng, fits = generator(rng), np.array([1, 3, 6, 9, 12, 15])
    x = points_of(parameters(20, fits, 100_000, rng), rng)
    return along(fits, x**2, 1 + fits / 20, labels=("generation n", "variance of Xⁿ, M = 20"))


def same_mean() -> SymbolicCheck:
    """One refit does not move the mean, nor does drawing a point."""
    return SymbolicCheck(mu, over_Z(over_Z(mu + sigma * z / sp.sqrt(M)) + sigma * z))


def means(rng: Rng) -> SimulatedCheck:
    """The mean of a point along n at M = 10."""
    rng, fits = generator(rng), np.array([0, 3, 6, 9, 12, 15])
    x = points_of(parameters(10, fits, 100_000, rng), rng)
    return along(fits, x, np.zeros(6), labels=("generation n", "mean of Xⁿ − μ, M = 10"))


def small_parameter() -> SymbolicCheck:
    """At n = tau M the expansion of the risk becomes one in tau."""
    tau, w = sp.symbols("tau w", positive=True)
    ours = expected_risk_series(M, n, 4).subs(n, tau * M)
    log_root = sp.log(2 * w) / 2 + sp.loggamma((1 / w + 1) / 2) - sp.loggamma(1 / (2 * w))
    rate = sp.series(sp.expand_log(log_root, force=True), w, 0, 2).removeO().expand().coeff(w, 1)
    derived = sp.series(tau + 2 * (1 - sp.exp(rate * tau)), tau, 0, 5).removeO()
    return SymbolicCheck(sp.limit(ours, M, sp.oo), derived)


def accuracy(rng: Rng) -> SimulatedCheck:
    """The variance of the risk over its leading power, at M = 100 along n."""
    fits = np.array([5, 10, 15, 20])
    distance = squared_distance(
        run(Gaussian(), sample_size=100, generations=20, replicates=150_000, rng=generator(rng))
    ).values[fits]
    mean = np.array([[float(expected_risk([100] * i))] for i in fits])
    ours = [float(risk_variance([100] * i)) / (i / 100) ** 2 for i in fits]
    samples = (distance - mean) ** 2 / (fits[:, None] / 100) ** 2
    labels = ("generation n", "Var Rₙ over (n/M)², M = 100")
    return along(fits, samples, ours, np.full(4, 2.5), labels=labels)


def likelihood_keeps() -> SymbolicCheck:
    """With maximum likelihood: E sigma_n^2 and Var mu_n, solved, add up."""
    within = sp.rsolve(y(n + 1) - (1 - 1 / M) * over_S(S) * y(n), y(n), {y(0): sigma**2})
    i = sp.Symbol("i", integer=True)
    of_mean = sp.simplify(sp.summation((within / M).subs(n, i), (i, 0, n - 1)))
    return SymbolicCheck(sigma**2, sp.simplify(within + of_mean))


def likelihood_spread(rng: Rng) -> SimulatedCheck:
    """The variance of a point along n with maximum likelihood at M = 10."""
    rng, fits = generator(rng), np.array([1, 3, 6, 9, 12])
    x = points_of(parameters(10, fits, 150_000, rng, ddof=0), rng)
    labels = ("generation n", "variance of Xⁿ, max. likelihood, M = 10")
    return along(fits, x**2, np.ones(5), 1 + fits / 10, labels=labels)


def step_size() -> SymbolicCheck:
    """The mean size of the fourth step of mu."""
    ours = sp.sqrt(2 / (sp.pi * (k + 1))) * expected_sigma([k + 1] * 3, sigma).rewrite(sp.gamma)
    derived = sigma * over_S(sp.sqrt(S)) ** 3 * over_Z(sp.Abs(z)) / sp.sqrt(k + 1)
    return SymbolicCheck(1, sp.gammasimp(derived / ours))


def steps(rng: Rng) -> SimulatedCheck:
    """The mean size of the steps of mu along n, at M = 20."""
    fits = np.arange(0, 41, 5)
    trace = run(Gaussian(), sample_size=20, generations=41, replicates=40_000, rng=generator(rng))
    walk = np.full(9, np.sqrt(2 / (np.pi * 20)))
    sizes = abs(np.diff(trace.mu.values, axis=0))[fits]
    labels = ("generation n", "mean of |μₙ₊₁ − μₙ|, M = 20")
    return along(fits, sizes, walk * float(c4(20)) ** fits, walk, labels=labels)


def of_the_mean() -> SymbolicCheck:
    """The recurrence of Var mu_n, against what Var X^n has more than sigma^2."""
    total = sum(over_S(S) * sigma**2 / size for size in FEW)
    return SymbolicCheck(model_variance(FEW, sigma) - sigma**2, total)


def squared_errors(rng: Rng) -> SimulatedCheck:
    """The mean squared error of mu_n along n at M = 20."""
    fits = np.array([1, 3, 6, 9, 12, 15])
    trace = parameters(20, fits, 100_000, generator(rng))
    ours = [float(model_variance([20] * i)) - 1 for i in fits]
    labels = ("generation n", "mean of (μₙ − μ)², M = 20")
    return along(fits, trace.mu.values**2, ours, labels=labels)


SPREAD = (
    Claim(
        "variance-clunky", "Section 4.2",
        "The exact variance of a generated point is clunky, as the root of a gamma variable "
        "brings gamma functions.",
        "conditional",
        r"True of $\operatorname{E}\sigma_n$, a product of quotients of gamma functions. In the "
        r"variance of $X^n_j$ the roots enter squared: it is exact, rational, and short.",
        "theory/gaussian#gauss-variance",
        no_gamma_function, small_samples,
    ),
    Claim(
        "variance-display", "Section 4.2",
        r"$\operatorname{Var} X^n_j = \sigma^2(1 + \frac1{M_0} + \dots + \frac1{M_{n-1}}) "
        r"+ \mathcal O(2)$.",
        "confirmed",
        r"Exactly, with no remainder, for the unbiased variance and any $M_i \ge 2$.",
        "theory/gaussian#gauss-variance",
        lambda: SymbolicCheck(model_variance(FEW, sigma), spread_after(FEW)), unequal,
    ),
    Claim(
        "variance-constant-size", "Section 4.2",
        r"With $M_i = M$: $\operatorname{Var} X^n_j = \sigma^2(1 + \frac nM)$.",
        "confirmed",
        "Exactly, for the unbiased variance.",
        "theory/gaussian#gauss-variance",
        linear_growth, constant_size,
    ),
    Claim(
        "mean-unchanged", "Section 4.2",
        r"$\operatorname{E} X^n_j = \mu$.",
        "confirmed",
        "Exactly, for any sample sizes, with the unbiased variance or maximum likelihood.",
        "theory/gaussian#gauss-variance",
        same_mean, means,
    ),
    Claim(
        "accurate-at-100", "Section 4.2",
        r"The expansions in $1/M_i$ are quite accurate from $M \sim 100$ on.",
        "corrected",
        r"They are expansions in $n/M$. At $M = n = 100$ the right leading term of the risk, "
        r"$\frac32\frac nM$, is 4 % too large, that of its variance, $\frac52\frac{n^2}{M^2}$, "
        "four times too small. The plot holds the latter, as the paper's, against earlier "
        "generations.",
        "theory/wasserstein-risk#risk-many-generations",
        small_parameter, accuracy,
    ),
    Claim(
        "variance-diverges", "Section 4.2",
        r"The variance of $X^n_j$ diverges linearly as $n \to \infty$.",
        "conditional",
        "With the unbiased variance, over all runs. With **maximum likelihood** it is "
        r"$\sigma^2$ for every $n$, exactly (plotted).",
        "theory/gaussian#gauss-variance",
        likelihood_keeps, likelihood_spread,
    ),
    Claim(
        "walk-scaling", "Section 4.2",
        "This is the scaling of a Gaussian random walk.",
        "conditional",
        r"In the mean square only. The steps of $\mu_n$ shrink: their mean size is proportional to "
        r"$\operatorname{E}\sigma_n \approx \sigma e^{-n/(4M)}$, and every single run comes to "
        "rest.",
        "theory/gaussian#gauss-mean-ends",
        step_size, steps,
    ),
    Claim(
        "variance-and-estimates", "Section 4.2",
        r"The variance of $X^n_j$ says nothing about how far the estimates are from $\mu$ and "
        r"$\sigma$.",
        "conditional",
        r"Nothing about $\sigma_n$. But $\operatorname{Var} X^n_j - \sigma^2 = "
        r"\operatorname{E}(\mu_n - \mu)^2$ with the unbiased variance: the mean's part of the "
        "risk.",
        "theory/gaussian#gauss-variance",
        of_the_mean, squared_errors,
    ),
)  # fmt: skip
