r"""Exponential families with a quadratic variance function, refitted by maximum likelihood.

The mean parameter m of the next model is the mean of M points, so m is a martingale with
$\mathrm{Cov}(m_{i+1} | m_i) = V(m_i)/M_i$. If V is quadratic, with the leading coefficient $v_2$
(Morris: normal and Poisson 0, Bernoulli -1, gamma and negative binomial of shape r 1/r,
hyperbolic secant 1), then $E V(m_i)$ obeys a recurrence of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from .arguments import number, scale, sizes
from .mixing import tidy

__all__ = ["mean_variance_path", "spread_path"]


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
        One more than there are fits, in the units of V0.

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
    path = [value]
    for size in sizes(sample_sizes, 1):
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
