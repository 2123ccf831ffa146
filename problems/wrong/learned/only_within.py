"""The mean covariance of the components, without the spread of their means."""

import numpy as np

LOSES = {"q1": 2}


def whole(weights, means, covs):
    return weights @ means, np.einsum("k,kij->ij", weights, covs)
