"""What the proof exercises on remedies say, tried on numbers."""

from fractions import Fraction
from itertools import product

import numpy as np
import sympy as sp
from scipy import stats

import modelcollapse as mc
from tests.unit.proofs.tried import Tried, near, statement


@statement("ex-urn-limit")
def urn() -> Tried:
    true = []
    for alpha, M in [(0, 10), (Fraction(1, 4), 3)]:
        share, variance, factor = float(alpha), 1 / M, 1.0
        path = []
        for n in range(2, 200_001):
            variance = (1 - share / n) ** 2 * variance + 1 / (M * n**2)
            factor *= 1 - share / n
            path.append(variance / factor**2)
        exact = float(
            mc.theory.urn.limit(
                sp.Rational(alpha.numerator, alpha.denominator) if alpha else sp.Integer(0)
            )
        )
        true += [near(200_000 ** (2 * share) * variance * M, exact, 5e-3), path[-1] < 2 * path[99]]
    half = np.cumsum(1 / (np.arange(1, 10**5) * np.cumprod(1 - 0.5 / np.arange(1, 10**5))) ** 2)
    still = [half[10**k - 2] for k in (2, 3, 4, 5)]
    return Tried(
        [*true, min(np.diff(still)) > 0.9 * max(np.diff(still)) > 1],
        [near(float(mc.theory.urn.limit(sp.Integer(0))), 1)],
        [r"\frac{\pi^2}{60}", f"{np.pi**2 / 60:.5f}"],
    )


@statement("ex-weights-greedy")
def greedy() -> Tried:
    def ends(real: list[int], written: list[int], weights: list[float] | None = None) -> float:
        variance = 1 / real[0]
        for i, (M, m) in enumerate(zip(real[1:], written, strict=True)):
            other = variance + 1 / m
            w = M / (M + 1 / other) if weights is None else weights[i]
            variance = w**2 / M + (1 - w) ** 2 * other
        return variance

    real, written, grid = [5, 3, 8, 2], [4, 9, 30], np.linspace(0, 1, 41)
    best = ends(real, written)
    precision = 5.0
    for M, m in zip(real[1:], written, strict=True):
        precision = M + 1 / (1 / precision + 1 / m)
    rivals = [ends(real, written, [*each]) for each in product(grid, repeat=3)]
    more = [ends([a, b, 8, 2], [c, 9, 30]) for a, b, c in [(6, 3, 4), (5, 4, 4), (5, 3, 5)]]
    return Tried(
        [
            *(min(rivals) >= best - 1e-12, min(rivals) < 1.01 * best, near(1 / best, precision)),
            *(1 / sum(real) < best < 1 / real[-1], *(each < best for each in more)),
        ],
        [min(rivals) > 1.01 * best, best < 1 / (sum(real) - 2)],
    )


@statement("ex-reg-design")
def design() -> Tried:
    true, false, (M, d) = [], [], (12, 10)
    for seed in range(5):
        X = np.random.default_rng(seed).standard_normal((M, d))
        X *= np.sqrt(M * d) / np.linalg.norm(X)
        inverse = np.linalg.pinv(X)
        true += [near(np.linalg.norm(X @ inverse) ** 2 / M, d / M)]  # what one fit adds
        true += [np.linalg.norm(inverse) ** 2 > d / M]
        false += [near(np.linalg.norm(inverse) ** 2, d / M, 0.1)]
    frame = np.linalg.qr(X)[0] * np.sqrt(M)
    true += [near(np.linalg.norm(np.linalg.pinv(frame)) ** 2, d / M)]
    normal = mc.theory.regression.replace_risk(M, d, 1)
    true += [normal == d, normal / sp.Rational(d, M) == 12]
    return Tried(true, false, [rf"{normal}\,\sigma^2", "twelve times"])


@statement("ex-tails-once")
def once() -> Tried:
    true, false = [], []
    for law in ([0.5, 0.3, 0.2], [0.9, *[0.001] * 100], [1 / 40] * 40):
        p = np.array(law)
        for M in (1, 2, 10, 60):
            unseen = [np.sum(p * (1 - p) ** m) for m in (M - 1, M)]
            once = [stats.binom.pmf(1, m, p).sum() for m in (M, M + 1)]
            true += [near(once[1], (M + 1) * unseen[1]), near(once[0] / M, unseen[0])]
            true += [-1e-12 <= once[0] / M - unseen[1] <= 1 / M + 1e-12]
            false += [once[0] / M < unseen[1] - 1e-12]
    return Tried(true, false)
