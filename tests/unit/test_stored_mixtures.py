"""The stored mixtures are what today's code makes: two generations of every setting, made again."""

from dataclasses import replace

import pytest

from modelcollapse.experiments import mixtures
from modelcollapse.families import em
from tests.stored import other_settings, other_values, records, stored

SINGLE = 3e-7  # two numbers that single precision rounds to neighbours
# the first chain of each setting, that of the longest fits aside
FIRST = [
    pytest.param(i, id=chain.label)
    for i, chain in enumerate(mixtures.prepare("book").chains)
    if chain.where["seed"] == 0 and chain.where["tol"] != 1e-7
]


@pytest.fixture(scope="module")
def result():
    return stored("mixtures-book")


def other_mixtures(result, chain):
    """What differs in generations 1 and 2 of a chain, made again."""
    task = mixtures.prepare("book")
    found = records(task, task.chains[chain], 2)
    rows = [result.isel(chain=chain).sel(generation=generation) for generation in range(3)]
    return [other_values(record, row, rtol=SINGLE) for record, row in zip(found, rows, strict=True)]


def test_mixtures_have_todays_settings(result):
    assert not other_settings(mixtures.prepare("book"), result)


@pytest.mark.parametrize("chain", FIRST)
def test_mixtures_are_those_of_todays_code(result, chain):
    assert other_mixtures(result, chain) == [[], [], []]


@pytest.mark.parametrize(
    "change",
    [
        lambda fit: replace(fit, covs=fit.covs * (1 + 1e-6)),  # a constant in the M-step
        lambda fit: replace(fit, iterations=fit.iterations + 1),
    ],
    ids=["covariances", "iterations"],
)
def test_another_fit_of_mixtures_is_found(result, monkeypatch, change):
    whole = em.fit
    monkeypatch.setattr(em, "fit", lambda *arguments: change(whole(*arguments)))
    assert other_mixtures(result, 0)[1]


def test_other_settings_of_mixtures_are_found(result, monkeypatch):
    fewer = [chain for chain in mixtures.prepare("book").chains if chain.where["seed"] != 4]
    monkeypatch.setitem(mixtures.PRESETS, "book", lambda: fewer)
    assert other_settings(mixtures.prepare("book"), result) == {"chains"}
