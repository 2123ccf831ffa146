r"""One refit of the Gaussian, as its entries of the register need it.

Given (mu_i, sigma_i): mu_{i+1} = mu_i + sigma_i Z / sqrt(M), sigma_{i+1}^2 = sigma_i^2 S, with
Z normal and, independently, S ~ chi2_k / k, k = M - 1.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import sympy as sp
from scipy import stats  # type: ignore[import-untyped]
from scipy.special import loggamma  # type: ignore[import-untyped]

k, S, sigma = sp.symbols("k S sigma", positive=True)
M = sp.Symbol("M", positive=True)
n = sp.Symbol("n", integer=True, nonnegative=True)
mu, z = sp.symbols("mu z", real=True)
NORMAL = sp.exp(-(z**2) / 2) / sp.sqrt(2 * sp.pi)
CHI_SQUARE = (k / 2) ** (k / 2) / sp.gamma(k / 2) * S ** (k / 2 - 1) * sp.exp(-k * S / 2)


@cache
def over_S(expression: sp.Expr) -> sp.Expr:
    """The mean over S, an integral against its density."""
    return sp.simplify(sp.gammasimp(sp.integrate(expression * CHI_SQUARE, (S, 0, sp.oo))))


@cache
def over_Z(expression: sp.Expr) -> sp.Expr:
    """The mean over Z."""
    return sp.simplify(sp.integrate(expression * NORMAL, (z, -sp.oo, sp.oo)))


def recurrence(factor: sp.Expr | int, added: sp.Expr | int, start: sp.Expr | int) -> sp.Expr:
    """V(n) of V(n + 1) = factor V(n) + added with V(0) = start."""
    V = sp.Function("V")
    return sp.rsolve(V(n + 1) - factor * V(n) - added, V(n), {V(0): start})


def log_mean_root(w: sp.Symbol, order: int) -> sp.Expr:
    """log E sqrt(S) in powers of w = 1/k, below this order."""
    exact = sp.log(2 * w) / 2 + sp.loggamma((1 / w + 1) / 2) - sp.loggamma(1 / (2 * w))
    return sp.series(sp.expand_log(exact, force=True), w, 0, order).removeO().expand()


def share_below(level: float, sample_size: int, generations: int) -> float:
    r"""P(sigma_n^2 <= level sigma^2), exactly, by Gil-Pelaez's inversion.

    log S has the characteristic function $(2/k)^{it}\,\Gamma(k/2+it)/\Gamma(k/2)$, and
    log sigma_n^2 is a sum of n of them.
    """
    half = (sample_size - 1) / 2
    t = np.linspace(0, 12 / np.sqrt(generations / half), 40_001)[1:]  # beyond it is below 1e-20
    log_cf = generations * (loggamma(half + 1j * t) - loggamma(half) - 1j * t * np.log(half))
    values = np.exp(log_cf - 1j * t * np.log(level)).imag / t
    return float(0.5 - (values.sum() - values[-1] / 2 + values[0] / 2) * (t[1] - t[0]) / np.pi)


class NormalMixture:
    """The law of sqrt(V) Z, for a variance V given by its quantile function.

    ppf, pdf: as those of a SciPy law, by averages over the quantiles of V.
    """

    def __init__(
        self, variance_ppf: Callable[[np.ndarray], np.ndarray], reach: float = 12.0
    ) -> None:
        deviation = np.sqrt(variance_ppf((np.arange(1000) + 0.5) / 1000))
        self.x = np.linspace(-reach, reach, 801)
        self.density = stats.norm.pdf(self.x[:, None] / deviation) / deviation
        self.cdf = stats.norm.cdf(self.x[:, None] / deviation).mean(axis=1)
        self.density = self.density.mean(axis=1)

    def ppf(self, u: np.ndarray) -> np.ndarray:
        """Quantiles."""
        return np.interp(u, self.cdf, self.x)

    def pdf(self, x: np.ndarray) -> np.ndarray:
        """The density."""
        return np.interp(x, self.x, self.density)
