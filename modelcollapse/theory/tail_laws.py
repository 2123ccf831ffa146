r"""Exponents, constants and floors of the error of a memoriser, which can be written down.

The law is $p_i = c\,i^{-\beta}$, $c = 1/\zeta(\beta)$; a generator may write it at a temperature,
or only its first k states. Chapter "Scaling laws and tails".
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import TypeAlias

import numpy as np
import sympy as sp
from scipy import special  # type: ignore[import-untyped]

from ..validation import told
from .arguments import figure, number, whole
from .mixing import share

Number: TypeAlias = float | sp.Expr
LARGEST = 10**12  # points, and states
TIMES = 100_000  # temperatures in a row


def above(name: str, value: object, least: int) -> sp.Expr:
    """A number greater than `least`, or a symbol that may be one."""
    found = number(name, value)
    if (found - least).is_positive is False:
        raise ValueError(f"{name} must be a number greater than {least}, got {told(value)}")
    return found


def figure_above(name: str, value: object, least: int) -> float:
    """A number greater than `least`, where a symbol will not do."""
    if type(value) in (int, float) and least < value < inf:  # type: ignore[operator]
        return float(value)  # type: ignore[arg-type]  # at once: an explorer asks 10,000 times
    return figure(name, above(name, value, least), value)


def figure_within(name: str, value: object) -> float:
    """A number from 0 to 1, where a symbol will not do."""
    if type(value) in (int, float) and 0 <= value <= 1:  # type: ignore[operator]
        return float(value)  # type: ignore[arg-type]
    return figure(name, share(name, value), value)


def survivals(passed: float = 1.0) -> Iterator[float]:
    r"""t_0 = 1, t_1, t_2, and so on: $t_{m+1} = 1 - e^{-ct_m}$, c the part of copies."""
    alive = 1.0
    while True:
        yield alive
        alive = float(-np.expm1(-passed * alive))


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
    if times.is_number and times > TIMES:
        raise ValueError(f"n must be at most {TIMES}, got {told(n)}")
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
    power = figure_above("beta", beta, 1)
    return float(special.zeta(power, whole("k", k, 0, LARGEST) + 1) / special.zeta(power))
