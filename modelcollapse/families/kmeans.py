"""Where EM starts: k-means with the seeds of k-means++, for all replicates at once.

Lloyd's algorithm from the greedy k-means++ of Arthur and Vassilvitskii (2007), with the rules and
the random numbers of scikit-learn's KMeans(n_init=1), which the tests hold it against. Data are
kept as (replicates, dimension, size): the long axis last, where NumPy is fast.
"""

from __future__ import annotations

import numpy as np

TOLERANCE = 1e-4  # centres that move by less, as a share of the mean variance, are at rest
MOST_STEPS = 300


def k_means(across: np.ndarray, clusters: int, seeds: np.ndarray) -> np.ndarray:
    """Which cluster each point belongs to, (replicates, size).

    across: points (replicates, N, size). seeds: one for each replicate, below 2^32.
    """
    replicates, _, size = across.shape
    if clusters == 1:
        return np.zeros((replicates, size), np.int32)
    trials = 2 + int(np.log(clusters))
    uniform = draws(seeds, 1 + (clusters - 1) * trials)
    across = across - across.mean(axis=2, keepdims=True)
    return lloyd(across, first_centres(across, clusters, uniform))


def draws(seeds: np.ndarray, count: int) -> np.ndarray:
    """Uniform numbers of each seed, (replicates, count), as scikit-learn draws them."""
    stream = np.random.RandomState(0)  # only it has scikit-learn's numbers
    found = np.empty((len(seeds), count))
    for row, seed in zip(found, seeds.tolist(), strict=True):
        stream.seed(seed)  # quicker than a new one
        row[:] = stream.random_sample(count)
    return found


def first_centres(across: np.ndarray, clusters: int, uniform: np.ndarray) -> np.ndarray:
    """Points of each data set that lie far from each other, (replicates, clusters, N).

    The first is any point. The next is drawn with a probability proportional to the squared
    distance to the nearest one so far; of a few such draws, the best is kept.
    """
    rows = np.arange(len(across))
    size = across.shape[2]
    norms = (across**2).sum(axis=1)

    def squared(index: np.ndarray) -> np.ndarray:
        """Squared distances of all points to some of them, (replicates, some, size)."""
        some = across[rows[:, None], :, index]
        found = some @ across
        found *= -2
        found += np.take_along_axis(norms, index, axis=1)[..., None]
        found += norms[:, None]
        return np.maximum(found, 0, out=found)

    ones = np.ones((size, 1))  # summed by the same product as there: ties are decided by rounding
    steps = np.full(size, 1 / size).cumsum()
    chosen = [np.searchsorted(steps / steps[-1], uniform[:, 0], side="right")]
    nearest = squared(chosen[0][:, None])[:, 0]
    total = nearest @ ones
    for some in np.split(uniform[:, 1:], clusters - 1, axis=1):
        aims = some * total
        tried = (nearest.cumsum(axis=1)[:, None] < aims[..., None]).sum(axis=2)
        np.minimum(tried, size - 1, out=tried)  # an aim may lie above the sum, by rounding
        closer = squared(tried)
        np.minimum(closer, nearest[:, None], out=closer)
        totals = closer @ ones
        best = totals[..., 0].argmin(axis=1)
        nearest, total = closer[rows, best], totals[rows, best]
        chosen.append(tried[rows, best])
    return across[rows[:, None], :, np.stack(chosen, axis=1)]


def lloyd(across: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """The labels that Lloyd's algorithm comes to; replicates at rest leave the work."""
    found = np.empty((len(across), across.shape[2]), np.int32)
    left = np.arange(len(across))
    old = np.full_like(found, -1)
    tolerance = TOLERANCE * across.var(axis=2).mean(axis=1)
    for step in range(MOST_STEPS):
        labels = closest(across, centres)
        moved = averages(across, labels, centres)
        same = (labels == old).all(axis=1)
        rest = ((moved - centres) ** 2).sum(axis=(1, 2)) <= tolerance
        rest = ~same & (rest | (step == MOST_STEPS - 1))
        if rest.any():  # the labels of the centres that are given back
            labels[rest] = closest(across[rest], moved[rest])
        stay = ~(same | rest)
        found[left[~stay]] = labels[~stay]
        if not stay.any():
            break
        if not stay.all():
            across, left, tolerance = across[stay], left[stay], tolerance[stay]
        centres, old = moved[stay], labels[stay]
    return found


def closest(across: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """The centre nearest to each point, the first of equals; (replicates, size)."""
    scores = (-2 * centres) @ across
    scores += (centres**2).sum(axis=2)[..., None]  # the points' own squares change nothing
    best = scores[:, 0].copy()
    labels = np.zeros(best.shape, np.int32)
    for k in range(1, scores.shape[1]):
        np.copyto(labels, k, where=scores[:, k] < best)
        np.minimum(best, scores[:, k], out=best)
    return labels


def members(labels: np.ndarray, clusters: int) -> np.ndarray:
    """1 where a point belongs to a cluster, 0 elsewhere; (replicates, clusters, size)."""
    return (labels[:, None] == np.arange(clusters)[:, None]).astype(float)


def averages(across: np.ndarray, labels: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """The means of the clusters; an empty one gets a point that lies far from its centre."""
    member = members(labels, centres.shape[1])
    sums, counts = member @ across.swapaxes(1, 2), member.sum(axis=2)
    if not counts.all():
        for row in np.flatnonzero((counts == 0).any(axis=1)):
            refill(across[row], labels[row], centres[row], sums[row], counts[row])
    means = sums / np.maximum(counts, 1)[..., None]
    for row, k in np.argwhere(counts == 0):  # still empty: all points lie on centres
        means[row, k] = means[row, counts[row].argmax()]
    return means


def refill(
    across: np.ndarray,
    labels: np.ndarray,
    centres: np.ndarray,
    sums: np.ndarray,
    counts: np.ndarray,
) -> None:
    """Give each empty cluster of one replicate the point farthest from its centre, in place."""
    empty = np.flatnonzero(counts == 0)
    distances = ((across - centres[labels].T) ** 2).sum(axis=0)
    if distances.max() == 0:  # fewer different points than clusters
        return
    far = np.argpartition(distances, -len(empty))[: -len(empty) - 1 : -1]
    for k, point in zip(empty, far, strict=True):
        sums[labels[point]] -= across[:, point]
        counts[labels[point]] -= 1
        sums[k], counts[k] = across[:, point], 1
