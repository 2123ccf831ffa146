"""Many runs under three settings of EM: the stored ones are today's, and they say what is claimed.

Nothing is random here: the oracle of a whole chain is the theorem's mean, in standard errors of the
stored runs, and that of one sample its covariance.
"""

from dataclasses import replace

import numpy as np
import pytest

from modelcollapse.datasets.points import Points
from modelcollapse.experiments import em, mixtures
from modelcollapse.families import em as fits
from tests.stored import other_settings, other_values, records, stored

SINGLE = 3e-7  # two numbers that single precision rounds to neighbours
TASK = em.prepare("book")
SMALL = [
    pytest.param(i, id=str(chain.where["setting"]))
    for i, chain in enumerate(TASK.chains)
    if chain.where["sample_size"] == 500 and chain.where["batch"] == 0
]


@pytest.fixture(scope="module")
def result():
    return stored("em-book")


def other_runs(result, i):
    """What differs in generation 10 of a chain, made again."""
    found = records(TASK, TASK.chains[i], 10)[-1]
    return other_values(found, result.isel(chain=i).sel(generation=10), rtol=SINGLE)


def test_runs_have_todays_settings(result):
    assert not other_settings(TASK, result)


@pytest.mark.parametrize("i", SMALL)
def test_runs_are_those_of_todays_code(result, i):
    assert other_runs(result, i) == []


def test_another_fit_is_found(result, monkeypatch):
    whole = fits.m_step

    def larger(*arguments):
        counts, means, covs = whole(*arguments)
        return counts, means, covs * (1 + 1e-6)

    monkeypatch.setattr(fits, "m_step", larger)
    assert "share" in other_runs(result, SMALL[0].values[0])


def test_one_sample_has_one_covariance_whatever_the_setting():
    """And a fit that looks at half of the sample fails the same comparison."""
    law = mixtures.law(mixtures.APART).replicate(20)
    points = law.sample(400, rng=np.random.default_rng(0))
    gaps = points.values - points.values.mean(axis=1, keepdims=True)
    whole = gaps.swapaxes(1, 2) @ gaps / 400 + law.reg_covar * np.eye(2)
    for settings in em.SETTINGS.values():
        fit = replace(law, **settings).fit(points, rng=np.random.default_rng(1))
        assert abs(fit.cov - whole).max() < 1e-11
        every_other = Points(points.values[:, ::2])
        half = replace(law, **settings).fit(every_other, rng=np.random.default_rng(1))
        assert abs(half.cov - whole).max() > 1e-3


@pytest.mark.parametrize("setting", em.SETTINGS)
def test_the_mean_share_is_the_derived_one(result, setting):
    """Within four standard errors of the 48 stored runs; that nothing is lost would be refused."""
    right = (result.sample_size == 500) & (result.setting == setting)
    last = result.share.isel(chain=np.flatnonzero(right)).sel(generation=250).values.ravel()
    error = last.std(ddof=1) / np.sqrt(last.size)
    assert last.size == 48
    assert abs(last.mean() - (1 - 1 / 500) ** 250) < 4 * error
    assert abs(last.mean() - 1) > 4 * error
