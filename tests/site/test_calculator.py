"""The calculator of "What to do" answers what the package computes. Nothing is random here.

The cells of the notebook run up to its explorer, and its answers are held against calls of the
package, put in words here once more; at the two ends of the retention against older closed forms.
"""

import pytest
import sympy as sp

from modelcollapse.explorer import Explorer
from modelcollapse.theory import calculator, pooling, tails
from tests.site.test_page_data import built

PLACES = [(30, 0.5, 0.5), (100, 0.01, 0.9), (1000, 0.05, 0), (1000, 0, 0.5), (10_000, 0.2, 1)]
LACKING, LOST, IN_THE_END, NEEDED = 1, 0, 2, 3  # the places of the questions


@pytest.fixture(scope="module")
def explorer() -> Explorer:
    return built("book/remedies/what-to-do.html")[-1]


def answer(explorer: Explorer, question: int, M: int, real: float, kept: float, p: float) -> str:
    """What the page says at a position of its sliders."""
    at = explorer.data.answer.sel(sample_size=M, generated=round(1 - real, 2), retention=kept)
    return str(at.sel(rare=p).values[question])


def lost(said: str) -> float:
    """A loss in per cent, from its words."""
    return 100.0 if said == "all of it" else float(said.rstrip("%"))


def rounds(said: str) -> float:
    """A number of rounds, from its words."""
    return sp.oo if said == "never" else int(said.split()[1].replace(",", ""))


@pytest.mark.parametrize(("M", "real", "kept"), PLACES)
@pytest.mark.parametrize("p", [0.001, 0.003, 0.01])
def test_answers_equal_the_package(explorer, M, real, kept, p):
    where = M, real, kept
    said = [answer(explorer, question, *where, p) for question in range(4)]
    assert rounds(said[LOST]) == calculator.fits_until(sp.Rational(1, 2), *where)
    assert rounds(said[LACKING]) == calculator.missing_half(p, *where)
    end = float(calculator.long_run_loss(*where))
    assert lost(said[IN_THE_END]) == pytest.approx(100 * end, abs=5.1e-4)
    needed = calculator.real_share(0.05, M, kept)
    assert float(said[NEEDED].rstrip("%")) == pytest.approx(100 * float(needed), abs=5.1e-3)


@pytest.mark.parametrize(("M", "real", "kept"), PLACES)
def test_curves_equal_the_package(explorer, M, real, kept):
    at = explorer.data.sel(sample_size=M, generated=round(1 - real, 2), retention=kept)
    path = calculator.loss_path(M, 50, real, kept)
    lacking = calculator.missing_path(0.003, M, 50, real, kept)
    for n in at.generation.values[at.generation.values <= 50]:
        assert float(at.lost.sel(generation=n)) == pytest.approx(float(path[n]), rel=1e-9)
        found = float(at.lacking.sel(generation=n, rare=0.003))
        assert found == pytest.approx(lacking[n], rel=1e-9)
    assert float(at.one) == 1 / M


@pytest.mark.parametrize("M", [30, 100, 1000, 10_000])
def test_the_ends_equal_older_closed_forms(explorer, M):
    """Replacement: M ln 2 and the half-life of a token. Everything kept: the sine law."""
    first = next(n for n in range(1, 10_000) if 1 - (1 - 1 / M) ** n >= 0.5)
    assert rounds(answer(explorer, LOST, M, 0, 0, 0.01)) == first
    if M > 1000:  # up to there half_life is from the exact chain
        assert rounds(answer(explorer, LACKING, M, 0, 0, 0.001)) == tails.half_life(0.001, M)
    sine = 1 - float(pooling.accumulate_limit(M, ddof=0))
    said = answer(explorer, IN_THE_END, M, 0, 1, 0.01)
    assert lost(said) == pytest.approx(100 * sine, abs=5.1e-4)
    fresh = float(pooling.fresh_mean_variance(M, 0.05, ddof=0))
    said = answer(explorer, IN_THE_END, M, 0.05, 0, 0.01)
    assert lost(said) == pytest.approx(100 * fresh, abs=5.1e-4)


def test_a_wrong_place_is_found(explorer):
    """The same check at another retention fails: the comparison can tell positions apart."""
    said = answer(explorer, IN_THE_END, 100, 0.01, 0.9, 0.01)
    other = float(calculator.long_run_loss(100, 0.01, 0.5))
    assert lost(said) != pytest.approx(100 * other, abs=5.1e-4)


def test_the_answers_stand_in_the_page_as_sent(explorer):
    page = explorer.html()
    at = explorer.position
    where = at["sample_size"], round(1 - at["generated"], 2), at["retention"]
    for question in range(4):
        assert answer(explorer, question, *where, at["rare"]) in page
    assert "after 693 rounds" in page
    assert len(page) < 400_000
