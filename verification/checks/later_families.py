"""Papers after the founding one, on families of laws: where a fitted mean ends, and how fast."""

from __future__ import annotations

import numpy as np
import sympy as sp
from scipy import stats  # type: ignore[import-untyped]

import modelcollapse as mc
from modelcollapse.theory import discrete, exponential, gaussian

from ..claim import simulated, symbolic
from ..comparison import GENERATION, Rng, SimulatedCheck, SymbolicCheck, along
from ..refit import S, k, over_S
from ..toys import shares

M, m = sp.symbols("M m", positive=True)
SETTLED = 300  # fits to 5 points: 60 sample sizes, after which the law of the mean stands still


@symbolic("later-martingale")
def variance_of_a_martingale() -> SymbolicCheck:
    """The mean stays on average; V = 1 + m^2, which grows with its square, never vanishes."""
    noise = sp.Symbol("e")
    square = (1 + m**2) / M  # the mean of the error's square; the error's own is 0
    after = sp.expand(1 + (m + noise) ** 2).subs(noise**2, square).subs(noise, 0)
    ours = exponential.mean_variance_path(1, 1 + m**2, [M])[1]
    return SymbolicCheck(ours, after)


@simulated("later-martingale")
def it_wanders_for_ever(rng: Rng) -> SimulatedCheck:
    """Where the fitted means of many runs are after 300 fits to 5 points: a Cauchy law."""
    levels = np.array([0.5, 1, 2, 4, 8])
    law = mc.HyperbolicSecant(0.0)
    trace = mc.run(law, sample_size=5, generations=SETTLED, replicates=2000, rng=rng)
    far = abs(trace.m.values[-1]) > levels[:, None]
    ours = 2 * stats.cauchy.sf(levels)
    labels = ("level", "share of runs further from 0, M = 5, 300 fits")
    return along(levels, far, ours, labels=labels, log="x")


@symbolic("later-poisson-survival")
def two_poisson_fits() -> SymbolicCheck:
    """No point left after two fits: the mean of e^{-j} over a Poisson number j."""
    j = sp.Symbol("j", integer=True, nonnegative=True)
    twice = sp.summation(sp.exp(-m) * m**j / sp.factorial(j) * sp.exp(-j), (j, 0, sp.oo))
    return SymbolicCheck(sp.exp(-m * (1 - sp.exp(-1))), sp.simplify(twice))


@simulated("later-poisson-survival")
def poisson_fits(rng: Rng) -> SimulatedCheck:
    """A Poisson law refitted to 20 points: the share of runs whose rate is not 0 yet."""
    times = np.array([1, 2, 5, 10, 20, 50, 100])
    trace = mc.run(mc.Poisson(0.25), sample_size=20, generations=100, replicates=20_000, rng=rng)
    alive = trace.m.values[times] > 0
    ours = [1 - float(exponential.poisson_extinct(0.25, [20] * n)) for n in times]
    labels = (GENERATION, "share of runs with a rate above 0, M = 20")
    return along(times, alive, ours, labels=labels, log="x")


@symbolic("later-equal-draws")
def two_draws_are_equal() -> SymbolicCheck:
    """Two points of the next model are equal: one point copied twice, or two that were equal."""
    before = sp.Symbol("s_0")
    after = 1 / M + (1 - 1 / M) * before
    return SymbolicCheck(1 - discrete.heterozygosity(1 - before, [M]), sp.expand(after))


@simulated("later-equal-draws")
def draws_are_equal(rng: Rng) -> SimulatedCheck:
    """The mean of the sum of squared shares, along the generations."""
    times = np.array([1, 2, 5, 10, 20, 40])
    law = np.array([0.4, 0.3, 0.2, 0.1])
    p = shares(law, 20, 40, 4000, rng)[times]
    ours = [1 - float(discrete.heterozygosity(1 - (law**2).sum(), [20] * n)) for n in times]
    labels = (GENERATION, "probability that two draws are equal, M = 20")
    return along(times, (p**2).sum(axis=2), ours, labels=labels)


@symbolic("later-mean-sigma")
def one_factor() -> SymbolicCheck:
    """The mean of the fitted standard deviation over the true one."""
    factor = sp.sqrt(2 / k) * sp.gamma((k + 1) / 2) / sp.gamma(k / 2)
    return SymbolicCheck(factor, over_S(sp.sqrt(S)))


@simulated("later-mean-sigma")
def powers_of_one_factor(rng: Rng) -> SimulatedCheck:
    """The mean standard deviation along the generations is a power."""
    times = np.array([1, 2, 5, 10, 20, 40])
    trace = mc.run(mc.Gaussian(), sample_size=20, generations=40, replicates=20_000, rng=rng)
    ours = float(gaussian.expected_sigma([20])) ** times
    labels = (GENERATION, "mean standard deviation, M = 20")
    return along(times, trace.sigma.values[times], ours, labels=labels, log="y")
