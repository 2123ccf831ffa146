r"""The Gaussian in the half-plane of its mean and its standard deviation, for large samples.

In M generations the mean moves by a random step of variance sigma^2, and $\ln\sigma$ by one of
variance 1/2, and falls by c: by 1 for maximum likelihood, 1/2 for the unbiased variance, 1/4 for
the Brownian motion of the Fisher metric $(d\mu^2 + 2d\sigma^2)/\sigma^2$.
Chapter "Priors and a little real data".
"""

from __future__ import annotations

import sympy as sp

from ..validation import told
from .arguments import positive


def gaussian_law(
    kappa: float | sp.Expr, c: float | sp.Expr = 1
) -> tuple[sp.Expr, sp.Expr, sp.Expr]:
    r"""The Gaussian pulled to N(0, 1): $\sigma^2$ is inverse gamma, $\mu\sqrt\nu$ Student's t.

    Shape $\kappa + 2c - \frac12$, scale $\kappa$, and $\nu = 2\kappa + 4c - 1$. Only for c = 1,
    maximum likelihood, is it the conjugate prior of strength $2\kappa$.

    Parameters
    ----------
    kappa
        As in `coin_law`.
    c
        What $\ln\sigma$ loses in M generations without the pull, above 0: 1 for maximum
        likelihood, 1/2 for the unbiased variance. A number or a symbol.

    Returns
    -------
    tuple of sympy.Expr
        Shape and scale of the variance's law, and the degrees of freedom of the mean's.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol, and where no law is left, $\kappa + 2c \le 1/2$.

    Examples
    --------
    >>> gaussian_law(1), gaussian_law(1, 0.5)
    ((5/2, 1, 5), (3/2, 1, 3))
    """
    pulled, loss = positive("kappa", kappa), positive("c", c)
    shape = pulled + 2 * loss - sp.Rational(1, 2)
    if shape.is_nonpositive:
        raise ValueError(f"kappa + 2 c must be above 1/2, got {told(pulled)} and {told(loss)}")
    return shape, pulled, 2 * shape


def end_law(c: float | sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    r"""Where the mean of a Gaussian ends without a pull: at $\mu_0 + \sigma_0 t_{4c}/\sqrt{2c}$.

    Parameters
    ----------
    c
        As in `gaussian_law`; 1/4 is the Brownian motion of the Fisher metric.

    Returns
    -------
    tuple of sympy.Expr
        The degrees of freedom, and the factor of Student's t in units of sigma_0.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> end_law(0.5), end_law(1)
    ((2, 1), (4, sqrt(2)/2))
    """
    loss = positive("c", c)
    return 4 * loss, 1 / sp.sqrt(2 * loss)
