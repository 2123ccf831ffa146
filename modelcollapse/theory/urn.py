r"""Accumulation with a real share: the mean of a pool that grows by one batch a round.

The pool starts with a real batch of m points. Each round adds $\alpha m$ real points and
$(1-\alpha)m$ points of the model that the pool gives, all weighted equally: an urn. The true mean
is 0, the variance 1 and known, and $P_t$ is the pool's mean after t rounds:
$P_t = (1 - \frac{\alpha}{t+1})P_{t-1} + \frac{1}{t+1}\cdot$ noise of variance $1/m$.
In the chapter "Accumulation with a fresh real share" the model after t rounds is model t + 1.
"""

from __future__ import annotations

from typing import Any

import mpmath
import sympy as sp

from .arguments import count, expression, whole
from .mixing import Share, share, tidy
from .urn_likelihood import likelihood_variance
from .urn_limits import lasting_share, limit
from .urn_products import EXACT, brief, faded, left_over, pooled_fraction

__all__ = [
    "bias_factor",
    "lasting_share",
    "likelihood_variance",
    "limit",
    "mean_variance",
    "slant_bias",
]


def bias_factor(alpha: Share, t: int | sp.Expr) -> sp.Expr:
    r"""What is left of the first batch's error in the pool's mean after t rounds.

    $b_t = \prod_{s=1}^t (1 - \frac{\alpha}{s+1}) = \frac{\Gamma(t+2-\alpha)}
    {\Gamma(2-\alpha)\,\Gamma(t+2)}$, for large t $t^{-\alpha}/\Gamma(2-\alpha)$.

    Parameters
    ----------
    alpha
        Real share of each batch, from 0 to 1, a number or a symbol.
    t
        Rounds, at least 0, a number or a symbol.

    Returns
    -------
    sympy.Expr
        Without a unit; for numbers a fraction up to 10,000 rounds, if alpha has few digits, and
        beyond a number in double precision.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> bias_factor(0.5, 2)
    5/8
    >>> bias_factor(1, 9)
    1/10
    """
    alpha, t = share("alpha", alpha), count("t", t, 0)
    return 1 / (t + 1) if alpha == 1 else left_over(alpha, 2, t + 1)


def mean_variance(m: int | sp.Expr, alpha: Share, t: int) -> sp.Expr:
    r"""The variance of the pool's mean after t rounds, of points with the known variance 1.

    $V_t = (\frac{t+1-\alpha}{t+1})^2 V_{t-1} + \frac{1}{m(t+1)^2}$, $V_0 = \frac1m$. It falls like
    $t^{-\min(1, 2\alpha)}$: at $\alpha = \frac12$ is a phase change (`limit`).

    Parameters
    ----------
    m
        Points a batch, at least 1, a number or a symbol.
    alpha
        Real share of each batch, from 0 to 1, a number or a symbol.
    t
        Rounds, from 0 to 1,000,000; with a symbol for alpha at most 60.

    Returns
    -------
    sympy.Expr
        In units of the points' variance. A fraction up to 10,000 rounds, if alpha has few digits,
        beyond a number in double precision.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> mean_variance(10, 0, 2)
    49/360
    >>> mean_variance(10, 1, 4)
    1/50
    """
    m, alpha = count("m", m, 1), share("alpha", alpha)
    rounds = whole("t", t, 0, 1_000_000 if alpha.is_number else 60)
    if alpha.is_Rational and brief(alpha, sp.Integer(rounds)):
        return pooled_fraction(alpha, rounds) / m
    # in floating point each step makes the errors before it smaller
    value: Any = float(alpha) if alpha.is_number else alpha
    return expression(tidy(recurrence(value, rounds))) / m


def recurrence(alpha: Any, rounds: int) -> Any:
    """m V_t: `mean_variance`, in the arithmetic of alpha."""
    value = alpha * 0 + 1
    for s in range(2, rounds + 2):
        value = ((s - alpha) ** 2 * value + 1) / s**2
    return value


def slant_bias(alpha: Share, t: int | sp.Expr) -> sp.Expr:
    r"""The bias of the pool's mean after t rounds, if each model writes with a slant of 1.

    Its points have the mean $P_{t-1} + 1$ in place of $P_{t-1}$. The bias is
    $\frac{1-\alpha}\alpha(1 - b_t)$ with $b_t$ of `bias_factor`; for alpha = 0 it is
    $\frac12 + \dots + \frac1{t+1}$, without bound.

    Parameters
    ----------
    alpha
        Real share of each batch, from 0 to 1, a number or a symbol; a symbol is not 0.
    t
        Rounds, at least 0, a number or a symbol.

    Returns
    -------
    sympy.Expr
        In units of the slant; for numbers a fraction up to 10,000 rounds.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> slant_bias(0.5, 2)
    3/8
    >>> slant_bias(0, 2)
    5/6
    """
    alpha, t = share("alpha", alpha), count("t", t, 0)
    if alpha == 1:
        return sp.Integer(0)
    if alpha != 0:
        return (1 - alpha) / alpha * faded(alpha, 2, t + 1)
    if t.is_Integer and t > EXACT:  # SymPy would add the fractions
        return sp.Float(mpmath.harmonic(int(t) + 1) - 1)
    return sp.harmonic(t + 1) - 1
