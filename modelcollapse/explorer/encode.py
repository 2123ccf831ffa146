"""Numbers on their way into a page: two bytes each, and exact to the digits shown.

A row (everything at one setting of the sliders, but for generation and replicate) has
one format. Either decimal places, value = (low + code) / 10^decimals; or, for positive
numbers that span more than a factor of ten, three significant digits, where `top` is the
decimal exponent of the row's largest number. The code is the number rounded once, so
what the reader sees is the package's number and not the number of a nearby code.

Numbers that are only looked at, such as the pixels of a picture, take a half or one byte:
value = first + code * step, in even steps between the row's extremes.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from .packing import MISSING, Codes, pack, unpack

Floats = npt.NDArray[np.float64]
Format = dict[str, int]
Steps = dict[str, float]

DECADES = 72  # 72 decades of 900 three-digit mantissas, and a zero, fit in two bytes


def choose_format(row: Floats) -> Format:
    """The format of a row: `{"top"}`, or `{"decimals", "low"}`.

    Whole numbers have none. Otherwise four decimals; fewer where two bytes do not hold them;
    more, up to seven significant digits, where the row lies so close to 0 that four digits,
    or so close together that a thousand steps between the extremes, need them.
    """
    finite = row[np.isfinite(row)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    positive = finite[finite > 0]
    if high - low < MISSING and np.array_equal(finite, np.rint(finite)) and abs(low) < 1e15:
        return {"decimals": 0, "low": int(low)}
    if low >= 0 and positive.size and high > 10 * float(positive.min()):
        return {"top": int(f"{high:.2e}".split("e")[1])}
    half_span, largest = high / 2 - low / 2, max(abs(low), abs(high))
    decimals = max(4, 3 - math.floor(math.log10(largest))) if largest > 0 else 4
    if half_span > 0:
        decade = math.log10(2) + math.log10(half_span)
        fits = math.floor(math.log10(MISSING - 2) - decade)
        decimals = min(fits, max(decimals, 3 - math.floor(decade)))
    if largest > 0:
        decimals = min(decimals, 6 - math.floor(math.log10(largest)))
    decimals = min(decimals, 100)  # as many as a browser prints
    return {"decimals": decimals, "low": int(_round(np.array([low]), np.array([decimals]))[0])}


def _round(values: Floats, places: npt.NDArray[np.int64]) -> Floats:
    """values * 10^places, to the nearest whole number, exactly, ties to even."""
    with np.errstate(over="ignore", under="ignore"):
        half = np.float_power(10.0, places / 2)  # in two steps: 10^330 is no float
        scaled = values * half * half
    whole = np.rint(scaled)
    # near a tie the product's own rounding decides: there, do it in whole numbers
    close = np.abs(np.abs(scaled - whole) - 0.5) < 1e-6 * np.maximum(1.0, np.abs(scaled) * 1e-3)
    for at in np.flatnonzero(close):
        whole[at] = round(Fraction(float(values[at])) * Fraction(10) ** int(places[at]))
    return np.asarray(whole, dtype=np.float64)


def to_codes(row: Floats, form: Format) -> Codes:
    """Codes of a row of numbers; what is not finite becomes `MISSING`."""
    codes = np.full(row.shape, MISSING, dtype=np.uint16)
    finite = np.isfinite(row)
    if "low" in form:
        places = np.full(int(finite.sum()), form["decimals"])
        codes[finite] = _round(row[finite], places) - form["low"]
        return codes
    codes[finite] = 0
    some = finite & (row > 0)
    exponent = np.floor(np.log10(row[some])).astype(np.int64)
    mantissa = _round(row[some], 2 - exponent)
    # log10 may be a hair off, and 9.996 rounds up to the next decade
    shift = (mantissa >= 1000).astype(np.int64) - (mantissa < 100)
    exponent += shift
    mantissa = np.where(shift == 0, mantissa, _round(row[some], 2 - exponent))
    code = (exponent - form["top"] + DECADES - 1) * 900 + mantissa - 99
    codes[some] = np.maximum(code, 0)
    return codes


def from_codes(codes: Codes, form: Format) -> Floats:
    """The numbers that the codes stand for."""
    whole = codes.astype(np.int64)
    if "low" in form:
        values = _decimal(whole + form["low"], np.full(whole.shape, -form["decimals"]))
    else:
        decade, mantissa = np.divmod(whole - 1, 900)
        values = _decimal(mantissa + 100, decade + form["top"] - DECADES + 1 - 2)
        values[whole == 0] = 0.0
    values[whole == MISSING] = np.nan
    return values


def _decimal(whole: npt.NDArray[np.int64], exponent: npt.NDArray[np.int64]) -> Floats:
    """The float nearest to whole * 10^exponent."""
    pairs = zip(whole.ravel().tolist(), exponent.ravel().tolist(), strict=True)
    return np.array([float(f"{m}e{e}") for m, e in pairs], dtype=np.float64).reshape(whole.shape)


def even_steps(row: Floats, bits: int) -> Steps:
    """Even steps from the row's smallest number to its largest."""
    finite = row[np.isfinite(row)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    # two codes fewer than the bits allow: one is `MISSING`, and the ends are both counted
    return {"first": low, "step": high / (2**bits - 2) - low / (2**bits - 2) or 1.0}


def to_steps(row: Floats, steps: Steps) -> Codes:
    """Codes of a row that is only looked at: the nearest step; what is not finite `MISSING`."""
    codes = np.full(row.shape, MISSING, dtype=np.uint16)
    finite = np.isfinite(row)
    codes[finite] = np.rint(row[finite] / steps["step"] - steps["first"] / steps["step"])
    return codes


def from_steps(codes: Codes, steps: Steps) -> Floats:
    """The numbers that the codes stand for."""
    values = steps["first"] + codes.astype(np.float64) * steps["step"]
    return np.where(codes == MISSING, np.nan, values)


def encode(values: Floats, rows: int, bits: int = 16) -> dict[str, Any]:
    """The record of an array that the front end reads; `rows` leading axes pick the row.

    bits: 16 for numbers that are read, 8 or 4 for those that are only looked at.
    """
    table = np.asarray(values, dtype=np.float64).reshape(math.prod(values.shape[:rows]), -1)
    formats: list[Format] | list[Steps]
    if bits == 16:
        formats = [choose_format(row) for row in table]
        codes = [to_codes(row, form) for row, form in zip(table, formats, strict=True)]
    else:
        formats = [even_steps(row, bits) for row in table]
        codes = [to_steps(row, steps) for row, steps in zip(table, formats, strict=True)]
    packed = pack(np.stack(codes), bits)
    return {"shape": list(values.shape), "bits": bits, "formats": formats, "codes": packed}


def decode(record: dict[str, Any]) -> Floats:
    """The array of a record, each number rounded to the digits or steps that are shown."""
    formats, bits, size = record["formats"], record["bits"], math.prod(record["shape"])
    table = unpack(record["codes"], size, bits).reshape(len(formats), -1)
    back = from_codes if bits == 16 else from_steps
    rows = [back(codes, form) for codes, form in zip(table, formats, strict=True)]
    return np.stack(rows).reshape(record["shape"])
