r"""What an imperfect verifier makes of generated data, in one round.

A verifier keeps a right item with probability phi and a wrong one with probability psi.
Chapter "Imperfect verifiers".
"""

from __future__ import annotations

import sympy as sp

from .arguments import count
from .intervals import interval_rate, interval_step, stationary_variance
from .mixing import share
from .tilted import tilt

__all__ = [
    "accuracy",
    "breakdown",
    "interval_rate",
    "interval_step",
    "stationary_variance",
    "tilt",
    "wrong_share",
]


def breakdown(phi: float | sp.Expr, psi: float | sp.Expr) -> sp.Expr:
    r"""The share of wrong items above which most of what is kept is wrong: $\phi/(\phi+\psi)$.

    It decides on all only where the errors do not depend on the input.

    Parameters
    ----------
    phi, psi
        Probabilities that a right, a wrong item is kept, numbers or symbols; not both 0.

    Returns
    -------
    sympy.Expr
        Between 0 and 1.

    Raises
    ------
    ValueError, TypeError
        For what are no such numbers or symbols.

    Examples
    --------
    >>> breakdown(0.9, 0.3)
    3/4
    """
    phi, psi = share("phi", phi), share("psi", psi)
    return phi / kept(phi + psi, phi, psi)


def wrong_share(p: float | sp.Expr, phi: float | sp.Expr, psi: float | sp.Expr) -> sp.Expr:
    r"""The share of wrong items among those kept: their odds are multiplied by $\psi/\phi$.

    Parameters
    ----------
    p
        Share of wrong items before, a number or a symbol.
    phi, psi
        As in `breakdown`.

    Returns
    -------
    sympy.Expr
        Between 0 and 1.

    Raises
    ------
    ValueError, TypeError
        For what are no such numbers or symbols, and where nothing is kept.

    Examples
    --------
    >>> wrong_share(0.5, 0.9, 0.3)
    1/4
    """
    p, phi, psi = share("p", p), share("phi", phi), share("psi", psi)
    return p * psi / kept(p * psi + (1 - p) * phi, phi, psi)


def accuracy(p: float | sp.Expr, M: int | sp.Expr, d: int | sp.Expr) -> sp.Expr:
    r"""How often the average of M labelled points classifies rightly, where a share p is wrong.

    $\frac12 + \frac1\pi\arctan\bigl((1-2p)\sqrt{2M/(\pi(d-1))}\bigr)$: standard normal points in
    d dimensions, errors that do not depend on the point; for M and d that are large.

    Parameters
    ----------
    p
        Share of wrong labels among the M points, a number or a symbol.
    M, d
        Points, at least 1, and dimensions, at least 2, numbers or symbols.

    Returns
    -------
    sympy.Expr
        Between 0 and 1.

    Raises
    ------
    ValueError, TypeError
        For what are no such numbers or symbols.

    Examples
    --------
    >>> accuracy(0.5, 1000, 10)
    1/2
    """
    p, M, d = share("p", p), count("M", M, 1), count("d", d, 2)
    return sp.Rational(1, 2) + sp.atan((1 - 2 * p) * sp.sqrt(2 * M / (sp.pi * (d - 1)))) / sp.pi


def kept(total: sp.Expr, phi: sp.Expr, psi: sp.Expr) -> sp.Expr:
    """The share that is kept, if it is not 0."""
    if total == 0:
        raise ValueError(f"phi and psi must leave something to keep, got {phi} and {psi}")
    return total
