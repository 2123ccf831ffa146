"""One round of curation by preference, by users of one taste."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath
import sympy as sp

from .arguments import number, whole
from .mixing import share

WRITTEN = 60  # outputs up to which a sum is written out, for what is no fraction
BITS = 2**18  # of a power
MOST = 1000  # outputs to choose from: a sum has so many terms


def choices(K: Any) -> Any:
    """K as a whole number, or SymPy's infinity as it is."""
    return K if K is sp.oo else whole("K", K, 2, MOST)


def advantage(a: float | sp.Expr, D: float | sp.Expr, K: int | sp.Expr = 2) -> sp.Expr:
    r"""The selection strength b(a) of the better kind, $F(a) = a + a(1-a)\,b(a)$.

    $b(a) = \frac{K-1}K\operatorname{E}c\bigl(\frac{1+I}K\bigr)$ with
    $c(x) = (e^D-1)/(1+x(e^D-1))$ and I binomial with K - 2 trials and the probability a. For
    pairs it is $\tanh\frac D2$, whatever the share; for K >= 3 it falls as the share grows.

    Parameters
    ----------
    a
        Share of the first kind, between 0 and 1, a number or a symbol.
    D
        Its reward less that of the other kind, a number or a symbol.
    K
        Number of outputs that one is chosen from, 2 to 1000, or `sympy.oo` for the limit.

    Returns
    -------
    sympy.Expr
        A polynomial in a of degree K - 2, or a fraction for K = oo; for numbers and K above 60 in
        double precision, where e^D is no fraction.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> advantage(0.3, sp.Symbol("D"))
    tanh(D/2)
    >>> advantage(1, sp.log(3), 3), advantage(0, sp.log(3), 3)
    (4/7, 4/5)
    """
    a, D, K = share("a", a), number("D", D), choices(K)
    more = sp.exp(D) - 1
    if K == 2:
        return more / (more + 2) if more.is_Rational else sp.tanh(D / 2)
    if K is sp.oo:
        return more / (1 + a * more)
    found = drawn(a, D, K, K - 2, lambda odds, i: (odds - 1) / (1 + (odds - 1) * (1 + i) / K))
    return sp.Rational(K - 1, K) * found


def step(a: float | sp.Expr, D: float | sp.Expr, K: int | sp.Expr = 2) -> sp.Expr:
    r"""The share F(a) of the first kind after one round.

    With J binomial, K trials with the probability a, it is
    $\operatorname{E}\frac{Je^D}{Je^D+K-J}$: Bernstein's polynomial of degree K of Bayes' rule,
    which is the limit K = oo. For pairs $a + a(1-a)\tanh\frac D2$.

    Parameters
    ----------
    a, D, K
        As in `advantage`.

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
    >>> step(sp.Rational(1, 2), sp.log(3)), step(sp.Rational(1, 2), sp.log(3), sp.oo)
    (5/8, 3/4)
    """
    a, D, K = share("a", a), number("D", D), choices(K)
    if K == 2 or not (a.is_number and D.is_number):
        return a + a * (1 - a) * advantage(a, D, K)
    if K is sp.oo:
        return a / (a + (1 - a) * sp.exp(-D))
    return drawn(a, D, K, K, lambda odds, J: J * odds / (J * odds + (K - J)))


def drawn(a: sp.Expr, D: sp.Expr, K: int, trials: int, value: Callable[[Any, int], Any]) -> sp.Expr:
    """The mean of value(e^D, J), J binomial; all its terms have one sign, so nothing cancels.

    In double precision for numbers whose terms would be too many or too long.
    """
    part, odds, binomial = a, sp.exp(D), sp.binomial
    short = a.is_Rational and a.q.bit_length() * trials <= BITS
    if a.is_number and D.is_number and not (short and (K <= WRITTEN or odds.is_Rational)):
        with mpmath.workdps(30 + (0 if D == 0 else max(0, -int(sp.log(abs(D), 10).evalf())))):
            part, power = (mpmath.mpmathify(sp.N(x, mpmath.mp.dps)) for x in (a, D))
            odds, binomial = mpmath.exp(power), mpmath.binomial
            return sp.Float(weighed(part, odds, trials, binomial, value), 15)
    return sp.sympify(weighed(part, odds, trials, binomial, value))


def weighed(a: Any, odds: Any, trials: int, binomial: Any, value: Any) -> Any:
    """The sum of `drawn`, in the arithmetic of a."""
    return sum(
        binomial(trials, J) * a**J * (1 - a) ** (trials - J) * value(odds, J)
        for J in range(trials + 1)
    )


def growth(D: float | sp.Expr, K: int | sp.Expr = 2) -> sp.Expr:
    r"""The factor by which the share of a rare kind grows in a round: $Ke^D/(e^D+K-1)$.

    Parameters
    ----------
    D
        As in `advantage`; negative for a worse kind.
    K
        As in `advantage`.

    Returns
    -------
    sympy.Expr
        Above 0 and below K.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> growth(sp.log(3), 4), growth(-sp.log(3), 4), growth(2, sp.oo)
    (2, 2/5, exp(2))
    """
    return 1 + advantage(0, D, K)
