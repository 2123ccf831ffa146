"""The samplers of live explorers, in the browser: their laws, their moments, their twins in Python.

A true statement is rejected with probability at most 2e-8 a comparison (tests/chance.py). Before a
release 100,000 runs are compared, here 4,000.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page
from scipy import stats

import modelcollapse as mc
from benchmarks.pages import with_explorers
from modelcollapse.explorer import chains
from modelcollapse.explorer.derived import derived, expected_states
from modelcollapse.explorer.streams import Stream
from modelcollapse.theory.discrete import survivors
from modelcollapse.theory.risk import expected_risk
from tests.chance import FALSE_ALARM, has_law, has_mean, same_law
from tests.live_chains import (
    FLAWS,
    FLAWS_OF_STATES,
    LAST_SHARES,
    SETTINGS,
    Setting,
    load,
    p_values,
    theirs,
)
from tests.live_shown import SHOWN

RUNS, DRAWS = 4000, 20_000
LAW = [0.4, 0.3, 0.2, 0.05, 0.05]


@pytest.fixture(scope="module")
def samplers(browser: Browser) -> Iterator[Page]:
    """A page with the samplers."""
    with browser.new_context() as context:
        page = context.new_page()
        load(page)
        yield page


def drawn(page: Page, expression: str, count: int = DRAWS) -> np.ndarray:
    """So many numbers, each the first of a stream of its own."""
    each = f"(_, i) => (live.stream(3, i, 1), {expression})"
    loop = f"(count) => Array.from({{ length: count }}, {each})"
    return np.array(page.evaluate(loop, count))


def test_uniform_and_normal_numbers(samplers: Page) -> None:
    uniform = drawn(samplers, "live.uniform()")
    assert has_law(uniform, stats.uniform)
    assert 0 < uniform.min() < uniform.max() < 1
    normal = drawn(samplers, "live.normal()")
    assert has_law(normal, stats.norm)
    for power, moment in ((1, 0), (2, 1), (3, 0), (4, 3)):
        assert has_mean(normal**power, moment)


def test_streams_are_independent(samplers: Page) -> None:
    """Of neighbouring runs, generations and seeds, and of numbers that follow one another."""
    for one, other in (("3, i, 1", "3, i + 1, 1"), ("3, i, 1", "3, i, 2"), ("3, i, 1", "4, i, 1")):
        start = "(live.stream({}), live.uniform() - 0.5)"
        product = drawn(samplers, f"{start.format(one)} * {start.format(other)}")
        assert has_mean(product, 0)
    follow = "(() => { const u = live.uniform(); return (u - 0.5) * (live.uniform() - 0.5); })()"
    assert has_mean(drawn(samplers, follow), 0)
    assert len(set(drawn(samplers, "live.uniform()"))) > 0.999 * DRAWS


@pytest.mark.parametrize("shape", [0.5, 1.0, 4.5, 499.5])
def test_gamma_numbers(samplers: Page, shape: float) -> None:
    values = drawn(samplers, f"live.gamma({shape}, live.normal())")
    assert has_law(values, stats.gamma(shape))
    assert has_mean(values, shape)
    assert has_mean((values - shape) ** 2, shape)


@pytest.mark.parametrize(
    ("n", "p"), [(1, 0.3), (10, 0.3), (40, 0.24), (40, 0.26), (300, 0.9), (1000, 0.5), (10**6, 0.1)]
)
def test_binomial_numbers(samplers: Page, n: int, p: float) -> None:
    values = drawn(samplers, f"live.binomial({n}, {p})")
    law = stats.binom(n, p)
    cuts = np.unique(law.ppf(np.arange(1, 20) / 20))  # twenty classes, or as many as there are
    seen = np.bincount(np.searchsorted(cuts, values), minlength=len(cuts) + 1)
    chances = np.diff(law.cdf([-1, *cuts, n]))
    keep = chances > 0
    assert seen[~keep].sum() == 0
    assert stats.chisquare(seen[keep], DRAWS * chances[keep]).pvalue > FALSE_ALARM
    assert has_mean(values, n * p)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_runs_have_the_packages_law(samplers: Page, setting: Setting) -> None:
    assert min(p_values(samplers, setting, RUNS)) > FALSE_ALARM


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_runs_have_the_derived_moments(samplers: Page, setting: Setting) -> None:
    mu, sigma = theirs(samplers, setting, 5 * RUNS)
    curves = derived(setting.one(), setting.n)
    heavy = setting.M == 2  # the mean of sigma^2 comes from too few runs
    assert heavy or has_mean(sigma**2, curves["expected_variance"][-1])
    assert heavy or has_mean(mu**2, curves["mu_high"][-1] ** 2)
    if np.isfinite(curves["expected_sigma"][-1]):
        assert has_mean(sigma, curves["expected_sigma"][-1])
        assert heavy or has_mean(mu**2 + (1 - sigma) ** 2, curves["risk"][-1])
        plain = setting.ddof and setting.bias == 1
        exact = expected_risk([setting.M] * setting.n) if plain else curves["risk"][-1]
        assert curves["risk"][-1] == pytest.approx(float(exact), rel=1e-9)
        assert has_mean(2 * np.log(sigma), np.log(curves["typical_variance"][-1]))


def test_the_laws_of_all_pages_are_held_before_a_release(site: Path) -> None:
    live = {n for n in with_explorers() if "data-live" in (site / n).read_text("utf8")}
    assert live == {f"{shown.page}.html" for shown in SHOWN}


@pytest.mark.parametrize("flaw", FLAWS)
def test_a_wrong_sampler_is_found(page: Page, flaw: str) -> None:
    load(page, *FLAWS[flaw])
    assert p_values(page, SETTINGS[0], RUNS)[1] < FALSE_ALARM


def last_shares(page: Page, M: int, n: int) -> np.ndarray:
    """The shares after n fits of so many runs in the page, (runs, states)."""
    return np.array(page.evaluate(LAST_SHARES, [LAW, M, 5, RUNS, n]))


def same_shares(seen: np.ndarray, M: int, n: int) -> bool:
    """Whether each state's share, and how many are left, have the law of the package's runs."""
    trace = mc.run(mc.Categorical(LAW), sample_size=M, generations=n, replicates=RUNS, rng=12)
    known = trace.p.transpose("replicate", "generation", "state").values[:, -1]
    shares = all(same_law(a, b) for a, b in zip(seen.T, known.T, strict=True))
    return shares and same_law((seen > 0).sum(1), (known > 0).sum(1))


def test_states_have_the_packages_law(samplers: Page) -> None:
    M, n = 12, 6
    seen = last_shares(samplers, M, n)
    assert same_shares(seen, M, n)
    for k in range(len(LAW)):
        assert has_mean(seen[:, k], LAW[k])
    assert has_mean(1 - (seen**2).sum(1), (1 - 1 / M) ** n * (1 - np.square(LAW).sum()))
    assert has_mean((seen > 0).sum(1), expected_states(LAW, M, n)[-1])
    assert np.abs(seen.sum(1) - 1).max() < 1e-12


@pytest.mark.parametrize("flaw", FLAWS_OF_STATES)
def test_wrong_states_are_found(page: Page, flaw: str) -> None:
    load(page, *FLAWS_OF_STATES[flaw])
    assert not same_shares(last_shares(page, 12, 6), 12, 6)


@pytest.mark.parametrize("M", [1, 2, 30, 1000, 1001])
def test_the_mean_number_of_states_is_the_same(samplers: Page, M: int) -> None:
    law, n = [0.5, 0.25, 0.249, 0.001, 0.0], 40
    found = samplers.evaluate("(given) => [...live.survivors(...given)]", [law, M, n])
    exact = [survivors(law, M, i) if i == 0 or M <= 1000 else np.nan for i in (0, 1, 2, n)]
    assert [found[i] for i in (0, 1, 2, n)] == pytest.approx(exact, rel=1e-9, nan_ok=True)
    assert expected_states(law, M, n) == pytest.approx(found, rel=1e-9, nan_ok=True)


@pytest.mark.parametrize("ddof", [0, 1])
@pytest.mark.parametrize("M", [2, 3, 40, 997])
def test_python_draws_the_same_numbers(samplers: Page, M: int, ddof: int) -> None:
    for one in SETTINGS:
        setting = replace(one, M=M, n=25, ddof=ddof)
        found = theirs(samplers, setting, 2, seed=999_999)
        for run in range(2):
            twin = chains.gaussian(setting.one(), 999_999, run, setting.n)[-1]
            assert found[:, run] == pytest.approx(twin, rel=1e-9, abs=1e-12)
        curves = samplers.evaluate("([one, n]) => live.derive(one, n)", [setting.one(), 25])
        for name, exact in derived(setting.one(), 25).items():
            values = list(curves[name].values()) if isinstance(curves[name], dict) else curves[name]
            assert values == pytest.approx(exact, rel=1e-9, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("M", [1, 30, 5000])
def test_python_draws_the_same_states(samplers: Page, M: int) -> None:
    law = [0.1, 0.2, 0.3, 0.4, 0.0]
    for run, found in enumerate(samplers.evaluate(LAST_SHARES, [law, M, 8, 3, 20])):
        assert found == chains.categorical(law, M, 8, run, 20)[-1].tolist()


def test_the_generator_stays_as_it_is(samplers: Page) -> None:
    """A link made today shows the same run tomorrow."""
    stream = Stream(1, 2, 3)
    assert [stream.uniform() for _ in range(2)] == [0.7703233185457066, 0.48079133697319776]
    assert samplers.evaluate("live.stream(1, 2, 3), live.uniform()") == 0.7703233185457066
