"""Curation by users of two opposite tastes."""

from __future__ import annotations

import sympy as sp

from .arguments import scale
from .mixing import share
from .preference_limits import between, numbers
from .preference_round import advantage, choices


def two_tastes(
    a: float | sp.Expr, u: float | sp.Expr, D: float | sp.Expr, K: int | sp.Expr = 2
) -> sp.Expr:
    r"""The share of the first kind after one round, where users differ.

    A share u of them prefers the first kind by D, the others the second by as much:
    $uF(a) + (1-u)(1-F(1-a)) = a + a(1-a)[u\,b(a) - (1-u)\,b(1-a)]$.

    Parameters
    ----------
    a, D, K
        As in `advantage`.
    u
        Share of the choices that are made by users who prefer the first kind, between 0 and 1.

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
    >>> two_tastes(0.3, 0.5, 2), two_tastes(0.5, 0.5, 2, 5)
    (3/10, 1/2)
    """
    u, strength = share("u", u), advantage(a, D, K)
    a = share("a", a)
    return a + a * (1 - a) * (u * strength - (1 - u) * advantage(1 - a, D, K))


def fixation_share(K: int | sp.Expr, D: float | sp.Expr) -> sp.Expr:
    r"""The share of users that a taste needs for its kind not to vanish.

    $u_c = \frac1K + (1-\frac2K)\frac1{1+e^D}$. Both kinds stay if and only if u lies between
    $u_c$ and $1-u_c$: never for pairs, where $u_c = \frac12$.

    Parameters
    ----------
    K
        Number of outputs that one is chosen from, 2 to 1000, or `sympy.oo` for the limit.
    D
        Gap of the rewards, at least 0, a number or a symbol; for D = 0 it is the limit 1/2.

    Returns
    -------
    sympy.Expr
        Between 1/K and 1/2.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> fixation_share(2, 3), fixation_share(3, sp.log(3)), fixation_share(sp.oo, sp.log(3))
    (1/2, 5/12, 1/4)
    """
    K, D = choices(K), scale("D", D)
    if K == 2:
        return sp.Rational(1, 2)
    once = sp.Integer(0) if K is sp.oo else sp.Rational(1, K)
    return once + (1 - 2 * once) / (1 + sp.exp(D))


def balance(u: float | sp.Expr, D: float | sp.Expr, K: int | sp.Expr) -> sp.Expr:
    r"""The share at which the first kind stays, from any start that has both kinds.

    For K = oo $(u-(1-u)e^{-D})/(1-e^{-D})$; for K = 3 $(uc_1-(1-u)c_2)/(c_1-c_2)$ with
    $c_i = c(\frac i3)$, as in `advantage`; 0 up to u = u_c and 1 from 1 - u_c on. For K > 3 the
    root of $u\,b(a) = (1-u)\,b(1-a)$, a float.

    Parameters
    ----------
    u
        As in `two_tastes`; a symbol only for K = 3 and oo, where it must lie between u_c and
        1 - u_c.
    D
        As in `two_tastes`, above 0.
    K
        As in `two_tastes`, above 2: for pairs nothing but 0 and 1 holds.

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
    >>> balance(sp.Rational(1, 5), sp.log(3), sp.oo), balance(0.1, 3, 5)
    (0, 0)
    >>> balance(sp.Rational(2, 5), sp.log(3), sp.oo)
    3/10
    """
    u, K = share("u", u), choices(K)
    D = scale("D", D)
    if K == 2:
        raise ValueError("K must be at least 3, got 2: pairs never keep both kinds")
    if D == 0:
        raise ValueError("D must be above 0, got 0: then every share stays")
    if u.is_number and D.is_number:
        least = fixation_share(K, D)
        if u <= least or u >= 1 - least:
            return sp.Integer(0 if u <= least else 1)
    if K is sp.oo or K == 3:
        one, two = (advantage(x, D, K) for x in (0, 1))
        if K == 3:
            return sp.simplify((u * one - (1 - u) * two) / (one - two))
        worse = sp.exp(-D)
        return (u - (1 - u) * worse) / (1 - worse)
    numbers(u=u, D=D)
    a = sp.Symbol("a")
    gap = u * advantage(a, D, K) - (1 - u) * advantage(1 - a, D, K)
    return between(gap, a)
