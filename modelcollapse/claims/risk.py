"""Section 4.2 from the Wasserstein display on: equations 4 and 5."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import sympy as sp

from ..distances import squared_distance, wasserstein2
from ..families.gaussian import Gaussian
from ..loop import run
from ..theory.gaussian import c4
from ..theory.risk import expected_risk, expected_risk_series, risk_variance
from ..validation import generator
from .refit import M, S, k, n, over_S, over_Z, z
from .register import Claim, Rng, SimulatedCheck, SymbolicCheck, along

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
    trace = run(
        Gaussian(ddof=ddof), sample_size=sizes, generations=int(np.max(fits)),
        replicates=count, rng=generator(rng),
    )  # fmt: skip
    return squared_distance(trace.sel(generation=[0, *fits])).values[1:]


def straight_coupling() -> SymbolicCheck:
    """The cost of the coupling that keeps ranks, which meets the lower bound."""
    a, b = sp.symbols("mu_p mu_q", real=True)
    s, t = sp.symbols("sigma_p sigma_q", positive=True)
    return SymbolicCheck((a - b) ** 2 + (s - t) ** 2, over_Z(((a + s * z) - (b + t * z)) ** 2))


def coupled(rng: Rng) -> SimulatedCheck:
    """The mean cost of moving each point to the point of the same rank, along sigma_q."""
    widths = np.array([0.5, 0.75, 1, 1.5, 2, 2.5, 3])
    rank = generator(rng).standard_normal(40_000)
    cost = [(rank - (1 + s * rank)) ** 2 for s in widths]
    ours = wasserstein2(Gaussian(0, 1), Gaussian(np.ones(7), widths)) ** 2
    return along(widths, cost, ours, labels=("σ of the other law, μ = 1", "W₂² to N(0, 1)"))


def risk_chain() -> SymbolicCheck:
    """Three fits of different sizes, and the mean of a root."""
    ours, derived = expected_risk(FEW), chained(DISTANCE, FEW)
    return SymbolicCheck(sp.Matrix([root_mean(), ours]), sp.Matrix([1, derived]))


def risk_growth(rng: Rng) -> SimulatedCheck:
    """The risk along n at M = 100."""
    fits = np.array([1, 5, 10, 20, 30, 40, 50])
    ours = [float(expected_risk([100] * i)) for i in fits]
    samples = distances(100, fits, 60_000, rng)
    labels = ("generation n", "mean of Rₙ, M = 100")
    return along(fits, samples, ours, fits / 100 + 1 / 200, labels=labels)


def small_parameter() -> SymbolicCheck:
    """At n = tau M the expansion of the risk becomes one in tau."""
    tau, w = sp.symbols("tau w", positive=True)
    ours = expected_risk_series(M, n, 4).subs(n, tau * M)
    log_root = sp.log(2 * w) / 2 + sp.loggamma((1 / w + 1) / 2) - sp.loggamma(1 / (2 * w))
    rate = sp.series(sp.expand_log(log_root, force=True), w, 0, 2).removeO().expand().coeff(w, 1)
    derived = sp.series(tau + 2 * (1 - sp.exp(rate * tau)), tau, 0, 5).removeO()
    return SymbolicCheck(sp.limit(ours, M, sp.oo), derived)


def accuracy(rng: Rng) -> SimulatedCheck:
    """The variance of the risk over its leading power, at M = 100 along n."""
    fits = np.array([5, 10, 15, 20])
    distance = squared_distance(
        run(Gaussian(), sample_size=100, generations=20, replicates=150_000, rng=generator(rng))
    ).values[fits]
    mean = np.array([[float(expected_risk([100] * i))] for i in fits])
    ours = [float(risk_variance([100] * i)) / (i / 100) ** 2 for i in fits]
    samples = (distance - mean) ** 2 / (fits[:, None] / 100) ** 2
    labels = ("generation n", "Var Rₙ over (n/M)², M = 100")
    return along(fits, samples, ours, np.full(4, 2.5), labels=labels)


def variance_chain() -> SymbolicCheck:
    """Two fits of different sizes: the mean of the square, less the square of the mean."""
    sizes = FEW[:2]
    derived = chained(DISTANCE**2, sizes) - chained(DISTANCE, sizes) ** 2
    return SymbolicCheck(risk_variance(sizes), derived)


def variance_growth(rng: Rng) -> SimulatedCheck:
    """The variance of the distance over (n/M)^2 along n at M = 1000."""
    fits = np.array([1, 2, 4, 7, 10])
    samples = distances(1000, fits, 200_000, rng)
    mean = np.array([[float(expected_risk([1000] * i))] for i in fits])
    ours = [float(risk_variance([1000] * i)) * (1000 / i) ** 2 for i in fits]
    papers = 3 - 1 / fits + 1 / fits**2
    scaled = (samples - mean) ** 2 * (1000 / fits[:, None]) ** 2
    labels = ("generation n", "Var Rₙ over (n/M)², M = 1000")
    return along(fits, scaled, ours, papers, labels=labels, at=0)


RISK = (
    Claim(
        "wasserstein-normals", "Section 4.2",
        r"$W_2^2$ of two normal laws is $|\mu_p - \mu_q|^2 + |\sigma_p - \sigma_q|^2$.",
        "confirmed",
        "Exactly. The coupling that keeps ranks is best, and for two normal laws a straight line.",
        "theory/wasserstein-risk#risk-normals",
        straight_coupling, coupled,
    ),
    Claim(
        "eq-4", "Equation 4",
        r"$\operatorname{E} R_{n+1} = \sigma^2\bigl(\frac1{M_0} + \dots + \frac1{M_{n-1}} + "
        r"\frac3{2M_n}\bigr) + \mathcal O(2)$.",
        "corrected",
        r"Every size has the weight $\frac32$. Exactly: $\operatorname{E} R_{n+1} = "
        r"\sigma^2\bigl[\sum_{i\le n} \frac1{M_i} + 2\bigl(1 - \prod_{i\le n} "
        r"c_4(M_i)\bigr)\bigr]$. The paper's value is right for $n = 0$ only; later it forgets the "
        "width that earlier fits have lost.",
        "theory/wasserstein-risk#risk-fits",
        risk_chain, risk_growth,
        formulas=(
            r"$\sigma^2\bigl(\sum_{i<n}\frac1{M_i} + \frac3{2M_n}\bigr)$",
            r"$\sigma^2\bigl(\frac32\sum_{i\le n}\frac1{M_i}\bigr)$",
        ),
    ),
    Claim(
        "accurate-at-100", "Section 4.2",
        r"The expansions in $1/M_i$ are quite accurate from $M \sim 100$ on.",
        "corrected",
        r"They are expansions in $n/M$. At $M = n = 100$ the right leading term of the risk, "
        r"$\frac32\frac nM$, is 4 % too large, that of its variance, $\frac52\frac{n^2}{M^2}$, "
        "four times too small. The plot holds the latter, as the paper's, against earlier "
        "generations.",
        "theory/wasserstein-risk#risk-many-generations",
        small_parameter, accuracy,
        formulas=(r"relative error $\mathcal O(\frac1M)$", r"$\mathcal O(\frac nM)$"),
    ),
    Claim(
        "eq-5", "Equation 5",
        r"$\operatorname{Var} R_{n+1} = \sigma^4\bigl(\frac2{M_0^2} + \frac2{M_1^2} + \dots + "
        r"\frac3{M_n^2} + \sum_{i\ne j}\frac3{M_iM_j}\bigr) + \mathcal O(3)$.",
        "corrected",
        r"$\frac52\sigma^4\bigl(\sum_{i\le n}\frac1{M_i}\bigr)^2 + \mathcal O(3)$: every "
        r"coefficient is $\frac52$, from the first fit on. The exact value is derived as well.",
        "theory/wasserstein-risk#risk-large-samples",
        variance_chain, variance_growth,
        formulas=(
            r"$\sigma^4\bigl(\sum_{i<n}\frac2{M_i^2} + \frac3{M_n^2} + "
            r"\sum_{i\ne j}\frac3{M_iM_j}\bigr)$",
            r"$\frac52\sigma^4\bigl(\sum_{i\le n}\frac1{M_i}\bigr)^2$",
        ),
    ),
)  # fmt: skip
