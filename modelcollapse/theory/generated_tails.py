r"""Tails of data that a generator wrote: cut to k states, at a temperature, mixed with real points.

The real law is $p_i = i^{-\beta}/\zeta(\beta)$. The generator writes $g_i \propto p_i^{1/\theta}$
for $i \le k$. Each of T points is real with the probability gamma, else the generator's; models
are exact fits, and each further data set has the share gamma of fresh real points. Chapter
"Scaling laws and tails".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import sympy as sp
from scipy import special  # type: ignore[import-untyped]

from ..validation import told
from .arguments import number, whole
from .mixing import share
from .sums import Terms, total

Number: TypeAlias = float | sp.Expr
LARGEST = 10**12  # points, and states
FITS = 100_000  # of a product over all data sets


def above(name: str, value: object, least: int) -> sp.Expr:
    """A number greater than `least`, or a symbol that may be one."""
    found = number(name, value)
    if (found - least).is_positive is False:
        raise ValueError(f"{name} must be a number greater than {least}, got {told(value)}")
    return found


def figure(name: str, value: object, least: int) -> float:
    """A number greater than `least`, where a symbol will not do."""
    found = above(name, value, least)
    if not found.is_number:
        raise TypeError(f"{name} must be a number, got {told(value)}")
    return float(found)


def exponent(beta: Number, theta: Number = 1, n: int | sp.Expr = 1) -> sp.Expr:
    r"""The exponent of the error against T: $\theta^n(1 - 1/\beta)$.

    n temperatures theta, one after the other, of a law that is not sampled in between: it is
    then $i^{-\beta/\theta^n}$. Sampling alone leaves the exponent what it was.

    Parameters
    ----------
    beta
        Exponent of the law, greater than 1, a number or a symbol.
    theta
        Temperature, greater than 0, a number or a symbol.
    n
        How often it is applied, at least 0, a number or a symbol.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol, and where $\beta \le \theta^n$: no such law.

    Examples
    --------
    >>> exponent(1.5), exponent(1.5, 0.7), exponent(1.5, sp.Rational(1, 2))
    (1/3, 7/30, 1/6)
    """
    power, times = above("beta", beta, 1), number("n", n)
    if times.is_negative or times.is_integer is False:
        raise ValueError(f"n must be a whole number, at least 0, got {told(n)}")
    if times.is_number and times > FITS:
        raise ValueError(f"n must be at most {FITS}, got {told(n)}")
    heat = above("theta", theta, 0)
    spare = sp.log(power) - times * sp.log(heat)
    if spare.is_number and float(spare) <= 0:
        raise ValueError(f"theta ** n must be less than beta, got theta = {told(theta)}")
    return heat**times * (1 - 1 / power)


def constant(beta: Number, theta: Number = 1) -> sp.Expr:
    r"""The error times $T^e$ for large T, $e$ the `exponent`.

    $\frac{c^{1/\beta}}\beta\Gamma(1 - \tfrac1\beta)$, $c = 1/\zeta(\beta)$, for T draws of the real
    law; at a temperature $\frac{c}{\beta'}c'^{-e}\Gamma(e)$ with $\beta' = \beta/\theta$,
    $c' = 1/\zeta(\beta')$.

    Parameters
    ----------
    beta, theta
        As in `exponent`.

    Raises
    ------
    ValueError, TypeError
        For what is no such number or symbol.

    Examples
    --------
    >>> round(float(constant(1.5) * 1000 ** (-1 / 3)), 6)
    0.094156
    """
    e = exponent(beta, theta)
    power, heat = number("beta", beta), number("theta", theta)
    tilt = power / heat
    c = sp.zeta(power, evaluate=False)
    return sp.zeta(tilt, evaluate=False) ** e / c / tilt * sp.gamma(e, evaluate=False)


def floor(beta: Number, k: int) -> float:
    r"""The mass beyond the first k states: $\sum_{i>k} p_i \approx \frac{c\,k^{1-\beta}}{\beta-1}$.

    Parameters
    ----------
    beta
        Exponent of the law, greater than 1, a number.
    k
        States that the generator writes, from 0 to 10^12.

    Raises
    ------
    ValueError, TypeError
        For what is no such number.

    Examples
    --------
    >>> round(floor(1.5, 100), 4)
    0.0764
    """
    power = figure("beta", beta, 1)
    return float(special.zeta(power, whole("k", k, 0, LARGEST) + 1) / special.zeta(power))


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
    power, heat = figure("beta", beta, 1), figure("theta", theta, 0)
    draws, fits = whole("T", T, 0, LARGEST), whole("n", n, 1, FITS)
    last = None if k is None else whole("k", k, 1, LARGEST)
    if last is None and heat >= power:
        raise ValueError(f"theta must be less than beta where k is None, got {told(theta)}")
    real = share("gamma", gamma)
    if not real.is_number:
        raise TypeError(f"gamma must be a number, got {told(gamma)}")
    lives = [1.0]
    while len(lives) < fits:
        lives.append(float(-np.expm1(-(1 - float(real)) * lives[-1])))
    if last is None:
        return total(terms(power, power / heat, draws, float(real), lives, None), 1, None, power)
    head = total(terms(power, power / heat, draws, float(real), lives, last), 1, last, power)
    rest = terms(power, None, draws, float(real), lives, None)
    return head + total(rest, last + 1, None, power)


def terms(
    beta: float, tilt: float | None, T: int, gamma: float, lives: list[float], k: int | None
) -> Callable[[np.ndarray], Terms]:
    """The summand at states x and its slope; tilt None: the generator writes none of them."""
    c, scale = 1 / special.zeta(beta), 0.0
    if tilt is not None and k is None:
        scale = 1 / special.zeta(tilt)
    elif tilt is not None:
        scale = 1 / total(lambda x: (x**-tilt, -tilt * x ** (-tilt - 1)), 1, k, tilt)

    def summand(x: np.ndarray) -> Terms:
        p = c * x**-beta
        g = scale * x ** -(tilt or 1.0)
        drawn = gamma * p + (1 - gamma) * g
        slope = -(beta * gamma * p + (tilt or 1.0) * (1 - gamma) * g) / x  # of drawn
        log = special.xlog1py(T, -drawn * lives[-1])
        with np.errstate(divide="ignore", invalid="ignore"):
            bend = -T * slope * lives[-1] / (1 - drawn * lives[-1])
        for alive in lives[:-1] if gamma else []:
            log += special.xlog1py(T, -gamma * p * alive)
            bend += T * beta * gamma * p / x * alive / (1 - gamma * p * alive)
        value = p * np.exp(log)
        return value, value * (bend - beta / x)

    return summand
