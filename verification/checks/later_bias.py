"""A later paper's sampling bias, without real data and with a fresh share."""

from __future__ import annotations

import numpy as np
import sympy as sp

import modelcollapse as mc
from modelcollapse.theory import bias

from ..claim import simulated, symbolic
from ..comparison import Rng, SimulatedCheck, SymbolicCheck, along

POINTS = 5  # a generation, without real data
POOL = 40  # points a generation, fresh and generated


@symbolic("later-sampling-bias")
def mean_step() -> SymbolicCheck:
    """The mean step of log sigma^2, from the moments of a chi-square, is 0 at lambda_c."""
    t, lam = sp.symbols("t lambda", positive=True)
    half = sp.Rational(POINTS - 1, 2)
    moment = sp.gamma(half + t) / sp.gamma(half) * (lam / half) ** t
    step = sp.diff(moment, t).subs(t, 0)
    [critical] = sp.solve(sp.simplify(step), lam)
    return SymbolicCheck(bias.critical_lambda(POINTS).doit(), critical)


@simulated("later-sampling-bias")
def along_the_bias(rng: Rng) -> SimulatedCheck:
    """The mean step of log sigma^2, along the bias: below 0 up to 1.31."""
    values = np.array([0.9, 1.0, 1.1, 1.2, 1.3, 1.4])
    points = rng.standard_normal((len(values), 20_000, POINTS))
    steps = np.log(values[:, None] * points.var(axis=2, ddof=1))
    ours = np.log(values) - float(sp.log(bias.critical_lambda(POINTS)))
    labels = ("sampling bias, 5 points a generation", "mean step of log variance")
    return along(values, steps, ours, labels=labels, at=1)


@symbolic("later-fresh-share")
def one_generation() -> SymbolicCheck:
    """The two means after one more generation, from the long-run state, are that state."""
    lam, real, made = sp.Rational(9, 10), 10, 30
    a, v = bias.stationary(real, made, lam)
    N, gamma = real + made, sp.Rational(real, real + made)
    after = (1 - gamma) ** 2 * a + ((1 - gamma) * lam * v + gamma) / N
    return SymbolicCheck([a, v], [after, gamma + (1 - gamma) * (a + lam * v) - after])


@simulated("later-fresh-share")
def along_the_share(rng: Rng) -> SimulatedCheck:
    """The mean of the variance after 40 generations with a bias of 0.9, along the real points."""
    reals, runs = np.array([4, 8, 16, 24, 32]), 2_000
    found = []
    for real in reals:
        trace = mc.run(
            mc.Gaussian(ddof=0),
            model=mc.Gaussian(ddof=0, bias=0.9),
            sample_size=POOL - int(real),
            regime=mc.Augment(int(real), fresh=True),
            generations=40,
            replicates=runs,
            rng=rng,
        )
        found.append(trace.sigma.values[-1] ** 2)
    ours = [float(bias.stationary(int(x), POOL - int(x), 0.9)[1]) for x in reals]
    labels = ("fresh real points of 40, bias 0.9", "mean of the variance in the long run")
    return along(reals / POOL, found, ours, labels=labels, at=0)
