"""The steps of expectation maximisation, each for many replicates at once.

Data are kept as (replicates, dimension, size): the long axis last, where NumPy is fast. The long
arrays are (replicates, K, N, size), and few of them are made.
"""

from __future__ import annotations

import numpy as np

EPSILON = float(np.finfo(float).eps)


def raised(covs: np.ndarray, floor: np.ndarray) -> np.ndarray:
    """The covariances with the floor of each replicate on their diagonals."""
    return covs + floor[:, None, None, None] * np.eye(covs.shape[-1])


def whitening(covs: np.ndarray) -> np.ndarray:
    """The inverses of the lower Cholesky factors, NaN for a singular covariance; (..., N, N)."""
    try:
        lower = np.linalg.cholesky(covs)
    except np.linalg.LinAlgError:  # one of them is singular: which?
        lower = np.empty_like(covs)
        for place in np.ndindex(covs.shape[:-2]):
            try:
                lower[place] = np.linalg.cholesky(covs[place])
            except np.linalg.LinAlgError:
                lower[place] = np.nan
    inverse = np.zeros_like(lower)
    for j in range(covs.shape[-1]):  # row after row, by forward substitution
        row = lower[..., j, None, :j] @ inverse[..., :j, :]
        inverse[..., j, :] = -row[..., 0, :]
        inverse[..., j, j] += 1
        inverse[..., j, :] /= lower[..., j, j, None]
    return inverse


def e_step(
    across: np.ndarray, weights: np.ndarray, means: np.ndarray, white: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The mean log-likelihood of a point (replicates,), and the shares of the components in each.

    The shares, (replicates, K, size), sum to 1 for each point.
    """
    replicates, K, N = means.shape
    gaps = white.reshape(replicates, K * N, N) @ across
    gaps -= (white @ means[..., None]).reshape(replicates, K * N, 1)
    np.square(gaps, out=gaps)
    share = gaps.reshape(replicates, K, N, -1).sum(axis=2)
    share *= -0.5
    log_width = np.log(np.diagonal(white, axis1=2, axis2=3)).sum(axis=2)
    share += (np.log(weights) + log_width - N / 2 * np.log(2 * np.pi))[..., None]
    top = share.max(axis=1, keepdims=True)
    share -= top
    np.exp(share, out=share)
    total = share.sum(axis=1, keepdims=True)
    share /= total
    np.log(total, out=total)
    total += top
    return total.mean(axis=(1, 2)), share


def m_step(
    across: np.ndarray, share: np.ndarray, floor: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What the shares say: the number of points, the mean and the covariance of each component."""
    counts = share.sum(axis=2) + 10 * EPSILON  # a component without points divides by it
    means = share @ across.swapaxes(1, 2) / counts[..., None]
    gaps = across[:, None] - means[..., None]
    covs = (gaps * share[:, :, None]) @ gaps.swapaxes(2, 3)
    covs /= counts[..., None, None]
    return counts, means, raised(covs, floor)
