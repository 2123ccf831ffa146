"""What live chains have in common: computed by `live.js`, and here for readouts and pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import xarray as xr

from ..validation import integer, told

Position = dict[str, Any]

SHOWN = 8  # runs in sight: the one that is read, and those that come next
RUNS = 1000  # of an ensemble
LARGEST = LAST_SEED = 999_999  # six digits: more would be rounded on a slider
LAST_RUN = 2**31 - 1
DIMS = ("replicate", "generation")
LABELS = {
    "mu": ("mean", "μₙ"),
    "sigma": ("standard deviation", "σₙ"),
    "variance": ("variance", "σₙ²"),
    "distance": ("squared distance to generation 0", "Rₙ"),
    "risk": ("risk, derived", ""),
    "paper_risk": ("the paper's equation 4", ""),
    "expected_variance": ("mean over runs, derived", ""),
    "typical_variance": ("typical run, derived", ""),
    "expected_sigma": ("mean over runs, derived", ""),
    "typical_sigma": ("typical run, derived", ""),
    "mu_low": ("one standard deviation below, derived", ""),
    "mu_high": ("one standard deviation above, derived", ""),
    "p": ("probability", "pₙ"),
    "states": ("states left", ""),
    "diversity": ("diversity", "1 − Σp²"),
    "expected_diversity": ("mean over runs, derived", ""),
    "expected_states": ("mean over runs, derived", ""),
}


class Live(Protocol):
    """What an explorer asks of a live chain."""

    @property
    def generations(self) -> int:
        """Of a run."""

    @property
    def sample_sizes(self) -> tuple[int, int]:
        """The smallest and the largest."""

    @property
    def seed(self) -> int:
        """At the start."""

    def menus(self) -> dict[str, list[Any]]:
        """Sliders of its own, by their names: menus if they hold text."""

    def record(self) -> dict[str, Any]:
        """What the front end needs to compute it."""

    def run(self, position: Position, run: int) -> dict[str, np.ndarray]:
        """The variables of a run, generation first."""

    def derived(self, position: Position) -> dict[str, np.ndarray]:
        """The derived curves at the position."""

    def start(self) -> Position:
        """The position at which a page begins."""


def sizes(value: object, least: int) -> tuple[int, int]:
    """The smallest and the largest sample size, checked."""
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) != 2:
        raise TypeError(f"sample_sizes must be a pair (smallest, largest), got {told(value)}")
    low = integer("sample_sizes[0]", value[0], least, LARGEST)
    return low, integer("sample_sizes[1]", value[1], low + 1, LARGEST)


def named(name: str, value: Any) -> dict[str, Any]:
    """A dict of choices as it is; anything else as the only choice, without a name."""
    if not isinstance(value, Mapping):
        return {"": value}
    if not value or not all(isinstance(key, str) and key for key in value):
        raise ValueError(f"{name} must have names that are text, got {told(list(value))}")
    return dict(value)


def begin(live: Any) -> Position:
    """The middle of the sample sizes, on their logarithmic scale; the first of each menu."""
    low, high = live.sample_sizes
    menus = {name: choices[0] for name, choices in live.menus().items()}
    middle = round((low * high) ** 0.5)
    return {"sample_size": middle, **menus, "replicate": 0, "seed": live.seed}


def dataset(live: Live, position: Position) -> xr.Dataset:
    """Runs from that of the position on, and the derived curves, with their labels."""
    first = position["replicate"]
    made = [live.run(position, run) for run in range(first, first + SHOWN)]
    arrays = {name: np.stack([one[name] for one in made]) for name in made[0]}
    variables = {name: (DIMS + ("state",) * (a.ndim - 2), a) for name, a in arrays.items()}
    curves = {name: ("generation", curve) for name, curve in live.derived(position).items()}
    data = xr.Dataset({**variables, **curves}, attrs={"seed": position["seed"]})
    for name in data.data_vars:
        words, symbol = LABELS[str(name)]
        data[name].attrs.update(long_name=words, symbol=symbol)
    return data
