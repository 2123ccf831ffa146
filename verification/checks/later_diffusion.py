"""Papers after the founding one, on diffusion models whose samplers stop early."""

from __future__ import annotations

import numpy as np
import sympy as sp
from numpy.polynomial.hermite_e import hermeval

from modelcollapse.theory import diffusion

from ..claim import simulated, symbolic
from ..comparison import GENERATION, Rng, SimulatedCheck, SymbolicCheck, along

t0, x, s, z = sp.symbols("t0 x s z", positive=True)
gamma = sp.Symbol("gamma", positive=True)


def diffused(points: np.ndarray, t: float, rng: Rng) -> np.ndarray:
    """Points after the time t."""
    noise = np.sqrt(-np.expm1(-2 * t))
    return np.exp(-t) * points + noise * rng.standard_normal(points.shape)


def skew(rng: Rng, size: int) -> np.ndarray:
    """Two atoms of mean 0, variance 1 and third moment 3/2."""
    return rng.choice([2.0, -0.5], size, p=[0.2, 0.8])


@symbolic("later-early-stopping")
def one_round_of_each_degree() -> SymbolicCheck:
    """Hermite polynomials of a diffused point in the mean, and what a round leaves as it is."""
    a = sp.exp(-t0)
    ours, derived = [], []
    for j in (3, 4):
        powers = reversed(sp.Poly(sp.hermite_prob(j, a * x + s * z), z).all_coeffs())
        mean = sum(c * moment for c, moment in zip(powers, (1, 0, 1, 0, 3), strict=False))
        left = diffusion.hermite_factor(j, t0, gamma)
        ours += [sp.expand(a**j * sp.hermite_prob(j, x)), left]
        derived += [mean.subs(s, sp.sqrt(1 - a**2)), a**j * (gamma + (1 - gamma) * left)]
    return SymbolicCheck(ours, derived)


@simulated("later-early-stopping")
def after_many_rounds(rng: Rng) -> SimulatedCheck:
    """What is left of degree 3 after 40 rounds, a stop at 0.1, along the share of real data."""
    shares, size = np.array([0.05, 0.1, 0.3, 1.0]), 20_000
    found = []
    for share in shares:
        points = skew(rng, size)
        for _ in range(40):
            fresh = rng.random(size) < share
            points = diffused(np.where(fresh, skew(rng, size), points), 0.1, rng)
        found.append(hermeval(points, [0, 0, 0, 1]) / 1.5)
    ours = [float(diffusion.hermite_path(3, 0.1, float(share), 40)) for share in shares]
    return along(shares, found, ours, labels=("share of real data", "degree 3 that is left"))


@symbolic("later-annealed-stops")
def a_sum_of_all_stops() -> SymbolicCheck:
    """Stops near 0 with real data; and without, stops 1/(4k) and 1/(4k^2), in degree 3."""
    k = sp.Symbol("k", integer=True, positive=True)
    near = sp.limit(diffusion.hermite_factor(3, t0, gamma), t0, 0)
    slow, fast = (sp.exp(-3 * sp.summation(1 / (4 * k**m), (k, 1, sp.oo))) for m in (1, 2))
    return SymbolicCheck([1, 0, sp.exp(-(sp.pi**2) / 8)], [near, slow, fast])


@simulated("later-annealed-stops")
def stops_that_go_to_0(rng: Rng) -> SimulatedCheck:
    """Degree 3 along the rounds, without real data; dashed, the last stop alone."""
    times, size = np.array([1, 2, 4, 8, 16, 32]), 50_000
    points, found = skew(rng, size), []
    for round_ in range(1, int(times[-1]) + 1):
        points = diffused(points, 1 / (4 * round_), rng)
        if round_ in times:
            found.append(hermeval(points, [0, 0, 0, 1]) / 1.5)
    sums = np.array([sum(1 / (4 * k) for k in range(1, t + 1)) for t in times])
    labels = (GENERATION, "degree 3 that is left")
    return along(times, found, np.exp(-3 * sums), np.exp(-3 / (4 * times)), labels=labels, at=3)
