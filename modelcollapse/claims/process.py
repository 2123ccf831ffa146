"""The opening of section 4: the process, its weights and its smallest data set."""

from __future__ import annotations

import numpy as np
import sympy as sp

from ..families.gaussian import Gaussian
from ..loop import run
from ..regimes import Accumulate, Mixing
from ..theory import pooling
from ..validation import generator
from .mixing import M as SIZE
from .mixing import last_fit, simulate
from .register import Claim, Rng, SimulatedCheck, SymbolicCheck, along
from .toys import Stamp

PAGE = "phenomenon/generational-data"
GENERATION = "generation n"


def mixed(weights: tuple[sp.Expr, ...]) -> sp.Expr:
    """The next law from weights on the newest model, the last law and the original."""
    laws = sp.symbols("newest last original")
    return sp.Add(*(w * law for w, law in zip(weights, laws, strict=True)))


def printed_weights() -> SymbolicCheck:
    """With the sum 1: alpha = gamma = 0 leaves the last law, beta = gamma = 0 the newest model."""
    weights = alpha, beta, gamma = sp.symbols("alpha beta gamma")
    printed = sp.solve([alpha + beta + gamma - 1, alpha, gamma], weights)
    meant = sp.solve([alpha + beta + gamma - 1, beta, gamma], weights)
    derived = [mixed(weights).subs(printed), mixed(weights).subs(meant)]
    return SymbolicCheck(sp.Matrix(sp.symbols("last newest")), sp.Matrix(derived))


def who_teaches(rng: Rng) -> SimulatedCheck:
    times = np.array([1, 2, 5, 10, 15, 20, 25])
    weights, law = Mixing(1, 0, 0), Gaussian()
    trace = run(law, sample_size=50, generations=25, regime=weights, replicates=10_000, rng=rng)
    labels = (GENERATION, "variance of the fitted mean")
    return along(times, trace.mu.values[times] ** 2, times / 50, np.full(7, 1 / 50), labels=labels)


def real_share() -> SymbolicCheck:
    w, i = sp.Function("w"), sp.Symbol("i", integer=True, nonnegative=True)
    b, g = sp.symbols("beta gamma", positive=True)
    solved = sp.rsolve(w(i + 1) - b * w(i) - g, w(i), {w(0): 1})
    return SymbolicCheck(b**i + g * (1 - b**i) / (1 - b), solved)


def real_points(rng: Rng) -> SimulatedCheck:
    times = np.array([2, 3, 4, 5, 6, 8])
    regime = Mixing(0.5, 0.25, 0.25)
    trace = run(Stamp(), sample_size=20, generations=8, regime=regime, replicates=10_000, rng=rng)
    ours = 0.25 ** (times - 1) + 0.25 * (1 - 0.25 ** (times - 1)) / 0.75
    labels = (GENERATION, "share of original points in its data")
    return along(times, trace.share.values[times], ours, labels=labels)


def two_points() -> SymbolicCheck:
    """The mean scatter of M points is M - 1: nothing is left of it at M = 1."""
    M = sp.Symbol("M", positive=True)
    square, product = sp.Integer(1), sp.Integer(0)  # E X_i X_j for i = j and otherwise
    total = (M * square + M * (M - 1) * product) / M
    return SymbolicCheck(M - 1, sp.expand(M * square - total))


def small_samples(rng: Rng) -> SimulatedCheck:
    rng, sizes = generator(rng), [2, 3, 4, 6, 10]
    one = [
        run(Gaussian(), sample_size=m, generations=1, replicates=40_000, rng=rng, pointwise=True)
        for m in sizes
    ]
    labels = ("sample size M", "mean fitted variance")
    return along(sizes, [fit.sigma.values[1] ** 2 for fit in one], np.ones(5), labels=labels, at=0)


def pool_of_four() -> SymbolicCheck:
    """Four fits to all data so far, from the moments of the growing pool."""
    _, within = last_fit(4, 0, True)
    return SymbolicCheck(sp.factor(pooling.accumulate_sigma2(SIZE, 4, ddof=0)), sp.factor(within))


def no_collapse(rng: Rng) -> SimulatedCheck:
    """The mean fitted variance along n when all data are kept, M = 10."""
    times = np.array([1, 2, 5, 10, 20, 40, 80])
    _, sigma2 = simulate(Accumulate(), 10, times, 0, 10_000, rng)
    ours = [float(pooling.accumulate_sigma2(10, int(n), ddof=0)) for n in times]
    replaced = (1 - 1 / 10) ** times
    labels = (GENERATION, "mean fitted variance, all data kept, M = 10")
    return along(times, sigma2, ours, replaced, labels=labels, log="x")


PROCESS = (
    Claim(
        "universal", "Section 4",
        "Collapse is universal among generative models that are trained on what their "
        "predecessors made.",
        "conditional",
        "Not among those that keep what they had. If generated data are added and none taken "
        r"away, $\operatorname{E}\sigma_n^2$ of the Gaussian stays above $\frac{\sin(\pi/\sqrt M)}"
        r"{\pi/\sqrt M}\,\sigma^2$ for ever, with maximum likelihood. Dashed: replacement.",
        "theory/mixing#mix-accumulate",
        pool_of_four, no_collapse,
    ),
    Claim(
        "at-least-two", "Section 4",
        r"Every data set has $M_i \ge 2$ points.",
        "confirmed",
        r"The unbiased variance needs it: the mean scatter of $M$ points is $(M-1)\sigma^2$, so "
        "two points are enough, and of one nothing is left.",
        "theory/gaussian#gauss-refit",
        two_points, small_samples,
    ),
    Claim(
        "proportions", "Section 4",
        r"The weights $\alpha_i, \beta_i, \gamma_i$ sum to 1: they are the proportions of the data "
        "that come from the newest model, the last law and the original.",
        "confirmed",
        r"In the mean over runs. Unrolled, the share of the original in $p_i$ is $\beta^i + \gamma"
        r"\frac{1-\beta^i}{1-\beta}$ for constant weights. Shown: $(\frac12, \frac14, \frac14)$.",
        f"{PAGE}#gen-real-share",
        real_share, real_points,
    ),
    Claim(
        "weights-analysed", "Sections 4 and 5.1",
        r"The mathematical models take $\alpha_i = \gamma_i = 0$: data of a single step are used.",
        "corrected",
        r"Then $p_{i+1} = p_i = p_0$, and nothing is ever learned from a model. What is analysed "
        r"is $\beta_i = \gamma_i = 0$, $\alpha_i = 1$. Shown: that process with $M = 50$, where "
        r"the fitted mean has variance $n/M$; with the printed weights it would stay at $1/M$.",
        f"{PAGE}#gen-weights",
        printed_weights, who_teaches,
        formulas=(r"$\alpha_i = \gamma_i = 0$", r"$\beta_i = \gamma_i = 0$"),
    ),
)  # fmt: skip
