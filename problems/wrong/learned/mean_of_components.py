"""The components' own variances, without the spread of their means."""

import numpy as np

import modelcollapse as mc

LOSES = {"q2": 3}


def shares(law, M, generations, replicates, rng):
    trace = mc.run(law, sample_size=M, generations=generations, replicates=replicates, rng=rng)
    within = np.trace(trace.covs.values, axis1=-2, axis2=-1)
    variance = (trace.weights.values * within).sum(-1)
    return variance / variance[0]
