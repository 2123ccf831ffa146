r"""What generated data are worth under a sampling bias: risk and effective size, to first order.

Fresh real and generated points are fitted alike, generation after generation. The risk is that
of the Wasserstein-2 distance to N(0, 1). Chapter "Sampling bias".
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf, sqrt
from typing import Any

import sympy as sp
from scipy.optimize import brentq  # type: ignore[import-untyped]

from .arguments import count, figure, scale, whole
from .mixing import share

FEWEST, MOST = 1e-3, 1e15  # generated points between which a root is looked for


def first_order(real: Any, N: Any, lam: Any, root: Callable[[Any], Any]) -> Any:
    """The risk with N points of which `real` are real, in numbers or symbols."""
    gamma = real / N
    passed = lam * (1 - gamma)
    v = gamma / (1 - passed)
    mean = (gamma + passed * v) / (N * gamma * (2 - gamma))
    spread = 2 * (gamma + passed * lam * v**2) / (N * (1 - passed**2))
    return (1 - root(v)) ** 2 + mean * (1 + root(v) - v) + spread / (4 * v * root(v))


def risk(n_real: int | sp.Expr, n_generated: int | sp.Expr, lam: float | sp.Expr) -> sp.Expr:
    r"""E [mu^2 + (sigma - 1)^2] after many generations, to first order in 1/N.

    $(1-\sqrt{v^*})^2 + a_1(1 + \sqrt{v^*} - v^*)
    + \frac{\gamma + (1-\gamma)\lambda^2v^{*2}}
    {2v^{*3/2}N(1 - (1-\gamma)^2\lambda^2)}$ with
    $a_1 = \frac{\gamma + (1-\gamma)\lambda v^*}{N\gamma(2-\gamma)}$ and $v^*$ of
    `mc.theory.bias.infinite_data`. For real points alone it is $\frac3{2N}$.

    Parameters
    ----------
    n_real
        Fresh real points a generation, at least 1, a number or a symbol.
    n_generated
        Points that the last model writes, at least 0, a number or a symbol.
    lam
        The sampling bias, at least 0, a number or a symbol.

    Returns
    -------
    sympy.Expr
        In units of the original variance; oo for numbers with $\lambda(1-\gamma) \ge 1$.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> risk(100, 0, 0.9), risk(100, 100, 1)
    (3/200, 1/100)
    """
    real, made = count("n_real", n_real, 1), count("n_generated", n_generated, 0)
    lam, N = scale("lam", lam), real + made
    passed = lam * made / N
    return sp.oo if passed.is_number and passed >= 1 else first_order(real, N, lam, sp.sqrt)


def effective_size(
    n_real: int | sp.Expr, n_generated: int | sp.Expr, lam: float | sp.Expr
) -> sp.Expr:
    r"""How many real points alone have the same risk, to first order: $\frac3{2R}$, R of `risk`.

    For $\lambda = 1$ it is $n_r(2-\gamma)$, below twice the real points. For $\lambda < 1$ it
    rises, and then falls towards 1.5, the worth of a variance of 0, as generated points are added.

    Parameters
    ----------
    n_real, n_generated, lam
        As in `risk`.

    Returns
    -------
    sympy.Expr
        Not rounded to a whole number.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> effective_size(100, 100, 1)
    150
    """
    return sp.Rational(3, 2) / risk(n_real, n_generated, lam)


def harmless(n_real: int, lam: float) -> float:
    r"""The number of generated points above which real points alone are better, to first order.

    Solved numerically; about $\sqrt{3n_r}/(1-\lambda)$ where that is much larger than n_r and
    much smaller than $n_r/(1-\lambda)$. From ten real points on it is at most about
    $6/(1-\lambda)^2$.

    Parameters
    ----------
    n_real
        Fresh real points a generation, from 2 to 1,000,000.
    lam
        The sampling bias, from 0 to 1.

    Returns
    -------
    float
        Not rounded; infinite for lam = 1, and where it is above 1e15.

    Raises
    ------
    ValueError, TypeError
        For what is no such number.

    Examples
    --------
    >>> round(harmless(100, 0.95))
    408
    """
    real, bias = whole("n_real", n_real, 2, 1_000_000), figure("lam", share("lam", lam), lam)
    alone = 1.5 / real

    def loss(made: float) -> float:
        return first_order(real, real + made, bias, sqrt) / alone - 1

    return inf if loss(MOST) <= 0 else float(brentq(loss, FEWEST, MOST, xtol=1e-9, rtol=1e-12))
