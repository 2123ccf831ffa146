"""EM of all replicates at once against scikit-learn, which fits them one by one."""

import subprocess
import sys
import warnings

import numpy as np
import pytest
from sklearn import mixture
from sklearn.cluster import KMeans

import modelcollapse as mc
from modelcollapse.families import em, em_steps, kmeans

SEEDS = 8
# components, dimension, size: one of each, fewest points, well filled, many dimensions
SHAPES = [
    (1, 1, 2), (1, 3, 40), (2, 1, 2), (2, 1, 200), (2, 2, 2), (2, 2, 10), (2, 2, 1000),
    (3, 2, 50), (5, 1, 30), (3, 10, 12), (4, 10, 300), (8, 2, 100),
]  # fmt: skip


def law(K, N, **settings):
    """Components that overlap, of all shapes and weights."""
    rng = np.random.default_rng([K, N])
    roots = rng.normal(size=(K, N, N))
    covs = roots @ roots.swapaxes(1, 2) + 0.1 * np.eye(N)
    return mc.GaussianMixture(
        rng.dirichlet(np.ones(K)), 1.5 * rng.normal(size=(K, N)), covs, **settings
    )


def ours(points, components, *, start=None, **settings):
    """The fits of all replicates at once, seed after seed."""
    settings = {"tol": 1e-3, "max_iter": 100, "reg_covar": 1e-6} | settings
    seeds = np.arange(len(points))
    return em.expectation_maximisation(points, components, seeds, start=start, **settings)


def theirs(points, components, seed, floor, *, start=None, **settings):
    """scikit-learn's fit with this floor; ValueError where a covariance is singular."""
    settings = {"tol": 1e-3, "max_iter": 100, "reg_covar": 1e-6} | settings
    rise = floor - settings["reg_covar"]
    settings |= {"reg_covar": floor, "random_state": seed}
    if start is not None:
        weights, means, covs = start
        precisions = np.linalg.inv(covs + rise * np.eye(points.shape[1]))
        precisions = (precisions + precisions.swapaxes(1, 2)) / 2
        settings |= {"weights_init": weights, "means_init": means, "precisions_init": precisions}
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # of fits that do not converge
        return mixture.GaussianMixture(components, **settings).fit(points)


def off(fits, points, **settings):
    """The largest deviation of a parameter, in units of its own; infinite for other steps."""
    worst = 0.0
    for r, one in enumerate(points):
        start = settings.get("start")
        of_one = settings | {"start": [part[r] for part in start] if start else None}
        found = theirs(one, fits.weights.shape[1], r, fits.floor[r], **of_one)
        if (found.n_iter_, found.converged_) != (fits.iterations[r], fits.converged[r]):
            return np.inf
        size = abs(one).max()
        scales = [(fits.weights, found.weights_, 1), (fits.means, found.means_, size)]
        # a covariance may be as small as its floor
        trace = np.trace(found.covariances_, axis1=1, axis2=2)[:, None, None]
        scales += [(fits.covs, found.covariances_, trace)]
        worst = max(worst, *(float((abs(a[r] - b) / scale).max()) for a, b, scale in scales))
    return worst


@pytest.mark.parametrize(("K", "N", "size"), SHAPES)
@pytest.mark.parametrize("start", ["fresh", "last"])
@pytest.mark.parametrize("settings", [{}, {"tol": 1e-7, "max_iter": 1000}, {"max_iter": 2}])
def test_fits_are_those_of_scikit_learn(K, N, size, start, settings):
    many = law(K, N).replicate(SEEDS)
    points = many.points(many.sample(size, rng=np.random.default_rng(size)))
    start = (many.weights, many.means, many.covs) if start == "last" else None
    fits = ours(points, K, start=start, **settings)
    assert off(fits, points, start=start, **settings) < 1e-9
    assert (fits.floor == 1e-6).all()


@pytest.mark.parametrize(
    ("place", "name", "change"),
    [
        (em, "m_step", lambda made: (*made[:2], made[2] * (1 + 1e-8))),
        (em_steps, "EPSILON", lambda epsilon: 1e-7),
        (kmeans, "TOLERANCE", lambda tolerance: 10.0),
    ],
)
def test_another_constant_is_found(monkeypatch, place, name, change):
    """In the covariances of a step, in the number of points of a component, in the start."""
    many = law(2, 2).replicate(20)
    points = many.points(many.sample(100, rng=np.random.default_rng(1)))
    assert off(ours(points, 2), points) < 1e-9
    right = getattr(place, name)
    wrong = (lambda *given: change(right(*given))) if callable(right) else change(right)
    monkeypatch.setattr(place, name, wrong)
    assert off(ours(points, 2), points) > 1e-9


@pytest.mark.parametrize("start", ["fresh", "last"])
def test_together_is_one_by_one(monkeypatch, start):
    """Replicates end at different steps, and some of them begin anew with a higher floor."""
    many = law(2, 2).replicate(30)
    points = many.points(many.sample(12, rng=np.random.default_rng(2)))
    points[::3] = points[::3, :1]  # identical points
    start = (many.weights, many.means, many.covs) if start == "last" else None
    fits = ours(points, 2, start=start, reg_covar=0.0)
    assert len(set(fits.floor)) > 2
    assert len(set(fits.iterations)) > 2
    for r in range(30):
        own = [part[r : r + 1] for part in start] if start else None
        seed = np.array([r])
        alone = em.expectation_maximisation(
            points[r : r + 1], 2, seed, tol=1e-3, max_iter=100, reg_covar=0.0, start=own
        )
        for name, value in vars(alone).items():
            np.testing.assert_array_equal(value[0], getattr(fits, name)[r])
    monkeypatch.setattr(em, "NUMBERS_AT_ONCE", 100)  # in blocks
    for name, value in vars(ours(points, 2, start=start, reg_covar=0.0)).items():
        np.testing.assert_array_equal(value, getattr(fits, name))


@pytest.mark.parametrize("start", ["fresh", "last"])
@pytest.mark.parametrize("reg_covar", [0, 1e-6])
@pytest.mark.parametrize("kind", ["identical", "two places", "pairs"])
def test_singular_covariances(start, reg_covar, kind):
    """The floor is the first one that scikit-learn takes, and the fit is its fit with that.

    reg_covar is a whole number once: the floor must not be rounded to one.
    """
    rng = np.random.default_rng(3)
    points = rng.normal(size=(SEEDS, 6, 2)).round(1)
    if kind == "identical":
        points[:] = points[:, :1]
    elif kind == "two places":
        points[:, 1:3], points[:, 3:] = points[:, :1], points[:, 5:]
    else:
        points = points[:, :2]
    many = law(2, 2).replicate(SEEDS)
    start = (many.weights, many.means, many.covs) if start == "last" else None
    fits = ours(points, 2, start=start, reg_covar=reg_covar)
    digits = 1e-9 if reg_covar else 1e-3  # covariances of 1e-16 are made of rounding
    assert off(fits, points, start=start, reg_covar=reg_covar) < digits
    for r in np.flatnonzero(fits.floor > reg_covar):
        own = [part[r] for part in start] if start else None
        lower = fits.floor[r] / 10
        below = reg_covar if lower < 1e-16 * (points[r] ** 2).mean() else lower
        with pytest.raises(ValueError, match=r"ill-defined|positive-definite|Singular"):
            theirs(points[r], 2, int(r), below, start=own, reg_covar=reg_covar)
    assert reg_covar or (fits.floor > 0).all()


def test_the_family_draws_one_seed_for_each_replicate_and_keeps_the_places():
    many = law(3, 2).replicate(5)
    data = many.sample(60, rng=np.random.default_rng(4))
    fitted = many.fit(data, rng=np.random.default_rng(5))
    seeds = np.random.default_rng(5)
    for r in range(5):
        found = theirs(data.values[r], 3, int(seeds.integers(2**32)), 1e-6)
        one = law(3, 2)
        order = one.order(found.means_[None], found.covariances_[None])[0]
        np.testing.assert_allclose(fitted.means[r], found.means_[order], rtol=1e-9)
        np.testing.assert_allclose(fitted.weights[r], found.weights_[order], rtol=1e-9)
        np.testing.assert_allclose(fitted.covs[r], found.covariances_[order], rtol=1e-9)
        assert fitted.iterations[r] == found.n_iter_


def clustered(points, clusters):
    """Labels of ours and of scikit-learn, (2, replicates, size)."""
    across = np.ascontiguousarray(points.swapaxes(1, 2))
    seeds = np.arange(len(points))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of fewer different points than clusters
        right = [
            KMeans(clusters, n_init=1, random_state=seed).fit(one).labels_
            for seed, one in zip(seeds.tolist(), points, strict=True)
        ]
    return kmeans.k_means(across, clusters, seeds), np.array(right)


@pytest.mark.parametrize("clusters", [1, 2, 3, 8, 25])
@pytest.mark.parametrize(("size", "N"), [(25, 1), (60, 2), (400, 3)])
def test_the_start_is_that_of_scikit_learn(clusters, size, N):
    points = np.random.default_rng(size).normal(size=(20, size, N)) + 5
    np.testing.assert_array_equal(*clustered(points, clusters))


@pytest.mark.parametrize("clusters", [2, 3, 5])
def test_fewer_different_points_than_clusters(clusters):
    rng = np.random.default_rng(6)
    points = np.array([rng.choice(rng.normal(size=3), (12, 1)) for _ in range(20)])
    np.testing.assert_array_equal(*clustered(points, clusters))


@pytest.mark.parametrize("far", [1, 2, 3])
def test_clusters_that_lose_all_their_points(far):
    """From centres of which some are far away: they come back to points that lie badly."""
    rng = np.random.default_rng(7)
    points = rng.normal(size=(20, 40, 2))
    points -= points.mean(axis=1, keepdims=True)
    centres = points[:, :5].copy()
    centres[:, :far] += 100 + np.arange(far)[:, None]
    right = [
        KMeans(5, n_init=1, init=begin).fit(one).labels_
        for one, begin in zip(points, centres, strict=True)
    ]
    found = kmeans.lloyd(np.ascontiguousarray(points.swapaxes(1, 2)), centres)
    np.testing.assert_array_equal(found, right)


def test_the_family_needs_no_scikit_learn():
    code = (
        "import sys, numpy as np, modelcollapse as mc; "
        "law = mc.GaussianMixture([0.5, 0.5], [[0], [3]], np.ones((2, 1, 1))); "
        "mc.run(law, replicates=3, generations=3, sample_size=20); print('sklearn' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
