"""Papers after the founding one, on curation by preference."""

from __future__ import annotations

import numpy as np
import sympy as sp

from modelcollapse.theory import preference

from ..claim import simulated, symbolic
from ..comparison import Rng, SimulatedCheck, SymbolicCheck, along

VALUES = np.array([1.0, 2.0, 4.0])  # y = e^r of three kinds


def kept(shown: np.ndarray, rewards: np.ndarray, rng: Rng) -> np.ndarray:
    """Which of the outputs shown, (..., K), is kept: the largest with Gumbel's noise."""
    noisy = rewards + rng.gumbel(size=shown.shape)
    return np.take_along_axis(shown, noisy.argmax(-1)[..., None], -1)[..., 0]


@symbolic("later-curated-reward")
def gain_of_a_choice() -> SymbolicCheck:
    """What the kept of K outputs has more than a random one, from sums over those shown."""
    K, total, squares = sp.symbols("K total squares", positive=True)
    variance = (squares - total**2 / K) / (K - 1)  # unbiased
    return SymbolicCheck((K - 1) * variance / total, squares / total - total / K)


@simulated("later-curated-reward")
def mean_along_the_start(rng: Rng) -> SimulatedCheck:
    """The mean of e^r after one round of pairs, along the share of the best of three kinds."""
    shares, samples, ours = np.array([0.05, 0.2, 0.4, 0.6, 0.8]), [], []
    for share in shares:
        p = np.array([(1 - share) / 2, (1 - share) / 2, share])
        shown = rng.choice(VALUES, (40_000, 2), p=p)
        samples.append(kept(shown, np.log(shown), rng))
        pair = (VALUES[:, None] ** 2 + VALUES**2) / (VALUES[:, None] + VALUES)
        ours.append(p @ pair @ p)
    labels = ("share of the best kind", "mean of exp(r) after a round of pairs")
    return along(shares, samples, ours, labels=labels)


@symbolic("later-two-tastes")
def share_needed() -> SymbolicCheck:
    """Four outputs: where a rare kind neither grows nor shrinks, from the sum over all draws."""
    u, a, E = sp.symbols("u a E", positive=True)

    def after(better: sp.Expr) -> sp.Expr:
        return sum(
            sp.binomial(4, j) * a**j * (1 - a) ** (4 - j) * j * better / (j * better + 4 - j)
            for j in range(1, 5)
        )

    slope = sp.diff(u * after(E) + (1 - u) * after(1 / E), a).subs(a, 0)
    [derived] = sp.solve(sp.Eq(slope, 1), u)
    ours = preference.fixation_share(4, sp.log(3))
    return SymbolicCheck(ours, derived.subs(E, 3))


@simulated("later-two-tastes")
def pairs_along_the_rounds(rng: Rng) -> SimulatedCheck:
    """The share of what 40 % prefer by 3, D = 3, one round of pairs from shares along the axis."""
    shares = np.array([0.02, 0.05, 0.1, 0.2, 0.35])
    samples = []
    for share in shares:
        shown = rng.random((40_000, 2)) < share
        gap = np.where(rng.random((40_000, 1)) < 0.4, 3.0, -3.0)
        samples.append(kept(shown, gap * shown, rng))
    ours, theirs = (
        [float(preference.two_tastes(share, 0.4, 3, K)) for share in shares] for K in (2, sp.oo)
    )
    labels = ("share of the minority's kind", "its share after a round")
    return along(shares, samples, ours, theirs, labels=labels, at=2)
