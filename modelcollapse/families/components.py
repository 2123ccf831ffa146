"""The components of a mixture: what they must be, and which continues which."""

from __future__ import annotations

from itertools import permutations

import numpy as np

from .multivariate import bures, root

FEW = 5  # up to so many components, all orders of them are tried


def precision(value: object) -> float:
    """The relative rounding error of numbers as they were given: single precision has more."""
    kind = np.asarray(value).dtype
    return float(np.finfo(kind if kind.kind == "f" else float).eps)


def shares(weights: np.ndarray, eps: float) -> np.ndarray:
    """The weights (..., K), made to sum to 1; ValueError where that takes more than rounding."""
    sums = weights.sum(axis=-1, keepdims=True)
    off = abs(sums - 1)
    if (off > max(1e-9, 8 * weights.shape[-1] * eps)).any():
        raise ValueError(f"weights must sum to 1, got a sum of {sums.flat[off.argmax()]:.12g}")
    return weights / sums


def covariances(covs: np.ndarray, eps: float) -> np.ndarray:
    """The matrices (..., N, N), made symmetric and semidefinite; ValueError where they are not.

    Both are judged by the size of each matrix and the precision in which it was given.
    """
    sizes = abs(covs).max(axis=(-2, -1))
    given = 8 * covs.shape[-1] * eps
    uneven = abs(covs - covs.swapaxes(-2, -1)).max(axis=(-2, -1))
    if (uneven > max(1e-9, given) * sizes).any():
        raise ValueError(f"covs must be symmetric, got entries that differ by {uneven.max():.3g}")
    if (uneven > 1e-9 * sizes).any():
        covs = (covs + covs.swapaxes(-2, -1)) / 2
    least = np.linalg.eigvalsh(covs)[..., 0]
    if (least < -max(1e-12, given) * sizes).any():
        raise ValueError(
            f"covs must be positive semidefinite, got an eigenvalue of {least.min():.3g}"
        )
    if (least < -1e-12 * sizes).any():
        half = root(covs)
        covs = half @ half.swapaxes(-2, -1)
    return covs


def continued(
    means: np.ndarray, covs: np.ndarray, new_means: np.ndarray, new_covs: np.ndarray
) -> np.ndarray:
    """Which of the new components continues each of the old ones, (replicates, K).

    The order that minimises the sum of squared Wasserstein-2 distances; of equal ones, the order
    as it is. means: (replicates, K, N); covs: (replicates, K, N, N).
    """
    K = means.shape[1]
    shift = ((means[:, :, None] - new_means[:, None]) ** 2).sum(axis=-1)
    cost = shift + bures(covs[:, :, None], new_covs[:, None])
    if K <= FEW:
        orders = np.array(list(permutations(range(K))))
        return orders[cost[:, np.arange(K), orders].sum(axis=-1).argmin(axis=1)]
    from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]

    return np.array([linear_sum_assignment(one)[1] for one in cost])
