r"""Accumulation with a real share, fitted by maximum likelihood: the variance is not known.

The urn of `urn.py`. The pool's mean square is kept at 1 on average, so that the fitted variance has
the mean $1 - V_{t-1}$, and the noise of a batch the variance $\frac1m(1 - (1-\alpha)V_{t-1})$ in
place of $\frac1m$.
"""

from __future__ import annotations

from typing import Any

import sympy as sp

from .arguments import count, expression, whole
from .mixing import Share, share

EXACT = 1000  # rounds; beyond, the digits of the fraction take seconds


def likelihood_variance(m: int | sp.Expr, alpha: Share, t: int) -> sp.Expr:
    r"""The variance of the pool's mean after t rounds, if the variance is fitted too.

    By maximum likelihood, of normal points with the true variance 1:
    $V_t = (\frac{t+1-\alpha}{t+1})^2 V_{t-1} + \frac{1 - (1-\alpha)V_{t-1}}{m(t+1)^2}$,
    $V_0 = \frac1m$, and the fitted variance has the mean $1 - V_t$.

    Parameters
    ----------
    m
        Points a batch, at least 1, a number or a symbol.
    alpha
        Real share of each batch, from 0 to 1, a number or a symbol; m times alpha of them are real,
        not each with the probability alpha.
    t
        Rounds, from 0 to 1,000,000; with a symbol for m or alpha at most 30.

    Returns
    -------
    sympy.Expr
        In units of the points' variance. A fraction up to 1000 rounds, beyond a number in double
        precision; with symbols a polynomial in alpha and 1/m.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> likelihood_variance(10, 0, 1)
    49/400
    >>> likelihood_variance(10, 1, 4)
    1/50
    """
    m, alpha = count("m", m, 1), share("alpha", alpha)
    numbers = m.is_number and alpha.is_number
    rounds = whole("t", t, 0, 1_000_000 if numbers else 30)
    if not numbers:
        symbols = sp.symbols("alpha x", cls=sp.Dummy)
        real, part = (sp.Poly(symbol, *symbols, domain="QQ") for symbol in symbols)
        found = noisy(real, part, sp.Integer(1), rounds).as_expr()
        return found.subs(dict(zip(symbols, (alpha, 1 / m), strict=True)))
    if alpha.is_Rational and rounds <= EXACT:
        return expression(noisy(sp.QQ.from_sympy(alpha), sp.QQ(1, int(m)), sp.QQ(1), rounds))
    return expression(noisy(float(alpha), 1 / float(m), 1.0, rounds))


def noisy(alpha: Any, part: Any, one: Any, rounds: int) -> Any:
    """V_t of `likelihood_variance`, part = 1/m, in the arithmetic of the two and of the 1."""
    value = part
    for s in range(2, rounds + 2):
        value = ((s - alpha) ** 2 * value + (1 - (1 - alpha) * value) * part) * (one / s**2)
    return value
