"""How a user's model looks to a regime: what it samples may be a plain array."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from inspect import signature
from typing import Any

import numpy as np

from ..datasets.points import Points
from ..validation import told
from .base import Model, facts


@dataclass(frozen=True)
class Bare:
    """What a family's `sample` gave as a plain array, as a data set: pooled end to end."""

    values: np.ndarray
    noted: Mapping[str, Any] = field(default_factory=dict)

    def __add__(self, other: Any) -> Bare:
        added = other.values[0] if isinstance(other, Points) else other.values
        return Bare(np.concatenate([self.values, added]), {**self.noted, **other.noted})

    def __radd__(self, other: Any) -> Bare:
        return Bare(np.concatenate([other.values[0], self.values]), self.noted)

    def draw(self, size: int, *, rng: np.random.Generator) -> Bare:
        """Draw `size` of the points at random, without replacement."""
        return self.take(rng.permutation(len(self.values))[:size])

    def take(self, order: np.ndarray) -> Bare:
        """The points in these places."""
        return Bare(self.values[np.asarray(order).ravel()], self.noted)


@dataclass(frozen=True)
class Outward:
    """A user's model as a regime sees it: arrays that it samples can be pooled."""

    model: Any

    def sample(self, size: Any, *, rng: np.random.Generator, source: Any = None) -> Any:
        """What the model samples; a family that does not name `source` does without it."""
        known = signature(self.model.sample).parameters
        named = "source" in known or any(p.kind is p.VAR_KEYWORD for p in known.values())
        source = source.values if isinstance(source, Bare) else source
        more = {"source": source} if named else {}
        data = self.model.sample(int(size), rng=rng, **more)
        if isinstance(data, (list, tuple)) or hasattr(data, "__array__"):
            data = Bare(np.asarray(data))
            if len(np.atleast_1d(data.values)) != size:
                raise ValueError(
                    f"sample({size}) of {type(self.model).__name__} must return {size} points, "
                    f"got {told(data.values)}"
                )
        return data


def outward(model: Any) -> Any:
    """The model as a regime sees it: our own are as they are."""
    return model if isinstance(model, Model) or facts(model).vectorised else Outward(model)


def inward(data: Any) -> Any:
    """A data set as `fit` takes it: a plain array where `sample` gave one."""
    return data.values if isinstance(data, Bare) else data
