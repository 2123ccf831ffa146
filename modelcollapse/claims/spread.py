"""Section 4.2 between equations 3 and 4: mean and variance of a generated point."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import sympy as sp
import xarray as xr

from ..families.gaussian import Gaussian
from ..loop import run
from ..theory.gaussian import c4, model_variance
from ..validation import generator
from .refit import M, S, k, mu, n, over_S, over_Z, sigma, z
from .register import Claim, Rng, SimulatedCheck, SymbolicCheck, along

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
        r"True of $\operatorname{E}\sigma_n$, a product of quotients of gamma functions. Not of "
        r"the variance of $X^n_j$, where the roots enter squared: $\operatorname{E}S^i = 1$, and "
        r"it is $\sigma^2(1 + \sum_{i<n} 1/M_i)$, exactly.",
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
