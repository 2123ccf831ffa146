r"""Section 5.1: Gaussian mixtures fitted by EM, and variational autoencoders.

One dimension is enough: a mixture of two heaps, and a linear autoencoder with one latent.
"""

from __future__ import annotations

import numpy as np
import sympy as sp

import modelcollapse as mc
from modelcollapse.theory import ppca

from ..claim import simulated, symbolic
from ..comparison import GENERATION, Rng, SimulatedCheck, SymbolicCheck, along
from ..refit import M, n, recurrence
from ..toys import FLOOR, em_step, heaps
from .causes import normal, over_x, x

a, w, v, lam, s2 = sp.symbols("a w v lambda s2", positive=True)


@symbolic("mixture-point")
def m_step() -> SymbolicCheck:
    """Three points, any responsibilities: EM keeps mean and square; then the recurrence."""
    points, shares = sp.symbols("x_1:4"), sp.symbols("r_1:4", positive=True)
    kept = []
    for part in (list(shares), [1 - share for share in shares]):
        size = sum(part)
        mean = sum(r * X for r, X in zip(part, points, strict=True)) / size
        spread = sum(r * (X - mean) ** 2 for r, X in zip(part, points, strict=True)) / size
        kept.append(sp.Matrix([mean, spread + mean**2]) * size / 3)
    solved = recurrence(1 - 1 / M, 0, v)
    ours = [sum(points) / 3, sum(X**2 for X in points) / 3, v * (1 - 1 / M) ** n]
    return SymbolicCheck(ours, [*(kept[0] + kept[1]), solved])


@simulated("mixture-point")
def whole_variance(rng: Rng) -> SimulatedCheck:
    """The variance of the law of a mixture that takes one step of EM in each generation."""
    times, size = np.arange(1, 9), 50
    model, variances, ours, left = heaps(5_000), [], [], 5.0
    for _ in times:
        model = em_step(model, size, rng)
        weights, means, spreads = model
        centre = (weights * means).sum(axis=0)
        variances.append((weights * (spreads + (means - centre) ** 2)).sum(axis=0))
        left = (1 - 1 / size) * left + FLOOR
        ours.append(left)
    return along(times, variances, ours, labels=(GENERATION, "variance of the mixture, M = 50"))


@symbolic("mixture-distance")
def distance_of_two() -> SymbolicCheck:
    """The squared L2 distance of N(0, 1) and N(0, v), by integration."""
    ours = (1 + 1 / sp.sqrt(v)) / (2 * sp.sqrt(sp.pi)) - 2 / sp.sqrt(2 * sp.pi * (1 + v))
    return SymbolicCheck(ours, over_x((normal(0, 1) - normal(0, v)) ** 2))


@simulated("mixture-distance")
def norm_grows(rng: Rng) -> SimulatedCheck:
    """The integral of the squared density of a Gaussian, along n at M = 50."""
    times, k = np.array([1, 5, 10, 20, 30, 40]), 49
    trace = mc.run(mc.Gaussian(), sample_size=k + 1, generations=40, replicates=20_000, rng=rng)
    norms = 1 / (2 * np.sqrt(np.pi) * trace.sigma.values[times])
    step = np.sqrt(k / 2) * np.exp(float(sp.loggamma((k - 1) / 2) - sp.loggamma(k / 2)))
    ours = step**times / (2 * np.sqrt(np.pi))
    return along(times, norms, ours, labels=(GENERATION, "squared L2 norm of the model, M = 50"))


@symbolic("mixture-jumps")
def crawl() -> SymbolicCheck:
    """EM on N(0, 1) from halves at +-a of variance 1 - a^2: what a step moves, the likelihood."""
    t = sp.Symbol("t", positive=True)  # a / (1 - a^2)
    cosh = sp.Poly(sp.series(sp.log(sp.cosh(t)), t, 0, 10).removeO(), t)
    crowd = sum(c * over_x(x**k * normal(0, 1)) * t**k for (k,), c in cosh.terms())
    at = {t: a / (1 - a**2)}
    moved = sp.diff(crowd, t).subs(at) - a  # a step leads to E x tanh(t x)
    square = (1 + a**2) / (1 - a**2)
    likelihood = crowd.subs(at) - (sp.log(1 - a**2) + square - 1) / 2
    derived = [sp.series(part, a, 0, 9).removeO() for part in (moved, likelihood)]
    ours = [-sp.Rational(2, 3) * a**7, -(a**8) / 12]
    return SymbolicCheck(ours, derived)


def best_autoencoder() -> dict[sp.Symbol, sp.Expr]:
    """Encoder (mean a x, variance v) and decoder w of one direction: where the ELBO is level."""
    elbo = -(lam * (1 - a * w) ** 2 + w**2 * v) / (2 * s2) - (a**2 * lam + v - 1 - sp.log(v)) / 2
    [best] = sp.solve([sp.diff(elbo, p) for p in (a, v, w)], [a, v, w], dict=True)
    return best


@symbolic("latents-to-the-mean")
def seen_latents() -> SymbolicCheck:
    """The means of the best encoder, when it is shown generation 3."""
    derived = best_autoencoder()[a] ** 2 * (lam - 3 * s2)
    alive = lam + 3 * s2  # in generation 3
    packaged = ppca.latent_variance(alive, s2, 3)
    return SymbolicCheck(packaged, derived.subs(lam, alive))


@symbolic("encoder-confidence")
def own_width() -> SymbolicCheck:
    """The variance that the best encoder gives a latent does not depend on the point."""
    return SymbolicCheck(s2 / lam, best_autoencoder()[v])


@simulated("latents-to-the-mean")
def closing_in(rng: Rng) -> SimulatedCheck:
    """Variance of the first encoder's means, lambda = 4 and s2 = 1/2, from 1000 points a fit."""
    times, size = np.arange(1, 6), 1000
    factor, variance, kept = (4 - 0.5) / 4**2, np.full(20_000, 4.0), []
    for _ in times:
        sample = variance * rng.chisquare(size - 1, variance.shape) / size
        variance = np.maximum(sample - 0.5, 0)
        kept.append(factor * variance)
    ours, left = [], 4.0
    for _ in times:
        left = left * (1 - 1 / size) - 0.5
        ours.append(factor * left)
    return along(times, kept, ours, labels=(GENERATION, "variance of the first encoder's means"))


@symbolic("modes-entangled")
def joined() -> SymbolicCheck:
    """Fourth cumulant of two heaps at +-a of variance v, and of a linear decoder's means: 0."""

    def cumulant(points: list[sp.Expr]) -> sp.Expr:  # each of the points equally likely
        square, fourth = (
            sum(over_x(point**power * normal(0, 1)) for point in points) / len(points)
            for power in (2, 4)
        )
        return sp.expand(fourth - 3 * square**2)

    heaps_apart = [a + sp.sqrt(v) * x, -a + sp.sqrt(v) * x]
    return SymbolicCheck([-2 * a**4, 0], [cumulant(heaps_apart), cumulant([w * x])])
