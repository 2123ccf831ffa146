"""Derived curves of live chains, from the closed forms of `modelcollapse.theory`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

SMALL = 0.5  # what is derived to first order is shown as long as both numbers are below this
LARGEST = 1000  # points, up to which a page has the time to multiply by the binomial matrix


def moments(one: dict[str, Any], n: int) -> np.ndarray:
    """E sigma_i^2 and Var mu_i of the generations 0 ... n, (n + 1, 2)."""
    from ..theory import fates, pooling

    M, d, rule = one["M"], one["ddof"], one["rule"]
    if rule in ("accumulate", "subsample"):
        path = getattr(pooling, f"{rule}_path")(M, n, ddof=d)
    elif rule == "keep" and one["real"]:
        path = pooling.kept_path(M, n, one["real"], ddof=d)
    elif rule == "augment" and one["real"]:
        path = fates.augment_path(M, n, one["real"], ddof=d)
    else:
        weights = [one[name] for name in ("alpha", "beta", "gamma")] if rule == "mix" else [1, 0, 0]
        path = pooling.mixing_path(M, n, *weights, ddof=d)
    return np.array(path, dtype=float)


def derived(one: dict[str, Any], n: int) -> dict[str, np.ndarray]:
    """The curves of `LiveGaussian`, each over the generations 0 ... n."""
    from ..theory import gaussian
    from ..theory.fates import mixing_log_drift

    M, d, i = one["M"], one["ddof"], np.arange(n + 1)
    v, V = moments(one, n).T
    grown = one["bias"] ** np.maximum(0.0, i - 1.0)  # by the bias alone: the first data are real
    if one["bias"] != 1:
        v = v * grown
        V = np.cumsum([0.0, 1 / M, *one["bias"] * v[1:-1] / M])
    sigma = np.full(n + 1, np.nan)
    if one["rule"] == "replace" or one["real"] == 0:
        log = i * (float(gaussian.log_drift(M)) + (0 if d else np.log1p(-1 / M)))
        sigma = (float(gaussian.expected_sigma([M])) * np.sqrt((M - 1) / (M - d))) ** i
        sigma = sigma * np.sqrt(grown)
    elif one["rule"] == "mix" and not one["gamma"]:
        step = float(mixing_log_drift(M, one["alpha"], ddof=d))
        log = np.where(i > 0, v[1] - 1 - V[1] + (i - 1) * step, 0.0)
    else:
        log = np.where((np.abs(v - 1) <= SMALL) & (V <= SMALL), v - 1 - V, np.nan)
    paper = np.where(i > 0, i / M + 0.5 / M, 0.0) if one["bias"] == 1 else np.nan
    return {
        "expected_variance": v,
        "typical_variance": np.exp(log) * grown,
        "expected_sigma": sigma,
        "typical_sigma": np.exp(log / 2) * np.sqrt(grown),
        "risk": v + V + 1 - 2 * sigma,
        "paper_risk": np.where(np.isnan(sigma), np.nan, paper),
        "mu_low": 0.0 - np.sqrt(V),
        "mu_high": np.sqrt(V),
    }


def expected_states(law: Sequence[float], M: int, n: int) -> np.ndarray:
    """The mean number of states left after 0 ... n fits, as `theory.discrete.survivors` has one."""
    from ..theory.discrete import binomial

    mean = np.full(n + 1, np.nan)
    mean[0] = np.count_nonzero(law)
    if M <= LARGEST:
        counts = np.arange(M + 1)
        step, hits = binomial(M, counts / M), binomial(M, np.array(law))
        alive = (counts > 0).astype(float)
        for i in range(1, n + 1):
            mean[i] = (hits @ alive).sum()
            alive = step @ alive
    return mean
