"""Systematic resampling: the right mean share, hardly any variance."""

import numpy as np

LOSES = {"q1": 2}


def resample(counts, size, rng):
    steps = np.cumsum(counts) / np.sum(counts)
    points = (np.arange(size) + rng.random()) / size
    return np.bincount(np.searchsorted(steps, points, side="right"), minlength=len(counts))
