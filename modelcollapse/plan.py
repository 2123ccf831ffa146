"""The arguments of a run, checked before any work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .checks import Schedule, integer, sample_sizes
from .points import Empirical, Points
from .regimes import Regime, Replace


@dataclass(frozen=True)
class Plan:
    """A run whose arguments have been checked."""

    law: Any
    model: Any
    sizes: list[int]
    regime: Regime
    replicates: int

    @property
    def vectorised(self) -> bool:
        """Whether law and model hold many replicates at once."""
        return hasattr(self.law, "replicate") and hasattr(self.model, "replicate")


def plan(
    law: Any,
    *,
    model: Any = None,
    sample_size: Schedule = 100,
    generations: int = 50,
    regime: Regime | None = None,
    replicates: int = 1000,
    pointwise: bool = False,
) -> Plan:
    """Check the arguments of `run` before any work."""
    regime = Replace() if regime is None else regime
    if isinstance(law, Points):
        raise TypeError("law, given as a data set, must be an array (size,) or (size, dimension)")
    if isinstance(law, (np.ndarray, list)):
        law = Empirical(np.asarray(law))
    if model is None:
        model = law
    for name, value, verbs in (("law", law, ["sample"]), ("model", model, ["fit", "record"])):
        for verb in verbs:
            if not hasattr(value, verb):
                raise TypeError(
                    f"{name} must have the method {verb}(), got {value!r} "
                    f"({type(value).__name__}); a law given as a data set needs `model`"
                )
    if not hasattr(regime, "datasets") or isinstance(regime, type):
        raise TypeError(f"regime must be a regime such as Replace(), got {regime!r}")
    if not isinstance(pointwise, (bool, np.bool_)):
        raise TypeError(f"pointwise must be True or False, got {pointwise!r}")
    generations = integer("generations", generations, 0)
    replicates = integer("replicates", replicates, 1)
    sizes = sample_sizes(sample_size, generations, getattr(model, "smallest_sample", 1))
    if isinstance(law, Empirical) and sizes and max(sizes) > len(law.data):
        raise ValueError(
            f"sample_size must be at most the {len(law.data)} points of the law's data set, "
            f"got {max(sizes)}"
        )
    regime.check(sizes)
    foreign = type(law) is not type(model)  # another family may not know its statistics
    law = serving(law, regime, pointwise or foreign)
    return Plan(law, serving(model, regime, pointwise), sizes, regime, replicates)


def serving(model: Any, regime: Regime, pointwise: bool) -> Any:
    """The model, or its pointwise form where the regime or the caller needs the points."""

    def missing(candidate: Any) -> list[str]:
        kind = getattr(candidate, "data", None)
        return [v for v in regime.needs if isinstance(kind, type) and not hasattr(kind, v)]

    if (pointwise or missing(model)) and hasattr(model, "pointwise"):
        model = model.pointwise()
    if missing(model):
        raise ValueError(
            f"regime {regime!r} cannot serve {type(model).__name__}: its data sets "
            f"({model.data.__name__}) have no {' and no '.join(missing(model))}"
        )
    return model
