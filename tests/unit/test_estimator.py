"""Estimators of scikit-learn as families, and the metrics."""

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression
from sklearn.mixture import GaussianMixture
from sklearn.neighbors import KernelDensity

import modelcollapse as mc
from tests.chance import has_mean

SPREAD = {"variance": lambda model, data, law: np.nan if data is None else data.values.var(ddof=1)}


def test_a_kernel_density_grows_by_its_bandwidth():
    """Points of a density of bandwidth h have the variance of its data (divisor M) plus h^2."""
    size, runs, width = 20, 400, 0.5
    data = np.random.default_rng(0).standard_normal(size)
    trace = mc.run(
        data, model=mc.Estimator(KernelDensity(bandwidth=width)), sample_size=size,
        generations=2, replicates=runs, metrics=SPREAD, rng=1,
    )  # fmt: skip
    second = trace.variance.isel(generation=2)
    assert has_mean(second, data.var() + width**2)
    assert not has_mean(second, data.var(ddof=1) + 2 * width**2)


def test_a_regressor_that_learns_its_own_answers_loses_like_n():
    """With known noise the error of the slope adds up: E (slope - 1)^2 grows like n."""
    rng = np.random.default_rng(3)
    x = rng.standard_normal(30)
    rows = np.column_stack([x, x + rng.standard_normal(30)])
    family = mc.Estimator(LinearRegression(), noise=1.0)
    slope = {"slope": lambda model, data, law: model.fitted.coef_[0]}
    trace = mc.run(
        rows, model=family, sample_size=30, generations=6, replicates=300, metrics=slope, rng=4
    )
    start = trace.slope.isel(generation=1)
    gaps = [((trace.slope.isel(generation=n) - start) ** 2).mean() for n in (2, 6)]
    assert 2 < gaps[1] / gaps[0] < 12, "five more steps of one size"


def test_an_estimator_is_left_as_it_was():
    given = GaussianMixture(2)
    data = np.random.default_rng(0).standard_normal((50, 2))
    options = {"model": mc.Estimator(given), "sample_size": 50, "generations": 2, "replicates": 2}
    first, second = (mc.run(data, **options) for _ in "ab")
    np.testing.assert_array_equal(first.score, second.score)
    assert not hasattr(given, "means_")
    import joblib

    with joblib.parallel_config(n_jobs=2):
        np.testing.assert_array_equal(first.score, mc.run(data, **options).score)


@pytest.mark.parametrize("wrong", [3, KernelDensity, object()])
def test_what_is_no_estimator(wrong):
    with pytest.raises(TypeError, match="estimator must be an estimator of scikit-learn"):
        mc.Estimator(wrong)


def test_metrics_are_in_the_trace():
    law = mc.Categorical([0.1, 0.2, 0.7])
    trace = mc.run(
        law, sample_size=10, generations=30, replicates=5,
        metrics={"tv": mc.metrics.total_variation},
    )  # fmt: skip
    np.testing.assert_allclose(trace.tv, abs(trace.p - trace.p[0]).sum("state") / 2)
    far = mc.run(mc.Gaussian(), metrics={"share": mc.metrics.tail_share(2)}, replicates=3)
    assert far.share.isel(generation=0).values == pytest.approx([1, 1, 1])


@pytest.mark.parametrize(
    ("metrics", "message"),
    [
        (3, "metrics must be a dict of functions by name, got 3"),
        ({"generation": len}, "metrics must have names that the trace does not use"),
        ({"a": 1}, r"metrics\['a'\] must be a function, got 1"),
    ],
)
def test_metrics_are_checked_before_any_work(metrics, message):
    with pytest.raises((ValueError, TypeError), match=message):
        mc.run(mc.Gaussian(), metrics=metrics)


def test_a_metric_of_another_shape_is_named():
    with pytest.raises(ValueError, match="'a' must be recorded as numbers, one for each of 7"):
        mc.run(mc.Gaussian(), replicates=7, metrics={"a": lambda model, data, law: 1.0})
