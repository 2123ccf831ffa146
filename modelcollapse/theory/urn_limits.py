"""Accumulation with a real share: what the urn of `urn.py` comes to after many rounds."""

from __future__ import annotations

import sympy as sp

from ..validation import told
from .arguments import whole
from .mixing import Share, share

HALF = sp.Rational(1, 2)


def limit(alpha: Share, m: int | None = None) -> sp.Expr:
    r"""What the variance of the mean comes to, for many rounds: three laws with a change at 1/2.

    Above one half $m\,t\,V_t \to \frac{1}{2\alpha-1}$, and at one half $m\,t\,V_t/\ln t \to 1$.
    Below it $m\,t^{2\alpha}V_t \to {}_3F_2(1, 1, 1; 2-r, 2-r'; 1)/(\Gamma(2-r)\Gamma(2-r'))$. With
    a known variance $r = r' = \alpha$; by maximum likelihood, for which m is asked,
    $r, r' = \alpha \pm \sqrt{(1-\alpha)/m}$.

    Parameters
    ----------
    alpha
        Real share of each batch, a number from 0 to 1.
    m
        Points a batch, at least 1, a number, for maximum likelihood; None for a known variance.

    Returns
    -------
    sympy.Expr
        The limit on the right, without a unit.

    Raises
    ------
    ValueError, TypeError
        For what is no such number.

    Examples
    --------
    >>> limit(0.6)
    5
    >>> round(float(limit(0)), 5)
    1.64493
    >>> round(float(limit(0, 1)), 5)  # one point has no variance to write with
    1.0
    """
    alpha = share("alpha", alpha)
    size = None if m is None else whole("m", m, 1)
    if not alpha.is_number:
        raise ValueError(f"alpha must be a number, got {told(alpha)}: the limit has three forms")
    if alpha >= HALF:
        return sp.Integer(1) if alpha == HALF else 1 / (2 * alpha - 1)
    root = sp.Integer(0) if size is None else sp.sqrt((1 - alpha) / size)
    low, high = 2 - alpha - root, 2 - alpha + root
    return sp.hyper([1, 1, 1], [low, high], 1) / (sp.gamma(low) * sp.gamma(high))


def lasting_share(alpha: Share) -> sp.Expr:
    r"""The share of the variance of the pool's mean that stays the first batch's for ever.

    Below one half $1/{}_3F_2(1, 1, 1; 2-\alpha, 2-\alpha; 1)$, from one half on 0; the variance of
    a point is known.

    Parameters
    ----------
    alpha
        Real share of each batch, a number from 0 to 1.

    Returns
    -------
    sympy.Expr
        Without a unit.

    Raises
    ------
    ValueError, TypeError
        For what is no such number.

    Examples
    --------
    >>> round(float(lasting_share(0)), 4)
    0.6079
    >>> lasting_share(0.5)
    0
    """
    alpha = share("alpha", alpha)
    if not alpha.is_number:
        raise ValueError(f"alpha must be a number, got {told(alpha)}: the share has two forms")
    if alpha >= HALF:
        return sp.Integer(0)
    return 1 / sp.hyper([1, 1, 1], [2 - alpha, 2 - alpha], 1)
