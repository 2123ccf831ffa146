r"""The products $\prod_j(1 - \frac{\alpha}{j})$ of an urn, over any number of rounds."""

from __future__ import annotations

from typing import Any

import mpmath
import sympy as sp

WRITTEN = 60  # factors of an expression that is no fraction
BITS = 2**20  # of a fraction
EXACT = 10_000  # factors; beyond, the digits of the fraction take longer than all the rest


def left_over(alpha: sp.Expr, first: int, last: sp.Expr) -> sp.Expr:
    r"""The product of $1 - \frac{\alpha}{j}$ from the first j to the last, for alpha below 1.

    A fraction for up to 10,000 factors, and beyond a number in double precision; with a symbol
    written out for up to 60 factors, and beyond gamma functions.
    """
    factors = last - first + 1
    if alpha == 0 or factors == 0:
        return sp.Integer(1)
    if factors.is_Integer and brief(alpha, factors):
        if alpha.is_Rational:
            return fraction(*composed(alpha, first, int(last))[::2])
        return sp.rf(first - alpha, factors) / sp.rf(first, factors)
    if alpha.is_number and last.is_number:  # SymPy would take the factorial of `last` exactly
        with digits(last):
            return sp.Float(product(alpha, first, last), 15)
    above, below = sp.gamma(last + 1 - alpha), sp.gamma(first - alpha)
    # unevaluated: a factorial of a large number would be written out
    return above * sp.gamma(first) / (below * sp.gamma(last + 1, evaluate=False))


def pooled_fraction(alpha: sp.Rational, rounds: int) -> sp.Rational:
    """V_t of one point a batch, from $V = ((s - \alpha)^2V + 1)/s^2$, s = 2, ..., t + 1."""
    if rounds == 0:
        return sp.Integer(1)
    old, new, below = composed(alpha, 2, rounds + 1, 2)
    return fraction(old + new, below)


def composed(alpha: sp.Rational, first: int, last: int, power: int = 1) -> tuple[Any, Any, Any]:
    r"""Whole numbers a, b, d: the steps from first to last together make (a V + b)/d of V.

    A step is $V \to ((j - \alpha)^kV + 1)/j^k$, k the power. Halves are put together, and nothing
    is reduced on the way: that makes fractions of 100,000 digits in a tenth of the time.
    """
    if first == last:
        p, q = sp.ZZ(alpha.p), sp.ZZ(alpha.q)
        return (first * q - p) ** power, q**power, (first * q) ** power
    middle = (first + last) // 2
    a, b, d = composed(alpha, first, middle, power)
    a_2, b_2, d_2 = composed(alpha, middle + 1, last, power)
    return a_2 * a, a_2 * b + b_2 * d, d_2 * d


def fraction(above: Any, below: Any) -> sp.Rational:
    """A quotient of two whole numbers in lowest terms."""
    return sp.QQ.to_sympy(sp.QQ(above, below))


def faded(alpha: sp.Expr, first: int, last: sp.Expr) -> sp.Expr:
    """1 less `left_over`, of which for a small alpha only the last digits are not zero."""
    if alpha != 0 and alpha.is_number and last.is_number and not brief(alpha, last - first + 1):
        with digits(last, int(sp.ceiling(sp.log(1 / alpha, 10).evalf()))):
            return sp.Float(1 - product(alpha, first, last), 15)
    return 1 - left_over(alpha, first, last)


def brief(alpha: sp.Expr, factors: sp.Expr) -> bool:
    """Whether `left_over` is exact."""
    if not alpha.is_Rational:
        return factors <= WRITTEN
    return factors <= EXACT and alpha.q.bit_length() * factors <= BITS


def digits(largest: sp.Expr, more: int = 0) -> mpmath.workdps:
    """So many digits that what gamma functions at `largest` cancel leaves a double, and more."""
    return mpmath.workdps(25 + int(largest).bit_length() // 3 + more)


def product(alpha: sp.Expr, first: int, last: sp.Expr) -> mpmath.mpf:
    """`left_over` by four gamma functions, in the digits that are set."""
    share, end = mpmath.mpmathify(sp.N(alpha, mpmath.mp.dps)), mpmath.mpf(int(last))
    return mpmath.gammaprod([end + 1 - share, first], [first - share, end + 1])
