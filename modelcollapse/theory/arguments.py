"""What the closed forms ask of their arguments."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from fractions import Fraction
from math import isfinite
from typing import Any

import sympy as sp


def count(name: str, value: object, minimum: int) -> sp.Expr:
    """A whole number as a SymPy Integer, or a symbol or expression as it is."""
    if isinstance(value, sp.Basic) and not value.is_number:
        return value
    if isinstance(value, (bool, str)) or not hasattr(value, "__index__"):
        raise TypeError(
            f"{name} must be an integer or a SymPy symbol, got {value!r} ({type(value).__name__})"
        )
    number = operator.index(value)
    if number < minimum:
        raise ValueError(f"{name} must be at least {minimum}, got {number}")
    return sp.Integer(number)


def sizes(value: Any, minimum: int = 2) -> list[sp.Expr]:
    """The sample sizes M_0 … M_(n-1), each a whole number or a symbol."""
    if isinstance(value, (str, bytes)) or not (
        isinstance(value, Sequence) or hasattr(value, "tolist")
    ):
        raise TypeError(
            "sample_sizes must be a sequence with one entry for each fit, "
            f"got {value!r} ({type(value).__name__})"
        )
    return [count(f"sample_sizes[{i}]", size, minimum) for i, size in enumerate(value)]


def exact(values: Sequence[sp.Expr]) -> list[Any]:
    """Whole numbers as elements of SymPy's field of rationals, anything else as it is.

    A thousand sizes near 10^7 make fractions of 10^4 digits: the field adds them in
    milliseconds, SymPy's own numbers in seconds.
    """
    return [sp.QQ(int(v)) for v in values] if all(v.is_Integer for v in values) else list(values)


def expression(value: Any) -> sp.Expr:
    """An element of the field of rationals as a SymPy number, anything else as it is."""
    return value if isinstance(value, sp.Basic) else sp.QQ.to_sympy(sp.QQ(value))


def fraction(value: float) -> sp.Rational:
    """The fraction that a finite float stands for: 0.1 is 1/10, and 1 / 3 is 1/3."""
    for digits in (3, 6, 9, 12):
        near = Fraction(value).limit_denominator(10**digits)
        if float(near) == value:
            return sp.Rational(near.numerator, near.denominator)
    return sp.Rational(repr(value))


def scale(name: str, value: object) -> sp.Expr:
    """A number or expression, not negative."""
    if isinstance(value, (bool, str)):
        raise TypeError(f"{name} must be a number or a symbol, got {value!r}")
    if isinstance(value, float) and isfinite(value):
        number = fraction(float(value))  # also of NumPy's floats
    else:
        number = sp.sympify(value)
    if number.is_negative or number.is_finite is False or number is sp.nan:
        raise ValueError(f"{name} must be finite and at least 0, got {value}")
    return number


def correction(value: object) -> int:
    """ddof, 0 or 1."""
    if isinstance(value, bool) or value not in (0, 1):
        raise ValueError(f"ddof must be 0 or 1, got {value!r}")
    return int(value)
