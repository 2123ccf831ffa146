r"""Regression on its own labels where T < d is allowed: rows that are kept, or rows that add up.

A fit with fewer rows than columns has the least norm, and keeps the part of w that its rows see:
of $\|w^*\|^2$ the share $T/d$ on average. One fit has the risk
$(1 - T/d)_+\|w^*\|^2 + s^2\,E\,\mathrm{tr}(X^+X^{+\prime})$, and the trace has the mean
$\min(T, d)/(|T - d| - 1)$, that of an inverse Wishart matrix.
"""

from __future__ import annotations

import sympy as sp

from .arguments import count, scale, whole
from .mixing import share

__all__ = ["accumulate_ratio", "kept_risk", "pooled_risk"]

LONGEST = 10_000  # generations, added one by one


def trace(rows: int, columns: int) -> sp.Expr:
    """The mean of tr(X'X)^-1, or of tr(XX')^-1 for fewer rows than columns."""
    gap = abs(rows - columns) - 1
    return sp.Rational(min(rows, columns), gap) if gap > 0 else sp.oo


def unseen(rows: int, columns: int) -> sp.Rational:
    """The share of w that the rows do not see."""
    return sp.Rational(max(columns - rows, 0), columns)


def kept_risk(
    T: int, d: int, n: int | sp.Expr, s2: float | sp.Expr = 1, w2: float | sp.Expr = 0
) -> sp.Expr:
    r"""The risk where each fit replaces the one before on the *same* rows, the first ones.

    What the rows do not see is lost once, by the first fit:
    $(1 - T/d)_+\|w^*\|^2 + n s^2\,E\,\mathrm{tr}$. The mean is over standard normal rows.

    Parameters
    ----------
    T, d
        Rows and columns, each at least 1, numbers.
    n
        Fits, at least 0, a number or a symbol.
    s2
        Variance of the labels' noise, at least 0, a number or a symbol.
    w2
        Squared norm of the real $w^*$, at least 0, a number or a symbol; used for T < d only.

    Returns
    -------
    sympy.Expr
        In the units of w squared; infinite (`oo`) where it is.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> kept_risk(8, 20, 2, s2=0, w2=1), kept_risk(12, 5, 3)
    (3/5, 5/2)
    """
    rows, columns = whole("T", T, 1), whole("d", d, 1)
    n, s2, w2 = count("n", n, 0), scale("s2", s2), scale("w2", w2)
    if n == 0:
        return sp.Integer(0)
    lost = unseen(rows, columns) * w2
    return lost if s2 == 0 else lost + n * s2 * trace(rows, columns)


def pooled_risk(
    T: int, d: int, n: int, s2: float | sp.Expr = 1, w2: float | sp.Expr = 0
) -> sp.Expr:
    r"""The risk where fit i is to all iT fresh rows so far, also where these are too few.

    Nothing of $w^*$ is lost after the first fit. The noise of generation i adds $s^2/i$ times the
    mean of the trace of all iT rows, which is infinite where $|iT - d| \le 1$ and then stays in
    the sum. For T > d + 1 this is `accumulate_risk`.

    Parameters
    ----------
    T, d, s2, w2
        As in `kept_risk`.
    n
        Fits, 0 to 10,000, a number.

    Returns
    -------
    sympy.Expr
        In the units of w squared; infinite (`oo`) where it is.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> pooled_risk(12, 5, 2), pooled_risk(4, 22, 5), pooled_risk(5, 20, 4)
    (35/36, 57556/9945, oo)
    """
    rows, columns = whole("T", T, 1), whole("d", d, 1)
    n, s2, w2 = whole("n", n, 0, LONGEST), scale("s2", s2), scale("w2", w2)
    if n == 0:
        return sp.Integer(0)
    lost = unseen(rows, columns) * w2
    if s2 == 0:
        return lost
    traces = [trace(i * rows, columns) for i in range(1, n + 1)]
    if sp.oo in traces:
        return sp.oo
    total = sum((sp.QQ(t.p, t.q * i) for i, t in enumerate(traces, 1)), sp.QQ(0))
    return lost + s2 * sp.QQ.to_sympy(total)


def accumulate_ratio(a: float | sp.Expr) -> sp.Expr:
    r"""The limit of accumulation's risk over that of one fit: $\frac{(1-a)(\psi(1)-\psi(1-a))}a$.

    It falls from $\pi^2/6$ for many rows, a = 0, to 1 for as few as have a mean, a = 1; at
    $a = \frac12$ it is $2\log 2$.

    Parameters
    ----------
    a
        $(d + 1)/T$, from 0 to 1, a number or a symbol.

    Returns
    -------
    sympy.Expr
        Between 1 and $\pi^2/6$.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> accumulate_ratio(0), accumulate_ratio(sp.Rational(1, 2)), accumulate_ratio(1)
    (pi**2/6, log(4), 1)
    """
    a = share("a", a)
    if a == 0:
        return sp.pi**2 / 6
    if a == 1:
        return sp.Integer(1)
    ratio = (1 - a) * (-sp.EulerGamma - sp.digamma(1 - a)) / a
    return sp.simplify(ratio) if a == sp.Rational(1, 2) else ratio
