"""Section 3.1: the error of finitely many digits."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.theory import gaussian

from ..claim import simulated, symbolic
from ..comparison import GENERATION, Rng, SimulatedCheck, SymbolicCheck, along
from .causes import s

y = sp.Symbol("y", real=True)


@symbolic("uneven-floats")
def rounding() -> SymbolicCheck:
    """A rounding error is uniform on half a spacing to either side."""
    return SymbolicCheck(s / 4, sp.integrate(sp.Abs(y) / s, (y, -s / 2, s / 2)))


@symbolic("small-floats")
def rounded_variance() -> SymbolicCheck:
    """The variance of a rounding error: what rounding the points adds to theirs."""
    return SymbolicCheck(s**2 / 12, sp.integrate(y**2 / s, (y, -s / 2, s / 2)))


@simulated("uneven-floats")
def rounding_errors(rng: Rng) -> SimulatedCheck:
    powers = np.arange(-6, 7, 2)
    numbers = np.ldexp(rng.uniform(1, 2, (7, 20_000)), powers[:, None])
    errors = abs(numbers - numbers.astype(np.float32))
    ours = np.ldexp(1.0, powers - 23) / 4
    labels = ("numbers between", "mean rounding error, single precision")
    return along(2.0**powers, errors, ours, labels=labels, log="xy")


@simulated("small-floats")
def few_digits(rng: Rng) -> SimulatedCheck:
    """log sigma_n with points and fits in single precision, far above the spacing."""
    times = np.array([1, 2, 5, 10, 20, 30])
    mu, sigma = np.zeros(10_000, np.float32), np.ones(10_000, np.float32)
    kept = []
    for _ in range(30):
        noise = rng.standard_normal((10_000, 10), dtype=np.float32)
        points = mu[:, None] + sigma[:, None] * noise
        mu, sigma = points.mean(axis=1), points.std(axis=1, ddof=1)
        kept.append(np.log(sigma))
    ours = times * float(gaussian.log_drift(10)) / 2
    labels = (GENERATION, "mean of log σₙ, single precision")
    return along(times, np.array(kept)[times - 1], ours, labels=labels)
