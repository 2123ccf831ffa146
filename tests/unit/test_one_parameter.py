"""Families with one parameter: what they take, what they are, and the law that never collapses."""

import numpy as np
import pandas as pd
import pytest
from scipy import integrate, special, stats

import modelcollapse as mc
from modelcollapse.families.secant_sums import draw
from tests.chance import has_law, has_mean, same_law

RUNS = 50_000
QUADRATIC = {
    "normal": mc.QuadraticVariance(m=1.0, v0=4.0),
    "poisson": mc.QuadraticVariance(m=1.0, v0=2.0, v1=4.0),
    "poisson, mirrored": mc.QuadraticVariance(m=-1.0, v0=2.0, v1=-4.0),
    "binomial": mc.QuadraticVariance(m=0.2, v0=1.0, v1=0.5, v2=-0.25),
    "gamma": mc.QuadraticVariance(m=0.5, v0=1.0, v1=2.0, v2=1.0),
    "negative binomial": mc.QuadraticVariance(m=2.0, v0=-0.5, v1=0.3, v2=0.4),
    "hyperbolic secant": mc.QuadraticVariance(m=2.0, v0=3.0, v1=1.0, v2=0.4),
}


def means(law, size, seed=0):
    """Fitted means of many data sets."""
    many = law.replicate(RUNS)
    return many.fit(many.sample(size, rng=np.random.default_rng(seed))).m


@pytest.mark.parametrize("name", QUADRATIC)
@pytest.mark.parametrize("size", [1, 7])
def test_a_quadratic_family_has_its_mean_and_its_variance(name, size):
    law = QUADRATIC[name]
    found = means(law, size)
    assert has_mean(found, law.m)
    assert has_mean((found - law.m) ** 2, law.variance / size)
    assert not has_mean((found - law.m) ** 2, 1.1 * law.variance / size)
    low, high = law.ends
    assert ((found >= low) & (found <= high)).all()


@pytest.mark.parametrize(
    ("special_case", "law"),
    [
        (mc.QuadraticVariance(m=0.3, v1=1.0, v2=-1.0), mc.Bernoulli(m=0.3)),
        (mc.QuadraticVariance(m=2.0, v1=1.0), mc.Poisson(m=2.0)),
        (mc.QuadraticVariance(m=2.0, v2=0.5), mc.Gamma(m=2.0, shape=2.0)),
        (mc.QuadraticVariance(m=0.7, v0=1.0, v2=1.0), mc.HyperbolicSecant(m=0.7)),
    ],
)
def test_four_of_the_six_have_names_of_their_own(special_case, law):
    assert special_case.ends == law.ends
    assert special_case.variance == pytest.approx(law.variance)
    assert same_law(means(special_case, 5), means(law, 5, seed=1))
    assert not same_law(means(special_case, 5), means(law, 6, seed=1))


@pytest.mark.parametrize(("R", "slope"), [(1, 0.5), (1.5, 2), (2, 0), (7, -1)])
def test_sums_of_hyperbolic_secants_have_their_density(R, slope):
    grid = np.linspace(-80, 120, 200_001)
    density = np.exp(np.arctan(slope) * grid + 2 * special.loggamma((R + 1j * grid) / 2).real)
    cdf = integrate.cumulative_trapezoid(density, grid, initial=0)

    class Law:
        @staticmethod
        def cdf(x):
            return np.interp(x, grid, cdf / cdf[-1])

    rng = np.random.default_rng(1)
    assert has_law(draw(np.full(RUNS, float(R)), float(slope), rng), Law)
    assert not has_law(draw(np.full(RUNS, R + 0.3), float(slope), rng), Law)


@pytest.mark.parametrize("slope", [0.0, -30.0, 1e8])
@pytest.mark.parametrize("R", [1.0, 20.0, 1e6])
def test_sums_are_right_far_out(R, slope):
    sums = draw(np.full(RUNS, R), slope, np.random.default_rng(2))
    scaled = (sums - R * slope) / (np.sqrt(R) * np.hypot(1, slope))
    assert has_mean(scaled, 0)
    assert has_mean(scaled**2, 1)


@pytest.mark.parametrize("M", [1, 2, 5, 40])
def test_the_cauchy_law_is_left_unchanged_by_every_fit(M):
    """Exactly, for every sample size: the hyperbolic secant family never collapses."""
    rng = np.random.default_rng(M)
    law = mc.HyperbolicSecant(m=rng.standard_cauchy(400_000))
    fitted = law.fit(law.sample(M, rng=rng)).m
    assert has_law(fitted, stats.cauchy)
    # what a law that merely has its tails would become
    other = mc.HyperbolicSecant(m=rng.standard_cauchy(400_000) * 1.1)
    assert not has_law(other.fit(other.sample(M, rng=rng)).m, stats.cauchy)


@pytest.mark.parametrize("data", [[0, 3, 3], np.array([0, 3, 3]), pd.Series([0, 3, 3])], ids=repr)
def test_a_fit_takes_what_users_have(data):
    assert mc.Poisson().fit(data) == mc.Poisson(m=2.0)
    both = mc.Totals.of(mc.Points([[0.0, 3.0]])) + mc.Points([[3.0]])
    assert mc.Poisson().fit(both) == mc.Poisson(m=np.array([2.0]))


@pytest.mark.parametrize("law", [mc.Poisson(m=0.0), mc.Gamma(m=0.0), mc.InverseGaussian(m=0.0),
                                 mc.Bernoulli(m=1.0), mc.Bernoulli(m=0.0)], ids=repr)  # fmt: skip
def test_an_end_is_for_ever(law):
    for pointwise in (False, True):
        trace = mc.run(law, sample_size=5, generations=4, replicates=3, pointwise=pointwise)
        assert (trace.m == law.m).all()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: mc.Bernoulli(m=1.1), "m must lie between 0 and 1, got 1.1"),
        (lambda: mc.Poisson(m=-1), "m must be at least 0, got -1"),
        (lambda: mc.Poisson(m=[[1.0]]), r"m must be a number or have the shape \(replicates,\)"),
        (lambda: mc.Gamma(shape=0), "shape must be greater than 0, got 0"),
        (lambda: mc.InverseGaussian(shape=np.inf), "shape must be finite"),
        (lambda: mc.HyperbolicSecant(shape=0.5), "shape must be finite and at least 1, got 0.5"),
        (lambda: mc.HyperbolicSecant(m=np.nan), "m must be finite, got nan"),
        (
            lambda: mc.HyperbolicSecant(m=1e150).sample(10**9, rng=np.random.default_rng(1)),
            "sum of the points at most 1e",
        ),
        (lambda: mc.QuadraticVariance(), "v0 must be greater than 0 where v1 = v2 = 0, got 0"),
        (lambda: mc.QuadraticVariance(v0=1, v2=-0.4), "v2, if negative, must be -1 over a whole"),
        (lambda: mc.QuadraticVariance(v0=-1, v2=-1), "must leave V positive somewhere"),
        (lambda: mc.QuadraticVariance(v0=1, v2=2), "v2 must be at most 1 where V has no zero"),
        (lambda: mc.QuadraticVariance(m=-1, v1=1), "m must be at least -?0, got -1"),
        (lambda: mc.Poisson().fit([1.5]), "data must be whole numbers, got 1.5"),
        (lambda: mc.Bernoulli().fit([0, 2]), "data must lie between 0 and 1, got 2"),
        (lambda: mc.Gamma().fit([-1.0]), "data must be at least 0, got -1"),
        (lambda: mc.Gamma().fit(mc.Totals(0, np.zeros(2))), "at least 1 points, got 0"),
        (lambda: mc.Gamma().fit(mc.Points(np.zeros((1, 3, 2)))), "data must be points of the sh"),
        (lambda: mc.Poisson(m=[1.0, 2.0]).replicate(3), "m must be a number for a law to be rep"),
    ],
)
def test_what_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_types_that_are_refused():
    for make in (lambda: mc.Gamma(m="1"), lambda: mc.Gamma(shape="1"), lambda: mc.Totals.of(3)):
        with pytest.raises(TypeError, match="must be"):
            make()
