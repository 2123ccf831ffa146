"""Section 4.2 from the Wasserstein display on: equations 4 and 5."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import sympy as sp

import modelcollapse as mc
from modelcollapse.theory.gaussian import c4
from modelcollapse.theory.risk import expected_risk, expected_risk_series, risk_variance

from ..claim import simulated, symbolic
from ..comparison import GENERATION, Rng, SimulatedCheck, SymbolicCheck, along
from ..refit import M, S, k, log_mean_root, n, over_S, over_Z, z

FEW = sp.symbols("M_0:3", positive=True)
Y, width = sp.symbols("Y sigma")  # (mu_n - mu) / sigma and sigma_n / sigma
DISTANCE = Y**2 + (width - 1) ** 2


def root_moments(size: sp.Expr) -> list[sp.Expr]:
    """E S^(r/2) for r = 0 … 4; E sqrt(S) stands as c4."""
    third = sp.gammasimp(over_S(S ** sp.Rational(3, 2)) / over_S(sp.sqrt(S)))
    moments = [sp.Integer(1), c4(size), over_S(S), third * c4(size), over_S(S**2)]
    return [moment.subs(k, size - 1) for moment in moments]


def before(expression: sp.Expr, size: sp.Expr, ddof: int) -> sp.Expr:
    """The mean of a polynomial in Y and width after one more fit, given their values before."""
    Z, root = sp.symbols("Z T")
    shrink = 1 if ddof else sp.sqrt(1 - 1 / size)
    moved = {Y: Y + width * Z / sp.sqrt(size), width: width * root * shrink}
    poly = sp.Poly(sp.expand(expression.subs(moved, simultaneous=True)), Z, root)
    roots = root_moments(size)
    return sp.Add(*(term * over_Z(z**p) * roots[q] for (p, q), term in poly.terms()))


def chained(expression: sp.Expr, sizes: Sequence[sp.Expr], ddof: int = 1) -> sp.Expr:
    """The mean of a polynomial in Y and width after fits of these sizes, from Y = 0, width = 1."""
    for size in reversed(sizes):
        expression = before(expression, size, ddof)
    return expression.subs({Y: 0, width: 1})


def root_mean() -> sp.Expr:
    """The package's c4 over the integral it stands for."""
    return sp.gammasimp(c4(k + 1).rewrite(sp.gamma) / over_S(sp.sqrt(S)))


def distances(
    sizes: int | Sequence[int],
    fits: Sequence[int] | np.ndarray,
    count: int,
    rng: Rng,
    ddof: int = 1,
) -> np.ndarray:
    """Squared distances of runs to their start after these fits, (fits, replicates)."""
    trace = mc.run(
        mc.Gaussian(ddof=ddof), sample_size=sizes, generations=int(np.max(fits)),
        replicates=count, rng=rng,
    )  # fmt: skip
    return mc.squared_distance(trace.sel(generation=[0, *fits])).values[1:]


@symbolic("wasserstein-normals")
def straight_coupling() -> SymbolicCheck:
    """The cost of the coupling that keeps ranks, which meets the lower bound."""
    a, b = sp.symbols("mu_p mu_q", real=True)
    s, t = sp.symbols("sigma_p sigma_q", positive=True)
    return SymbolicCheck((a - b) ** 2 + (s - t) ** 2, over_Z(((a + s * z) - (b + t * z)) ** 2))


@simulated("wasserstein-normals")
def coupled(rng: Rng) -> SimulatedCheck:
    """The mean cost of moving each point to the point of the same rank, along sigma_q."""
    widths = np.array([0.5, 0.75, 1, 1.5, 2, 2.5, 3])
    rank = rng.standard_normal(40_000)
    cost = [(rank - (1 + s * rank)) ** 2 for s in widths]
    ours = mc.wasserstein2(mc.Gaussian(0, 1), mc.Gaussian(np.ones(7), widths)) ** 2
    return along(widths, cost, ours, labels=("σ of the other law, μ = 1", "W₂² to N(0, 1)"))


@symbolic("eq-4")
def risk_chain() -> SymbolicCheck:
    """Three fits of different sizes, and the mean of a root."""
    ours, derived = expected_risk(FEW), chained(DISTANCE, FEW)
    return SymbolicCheck([root_mean(), ours], [1, derived])


@simulated("eq-4")
def risk_growth(rng: Rng) -> SimulatedCheck:
    """The risk along n at M = 100."""
    fits = np.array([1, 5, 10, 20, 30, 40, 50])
    ours = [float(expected_risk([100] * i)) for i in fits]
    samples = distances(100, fits, 60_000, rng)
    labels = (GENERATION, "mean of Rₙ, M = 100")
    return along(fits, samples, ours, fits / 100 + 1 / 200, labels=labels)


@symbolic("accurate-at-100")
def small_parameter() -> SymbolicCheck:
    """At n = tau M the expansion of the risk becomes one in tau."""
    tau, w = sp.symbols("tau w", positive=True)
    ours = expected_risk_series(M, n, 4).subs(n, tau * M)
    rate = log_mean_root(w, 2).coeff(w, 1)
    derived = sp.series(tau + 2 * (1 - sp.exp(rate * tau)), tau, 0, 5).removeO()
    return SymbolicCheck(sp.limit(ours, M, sp.oo), derived)


@simulated("accurate-at-100")
def accuracy(rng: Rng) -> SimulatedCheck:
    """The variance of the risk over its leading power, at M = 100 along n."""
    fits = np.array([5, 10, 15, 20])
    distance = distances(100, fits, 150_000, rng)
    mean = np.array([[float(expected_risk([100] * i))] for i in fits])
    ours = [float(risk_variance([100] * i)) / (i / 100) ** 2 for i in fits]
    samples = (distance - mean) ** 2 / (fits[:, None] / 100) ** 2
    labels = (GENERATION, "Var Rₙ over (n/M)², M = 100")
    return along(fits, samples, ours, 2.5, labels=labels)


@symbolic("eq-5")
def variance_chain() -> SymbolicCheck:
    """Two fits of different sizes: the mean of the square, less the square of the mean."""
    sizes = FEW[:2]
    derived = chained(DISTANCE**2, sizes) - chained(DISTANCE, sizes) ** 2
    return SymbolicCheck(risk_variance(sizes), derived)


@simulated("eq-5")
def variance_growth(rng: Rng) -> SimulatedCheck:
    """The variance of the distance over (n/M)^2 along n at M = 1000."""
    fits = np.array([1, 2, 4, 7, 10])
    samples = distances(1000, fits, 200_000, rng)
    mean = np.array([[float(expected_risk([1000] * i))] for i in fits])
    ours = [float(risk_variance([1000] * i)) * (1000 / i) ** 2 for i in fits]
    papers = 3 - 1 / fits + 1 / fits**2
    scaled = (samples - mean) ** 2 * (1000 / fits[:, None]) ** 2
    labels = (GENERATION, "Var Rₙ over (n/M)², M = 1000")
    return along(fits, scaled, ours, papers, labels=labels, at=0)
