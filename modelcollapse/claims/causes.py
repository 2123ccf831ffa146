"""Section 3.1: the statistical error of a single fit."""

from __future__ import annotations

import numpy as np
import sympy as sp

from ..families.categorical import Categorical
from ..families.gaussian import Gaussian
from ..loop import run
from ..theory import discrete, gaussian, risk
from ..validation import generator
from .register import Claim, Rng, SimulatedCheck, SymbolicCheck, along

PAGE = "phenomenon/generational-data"
GENERATION, SIZE = "generation n", "sample size M"

x = sp.Symbol("x", real=True)
M, s, k = sp.symbols("M s k", positive=True)


def normal(mean: sp.Expr | int, variance: sp.Expr | int) -> sp.Expr:
    """The normal density at x."""
    return sp.exp(-((x - mean) ** 2) / (2 * variance)) / sp.sqrt(2 * sp.pi * variance)


def over_x(expression: sp.Expr) -> sp.Expr:
    """The integral over the whole line."""
    return sp.simplify(sp.integrate(sp.expand(expression), (x, -sp.oo, sp.oo)))


def fits(size: int, runs: int, rng: Rng) -> tuple[np.ndarray, np.ndarray]:
    """mu and sigma of one fit to standard normal points, each (runs,)."""
    one = run(Gaussian(), sample_size=size, generations=1, replicates=runs, rng=rng)
    return one.mu.values[1], one.sigma.values[1]


def one_fit() -> SymbolicCheck:
    """The risk of one fit of k + 1 points, from the laws of its mean and variance."""
    chi_square = s ** (k / 2 - 1) * sp.exp(-s / 2) / (2 ** (k / 2) * sp.gamma(k / 2))
    mean_sigma = sp.integrate(sp.sqrt(s / k) * chi_square, (s, 0, sp.oo))
    derived = over_x(x**2 * normal(0, 1 / (k + 1))) + 2 - 2 * mean_sigma
    ours = risk.expected_risk([k + 1]).rewrite(sp.gamma)
    leading = sp.limit(M * (1 / M + 2 - 2 * gaussian.c4(M).series(M, sp.oo, 3).removeO()), M, sp.oo)
    series = risk.expected_risk_series(M, 1, 1) * M
    gaps = sp.Matrix([sp.gammasimp(ours - derived), series - leading])
    return SymbolicCheck(gaps, sp.zeros(2, 1))


def shrinking_risk(rng: Rng) -> SimulatedCheck:
    rng, sizes = generator(rng), [3, 10, 30, 100, 1000, 10_000, 100_000]
    one = [fits(size, 20_000, rng) for size in sizes]
    samples = [mu**2 + (sigma - 1) ** 2 for mu, sigma in one]
    ours = np.array([float(risk.expected_risk([size])) for size in sizes])
    labels = (SIZE, "risk of one fit")
    return along(np.array(sizes), np.array(samples), ours, labels=labels, log="xy")


def absolute_error() -> SymbolicCheck:
    """Mean and s.d. of |mu_1|, by integration; half-normal."""
    law = 2 * normal(0, 1 / M)
    mean, square = (sp.integrate(x**r * law, (x, 0, sp.oo)) for r in (1, 2))
    ours = sp.Matrix([sp.sqrt(2 / (sp.pi * M)), (1 - 2 / sp.pi) / M])
    return SymbolicCheck(ours, sp.Matrix([mean, square - mean**2]))


def figure_12(rng: Rng) -> SimulatedCheck:
    """The mean of 10^4 estimates, with its sign: what the paper's sentence speaks of."""
    rng, sizes = generator(rng), 10 ** np.arange(1, 8)
    samples = [fits(int(size), 10_000, rng)[0] * np.sqrt(size) for size in sizes]
    papers = np.full(7, 0.00024899 * np.sqrt(1e7))
    labels = (SIZE, "√M times the mean estimate")
    return along(sizes, np.array(samples), np.zeros(7), papers, labels=labels, log="x")


def loss_at_once() -> SymbolicCheck:
    """Two states: the probability that one of them is missing from M = 6 points."""
    z, size = sp.Symbol("z"), 6
    rows = [sp.Poly((1 + (z - 1) * sp.Rational(j, size)) ** size, z) for j in range(1, size)]
    derived = [row.coeff_monomial(1) + row.coeff_monomial(z**size) for row in rows]
    P = discrete.transition_matrix(size)
    return SymbolicCheck(
        sp.Matrix([P[j, 0] + P[j, size] for j in range(1, size)]), sp.Matrix(derived)
    )


def losing(rng: Rng) -> SimulatedCheck:
    rng, sizes = generator(rng), np.arange(2, 9)
    law = Categorical(np.array([0.5, 0.5]))
    lost = [
        (run(law, sample_size=int(m), generations=1, replicates=50_000, rng=rng).p[1] == 0).any(
            "state"
        )
        for m in sizes
    ]
    labels = (SIZE, "share of fits that lose a state")
    return along(sizes, np.array(lost), 2.0 ** (1 - sizes), labels=labels, log="y", at=0)


CAUSES = (
    Claim(
        "statistical-error", "Section 3.1",
        "Statistical error comes from the finite number of samples, and disappears as that number "
        "grows without bound.",
        "confirmed",
        r"For one Gaussian fit the risk is $\frac1M + 2(1 - c_4(M)) = \frac3{2M} + "
        r"\mathcal O(M^{-2})$.",
        f"{PAGE}#gen-one-fit",
        one_fit, shrinking_risk,
    ),
    Claim(
        "loss-at-every-step", "Section 3.1",
        "In every step of resampling there is a non-zero probability of losing information.",
        "confirmed",
        r"Two states of shares $p$ and $1-p$: one of them is missing from the $M$ points with "
        r"probability $p^M + (1-p)^M \ge 2^{1-M}$. Shown: equal shares.",
        "theory/absorbing-chains#mark-exact",
        loss_at_once, losing,
    ),
    Claim(
        "figure-12", "Figure 12",
        r"With $10^7$ samples of $\mathcal N(0, 1)$ the mean is estimated to be $0.00024899 \pm "
        r"1.89\cdot10^{-4}$, over 10,000 runs.",
        "corrected",
        r"These are the mean and the standard deviation of the **absolute** error: "
        r"$\sqrt{2/(\pi M)} = 2.52\cdot10^{-4}$ and $\sqrt{(1-2/\pi)/M} = 1.91\cdot10^{-4}$. The "
        r"estimate itself is unbiased, with standard deviation $1/\sqrt M = 3.16\cdot10^{-4}$.",
        f"{PAGE}#gen-figure-12",
        absolute_error, figure_12,
        formulas=(
            r"$\operatorname{E}\mu_1 = 2.5\cdot10^{-4}$",
            r"$\operatorname{E}\mu_1 = 0$, $\operatorname{E}|\mu_1| = \sqrt{\frac2{\pi M}}$",
        ),
    ),
)  # fmt: skip
