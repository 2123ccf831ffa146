r"""The best weight where the variance of a point depends on the mean that the model has.

In the families of Morris the variance of a point is a quadratic function of its mean, with the
leading coefficient v2: 0 for normal laws of known variance and Poisson laws, -1 for a coin, 1/r for
gamma and negative binomial laws of shape r, 1 for the hyperbolic secant.
Chapter "Weights of real and generated data".
"""

from __future__ import annotations

import sympy as sp

from ..validation import told
from .arguments import count, number
from .mixing import share


def settles(left: sp.Expr, w: sp.Expr) -> None:
    """Refuse a weight with which nothing of the variance is forgotten: left, what is, is <= 0."""
    if left.is_nonpositive:
        raise ValueError(
            f"w must be so large that the variance settles, got {told(w)}: with so little weight "
            "on real data it grows in each generation, without end"
        )


def curvature(v2: object) -> sp.Expr:
    """The leading coefficient of a variance function, a number from -1 on or a symbol."""
    found = number("v2", v2)
    if (found + 1).is_negative:
        raise ValueError(f"v2 must be at least -1, got {told(v2)}")
    return found


def quadratic_best(n: int | sp.Expr, m: int | sp.Expr, v2: float | sp.Expr) -> sp.Expr:
    r"""The best constant weight of n fresh real points beside m of the last model.

    $w^* = \frac{2n}{n - v_2 + \sqrt{(n+v_2)^2 + 4mn}}$, where the mean of the generated points has
    the variance $V + (1 + v_2V)/m$. The least variance is w*/n.

    Parameters
    ----------
    n, m
        Real and generated points of a generation, at least 1, numbers or symbols.
    v2
        Leading coefficient of the variance function, at least -1, a number or a symbol.

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
    >>> quadratic_best(20, 30, -1), quadratic_best(7, 7, 0)
    (40/(21 + sqrt(2761)), 14/(7 + 7*sqrt(5)))
    """
    n, m, v = count("n", n, 1), count("m", m, 1), curvature(v2)
    return 2 * n / (n - v + sp.sqrt((n + v) ** 2 + 4 * m * n))


def quadratic_variance(
    w: float | sp.Expr, n: int | sp.Expr, m: int | sp.Expr, v2: float | sp.Expr
) -> sp.Expr:
    r"""The variance of the fitted mean after many generations with the constant weight w.

    $\frac{w^2/n + (1-w)^2/m}{1 - (1-w)^2(1 + v_2/m)}$.

    Parameters
    ----------
    w
        Weight of the fresh real points, above 0 and at most 1, a number or a symbol.
    n, m, v2
        As in `quadratic_best`.

    Returns
    -------
    sympy.Expr
        In units of the variance of a real point (not of sigma^2 / n).

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol, and where the variance grows without end,
        $(1-w)^2(1 + v_2/m) \ge 1$.

    Examples
    --------
    >>> quadratic_variance(0.5, 10, 10, 0)
    1/15
    """
    w, n, m, v = share("w", w), count("n", n, 1), count("m", m, 1), curvature(v2)
    left = 1 - (1 - w) ** 2 * (1 + v / m)
    settles(left, w)
    return (w**2 / n + (1 - w) ** 2 / m) / left
