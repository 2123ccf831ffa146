"""The place of the first True, which is 0 also where there is none."""

import numpy as np

LOSES = {"q4": 1}


def gone_at(weights, generation, threshold):
    below = np.asarray(weights).min(axis=1) < threshold
    return float(np.asarray(generation)[np.argmax(below)])
