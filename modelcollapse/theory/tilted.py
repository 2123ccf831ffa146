r"""A linear classifier that learns the verified labels of another one, at an angle to the truth.

Its errors depend on the input: they lie between two planes. Chapter "Imperfect verifiers".
"""

from __future__ import annotations

import sympy as sp

from ..validation import told
from .arguments import scale
from .mixing import share

__all__ = ["tilt"]


def tilt(
    theta: float | sp.Expr, phi: float | sp.Expr, psi: float | sp.Expr, *, squares: bool = False
) -> sp.Expr:
    r"""The angle to the truth of a classifier that learns verified labels of one at angle theta.

    $\frac\theta2 + \arctan\bigl(\frac\psi\phi\tan\frac\theta2\bigr)$, the average of standard
    normal points times their labels, without bound many. Least squares multiplies the quotient
    by $C_u/C_v$, the mean squares of the kept points along the bisector and across.

    Parameters
    ----------
    theta
        Angle before, at least 0 and less than pi, a number or a symbol.
    phi, psi
        Probabilities that a right, a wrong item is kept, numbers or symbols; phi greater than 0.
    squares
        Whether the classifier is fitted by least squares.

    Returns
    -------
    sympy.Expr
        Between 0 and pi.

    Raises
    ------
    ValueError, TypeError
        For what are no such numbers or symbols.

    Examples
    --------
    >>> tilt(sp.pi / 2, 1, 0), tilt(sp.pi / 2, 1, 1)
    (pi/4, pi/2)
    """
    given, theta = theta, scale("theta", theta)
    if theta.is_number and theta >= sp.pi:
        raise ValueError(f"theta must be less than pi, got {told(given)}")
    phi, psi = share("phi", phi), share("psi", psi)
    if phi == 0:
        raise ValueError("phi must be greater than 0, got 0")
    ratio = psi / phi
    if squares:
        lost = (phi - psi) / sp.pi
        along = phi - lost * (theta - sp.sin(theta))
        across = phi - lost * (theta + sp.sin(theta))
        ratio *= along / across
    return theta / 2 + sp.atan(ratio * sp.tan(theta / 2))
