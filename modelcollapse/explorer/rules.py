"""A regime of `mc` as the numbers that a live chain needs. Regimes are known by their names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..validation import told

Rule = dict[str, Any]
POINTWISE = ("keep", "subsample")  # points are kept one by one
MOST_POINTS = 1000  # of such a data set, and of a table of numbers of real points
KNOWN = "Replace, Accumulate, Subsample, KeepOriginal, Mixing or Augment(fresh=True)"


def constant(regime: Any, name: str) -> float:
    """A weight or a fraction that is one number."""
    value = getattr(regime, name)
    if not isinstance(value, (int, float)):
        raise TypeError(f"{name} of a live regime must be one number, got {told(value)}")
    return float(value)


def at(regime: Any, M: int) -> Rule:
    """What a regime does with M points a generation."""
    if regime is None:
        return {"rule": "replace"}
    name = "" if isinstance(regime, type) else type(regime).__name__
    if name in ("Replace", "Accumulate", "Subsample"):
        return {"rule": name.lower()}
    if name == "Mixing":
        weights = {weight: constant(regime, weight) for weight in ("alpha", "beta", "gamma")}
        return {"rule": "mix", **weights} if weights["alpha"] < 1 else {"rule": "replace"}
    if name == "KeepOriginal":
        return {"rule": "keep", "real": round(constant(regime, "fraction") * M)}
    if name == "Augment":
        if not regime.fresh:
            raise ValueError("Augment of a live regime must be fresh: D_0 is not kept")
        real = M if regime.real is None else constant(regime, "real")
        return {"rule": "augment", "real": int(real)}
    raise TypeError(
        f"regime must be {KNOWN}, or a function of M that gives one, got {told(regime)}"
    )


def rules(regime: Any, low: int, high: int) -> Rule:
    """What a regime does with low ... high points: numbers that depend on M become a list."""
    function: Callable[[int], Any] | None = None
    if callable(regime) and not isinstance(regime, type):
        function = regime
    first = at(function(low) if function else regime, low)
    if function is None and "real" not in first:
        return few(first, high)
    if high - low >= MOST_POINTS and (function or regime_varies(regime)):
        raise ValueError(
            f"a regime whose number of real points depends on M needs at most {MOST_POINTS} "
            f"sample sizes, got {high - low + 1}"
        )
    if function is None and not regime_varies(regime):
        return few(first, high)
    all_of_them = [at(function(M) if function else regime, M) for M in range(low, high + 1)]
    same = {name for name in first if all(one.get(name) == first[name] for one in all_of_them)}
    if set(first) - same - {"real"} or any(set(one) != set(first) for one in all_of_them):
        raise ValueError("a live regime may change its number of real points with M, nothing else")
    if "real" in first and "real" not in same:
        first["real"] = [one["real"] for one in all_of_them]
    return few(first, high)


def regime_varies(regime: Any) -> bool:
    """Whether the number of real points depends on M."""
    return hasattr(regime, "fraction") or getattr(regime, "real", 0) is None


def few(rule: Rule, high: int) -> Rule:
    """The rule, if it does not keep more points than a page can."""
    if rule["rule"] in POINTWISE and high > MOST_POINTS:
        raise ValueError(
            f"{rule['rule']} keeps its points one by one: sample_sizes must end at "
            f"{MOST_POINTS} or before, got {high}"
        )
    return rule


def settled(rule: Rule, M: int, low: int, ddof: int, bias: float = 1) -> Rule:
    """The rule at one sample size, as `chains.gaussian` takes it."""
    real = rule.get("real")
    number = real[M - low] if isinstance(real, list) else real
    return {**rule, "M": M, "ddof": ddof, "bias": bias, "real": number}
