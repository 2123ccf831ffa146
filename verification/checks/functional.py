"""Sections 3 and 3.1: the error of the family, alone and beside that of the sample."""

from __future__ import annotations

import numpy as np
import sympy as sp
import xarray as xr

import modelcollapse as mc

from ..claim import simulated, symbolic
from ..comparison import GENERATION, SIZE, Rng, SimulatedCheck, SymbolicCheck, along
from ..refit import M, n, recurrence
from ..toys import Cooled, Cosines, TwoBumps, kernel_points, outside_band
from .causes import normal, over_x, s, x

T, v = sp.symbols("T v", positive=True)


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
def lost_band() -> SymbolicCheck:
    """The projected noise has the mean square J/(3M), and a shift by X leaves |X|/2 outside."""
    J, size = 3, 8
    places = [(2 * i + 1) * sp.pi / (2 * size) for i in range(size)]
    rows = [[sp.sqrt(2 if k else 1) * sp.cos(k * at) for at in places] for k in range(J)]
    basis = sp.Matrix(rows) / size
    noise = sp.integrate(x**2, (x, -1, 1)) / 2
    square = noise * sp.trace(basis * basis.T)  # summed over the coefficients
    spread = sp.Symbol("tau", positive=True)
    shift = 2 * sp.integrate(x * normal(0, spread**2), (x, 0, sp.oo)) / 2
    ours = [sp.Rational(J, 3 * size), spread / sp.sqrt(2 * sp.pi)]
    return SymbolicCheck(ours, [sp.nsimplify(sp.simplify(square)), sp.simplify(shift)])


def refitted(law: Cosines, fits: int, rng: Rng) -> xr.Dataset:
    """4,000 runs of fits to 40 points."""
    return mc.run(law, sample_size=40, generations=fits, replicates=4000, rng=rng)


@simulated("outside-the-support")
def overfitted(rng: Rng) -> SimulatedCheck:
    """The share outside the band after one fit to 40 points, along the number of terms."""
    terms = np.array([1, 2, 3, 5, 8, 12, 20])
    samples = [refitted(Cosines((0.0,), int(J)), 1, rng).outside.values[1] for J in terms]
    ours = [outside_band(int(J), 40) for J in terms]
    labels = ("terms of the regression", "share outside the support, M = 40")
    return along(terms, samples, ours, labels=labels)


@symbolic("errors-compound-or-cancel")
def best_number_of_terms() -> SymbolicCheck:
    """The error of the terms left out, a/k^2 each, and that of the noise in the others."""
    J, k, a, fourth = sp.symbols("J k a fourth", positive=True)
    noise = recurrence(1, J / (3 * M), 0)
    left_out = sp.integrate(a**2 / k**4, (k, J, sp.oo))
    flat = sp.diff(left_out + noise, J).subs(J, fourth ** sp.Rational(1, 4))
    (best,) = sp.solve(flat, fourth)  # its fourth power
    return SymbolicCheck([n * J / (3 * M), 3 * a**2 * M / n], [noise, best])


@simulated("errors-compound-or-cancel")
def both_errors(rng: Rng) -> SimulatedCheck:
    """The mean square error of the third model of 40 points, along the number of terms."""
    terms, fits = np.array([1, 2, 3, 4, 6, 9, 12]), 3
    slopes = (0.0, *(1.5 / k**2 for k in range(1, 12)))
    samples = [refitted(Cosines(slopes, int(J)), fits, rng).error.values[fits] for J in terms]
    left_out = np.array([sum(slope**2 for slope in slopes[J:]) for J in terms])
    labels = ("terms of the regression", "error of the third model, M = 40")
    return along(terms, samples, left_out + fits * terms / 120, labels=labels, log="y", at=2)
