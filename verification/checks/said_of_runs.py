"""What is said of runs, means and causes: each check in a dozen lines, with what is quoted."""

from __future__ import annotations

import numpy as np
from scipy import stats  # type: ignore[import-untyped]

import modelcollapse as mc
from modelcollapse.theory import discrete, gaussian, risk

from ..claim import simulated, symbolic
from ..comparison import GENERATION, SIZE, Rng, SimulatedCheck, SymbolicCheck, along, proportions
from ..refit import S, over_S, share_below
from ..toys import shares

COMMON = np.array([0.4, 0.3, 0.2, 0.1])  # four states


def ends(rng: Rng) -> mc.Gaussian:
    """The last models of 4000 chains of 500 fits to 50 points each: ten sample sizes."""
    trace = mc.run(mc.Gaussian(), sample_size=50, generations=500, replicates=4000, rng=rng)
    return mc.Gaussian(trace.mu.values[-1], trace.sigma.values[-1])


@simulated("said-every-distance")
def far_in_the_end(rng: Rng) -> SimulatedCheck:
    """The share of runs beyond a distance in the end; quoted: all of them, whatever it is."""
    levels, last = np.array([1.5, 2, 3, 4]), ends(rng)
    far = np.hypot(last.mu, 1 - last.sigma) > levels[:, None]
    ours = 2 * stats.t(2).sf(np.sqrt(levels**2 - 1))
    labels = ("distance from the original", "share of runs beyond, after 10 M fits")
    return proportions(levels, far, ours, np.ones(4), labels=labels, at=1)


@simulated("said-average")
def away_from_the_average(rng: Rng) -> SimulatedCheck:
    """The share of runs whose mean is off in the end; quoted: none, all are at the average."""
    levels = np.array([0.5, 1, 2, 4])
    off = abs(ends(rng).mu) > levels[:, None]
    ours = 2 * stats.t(2).sf(levels)
    labels = ("level", "share of runs with a mean further off")
    return proportions(levels, off, ours, np.zeros(4), labels=labels, at=1)


@simulated("said-common-patterns")
def which_state_is_left(rng: Rng) -> SimulatedCheck:
    """The state that is left alone after 200 fits to 20 points; quoted: always the commonest."""
    left = shares(COMMON, 20, 200, 2000, rng)[-1].T > 1 / 2
    labels = ("state, the commonest first", "share of runs that it is left in")
    return proportions(np.arange(1, 5), left, COMMON, np.array([1, 0, 0, 0]), labels=labels, at=3)


@symbolic("said-bias")
def unbiased() -> SymbolicCheck:
    """The fitted variance is right on average."""
    return SymbolicCheck(1, over_S(S))


@simulated("said-bias")
def narrower_without_bias(rng: Rng) -> SimulatedCheck:
    """The mean of log sigma_n^2 with the unbiased variance; quoted: without bias it stays 0."""
    times = np.array([1, 5, 10, 20, 40])
    trace = mc.run(mc.Gaussian(), sample_size=20, generations=40, replicates=4000, rng=rng)
    ours = times * float(gaussian.log_drift(20))
    labels = (GENERATION, "mean of log of the variance, M = 20")
    return along(times, 2 * np.log(trace.sigma.values[times]), ours, 0, labels=labels)


@simulated("said-overfitting")
def further_than_one_fit(rng: Rng) -> SimulatedCheck:
    """The risk along the generations; quoted: that of one fit to so few points, in each."""
    times = np.array([1, 2, 5, 10, 20])
    trace = mc.run(mc.Gaussian(), sample_size=50, generations=20, replicates=10_000, rng=rng)
    ours = [float(risk.expected_risk([50] * n)) for n in times]
    labels = (GENERATION, "risk, M = 50")
    return along(times, mc.squared_distance(trace).values[times], ours, ours[0], labels=labels)


@simulated("said-twenty-five")
def by_generation_25(rng: Rng) -> SimulatedCheck:
    """The share of runs that have lost half of the variance after 25 fits; quoted: all."""
    sizes, lost = np.array([5, 10, 30, 100, 300]), []
    for M in map(int, sizes):
        trace = mc.run(mc.Gaussian(), sample_size=M, generations=25, replicates=4000, rng=rng)
        lost.append(trace.sigma.values[-1] ** 2 < 1 / 2)
    ours = [share_below(0.5, int(M), 25) for M in sizes]
    labels = (SIZE, "share of runs with half the variance lost, n = 25")
    return proportions(sizes, np.array(lost), ours, np.ones(5), labels=labels, log="x", at=3)


@simulated("said-absorbing")
def sizes_that_double(rng: Rng) -> SimulatedCheck:
    """The heterozygosity where the samples double each time; quoted: it vanishes."""
    times, sizes = np.array([4, 6, 8, 10]), [5 * 2**i for i in range(10)]
    p, start = shares(COMMON, sizes, 10, 4000, rng)[times], 1 - (COMMON**2).sum()
    ours = [float(discrete.heterozygosity(start, sizes[:n])) for n in times]
    labels = (GENERATION, "heterozygosity, sizes 5, 10, 20, …")
    return along(times, 1 - (p**2).sum(axis=2), ours, 0, labels=labels)
