r"""The products $\prod_j(1 - \frac{\alpha}{j})$ of an urn, over any number of rounds."""

from __future__ import annotations

import mpmath
import sympy as sp

EXACT = 10_000  # factors; beyond, the digits of the fraction take longer than all the rest


def left_over(alpha: sp.Expr, first: int, last: sp.Expr) -> sp.Expr:
    r"""The product of $1 - \frac{\alpha}{j}$ from the first j to the last, for alpha below 1.

    It is written out for up to 10,000 factors, and beyond a number in double precision.
    """
    factors = last - first + 1
    if alpha == 0 or factors == 0:
        return sp.Integer(1)
    if factors.is_Integer and factors <= EXACT:
        return sp.rf(first - alpha, factors) / sp.rf(first, factors)
    if alpha.is_number and last.is_number:  # SymPy would take the factorial of `last` exactly
        with digits(last):
            return sp.Float(product(alpha, first, last), 15)
    above, below = sp.gamma(last + 1 - alpha), sp.gamma(first - alpha)
    return above * sp.gamma(first) / (below * sp.gamma(last + 1))


def faded(alpha: sp.Expr, first: int, last: sp.Expr) -> sp.Expr:
    """1 less `left_over`, of which for a small alpha only the last digits are not zero."""
    if alpha != 0 and alpha.is_number and last.is_number and last - first + 1 > EXACT:
        with digits(last, int(sp.ceiling(sp.log(1 / alpha, 10).evalf()))):
            return sp.Float(1 - product(alpha, first, last), 15)
    return 1 - left_over(alpha, first, last)


def digits(largest: sp.Expr, more: int = 0) -> mpmath.workdps:
    """So many digits that what gamma functions at `largest` cancel leaves a double, and more."""
    return mpmath.workdps(25 + int(largest).bit_length() // 3 + more)


def product(alpha: sp.Expr, first: int, last: sp.Expr) -> mpmath.mpf:
    """`left_over` by four gamma functions, in the digits that are set."""
    share, end = mpmath.mpmathify(sp.N(alpha, mpmath.mp.dps)), mpmath.mpf(int(last))
    return mpmath.gammaprod([end + 1 - share, first], [first - share, end + 1])
