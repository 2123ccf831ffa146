"""What the closed forms ask of their arguments: real numbers or SymPy's symbols, kept exact."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import Any

import mpmath
import numpy as np
import sympy as sp

from ..validation import kind, plain, told

BITS = 2**22  # of an exact power
LONGEST = 100_000  # of an exact recurrence or product: a number of a million digits


def scalar(value: Any) -> Any:
    """What an array without axes, or a scalar of NumPy or PyTorch, holds; None if it is no number.

    Single precision is read as it is written: np.float32(0.1) is 0.1.
    """
    if value is np.ma.masked or isinstance(value, (bool, np.bool_, str, bytes, complex, type)):
        return None
    if isinstance(value, sp.Basic) or getattr(value, "is_Matrix", False):
        odd = (sp.Lambda, sp.AccumBounds, sp.Order)
        good = isinstance(value, sp.Expr) and not isinstance(value, odd) and value.is_commutative
        return value if good and not getattr(value, "is_Matrix", False) else None
    if not (hasattr(value, "item") and hasattr(value, "dtype")):
        return value
    value = value.detach().cpu().numpy() if hasattr(value, "detach") else value
    if getattr(value, "ndim", 0) or value.dtype.kind in "bcSUmMV" or np.ma.is_masked(value):
        return None
    if value.dtype in (np.float16, np.float32):
        return float(str(np.asarray(value)[()]))
    inside = value.item()
    return float(value) if isinstance(inside, np.generic) else scalar(inside)


def number(name: str, value: Any) -> sp.Expr:
    """A finite real number as a SymPy number, a float as the fraction it stands for.

    Symbols and expressions stay as they are, unless SymPy knows that they are not real.
    """
    given, value = value, scalar(value)
    wrong = f"{name} must be a number or a SymPy symbol, got {kind(given)}"
    if value is None:
        raise TypeError(wrong)
    finite = ValueError(f"{name} must be finite, got {told(given)}")
    if isinstance(value, sp.Expr):
        if value.is_Float:
            short = value._prec <= 53 and isfinite(float(value))
            value = fraction(float(value)) if short else sp.Rational(value)
        if value.is_infinite or value.has(sp.nan, sp.zoo):
            raise finite
        if value.is_number and value.has(sp.Integral, sp.Sum):
            value = value.doit()
        unsure = value.is_number and not value.is_comparable
        if value.is_real is False or unsure:
            raise TypeError(f"{name} must be a real number, got {told(given)}")
        return value
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise finite
        value = Fraction(value)
    if isinstance(value, (int, Fraction)):
        return sp.Rational(value.numerator, value.denominator)
    try:
        near = operator.index(value) if hasattr(value, "__index__") else float(value)
    except Exception:  # whatever a user's class does
        raise TypeError(wrong) from None
    if isinstance(near, float) and not isfinite(near):
        raise finite
    return sp.Integer(near) if isinstance(near, int) else fraction(near)


def scale(name: str, value: Any) -> sp.Expr:
    """A number or expression, finite and not negative."""
    try:
        found = number(name, value)
    except ValueError:
        found = sp.nan
    if found is sp.nan or found.is_negative:
        raise ValueError(f"{name} must be finite and at least 0, got {told(value)}")
    return found


def positive(name: str, value: Any) -> sp.Expr:
    """A number or expression above 0."""
    found = scale(name, value)
    if found.is_zero:
        raise ValueError(f"{name} must be greater than 0, got {told(value)}")
    return found


def figure(name: str, found: sp.Expr, given: Any) -> float:
    """The float of an argument that was found right, where a symbol will not do."""
    if not found.is_number:
        raise TypeError(f"{name} must be a number, got {told(given)}")
    return float(found)


def count(name: str, value: Any, minimum: int, maximum: int | None = None) -> sp.Expr:
    """A whole number as a SymPy Integer, or a symbol or expression as it is."""
    found = value if type(value) is int else scalar(value)
    if isinstance(found, sp.Expr) and not found.is_number:
        found = number(name, found)
        if (found - minimum).is_negative:
            raise ValueError(f"{name} must be at least {minimum}, got {told(value)}")
        if found.is_integer is False:
            raise TypeError(f"{name} must be an integer, got {told(value)}")
        return found
    if found is None or not hasattr(found, "__index__"):
        raise TypeError(f"{name} must be an integer or a SymPy symbol, got {kind(value)}")
    whole = operator.index(found)
    if whole < minimum:
        raise ValueError(f"{name} must be at least {minimum}, got {told(whole)}")
    if maximum is not None and whole > maximum:
        raise ValueError(f"{name} must be at most {maximum}, got {told(whole)}")
    return sp.Integer(whole)


def whole(name: str, value: Any, minimum: int, maximum: int | None = None) -> int:
    """A whole number, where a symbol will not do."""
    found = count(name, value, minimum, maximum)
    if not found.is_Integer:
        raise TypeError(f"{name} must be a number, got {told(value)}")
    return int(found)


def entries(name: str, value: Any, what: str) -> list[Any]:
    """The entries of a sequence; what: what they are, for the message."""
    value = plain(name, value)
    listed = isinstance(value, Sequence) or hasattr(value, "tolist")
    if isinstance(value, (str, bytes, bytearray, type)) or not listed or axes(value) > 1:
        raise TypeError(f"{name} must be a sequence {what}, got {kind(value)}")
    try:
        return list(value)
    except TypeError:  # an array without axes
        raise TypeError(f"{name} must be a sequence {what}, got {kind(value)}") from None


def axes(value: Any) -> int:
    """The number of axes of what has a shape, 1 for a list and for a SymPy row or column."""
    shape = getattr(value, "shape", (1,))
    return len(shape) if not getattr(value, "is_Matrix", False) else 1 + (min(shape) > 1)


def sizes(value: Any, minimum: int = 2) -> list[sp.Expr]:
    """The sample sizes M_0 … M_(n-1), each a whole number or a symbol."""
    each = entries("sample_sizes", value, "with one entry for each fit")
    return [count(f"sample_sizes[{i}]", size, minimum) for i, size in enumerate(each)]


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
    """The fraction that a finite float stands for: 0.1 is 1/10, and 1 / 3 is 1/3.

    With denominators beyond a million nearly every float is near some fraction by chance.
    """
    for digits in (3, 6):
        near = Fraction(value).limit_denominator(10**digits)
        if float(near) == value:
            return sp.Rational(near.numerator, near.denominator)
    return sp.Rational(repr(float(value)))


def lost(base: sp.Expr, n: sp.Expr) -> sp.Expr:
    """1 - base^n, of a base from 0 to 1: a fraction, or a float where it has a million digits."""
    if not (base.is_Rational and n.is_Integer) or base in (0, 1) or n * base.q.bit_length() <= BITS:
        return 1 - base**n
    with mpmath.workdps(30 + int(n).bit_length() // 3):
        gone = mpmath.mpf(base.q - base.p) / base.q
        return sp.Float(-mpmath.expm1(int(n) * mpmath.log1p(-gone)), 15)


def correction(value: Any) -> int:
    """ddof, 0 or 1."""
    found = scalar(value)
    if found is None or not hasattr(found, "__index__") or operator.index(found) not in (0, 1):
        raise ValueError(f"ddof must be 0 or 1, got {told(value)}")
    return operator.index(found)
