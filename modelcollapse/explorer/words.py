"""Numbers and positions as a reader sees or hears them: in words, as the scripts write them too."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from .encode import Format

SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def text(value: float, form: Format) -> str:
    """A decoded number as the readout prints it."""
    if math.isnan(value):
        return "–"
    places = form.get("decimals", -1)
    if 0 <= places < 9:  # with more of them the zeros would have to be counted
        return f"{value:.{places}f}".replace("-", "−")
    if value == 0:
        return "0"
    if places > 0:
        kept = max(0, places + Decimal(repr(value)).adjusted())
        return scientific(f"{value:.{kept}e}").replace("-", "−")
    if "low" in form:
        plain, digits = abs(value) < 1e6, f"{Decimal(repr(value)).normalize():e}"
        shown = f"{value:.0f}"
    else:
        plain, digits = 1e-3 <= value < 1e5, f"{value:.2e}"
        shown = f"{value:.{max(0, 2 - int(digits.split('e')[1]))}f}"
    return (shown if plain else scientific(digits)).replace("-", "−")


def scientific(digits: str) -> str:
    """1.5e-07 as 1.5 × 10⁻⁷."""
    mantissa, power = digits.split("e")
    return f"{mantissa} × 10{str(int(power)).translate(SUPERSCRIPT)}"


def num(value: Any) -> str:
    """A number on a slider; text as it is."""
    if isinstance(value, str) or value == 0:
        return value if isinstance(value, str) else "0"
    short, size = Decimal(f"{value:.5e}").normalize(), abs(value)
    if 1e-4 <= size < 1e8:
        return (f"{short:f}" if size < 1e4 else f"{short:,f}").replace("-", "−")
    words = scientific(f"{short:e}").replace("-", "−")
    return words.replace("1 × ", "", 1) if words.lstrip("−").startswith("1 × ") else words


def named(dim: dict[str, Any]) -> str:
    """A dimension with its symbol."""
    return f"{dim['label'].lower()} {dim['symbol']}".rstrip()


def spoken(dim: dict[str, Any], value: Any) -> str:
    """A slider's value as a reader is told it; runs are counted from 1."""
    if dim["name"] == "replicate":
        endless = "ends" in dim  # computed as long as a reader asks for more
        of = "" if endless else f" of {len(dim['values'])}"
        return f"run {(value if endless else dim['values'].index(value)) + 1}{of}"
    if dim["kind"] == "seed":
        return f"seed {value}"  # not a number of things
    if dim["units"]:
        return f"{num(value)} {dim['units']}"
    return f"{dim['label'].lower()} {num(value)}"


def where(record: dict[str, Any], position: dict[str, Any]) -> str:
    """The position as a screen reader says it."""
    return "At " + ", ".join(spoken(record["dims"][name], v) for name, v in position.items())


def stand(record: dict[str, Any], position: dict[str, Any]) -> str:
    """The position as it stands on paper, where there are no sliders."""
    words = [
        spoken(dim, value)
        if dim["kind"] in ("replicate", "seed")
        else f"{named(dim)}{' =' if dim['symbol'] else ''} {num(value)}"
        for name, value in position.items()
        for dim in [record["dims"][name]]
    ]
    line = ", ".join(words)
    return line[:1].upper() + line[1:]


def source(record: dict[str, Any]) -> str:
    """The grid in words: which values the sliders take, and the seed behind them."""
    seed = "" if record["seed"] is None else f"Seed {record['seed']}. "
    ends = ", ".join(span(record["dims"][name]) for name in record["controls"])
    return seed + (f"Grid: {ends}." if ends else "")


def span(dim: dict[str, Any]) -> str:
    """The values of a slider in words."""
    values, what = dim["values"], dim["label"].lower()
    if len(values) < 2:
        return f"{what} {num(values[0])}"
    if dim["name"] == "replicate":
        return f"{len(values)} runs"
    if dim["name"] == "generation":
        return f"generations {num(values[0])} to {num(values[-1])}"
    if isinstance(values[0], str):
        return f"{len(values)} choices of {what}"
    return f"{len(values)} values of {what} from {num(min(values))} to {num(max(values))}"
