"""The spread of the values in the place of the uncertainty of their mean."""

import numpy as np

LOSES = {"q6": 2}


def interval(values, level, draws, rng):
    drawn = rng.choice(values, draws)
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return low, high
