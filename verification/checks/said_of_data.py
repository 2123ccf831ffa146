"""What is said of real and generated data: each check in a dozen lines, with what is quoted."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from scipy import stats  # type: ignore[import-untyped]
from scipy.special import ndtr, ndtri  # type: ignore[import-untyped]

import modelcollapse as mc
from modelcollapse.theory import fates, mixing, pooling, regression, weights

from ..claim import simulated
from ..comparison import GENERATION, Rng, SimulatedCheck, along, proportions

Settings: TypeAlias = dict[str, Any]  # of `mc.run`
TENTH = mc.Mixing(0.9, 0, 0.1)  # one point in ten is fresh
STATES = np.array([0.4, 0.3, 0.2, 0.1])


@simulated("said-fresh-data")
def settles_with_fresh_data(rng: Rng) -> SimulatedCheck:
    """The mean variance with a fresh tenth; quoted: it collapses as under replacement."""
    times, law = np.array([1, 5, 10, 20, 40, 80]), mc.Gaussian(ddof=0)
    trace = mc.run(law, sample_size=20, generations=80, regime=TENTH, replicates=4000, rng=rng)
    path = mixing.mixing_path(20, 80, 0.9, 0, 0.1, ddof=0)
    ours, collapse = [float(path[n].sigma2) for n in times], (1 - 1 / 20) ** times
    labels = (GENERATION, "mean variance, M = 20, a tenth fresh")
    return along(times, trace.sigma.values[times] ** 2, ours, collapse, labels=labels)


@simulated("said-however-little")
def however_little_is_added(rng: Rng) -> SimulatedCheck:
    """What is left of the heterozygosity if each model adds 5 points to 50; quoted: nothing."""
    times, sizes = np.array([50, 100, 200, 400]), [50, *[5] * 399]
    settings: Settings = {
        "generations": 400,
        "regime": mc.Accumulate(),
        "replicates": 500,
        "rng": rng,
    }
    p = mc.run(mc.Categorical(STATES), sample_size=sizes, **settings).p.values[times]
    kept = np.cumprod(1 - np.array(sizes) / np.cumsum(sizes) ** 2.0)
    left = (1 - (p**2).sum(axis=2)) / (1 - (STATES**2).sum())
    labels = (GENERATION, "heterozygosity kept, 50 real points and 5 more a round")
    return along(times, left, kept[times - 1], 0, labels=labels, log="x")


@simulated("said-ten-percent")
def a_rare_word(rng: Rng) -> SimulatedCheck:
    """A word of 1 % is missing from the model; quoted: as often as from real data, M = 100."""
    times, M, q = np.array([1, 5, 10, 20, 40]), 100, 0.01
    settings: Settings = {"sample_size": M, "generations": 40, "regime": TENTH, "replicates": 4000}
    p = mc.run(mc.Categorical(np.array([q, 1 - q])), rng=rng, **settings).p.values[times, :, 0]
    counts = np.arange(M + 1)
    step = stats.binom.pmf(counts, M, 0.9 * counts[:, None] / M + 0.1 * q)
    law = stats.binom.pmf(counts, M, q)
    ours = [(law @ np.linalg.matrix_power(step, n - 1))[0] for n in times]
    labels = (GENERATION, "share of models without the word, a tenth fresh")
    return proportions(times, p == 0, ours, np.full(5, law[0]), labels=labels)


@simulated("said-thirty-percent")
def no_threshold(rng: Rng) -> SimulatedCheck:
    """Error variance over one fit's, after 40 fits; quoted: collapse below 30 %, else none."""
    shares, samples, ours = np.array([0.05, 0.1, 0.2, 0.3, 0.5, 0.9]), [], []
    settings: Settings = {"sample_size": 50, "generations": 40, "replicates": 1500, "rng": rng}
    for share in shares:
        regime = mc.Mixing(1 - share, 0, share)
        trace = mc.run(mc.Gaussian(ddof=0), regime=regime, **settings)
        samples.append(50 * trace.mu.values[-1] ** 2)
        ours.append(50 * float(mixing.fresh_mean_variance(50, float(share), ddof=0)))
    labels = ("share of fresh real points", "error variance, over one fit's, M = 50")
    quoted = np.where(shares < 0.3, 50, 1)
    return along(shares, samples, ours, quoted, labels=labels, log="y", at=3)


@simulated("said-one-percent")
def one_row_in_a_hundred(rng: Rng) -> SimulatedCheck:
    """Least squares with 1 % of the labels by a generator that is off by 1; quoted: no gain."""
    sizes, samples, ours = np.array([100, 200, 400, 800]), [], []
    for rows in map(int, sizes):
        X, y = rng.standard_normal((400, rows, 3)), rng.standard_normal((400, rows))
        y[:, : rows // 100] += X[:, : rows // 100, 0]  # the real w is 0, the generator's (1, 0, 0)
        square, moment = np.einsum("rtc,rtd->rcd", X, X), np.einsum("rtc,rt->rc", X, y)
        samples.append((np.linalg.solve(square, moment[..., None])[..., 0] ** 2).sum(axis=1))
        ours.append(float(regression.mixed_risk(rows - rows // 100, rows // 100, 3, 1, 1)))
    labels = ("rows T, one in a hundred generated", "risk, 3 columns")
    return along(sizes, samples, ours, ours[0], labels=labels, log="xy")


@simulated("said-golden")
def golden_or_best(rng: Rng) -> SimulatedCheck:
    """What the golden weight costs beyond the best, along the odds of real points; quoted: 0."""
    odds, mean = np.array([1 / 9, 1 / 3, 3, 9]), np.zeros((2, 4, 20_000))
    w = np.array([[2 / (1 + 5**0.5)] * 4, [float(weights.best(float(k))) for k in odds]])
    for _ in range(40):
        real, made = rng.standard_normal((2, 4, 20_000))
        pool = mean + np.sqrt(odds)[:, None] * made
        mean = w[..., None] * real + (1 - w[..., None]) * pool
    rest = np.vectorize(weights.stationary_variance, [float])(w, odds)
    labels = ("real points to each generated one", "error variance lost by the weight 0.618")
    lost = mean[0] ** 2 - mean[1] ** 2
    return along(odds, lost, rest[0] - rest[1], 0, labels=labels, log="x", at=0)


@simulated("said-verifier")
def narrowed_by_the_verifier(rng: Rng) -> SimulatedCheck:
    """The variance of refits to what lies in [-1.5, 2.5]; quoted: with a verifier none is lost."""
    ends, mu, sd, (m, v) = np.array([-1.5, 2.5]), np.zeros((100, 1)), np.ones((100, 1)), (0.0, 1.0)
    found, ours = [], []
    for _ in range(10):
        low, high = np.split(ndtr((ends - mu) / sd), 2, axis=1)
        x = mu + sd * ndtri(low + (high - low) * rng.random((100, 2000)))
        mu, sd = x.mean(axis=1, keepdims=True), x.std(axis=1, keepdims=True)
        m, v = stats.truncnorm.stats(*(ends - m) / v**0.5, loc=m, scale=v**0.5)
        found.append(sd[:, 0] ** 2)
        ours.append(float(v))
    labels = ("round", "variance, verified within 2 of 0.5")
    return along(np.arange(1, 11), found, ours, 1, labels=labels)


@simulated("said-accumulate")
def rises_all_the_same(rng: Rng) -> SimulatedCheck:
    """Error variance over one fit's, all data kept; quoted: no collapse, so that it stays 1."""
    times, law = np.array([1, 2, 5, 10, 40]), mc.Gaussian(ddof=0)
    settings: Settings = {"regime": mc.Accumulate(), "replicates": 10_000}
    trace = mc.run(law, sample_size=20, generations=40, rng=rng, **settings)
    path = pooling.accumulate_path(20, 40, ddof=0)
    ours = [20 * float(path[n].mean_variance) for n in times]
    labels = (GENERATION, "error variance, over one fit's, all data kept")
    return along(times, 20 * trace.mu.values[times] ** 2, ours, 1, labels=labels, log="x")


@simulated("said-one-real-point")
def one_real_point(rng: Rng) -> SimulatedCheck:
    """The heterozygosity kept with one fresh point in twenty; quoted: one fit's, for ever."""
    times, regime = np.array([1, 5, 10, 20, 50]), mc.Augment(1, fresh=True)
    settings: Settings = {"sample_size": 19, "generations": 50, "replicates": 4000}
    p = mc.run(mc.Categorical(STATES), regime=regime, rng=rng, **settings).p.values[times]
    ours = [float(row.sigma2) for row in fates.augment_path(19, 50, 1, ddof=0)]
    left = (1 - (p**2).sum(axis=2)) / (1 - (STATES**2).sum())
    labels = (GENERATION, "heterozygosity kept, one fresh point in 20")
    return along(times, left, np.array(ours)[times], 1 - 1 / 19, labels=labels)
