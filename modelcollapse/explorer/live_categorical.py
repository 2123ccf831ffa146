"""Runs of a law on states, computed in the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from ..validation import integer, law
from . import chains
from .derived import expected_states
from .live import LAST_SEED, Position, begin, dataset, sizes


@dataclass(frozen=True)
class LiveCategorical:
    r"""Runs of a law on states refitted by its shares, computed in the page: `Explorer(live=...)`.

    As `LiveGaussian`, under `Replace`: the Wright-Fisher chain. Variables for panels: `p` over the
    dimension `state`, `states`, how many are left, and `diversity`, $1 - \sum_k p(k)^2$; derived
    are `expected_diversity` and, to M = 1000, `expected_states`. Chapter "Discrete distributions".

    Parameters
    ----------
    p
        The probabilities of at most 200 states.
    generations, sample_sizes, seed
        As in `LiveGaussian`; the smallest sample size is at least 1.

    Raises
    ------
    ValueError, TypeError
        For a p that is no law, and numbers that are not allowed.

    Examples
    --------
    >>> chain = LiveCategorical([0.5, 0.3, 0.2], generations=3)
    >>> chain.dataset(sample_size=10).p.isel(replicate=0, generation=3).values
    array([0.2, 0.6, 0.2])
    """

    p: Sequence[float]
    generations: int = 100
    sample_sizes: tuple[int, int] = (2, 10_000)
    seed: int = 1

    def __post_init__(self) -> None:
        found = np.asarray(law("p", self.p), dtype=float)
        if found.ndim != 1 or not 1 <= found.size <= 200:
            raise ValueError(f"p must be one law on 1 to 200 states, got shape {found.shape}")
        object.__setattr__(self, "p", tuple(found.tolist()))
        sizes(self.sample_sizes, 1)
        integer("generations", self.generations, 1, 1000)
        integer("seed", self.seed, 0, LAST_SEED)

    def menus(self) -> dict[str, list[Any]]:
        """It has no menus."""
        return {}

    def start(self) -> Position:
        """The position at which a page begins."""
        return begin(self)

    def record(self) -> dict[str, Any]:
        """What the front end needs to compute it."""
        return {"law": "categorical", "p": list(self.p)}

    def run(self, position: Position, run: int) -> dict[str, np.ndarray]:
        """The variables of a run, generation first."""
        at, seed = position["sample_size"], position["seed"]
        p = chains.categorical(self.p, at, seed, run, self.generations)
        return {"p": p, "states": (p > 0).sum(axis=1), "diversity": 1 - (p * p).sum(axis=1)}

    def derived(self, position: Position) -> dict[str, np.ndarray]:
        """The derived curves at the position."""
        M, n = position["sample_size"], self.generations
        diversity = 1 - sum(x * x for x in self.p)
        return {
            "expected_diversity": diversity * (1 - 1 / M) ** np.arange(n + 1),
            "expected_states": expected_states(self.p, M, n),
        }

    def dataset(self, **position: Any) -> xr.Dataset:
        """The runs in sight and the derived curves, at a position of the sliders."""
        return dataset(self, {**self.start(), **position})
