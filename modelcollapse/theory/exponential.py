r"""Exponential families, refitted by maximum likelihood: their mean parameter from fit to fit.

The mean parameter m of the next model is the mean of M points, so m is a martingale with
$\mathrm{Cov}(m_{i+1} | m_i) = V(m_i)/M_i$. If V is quadratic, with the leading coefficient $v_2$
(Morris: normal and Poisson 0, Bernoulli -1, gamma and negative binomial of shape r 1/r,
hyperbolic secant 1), then $E V(m_i)$ obeys a recurrence of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import sympy as sp

from .arguments import count, number, positive, scale, sizes
from .mixing import tidy

__all__ = [
    "gamma_drift",
    "mean_variance_path",
    "poisson_extinct",
    "reciprocal_path",
    "spread_path",
]

PATH = 10_000  # fits of a path of fractions: twice as many take four times the memory
EXACT = 1000  # rM whose psi is a fraction and Euler's constant


def mean_variance_path(
    v2: float | sp.Expr, V0: float | sp.Expr, sample_sizes: Sequence[int | sp.Expr]
) -> list[sp.Expr]:
    r"""The mean of the variance function V(m) after 0, 1, 2, ... fits.

    $E V(m_n) = V(m_0)\prod_{i<n}(1 + v_2/M_i)$, from $V(m + x) = V(m) + V'(m)x + v_2x^2$.

    Parameters
    ----------
    v2
        Leading coefficient of V, a number or a symbol.
    V0
        V(m_0), the variance of the original law, at least 0, a number or a symbol.
    sample_sizes
        M_0 ... M_{n-1}, each at least 1, numbers or symbols.

    Returns
    -------
    list of sympy.Expr
        One more than there are fits, in the units of V0; fractions up to 10,000 fits, beyond
        numbers in double precision.

    Raises
    ------
    ValueError, TypeError
        For what is no such size, number or symbol.

    Examples
    --------
    >>> mean_variance_path(-1, 0.25, [10, 10])
    [1/4, 9/40, 81/400]
    """
    v2, value = number("v2", v2), scale("V0", V0)
    each, path = sizes(sample_sizes, 1), [value]
    if len(each) > PATH and (v2 * value).is_number and all(size.is_Integer for size in each):
        v2, path = sp.Float(v2, 15), [sp.Float(value, 15)]
    for size in each:
        path.append(tidy(path[-1] * (1 + v2 / size)))
    return path


def spread_path(
    v2: float | sp.Expr, V0: float | sp.Expr, sample_sizes: Sequence[int | sp.Expr]
) -> list[sp.Expr]:
    r"""The variance over runs of the mean parameter after 0, 1, 2, ... fits.

    $\mathrm{Var}\,m_{n+1} = \mathrm{Var}\,m_n + E V(m_n)/M_n$; so
    $E V(m_n) - v_2\mathrm{Var}\,m_n = V(m_0)$ for every schedule.

    Parameters
    ----------
    v2, V0, sample_sizes
        As in `mean_variance_path`.

    Returns
    -------
    list of sympy.Expr
        One more than there are fits, in squared units of m.

    Raises
    ------
    ValueError, TypeError
        For what is no such size, number or symbol.

    Examples
    --------
    >>> spread_path(-1, 0.25, [10, 10])
    [0, 1/40, 19/400]
    """
    means = mean_variance_path(v2, V0, sample_sizes)
    path: list[sp.Expr] = [sp.Integer(0)]
    for value, size in zip(means[:-1], sizes(sample_sizes, 1), strict=True):
        path.append(tidy(path[-1] + value / size))
    return path


def poisson_extinct(m0: float | sp.Expr, sample_sizes: Sequence[int | sp.Expr]) -> float | sp.Expr:
    r"""The probability that the mean of a refitted Poisson law is 0 after the fits.

    The sum of a data set is a branching process. Seen from the end, with
    $a_{n-1} = M_{n-1}$ and $a_i = M_i(1 - e^{-a_{i+1}/M_i})$, the probability is $e^{-a_0m_0}$;
    at a constant size $a_0 = M t_{n-1}$ with the $t$ of `mc.theory.tails.survival`.

    Parameters
    ----------
    m0
        The mean of the original law, at least 0, a number or a symbol.
    sample_sizes
        M_0 ... M_{n-1}, each at least 1, numbers or symbols.

    Returns
    -------
    float or sympy.Expr
        A float where all arguments are numbers.

    Raises
    ------
    ValueError, TypeError
        For what is no such size, number or symbol.

    Examples
    --------
    >>> round(poisson_extinct(0.5, [10, 10]), 4)
    0.0424
    """
    mean, each = scale("m0", m0), sizes(sample_sizes, 1)
    if not each:
        return 1.0 if mean.is_zero else 0.0
    numbers = mean.is_number and all(size.is_Integer for size in each)
    # with one arithmetic or the other the recursion is the same
    grown = (lambda x: float(-np.expm1(-x))) if numbers else (lambda x: 1 - sp.exp(-x))
    values = [float(size) for size in each] if numbers else each
    rate = values[-1]
    for size in values[-2::-1]:
        rate = size * grown(rate / size)
    return float(np.exp(-rate * float(mean))) if numbers else sp.exp(-rate * mean)


def gamma_drift(shape: float | sp.Expr, M: int | sp.Expr) -> sp.Expr:
    r"""The mean of what log m changes in one fit of a gamma law of known shape r.

    $\psi(rM) - \log(rM) \approx -\frac1{2rM}$: the mean of M points is m times a gamma variable
    of shape rM over its mean.

    Parameters
    ----------
    shape
        The shape r, greater than 0, a number or a symbol.
    M
        The sample size, at least 1, a number or a symbol.

    Returns
    -------
    sympy.Expr
        Exact up to rM = 1,000, beyond a number in double precision.

    Raises
    ------
    ValueError, TypeError
        For what is no such size, number or symbol.

    Examples
    --------
    >>> gamma_drift(1, 3).evalf(5)
    -0.17583
    """
    points = positive("shape", shape) * count("M", M, 1)
    if points.is_number and points > EXACT:  # SymPy would add the fractions of psi
        points = points.evalf(30 + len(str(int(points))))  # nearly all digits cancel
        return (sp.digamma(points) - sp.log(points)).evalf(15)
    return sp.digamma(points) - sp.log(points)


def reciprocal_path(
    m0: float | sp.Expr, shape: float | sp.Expr, sample_sizes: Sequence[int | sp.Expr]
) -> list[sp.Expr]:
    r"""The mean of 1/m after 0, 1, 2, ... fits of an inverse Gaussian law of known shape.

    $E\frac1{m_n} = \frac1{m_0} + \sum_{i<n}\frac1{\lambda M_i}$.

    Parameters
    ----------
    m0, shape
        Mean of the original law, and lambda, greater than 0, numbers or symbols.
    sample_sizes
        M_0 ... M_{n-1}, each at least 1, numbers or symbols.

    Raises
    ------
    ValueError, TypeError
        For what is no such size, number or symbol.

    Examples
    --------
    >>> reciprocal_path(2, 1, [4, 4])
    [1/2, 3/4, 1]
    """
    mean, width = positive("m0", m0), positive("shape", shape)
    path = [1 / mean]
    for size in sizes(sample_sizes, 1):
        path.append(tidy(path[-1] + 1 / (width * size)))
    return path
