"""Section 4.2 on the chain as a random walk: what diverges, and what comes to rest."""

from __future__ import annotations

import numpy as np
import sympy as sp

from ..families.gaussian import Gaussian
from ..loop import run
from ..theory.gaussian import c4, expected_sigma, log_c4_series, log_drift
from ..validation import generator
from .refit import M, S, k, n, over_S, over_Z, share_below, sigma, z
from .register import Claim, Rng, SimulatedCheck, SymbolicCheck, along, line
from .spread import parameters, points_of

y = sp.Function("y")


def likelihood_keeps() -> SymbolicCheck:
    """With maximum likelihood: E sigma_n^2 and Var mu_n, solved, add up."""
    within = sp.rsolve(y(n + 1) - (1 - 1 / M) * over_S(S) * y(n), y(n), {y(0): sigma**2})
    i = sp.Symbol("i", integer=True)
    of_mean = sp.simplify(sp.summation((within / M).subs(n, i), (i, 0, n - 1)))
    return SymbolicCheck(sigma**2, sp.simplify(within + of_mean))


def likelihood_spread(rng: Rng) -> SimulatedCheck:
    """The variance of a point along n with maximum likelihood at M = 10."""
    rng, fits = generator(rng), np.array([1, 3, 6, 9, 12])
    x = points_of(parameters(10, fits, 150_000, rng, ddof=0), rng)
    labels = ("generation n", "variance of Xⁿ, max. likelihood, M = 10")
    return along(fits, x**2, np.ones(5), 1 + fits / 10, labels=labels)


def step_size() -> SymbolicCheck:
    """The mean size of the fourth step of mu."""
    ours = sp.sqrt(2 / (sp.pi * (k + 1))) * expected_sigma([k + 1] * 3, sigma).rewrite(sp.gamma)
    derived = sigma * over_S(sp.sqrt(S)) ** 3 * over_Z(sp.Abs(z)) / sp.sqrt(k + 1)
    return SymbolicCheck(1, sp.gammasimp(derived / ours))


def steps(rng: Rng) -> SimulatedCheck:
    """The mean size of the steps of mu along n, at M = 20."""
    fits = np.arange(0, 41, 5)
    trace = run(Gaussian(), sample_size=20, generations=41, replicates=40_000, rng=generator(rng))
    walk = np.full(9, np.sqrt(2 / (np.pi * 20)))
    sizes = abs(np.diff(trace.mu.values, axis=0))[fits]
    labels = ("generation n", "mean of |μₙ₊₁ − μₙ|, M = 20")
    return along(fits, sizes, walk * float(c4(20)) ** fits, walk, labels=labels)


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


def mean_drift() -> SymbolicCheck:
    """E sigma_n solved from one step; the step of mu has mean 0."""
    solved = sp.rsolve(y(n + 1) - over_S(sp.sqrt(S)) * y(n), y(n), {y(0): sigma})
    ratios = [expected_sigma([k + 1] * i, sigma).rewrite(sp.gamma) / solved.subs(n, i)
              for i in (1, 4)]  # fmt: skip
    derived = [*map(sp.gammasimp, ratios), over_Z(z) / sp.sqrt(M)]
    return SymbolicCheck(sp.Matrix([1, 1, 0]), sp.Matrix(derived))


def narrower(rng: Rng) -> SimulatedCheck:
    """The share of runs with sigma_n below sigma, along n at M = 100."""
    fits, runs = np.array([1, 10, 30, 100, 200, 300, 400]), 20_000
    trace = run(Gaussian(), sample_size=100, generations=400, replicates=runs, rng=generator(rng))
    below = (trace.sigma.values[fits] < 1).mean(axis=1)
    ours = np.array([share_below(1.0, 100, int(i)) for i in fits])
    error = np.sqrt(ours * (1 - ours) / runs)
    labels = ("generation n", "share of runs with σₙ < σ, M = 100")
    return line(fits, below, error, ours, labels=labels, log="x")


WALK = (
    Claim(
        "fig-4-drift", "Figure 4",
        r"A new run begins differently, but in each of them both $\mu$ and $\sigma$ drift.",
        "confirmed",
        r"$\sigma_n$ has a direction: $\operatorname{E}\sigma_n = \sigma\,c_4(M)^n$ falls, and in "
        r"the end every run lies below $\sigma$. The steps of $\mu_n$ have mean 0: it wanders, and "
        "comes to rest.",
        "theory/gaussian#gauss-collapse",
        mean_drift, narrower,
    ),
    Claim(
        "variance-diverges", "Section 4.2",
        r"The variance of $X^n_j$ diverges linearly as $n \to \infty$.",
        "conditional",
        "With the unbiased variance, over all runs. With **maximum likelihood** it is "
        r"$\sigma^2$ for every $n$, exactly (plotted).",
        "theory/gaussian#gauss-variance",
        likelihood_keeps, likelihood_spread,
    ),
    Claim(
        "walk-scaling", "Section 4.2",
        "This is the scaling of a Gaussian random walk.",
        "conditional",
        r"In the mean square only. The steps of $\mu_n$ shrink: their mean size is proportional to "
        r"$\operatorname{E}\sigma_n \approx \sigma e^{-n/(4M)}$, and every single run comes to "
        "rest.",
        "theory/gaussian#gauss-mean-ends",
        step_size, steps,
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
