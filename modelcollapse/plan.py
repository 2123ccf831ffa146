"""The arguments of a run, checked before any work."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .datasets.points import Points
from .families.base import Facts, facts, verbs
from .families.empirical import Empirical
from .regimes import Replace
from .validation import Schedule, integer, kind, sample_sizes, told

Metric = Callable[[Any, Any, Any], Any]
TAKEN = ("generation", "replicate")  # the trace's own dims


@dataclass(frozen=True)
class Plan:
    """A run whose arguments have been checked."""

    law: Any
    model: Any
    sizes: list[int]
    regime: Any
    replicates: int
    metrics: Mapping[str, Metric] = field(default_factory=dict)

    @property
    def vectorised(self) -> bool:
        """Whether law and model hold many replicates at once."""
        return facts(self.law).vectorised and facts(self.model).vectorised


def plan(
    law: Any,
    *,
    model: Any = None,
    sample_size: Schedule = 100,
    generations: int = 50,
    regime: Any = None,
    replicates: int = 1000,
    pointwise: bool = False,
    metrics: Mapping[str, Metric] | None = None,
) -> Plan:
    """Check the arguments of `run` before any work."""
    regime = Replace() if regime is None else regime
    law = given(law)
    if model is None:
        model = law
    verbs("law", law, ["sample"])
    verbs("model", model, ["fit", "record"])
    if isinstance(regime, type) or not callable(getattr(regime, "datasets", None)):
        raise TypeError(f"regime must be a regime such as Replace(), got {told(regime)}")
    if not isinstance(pointwise, (bool, np.bool_)):
        raise TypeError(f"pointwise must be True or False, got {told(pointwise)}")
    generations = integer("generations", generations, 0)
    replicates = integer("replicates", replicates, 1)
    source, target = facts(law), facts(model)
    small_enough(law, generations, replicates)
    sizes = sample_sizes(sample_size, generations, target.smallest_sample)
    fitting(law, source, target)
    if callable(check := getattr(model, "check_law", None)):  # what only the family can know
        check(law)
    if isinstance(law, Empirical) and not law.replacement and max(sizes, default=0) > len(law.data):
        raise ValueError(
            f"sample_size must be at most the {len(law.data)} points of the law's data set, "
            f"got {max(sizes)}; mc.Empirical(data, replacement=True) draws points again"
        )
    regime.check(sizes)
    foreign = type(law) is not type(model)  # another family may not know its statistics
    law = serving(law, regime, bool(pointwise) or foreign)
    model = serving(model, regime, bool(pointwise))
    countable(model, regime, sizes)
    return Plan(law, model, sizes, regime, replicates, measured(metrics, target))


def given(law: Any) -> Any:
    """The law; one that is given as a data set becomes `Empirical`."""
    if isinstance(law, Points):
        raise TypeError("law, given as a data set, must be an array (size,) or (size, dimension)")
    if isinstance(law, (list, tuple)) or hasattr(law, "__array__"):
        return Empirical(law)
    return law


def fitting(law: Any, source: Facts, target: Facts) -> None:
    """Raise ValueError where the law's points are not what the model is fitted to."""
    if source.point is not None and target.point is not None and source.point != target.point:
        raise ValueError(
            f"law and model must have points of one shape, got {source.point} from "
            f"{source.name} and {target.point} in {target.name}"
        )
    if target.states is None:
        return
    if isinstance(law, Empirical):
        states = law.data
        if not ((states >= 0) & (states < target.states) & (states == np.floor(states))).all():
            raise ValueError(
                f"points must be states, whole numbers from 0 to {target.states - 1}, got values "
                f"from {states.min():g} to {states.max():g}"
            )
    elif source.point is not None and source.states != target.states:
        drawn = f"{source.states} states" if source.states else "numbers"
        raise ValueError(
            f"points must be states, whole numbers from 0 to {target.states - 1}, got a law that "
            f"draws {drawn}: {source.name}"
        )


def serving(model: Any, regime: Any, pointwise: bool) -> Any:
    """The model, or its pointwise form where the regime or the caller needs the points."""

    def missing(candidate: Any) -> list[str]:
        kept = facts(candidate).data
        return [verb for verb in regime.needs if not hasattr(kept, verb)]

    if (pointwise or missing(model)) and facts(model).pointwise:
        model = model.pointwise()
    if missing(model):
        raise ValueError(
            f"regime {told(regime)} cannot serve {type(model).__name__}: its data sets "
            f"({facts(model).data.__name__}) have no {' and no '.join(missing(model))}"
        )
    return model


def countable(model: Any, regime: Any, sizes: list[int]) -> None:
    """Raise ValueError where a pool gets larger than its data sets can hold or draw from."""
    kept, numbers = facts(model).data, int(np.prod(facts(model).point or ()))
    fit = memory() // (8 * max(numbers, 1)) if kept is Points else None  # one replicate's points
    where = " in this machine's memory" if kept is Points else ""
    everything = (sum(sizes), sum(sizes))  # of a regime that does not say what it keeps
    pool, drawn = regime.largest(sizes) if hasattr(regime, "largest") else everything
    for points, most in (
        (pool, getattr(kept, "largest_pool", fit)),
        (drawn, getattr(kept, "largest_drawn", None)),
    ):
        if most is not None and points > most:
            fewer = most * max(sizes) // points
            raise ValueError(
                f"sample_size must be at most {fewer} for {len(sizes)} generations under "
                f"{told(regime)}, whose pool may hold {most} points{where}; got {told(max(sizes))}"
            )


def memory() -> int:
    """The machine's memory in bytes."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):  # Windows, and the browser
        return 2**40


def small_enough(law: Any, generations: int, replicates: int) -> None:
    """Raise ValueError where the trace alone would need more memory than there is."""
    width = sum(np.size(v) for v in law.record().values()) if facts(law).records else 1
    bytes_needed = 8 * (generations + 1) * replicates * max(width, 1)
    if bytes_needed > min(memory(), sys.maxsize):
        raise ValueError(
            f"replicates and generations must be fewer: {replicates} runs of {generations} "
            f"generations are a trace of {bytes_needed / 2**30:.3g} GiB"
        )


def measured(metrics: Mapping[str, Metric] | None, target: Facts) -> dict[str, Metric]:
    """The metrics by name, checked."""
    if metrics is None:
        return {}
    if not isinstance(metrics, Mapping):
        raise TypeError(f"metrics must be a dict of functions by name, got {kind(metrics)}")
    for name, metric in metrics.items():
        if not isinstance(name, str) or name in TAKEN or name in target.dims:
            raise ValueError(
                f"metrics must have names that the trace does not use already, got {told(name)}"
            )
        if not callable(metric):
            raise TypeError(f"metrics[{name!r}] must be a function, got {kind(metric)}")
    return dict(metrics)
