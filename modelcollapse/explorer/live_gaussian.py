"""Runs of the Gaussian, computed in the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import xarray as xr

from ..validation import integer, real, told
from . import chains, rules
from .derived import derived
from .live import LAST_SEED, Position, begin, dataset, named, sizes

Regimes = Any | Callable[[Any], Any] | Mapping[str, Any]


def growing(name: str, values: Any, top: float = 1) -> tuple[float, ...]:
    """Numbers between 0 and the top, each larger than the one before."""
    if isinstance(values, str) or not isinstance(values, Sequence):
        raise TypeError(f"{name} must be a list of numbers, got {told(values)}")
    found = tuple(real(name, value, 0, top) for value in values)
    if any(right <= left for left, right in pairwise(found)):
        raise ValueError(f"{name} must grow, got {told(list(found))}")
    return found


def at_each(regime: Any, shares: Sequence[float]) -> list[Any]:
    """The regime at each share, or the one that there is."""
    if not shares:
        return [regime]
    if not callable(regime):
        raise TypeError(f"regime must be a function of a share, as shares ask, got {told(regime)}")
    return [regime(share) for share in shares]


@dataclass(frozen=True)
class LiveGaussian:
    r"""Runs of N(0, 1) refitted by mean and variance, computed in the page: `Explorer(live=...)`.

    The sample size is any whole number between two, runs and seeds do not end, and a button shows
    1,000 runs. Variables for panels: `mu`, `sigma`, `variance` and `distance`, each with the
    dimensions replicate and generation; derived are `expected_variance` (exact),
    `typical_variance` and `typical_sigma` (exp of the mean logarithm: exact for `Replace`, else to
    first order in 1/M, and NaN where that is not small), for `Replace` `expected_sigma`, `risk`
    and `paper_risk`, the paper's equation 4, and `mu_low`, `mu_high` (standard deviation of mu
    over runs, exact). Chapters "What becomes of a run" and "The Wasserstein risk".

    Parameters
    ----------
    regime
        `mc.Replace()` (None), `Accumulate`, `Mixing` and `KeepOriginal` with constant numbers,
        `Augment(real, fresh=True)` or `Subsample`; a function of M that gives one of them, and
        only changes its number of real points; or a dict of these, which becomes a menu. Where
        shares are given, functions of a share that give one of these.
        Under `Subsample` and `KeepOriginal` points are kept, at most 1000 in a data set: there
        the mean and the variance of a data set have no simple law.
    shares
        Values of a slider `share`; an empty list, and there is none.
    biases
        Likewise of a slider `bias`, for `Replace` alone: as `mc.Gaussian(bias=...)`, at most 2.
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
    array([1.    , 0.7557, 0.7041, 0.9015])
    """

    regime: Regimes = None
    ddof: int | Mapping[str, int] = 1
    generations: int = 100
    sample_sizes: tuple[int, int] = (2, 10_000)
    seed: int = 1
    shares: Sequence[float] = ()
    biases: Sequence[float] = ()
    _fits: dict[str, int] = field(init=False, repr=False, compare=False)
    _rules: dict[str, list[rules.Rule]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        fits = named("ddof", self.ddof)
        for name, value in fits.items():
            fits[name] = integer("ddof", value, 0, 1)
        low, high = sizes(self.sample_sizes, 2)
        integer("generations", self.generations, 1, 1000)
        integer("seed", self.seed, 0, LAST_SEED)
        shares, biases = growing("shares", self.shares), growing("biases", self.biases, 2)
        found = {
            name: [rules.rules(one, low, high) for one in at_each(regime, shares)]
            for name, regime in named("regime", self.regime).items()
        }
        if biases and any(rule["rule"] != "replace" for each in found.values() for rule in each):
            raise ValueError(f"biases need the regime Replace alone, got {told(self.regime)}")
        object.__setattr__(self, "_fits", fits)
        object.__setattr__(self, "biases", biases)
        object.__setattr__(self, "shares", shares)
        object.__setattr__(self, "_rules", found)

    def menus(self) -> dict[str, list[Any]]:
        """Sliders of its own, by their names: menus, the share and the bias."""
        both: dict[str, dict[str, Any]] = {"regime": self._rules, "fit": self._fits}
        menus = {name: list(choices) for name, choices in both.items() if "" not in choices}
        numbers = {"share": list(self.shares), "bias": list(self.biases)}
        return menus | {name: values for name, values in numbers.items() if values}

    def start(self) -> Position:
        """The position at which a page begins."""
        return begin(self)

    def record(self) -> dict[str, Any]:
        """What the front end needs to compute it."""
        regimes = {name: one if self.shares else one[0] for name, one in self._rules.items()}
        shares = {"shares": list(self.shares)} if self.shares else {}
        return {"law": "gaussian", "regimes": regimes, "fits": self._fits, **shares}

    def one(self, position: Position) -> rules.Rule:
        """The rule at a position."""
        listed = self._rules[position.get("regime", "")]
        rule = listed[self.shares.index(position["share"]) if self.shares else 0]
        ddof = self._fits[position.get("fit", "")]
        M, bias = position["sample_size"], position.get("bias", 1)
        return rules.settled(rule, M, self.sample_sizes[0], ddof, bias)

    def run(self, position: Position, run: int) -> dict[str, np.ndarray]:
        """The variables of a run, generation first."""
        found = chains.gaussian(self.one(position), position["seed"], run, self.generations)
        mu, sigma = found.T
        distance = mu**2 + (1 - sigma) ** 2
        return {"mu": mu, "sigma": sigma, "variance": sigma * sigma, "distance": distance}

    def derived(self, position: Position) -> dict[str, np.ndarray]:
        """The derived curves at the position, from `mc.theory`."""
        return derived(self.one(position), self.generations)

    def dataset(self, **position: Any) -> xr.Dataset:
        """The runs in sight and the derived curves, at a position of the sliders."""
        return dataset(self, {**self.start(), **position})
