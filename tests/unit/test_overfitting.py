"""A witness of overfitting: more terms lose more, and more points cure it. The old witness fails.

The chapter's former witness, a kernel density, leaks by its bandwidth, and as much from ten times
as many points: that is smoothing. Shares are held within STANDARD_ERRORS: false alarm 2e-8 each.
"""

import numpy as np
import pytest

import modelcollapse as mc
from tests.chance import STANDARD_ERRORS, has_mean
from verification.toys import Cosines, kernel_points, outside_band


def regression(terms, size, fits=1, runs=2000):
    """The share outside the support of each run's model."""
    law = Cosines((0.0,), terms)
    settings = {"sample_size": size, "generations": fits, "replicates": runs, "rng": 13}
    return mc.run(law, **settings).outside.values[fits]


def kernel(terms, size, runs=20_000):
    """The old witness, h = 0.02 times terms, on uniform points: whether a new point is outside."""
    rng = np.random.default_rng(13)
    points = kernel_points(0.02 * terms, rng.random((runs, size)), np.array([1]), rng)[0]
    return ((points < 0) | (points > 1)).astype(float)


def cured(family):
    """Whether ten times as many points lower the share, by more than chance."""
    few, many = family(8, 24), family(8, 240)
    error = np.hypot(few.std() / np.sqrt(few.size), many.std() / np.sqrt(many.size))
    return few.mean() - many.mean() > STANDARD_ERRORS * error


def test_more_points_cure_overfitting_and_not_smoothing():
    assert cured(regression)
    assert not cured(kernel)


def test_more_terms_put_more_outside():
    shares = [regression(terms, 24) for terms in (1, 4, 12)]
    assert np.all(np.diff([share.mean() for share in shares]) > 0.03)


@pytest.mark.parametrize(("terms", "size"), [(1, 12), (6, 24), (12, 24)])
def test_share_outside_is_exact(terms, size):
    assert has_mean(regression(terms, size, runs=10_000), outside_band(terms, size))


@pytest.mark.parametrize("fits", [1, 4])
def test_error_grows_by_a_third_of_the_terms_per_point(fits):
    law = Cosines((0.0, 1.5, 0.4, 0.2), 2)
    trace = mc.run(law, sample_size=20, generations=fits, replicates=10_000, rng=14)
    assert has_mean(trace.error.values[fits], 0.4**2 + 0.2**2 + fits * 2 / 60)
