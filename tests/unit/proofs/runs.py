"""What the proof exercises on runs, in the long run and in every regime, say, tried on numbers."""

from itertools import product

import numpy as np
from scipy import stats

import modelcollapse as mc
from tests.unit.proofs.tried import Tried, binomial, near, statement


def moment(M: int, kappa: float) -> float:
    """The mean of S to this power."""
    return float(mc.theory.gaussian.factor_moment(M, kappa))


@statement("ex-gauss-moments")
def moments() -> Tried:
    true, false = [], []
    for M in (2, 3, 10, 50):
        one, two = ((1 - 1 / M) ** k * moment(M, k) for k in (1, 2))
        i = np.arange(60 * M * M)
        square = np.sum(two**i * (1 + 2 * one / (1 - one))) / M**2  # a term, and later ones with it
        true += [near(np.sum(one**i) / M, 1), near(square, 2 * M - 1)]
        true += [moment(M, kappa) < 1 for kappa in (0.02, 0.5, 0.98)]
        false += [near(square, 2 * M), moment(M, 1) < 1, moment(M, 1.02) < 1]
    for M, kappa in product((2, 3, 9), (0.2, 0.7)):  # after two fits, by the law of S
        k = M - 1
        mean = stats.chi2(k).expect(lambda x, k=k, M=M, s=kappa: ((1 + x / k) / M) ** s)
        true += [mean < 1 / M**kappa / (1 - moment(M, kappa)), mean > 1 / M**kappa]
    return Tried(true, false)


@statement("ex-risk-power")
def power() -> Tried:
    def spread(M: int, n: int) -> float:
        """Variance of the distance over the square of its mean."""
        mean, variance = mc.theory.risk.expected_risk, mc.theory.risk.risk_variance
        return float(variance([M] * n)) / float(mean([M] * n)) ** 2

    true, false = [], []
    for M in (2, 5, 20):
        x = (M + 1) / (M - 1)
        needed = [n**2 * spread(M, n) / x**n for n in (20, 40, 80, 160)]
        true += [max(needed) < 9 * M**2 * 4, needed[-1] < 2 * needed[-2]]
        fewer = [n**2 * spread(M, n) / x ** (0.8 * n) for n in (80, 160)]
        false += [fewer[-1] < 2 * fewer[-2]]
    rng, M, n, runs = np.random.default_rng(5), 3, 600, 600
    kept, moved = np.ones(runs), np.zeros(runs)
    for _ in range(n):
        moved += np.sqrt(kept / M) * rng.standard_normal(runs)
        kept *= rng.chisquare(M - 1, runs) / (M - 1)
    distance = moved**2 + (np.sqrt(kept) - 1) ** 2
    bound = {s: 2 + 1 / M**s / (1 - moment(M, s)) for s in (0.3, 0.6, 0.9)}
    true += [np.mean(distance**s) < c for s, c in bound.items()]
    true += [distance.mean() < n / M / 10]
    false += [distance.mean() > n / M / 2]
    b = 8  # runs by the eighth power of n: the exponent, and one of a power that is too small
    true += [b * (1 - s) - s < 0 for s in (0.89, 0.99)]
    false += [b * (1 - s) - s < 0 for s in (0.5, 0.88)]
    return Tried(true, false)


@statement("ex-fates-forget")
def forget() -> Tried:
    rng, true, false, M, gamma = np.random.default_rng(6), [], [], 4, 0.3
    for ddof in (0, 1):
        stretch = M / (M - ddof)
        for _ in range(300):
            one, other = rng.normal(size=2), rng.normal(size=2)
            one[1], other[1] = abs(one[1]), abs(other[1])
            made, Z = rng.random(M) > gamma, rng.standard_normal(M)
            data = [np.where(made, mu + sigma * Z, Z) for mu, sigma in (one, other)]
            apart = (data[0].mean() - data[1].mean()) ** 2
            apart += (data[0].std(ddof=ddof) - data[1].std(ddof=ddof)) ** 2
            true.append(apart <= stretch * np.mean((data[0] - data[1]) ** 2) + 1e-12)
    # the mean of that bound, exactly: mean and mean square of Z are 0 and 1
    (m, s), share = (0.7, -0.4), binomial(M, 1 - gamma) @ np.arange(M + 1) / M
    true += [near(share * (m**2 + s**2), (1 - gamma) * (m**2 + s**2))]
    steps = [mc.theory.mixing.mixing_path(M, n, 0.7, 0, 0.3, ddof=0)[-1] for n in (1, 30)]
    true += [near(float(g.sigma2 + g.mean_variance), 1) for g in steps]
    # two models that differ in the mean alone, seen for many draws: between the two factors
    draws = np.where(rng.random((20_000, M)) > gamma, 1.0, 0.0)
    factor = float(np.mean(draws.mean(1) ** 2))  # the means move together
    true += [(1 - gamma) ** 2 < factor < 1 - gamma]
    false += [factor < (1 - gamma) ** 2, factor > 1 - gamma, (1 - 0.2) * M / (M - 1) < 1]
    return Tried(true, false)
