"""The same seed gives the same numbers in one process, in two, in threads and on a Dask cluster.

`FAMILIES` has every family and `REGIMES` every regime; a new one joins its list.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import cache

import joblib
import numpy as np
import pytest
import xarray as xr
from sklearn.neighbors import KernelDensity

import modelcollapse as mc

pytest.importorskip("torch")
pytest.importorskip("transformers")

TOKENS, LENGTH = 7, 4
TEXT = np.random.default_rng(0).integers(0, TOKENS, (12, LENGTH))
PICTURES = np.random.default_rng(1).random((12, 5))
POINTS = np.random.default_rng(2).standard_normal(12)
MIXTURE = mc.GaussianMixture([0.5, 0.5], [[-2.0], [2.0]], np.ones((2, 1, 1)))

EXACT = {
    "replace": mc.Replace(),
    "mixing": mc.Mixing(0.5, 0.3, 0.2),
    "accumulate": mc.Accumulate(),
    "subsample": mc.Subsample(),
    "keep original": mc.KeepOriginal(0.4),
    "augment": mc.Augment(3, fresh=True),
    "weighted": mc.Weighted(0.3),
}
ON_POINTS = {name: regime for name, regime in EXACT.items() if name != "weighted"}
ON_POINTS["filter"] = mc.Filter(lambda x: x.sum(axis=tuple(range(2, x.ndim))) > -9)
NETWORKS = {"replace": mc.Replace(), "subsample": mc.Subsample()}  # a fit costs a second

FAMILIES = {  # a law, the family that is fitted (None: the law's own), and regimes
    "gaussian": (mc.Gaussian(mu=1.0, sigma=2.0), None, EXACT),
    "gaussian, biased": (mc.Gaussian(bias=0.9), None, EXACT),
    "multivariate": (mc.MultivariateGaussian(np.zeros(3), np.diag([2.0, 1, 0.5])), None, EXACT),
    "categorical": (mc.Categorical([0.5, 0.3, 0.2, 0.0]), None, EXACT),
    "bernoulli": (mc.Bernoulli(m=0.3), None, EXACT),
    "poisson": (mc.Poisson(m=2.0), None, EXACT),
    "gamma": (mc.Gamma(shape=2.0), None, EXACT),
    "inverse gaussian": (mc.InverseGaussian(), None, EXACT),
    "hyperbolic secant": (mc.HyperbolicSecant(), None, EXACT),
    "quadratic variance": (mc.QuadraticVariance(m=2.0, v1=1.0, v2=0.5), None, EXACT),
    "mixture": (MIXTURE, None, ON_POINTS),
    "estimator": (POINTS, mc.Estimator(KernelDensity(bandwidth=0.3)), ON_POINTS),
    "autoencoder": (PICTURES, mc.VAE(latent=2, hidden=(3,), epochs=1, batch_size=10), NETWORKS),
    "language": (
        mc.Empirical(TEXT),
        mc.LanguageModel.small(vocabulary=TOKENS, width=8, layers=1, heads=2, context=2 * LENGTH,
                               epochs=1, length=LENGTH, validation=TEXT[:4]),
        NETWORKS,
    ),
}  # fmt: skip


def swept(family: str, seed: int = 0) -> xr.Dataset:
    """A small sweep of a family over its regimes."""
    law, model, regimes = FAMILIES[family]
    options = {"sample_size": [6, 9], "generations": 3, "replicates": 2, "rng": seed}
    return mc.sweep(law, model=model, regime=regimes, **options)


@pytest.fixture(scope="module")
def alone() -> Callable[[str], xr.Dataset]:
    """Gives what one process makes of a family, and makes it once."""
    return cache(swept)


@contextmanager
def dask() -> Iterator[None]:
    """A cluster of two processes on this machine."""
    distributed = pytest.importorskip("distributed")
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    )
    with cluster, distributed.Client(cluster), joblib.parallel_config(backend="dask"):
        yield


WAYS = {
    "again": nullcontext,
    "two processes": lambda: joblib.parallel_config(n_jobs=2),
    "threads": lambda: joblib.parallel_config(backend="threading", n_jobs=4),
    "dask": dask,
}


@pytest.fixture(scope="module", params=WAYS)
def way(request: pytest.FixtureRequest) -> Iterator[str]:
    """A way to run sweeps, set up once for all families."""
    with WAYS[request.param]():
        yield request.param


@pytest.mark.filterwarnings("default")  # the cluster's own
@pytest.mark.parametrize("family", FAMILIES)
def test_the_same_seed_gives_the_same_numbers(
    way: str, family: str, alone: Callable[[str], xr.Dataset]
) -> None:
    with joblib.parallel_config(backend="sequential"):
        expected = alone(family)
    xr.testing.assert_identical(swept(family), expected)


@pytest.mark.parametrize("family", FAMILIES)
def test_another_seed_gives_other_numbers(family: str, alone: Callable[[str], xr.Dataset]) -> None:
    assert not alone(family).equals(swept(family, seed=1))
