"""Every chain of the sample size, whatever its start, tolerance and law."""

import numpy as np

LOSES = {"q3": 2}


def stored_shares(result, sample_size, generation):
    runs = result.isel(chain=np.flatnonzero(result.sample_size == sample_size)).sortby("seed")

    def variance(run):
        within = run.covs.isel(axis=0, axis_=0) + run.covs.isel(axis=1, axis_=1)
        mean = (run.weights * run.means).sum("component", skipna=False)
        around = ((run.means - mean) ** 2).sum("axis", skipna=False)
        return (run.weights * (within + around)).sum("component", skipna=False)

    left = variance(runs.sel(generation=generation)) / variance(runs.sel(generation=0))
    return left.values[~np.isnan(left.values)]
