"""Curation with reference data, and of few outputs."""

from __future__ import annotations

from typing import Any

import sympy as sp
from scipy.optimize import brentq  # type: ignore[import-untyped]

from ..validation import told
from .arguments import count, number, scale
from .mixing import share
from .preference_round import advantage, choices, growth


def between(expression: sp.Expr, a: sp.Symbol) -> sp.Float:
    """The zero of an expression that changes its sign once between 0 and 1; tiny ones count too."""
    value = sp.lambdify(a, sp.N(expression, 20))
    return sp.Float(brentq(value, 0.0, 1.0, xtol=1e-300, rtol=1e-14, maxiter=5000))


def numbers(**values: Any) -> None:
    """Refuse symbols where only a number will do."""
    for name, value in values.items():
        if not value.is_number:
            raise TypeError(f"{name} must be a number for this K, got {told(value)}")


def lifted_share(
    p_ref: float | sp.Expr, D: float | sp.Expr, gamma: float | sp.Expr, K: int | sp.Expr = 2
) -> sp.Expr:
    r"""The limit of the better kind's share where a share gamma of each round's data is real.

    The one fixed point above 0 of $a = \gamma p_{ref} + (1-\gamma)F(a)$. As p_ref vanishes it
    stays above 0 if and only if $(1-\gamma)g > 1$, g the `growth` of a rare kind.

    Parameters
    ----------
    p_ref
        Share of the better kind in the real data, between 0 and 1; 0 stands for the limit.
    D
        Its reward less that of the other kind, at least 0.
    gamma
        Share of the real data, between 0 and 1.
    K
        Number of outputs that one is chosen from, 2 to 1000, or `sympy.oo`. The other arguments
        may be symbols for K = 2 and oo only.

    Returns
    -------
    sympy.Expr
        Between 0 and 1; a float where K is neither 2 nor oo.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> lifted_share(0, sp.log(3), sp.Rational(1, 4)), lifted_share(0, sp.log(3), 0.5)
    (1/3, 0)
    """
    p, D, gamma = share("p_ref", p_ref), scale("D", D), share("gamma", gamma)
    K = choices(K)
    if D == 0 or gamma == 1:
        return p
    if gamma == 0:
        return sp.Integer(1)
    made = 1 - gamma
    if K == 2 or K is sp.oo:  # A a^2 + B a = gamma p
        A = made * advantage(0, D)
        B = gamma - A
        if K is sp.oo:
            A = sp.exp(D) - 1
            B = gamma - A * (made + gamma * p)
        if p == 0 and B.is_number:
            return -B / A if B < 0 else sp.Integer(0)
        return (sp.sqrt(B**2 + 4 * A * gamma * p) - B) / (2 * A)
    numbers(p_ref=p, D=D, gamma=gamma)
    a = sp.Symbol("a")
    per_head = 1 + (1 - a) * advantage(a, D, K)  # F(a) / a
    if p == 0:
        return between(made * per_head - 1, a) if made * growth(D, K) > 1 else sp.Integer(0)
    return sp.Integer(1) if p == 1 else between(gamma * p + made * a * per_head - a, a)


def takeover(p: float | sp.Expr, s: float | sp.Expr, M: int | sp.Expr) -> sp.Expr:
    r"""Kimura's probability that a kind takes over: $(1-e^{-2Msp})/(1-e^{-2Ms})$.

    An approximation for M kept outputs a round and weak selection: s is `advantage`, for pairs
    $\tanh\frac D2$; with two tastes, for pairs, $(2u-1)\tanh\frac D2$.

    Parameters
    ----------
    p
        The kind's share at the start, between 0 and 1, a number or a symbol.
    s
        Its selection strength, a number or a symbol.
    M
        Outputs that are kept in each round, at least 1, a number or a symbol.

    Returns
    -------
    sympy.Expr
        Between 0 and 1; p for s = 0.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> takeover(0.1, 0, 100), takeover(1, sp.Symbol("s"), 100)
    (1/10, 1)
    """
    p, s, M = share("p", p), number("s", s), count("M", M, 1)
    return p if s == 0 else (1 - sp.exp(-2 * M * s * p)) / (1 - sp.exp(-2 * M * s))
