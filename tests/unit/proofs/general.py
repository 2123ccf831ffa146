"""What the proof exercises on families, priors and lines of descent say, tried on numbers."""

from itertools import product

import numpy as np
from scipy import integrate
from scipy.special import digamma

from tests.unit.proofs.tried import Tried, binomial, near, refits, statement


@statement("ex-general-sum")
def divergences() -> Tried:
    def lost(size: int, n: int) -> tuple[float, float]:
        """Mean divergence from the start and the sum over fits, for coins, exactly."""
        inside = np.arange(size + 1) / size
        law = np.eye(size + 1)[2]

        def between(a: float, b: float) -> float:
            pairs = [(a, b), (1 - a, 1 - b)]
            return sum(s * np.log(s / t) for s, t in pairs if s > 0)

        total = 0.0
        for _ in range(n):
            total += sum(
                law[j] * refits(size)[i, j] * between(inside[i], inside[j])
                for i, j in product(range(size + 1), repeat=2)
                if refits(size)[i, j] > 0
            )
            law = refits(size) @ law
        return sum(w * between(m, inside[2]) for w, m in zip(law, inside, strict=True)), total

    results = [lost(size, n) for size, n in [(3, 1), (5, 4)]]
    one = integrate.quad(lambda G: (G / 3 - 1 - np.log(G / 3)) * G**2 * np.exp(-G) / 2, 0, np.inf)
    return Tried(
        [near(*pair) for pair in results] + [near(one[0], np.log(3) - digamma(3), 1e-6)],
        [near(results[1][0], 4 * lost(5, 1)[0])],
    )


@statement("ex-priors-forget")
def forget() -> Tried:
    size, kappa, pull = 6, 2.5, 0.3
    w = size / (size + kappa)
    places = w * np.arange(size + 1) / size + (1 - w) * pull
    step = np.array([binomial(size, m) for m in places]).T
    true, false = [], []
    for first, second in [(0.9, 0.2), (0.35, 0.3)]:
        laws = [binomial(size, first), binomial(size, second)]
        for n in range(1, 8):
            apart = np.abs(np.cumsum(laws[0] - laws[1]))[:-1] @ np.diff(places)
            true.append(near(apart, w**n * (first - second)))
            false.append(near(apart, w ** (2 * n) * (first - second)))
            laws = [step @ law for law in laws]
    return Tried(true, false)


@statement("ex-trees-childless")
def childless() -> Tried:
    def share(size: int, n: int, gamma: float) -> float:
        odds = [(1 - (1 - gamma) / (size * i)) ** size for i in range(1, n)]
        return float(np.mean([np.prod(odds[j:]) for j in range(n)]))

    exact = [share(1, n, 0) for n in (2, 3, 10)]
    three = [len({0, 1, 2} - {0, copied}) / 3 for copied in (0, 1)]
    many = [(share(size, 2000, g), 1 / (2 - g)) for size, g in [(1, 0.5), (7, 0), (3, 0.9)]]
    return Tried(
        [near(value, 0.5) for value in exact]
        + [near(*pair, 2e-3) for pair in many]
        + [near(sum(three) / 2, 0.5), near(share(2, 2, 0), 5 / 8)],
        [
            near(value, (1 - g) / 2, 2e-3)
            for (value, _), g in zip(many, (0.5, 0, 0.9), strict=True)
            if g
        ],
        [r"\frac58", *(rf"\frac{round(3 * each)}3" for each in three)],
    )
