r"""Ridge regression on its own labels, on rows whose columns are orthogonal."""

from __future__ import annotations

import sympy as sp

from .arguments import count, positive, scale

__all__ = ["ridge_penalty", "ridge_risk"]

EXACT = 1000  # fits whose powers are fractions: those of more would take minutes


def ridge_risk(
    T: int | sp.Expr,
    d: int | sp.Expr,
    n: int | sp.Expr,
    penalty: float | sp.Expr,
    s2: float | sp.Expr = 1,
    w2: float | sp.Expr = 0,
) -> sp.Expr:
    r"""The risk of n ridge fits, each to the labels of the last, on rows with $X'X = T\,I$.

    Each fit multiplies by $u = T/(T + \lambda)$:
    $(1 - u^n)^2\|w^*\|^2 + u^2\frac{1 - u^{2n}}{1 - u^2}\,\frac{s^2d}T$.

    Parameters
    ----------
    T, d
        Rows and columns, each at least 1, numbers or symbols.
    n
        Fits, at least 0, a number or a symbol.
    penalty
        $\lambda$, at least 0, a number or a symbol.
    s2, w2
        Variance of the labels' noise and squared norm of the real $w^*$, at least 0, numbers or
        symbols.

    Returns
    -------
    sympy.Expr
        In the units of w squared; a fraction up to 1,000 fits.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> ridge_risk(20, 5, 2, 0), ridge_risk(20, 5, 2, 20, w2=1)
    (1/2, 41/64)
    """
    rows, columns, n = count("T", T, 1), count("d", d, 1), count("n", n, 0)
    penalty, s2, w2 = scale("penalty", penalty), scale("s2", s2), scale("w2", w2)
    kept = rows / (rows + penalty)
    if n.is_number and n > EXACT and kept.is_Rational and kept < 1:
        kept = kept.evalf(50)
    powers = n if penalty == 0 else kept**2 * (1 - kept ** (2 * n)) / (1 - kept**2)
    risk = (1 - kept**n) ** 2 * w2 + powers * s2 * columns / rows
    return risk.evalf() if kept.is_Float else risk


def ridge_penalty(
    d: int | sp.Expr, n: int | sp.Expr, s2: float | sp.Expr, w2: float | sp.Expr
) -> sp.Expr:
    r"""The best penalty for n fits, to first order in the noise: $\frac{n+1}{2n}s^2d/\|w^*\|^2$.

    Exact for one fit. For much noise or many fits it may be best to keep nothing at all.

    Parameters
    ----------
    d, s2
        As in `ridge_risk`.
    n
        Fits, at least 1, a number or a symbol.
    w2
        Squared norm of the real $w^*$, above 0, a number or a symbol.

    Returns
    -------
    sympy.Expr
        The penalty $\lambda$.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> ridge_penalty(5, 1, 1, 1), ridge_penalty(5, 3, 1, 1)
    (5, 10/3)
    """
    columns, n = count("d", d, 1), count("n", n, 1)
    s2, w2 = scale("s2", s2), positive("w2", w2)
    return (n + 1) * s2 * columns / (2 * n * w2)
