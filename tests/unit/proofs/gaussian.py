"""What the proof exercises on the Gaussian, its risk and its regimes say, tried on numbers."""

from itertools import pairwise, product

import numpy as np
import sympy as sp
from scipy.special import digamma

import modelcollapse as mc
from tests.unit.proofs.tried import Tried, near, statement


@statement("ex-gauss-between")
def between() -> Tried:
    drift = {k: digamma(k / 2) - np.log(k / 2) for k in (1, 2, 3, 10, 1000)}
    return Tried(
        [-2 / k < value < -1 / k for k, value in drift.items()],
        [value < -3 / (2 * k) for k, value in drift.items() if k > 9],
    )


@statement("ex-risk-equal")
def equal() -> Tried:
    c4 = {M: float(mc.theory.gaussian.c4(M)) for M in range(2, 41)}

    def risk(*sizes: int) -> float:
        return sum(1 / M for M in sizes) + 2 * (1 - float(np.prod([c4[M] for M in sizes])))

    steps = [np.log(c4[M + 1] / c4[M]) for M in range(2, 40)]
    others = [(a, b, 30 - a - b) for a, b in product(range(2, 27), repeat=2) if 30 - a - b > 1]
    return Tried(
        [risk(*sizes) > risk(10, 10, 10) for sizes in others if sizes != (10, 10, 10)]
        + [later < sooner for sooner, later in pairwise(steps)]
        + [near(c4[2] * c4[3], np.sqrt(1 / 2))]
        + [near(risk(19, 20, 21), float(mc.theory.risk.expected_risk([19, 20, 21])))],
        [risk(9, 10, 11) < risk(10, 10, 10), risk(2, 14, 14) < risk(4, 13, 13)],
        [f"{risk(20, 20, 20):.5f}", f"{risk(19, 20, 21):.5f}", r"\sqrt{1/2}"],
    )


@statement("ex-mix-doses")
def doses() -> Tried:
    def left(weights: tuple[float, float], points: int) -> float:
        """The mean over two generations of the variance, after many."""
        taken = {"alpha": [*weights] * 40, "gamma": [1 - w for w in weights] * 40}
        path = mc.theory.mixing.mixing_path(points, 80, beta=0, **taken, ddof=0)
        return float(path[-1].mean_variance + path[-2].mean_variance) / 2

    true = []
    for a, b, points in [(0.9, 0.5, 5), (0.9, 0.5, 3), (1, 0.7, 50), (0.6, 0.4, 50), (0.7, 0.6, 9)]:
        better = a**2 + 4 * a * b + b**2 > 2 * points / (points - 1)
        true.append((left((a, b), points) < left(((a + b) / 2,) * 2, points)) == better)
    many = 10**7
    apart, steady = many * left((1, 0.8), many), many * left((0.9, 0.9), many)
    return Tried(true, [apart > steady], [f"{apart:.3f}/M", f"{steady:.3f}/M"])


@statement("ex-mix-least")
def pools() -> Tried:
    def left(sizes: list[int]) -> float:
        pool, kept = 0, 1.0
        for size in sizes:
            pool += size
            kept *= 1 - size / pool**2
        return kept

    schedules = [[m, *rest] for m in (2, 3, 10) for rest in ([], [1] * 9999, [m] * 99, [9**5, 1])]
    singles = [left([m] + [1] * 10**5) for m in (2, 10)]
    return Tried(
        [left(sizes) > (1 - 1 / sizes[0]) ** 2 for sizes in schedules]
        + [near(got, (m - 1) / (m + 1), 1e-4) for m, got in zip((2, 10), singles, strict=True)],
        [left(sizes) > (1 - 1 / sizes[0]) for sizes in schedules if len(sizes) > 1],
    )


@statement("ex-noise-flat")
def flat() -> Tried:
    rng, size = np.random.default_rng(1), 3
    true, false = [], []
    for points in (4, 9, 50):
        data = rng.exponential(size=(4000, points, size))  # of a shape that is not normal
        data -= data.mean(1, keepdims=True)
        drawn = np.einsum("rij,rik->rjk", data, data)
        root = np.linalg.inv(np.linalg.cholesky(drawn.mean(0)))
        drawn = root @ drawn @ root.T  # their mean is I, exactly
        scale = np.linalg.det(drawn) ** (1 / size)
        true += [np.sqrt(scale).mean() < 1, scale.mean() < 1, np.log(scale).mean() < 0]
        false += [(1 / scale).mean() < 1]
    return Tried(true, false)


@statement("ex-noise-best")
def best() -> Tried:
    x, y = sp.symbols("x y")
    density = sp.Rational(6, 8) * (y - x)  # of the least and the largest of three, on [-1, 1]

    def mean(value: sp.Expr) -> sp.Expr:
        return sp.integrate(sp.integrate(value * density, (x, -1, y)), (y, -1, 1))

    # given these two, the point between them is uniform
    middle, spread = (x + y) / 2, (y - x) ** 2 / 12
    gap = mean((middle / 3 - middle / 3) ** 2 + spread / 9)
    average = mean(middle**2 + spread / 9)  # (x + y + z)/3 has, given x and y, the mean (x + y)/2
    return Tried(
        [mean(1) == 1, average == sp.Rational(1, 9), mean(middle**2) + gap == average],
        [mean(middle**2) == average],
        [f"\\frac1{{{1 / mean(middle**2)}}}", f"\\frac1{{{1 / gap}}}"],
    )
