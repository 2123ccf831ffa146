r"""What large generations with a pull settle to, family by family: parameters of known laws.

$\exp(2\kappa(m^*\theta - A(\theta)))\,d\theta$, the conjugate prior of strength $2\kappa$, written
in the mean parameter. Chapter "Priors and a little real data".
"""

from __future__ import annotations

import sympy as sp

from ..validation import told
from .arguments import positive
from .mixing import share


def coin_law(kappa: float | sp.Expr, p: float | sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    r"""The share of heads: Beta$(2\kappa p, 2\kappa(1-p))$.

    Parameters
    ----------
    kappa
        Pseudo-points or fresh real points in each generation, above 0, a number or a symbol.
    p
        Share of heads among them, above 0 and below 1, a number or a symbol.

    Returns
    -------
    tuple of sympy.Expr
        The two parameters of the beta law.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> coin_law(1, 0.5)
    (1, 1)
    """
    pulled, chance = positive("kappa", kappa), share("p", p)
    if chance in (0, 1):  # the runs end there: no law is left
        raise ValueError(f"p must be above 0 and below 1, got {told(p)}")
    return 2 * pulled * chance, 2 * pulled * (1 - chance)


def poisson_law(kappa: float | sp.Expr, m: float | sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    r"""The mean of a Poisson law: gamma, shape $2\kappa m$ and rate $2\kappa$.

    Parameters
    ----------
    kappa
        As in `coin_law`.
    m
        Mean of the pseudo-points or real points, above 0, a number or a symbol.

    Returns
    -------
    tuple of sympy.Expr
        Shape and rate.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> poisson_law(2, 3)
    (12, 4)
    """
    pulled, mean = positive("kappa", kappa), positive("m", m)
    return 2 * pulled * mean, 2 * pulled


def exponential_law(kappa: float | sp.Expr, m: float | sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    r"""The mean of an exponential law: inverse gamma, shape $2\kappa + 1$ and scale $2\kappa m$.

    Parameters
    ----------
    kappa, m
        As in `poisson_law`.

    Returns
    -------
    tuple of sympy.Expr
        Shape and scale; the variance is infinite for a shape up to 2, kappa up to one half.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> exponential_law(2, 3)
    (5, 12)
    """
    pulled, mean = positive("kappa", kappa), positive("m", m)
    return 2 * pulled + 1, 2 * pulled * mean
