"""What the proof exercises on selection say, tried on numbers."""

from itertools import pairwise, product

import numpy as np
from scipy import stats

import modelcollapse as mc
from tests.unit.proofs.tried import Tried, binomial, near, statement


@statement("ex-ver-committee")
def committee() -> Tried:
    def odds(need: int, a: float, b: float) -> float:
        return float(stats.binom.sf(need - 1, 3, b) / stats.binom.sf(need - 1, 3, a))

    grid = [(a, b) for a, b in product(np.linspace(0.02, 0.99, 25), repeat=2) if b < a]
    clear = [(a, b) for a, b in grid if abs(a + b - 1.5) > 1e-3]
    said = [f"from {b / a:.3f} to {odds(2, a, b):.3f}" for a, b in [(0.95, 0.5), (0.95, 0.8)]]
    return Tried(
        [odds(3, a, b) < b / a < odds(1, a, b) for a, b in grid]
        + [(odds(2, a, b) < b / a) == (a + b < 1.5) for a, b in clear]
        + [odds(2, a, 1 - a) < (1 - a) / a for a in (0.51, 0.7, 0.99)],
        [all(odds(2, a, b) < b / a for a, b in grid)],
        [said[0], said[1]],
    )


@statement("ex-pref-more")
def harder() -> Tried:
    true, false = [], []
    for a, D in product([0.05, 0.5, 0.9], [0.1, 1, 4]):
        step = [float(mc.theory.preference.step(a, D, K)) for K in range(2, 9)]
        limit = a * np.exp(D) / (1 + a * np.expm1(D))
        path = [a, *step, limit]
        true += [earlier < later for earlier, later in pairwise(path)]
        false += [step[0] > limit, near(step[0] - a, step[1] - step[0])]
    return Tried(true, false)


@statement("ex-diff-contract")
def contract() -> Tried:
    x = np.linspace(-30, 30, 60_001)
    ranks = (np.arange(4000) + 0.5) / 4000

    def places(parts: list[tuple[float, float, float]]) -> np.ndarray:
        """The quantiles of a mixture of normal laws, by weight, mean and variance."""
        below = sum(w * stats.norm.cdf(x, m, np.sqrt(v)) for w, m, v in parts)
        return np.interp(ranks, below, x)

    def apart(first: list, second: list) -> float:
        return float(np.sqrt(np.mean((places(first) - places(second)) ** 2)))

    def round_of(parts: list, gamma: float, t: float) -> list:
        pool = [(gamma, 0.0, 1.0), *((w * (1 - gamma), m, v) for w, m, v in parts)]
        a = np.exp(-t)
        return [(w, a * m, a**2 * v + 1 - a**2) for w, m, v in pool]

    true, false = [], []
    starts = [[(1.0, 3.0, 0.2)], [(0.5, -4.0, 2.0), (0.5, 1.0, 0.1)], [(1.0, 0.0, 1.0)]]
    for gamma, t in product([0.2, 0.6], [0.05, 0.5]):
        factor = np.sqrt(1 - gamma) * np.exp(-t)
        for first, second in [starts[:2], starts[1:], starts[::2]]:
            now = apart(round_of(first, gamma, t), round_of(second, gamma, t))
            true += [now <= factor * apart(first, second) * 1.001]
            false += [now <= (1 - gamma) * factor * np.exp(-t) * apart(first, second) / 2]
    shifted = apart(round_of([(1.0, 2.0, 1.0)], 0, 0.3), round_of([(1.0, 0.0, 1.0)], 0, 0.3))
    return Tried([*true, near(shifted, 2 * np.exp(-0.3), 1e-6)], false)


@statement("ex-bias-kept")
def kept() -> Tried:
    def exact(M: int, m: int, n: int) -> float:
        """The variance of the mean of coins of +1 and -1, whose variance goes with the mean."""
        total = 0.0
        for heads, weight in enumerate(binomial(M, 0.5)):
            law = binomial(m, heads / M)  # of the heads among the generated points
            for _ in range(n - 2):
                law = law @ np.array([binomial(m, (heads + c) / (M + m)) for c in range(m + 1)])
            means = 2 * (heads + np.arange(m + 1)) / (M + m) - 1
            total += weight * float(law @ means**2)
        return total

    def limit(M: int, m: int) -> float:
        return 1 / M + (M - 1) / M * m / (M**2 + (2 * M + 1) * m)

    cases = list(product((2, 3, 7), (1, 2, 9)))
    true = [near(exact(M, m, 400), limit(M, m)) for M, m in cases]
    true += [exact(M, m, n) > 1 / M + 1e-9 for M, m in cases for n in (2, 5)]
    true += [a < b for M in (2, 3, 50) for a, b in pairwise(limit(M, m) for m in (1, 2, 9, 10**6))]
    true += [near(limit(M, 10**9), 3 / (2 * M + 1), 1e-7) for M in (2, 50)]
    return Tried(
        true, [exact(M, m, 400) <= 1 / M or limit(M, m) > 3 / (2 * M + 1) for M, m in cases]
    )
