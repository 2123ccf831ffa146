r"""Diffusion models trained on their own output, where the reverse diffusion stops early.

Points diffuse by $dx = -x\,dt + \sqrt2\,dB$, which multiplies the mean of the Hermite polynomial
of degree j by $e^{-jt}$. A model with the exact score whose sampler stops at the time t0 hands on
its training law, diffused for t0; the next one learns from it and a real share alpha. Trained on
M points, the exact minimiser of score matching is a kernel density estimate. The real law has mean
0 and variance 1. Chapter "Diffusion models".
"""

from __future__ import annotations

import mpmath
import sympy as sp

from .arguments import LONGEST, count, lost, scale
from .mixing import Share, share

NEAR, FAR = sp.Rational(1, 10**20), 10**6  # times within which a factor is exact

__all__ = [
    "correlation",
    "hermite_factor",
    "hermite_path",
    "linear_second_moment",
    "stationary_correlation",
]


def hermite_factor(j: int | sp.Expr, t0: float | sp.Expr, alpha: Share) -> sp.Expr:
    r"""What is left of the Hermite coefficient of degree j after very many rounds.

    $\frac{\alpha e^{-jt_0}}{1-(1-\alpha)e^{-jt_0}}$: one half at $\alpha = e^{jt_0} - 1$.

    Parameters
    ----------
    j
        Degree, at least 0, a number or a symbol; the same in any dimension.
    t0
        Time at which the reverse diffusion stops, at least 0, a number or a symbol.
    alpha
        Share of real points in each training set, from 0 to 1, a number or a symbol.

    Returns
    -------
    sympy.Expr
        A factor between 0 and 1; 1 where nothing is lost, for j = 0 or t0 = 0. A number in double
        precision for numbers with jt0 below 10^-20 or above 10^6.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> hermite_factor(1, sp.log(2), 0.5)
    1/3
    """
    j, t0, real = count("j", j, 0), scale("t0", t0), share("alpha", alpha)
    if j * t0 == 0:
        return sp.Integer(1)
    if (j * t0).is_number and real.is_number and not NEAR < j * t0 < FAR:
        with mpmath.workdps(30):  # exp(-jt0) is 1, or has more digits than can be kept
            time, part = (mpmath.mpmathify(sp.N(x, 30)) for x in (j * t0, real))
            kept = mpmath.exp(-time)
            return sp.Float(part * kept / (part - (1 - part) * mpmath.expm1(-time)), 15)
    kept = sp.exp(-j * t0)
    return real * kept / (1 - (1 - real) * kept)


def hermite_path(j: int | sp.Expr, t0: float | sp.Expr, alpha: Share, n: int | sp.Expr) -> sp.Expr:
    r"""What model n has of the Hermite coefficient of degree j.

    $F + (1-F)\,[(1-\alpha)e^{-jt_0}]^n$ with the `hermite_factor` F; without real points
    $e^{-jnt_0}$.

    Parameters
    ----------
    j, t0, alpha
        As in `hermite_factor`.
    n
        Models so far, from 0 to 100,000, or a symbol; model 1 learns from real points alone.

    Returns
    -------
    sympy.Expr
        A factor between 0 and 1.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> hermite_path(2, sp.log(2), 0, 3), hermite_path(1, sp.log(2), 0.5, 1)
    (1/64, 1/2)
    """
    left, n = hermite_factor(j, t0, alpha), count("n", n, 0, LONGEST)
    kept = (1 - share("alpha", alpha)) * sp.exp(-count("j", j, 0) * scale("t0", t0))
    return 1 - (1 - left) * lost(kept, n)


def stationary_correlation(M: int | sp.Expr, t0: float | sp.Expr, alpha: Share = 0) -> sp.Expr:
    r"""The correlation of two training points after very many rounds of the exact minimiser.

    $C = \frac{u}{M(1-u)+u}$ with $u = (1-\alpha)^2e^{-2t_0}$: `genealogy.kinship` with
    $(1-\alpha)e^{-t_0}$ in place of $1-\gamma$. Without real points
    $\frac{1}{1+M(e^{2t_0}-1)}$, about $\frac1{1+2Mt_0}$: a cluster where $Mt_0$ is small, a cloud
    where it is large.

    Parameters
    ----------
    M
        Training points in each round, at least 1, a number or a symbol.
    t0, alpha
        As in `hermite_factor`; each point is real with the probability alpha.

    Returns
    -------
    sympy.Expr
        Between 0 and 1: the covariance of a coordinate of two points, whose variance is 1.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> stationary_correlation(20, sp.log(2) / 2), stationary_correlation(10, 0, 0.5)
    (1/21, 1/31)
    """
    M, kept = count("M", M, 1), passed(t0, alpha)
    return kept / (M * (1 - kept) + kept)


def correlation(M: int | sp.Expr, t0: float | sp.Expr, alpha: Share, n: int | sp.Expr) -> sp.Expr:
    r"""The correlation of two points of training set n, where set 0 is independent real points.

    $C\,\bigl(1 - [u(1-\frac1M)]^n\bigr)$ with C and u as in `stationary_correlation`.

    Parameters
    ----------
    M, t0, alpha
        As in `stationary_correlation`.
    n
        Rounds so far, from 0 to 100,000, or a symbol.

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
    >>> correlation(2, 0, 0, 1), correlation(2, 0, 0, 2)
    (1/2, 3/4)
    """
    M, kept, n = count("M", M, 1), passed(t0, alpha), count("n", n, 0, LONGEST)
    return stationary_correlation(M, t0, alpha) * lost(kept * (1 - 1 / M), n)


def linear_second_moment(M: int | sp.Expr, t0: float | sp.Expr) -> sp.Expr:
    r"""The mean square of the model's variance after very many rounds, with a linear score.

    $\frac{1 - e^{-4t_0}}{1 - \frac{M+1}{M-1}e^{-4t_0}}$ for
    the score of a normal law with the sample's mean and unbiased variance, without real points.
    The mean variance is 1.

    Parameters
    ----------
    M
        Training points in each round, at least 2, a number or a symbol.
    t0
        As in `hermite_factor`.

    Returns
    -------
    sympy.Expr
        At least 1; infinite unless $e^{4t_0} > 1 + \frac2{M-1}$, about $Mt_0 > \frac12$.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> linear_second_moment(3, sp.log(2)), linear_second_moment(3, 0.1)
    (15/14, oo)
    """
    M, kept = count("M", M, 2), sp.exp(-2 * scale("t0", t0))
    left = 1 - kept**2 * (M + 1) / (M - 1)
    if kept == 1 or (left.is_number and left <= 0):
        return sp.oo
    return (1 - kept**2) / left


def passed(t0: float | sp.Expr, alpha: Share) -> sp.Expr:
    """u, the covariance of two points over that of their parents, if both have some."""
    real, t0 = share("alpha", alpha), scale("t0", t0)
    return (1 - real) ** 2 * sp.exp(-2 * t0)
