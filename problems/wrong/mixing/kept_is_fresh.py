"""Old real data are taken for new real data."""

import modelcollapse as mc

LOSES = {"q5": 1}


def risks(M, n, fraction, rng):
    regimes = {
        "replace": mc.Replace(),
        "accumulate": mc.Accumulate(),
        "subsample": mc.Subsample(),
        "keep": mc.Mixing(1 - fraction, 0, fraction),
        "fresh": mc.Mixing(1 - fraction, 0, fraction),
    }
    means = {}
    for name, regime in regimes.items():
        trace = mc.run(
            mc.Gaussian(ddof=0),
            sample_size=M,
            generations=n,
            regime=regime,
            replicates=4000,
            rng=rng,
        )
        means[name] = float(mc.squared_distance(trace).mean("replicate")[-1])
    return means
