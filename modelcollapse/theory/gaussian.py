r"""The Gaussian refitted by its sample mean and variance: moments, drift, half-life.

Notation: M_i points a generation, k_i = M_i - 1, S_i ~ chi2_{k_i} / k_i independent, so
that sigma_n^2 = sigma^2 S_1 ... S_n with the unbiased fit. sigma = 1 unless given.
Chapter "The one-dimensional Gaussian".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache

import mpmath
import sympy as sp

from ..validation import told
from .arguments import count, exact, expression, number, scale, sizes


class c4(sp.Function):
    r"""The statistician's constant: E sqrt(S) for S ~ chi2_{M-1} / (M-1).

    $c_4(M) = \sqrt{2/(M-1)}\;\Gamma(M/2) / \Gamma((M-1)/2)$, the mean of a sample standard
    deviation of M normal points over the true one. Evaluates through a difference of log-gammas,
    expands in 1/M and rewrites to gamma. Equation 4 of the paper needs it; chapter "The
    Wasserstein risk".

    Parameters
    ----------
    M
        Number of points, at least 2: a number or a symbol.

    Raises
    ------
    ValueError, TypeError
        For a number below 2, and for what is no number or symbol.

    Examples
    --------
    >>> c4(2).rewrite(sp.gamma)
    sqrt(2)/sqrt(pi)
    >>> round(float(c4(10)), 4)
    0.9727
    """

    nargs = 1

    def __new__(cls, M: object, **options: object) -> sp.Expr:
        """The constant, for a number or a symbol."""
        if M is not sp.oo:
            given = number("M", M)  # a float stays one
            M = M if isinstance(M, (float, sp.Float)) else given
        return super().__new__(cls, M, **options)

    @classmethod
    def eval(cls, M: sp.Expr) -> sp.Expr | None:
        if M is sp.oo:
            return sp.Integer(1)
        if (M - 2).is_negative:
            raise ValueError(f"M must be at least 2, got {told(M)}")
        return None

    def _eval_is_positive(self) -> bool:
        return True

    def _eval_evalf(self, prec: int) -> sp.Float:
        # evalf asks again and again with a few bits more: round up, so that it gets the same
        return sp.Expr._from_mpmath(c4_number(self.args[0], 256 * (prec // 256 + 1)), prec)

    def _eval_rewrite_as_gamma(self, M: sp.Expr, **kwargs: object) -> sp.Expr:
        return sp.sqrt(2 / (M - 1)) * sp.gamma(M / 2) / sp.gamma((M - 1) / 2)

    def _eval_aseries(self, n: int, args0: object, x: sp.Symbol, logx: object) -> sp.Expr:
        # SymPy asks for this where M grows without bound as x -> 0
        return sp.exp(log_c4_series(self.args[0], n))._eval_nseries(x, n, logx)


@cache
def log_c4_coefficient(r: int) -> sp.Rational:
    r"""The coefficient of M^-r in the expansion of log c4(M), r = 1, 2, ...

    From Stirling's series: log Gamma(z + a) has the terms
    $(-1)^{r+1} B_{r+1}(a) / (r(r+1) z^r)$, here at z = M/2 with a = 0 and a = -1/2;
    the prefactor adds $-\tfrac12\log(1 - 1/M)$.
    """
    bernoulli = sp.bernoulli(r + 1, 0) - sp.bernoulli(r + 1, sp.Rational(-1, 2))
    return sp.Integer(-2) ** r * -bernoulli / (r * (r + 1)) + sp.Rational(1, 2 * r)


def log_c4_series(M: sp.Expr, order: int) -> sp.Expr:
    """The expansion of log c4(M) in 1/M up to M^-order."""
    return sp.Add(*(log_c4_coefficient(r) / M**r for r in range(1, order + 1)))


def log_c4_fixed(M: int, bits: int) -> int | None:
    """log c4(M) times 2^bits by its series in whole numbers; None where M is too small for it."""
    total, last, power = 0, None, 1
    for r in range(1, 120):
        power *= M
        coefficient = log_c4_coefficient(r)
        term = (coefficient.p << bits) // (coefficient.q * power)
        if abs(term) <= 1:
            return total  # the error of the cut series is below its first term left out
        if last is not None and abs(term) > last:
            return None
        total, last = total + term, abs(term)
    return None


@lru_cache(maxsize=10_000)
def c4_number(M: sp.Expr, bits: int) -> mpmath.mpf:
    """c4(M) with a relative error below 2^-bits."""
    spare = bits + 20
    logarithm = log_c4_fixed(int(M), spare) if M.is_Integer else None
    with mpmath.workprec(spare):
        if logarithm is not None:
            return mpmath.exp(mpmath.ldexp(logarithm, -spare))
        half = M._to_mpmath(2 * spare) / 2
        with mpmath.workprec(spare + 2 * abs(mpmath.mag(half))):  # nearly equal log-gammas
            gap = mpmath.loggamma(half) - mpmath.loggamma(half - mpmath.mpf(1) / 2)
            return mpmath.exp(gap) / mpmath.sqrt(half - mpmath.mpf(1) / 2)


def product(factors: Sequence[sp.Expr]) -> sp.Expr:
    """The product, equal factors gathered into powers."""
    return sp.Mul(*(base**power for base, power in Counter(factors).items()))


def reciprocals(sample_sizes: Sequence[sp.Expr]) -> sp.Expr:
    """The sum of 1 / M_i."""
    return expression(sum(1 / M for M in exact(sample_sizes)))


def expected_c4(sample_sizes: Sequence[sp.Expr]) -> sp.Expr:
    """The product of c4(M_i): E sqrt(S_1 ... S_n)."""
    return product([c4(M) for M in sample_sizes])


def model_variance(sample_sizes: Sequence[int | sp.Expr], sigma: float | sp.Expr = 1) -> sp.Expr:
    r"""The variance of a point of the data drawn after these fits, with the unbiased fit.

    $\mathrm{Var}\,X^n_j = \sigma^2\,(1 + \sum_{i<n} 1/M_i)$, exactly, in squared units of the
    data. The display after equation 3 of the paper, which gives it to second order; chapter
    "The one-dimensional Gaussian".

    Parameters
    ----------
    sample_sizes
        M_0 ... M_{n-1}, each at least 2, numbers or symbols.
    sigma
        The original standard deviation, at least 0, in the units of the data.

    Raises
    ------
    ValueError, TypeError
        For what is no such size, number or symbol.

    Examples
    --------
    >>> model_variance([10, 10], sigma=0.5)
    3/10
    """
    return scale("sigma", sigma) ** 2 * (1 + reciprocals(sizes(sample_sizes)))


def expected_sigma(sample_sizes: Sequence[int | sp.Expr], sigma: float | sp.Expr = 1) -> sp.Expr:
    r"""The mean of sigma_n after these fits, with the unbiased variance.

    $E\sigma_n = \sigma \prod_{i<n} c_4(M_i)$, in units of the data. Equation 3 of the paper;
    chapter "The one-dimensional Gaussian".

    Parameters
    ----------
    sample_sizes
        M_0 ... M_{n-1}, each at least 2, numbers or symbols.
    sigma
        The original standard deviation, at least 0, in the units of the data.

    Raises
    ------
    ValueError, TypeError
        For what is no such size, number or symbol.

    Examples
    --------
    >>> expected_sigma([10, 10])
    c4(10)**2
    """
    return scale("sigma", sigma) * expected_c4(sizes(sample_sizes))


def log_drift(M: int | sp.Expr) -> sp.Expr:
    r"""The mean step of log sigma^2 in one generation, with the unbiased variance.

    $E\log S = \psi(k/2) - \log(k/2)$ with $k = M-1$; about $-1/M$, and negative for every M.
    Chapter "The one-dimensional Gaussian".

    Parameters
    ----------
    M
        Points a generation, at least 2, a number or a symbol.

    Raises
    ------
    ValueError, TypeError
        For what is no such size.

    Examples
    --------
    >>> round(float(log_drift(100)), 5)
    -0.01014
    """
    half = (count("M", M, 2) - 1) / 2
    # unevaluated: SymPy writes digamma of a half-integer as a sum of k/2 terms
    return sp.polygamma(0, half, evaluate=False) - sp.log(half)


def factor_moment(M: int | sp.Expr, kappa: float | sp.Expr) -> sp.Expr:
    r"""E S^kappa, where S ~ chi2_k / k with k = M - 1 is what one unbiased refit multiplies by.

    $(2/k)^\kappa\,\Gamma(k/2 + \kappa) / \Gamma(k/2)$ for $\kappa > -k/2$, and oo below. It is 1
    at kappa = 1 and c4(M) at 1/2; its slope at 0 is E log S. Chapter "The one-dimensional
    Gaussian" integrates it.

    Parameters
    ----------
    M
        Points a generation, at least 2, a number or a symbol.
    kappa
        The power, of any sign, a number or a symbol.

    Returns
    -------
    sympy.Expr
        Without a unit. For a symbol kappa it is the reader's to keep it above -k/2.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> factor_moment(sp.Symbol("k", positive=True) + 1, 1)
    1
    >>> round(float(factor_moment(11, 2)), 4)
    1.2
    """
    k, power = count("M", M, 2) - 1, number("kappa", kappa)
    if (k / 2 + power).is_nonpositive:
        return sp.oo
    if k.is_number:  # unevaluated: SymPy multiplies out the gamma function of a large number
        top, bottom = (sp.gamma(x, evaluate=False) for x in (k / 2 + power, k / 2))
        return (2 / k) ** power * top / bottom
    if power.is_Integer and abs(power) <= 20:
        return sp.factor((2 / k) ** power * sp.expand_func(sp.rf(k / 2, power)))
    return (2 / k) ** power * sp.gamma(k / 2 + power) / sp.gamma(k / 2)


def half_life(M: int | sp.Expr) -> sp.Expr:
    r"""Generations until the median of sigma_n^2 is a half, for large M.

    The asymptotic formula $(k - \tfrac13)\log 2 + \tfrac13$, $k = M-1$: the median of
    $\sigma^2_n$ is about $\exp(n\,E\log S + 1/(3k))$ with $E\log S \approx -1/k - 1/(3k^2)$;
    its error falls as 1/k. Chapter "The one-dimensional Gaussian".

    Parameters
    ----------
    M
        Points a generation, at least 2, a number or a symbol.

    Raises
    ------
    ValueError, TypeError
        For what is no such size.

    Examples
    --------
    >>> round(float(half_life(100)), 1)
    68.7
    """
    third = sp.Rational(1, 3)
    return (count("M", M, 2) - 1 - third) * sp.log(2) + third
