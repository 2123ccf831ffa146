"""Live chains without a browser: what they take, what they refuse, what they say."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

import modelcollapse as mc
from modelcollapse.explorer import Bars, Density, Explorer, Lines, LiveCategorical, LiveGaussian
from modelcollapse.explorer.computed import with_error
from modelcollapse.explorer.script import classic, extra, module
from modelcollapse.theory import bias

REGIMES = {
    "replace": mc.Replace(),
    "keep": lambda M: mc.KeepOriginal(max(1, round(0.1 * M)) / M),
    "mix": mc.Mixing(0.9, 0, 0.1),
}
SIGMA = Lines("sigma", theory=["expected_sigma", "typical_sigma"], log=True)


@pytest.fixture(scope="module")
def menus() -> LiveGaussian:
    """A chain with both menus."""
    fits = {"unbiased": 1, "likelihood": 0}
    return LiveGaussian(regime=REGIMES, ddof=fits, generations=12, sample_sizes=(3, 60))


def test_a_chain_becomes_sliders(menus):
    explorer = Explorer(None, [SIGMA, Density()], live=menus, start={"regime": "mix"})
    assert repr(explorer) == (
        "Explorer(sample_size=13, regime='mix', fit='unbiased', generation=6, replicate=0, seed=1, "
        "show='one run')"
    )
    explorer.position = {"sample_size": 47, "replicate": 12_345, "seed": 999, "fit": "likelihood"}
    data = menus.dataset(**{k: v for k, v in explorer.position.items() if k != "show"})
    told = float(explorer.readout()["sigma"])
    assert told == pytest.approx(float(data.sigma.isel(replicate=0, generation=6)), rel=5e-3)
    record = explorer._record
    assert "codes" not in json.dumps(record)
    assert record["chain"]["regimes"]["keep"]["real"] == [
        max(1, round(0.1 * M)) for M in range(3, 61)
    ]
    assert (
        record["source"]
        == "Computed in this page, for any seed: sample size 3 to 60, generations 0 to 12."
    )


def test_a_share_becomes_a_slider():
    ways = {"fresh": lambda share: mc.Mixing(1 - share, 0, share), "kept": mc.KeepOriginal}
    chain = LiveGaussian(ways, ddof=0, generations=9, sample_sizes=(10, 40), shares=[0, 0.1, 0.5])
    explorer = Explorer(None, [SIGMA], live=chain, start={"share": 0.5, "regime": "kept"})
    assert list(explorer.position)[:3] == ["sample_size", "regime", "share"]
    assert explorer._record["dims"]["share"]["kind"] == "range"
    for way, regime in (("fresh", mc.Mixing(0.5, 0, 0.5)), ("kept", mc.KeepOriginal(0.5))):
        alone = LiveGaussian(regime, ddof=0, generations=9, sample_sizes=(10, 40)).dataset()
        assert chain.dataset(regime=way, share=0.5).sigma.equals(alone.sigma)
        assert not chain.dataset(regime=way, share=0.1).sigma.equals(alone.sigma)
    none, plain = chain.dataset(share=0, regime="kept"), LiveGaussian(ddof=0, generations=9)
    same = plain.dataset(sample_size=20)
    assert np.array_equal(none.expected_variance, same.expected_variance)
    with pytest.raises(ValueError, match=r"share = 0.2 is not on the grid; allowed: 0.0, 0.1, 0.5"):
        explorer.position = {"share": 0.2}


def test_a_sampling_bias_becomes_a_slider():
    chain = LiveGaussian(
        ddof={"unbiased": 1, "likelihood": 0},
        generations=9,
        sample_sizes=(5, 40),
        biases=[0, 0.9, 1, 1.2],
    )
    explorer = Explorer(None, [SIGMA], live=chain, start={"bias": 1.2})
    assert list(explorer.position)[:3] == ["sample_size", "fit", "bias"]
    slider = explorer._record["dims"]["bias"]
    assert (slider["label"], slider["symbol"]) == ("Sampling bias", "λ")
    n, lam, M = np.arange(10), 1.2, 7
    keeps = (M - 1) / M  # of the variance, by maximum likelihood
    data = chain.dataset(sample_size=M, fit="likelihood", bias=lam)
    grown = lam ** np.maximum(n - 1, 0)
    assert data.expected_variance.values == pytest.approx(keeps**n * grown)
    typical = grown * float(bias.critical_lambda(M, 0)) ** -n.astype(float)
    assert data.typical_variance.values == pytest.approx(typical)
    drawn = np.append(1, lam * data.expected_variance.values[1:-1])
    assert data.mu_high.values**2 == pytest.approx(np.append(0, np.cumsum(drawn) / M))
    assert np.isnan(data.paper_risk).all()
    none = LiveGaussian(generations=9, sample_sizes=(5, 40)).dataset(sample_size=M)
    one = chain.dataset(sample_size=M, bias=1)
    assert all(one[name].equals(none[name]) for name in none.data_vars)
    end = chain.dataset(sample_size=M, bias=0)  # nothing but the mean is drawn
    assert (end.sigma[:, 2:] == 0).all()
    assert (end.expected_variance[2:] == 0).all()
    # the same random numbers: the runs of one bias are those of another, tilted
    tilted = chain.dataset(sample_size=M, bias=0.9).sigma * np.sqrt((1.2 / 0.9) ** (n.clip(1) - 1))
    assert tilted.values == pytest.approx(chain.dataset(sample_size=M, bias=1.2).sigma.values)


def test_the_next_run_is_the_one_beside_it(menus):
    here, there = (menus.dataset(replicate=r, sample_size=9) for r in (4, 5))
    assert np.array_equal(here.sigma[1:], there.sigma[:-1])
    assert not np.array_equal(here.sigma, menus.dataset(replicate=4, sample_size=9, seed=2).sigma)


def test_many_runs_are_told():
    chain = LiveGaussian(generations=5)
    explorer = Explorer(None, [SIGMA], live=chain, start={"sample_size": 10, "generation": 5})
    assert set(explorer.readout()) == {"sigma", "expected_sigma", "typical_sigma"}
    explorer.position = {"show": "1,000 runs"}
    told = explorer.readout()
    mean, error = map(float, told["sigma mean"].split(" ± "))
    assert abs(mean - float(told["expected_sigma"])) < 5 * error
    assert error == pytest.approx(np.sqrt((1 - 0.9727**10) / 1000), rel=0.2)
    explorer.position = {"replicate": 3}
    again = explorer.readout()
    assert again["sigma"] != told["sigma"]
    assert again["sigma median"] == told["sigma median"]  # the same 1,000 runs


def test_states_become_bars():
    chain = LiveCategorical([0.5, 0.3, 0.2], generations=8, sample_sizes=(1, 100))
    panels = [
        Bars("p", over="state"),
        Lines("states"),
        Lines("diversity", theory="expected_diversity"),
    ]
    explorer = Explorer(None, panels, live=chain)
    assert list(explorer.position) == ["sample_size", "generation", "replicate", "seed", "show"]
    assert set(explorer.readout()) == {"states", "diversity", "expected_diversity"}
    data = chain.dataset(sample_size=1)
    assert (data.p.isel(generation=slice(1, None)).max("state") == 1).all()
    assert (chain.dataset().p.sum("state") == pytest.approx(1)).all()
    assert explorer.html().count('<img class="mc-draw"') == 3


def test_words_of_the_data_are_used(menus):
    data = menus.dataset()
    data.sigma.attrs["long_name"] = "spread"
    explorer = Explorer(data, [SIGMA], live=menus)
    assert 'aria-label="Explorer: Spread"' in explorer.html()
    explorer.position = {"sample_size": 8}
    assert "<dt>Spread, σₙ</dt>" in explorer.html()


def test_the_page_begins_where_the_widget_stands(menus):
    explorer = Explorer(None, [SIGMA], live=menus, start={"sample_size": 31, "replicate": 6})
    page = explorer.html()
    state = json.loads(re.search(r'json">(.*)</script>', page, re.DOTALL)[1])
    assert state["position"] == {**explorer.position}
    assert '<div class="mc-host" data-live>' in page
    assert (
        "Sample size M = 31, regime replace, fit unbiased, generation n = 6, run 7, seed 1, shown"
        in page
    )
    assert '<input type="number" min="0" max="999999" value="1">' in page
    assert len(page) - len(re.search(r"<style>.*?</style>", page, re.DOTALL)[0]) < 20_000


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"regime": "replace"}, TypeError, "regime must be Replace, Accumulate, .* got 'replace'"),
        ({"regime": mc.Replace}, TypeError, "regime must be .* got <class"),
        ({"regime": mc.Filter(lambda x: x)}, TypeError, "regime must be .*got Filter"),
        ({"regime": mc.Augment(3)}, ValueError, "must be fresh"),
        ({"regime": mc.Mixing([0.5] * 3, 0.5, 0)}, TypeError, "alpha of a live regime must be one"),
        ({"regime": mc.Subsample()}, ValueError, "must end at 1000 or before, got 10000"),
        ({"regime": {}}, ValueError, "regime must have names"),
        ({"regime": {3: mc.Replace()}}, ValueError, r"names that are text, got \[3\]"),
        ({"regime": lambda M: mc.Augment(M, fresh=True)}, ValueError, "at most 1000 sample sizes"),
        (
            {"regime": lambda M: mc.Mixing(1 / M, 0, 1 - 1 / M), "sample_sizes": (2, 9)},
            ValueError,
            "may change its number of real points with M, nothing else",
        ),
        ({"ddof": 2}, ValueError, "ddof must be at most 1, got 2"),
        ({"shares": 0.5}, TypeError, "shares must be a list of numbers, got 0.5"),
        ({"shares": [0.5, 0.5]}, ValueError, r"shares must grow, got \[0.5, 0.5\]"),
        ({"shares": [0, 2]}, ValueError, "shares must lie between 0 and 1, got 2"),
        ({"shares": [0, 1]}, TypeError, "regime must be a function of a share, .* got None"),
        ({"biases": [1, 2.5]}, ValueError, "biases must lie between 0 and 2, got 2.5"),
        ({"biases": [1.2, 1]}, ValueError, r"biases must grow, got \[1.2, 1.0\]"),
        (
            {"biases": [1, 1.2], "regime": mc.Accumulate()},
            ValueError,
            "biases need the regime Replace alone, got Accumulate",
        ),
        ({"generations": 0}, ValueError, "generations must be at least 1"),
        ({"generations": 1.5}, TypeError, "generations must be an integer"),
        ({"sample_sizes": (1, 9)}, ValueError, r"sample_sizes\[0\] must be at least 2, got 1"),
        ({"sample_sizes": (9, 9)}, ValueError, r"sample_sizes\[1\] must be at least 10, got 9"),
        ({"sample_sizes": 9}, TypeError, "sample_sizes must be a pair"),
        ({"seed": -1}, ValueError, "seed must be at least 0"),
        ({"seed": 10**6}, ValueError, "seed must be at most 999999"),
    ],
)
def test_what_has_no_live_chain_is_refused(change, error, words):
    with pytest.raises(error, match=words):
        LiveGaussian(**change)


def test_laws_that_are_none_are_refused():
    with pytest.raises(ValueError, match="p must sum to 1"):
        LiveCategorical([0.5, 0.4])
    with pytest.raises(ValueError, match="1 to 200 states"):
        LiveCategorical(np.full((2, 2), 0.5))


def test_positions_that_are_none_are_refused(menus):
    explorer = Explorer(None, [SIGMA], live=menus)
    for wrong, error, words in (
        ({"sample_size": 61}, ValueError, "sample_size must be at most 60, got 61"),
        ({"sample_size": 3.5}, TypeError, "sample_size must be an integer"),
        ({"replicate": -1}, ValueError, "replicate must be at least 0"),
        ({"seed": 10**6}, ValueError, "seed must be at most 999999"),
        ({"show": "all"}, ValueError, "show = 'all' is not on the grid; allowed: one run"),
        ({"M": 5}, ValueError, "no slider 'M'"),
    ):
        with pytest.raises(error, match=words):
            explorer.position = wrong
    with pytest.raises(TypeError, match="live must be a LiveGaussian or a LiveCategorical, got 3"):
        Explorer(None, [SIGMA], live=3)
    with pytest.raises(ValueError, match="compute must be None"):
        Explorer(None, [SIGMA], live=menus, compute=lambda at: at)
    with pytest.raises(TypeError, match=r"data must be an xarray\.Dataset, got NoneType"):
        Explorer(None, [SIGMA])
    with pytest.raises(ValueError, match="names 'tau'; the data hold: mu, sigma"):
        Explorer(None, [Lines("tau")], live=menus)


@pytest.mark.parametrize(
    ("mean", "error", "words"),
    [
        (0.99531, 0.00214, "0.9953 ± 0.0021"),
        (-0.2, 0.05, "−0.200 ± 0.050"),
        (1234.5, 67.8, "1234 ± 68"),
        (2.5e-7, 1.2e-8, "(2.50 ± 0.12) × 10⁻⁷"),
        (1.0, 0.0, "1.00"),
    ],
)
def test_a_mean_is_written_with_its_error(mean, error, words):
    assert with_error(mean, error) == words


def test_what_computes_is_a_script_of_its_own(menus):
    constant = "0x9e3779bb"  # of the generator
    assert constant not in classic() + module()
    assert all(constant in text for text in (classic(live=True), module(live=True), extra()))
    assert constant in Explorer(None, [SIGMA], live=menus)._esm
    assert "import " not in re.sub("//.*", "", module(live=True) + extra())
    names = re.findall(
        r"^(?:async )?(?:const|let|function) (\w+)", classic(live=True), re.MULTILINE
    )
    assert len(names) == len(set(names)), "two parts give one name to different things"
