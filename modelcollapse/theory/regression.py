r"""Linear regression on its own labels: T fresh standard normal rows of d columns a generation.

Labels are $y = X w + \varepsilon$ with noise of variance $s^2$; the first generation's come from
the real $w^*$, the later ones' from the newest fit. The risk is $E\|w_n - w^*\|^2$ after n fits.
One fit of least squares has the risk $B = s^2 d/(T - d - 1)$, from
$E(X'X)^{-1} = I/(T - d - 1)$ (the mean of an inverse Wishart matrix). Chapter "Linear regression".
"""

from __future__ import annotations

import mpmath
import sympy as sp

from ..validation import told
from .arguments import count, lost, scale, whole
from .regression_designs import accumulate_ratio, kept_risk, pooled_risk
from .regression_labels import label_factor, mixed_risk, stationary_risk
from .regression_ridge import ridge_penalty, ridge_risk

__all__ = [
    "accumulate_ratio",
    "accumulate_risk",
    "kept_risk",
    "label_factor",
    "mixed_risk",
    "pooled_risk",
    "replace_risk",
    "ridge_penalty",
    "ridge_risk",
    "stationary_risk",
]

HUGE = 10**30  # rows, beyond which all is in double precision
EXACT = 10_000  # terms of a sum that are added as fractions


def replace_risk(
    T: int, d: int, n: int | sp.Expr, s2: float | sp.Expr = 1, w2: float | sp.Expr = 0
) -> sp.Expr:
    r"""The risk where each fit replaces the one before, with the least norm where it is not unique.

    For $T > d + 1$ it is $nB$. For $T < d - 1$ a fit keeps the part of the labels' vector that its
    rows see, a share $\rho = T/d$ on average, and forgets the rest:
    $(1 - \rho^n)[\|w^*\|^2 + \frac{s^2 T d}{(d - T - 1)(d - T)}]$. In between, at $|T - d| \le 1$,
    the mean is infinite, unless there is no noise.

    Parameters
    ----------
    T, d
        Rows a generation and columns, each at least 1, numbers.
    n
        Fits, at least 0, a number or a symbol.
    s2
        Variance of the labels' noise, at least 0, a number or a symbol.
    w2
        Squared norm of the real $w^*$, at least 0, a number or a symbol; used for T < d only.

    Returns
    -------
    sympy.Expr
        In the units of w squared; infinite (`oo`) where it is. A power with more than a million
        digits is a number in double precision.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> replace_risk(12, 5, 3)
    5/2
    >>> replace_risk(8, 20, 2, s2=0, w2=1)
    21/25
    """
    rows, columns = whole("T", T, 1), whole("d", d, 1)
    n, s2, w2 = count("n", n, 0), scale("s2", s2), scale("w2", w2)
    if n == 0:
        return sp.Integer(0)
    forgotten = lost(sp.Rational(min(rows, columns), columns), n)
    if abs(rows - columns) <= 1:
        return forgotten * w2 if s2 == 0 else sp.oo
    if rows > columns:
        return n * s2 * columns / (rows - columns - 1)
    noise = s2 * rows * columns / sp.Integer((columns - rows - 1) * (columns - rows))
    return forgotten * (w2 + noise)


def accumulate_risk(T: int, d: int, n: int | sp.Expr) -> sp.Expr:
    r"""The risk where fit i is to all iT rows so far, with noise of variance 1.

    $w_i = w_{i-1} + (X'X)^{-1}X_i'\varepsilon_i$ over all rows so far, and by their exchangeability
    the i-th step has a share 1/i of the trace: $\sum_{i\le n}\frac{d}{i(iT - d - 1)}$. The limit
    over B lies between 1, as T comes down to d + 1, and $\pi^2/6$, for many rows.

    Parameters
    ----------
    T, d
        Rows a generation, more than d + 1, and columns, at least 1, numbers.
    n
        Fits, at least 0, a number or `sympy.oo`.

    Returns
    -------
    sympy.Expr
        In units of the noise's variance; a fraction up to 10,000 fits and 10^30
        rows.

    Raises
    ------
    ValueError, TypeError
        For what is no such number, and for T of at most d + 1, where the first fit has no mean.

    Examples
    --------
    >>> accumulate_risk(12, 5, 2)
    35/36
    >>> accumulate_risk(12, 5, sp.oo)
    5*log(2)/3
    """
    rows, columns = whole("T", T, 1), whole("d", d, 1)
    if rows <= columns + 1:
        raise ValueError(f"T must be more than d + 1 = {columns + 1}, got {told(rows)}")
    a = sp.Rational(columns + 1, rows)
    scaled = sp.Rational(columns, columns + 1)
    if n is sp.oo and rows <= HUGE:
        return sp.expand_log(sp.simplify(scaled * (-sp.EulerGamma - sp.digamma(1 - a))))
    fits = n if n is sp.oo else whole("n", n, 0)
    if fits <= EXACT and rows <= HUGE:
        return sp.QQ.to_sympy(summed(rows, columns, 1, fits + 1))
    # SymPy's digamma would walk to its argument step by step; many rows cancel many digits
    with mpmath.workdps(50 + rows.bit_length() // 3):
        near, ends = mpmath.mpf(a.p) / a.q, mpmath.mpf(0)
        if fits is not sp.oo:
            end = mpmath.mpf(fits) + 1
            ends = mpmath.digamma(end - near) - mpmath.digamma(end)
        return scaled * sp.Float(ends + mpmath.digamma(1) - mpmath.digamma(1 - near), 15)


def summed(rows: int, columns: int, first: int, end: int) -> sp.Rational:
    """The terms from the first on, before the end: halves first, so that fractions stay short."""
    if end - first < 2:
        terms = (sp.QQ(columns, i * (i * rows - columns - 1)) for i in range(first, end))
        return sum(terms, sp.QQ(0))
    middle = (first + end) // 2
    return summed(rows, columns, first, middle) + summed(rows, columns, middle, end)
