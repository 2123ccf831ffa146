"""Section 4.2 between equations 3 and 4: mean and variance of a generated point."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import sympy as sp
import xarray as xr

import modelcollapse as mc
from modelcollapse.theory.gaussian import c4, model_variance

from ..claim import simulated, symbolic
from ..comparison import GENERATION, SIZE, Rng, SimulatedCheck, SymbolicCheck, along
from ..refit import M, S, k, mu, n, over_S, over_Z, recurrence, sigma, z

FEW = sp.symbols("M_0:4", positive=True)


def parameters(
    sizes: int | Sequence[int], fits: int | np.ndarray, count: int, rng: Rng, ddof: int = 1
) -> xr.Dataset:
    """mu and sigma of runs that start from N(0, 1), after these fits."""
    trace = mc.run(
        mc.Gaussian(ddof=ddof), sample_size=sizes, generations=int(np.max(fits)),
        replicates=count, rng=rng,
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


@symbolic("variance-clunky")
def no_gamma_function() -> SymbolicCheck:
    """The mean of a root needs gamma functions; the variance has only E S."""
    ours = [c4(k + 1).rewrite(sp.gamma), model_variance([M], sigma)]
    derived = [over_S(sp.sqrt(S)), spread_after((M,))]
    return SymbolicCheck(ours, [*map(sp.gammasimp, derived)])


@simulated("variance-clunky")
def small_samples(rng: Rng) -> SimulatedCheck:
    """The variance of a point after three fits, along M from 5 on."""
    sizes = np.array([5, 7, 10, 15, 20, 30])
    samples = [points_of(parameters(int(m), 3, 100_000, rng), rng) ** 2 for m in sizes]
    ours = [float(model_variance([int(m)] * 3)) for m in sizes]
    return along(sizes, samples, ours, labels=(SIZE, "variance of X³"), at=0)


@symbolic("variance-display")
def few_fits() -> SymbolicCheck:
    """Four refits of different sizes."""
    return SymbolicCheck(model_variance(FEW, sigma), spread_after(FEW))


@simulated("variance-display")
def unequal(rng: Rng) -> SimulatedCheck:
    """The variance of a point along n, with a different size in every generation."""
    sizes = [10, 20, 7, 50, 15, 30]
    fits = np.arange(1, 7)
    x = points_of(parameters(sizes, fits, 100_000, rng), rng)
    ours = [float(model_variance(sizes[:i])) for i in fits]
    labels = (GENERATION, "variance of Xⁿ, M = 10, 20, 7, …")
    return along(fits, x**2, ours, labels=labels)


@symbolic("variance-constant-size")
def linear_growth() -> SymbolicCheck:
    """Solve the recurrence of Var mu_n at a constant size."""
    grown = recurrence(1, over_S(S) * sigma**2 / M, 0)
    return SymbolicCheck(sigma**2 * (1 + n / M), sigma**2 + grown)


@simulated("variance-constant-size")
def constant_size(rng: Rng) -> SimulatedCheck:
    """The variance of a point along n at M = 20."""
    fits = np.array([1, 3, 6, 9, 12, 15])
    x = points_of(parameters(20, fits, 100_000, rng), rng)
    return along(fits, x**2, 1 + fits / 20, labels=(GENERATION, "variance of Xⁿ, M = 20"))


@symbolic("mean-unchanged")
def same_mean() -> SymbolicCheck:
    """One refit does not move the mean, nor does drawing a point."""
    return SymbolicCheck(mu, over_Z(over_Z(mu + sigma * z / sp.sqrt(M)) + sigma * z))


@simulated("mean-unchanged")
def means(rng: Rng) -> SimulatedCheck:
    """The mean of a point along n at M = 10."""
    fits = np.array([0, 3, 6, 9, 12, 15])
    x = points_of(parameters(10, fits, 100_000, rng), rng)
    return along(fits, x, 0, labels=(GENERATION, "mean of Xⁿ − μ, M = 10"))


@symbolic("variance-and-estimates")
def of_the_mean() -> SymbolicCheck:
    """The recurrence of Var mu_n, against what Var X^n has more than sigma^2."""
    total = sum(over_S(S) * sigma**2 / size for size in FEW)
    return SymbolicCheck(model_variance(FEW, sigma) - sigma**2, total)


@simulated("variance-and-estimates")
def squared_errors(rng: Rng) -> SimulatedCheck:
    """The mean squared error of mu_n along n at M = 20."""
    fits = np.array([1, 3, 6, 9, 12, 15])
    trace = parameters(20, fits, 100_000, rng)
    ours = [float(model_variance([20] * i)) - 1 for i in fits]
    labels = (GENERATION, "mean of (μₙ − μ)², M = 20")
    return along(fits, trace.mu.values**2, ours, labels=labels)
