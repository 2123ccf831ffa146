"""The stored mixtures are what today's code makes: two generations of every setting, made again."""

from dataclasses import replace

import pytest

from modelcollapse.experiments import mixtures
from modelcollapse.families import em, mixture
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


def other_m_step(whole):
    """The covariances of every step a millionth larger."""

    def step(*arguments):
        counts, means, covs = whole(*arguments)
        return counts, means, covs * (1 + 1e-6)

    return step


def one_step_more(whole):
    """The same fits, and another number of steps."""

    def fits(*arguments, **settings):
        found = whole(*arguments, **settings)
        return replace(found, iterations=found.iterations + 1)

    return fits


@pytest.mark.parametrize(
    ("place", "name", "changed"),
    [(em, "m_step", other_m_step), (mixture, "expectation_maximisation", one_step_more)],
    ids=["covariances", "iterations"],
)
def test_another_fit_of_mixtures_is_found(result, monkeypatch, place, name, changed):
    monkeypatch.setattr(place, name, changed(getattr(place, name)))
    assert other_mixtures(result, 0)[1]


def test_other_settings_of_mixtures_are_found(result, monkeypatch):
    fewer = [chain for chain in mixtures.prepare("book").chains if chain.where["seed"] != 4]
    monkeypatch.setitem(mixtures.PRESETS, "book", lambda: fewer)
    assert other_settings(mixtures.prepare("book"), result) == {"chains"}
