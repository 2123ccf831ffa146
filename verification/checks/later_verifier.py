"""Papers after the founding one, on verifiers between a model and the data of the next."""

from __future__ import annotations

import numpy as np
import sympy as sp
from scipy import stats  # type: ignore[import-untyped]

from modelcollapse.theory import verifier

from ..claim import simulated, symbolic
from ..comparison import Rng, SimulatedCheck, SymbolicCheck, along

RIGHT, WRONG = 0.9, 0.3  # how often a right and a wrong item is kept
a, b, p, t, z = sp.symbols("a b p t z", positive=True)
theta = sp.Symbol("theta", positive=True)


@symbolic("later-breakdown")
def where_it_breaks_down() -> SymbolicCheck:
    """As many wrong as right items among the kept; and the turn of a tilted classifier."""
    [edge] = sp.solve(sp.Eq(b * p, a * (1 - p)), p)
    wedge = [(a, theta - sp.pi / 2, sp.pi / 2), (b, sp.pi / 2, sp.pi / 2 + theta)]
    to, across = (
        sp.simplify(sum(w * sp.integrate(f(t - theta / 2), (t, lo, hi)) for w, lo, hi in wedge))
        for f in (sp.cos, sp.sin)
    )
    turned = theta / 2 + sp.atan(across / to)
    return SymbolicCheck([verifier.breakdown(a, b), verifier.tilt(theta, a, b)], [edge, turned])


@simulated("later-breakdown")
def no_breakdown_of_a_tilted_one(rng: Rng) -> SimulatedCheck:
    """One round of a tilted classifier, along the share of wrong labels; dashed, coin tosses."""
    shares, runs, found = np.array([0.1, 0.3, 0.5, 0.7, 0.8, 0.9]), 50, []
    for share in shares:
        x = rng.standard_normal((runs, 10_000, 2))
        angle = np.pi * share
        label = np.sign(x @ [np.cos(angle), np.sin(angle)])
        keep = np.where(label == np.sign(x[..., 0]), RIGHT, WRONG) > rng.random(label.shape)
        mean = ((label * keep)[..., None] * x).mean(axis=1)
        found.append(1 - abs(np.arctan2(mean[:, 1], mean[:, 0])) / np.pi)
    ours = [1 - float(verifier.tilt(np.pi * share, RIGHT, WRONG)) / np.pi for share in shares]
    papers = shares < float(verifier.breakdown(RIGHT, WRONG))
    labels = ("share of wrong labels", "accuracy after one round, a = 0.9, b = 0.3")
    return along(shares, found, ours, papers.astype(float), labels=labels, at=4)


@symbolic("later-knowledge-centre")
def rate_of_an_interval() -> SymbolicCheck:
    """The variance of a standard normal variable between -z and z, and the rest at its centre."""
    bell = sp.exp(-(t**2) / 2)
    inside = sp.integrate(bell, (t, -z, z))
    ours = [verifier.interval_rate(z), verifier.interval_step(0, z)]
    return SymbolicCheck(ours, [sp.integrate(t**2 * bell, (t, -z, z)) / inside, 0])


@simulated("later-knowledge-centre")
def towards_the_centre(rng: Rng) -> SimulatedCheck:
    """The mean of runs that start at 0, with an interval of half-width 2 about 1."""
    rounds, runs, kept, centre = np.arange(1, 11), 500, 200, 1.0
    mean, found, apart, ours = np.zeros(runs), [], centre, []
    for _ in rounds:
        low, high = stats.norm.cdf(centre - 2 - mean), stats.norm.cdf(centre + 2 - mean)
        at = low[:, None] + (high - low)[:, None] * rng.random((runs, kept))
        mean = mean + stats.norm.ppf(at).mean(axis=1)
        apart = float(verifier.interval_step(apart, 2))
        found.append(mean)
        ours.append(centre - apart)
    return along(rounds, found, ours, labels=("round", "fitted mean; the centre is at 1"))
