r"""Regression on real labels mixed with generated ones; the rows are fresh standard normals.

A fit to $T_1$ real and $T_2$ generated labels,
$T = T_1 + T_2$, whose generator is off by $\Delta$, has the risk $B + \kappa\|\Delta\|^2$ with
$B = s^2d/(T - d - 1)$.
"""

from __future__ import annotations

import sympy as sp

from ..validation import told
from .arguments import count, scale

__all__ = ["label_factor", "mixed_risk", "stationary_risk"]


def label_factor(T1: int | sp.Expr, T2: int | sp.Expr, d: int | sp.Expr) -> sp.Expr:
    r"""$\kappa$: what a fit keeps of the squared error of the model that made $T_2$ of its labels.

    $\kappa = p + q\frac{dT - 2}{T - d - 1}$ with $q = \frac{T_1T_2}{T(T+2)(T-1)}$ and
    $p = \frac{T_2(T_2+2)}{T(T+2)} - q$. For many rows it tends to the square of the generated
    share; for few it may exceed 1.

    Parameters
    ----------
    T1, T2
        Rows with real and with generated labels, each at least 0, more than d + 1 together;
        numbers or symbols.
    d
        Columns, at least 1, a number or a symbol.

    Returns
    -------
    sympy.Expr
        A fraction, or an expression.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> label_factor(30, 10, 5), label_factor(0, 20, 5)
    (62/663, 1)
    """
    real, made, columns = count("T1", T1, 0), count("T2", T2, 0), count("d", d, 1)
    rows = real + made
    if (rows - columns - 1).is_nonpositive:
        raise ValueError(f"T1 + T2 must be more than d + 1, got {told(T1)}, {told(T2)}, {told(d)}")
    mixed = real * made / (rows * (rows + 2) * (rows - 1))
    alike = made * (made + 2) / (rows * (rows + 2)) - mixed
    return alike + mixed * (columns * rows - 2) / (rows - columns - 1)


def mixed_risk(
    T1: int | sp.Expr,
    T2: int | sp.Expr,
    d: int | sp.Expr,
    s2: float | sp.Expr = 1,
    delta2: float | sp.Expr = 0,
) -> sp.Expr:
    r"""The risk of one fit to real labels and those of a fixed generator: $B + \kappa\|\Delta\|^2$.

    Parameters
    ----------
    T1, T2, d
        As in `label_factor`.
    s2
        Variance of the labels' noise, at least 0, a number or a symbol.
    delta2
        $\|\Delta\|^2$, the squared error of the generator, at least 0, a number or a symbol.

    Returns
    -------
    sympy.Expr
        In the units of w squared.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> mixed_risk(30, 10, 5, s2=0.25, delta2=1)
    691/5304
    """
    factor, s2, delta2 = label_factor(T1, T2, d), scale("s2", s2), scale("delta2", delta2)
    rows, columns = count("T1", T1, 0) + count("T2", T2, 0), count("d", d, 1)
    return s2 * columns / (rows - columns - 1) + factor * delta2


def stationary_risk(
    T1: int | sp.Expr, T2: int | sp.Expr, d: int | sp.Expr, s2: float | sp.Expr = 1
) -> sp.Expr:
    r"""The risk after many fits to fresh real labels and the last fit's own: $B/(1-\kappa)$.

    Parameters
    ----------
    T1, T2, d, s2
        As in `mixed_risk`.

    Returns
    -------
    sympy.Expr
        In the units of w squared; infinite (`oo`) where $\kappa \ge 1$.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> stationary_risk(8, 24, 6), stationary_risk(2, 20, 18)
    (12648/20495, oo)
    """
    factor, base = label_factor(T1, T2, d), mixed_risk(T1, T2, d, s2)
    if base == 0:
        return sp.Integer(0)
    return sp.oo if (1 - factor).is_nonpositive else base / (1 - factor)
