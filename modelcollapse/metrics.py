r"""Metrics for `run(metrics=...)`: what has become of the original law, generation by generation.

Each is a function of (model, data, law): the newest model, the data set that it was fitted to (None
in generation 0), and the original law. It gives one number for each replicate.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .datasets.points import Points
from .validation import array, integer, kind, positive, real

Metric = Callable[[Any, Any, Any], Any]


def total_variation(model: Any, data: Any, law: Any) -> np.ndarray:
    r"""The total variation distance of two discrete laws, $\frac12\sum_k |p_n(k) - p_0(k)|$.

    Parameters
    ----------
    model, law
        `Categorical` with the same states.
    data
        Not used.

    Returns
    -------
    numpy.ndarray
        (replicates,), from 0 to 1.

    Raises
    ------
    TypeError
        For laws that have no states.

    Examples
    --------
    >>> import modelcollapse as mc
    >>> float(total_variation(mc.Categorical([0.5, 0.5]), None, mc.Categorical([0.9, 0.1])))
    0.4
    """
    for name, value in (("model", model), ("law", law)):
        if not hasattr(value, "p"):
            raise TypeError(f"{name} must be a Categorical, got {kind(value)}")
    return np.abs(model.p - law.p).sum(axis=-1) / 2


def tail_share(deviations: float = 3.0) -> Metric:
    r"""A metric: the model's mass beyond so many original standard deviations, over the law's own.

    $P(|X_n - \mu_0| > c\,\sigma_0) / P(|X_0 - \mu_0| > c\,\sigma_0)$ for one-dimensional Gaussians;
    1 in generation 0, and 0 when the tails are gone.

    Parameters
    ----------
    deviations
        c, greater than 0.

    Returns
    -------
    collections.abc.Callable
        The metric; it gives (replicates,).

    Examples
    --------
    >>> import modelcollapse as mc
    >>> share = tail_share(2.0)(mc.Gaussian(sigma=0.5), None, mc.Gaussian())
    >>> print(f"{float(share):.5f}")
    0.00139
    """
    c = positive("deviations", deviations)

    def tail(model: Any, data: Any, law: Any) -> np.ndarray:
        from scipy.special import ndtr  # type: ignore[import-untyped]

        for name, value in (("model", model), ("law", law)):
            if not (hasattr(value, "mu") and hasattr(value, "sigma")):
                raise TypeError(f"{name} must be a Gaussian, got {kind(value)}")
        low, high = law.mu - c * law.sigma, law.mu + c * law.sigma
        with np.errstate(divide="ignore", invalid="ignore"):  # a model that is a single point
            mass = ndtr((low - model.mu) / model.sigma)
            mass = mass + ndtr((model.mu - high) / model.sigma)
        at = np.asarray((model.mu < low) | (model.mu > high), dtype=float)
        return np.where(np.asarray(model.sigma) == 0, at, mass) / (2 * ndtr(-c))

    return tail


def energy_distance(reference: Any) -> Metric:
    r"""A metric: the energy distance of each generation's data to reference points.

    $\big(2\,E|X-Y| - E|X-X'| - E|Y-Y'|\big)^{1/2}$ with X from the data and Y from the reference,
    means over all pairs of different points, which makes the square unbiased (Szekely and Rizzo
    2013). A square below 0 gives 0.

    Parameters
    ----------
    reference
        Points of the original law, (size,) or (size, dimension), at least two.

    Returns
    -------
    collections.abc.Callable
        The metric; it gives (replicates,), in the root of the data's units, NaN in generation 0.

    Examples
    --------
    >>> distance = energy_distance([0.0, 1.0])
    >>> distance(None, Points([[0.0, 1.0], [5.0, 6.0]]), None).round(2)
    array([0.  , 2.83])
    """
    points = Points.one(reference).values[0]
    points = points[:, None] if points.ndim == 1 else points
    if len(points) < 2:
        raise ValueError(f"reference must have at least 2 points, got {len(points)}")

    def pairs(x: np.ndarray, y: np.ndarray, same: bool) -> float:
        gaps = np.sqrt(((x[:, None] - y[None]) ** 2).sum(-1))
        return float(gaps.sum() / (len(x) * (len(y) - same)))

    own = pairs(points, points, True)

    def energy(model: Any, data: Any, law: Any) -> Any:
        if data is None:
            many = np.shape(getattr(model, "mu", np.nan))
            return np.full(many, np.nan)
        sets = data.values if isinstance(data, Points) else array("data", data)[None]
        sets = sets[..., None] if sets.ndim == 2 else sets
        squares = [2 * pairs(x, points, False) - pairs(x, x, True) - own for x in sets]
        found = np.sqrt(np.maximum(squares, 0))
        return found if hasattr(model, "replicate") or model is None else found[0]

    return energy


def distinct(n: int = 2) -> Metric:
    """A metric: how many different n-grams the data hold, as a share of all (Li et al. 2016).

    Parameters
    ----------
    n
        Tokens of an n-gram, at least 1.

    Returns
    -------
    collections.abc.Callable
        The metric for one replicate of blocks of tokens, (1, blocks, length): a number from 0
        to 1, NaN in generation 0.

    Examples
    --------
    >>> distinct(2)(None, Points([[[1, 2, 1, 2], [1, 2, 3, 3]]]), None)
    0.6666666666666666
    """
    n = integer("n", n, 1)

    def share(model: Any, data: Any, law: Any) -> float:
        if data is None:
            return np.nan
        blocks = np.asarray(data.values if isinstance(data, Points) else data)
        blocks = blocks.reshape(-1, blocks.shape[-1])
        if blocks.shape[1] < n:
            raise ValueError(f"n must be at most the {blocks.shape[1]} tokens of a block, got {n}")
        grams = np.lib.stride_tricks.sliding_window_view(blocks, n, axis=1).reshape(-1, n)
        return len(np.unique(grams, axis=0)) / len(grams)

    return share


def perplexity(blocks: Any) -> Metric:
    r"""A metric: the model's perplexity on held-out blocks, $e^{\text{mean} -\log p}$.

    Parameters
    ----------
    blocks
        Token numbers, (size, length), which no generation learns from.

    Returns
    -------
    collections.abc.Callable
        The metric for a family with `losses(blocks)`, such as `LanguageModel`; NaN for a law
        without it.
    """
    held = np.asarray(array("blocks", blocks))

    def measured(model: Any, data: Any, law: Any) -> float:
        if not callable(getattr(model, "losses", None)):
            return np.nan
        return float(np.exp(real("the mean loss", model.losses(held)[0].mean())))

    return measured
