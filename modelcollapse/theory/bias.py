r"""A sampling bias: points are drawn with $\lambda$ times the model's variance.

Without real data the variance of a run is multiplied by $\lambda S$ in each generation, S a
chi-square over its degrees of freedom. With fresh real data N(0, 1) in each generation, n_real
of N points, $\gamma$ = n_real / N, fits are by maximum likelihood to all N points alike. Chapter
"Sampling bias".
"""

from __future__ import annotations

import sympy as sp

from .arguments import correction, count, scale
from .biased_worth import effective_size, harmless, risk
from .gaussian import log_drift
from .mixing import share

__all__ = [
    "critical_lambda",
    "effective_size",
    "harmless",
    "infinite_data",
    "risk",
    "stationary",
]


def critical_lambda(M: int | sp.Expr, ddof: int = 1) -> sp.Expr:
    r"""The lambda below which every run collapses, without real data.

    $\lambda_c = \frac{M-1}2 e^{-\psi((M-1)/2)}$ for the unbiased variance, $M/(M-1)$ times as
    much for maximum likelihood: there the mean step of $\log\sigma^2$ is 0, and below it
    $\sigma_n^2 \to 0$ almost surely. $\log\lambda_c \approx 1/(M - \frac43)$. It is the same in
    every dimension.

    Parameters
    ----------
    M
        Points a generation, at least 2, a number or a symbol.
    ddof
        1 for the unbiased variance, 0 for maximum likelihood.

    Returns
    -------
    sympy.Expr
        Above 1.

    Raises
    ------
    ValueError, TypeError
        For what is no such size, and for another ddof.

    Examples
    --------
    >>> round(float(critical_lambda(5)), 5)
    1.31044
    """
    d = correction(ddof)
    M = count("M", M, 2)
    found = sp.exp(-log_drift(M))
    return found if d else found * M / (M - 1)


def infinite_data(gamma: float | sp.Expr, lam: float | sp.Expr) -> sp.Expr:
    r"""The variance that is left in the long run, with a share gamma of endless fresh real data.

    $v^* = \frac\gamma{1 - \lambda(1-\gamma)}$, finite if $\lambda(1-\gamma) < 1$: for numbers that
    break the condition it returns oo, and for symbols it is the reader's to keep.

    Parameters
    ----------
    gamma
        Share of fresh real data, from 0 to 1, a number or a symbol.
    lam
        The sampling bias, at least 0, a number or a symbol.

    Returns
    -------
    sympy.Expr
        In units of the original variance.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> infinite_data(0.1, 0.9), infinite_data(0.1, 1), infinite_data(0.1, 2)
    (10/19, 1, oo)
    """
    gamma, lam = share("gamma", gamma), scale("lam", lam)
    left = 1 - lam * (1 - gamma)
    if left.is_number and left <= 0:
        return sp.oo if gamma != 0 or left < 0 else sp.Integer(1)
    return gamma / left


def stationary(
    n_real: int | sp.Expr, n_generated: int | sp.Expr, lam: float | sp.Expr
) -> tuple[sp.Expr, sp.Expr]:
    r"""E mu^2 and E sigma^2 after many generations with fresh real data, exactly.

    $a = \frac1{N(2-\gamma) - \lambda(1-\gamma)(N(2-\gamma) - 1)}$ and
    $v = \gamma(N(2-\gamma) - 1)a$, which is $v^*(1 - a)$ where $v^*$, of `infinite_data`, is
    finite. Both are finite if $\lambda(1-\gamma)\bigl(1 - \frac1{N(2-\gamma)}\bigr) < 1$: for
    numbers that break the condition both are oo, and for symbols it is the reader's to keep.

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
    tuple of sympy.Expr
        a and v, in units of the original variance.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> stationary(20, 40, 0.8)
    (5/236, 165/236)
    """
    real, made = count("n_real", n_real, 1), count("n_generated", n_generated, 0)
    lam, N = scale("lam", lam), real + made
    gamma = real / N
    deep = N * (2 - gamma)
    left = deep - lam * (1 - gamma) * (deep - 1)
    if left.is_number and left <= 0:
        return sp.oo, sp.oo
    return 1 / left, gamma * (deep - 1) / left
