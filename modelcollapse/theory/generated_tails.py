r"""Tails of data that a generator wrote: cut to k states, at a temperature, mixed with real points.

The real law is $p_i = i^{-\beta}/\zeta(\beta)$. The generator writes $g_i \propto p_i^{1/\theta}$
for $i \le k$. Each of T points is real with the probability gamma, else the generator's; models
are exact fits, and each further data set has the share gamma of fresh real points. Chapter
"Scaling laws and tails".
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

import numpy as np
from scipy import special  # type: ignore[import-untyped]

from ..validation import told
from .arguments import whole
from .sums import Terms, total
from .tail_laws import LARGEST, Number, figure_above, figure_within, survivals

FITS = 100_000  # of a product over all data sets


def generated_mass(
    beta: Number, T: int, n: int = 1, k: int | None = None, theta: Number = 1, gamma: Number = 0
) -> float:
    r"""The mass of the real law that is missing after n fits to data of which a generator wrote.

    $\sum_i p_i(1 - r_it_{n-1})^T\prod_{j<n-1}(1 - \gamma p_it_j)^T$ with
    $r_i = \gamma p_i + (1-\gamma)g_i$, $t_0 = 1$, $t_{m+1} = 1 - e^{-(1-\gamma)t_m}$. Exact for
    n = 1, and for rare states beyond.

    Parameters
    ----------
    beta, T, n
        As in `unseen_mass`, n at most 100,000.
    k
        States that the generator writes, at least 1; None for all.
    theta
        Temperature of the generator, greater than 0; less than beta where k is None.
    gamma
        Share of real points in each data set, from 0 to 1.

    Returns
    -------
    float
        A probability, to about 9 digits.

    Raises
    ------
    ValueError, TypeError
        For what is no such number.

    Examples
    --------
    >>> round(generated_mass(1.5, 10**9, k=100), 4)
    0.0764
    """
    power, heat = figure_above("beta", beta, 1), figure_above("theta", theta, 0)
    draws, fits = whole("T", T, 0, LARGEST), whole("n", n, 1, FITS)
    last = None if k is None else whole("k", k, 1, LARGEST)
    if last is None and heat >= power:
        raise ValueError(f"theta must be less than beta where k is None, got {told(theta)}")
    real = figure_within("gamma", gamma)
    lives = list(islice(survivals(1 - real), fits))
    if last is None:
        return total(terms(power, power / heat, draws, real, lives, None), 1, None, power)
    head = total(terms(power, power / heat, draws, real, lives, last), 1, last, power)
    rest = terms(power, None, draws, real, lives, None)
    return head + total(rest, last + 1, None, power)


def terms(
    beta: float, tilt: float | None, T: int, gamma: float, lives: list[float], k: int | None
) -> Callable[[np.ndarray], Terms]:
    """The summand at states x and its slope; tilt None: the generator writes none of them."""
    c, scale = 1 / special.zeta(beta), 0.0
    earlier = lives[:-1] if gamma else []
    if tilt is not None and k is None:
        scale = 1 / special.zeta(tilt)
    elif tilt is not None:
        scale = 1 / total(lambda x: (x**-tilt, lambda: -tilt * x ** (-tilt - 1)), 1, k, tilt)

    def summand(x: np.ndarray) -> Terms:
        p = c * x**-beta
        g = scale * x ** -(tilt or 1.0)
        drawn = gamma * p + (1 - gamma) * g
        log = special.xlog1py(T, -drawn * lives[-1])
        if lives == [1.0] and tilt == beta and k is None and x.size and x[0] == 1:
            log[0] = special.xlogy(T, special.zeta(beta, 2) * c)  # 1 - p_1, where p_1 is near 1
        with np.errstate(divide="ignore", invalid="ignore"):  # a state that is always drawn: nan
            for alive in earlier:
                log += special.xlog1py(T, -gamma * p * alive)
            value = p * np.exp(log)

        def slope() -> np.ndarray:  # asked of rare states only
            fall = -(beta * gamma * p + (tilt or 1.0) * (1 - gamma) * g) / x  # of drawn
            bend = -T * fall * lives[-1] / (1 - drawn * lives[-1]) - beta / x
            for alive in earlier:
                bend += T * beta * gamma * p / x * alive / (1 - gamma * p * alive)
            return value * bend

        return value, slope

    return summand
