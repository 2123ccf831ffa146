r"""A verifier that keeps the points of a normal law in an interval, and a mean fitted to them.

The variance is known; lengths are in standard deviations, and the interval reaches from -z to z.
Chapter "Imperfect verifiers".
"""

from __future__ import annotations

import mpmath
import sympy as sp

from .arguments import count, scale

NARROW = sp.Rational(1, 10**10)

__all__ = ["interval_rate", "interval_step", "stationary_variance"]


def interval_rate(z: float | sp.Expr) -> sp.Expr:
    r"""The factor per round by which a fitted mean nears the centre of an interval.

    $1 - 2z\,\varphi(z)/(2\Phi(z)-1)$, with the normal density and distribution function: the
    variance of a standard normal variable between -z and z.

    Parameters
    ----------
    z
        Half the width of the interval in standard deviations, at least 0, a number or a symbol.

    Returns
    -------
    sympy.Expr
        From 0, for a narrow interval, to 1; a number in double precision for z below 10^-10.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> round(float(interval_rate(1)), 4)
    0.2911
    """
    z = scale("z", z)
    if z == 0:
        return sp.Integer(0)
    if z.is_number and z < NARROW:  # the difference would cancel
        with mpmath.workdps(30):
            square = mpmath.mpmathify(sp.N(z, 30)) ** 2
            above, below = (mpmath.hyp1f1(1, b / mpmath.mpf(2), square / 2) for b in (5, 3))
            return sp.Float(square * above / (3 * below), 15)
    return 1 - z * sp.sqrt(2 / sp.pi) * sp.exp(-(z**2) / 2) / sp.erf(z / sp.sqrt(2))


def interval_step(x: float | sp.Expr, z: float | sp.Expr) -> sp.Expr:
    r"""The mean of those points of $\mathcal N(x, 1)$ that lie between -z and z.

    Parameters
    ----------
    x
        Distance of the mean from the centre in standard deviations, at least 0, a number or a
        symbol.
    z
        As in `interval_rate`.

    Returns
    -------
    sympy.Expr
        The distance after one round without sampling error.

    Raises
    ------
    ValueError, TypeError
        For what are no such numbers or symbols.

    Examples
    --------
    >>> round(float(interval_step(1, 1)), 4)
    0.2772
    """
    x, z = scale("x", x), scale("z", z)
    if z == 0:
        return sp.Integer(0)
    edges = sp.exp(-((z - x) ** 2) / 2) - sp.exp(-((z + x) ** 2) / 2)
    inside = sp.erfc((x - z) / sp.sqrt(2)) - sp.erfc((x + z) / sp.sqrt(2))  # precise far outside
    return x - sp.sqrt(2 / sp.pi) * edges / inside


def stationary_variance(z: float | sp.Expr, M: int | sp.Expr) -> sp.Expr:
    r"""The variance over runs of the fitted mean about the centre: $\rho/(M(1-\rho^2))$.

    With $\rho$ of `interval_rate`, to first order in 1/M.

    Parameters
    ----------
    z
        As in `interval_rate`.
    M
        Points kept in a round, at least 1, a number or a symbol.

    Returns
    -------
    sympy.Expr
        In units of the known variance.

    Raises
    ------
    ValueError, TypeError
        For what are no such numbers or symbols.

    Examples
    --------
    >>> round(float(stationary_variance(1.2, 50)), 5)
    0.00935
    """
    rate, M = interval_rate(z), count("M", M, 1)
    return rate / (M * (1 - rate) * (1 + rate))
