r"""Refits that a prior, or a little fresh real data, pulls back: what a run settles to.

A generation has M points of the last model; the fit also counts kappa pseudo-points with the mean
m* (maximum a posteriori, with a conjugate prior that has its density in the natural parameter),
or kappa fresh real points. With $w = M/(M+\kappa)$ the mean parameter is pulled to m* by 1 - w in
each generation. Variances are in units of V*, that of a real point. For large M a run settles to
the conjugate prior of strength $2\kappa$, whose density in the natural parameter is in proportion
to $\exp(2\kappa(m^*\theta - A(\theta)))$. Chapter "Priors and a little real data".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import sympy as sp

from ..validation import told
from .arguments import count, scale, sizes
from .conjugate import coin_law, exponential_law, poisson_law
from .half_plane import end_law, gaussian_law
from .mixing import tidy
from .weighted_families import curvature

__all__ = [
    "coin_law",
    "end_law",
    "exponential_law",
    "forgetting",
    "gaussian_law",
    "poisson_law",
    "pseudo_variance",
    "stationary_variance",
]


def stationary_variance(
    M: int | sp.Expr, kappa: float | sp.Expr, v2: float | sp.Expr = 0
) -> sp.Expr:
    r"""The variance of the fitted mean after many generations, with kappa fresh real points.

    $\frac{1/(M+\kappa)}{1 - w^2(1 + v_2/M)}$, exact for every M. That of a Gaussian's mean, whose
    variance is fitted by maximum likelihood too, is the case v2 = -1.

    Parameters
    ----------
    M
        Points of the last model, at least 1, a number or a symbol.
    kappa
        Fresh real points in each generation, at least 0, a number or a symbol.
    v2
        Leading coefficient of a quadratic variance function, at least -1.

    Returns
    -------
    sympy.Expr
        In units of the variance of a real point.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol, and where the variance grows without end,
        $v_2 \ge 2\kappa + \kappa^2/M$.

    Examples
    --------
    >>> stationary_variance(10, 1, -1), stationary_variance(10, 0, -1)
    (11/31, 1)
    """
    size, pulled, left = settled(M, kappa, v2)
    return 1 / ((size + pulled) * left)


def pseudo_variance(M: int | sp.Expr, kappa: float | sp.Expr, v2: float | sp.Expr = 0) -> sp.Expr:
    r"""The same with kappa pseudo-points: they vary no more, $\frac{M/(M+\kappa)^2}{1 - \dots}$.

    Parameters
    ----------
    M, kappa, v2
        As in `stationary_variance`; kappa need not be whole.

    Returns
    -------
    sympy.Expr
        In units of V*, the variance of a point of the model with the mean m*.

    Raises
    ------
    ValueError, TypeError
        As in `stationary_variance`.

    Examples
    --------
    >>> pseudo_variance(1, 1, -1)
    1/4
    """
    size, pulled, left = settled(M, kappa, v2)
    return size / ((size + pulled) ** 2 * left)


def settled(M: object, kappa: object, v2: object) -> tuple[sp.Expr, sp.Expr, sp.Expr]:
    """The size, the pull, and what is forgotten of the variance in a generation."""
    size, pulled, v = count("M", M, 1), scale("kappa", kappa), curvature(v2)
    left = 1 - (size / (size + pulled)) ** 2 * (1 + v / size)
    if left.is_nonpositive:
        raise ValueError(
            f"kappa must be so large that the variance settles, got {told(kappa)}: it grows "
            "without end unless 2 kappa + kappa^2/M is above v2"
        )
    return size, pulled, left


def forgetting(sample_sizes: Sequence[int | sp.Expr], kappa: float | sp.Expr) -> sp.Expr:
    r"""What is left of the start in the mean of the mean parameter: $\prod_i M_i/(M_i+\kappa)$.

    So it is for pseudo-points, for real points, and for learners who sample the posterior.

    Parameters
    ----------
    sample_sizes
        M_0 ... M_{n-1}, each at least 1, numbers or symbols.
    kappa
        As in `stationary_variance`.

    Returns
    -------
    sympy.Expr
        $(E m_n - m^*)/(m_0 - m^*)$, between 0 and 1.

    Raises
    ------
    ValueError, TypeError
        For what is no such size, number or symbol.

    Examples
    --------
    >>> forgetting([1, 2, 3], 1)
    1/4
    """
    pulled = scale("kappa", kappa)
    often = Counter(sizes(sample_sizes, 1))  # a power of each, quickly
    return tidy(sp.Mul(*((size / (size + pulled)) ** k for size, k in often.items())))
