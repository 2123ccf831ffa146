"""The Gaussian mixture: its law, what every step of EM keeps, and fits that could fail."""

import joblib
import numpy as np
import pytest
import xarray as xr
from scipy import stats

import modelcollapse as mc
from tests.chance import has_law, has_mean

LAW = mc.GaussianMixture(
    [0.3, 0.7], [[-2.0, 0.0], [1.0, 1.0]], [[[1.0, 0.3], [0.3, 0.5]], [[0.4, 0.0], [0.0, 2.0]]]
)
LINE = mc.GaussianMixture([0.3, 0.7], [[-2.0], [1.0]], [[[1.0]], [[0.25]]])


def settings(law, **changes):
    """The same law with other settings of EM."""
    return mc.GaussianMixture(law.weights, law.means, law.covs, **changes)


def follows(points, law):
    """Whether points (size, N) may come from this mixture, seen along three directions."""
    for angle in (0, 1, 2):
        direction = np.array([np.cos(angle), np.sin(angle)])[: points.shape[1]]
        centres = law.means @ direction
        widths = np.sqrt(np.einsum("i,kij,j->k", direction, law.covs, direction))

        class Marginal:
            @staticmethod
            def cdf(x, centres=centres, widths=widths):
                return stats.norm.cdf((x[:, None] - centres) / widths) @ law.weights

        if not has_law(points @ direction, Marginal):
            return False
    return True


def test_samples_follow_the_law():
    points = LAW.sample(50_000, rng=np.random.default_rng(0)).values[0]
    assert follows(points, LAW)
    other = mc.GaussianMixture([0.33, 0.67], LAW.means, LAW.covs)
    assert not follows(points, other), "the check must see a weight that is wrong by 0.03"
    line = LINE.sample(50_000, rng=np.random.default_rng(1))
    assert line.values.shape == (1, 50_000)
    assert follows(line.values[0][:, None], LINE)


@pytest.mark.parametrize("start", ["fresh", "last"])
def test_fits_approach_the_law(start):
    """The distance falls as 1 / sqrt(M); a mixture with other weights stays 0.03 away."""
    model = settings(LAW, start=start, tol=1e-7, max_iter=1000)
    rng = np.random.default_rng(2)
    fitted = model.fit(model.sample(100_000, rng=rng), rng=rng)
    assert mc.l2_distance(fitted, LAW) < 0.01  # seven times what it is
    assert fitted.converged == 1
    other = mc.GaussianMixture([0.4, 0.6], LAW.means, LAW.covs)
    assert mc.l2_distance(fitted, other) > 0.03


def test_the_moments_of_the_whole_law():
    points = LAW.sample(200_000, rng=np.random.default_rng(3)).values[0]
    for axis in range(2):
        assert has_mean(points[:, axis], LAW.mean[axis])
        for other in range(2):
            gaps = (points[:, axis] - LAW.mean[axis]) * (points[:, other] - LAW.mean[other])
            assert has_mean(gaps, LAW.cov[axis, other])


@pytest.mark.parametrize("max_iter", [1, 3, 100])
@pytest.mark.parametrize("start", ["fresh", "last"])
@pytest.mark.parametrize("size", [5, 300])
def test_every_step_keeps_the_mean_and_the_covariance(max_iter, start, size):
    """Whether or not EM converged: the sample's mean, and its covariance plus reg_covar I."""
    model = settings(LAW, start=start, max_iter=max_iter, tol=1e-9, reg_covar=1e-3)
    rng = np.random.default_rng(size)
    for _ in range(5):
        data = model.sample(size, rng=rng)
        points = data.values[0]
        model = model.fit(data, rng=rng)
        np.testing.assert_allclose(model.mean, points.mean(0), atol=1e-9)
        kept = np.cov(points.T, ddof=0) + 1e-3 * np.eye(2)
        np.testing.assert_allclose(model.cov, kept, atol=1e-9)
        assert not np.allclose(model.cov, np.cov(points.T), atol=1e-9), "ddof = 1 is wrong"


def test_what_is_expected_after_some_generations():
    r"""E cov_n = (1 - 1/M)^n cov_0 + r I sum_{k<n} (1 - 1/M)^k, Var mean_n = sum_{k<n} E cov_k / M.

    One step of EM is as good as many: both formulas hold whatever EM does between.
    """
    M, n, r = 10, 2, 0.3
    trace = mc.run(
        settings(LAW, start="last", max_iter=1, reg_covar=r),
        sample_size=M,
        generations=n,
        replicates=1000,
        rng=4,
    )
    last = trace.isel(generation=-1)
    models = zip(last.weights.values, last.means.values, last.covs.values, strict=True)
    laws = [mc.GaussianMixture(w, m, (S + S.swapaxes(1, 2)) / 2) for w, m, S in models]
    expected = [LAW.cov]
    for _ in range(n):
        expected.append((1 - 1 / M) * expected[-1] + r * np.eye(2))
    spread = sum(expected[:n]) / M
    gaps = np.array([law.mean - LAW.mean for law in laws])
    for i, j in [(0, 0), (0, 1), (1, 1)]:
        covs = np.array([law.cov[i, j] for law in laws])
        assert has_mean(covs, expected[n][i, j])
        assert has_mean(gaps[:, i] * gaps[:, j], spread[i, j])
    ys = np.array([law.cov[1, 1] for law in laws])
    assert not has_mean(ys, (1 - 1 / M) ** n * LAW.cov[1, 1]), "the floor must be seen"
    assert not has_mean(ys, LAW.cov[1, 1] + n * r), "the shrinking must be seen"


@pytest.mark.parametrize("start", ["fresh", "last"])
@pytest.mark.parametrize("reg_covar", [0.0, 1e-6])
@pytest.mark.parametrize("size", [2, 3, 10])
def test_a_collapsing_run_never_fails(start, reg_covar, size):
    """No exception and no warning: what was unusual is in the trace."""
    model = settings(LAW, start=start, reg_covar=reg_covar)
    trace = mc.run(model, sample_size=size, generations=60, replicates=1)
    assert np.isfinite(trace.isel(generation=slice(1, None)).to_array()).all()
    np.testing.assert_allclose(trace.weights.sum("component"), 1)
    assert (trace.floor[1:] >= reg_covar).all()
    if size == 2 and not reg_covar:  # two points cannot have two covariances
        assert (trace.floor[1:] > 0).all()


@pytest.mark.parametrize("start", ["fresh", "last"])
@pytest.mark.parametrize("reg_covar", [0.0, 1e-6])
@pytest.mark.parametrize("place", [0.0, 3.0])
def test_identical_points(start, reg_covar, place):
    data = mc.Points(np.full((1, 7, 2), place))
    fitted = settings(LAW, start=start, reg_covar=reg_covar).fit(data, rng=np.random.default_rng(0))
    np.testing.assert_allclose(fitted.mean, [place, place])
    np.testing.assert_allclose(fitted.cov, fitted.floor * np.eye(2), atol=1e-9)
    assert fitted.floor == reg_covar or not reg_covar


def test_a_component_without_points_stays_away_or_comes_back():
    gone = mc.GaussianMixture([1.0, 0.0], LAW.means, LAW.covs, start="last")
    rng = np.random.default_rng(5)
    data = gone.sample(100, rng=rng)
    stays = gone.fit(data, rng=rng)
    assert stays.weights[1] < 1e-12
    np.testing.assert_allclose(stays.means[1], 0, atol=1e-9)
    np.testing.assert_allclose(stays.covs[1], 1e-6 * np.eye(2), atol=1e-9)
    back = settings(gone, start="fresh").fit(data, rng=rng)
    assert back.weights[1] > 0.01


def test_em_that_stops_too_early_is_recorded():
    rng = np.random.default_rng(6)
    data = LAW.sample(100, rng=rng)
    fitted = settings(LAW, tol=0, max_iter=2).fit(data, rng=rng)
    assert (fitted.converged, fitted.iterations, fitted.floor) == (0, 2, 1e-6)
    assert np.isnan([LAW.converged, LAW.iterations, LAW.floor]).all()


def several(count=4, **changes):
    """Different laws as one model, and one by one."""
    rng = np.random.default_rng(11)
    weights, means = rng.dirichlet(np.ones(3), count), rng.normal(size=(count, 3, 2))
    roots = rng.normal(size=(count, 3, 2, 2))
    covs = roots @ roots.swapaxes(2, 3)
    laws = zip(weights, means, covs, strict=True)
    return mc.GaussianMixture(weights, means, covs, **changes), [
        mc.GaussianMixture(*one, **changes) for one in laws
    ]


def test_many_laws_are_those_one_by_one():
    many, laws = several()
    np.testing.assert_allclose(many.mean, [law.mean for law in laws])
    np.testing.assert_allclose(many.cov, [law.cov for law in laws])
    np.testing.assert_allclose(
        mc.l2_distance(many, laws[0]), [mc.l2_distance(law, laws[0]) for law in laws], atol=1e-7
    )
    assert many.floor.shape == (4,)


def test_samples_of_many_laws_follow_each():
    many, laws = several()
    size = np.array([40_000, 20_000, 0, 40_000])
    data = many.sample(size, rng=np.random.default_rng(12)).values
    assert data.shape == (4, 40_000, 2)
    assert np.isnan(data[1, 20_000:]).all()
    assert np.isnan(data[2]).all()
    for r in (0, 1, 3):
        assert follows(data[r, : size[r]], laws[r])
    assert not follows(data[0], laws[3]), "the replicates must not be mixed up"


@pytest.mark.parametrize("start", ["fresh", "last"])
def test_fits_of_many_laws_are_those_one_by_one(start):
    """With the seeds that each replicate gets from the generator."""
    many, laws = several(start=start)
    data = many.sample(200, rng=np.random.default_rng(13))
    fitted = many.fit(data, rng=np.random.default_rng(14))
    rng = np.random.default_rng(14)
    for r, law in enumerate(laws):
        one = law.fit(mc.Points(data.values[r : r + 1]), rng=rng)
        for name, value in one.record().items():
            np.testing.assert_allclose(getattr(fitted, name)[r], value, rtol=1e-9)


def test_one_law_many_times():
    many = settings(LAW, start="last").replicate(3)
    assert (many.start, many.weights.shape, many.covs.shape) == ("last", (3, 2), (3, 2, 2, 2))
    assert np.isnan(many.converged).all()
    with pytest.raises(ValueError, match=r"weights must be those of one law.*\(3, 2\)"):
        many.replicate(2)


@pytest.mark.parametrize("K", [1, 2, 4, 7])
def test_the_order_of_components_costs_least(K):
    """Few components are tried in all orders, many by linear assignment: both find the least."""
    rng = np.random.default_rng(K)
    means, roots = rng.normal(size=(2, 6, K, 2)), rng.normal(size=(2, 6, K, 2, 2))
    covs = roots @ roots.swapaxes(-2, -1)
    many = mc.GaussianMixture(np.full((6, K), 1 / K), means[0], covs[0])
    order = many.order(means[1], covs[1])

    def cost(r, chosen):
        pairs = [
            mc.wasserstein2(
                mc.MultivariateGaussian(means[0, r, i], covs[0, r, i]),
                mc.MultivariateGaussian(means[1, r, j], covs[1, r, j]),
            )
            for i, j in enumerate(chosen)
        ]
        return float(np.square(pairs).sum())

    for r in range(6):
        others = [cost(r, rng.permutation(K)) for _ in range(30)]
        assert cost(r, order[r]) <= min(others) + 1e-9


def test_single_precision_is_accepted():
    """What was stored in it is right to its rounding, and no more than that is forgiven."""
    weights = np.array([0.1, 0.2, 0.7], np.float32)
    assert abs(weights.astype(float).sum() - 1) > 1e-9
    cov = np.array([[1.2, 0.6], [0.6, 0.3 - 1e-7]], np.float32)
    assert np.linalg.eigvalsh(cov.astype(float))[0] < -5e-8
    law = mc.GaussianMixture(weights, np.zeros((3, 2), np.float32), np.array([cov] * 3))
    assert abs(law.weights.sum() - 1) < 1e-15
    again = settings(law, start="last")  # it has become right for double precision
    np.testing.assert_allclose(again.covs, [cov] * 3, atol=2e-7)
    assert np.isfinite(again.fit(law.sample(50, rng=np.random.default_rng(0)),
                                 rng=np.random.default_rng(1)).means).all()  # fmt: skip
    for wrong in (weights * np.float32(1.0001), weights.astype(float)):
        with pytest.raises(ValueError, match="weights must sum to 1"):
            mc.GaussianMixture(wrong, law.means, law.covs)
    with pytest.raises(ValueError, match=r"semidefinite, got an eigenvalue of -[0-9.e-]+$"):
        mc.GaussianMixture(law.weights, law.means, np.array([cov] * 3, float))


@pytest.mark.parametrize("scale", [1e-12, 1.0, 1e12])
@pytest.mark.parametrize(
    ("cov", "message"),
    [
        ([[1, 1e-6], [0, 1]], "covs must be symmetric, got entries that differ by"),
        ([[1, 1 + 1e-6], [1 + 1e-6, 1]], "covs must be positive semidefinite, got an eigenvalue"),
    ],
)
def test_covariances_are_judged_by_their_size_in_all_replicates(scale, cov, message):
    covs = np.tile(scale * np.eye(2), (3, 2, 1, 1))
    weights, means = np.full((3, 2), 0.5), np.zeros((3, 2, 2))
    assert mc.GaussianMixture(weights, means, covs).covs.shape == (3, 2, 2, 2)
    covs[2, 1] = scale * np.array(cov)
    with pytest.raises(ValueError, match=message) as caught:
        mc.GaussianMixture(weights, means, covs)
    assert len(str(caught.value)) < 100


def test_weights_are_judged_in_all_replicates():
    weights = np.full((3, 2), 0.5)
    weights[1, 0] = 0.6
    with pytest.raises(ValueError, match=r"weights must sum to 1, got a sum of 1\.1"):
        mc.GaussianMixture(weights, np.zeros((3, 2, 1)), np.ones((3, 2, 1, 1)))


def test_components_keep_their_places():
    mirrored = mc.GaussianMixture(LAW.weights[::-1], LAW.means[::-1], LAW.covs[::-1])
    data = LAW.sample(500, rng=np.random.default_rng(7))
    a, b = (law.fit(data, rng=np.random.default_rng(8)) for law in (LAW, mirrored))
    for name in ("weights", "means", "covs"):
        np.testing.assert_array_equal(getattr(a, name), getattr(b, name)[::-1])
    np.testing.assert_allclose(a.means, LAW.means, atol=0.3)


def test_a_family_without_replicates_learns_from_many_laws_one_by_one():
    """And the other way round: a law that makes one data set at a time."""

    class Alone:
        def sample(self, size, *, rng, source=None):
            return mc.Points(rng.normal(size=(1, size, 2)))

    trace = mc.run(Alone(), model=LAW, sample_size=30, generations=2, replicates=2)
    assert trace.means.shape == (3, 2, 2, 2)
    assert np.isnan(trace.means[0]).all()


@pytest.mark.parametrize(
    "regime",
    [mc.Mixing(0.5, 0.3, 0.2), mc.Accumulate(), mc.Subsample(), mc.KeepOriginal(0.5)],
    ids=repr,
)
@pytest.mark.parametrize("law", [LAW, LINE], ids=["plane", "line"])
def test_every_regime_serves_it(regime, law):
    trace = mc.run(law, sample_size=30, generations=4, regime=regime, replicates=2)
    assert np.isfinite(trace.isel(generation=slice(1, None)).to_array()).all()
    assert trace.means.dims == ("generation", "replicate", "component", "axis")
    assert not np.array_equal(trace.means[-1, 0], trace.means[-1, 1])


def test_one_gaussian_in_place_of_two():
    """Functional error alone: the Gaussian gets the mixture's mean and covariance."""
    trace = mc.run(LINE, model=mc.Gaussian(), sample_size=20, generations=2, replicates=4000)
    assert set(trace.data_vars) == {"mu", "sigma"}, "only what the model records"
    assert trace.sigma.dims == ("generation", "replicate")
    assert np.isnan(trace.sigma[0]).all()
    for generation in (1, 2):
        assert has_mean(trace.sigma[generation] ** 2, LINE.cov[0, 0])
        assert has_mean(trace.mu[generation], LINE.mean[0])
    model = mc.MultivariateGaussian(np.zeros(2), np.eye(2))
    trace = mc.run(LAW, model=model, sample_size=20, generations=1, replicates=4000)
    for i, j in [(0, 0), (0, 1), (1, 1)]:
        assert has_mean(trace["cov"][1, :, i, j], LAW.cov[i, j])


def test_a_mixture_in_place_of_one_gaussian():
    law = mc.MultivariateGaussian(np.ones(2), np.eye(2))
    trace = mc.run(law, model=LAW, sample_size=500, generations=2, replicates=2)
    assert np.isnan(trace.weights[0]).all()
    assert abs(trace.means[1].mean() - 1) < 1
    points = np.random.default_rng(9).normal(size=(40, 2))
    trace = mc.run(points, model=LAW, sample_size=40, generations=1, replicates=1)
    centre = (trace.weights * trace.means).sum("component")
    np.testing.assert_allclose(centre[0, 0], points.mean(0), atol=1e-9)


def test_the_number_of_workers_does_not_matter():
    def once():
        return mc.run(LAW, sample_size=300, generations=2, replicates=4, rng=10)

    alone = once()
    with joblib.parallel_config(n_jobs=2):
        xr.testing.assert_identical(alone, once())


def test_a_law_with_another_number_of_components_leaves_generation_0_open():
    three = mc.GaussianMixture([0.2, 0.3, 0.5], [[-4.0], [0.0], [4.0]], np.ones((3, 1, 1)))
    trace = mc.run(three, model=LINE, sample_size=50, generations=2, replicates=2, rng=0)
    assert trace.weights.shape == (3, 2, 2)
    assert np.isnan(trace.weights[0]).all()
    assert np.isfinite(trace.weights[1:]).all()
