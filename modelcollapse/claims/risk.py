"""Section 4.2 from the Wasserstein display on: equations 4 and 5, and what is drawn from them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import sympy as sp

from ..checks import generator
from ..distances import squared_distance, wasserstein2
from ..families.gaussian import Gaussian
from ..loop import run
from ..theory.gaussian import c4, log_c4_series, log_drift
from ..theory.risk import expected_risk, risk_variance
from .refit import M, S, k, over_S, over_Z, share_below, z
from .register import Claim, SimulatedCheck, SymbolicCheck, along, line

Rng = int | np.random.Generator
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


def log_walk() -> SymbolicCheck:
    """Mean and variance of log S, from the logarithm of its moments."""
    q = sp.Symbol("q", positive=True)
    cumulants = sp.log(over_S(S**q)).subs(k, M - 1)
    derived = [sp.diff(cumulants, q, r).subs(q, 0) for r in (1, 2)]
    ours = [log_drift(M), sp.polygamma(1, (M - 1) / 2)]
    return SymbolicCheck(sp.Matrix(ours), sp.Matrix(derived))


def log_path(rng: Rng) -> SimulatedCheck:
    """The mean of log sigma_n^2 along n at M = 20."""
    fits = np.arange(0, 61, 10)[1:]
    trace = run(Gaussian(), sample_size=20, generations=60, replicates=20_000, rng=generator(rng))
    paths = 2 * np.log(trace.sigma.values[fits])
    labels = ("generation n", "mean of log(σₙ²/σ²), M = 20")
    return along(fits, paths, fits * float(log_drift(20)), labels=labels)


def likelihood_risk() -> SymbolicCheck:
    """Three fits that divide by M."""
    sizes = [1 + freedom for freedom in FEW]  # above 1, for the roots
    return SymbolicCheck(expected_risk(sizes, ddof=0), chained(DISTANCE, sizes, ddof=0))


def likelihood_growth(rng: Rng) -> SimulatedCheck:
    """The risk with maximum likelihood along n at M = 10."""
    fits = np.array([2, 5, 10, 15, 20])
    samples = distances(10, fits, 150_000, rng, ddof=0)
    ours, papers = ([float(expected_risk([10] * i, ddof=d)) for i in fits] for d in (0, 1))
    labels = ("generation n", "mean of Rₙ, max. likelihood, M = 10")
    return along(fits, samples, ours, papers, labels=labels)


def growth_criterion() -> SymbolicCheck:
    """The sums of 1/M_i for M_i = i log i and i^(1+e), by their integrals."""
    x, e, N = sp.symbols("x epsilon N", positive=True)
    slow = sp.integrate(1 / (x * sp.log(x)), (x, sp.E, N))
    fast = sp.integrate(x ** (-1 - e), (x, 1, sp.oo))
    return SymbolicCheck(sp.Matrix([sp.log(sp.log(N)), 1 / e]), sp.Matrix([slow, fast]))


def schedules(rng: Rng) -> SimulatedCheck:
    """The risk after 20 fits of six schedules, along the sum of 1/M_i."""
    i = np.arange(1, 21)
    grown = [i**2, i**1.5, i * (1 + np.log(i)), i, i**0.5, np.sqrt(i) / 2]
    sizes = [[int(size) for size in np.ceil(30 * g)] for g in grown]
    rng = generator(rng)
    samples = [distances(plan, [20], 40_000, rng)[0] for plan in sizes]
    total = np.array([sum(1 / size for size in plan) for plan in sizes])
    ours = [float(expected_risk(plan)) for plan in sizes]
    labels = ("sum of 1/Mᵢ, six schedules", "mean of R₂₀")
    return along(total, samples, ours, labels=labels, log="xy")


def width_part() -> SymbolicCheck:
    """The risk less the sum of 1/M_i is the mean of a square."""
    gap = expected_risk(FEW) - sum(1 / size for size in FEW)
    return SymbolicCheck(gap, chained((width - 1) ** 2, FEW))


def quadratic(rng: Rng) -> SimulatedCheck:
    """The risk after 20 fits with M_i = M (i + 1)^2, along M."""
    rng, firsts = generator(rng), np.array([10, 30, 100, 300, 1000])
    plans = [[int(first * (i + 1) ** 2) for i in range(20)] for first in firsts]
    samples = [distances(plan, [20], 30_000, rng)[0] for plan in plans]
    ours = [float(expected_risk(plan)) for plan in plans]
    labels = ("M, where Mᵢ = M(i + 1)²", "mean of R₂₀")
    return along(firsts, samples, ours, labels=labels, log="xy")


def kakutani() -> SymbolicCheck:
    """The terms that decide: log E sqrt(S) in powers of w = 1/(M - 1)."""
    w = sp.Symbol("w", positive=True)
    log_root = sp.log(2 * w) / 2 + sp.loggamma((1 / w + 1) / 2) - sp.loggamma(1 / (2 * w))
    derived = sp.series(sp.expand_log(log_root, force=True), w, 0, 4).removeO()
    ours = sp.series(log_c4_series(1 + 1 / w, 3), w, 0, 4).removeO()
    return SymbolicCheck(ours, sp.expand(derived))


def collapsed(rng: Rng) -> SimulatedCheck:
    """The share of runs with sigma_n^2 below a hundredth, along n at M = 10."""
    fits = np.array([15, 20, 30, 40, 60, 80, 100])
    trace = run(Gaussian(), sample_size=10, generations=100, replicates=30_000, rng=generator(rng))
    below = (trace.sigma.values[fits] ** 2 <= 0.01).mean(axis=1)
    ours = np.array([share_below(0.01, 10, int(i)) for i in fits])
    error = np.sqrt(ours * (1 - ours) / 30_000)
    labels = ("generation n", "share of runs with σₙ² < σ²/100, M = 10")
    return line(fits, below, error, ours, labels=labels)


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
    ),
    Claim(
        "parameter-walk", "Section 4.2",
        "Each generation is a new step of a random walk of the model's parameters.",
        "conditional",
        r"$\log\sigma_n^2$ is one: its steps are independent, with the mean "
        r"$\psi(\frac{M-1}2) - \log\frac{M-1}2 \approx -\frac1M$ and the variance "
        r"$\psi'(\frac{M-1}2)$. For $\mu_n$ it holds only while $n \ll M$, as its steps shrink "
        r"with $\sigma_n$.",
        "theory/gaussian#gauss-collapse",
        log_walk, log_path,
    ),
    Claim(
        "risk-diverges", "Section 4.2",
        "The risk diverges for a constant sample size.",
        "conditional",
        "In the mean, with the unbiased variance; each run's distance converges, also then. With "
        r"**maximum likelihood** (plotted) the risk stays below $2\sigma^2$.",
        "theory/wasserstein-risk#risk-likelihood",
        likelihood_risk, likelihood_growth,
    ),
    Claim(
        "superlinear-sampling", "Section 4.2",
        r"For a finite distance $M_i$ must grow superlinearly, perhaps quadratically.",
        "conditional",
        r"The risk stays finite exactly if $\sum 1/M_i < \infty$. $M_i = i\log i$ is superlinear "
        r"and not enough; $i^{1+\varepsilon}$ is, for every $\varepsilon > 0$.",
        "theory/wasserstein-risk#risk-finite",
        growth_criterion, schedules,
    ),
    Claim(
        "never-zero", "Section 4.2",
        "The expected distance is not zero unless sampling is infinite in every step.",
        "confirmed",
        r"$\operatorname{E} R_n = \sigma^2\sum 1/M_i + \operatorname{E}(\sigma_n - \sigma)^2$, and "
        "both terms are positive.",
        "theory/wasserstein-risk#risk-finite",
        width_part, quadratic,
    ),
    Claim(
        "terminates", "Section 4.2",
        "The process can end only if the estimated variance becomes small enough.",
        "conditional",
        r"If $\sum 1/M_i = \infty$ this happens in almost every run, although $\operatorname{E}"
        r"\sigma_n^2 = \sigma^2$ for ever: with constant $M$ the median of $\sigma_n^2$ halves "
        r"every $0.69\,M$ generations. In real arithmetic $\sigma_n$ is never 0.",
        "theory/gaussian#gauss-schedules",
        kakutani, collapsed,
    ),
)  # fmt: skip
