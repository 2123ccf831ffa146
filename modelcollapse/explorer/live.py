"""Chains that an explorer computes itself: described here, computed by `live.js` and its twins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import xarray as xr

from ..validation import integer, law, told
from . import chains, rules
from .derived import derived

Position = dict[str, Any]
Regimes = Any | Callable[[int], Any] | Mapping[str, Any]

SHOWN = 8  # runs in sight: the one that is read, and those that come next
RUNS = 1000  # of an ensemble
LARGEST = LAST_SEED = 999_999  # six digits: more would be rounded on a slider
LAST_RUN = 2**31 - 1
DIMS = ("replicate", "generation")
LABELS = {
    "mu": ("mean", "μₙ"),
    "sigma": ("standard deviation", "σₙ"),
    "variance": ("variance", "σₙ²"),
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
}


class Live(Protocol):
    """What an explorer asks of a live chain."""

    generations: int
    sample_sizes: tuple[int, int]
    seed: int

    def menus(self) -> dict[str, list[str]]:
        """Sliders of its own: menus, by their names."""

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


@dataclass(frozen=True)
class LiveGaussian:
    r"""Runs of N(0, 1) refitted by mean and variance, computed in the page: `Explorer(live=...)`.

    The sample size is any whole number between two, runs and seeds do not end, and a button shows
    1,000 runs. Variables for panels: `mu`, `sigma`, `variance`, each with the dimensions replicate
    and generation; derived are `expected_variance` (exact), `typical_variance` and `typical_sigma`
    (exp of the mean logarithm: exact for `Replace`, else to first order in 1/M, and NaN where that
    is not small), `expected_sigma` (for `Replace`), and `mu_low`, `mu_high` (standard deviation
    of mu over runs, exact). Chapter "What becomes of a run".

    Parameters
    ----------
    regime
        `mc.Replace()` (None), `Accumulate`, `Mixing` and `KeepOriginal` with constant numbers,
        `Augment(real, fresh=True)` or `Subsample`; a function of M that gives one of them, and
        only changes its number of real points; or a dict of these, which becomes a menu.
        Under `Subsample` and `KeepOriginal` points are kept, at most 1000 in a data set: there
        the mean and the variance of a data set have no simple law.
    ddof
        1 for the unbiased variance, 0 for maximum likelihood; or a dict, which becomes a menu.
    generations
        Of a run.
    sample_sizes
        The smallest and the largest.
    seed
        At the start.

    Raises
    ------
    ValueError, TypeError
        For a regime that has no live chain, and numbers that are not allowed.

    Examples
    --------
    >>> chain = LiveGaussian(generations=3, sample_sizes=(2, 1000))
    >>> chain.dataset(sample_size=10).sigma.isel(replicate=0).values.round(4)
    array([1.    , 0.7889, 0.6796, 0.5998])
    """

    regime: Regimes = None
    ddof: int | Mapping[str, int] = 1
    generations: int = 100
    sample_sizes: tuple[int, int] = (2, 10_000)
    seed: int = 1
    _fits: dict[str, int] = field(init=False, repr=False, compare=False)
    _rules: dict[str, rules.Rule] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        fits = named("ddof", self.ddof)
        for name, value in fits.items():
            fits[name] = integer("ddof", value, 0, 1)
        low, high = sizes(self.sample_sizes, 2)
        integer("generations", self.generations, 1, 1000)
        integer("seed", self.seed, 0, LAST_SEED)
        regimes = named("regime", self.regime)
        found = {
            name: {"rule": "replace"} if one is None else rules.rules(one, low, high)
            for name, one in regimes.items()
        }
        object.__setattr__(self, "_fits", fits)
        object.__setattr__(self, "_rules", found)

    def menus(self) -> dict[str, list[str]]:
        """Sliders of its own: menus, by their names."""
        both = {"regime": self._rules, "fit": self._fits}
        return {name: list(choices) for name, choices in both.items() if "" not in choices}

    def start(self) -> Position:
        """The position at which a page begins."""
        return begin(self)

    def record(self) -> dict[str, Any]:
        """What the front end needs to compute it."""
        return {"law": "gaussian", "regimes": self._rules, "fits": self._fits}

    def one(self, position: Position) -> rules.Rule:
        """The rule at a position."""
        rule = self._rules[position.get("regime", "")]
        ddof = self._fits[position.get("fit", "")]
        return rules.settled(rule, position["sample_size"], self.sample_sizes[0], ddof)

    def run(self, position: Position, run: int) -> dict[str, np.ndarray]:
        """The variables of a run, generation first."""
        found = chains.gaussian(self.one(position), position["seed"], run, self.generations)
        mu, sigma = found.T
        return {"mu": mu, "sigma": sigma, "variance": sigma * sigma}

    def derived(self, position: Position) -> dict[str, np.ndarray]:
        """The derived curves at the position, from `mc.theory`."""
        return derived(self.one(position), self.generations)

    def dataset(self, **position: Any) -> xr.Dataset:
        """The runs in sight and the derived curves, at a position of the sliders."""
        return dataset(self, {**self.start(), **position})


@dataclass(frozen=True)
class LiveCategorical:
    r"""Runs of a law on states refitted by its shares, computed in the page: `Explorer(live=...)`.

    As `LiveGaussian`, under `Replace`: the Wright-Fisher chain. Variables for panels: `p` over the
    dimension `state`, `states`, how many are left, and `diversity`, $1 - \sum_k p(k)^2$; derived is
    `expected_diversity`. Chapter "Discrete distributions".

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
    array([0.7, 0.1, 0.2])
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

    def menus(self) -> dict[str, list[str]]:
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
        """The derived curve at the position."""
        first = 1 - sum(x * x for x in self.p)
        n = np.arange(self.generations + 1)
        return {"expected_diversity": first * (1 - 1 / position["sample_size"]) ** n}

    def dataset(self, **position: Any) -> xr.Dataset:
        """The runs in sight and the derived curve, at a position of the sliders."""
        return dataset(self, {**self.start(), **position})


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
