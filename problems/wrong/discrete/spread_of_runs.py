"""The standard deviation of a run in the place of the standard error of the mean."""

import modelcollapse as mc

LOSES = {"q6": 1}


def states_left(p, M, n, rng):
    trace = mc.run(mc.Categorical(p), sample_size=M, generations=n, replicates=2000, rng=rng)
    left = (trace.p.values[-1] > 0).sum(axis=-1)
    return left.mean(), left.std(ddof=1)
