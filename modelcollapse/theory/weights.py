r"""Weights of fresh real and of generated data in one mean, generation after generation.

The mean of n fresh real points has the weight w, that of m points of the last model 1 - w; the
variance of a point is known. Variances of the fitted mean are in units of $\sigma^2/n$, one fit
to the n real points alone, and $k = n/m$. Chapter "Weights of real and generated data".
"""

from __future__ import annotations

from typing import Any

import sympy as sp

from ..validation import told
from .arguments import count, scale
from .mixing import share
from .weighted_families import quadratic_best, quadratic_variance, settles

__all__ = [
    "adaptive",
    "best",
    "bias",
    "naive",
    "quadratic_best",
    "quadratic_variance",
    "stationary_variance",
]

FAR = 10**20  # where a root is all but its first term
BITS = 2**24  # of an exact quotient: five million digits
TERMS = 100  # of a quotient of polynomials


def naive(k: float | sp.Expr) -> sp.Expr:
    r"""The weight of the real points where each point counts the same: $k/(1+k)$.

    Parameters
    ----------
    k
        Real to generated points, at least 0, a number or a symbol.

    Returns
    -------
    sympy.Expr
        Between 0 and 1.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> naive(1)
    1/2
    """
    k = scale("k", k)
    return k / (1 + k)


def best(k: float | sp.Expr, s: float | sp.Expr = 1) -> sp.Expr:
    r"""The constant weight w* of the real points that makes the stationary variance least.

    The positive root of $s^2w^2 + (1+k-s^2)w - k$; without shrinkage
    $\frac12(\sqrt{k^2+4k} - k)$, the reciprocal of the golden ratio for k = 1. The least
    variance is $s^2w^*$.

    Parameters
    ----------
    k
        Real to generated points, at least 0, a number or a symbol; 0 stands for the limit of
        many generated points.
    s
        Factor from 0 to 1 by which each fit shrinks towards 0.

    Returns
    -------
    sympy.Expr
        Between 0 and 1.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> best(1), best(sp.Rational(1, 2))
    (-1/2 + sqrt(5)/2, 1/2)
    """
    k, s = scale("k", k), share("s", s)
    if s == 0:
        return k / (1 + k)
    middle = 1 + k - s**2
    if middle.is_number and middle**2 > FAR * k * s**2:  # the difference would cancel
        return 2 * k / (middle + sp.sqrt(middle**2 + 4 * k * s**2))
    return (sp.sqrt(middle**2 + 4 * k * s**2) - middle) / (2 * s**2)


def stationary_variance(w: float | sp.Expr, k: float | sp.Expr, s: float | sp.Expr = 1) -> sp.Expr:
    r"""The variance of the fitted mean after many generations with the constant weight w.

    $\frac{w^2 + k(1-w)^2}{w(2-w)}$; with shrinkage
    $\frac{s^2[w^2 + k(1-w)^2]}{1 - s^2(1-w)^2}$.

    Parameters
    ----------
    w
        Weight of the fresh real points, from 0 to 1, a number or a symbol; above 0 where s = 1.
    k, s
        As in `best`.

    Returns
    -------
    sympy.Expr
        In units of sigma^2 / n.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol, and for w = 0 without shrinkage, where the variance
        grows by k in each generation.

    Examples
    --------
    >>> stationary_variance(naive(1), 1), stationary_variance(best(sp.Rational(1, 2)), 0.5)
    (2/3, 1/2)
    """
    w, k, s = share("w", w), scale("k", k), share("s", s)
    passed = s * (1 - w)
    settles(1 - passed**2, w)
    return s**2 * (w**2 + k * (1 - w) ** 2) / ((1 - passed) * (1 + passed))


def bias(w: float | sp.Expr, s: float | sp.Expr) -> sp.Expr:
    r"""What the fitted mean lacks after many generations of shrinkage: $-\frac{1-s}{1-s(1-w)}$.

    Parameters
    ----------
    w, s
        As in `stationary_variance`.

    Returns
    -------
    sympy.Expr
        In units of the true mean; 0 for s = 1.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol, and for w = 0 without shrinkage.

    Examples
    --------
    >>> bias(0.5, 0.5)
    -2/3
    """
    w, s = share("w", w), share("s", s)
    left = 1 - s * (1 - w)
    settles(left, w)
    return -(1 - s) / left


def adaptive(k: float | sp.Expr, t: int | sp.Expr) -> sp.Expr:
    r"""The variance of generation t where each has its own best weight, and that weight.

    $x_1 = 1$, a fit to real data alone, and $1/x_t = 1 + 1/(x_{t-1} + k)$: the first column of
    the power t of $\begin{pmatrix}1&k\\1&1+k\end{pmatrix}$, its upper entry over the lower. For
    k = 1 these are quotients of Fibonacci numbers. The limit is `best(k)`.

    Parameters
    ----------
    k
        As in `best`.
    t
        Generation, at least 1, a number or a symbol.

    Returns
    -------
    sympy.Expr
        In units of sigma^2 / n: a fraction where k is one and t a number.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol, and for a fraction that may have more than five
        million digits: from generation 8,388,609 on for k = 1.

    Examples
    --------
    >>> [adaptive(1, t) for t in (1, 2, 3, 4)]
    [1, 2/3, 5/8, 13/21]
    >>> adaptive(sp.Symbol("k"), 2)
    (k + 1)/(k + 2)
    """
    k, t = scale("k", k), count("t", t, 1)
    if k == 0:
        return 1 / t
    if k.is_Rational and t.is_Integer:
        most = BITS // (k.p + 2 * k.q).bit_length()
        if t > most:
            raise ValueError(
                f"t must be at most {most} for this k, got {told(t)}: the exact fraction would "
                "have millions of digits; best(k) is its limit"
            )
        upper, lower = power(int(k.p), int(k.q), int(t) - 1)
        return sp.Rational.from_coprime_ints(int(upper), int(lower)) if t > 1 else sp.Integer(1)
    if t.is_Integer and t <= TERMS:
        j = range(int(t))
        upper = sum(sp.binomial(t - 1 + i, 2 * i) * k**i for i in j)
        return upper / sum(sp.binomial(t + i, 2 * i + 1) * k**i for i in j)
    root = (2 + k + sp.sqrt(k**2 + 4 * k)) / 2  # the larger eigenvalue, 1 over the other
    return 1 - (root ** (t - 1) - root ** (1 - t)) / (root**t - root**-t)


def power(p: int, q: int, n: int) -> tuple[Any, Any]:
    """((q, p), (q, p + q)) to the power n, times (1, 1): two numbers without a common factor.

    Modulo a prime of q both are a power of p; another prime does not divide the determinant.
    """
    p, q = sp.ZZ(p), sp.ZZ(q)
    a, b, c, d = q, p, q, p + q
    x, y = sp.ZZ(1), sp.ZZ(1)
    while n:
        if n % 2:
            x, y = a * x + b * y, c * x + d * y
        n //= 2
        if n:
            a, b, c, d = a * a + b * c, b * (a + d), c * (a + d), b * c + d * d
    return x, y
