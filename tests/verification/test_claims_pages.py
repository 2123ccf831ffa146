"""The pages of the register show what the checks say. Nothing here is random but fixed seeds."""

import re
from dataclasses import replace
from pathlib import Path
from typing import get_args

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
from matplotlib.colors import same_color

from modelcollapse.figures import DERIVED, PAPER
from verification import CLAIMS, LATER, LATER_CLAIMS, SECTIONS, markup, page, plot
from verification.vocabulary import SINCE, VERDICTS, Since, Verdict

BOOK = Path(__file__).parents[2] / "book/reference"


@pytest.fixture
def ax():
    """Empty axes."""
    figure, axes = plt.subplots()
    yield axes
    plt.close(figure)


def line_of(ax, colour):
    """The points of the line of this colour, (2, points)."""
    (found,) = (line for line in ax.lines if same_color(line.get_color(), colour))
    return np.array(found.get_data())


@pytest.mark.parametrize("name", ["eq-4", "eq-3", "variance-gamma", "never-zero"])
def test_what_is_drawn_is_the_check(ax, name):
    check = page.simulated(name)
    plot.draw(ax, name, check)
    line, (bars,) = check.line, ax.containers
    assert np.array_equal(bars[0].get_data(), [line.x, line.estimate])
    ends = np.array([segment[:, 1] for segment in bars[2][0].get_segments()])
    assert np.allclose(ends[:, 1] - ends[:, 0], 8 * line.standard_error)
    assert np.array_equal(line_of(ax, DERIVED), [line.x, line.ours])
    if line.papers is not None:
        assert np.array_equal(line_of(ax, PAPER), [line.x, line.papers])


def test_title_says_how_far_off_both_are(ax):
    check = page.simulated("eq-4")
    plot.draw(ax, "eq-4", check)
    title = ax.get_title(loc="left")
    assert title.startswith("eq-4   ✓ agrees\n")
    assert f"ours {abs(check.z(check.ours)):.1f} s.e. off" in title
    assert f"the paper's {abs(check.z(check.papers)):.0f}" in title


def test_a_wrong_line_is_called_wrong(ax):
    check = page.simulated("eq-4")
    plot.draw(ax, "eq-4", replace(check, line=replace(check.line, ours=check.line.papers)))
    assert "✗ DISAGREES" in ax.get_title(loc="left")


def test_numbers_are_those_of_the_check():
    claim, check = page.BY_ID["eq-5"], page.simulated("eq-5")
    text = page.numbers([claim])
    assert f"{check.estimate:.4g}" in text
    assert f"{abs(check.z(check.papers)):,.1f} s.e. off" in text
    assert all(formula in text for formula in claim.formulas)


@pytest.mark.parametrize(
    ("value", "words"),
    [(1e7, "10⁷"), (-0.00125, "−0.00125"), (-2.34e-5, "−2.34·10⁻⁵"), (1234, "1,234"), (0, "0")],
)
def test_numbers_have_true_signs_and_raised_powers(value, words):
    assert markup.number(value) == words


def test_long_formulas_break_outside_of_braces_only():
    short, long = (
        "$a = b + c$",
        r"$\operatorname{Var} X = \sum_{i = 1}^n a_i + \frac{1 + x}{2} + \dots$",
    )
    assert markup.breakable(short) == short
    assert markup.breakable(f"so {long}.") == (
        r"so $\operatorname{Var} X$ ${}= \sum_{i = 1}^n a_i$ ${}+ \frac{1 + x}{2}$ ${}+ \dots$."
    )
    for claim in CLAIMS:
        assert markup.breakable(claim.says).replace("$ ${}", " ") == claim.says


def test_what_a_page_says_of_every_verdict_and_of_later_corrections():
    claim = replace(
        page.BY_ID["eq-4"],
        verdict="same direction",
        ran="A smaller law.",
        since="put right",
        later="Mended in 2025.",
    )
    assert "1 claim: same direction" in page.summary([claim])
    assert "put right: Mended in 2025." in page.later([claim])
    row = page.verdicts([claim])
    assert "\\\n    ↗ same direction" in row
    assert "*Run instead:* A smaller law." in row
    assert "The journal version: put right. Mended in 2025." in row
    assert set(VERDICTS) == set(get_args(Verdict))
    assert set(SINCE) == set(get_args(Since))


def test_the_first_table_counts_every_claim_once():
    counts = re.findall(r"\*\*\S+ [a-z ]+\*\*\n +- (\d+)", page.summary(CLAIMS))
    assert sum(map(int, counts)) == len(CLAIMS)
    assert len(counts) == len({claim.verdict for claim in CLAIMS})


def output(name):
    """The Markdown that a page's cells put out, as committed."""
    cells = nbformat.read(BOOK / f"{name}.ipynb", as_version=4).cells
    outputs = [out for cell in cells for out in cell.get("outputs", [])]
    return "\n".join(out.get("data", {}).get("text/markdown", "") for out in outputs)


def test_every_claim_has_one_row_and_every_simulation_one_plot():
    rows, plots = output("claims"), output("verification")
    for claim in CLAIMS:
        assert rows.count(f"(claim-{claim.id})=\n") == 1, claim.id
        assert plots.count(f":name: plot-{claim.id}\n") == (claim.simulated is not None), claim.id


def test_later_papers_have_rows_and_plots_on_a_page_of_their_own():
    shown = output("later")
    for claim in LATER_CLAIMS:
        assert shown.count(f"(claim-{claim.id})=\n") == 1, claim.id
        assert shown.count(f":name: plot-{claim.id}\n") == (claim.simulated is not None), claim.id
        assert f"{{cite:t}}`{claim.source}`" in page.verdicts([claim])
    cells = nbformat.read(BOOK / "later.ipynb", as_version=4).cells
    lines = [line for cell in cells for line in cell.source.splitlines()]
    titles = [line.removeprefix("## ") for line in lines]
    assert [title for title in titles if title in LATER] == list(LATER)


def test_pages_have_the_sections_of_the_register():
    for name, level in {"claims": "### ", "verification": "## "}.items():
        cells = nbformat.read(BOOK / f"{name}.ipynb", as_version=4).cells
        lines = "\n".join(cell.source for cell in cells).splitlines()
        found = [line.removeprefix(level) for line in lines if line.startswith(level)]
        assert [title for title in found if title in SECTIONS] == list(SECTIONS)
