"""What the proof exercises of the first part say, tried on numbers."""

from itertools import product

import numpy as np
import sympy as sp
from scipy import stats

from tests.unit.proofs.tried import Tried, near, statement


@statement("ex-shift")
def shift() -> Tried:
    def left(k: float, d: float, r: float) -> float:
        return float(stats.norm.sf((k + d) / r) / stats.norm.sf(k))

    grid = list(product([0.5, 1, 3], [0, 0.3, 1, 2.5], [0.4, 0.9, 1]))
    return Tried(
        [left(k, d, r) <= np.exp(-k * d - d**2 / 2) + 1e-12 for k, d, r in grid]
        + [left(3, 40, 1) < 1e-300],
        [left(k, d, r) <= np.exp(-2 * k * d - d**2) for k, d, r in [(0.5, 0.3, 1), (0.5, 1, 1)]],
    )


@statement("ex-no-more")
def no_more() -> Tried:
    M, h, x = sp.symbols("M h x", positive=True)
    normal = sp.sqrt(M / (2 * sp.pi)) * sp.exp(-M * x**2 / 2)  # of the mean of the data, less mu
    ratio = sp.exp(M * h * x - M * h**2 / 2)
    second = sp.simplify(sp.integrate(ratio**2 * normal, (x, -sp.oo, sp.oo)))
    bound = sp.limit(h**2 / (second - 1), h, 0)
    median = 1 - sp.sqrt(3) / sp.pi  # variance of the median of three normal points
    return Tried(
        [second == sp.exp(M * h**2), bound == 1 / M, bool(median > bound.subs(M, 3))],
        [bool(bound > 1 / M), bool(sp.Rational(1, 3) >= 1 / sp.Integer(3 - 1))],
    )


@statement("ex-two-fits")
def two_fits() -> Tried:
    v, b, x = sp.symbols("v b x", positive=True)
    gap = 2 * sp.integrate(x * sp.exp(-(x**2) / 2 / v) / sp.sqrt(2 * sp.pi * v), (x, 0, sp.oo))
    spread = sp.integrate(x**2 * sp.exp(-x / b) / b, (x, 0, sp.oo))
    own = sp.integrate(x * sp.exp(-x / b) / b, (x, 0, sp.oo))
    turn = sp.simplify(spread.subs(b, gap) / v)
    return Tried([turn == 4 / sp.pi, sp.simplify(own - b) == 0], [turn == 1])


@statement("ex-near-turns")
def turns() -> Tried:
    a, angle = np.array([1.0, 0.0]), 1.1
    b = np.array([np.cos(angle), np.sin(angle)])
    c, error, true, false = a @ b, np.array([0.0, 2.5]), [], []
    for k in range(1, 6):
        error = error - (error @ b) * b
        off = abs(c) ** (2 * k - 1) * np.sqrt(1 - c**2) * 2.5
        true.append(near(abs(error @ a), off))
        false.append(near(abs(error @ a), off * abs(c)))
        error = error - (error @ a) * a
        true.append(near(float(np.linalg.norm(error)), abs(c) ** (2 * k) * 2.5))
    return Tried(true, false)
