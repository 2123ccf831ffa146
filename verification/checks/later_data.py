"""Papers after the founding one, on weights, on a real share, and on tails."""

from __future__ import annotations

import numpy as np
import sympy as sp
from scipy.special import zeta  # type: ignore[import-untyped]

from modelcollapse.theory import tails, urn, weights

from ..claim import simulated, symbolic
from ..comparison import Rng, SimulatedCheck, SymbolicCheck, along

w, t, T, u, beta = sp.symbols("w t T u beta", positive=True)
BETA = 1.5  # the exponent of the tails that are simulated


@symbolic("later-golden-weight")
def golden() -> SymbolicCheck:
    """As many real as generated points: the stationary variance, and the weight with the least."""
    V = sp.Symbol("V")
    [rest] = sp.solve(w**2 + (1 - w) ** 2 * (V + 1) - V, V)
    [best] = [x for x in sp.solve(sp.diff(rest, w), w) if x.is_positive and x < 1]
    ours = [weights.stationary_variance(w, 1), 2 / (1 + sp.sqrt(5))]
    return SymbolicCheck(ours, [rest, best])


@simulated("later-golden-weight")
def along_the_weight(rng: Rng) -> SimulatedCheck:
    """The variance of the mean after 40 rounds, along the weight of the real points."""
    values, runs = np.array([0.3, 0.45, 0.618, 0.8, 1.0]), 20_000
    mean = np.zeros((len(values), runs))
    for _ in range(40):
        real, made = rng.standard_normal((2, len(values), runs))
        mean = values[:, None] * real + (1 - values[:, None]) * (mean + made)
    ours = [float(weights.stationary_variance(x, 1)) for x in values]
    labels = ("weight of the real points", "variance of the mean, over one real fit's")
    return along(values, mean**2, ours, labels=labels, at=2)


@symbolic("later-real-share")
def one_round() -> SymbolicCheck:
    """A pool of t batches and one more, of which a share alpha is real: what its mean keeps."""
    alpha, P = sp.symbols("alpha P")
    pool = (t * P + (1 - alpha) * P) / (t + 1)  # the noise aside; real points have mean 0
    kept = urn.bias_factor(alpha, 2) / urn.bias_factor(alpha, 1)
    return SymbolicCheck(sp.expand(kept), sp.expand(sp.factor(pool / P).subs(t, 2)))


@simulated("later-real-share")
def slow_below_one_half(rng: Rng) -> SimulatedCheck:
    """The variance of the pool's mean with a share 0.3 of real points, along the rounds."""
    times, runs, m, alpha = np.array([1, 3, 10, 30, 100]), 20_000, 10, 0.3
    mean, found = rng.standard_normal(runs) / np.sqrt(m), []
    for round_ in range(1, int(times[-1]) + 1):
        noise = rng.standard_normal(runs) / np.sqrt(m)
        mean = (1 - alpha / (round_ + 1)) * mean + noise / (round_ + 1)
        if round_ in times:
            found.append(mean**2)
    ours = [float(urn.mean_variance(m, alpha, int(x))) for x in times]
    labels = ("round t", "variance of the pool's mean, a share 0.3 real")
    return along(times, found, ours, labels=labels, log="xy")


def unseen(points: np.ndarray) -> np.ndarray:
    """The probability of all states that are not among a run's points, (runs,)."""
    seen = [(np.unique(run).astype(float) ** -BETA).sum() for run in points]
    return 1 - np.array(seen) / float(zeta(BETA))


@symbolic("later-tail-exponent")
def constant_of_the_tail() -> SymbolicCheck:
    """The sum as an integral over the rank, whose variable is u = T c x^-beta."""
    c = sp.Symbol("c", positive=True)
    rank = (T * c / u) ** (1 / beta)
    step = -sp.diff(rank, u)
    inside = sp.powsimp(sp.expand_power_base((u / T) * step, force=True), force=True)
    e = (beta - 1) / beta
    rest = sp.simplify(sp.powsimp(inside / u ** (e - 1), force=True))  # free of u
    derived = rest * sp.gamma(e)
    ours = c ** (1 / beta) / beta * sp.gamma(e) * T**-e
    return SymbolicCheck(1, sp.simplify(sp.powsimp(derived / ours, force=True)))


@simulated("later-tail-exponent")
def unseen_along_the_size(rng: Rng) -> SimulatedCheck:
    """The unseen mass of a power law with exponent 1.5, along the sample size."""
    sizes = np.array([10, 30, 100, 300, 1000])
    samples = [unseen(rng.zipf(BETA, (150, size))) for size in sizes]
    ours = [tails.unseen_mass(BETA, int(size)) for size in sizes]
    labels = ("sample size T", "unseen mass, exponent 1.5")
    return along(sizes, samples, ours, labels=labels, log="xy")
