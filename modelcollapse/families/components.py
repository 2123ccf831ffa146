"""The components of a mixture: which of the new ones continues which of the old."""

from __future__ import annotations

from itertools import permutations

import numpy as np

from .multivariate import bures

FEW = 5  # up to so many components, all orders of them are tried


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
