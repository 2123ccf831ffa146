"""Bad input stops at the door, with the argument and the value in the message."""

import numpy as np
import pytest

import modelcollapse as mc
from modelcollapse.experiments import run_experiment

NAN = float("nan")
RUNS = [
    ({"sample_size": 1}, ValueError, "sample_size must be at least 2, got 1"),
    ({"sample_size": 0}, ValueError, "sample_size must be at least 2, got 0"),
    ({"sample_size": -5}, ValueError, "sample_size must be at least 2, got -5"),
    ({"sample_size": True}, TypeError, "sample_size must be an integer.*got True"),
    ({"sample_size": "10"}, TypeError, "sample_size must be an integer.*got '10'"),
    ({"sample_size": 2.5}, TypeError, "sample_size must be an integer, got 2.5"),
    ({"sample_size": 10.0}, TypeError, "sample_size must be an integer, got 10.0"),
    ({"sample_size": NAN}, TypeError, "sample_size must be an integer, got nan"),
    ({"sample_size": None}, TypeError, "sample_size must be an integer, a sequence.*got None"),
    ({"sample_size": [10, 10]}, ValueError, "sample_size must have one entry.* 3 gen.*got 2"),
    ({"sample_size": [10, 10, 1]}, ValueError, r"sample_size\[2\] must be at least 2, got 1"),
    ({"sample_size": [10, 10, 9.5]}, TypeError, r"sample_size\[2\] must be an integer, got 9.5"),
    ({"sample_size": lambda i: i}, ValueError, r"sample_size\[0\] must be at least 2, got 0"),
    ({"generations": -1}, ValueError, "generations must be at least 0, got -1"),
    ({"generations": 2.0}, TypeError, "generations must be an integer, got 2.0"),
    ({"generations": True}, TypeError, "generations must be an integer, got True"),
    ({"replicates": 0}, ValueError, "replicates must be at least 1, got 0"),
    ({"rng": -1}, ValueError, "rng must be at least 0, got -1"),
    ({"rng": "seed"}, TypeError, "rng must be an integer.*got 'seed'"),
    ({"rng": 1.5}, TypeError, "rng must be an integer.*got 1.5"),
    ({"pointwise": 1}, TypeError, "pointwise must be True or False, got 1"),
    ({"regime": "replace"}, TypeError, "regime must be a regime.*got 'replace'"),
    ({"regime": mc.Replace}, TypeError, "regime must be a regime.*got <class"),
    ({"regime": mc.Mixing([1, 1], 0, 0)}, ValueError, "alpha must have one entry.*got 2"),
    (
        {"regime": mc.Mixing(lambda i: 0.5 + i, 0.5, 0)},
        ValueError,
        "alpha must lie between 0 and 1, got 1.5",
    ),
    (
        {"regime": mc.Mixing(lambda i: 1 - 0.1 * i, 0, 0)},
        ValueError,
        "alpha, beta and gamma must sum to 1, got .* = 0.9 at generation 1",
    ),
    (
        {"regime": mc.KeepOriginal(0.9), "sample_size": [2, 10, 10]},
        ValueError,
        r"fraction=0.9 of sample_size\[1\]=10 asks for 9 .* D_0 has sample_size\[0\]=2",
    ),
    (
        {"regime": mc.Subsample(), "sample_size": 10**13},
        ValueError,
        "sample_size must be at most .* for 3 generations .* in this machine's memory; got 10",
    ),
    (
        {"regime": mc.Filter(lambda points: points > 0), "sample_size": 10**13},
        ValueError,
        "sample_size must be at most .* in this machine's memory; got 10",
    ),
    ({"model": 3}, TypeError, r"model must have the method fit\(\), got 3"),
]


@pytest.mark.parametrize(("arguments", "error", "message"), RUNS)
@pytest.mark.parametrize("function", [mc.run, mc.sweep])
def test_the_loop_refuses(function, arguments, error, message):
    if function is mc.sweep:  # where a list spans a dimension
        arguments = {k: {"label": v} if isinstance(v, list) else v for k, v in arguments.items()}
    with pytest.raises(error, match=message):
        function(mc.Gaussian(), **{"generations": 3, **arguments})


def test_maximum_likelihood_takes_a_single_point():
    trace = mc.run(mc.Gaussian(ddof=0), sample_size=1, generations=2, replicates=3)
    assert (trace.sigma.sel(generation=[1, 2]) == 0).all()
    with pytest.raises(ValueError, match="at least 1, got 0"):
        mc.run(mc.Gaussian(ddof=0), sample_size=0)


class Sums:
    """A data set that can be neither pooled nor drawn from."""


class Lonely:
    """A family whose data sets are sums."""

    data = Sums

    def sample(self, size, *, rng, source=None):
        raise AssertionError("sampled before the door was passed")

    def fit(self, data, *, rng):
        raise AssertionError("fitted before the door was passed")

    def record(self):
        return {}


@pytest.mark.parametrize(
    ("regime", "verb"), [(mc.Accumulate(), "__add__"), (mc.Subsample(), "draw")]
)
def test_a_regime_that_a_family_cannot_serve(regime, verb):
    with pytest.raises(
        ValueError, match=rf"{regime!r}.*cannot serve Lonely.*{verb}".replace("()", r"\(\)")
    ):
        mc.run(Lonely(), regime=regime)


@pytest.mark.parametrize(
    ("law", "error", "message"),
    [
        (3, TypeError, r"law must have the method sample\(\), got 3"),
        (np.array([1.0, NAN]), ValueError, "law must be finite, got nan"),
        (np.zeros((2, 2, 2)), ValueError, "law, given as a data set, must have the shape"),
        (mc.Points(np.zeros((2, 2))), TypeError, "law, given as a data set, must be an array"),
        (np.zeros(10), TypeError, "a law given as a data set needs `model`"),
        (mc.Gaussian(mu=np.zeros(3)), ValueError, r"mu and sigma must be numbers.*\(3,\)"),
        (
            mc.MultivariateGaussian(np.zeros((3, 1)), np.ones((3, 1, 1))),
            ValueError,
            r"mean must be one vector.*\(3, 1\)",
        ),
        (
            mc.Categorical(np.full((3, 2), 0.5)),
            ValueError,
            r"p must be one law.*got shape \(3, 2\)",
        ),
    ],
)
def test_laws_that_are_none(law, error, message):
    with pytest.raises(error, match=message):
        mc.run(law)


def test_points_that_are_no_states():
    with pytest.raises(ValueError, match=r"points must be states, whole numbers from 0 to 1, got"):
        mc.run(mc.Gaussian(), model=mc.Categorical([0.5, 0.5]))


def test_a_data_set_smaller_than_the_sample():
    with pytest.raises(ValueError, match=r"sample_size must be at most the 10 points.*got 100"):
        mc.run(np.zeros(10), model=mc.Gaussian())


ROUND = np.array([np.eye(2), np.eye(2)])


def mixture(weights=(0.5, 0.5), means=((0, 0), (1, 1)), covs=ROUND, **settings):
    """Two round components, unless told otherwise."""
    return mc.GaussianMixture(weights, means, covs, **settings)


@pytest.mark.parametrize(
    ("values", "error", "message"),
    [
        (np.zeros((1, 1, 2)), ValueError, r"data must have the shape.*at least 2, got \(1, 1, 2\)"),
        (np.zeros((2, 9, 2)), ValueError, r"data must have the shape \(1, size, 2\).*\(2, 9, 2\)"),
        (
            np.zeros((1, 9, 3)),
            ValueError,
            r"data must be points of the shape.*size, 2\), got \(1, 9, 3",
        ),
        (np.full((1, 9, 2), NAN), ValueError, "data must be finite, got nan"),
        (None, TypeError, "data must be a number or an array, got None"),
    ],
)
def test_points_that_no_mixture_is_fitted_to(values, error, message):
    data = None if values is None else mc.Points(values)
    with pytest.raises(error, match=message):
        mixture().fit(data, rng=np.random.default_rng(0))


def test_the_mixtures_experiment_draws_its_own_data(tmp_path):
    with pytest.raises(ValueError, match=r"data must not be given.*got 'mnist'"):
        run_experiment("mixtures", data="mnist", store=tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_mixture_needs_a_point_for_each_component():
    with pytest.raises(ValueError, match="sample_size must be at least 2, got 1"):
        mc.run(mixture(), sample_size=1)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (
            lambda: mc.Gaussian(sigma=NAN),
            ValueError,
            "sigma must be finite and at least 0, got nan",
        ),
        (lambda: mc.Gaussian(sigma=-1), ValueError, "sigma must be finite and at least 0, got -1"),
        (lambda: mc.Gaussian(sigma=np.inf), ValueError, "sigma must be finite.*got inf"),
        (lambda: mc.Gaussian(mu=np.inf), ValueError, "mu must be finite, got inf"),
        (lambda: mc.Gaussian(mu="0"), TypeError, "mu must be a number or an array, got '0'"),
        (lambda: mc.Gaussian(mu=True), TypeError, "mu must be a number or an array, got True"),
        (lambda: mc.Gaussian(ddof=2), ValueError, "ddof must be 0 or 1, got 2"),
        (lambda: mc.Gaussian(ddof=True), TypeError, "ddof must be an integer, got True"),
        (lambda: mc.Gaussian(ddof=0.5), TypeError, "ddof must be an integer, got 0.5"),
        (
            lambda: mc.MultivariateGaussian([0, 0], np.eye(3)),
            ValueError,
            r"mean must have the shape.*\(2,\) and \(3, 3\)",
        ),
        (
            lambda: mc.MultivariateGaussian([0, 0], [[1, 2], [0, 1]]),
            ValueError,
            "cov must be symmetric",
        ),
        (
            lambda: mc.MultivariateGaussian([0, 0], [[1, 2], [2, 1]]),
            ValueError,
            "cov must be positive semidefinite",
        ),
        (lambda: mc.Categorical([0.5, 0.4]), ValueError, "p must sum to 1, got a sum of 0.9"),
        (lambda: mc.Categorical([0.5, -0.5, 1]), ValueError, "p must be finite and at least 0"),
        (lambda: mc.Categorical([0.5, NAN]), ValueError, "p must be finite.*got nan"),
        (lambda: mc.Categorical(1.0), ValueError, r"p must have the shape.*got \(\)"),
        (lambda: mc.Categorical([]), ValueError, r"p must have the shape.*got \(0,\)"),
        (lambda: mc.Categorical("ab"), TypeError, "p must be a number or an array, got 'ab'"),
        (lambda: mixture([0.5, 0.4]), ValueError, "weights must sum to 1, got a sum of 0.9"),
        (lambda: mixture([1.5, -0.5]), ValueError, "weights must be finite and at least 0.*-0.5"),
        (lambda: mixture([0.5, NAN]), ValueError, "weights must be finite.*got nan"),
        (lambda: mixture([1.0]), ValueError, r"weights must have the shape.*\(1,\) and \(2, 2\)"),
        (lambda: mixture(means=[[0, 0], [0, np.inf]]), ValueError, "means must be finite, got inf"),
        (lambda: mixture(means=[0, 0]), ValueError, r"means \(components, dimension\).*\(2,\)"),
        (lambda: mixture(covs=np.eye(2)), ValueError, r"covs must have the shape \(2, 2, 2\), got"),
        (lambda: mixture(covs=[[[1, 2], [0, 1]]] * 2), ValueError, "covs must be symmetric"),
        (lambda: mixture(covs=[[[1, 2], [2, 1]]] * 2), ValueError, "covs must be positive semidef"),
        (lambda: mixture(start="warm"), ValueError, "start must be one of .*got 'warm'"),
        (lambda: mixture(tol=-1), ValueError, "tol must be finite and at least 0, got -1"),
        (lambda: mixture(tol="0"), TypeError, "tol must be a number, got '0'"),
        (lambda: mixture(max_iter=0), ValueError, "max_iter must be at least 1, got 0"),
        (lambda: mixture(max_iter=1.5), TypeError, "max_iter must be an integer, got 1.5"),
        (lambda: mixture(reg_covar=NAN), ValueError, "reg_covar must be finite.*got nan"),
        (lambda: mc.Mixing(0.5, 0.5, 0.5), ValueError, "must sum to 1, got 0.5.*= 1.5"),
        (lambda: mc.Mixing(1.5, -0.5, 0), ValueError, "alpha must lie between 0 and 1, got 1.5"),
        (lambda: mc.Mixing("1", 0, 0), TypeError, "alpha must be a number, got '1'"),
        (lambda: mc.KeepOriginal(1.5), ValueError, "fraction must lie between 0 and 1, got 1.5"),
        (lambda: mc.KeepOriginal(NAN), ValueError, "fraction must lie between 0 and 1, got nan"),
        (lambda: mc.Points([1.0, 2.0]), ValueError, "values must have the shape"),
        (lambda: mc.wasserstein2(mc.Gaussian(), 1), TypeError, "b must be a Gaussian, got 1"),
    ],
)
def test_models_and_regimes_refuse(make, error, message):
    with pytest.raises(error, match=message):
        make()
