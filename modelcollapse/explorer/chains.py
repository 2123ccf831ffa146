"""Live runs as `chains.js` and `states.js` compute them, line by line, one run at a time."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, sqrt
from typing import Any

import numpy as np

from .streams import Stream


class Data:
    """A generation's data: number of points, mean, sum of squares; and points that are kept."""

    def __init__(self) -> None:
        self.points: list[float] = []
        self.stream = Stream(0, 0, 0)
        self.empty()

    def empty(self) -> None:
        """No data."""
        self.size, self.mean, self.squares = 0, 0.0, 0.0

    def pool(self, count: int, mean: float, squares: float) -> None:
        """Add points that are known by their number, mean and sum of squares."""
        gap, share = mean - self.mean, count / (self.size + count)
        self.mean += gap * share
        self.squares += squares + gap * gap * share * self.size
        self.size += count

    def draw(self, count: int, mu: float, sigma: float) -> None:
        """Add points of N(mu, sigma^2): mean and sum of squares are drawn (Cochran 1934)."""
        if count == 0:
            return
        mean = mu + sigma * self.stream.normal() / sqrt(count)
        freedom, x = (count - 1) / 2, self.stream.other
        wide = sigma * sigma * 2 * self.stream.gamma(freedom, x) if count > 1 else 0.0
        self.pool(count, mean, wide)

    def keep(self, count: int, mu: float, sigma: float) -> None:
        """Draw points and keep them, two at a time."""
        for i in range(0, count, 2):
            self.points.append(mu + sigma * self.stream.normal())
            if i + 1 < count:
                self.points.append(mu + sigma * self.stream.other)

    def choose(self, count: int) -> None:
        """Add points that are kept, chosen at random without replacement."""
        points = self.points
        for i in range(count):
            at = i + floor(self.stream.uniform() * (len(points) - i))
            points[i], points[at] = points[at], points[i]
            self.pool(1, points[i], 0.0)


Models = Sequence[tuple[float, float]]


def fill(data: Data, one: dict[str, Any], models: Models) -> None:
    """Draw the data of the next generation, by the rule."""
    rule, M, first = one["rule"], one["M"], len(models) == 1
    if rule != "accumulate" or first:
        data.empty()
    if first:
        data.points = []
    if rule == "augment" and not first:
        data.draw(one["real"], 0.0, 1.0)
    if rule in ("replace", "accumulate", "augment"):
        data.draw(M, *models[-1])
    elif rule == "mix":
        mixed(data, one, models)
    elif rule == "keep" and not first:
        data.choose(one["real"])
        data.draw(M - one["real"], *models[-1])
    else:  # subsample, and the first data set of which some are kept
        data.keep(M, *models[-1])
        data.choose(M)


def mixed(data: Data, one: dict[str, Any], models: Models) -> None:
    """Each point is the newest model's, or real, or else of the last law, which asks again."""
    alpha, gamma, left, real = one["alpha"], one["gamma"], one["M"], 0
    for model in models[:0:-1]:
        if not left:
            break
        newest = data.stream.binomial(left, alpha)
        data.draw(newest, *model)
        left -= newest
        fresh = data.stream.binomial(left, gamma / (1 - alpha)) if alpha < 1 else 0
        real += fresh
        left -= fresh
    data.draw(real + left, 0.0, 1.0)


def gaussian(one: dict[str, Any], seed: int, run: int, generations: int) -> np.ndarray:
    """mu and sigma of the generations 0 ... n of a run, (n + 1, 2)."""
    made, models, data = [(0.0, 1.0)], [(0.0, 1.0)], Data()
    wide = sqrt(one["bias"])
    for g in range(1, generations + 1):
        data.stream = Stream(seed, run, g)
        fill(data, one, models)
        made.append((data.mean, sqrt(data.squares / (data.size - one["ddof"]))))
        models.append((data.mean, wide * made[-1][1]))  # as data are drawn from it
    return np.array(made)


def categorical(law: Sequence[float], M: int, seed: int, run: int, generations: int) -> np.ndarray:
    """The probabilities of the generations 0 ... n of a run, (n + 1, K)."""
    counts: list[float] = list(law)
    made, total = [list(law)], 1.0
    for g in range(1, generations + 1):
        stream = Stream(seed, run, g)
        left, rest, last = M, total, max(k for k, share in enumerate(counts) if share)
        for k in range(last + 1):
            share = counts[k]
            chance = min(1.0, share / rest) if k < last else 1.0
            counts[k] = left if k == last else stream.binomial(left, chance)
            rest -= share
            left -= int(counts[k])
        total = M
        made.append([count / M for count in counts])
    return np.array(made)
