"""Sections 3 and 3.1: the error of the family, alone and beside that of the sample."""

from __future__ import annotations

import numpy as np
import sympy as sp
from scipy.special import erf  # type: ignore[import-untyped]

import modelcollapse as mc

from ..claim import simulated, symbolic
from ..comparison import GENERATION, SIZE, Rng, SimulatedCheck, SymbolicCheck, along
from ..refit import M, n, recurrence
from ..toys import Cooled, TwoBumps, kernel_points
from .causes import normal, over_x, s, x

y, tau, T, v = sp.symbols("y tau T v", positive=True)


@symbolic("primary-cause")
def cooled_normal() -> SymbolicCheck:
    """Variance of the density p^(1/T), normalised; and T^n as the solution of n such steps."""
    cold = sp.powdenest(normal(0, v) ** (1 / T), force=True)
    variance = over_x(x**2 * cold) / over_x(cold)
    return SymbolicCheck([T * v, T**n], [variance, recurrence(sp.simplify(variance / v), 0, 1)])


@simulated("primary-cause")
def cooling(rng: Rng) -> SimulatedCheck:
    """The mean fitted variance along n at T = 0.8, from very many points."""
    times = np.arange(1, 11)
    law = Cooled(temperature=0.8)
    trace = mc.run(law, sample_size=10_000, generations=10, replicates=10_000, rng=rng)
    labels = (GENERATION, "mean fitted variance, T = 0.8, M = 10⁴")
    return along(times, trace.sigma.values[times] ** 2, 0.8**times, 0.8,
                 labels=labels)  # fmt: skip


@symbolic("wrong-family")
def best_normal() -> SymbolicCheck:
    """The fourth moment of the matched normal exceeds that of two bumps at +-a."""
    a = sp.Symbol("a", positive=True)
    bumps = (normal(-a, s**2) + normal(a, s**2)) / 2
    variance = over_x(x**2 * bumps)
    gap = over_x(x**4 * normal(0, variance)) - over_x(x**4 * bumps)
    return SymbolicCheck(2 * a**4, gap)


@simulated("wrong-family")
def two_bumps(rng: Rng) -> SimulatedCheck:
    """3 E sigma_1^4 minus the fourth moment of the law, which tends to 2 a^4 = 32."""
    sizes = np.array([10, 20, 50, 100, 200])
    samples = [
        mc.run(
            TwoBumps(), model=mc.Gaussian(), sample_size=int(m), generations=1,
            replicates=10_000, rng=rng,
        ).sigma.values[1] ** 4
        for m in sizes
    ]  # fmt: skip
    v, fourth = 4 + 1 / 4, 16 + 6 * 4 / 4 + 3 / 16
    ours = 3 * (v**2 + (fourth - v**2 * (sizes - 3) / (sizes - 1)) / sizes) - fourth
    labels = (SIZE, "error of the fourth moment")
    return along(sizes, 3 * np.array(samples) - fourth, ours, labels=labels)


@symbolic("functional-error-once")
def kernel_variance() -> SymbolicCheck:
    """Every fit convolves with N(0, h^2): the variance solves V(n+1) = V(n) + h^2."""
    h, start = sp.symbols("h v_0", positive=True)
    added = over_x(x**2 * normal(0, h**2))
    return SymbolicCheck(start + n * h**2, recurrence(1, added, start))


@simulated("functional-error-once")
def functional_again(rng: Rng) -> SimulatedCheck:
    times = np.arange(1, 11)
    squares = kernel_points(0.4, rng.standard_normal((20_000, 5)), times, rng) ** 2
    labels = (GENERATION, "variance of the kernel estimate")
    return along(times, squares, 1 + 0.4**2 * times, 1 + 0.4**2, labels=labels)


@symbolic("outside-the-support")
def outside_mass() -> SymbolicCheck:
    """A uniform point on [0, 1] plus tau Z lies outside [0, 1]: twice beyond one end."""
    beyond = sp.erfc(y / (tau * sp.sqrt(2))) / 2
    derived = 2 * sp.integrate(beyond, (y, 0, 1))
    edge = sp.sqrt(2 / sp.pi) * tau * (1 - sp.exp(-1 / (2 * tau**2)))
    return SymbolicCheck(sp.erfc(1 / (sp.sqrt(2) * tau)) + edge, derived)


@simulated("outside-the-support")
def leaking(rng: Rng) -> SimulatedCheck:
    times = np.array([1, 2, 4, 8, 12, 16, 20])
    points = kernel_points(0.1, rng.random((20_000, 5)), times, rng)
    width = 0.1 * np.sqrt(times)
    edge = np.sqrt(2 / np.pi) * width * (1 - np.exp(-1 / (2 * width**2)))
    ours = 1 - erf(1 / (np.sqrt(2) * width)) + edge
    labels = (GENERATION, "share outside the support")
    return along(times, (points < 0) | (points > 1), ours, labels=labels)


@symbolic("errors-compound-or-cancel")
def standstill() -> SymbolicCheck:
    """The bandwidth at which a fit to M points gains as much variance as it loses."""
    h = sp.Symbol("h", positive=True)
    inside = v - v / M  # the mean square of a point about the mean, less that of their mean
    (still,) = sp.solve(inside + h**2 - v, h)
    return SymbolicCheck(sp.sqrt(v / M), still)


@simulated("errors-compound-or-cancel")
def both_errors(rng: Rng) -> SimulatedCheck:
    """The variance in a kernel estimate after five fits to 20 points, along the bandwidth."""
    widths, rows = np.array([0, 0.1, 0.15, 0.2236, 0.3, 0.35, 0.4]), 10_000
    samples = []
    for h in widths:
        data = rng.standard_normal((rows, 20))
        for _ in range(4):
            picked = np.take_along_axis(data, rng.integers(20, size=data.shape), axis=1)
            data = picked + h * rng.standard_normal(data.shape)
        samples.append(data.var(axis=1) + h**2)
    level = 20 * widths**2
    ours = level + (1 - level) * (1 - 1 / 20) ** 5
    return along(widths, samples, ours, labels=("bandwidth h", "variance after five fits, M = 20"))
