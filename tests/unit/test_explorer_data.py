"""Explorers without a browser: encoding, record, validation, position, the page's HTML."""

from __future__ import annotations

import gzip
import json
import re
from fractions import Fraction

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from modelcollapse.explorer import Bars, Density, Explorer, Lines, encode
from modelcollapse.explorer.packing import pack, unpack
from modelcollapse.explorer.script import classic, module
from modelcollapse.explorer.words import text

SIZES = [3, 10, 30, 100, 1000]
finite = (
    st.floats(-1e90, 1e90) | st.floats(-10, 10) | st.integers(-99999, 99999).map(lambda k: k / 1000)
)


def row_of(size: int, generations: int = 20, runs: int = 4) -> xr.Dataset:
    """One row: a deterministic chain, and a theory without replicates."""
    rng = np.random.default_rng(size)
    steps = rng.chisquare(size - 1, (runs, generations)) / (size - 1)
    sigma = np.cumprod(np.concatenate([np.ones((runs, 1)), np.sqrt(steps)], axis=1), axis=1)
    mu = np.cumsum(rng.standard_normal(sigma.shape) / np.sqrt(size), axis=1)
    theory = (1 - 1 / (4 * size)) ** np.arange(generations + 1)
    dims = ("replicate", "generation")
    return xr.Dataset(
        {"sigma": (dims, sigma), "mu": (dims, mu), "expected": ("generation", theory)}
    )


@pytest.fixture
def data() -> xr.Dataset:
    """A grid with words, as a page would make it."""
    grid = xr.concat([row_of(size) for size in SIZES], dim="sample_size")
    grid = grid.assign_coords(sample_size=SIZES)
    grid["sigma"].attrs = {"long_name": "Spread", "symbol": "σₙ"}
    grid.attrs["seed"] = 7
    return grid


PANELS = [Lines("sigma", theory="expected", log=True), Density()]


def exactly(value: float, form: encode.Format) -> Fraction:
    """The value rounded to the digits that a format shows, in whole numbers."""
    if "low" in form:
        places = form["decimals"]
    elif value == 0:
        return Fraction(0)
    else:
        places = 2 - int(f"{value:.2e}".split("e")[1])
    return Fraction(round(Fraction(value) * Fraction(10) ** places)) / Fraction(10) ** places


@given(arrays(np.float64, array_shapes(min_dims=2, max_dims=2), elements=finite | st.just(np.nan)))
def test_what_is_shown_is_the_number_rounded_once(values):
    record = encode.encode(values, rows=1)
    decoded = encode.decode(record)
    for row, back, form in zip(values, decoded, record["formats"], strict=True):
        for value, got in zip(row, back, strict=True):
            if np.isnan(value):
                assert np.isnan(got)
            elif "top" not in form or value == 0 or value > 10.0 ** (form["top"] - 70):
                assert got == float(exactly(value, form))
            else:
                assert got <= value * 1.01


@given(st.lists(st.floats(1e-60, 1e3), min_size=2, max_size=40))
def test_positive_numbers_keep_three_digits(values):
    row = np.array([*values, 1e-30, 1.0])
    form = encode.choose_format(row)
    assert "top" in form
    shown = [text(x, form) for x in encode.from_codes(encode.to_codes(row, form), form)]
    for value, seen in zip(row, shown, strict=True):
        digits = seen.split(" ")[0].replace(".", "").lstrip("0")
        assert float(f"{value:.2e}") == pytest.approx(float(f"{value:.3g}"))
        assert digits.startswith(f"{value:.2e}".split("e")[0].replace(".", ""))


@given(arrays(np.uint16, st.integers(1, 50)))
def test_packing_loses_nothing(codes):
    assert np.array_equal(unpack(pack(codes), codes.size), codes)


@pytest.mark.parametrize(
    ("row", "value", "words"),
    [
        ([-1.0, 1.0], -0.12344, "−0.1234"),
        ([0.0, 1000.0], 23.0, "23"),
        ([0.9999990, 1.0], 0.99999962751, "1.000000"),
        ([0.00125, 1.0, -1.0], 0.00125, "0.0013"),  # the float lies just above the tie
        ([0.0, 1e-3, 1.0], 0.0, "0"),
        ([0.0, 1e-3, 1.0], 0.0012345, "0.00123"),
        ([1e-9, 1.0], 1.2345e-9, "1.23 × 10⁻⁹"),
        ([1.0, 99.95], 99.95, "100"),
        ([-2e8, 2e8], 123456789.0, "1.2346 × 10⁸"),
        ([-1e-4, 3e-4], 3.1623e-4, "0.0003162"),
        ([0.5, np.nan], np.nan, "–"),
        ([2.892e-6], 2.892e-6, "2.892 × 10⁻⁶"),  # nobody counts the zeros of 0.000002892
        ([-3.981e-69], -3.981e-69, "−3.981 × 10⁻⁶⁹"),
        ([-1e-9, 2e-9], 0.0, "0"),
    ],
)
def test_numbers_in_words(row, value, words):
    form = encode.choose_format(np.array([*row, value]))
    code = encode.to_codes(np.array([value]), form)
    assert text(float(encode.from_codes(code, form)[0]), form) == words


def test_small_samples_do_not_coarsen_large_ones(data):
    sigma = data["sigma"].values
    decoded = encode.decode(encode.encode(sigma, rows=1))
    wrong = np.abs(decoded / sigma - 1).max(axis=(1, 2))
    assert wrong[-1] < 2e-4
    assert wrong.max() < 6e-3


def test_dimensions_become_controls(data):
    record = Explorer(data, PANELS)._record
    assert record["controls"] == ["sample_size", "generation", "replicate"]
    assert record["rows"] == ["sample_size"]
    assert record["readout"] == ["sigma", "expected", "mu"]
    assert record["dims"]["sample_size"]["stops"] == SIZES
    assert record["quantities"]["sigma"]["dims"] == ["sample_size", "replicate", "generation"]
    assert record["quantities"]["expected"]["dims"] == ["sample_size", "generation"]


def test_the_axis_of_a_panel_is_no_control_and_strings_are_a_menu():
    share = xr.DataArray(
        np.full((2, 3, 4), 0.25),
        dims=("regime", "generation", "state"),
        coords={"regime": ["replace", "accumulate"], "state": list("abcd")},
    )
    explorer = Explorer(share.to_dataset(name="p"), [Bars("p", over="state")])
    assert explorer.position == {"regime": "replace", "generation": 1}
    assert explorer._record["dims"]["regime"]["kind"] == "select"
    assert explorer.readout() == {}
    assert "one" not in repr(explorer)


def test_position_is_kept_on_the_grid(data):
    explorer = Explorer(data, PANELS, start={"generation": 5, "sample_size": 100})
    assert repr(explorer) == "Explorer(sample_size=100, generation=5, replicate=0)"
    seen = []
    explorer.observe(lambda change: seen.append(change["new"]), "position")
    explorer.position = {"replicate": np.int64(2)}
    assert seen == [{"sample_size": 100, "generation": 5, "replicate": 2}]
    expected = float(data["sigma"].sel(sample_size=100).isel(generation=5, replicate=2))
    assert float(explorer.readout()["sigma"]) == pytest.approx(expected, abs=5e-5)
    with pytest.raises(ValueError, match="no slider 'size'; the sliders are: sample_size"):
        explorer.position = {"size": 100}
    with pytest.raises(ValueError, match="sample_size = 31 is not on the grid; allowed: 3, 10"):
        explorer.position = {"sample_size": 31}
    with pytest.raises(ValueError, match="generation = 99"):
        explorer.position = {"generation": 99}
    assert explorer.position == {"sample_size": 100, "generation": 5, "replicate": 2}


def test_the_kernel_computes_what_is_off_the_grid(data):
    asked = []

    def compute(position):
        asked.append(position)
        return row_of(position["sample_size"])

    explorer = Explorer(data, PANELS, compute)
    stops = explorer._record["dims"]["sample_size"]["stops"]
    assert set(SIZES) < set(stops)
    assert 120 < len(stops) < 160
    explorer.position = {"sample_size": 31, "generation": 8}
    explorer.position = {"generation": 9}
    assert asked == [{"sample_size": 31}]
    sent = explorer._row["quantities"]["sigma"]
    assert encode.decode(sent) == pytest.approx(row_of(31)["sigma"].values, rel=6e-3)
    assert float(explorer.readout()["sigma"]) == pytest.approx(
        float(row_of(31)["sigma"].isel(replicate=0, generation=9)), abs=1e-3
    )
    assert '"sample_size":30' in explorer.html()  # a page has no kernel
    with pytest.raises(ValueError, match="between 3 and 1000"):
        explorer.position = {"sample_size": 31.5}
    explorer.position = {"sample_size": 30}
    assert explorer._row == {}


@pytest.mark.parametrize(
    ("made", "error", "words"),
    [
        (lambda row: None, TypeError, "NoneType"),
        (lambda row: row.drop_vars("mu"), ValueError, "no 'mu'"),
        (lambda row: row.isel(generation=slice(5)), ValueError, "'sigma' with sizes"),
    ],
)
def test_a_computed_row_must_fit(data, made, error, words):
    explorer = Explorer(data, PANELS, lambda position: made(row_of(position["sample_size"])))
    with pytest.raises(error, match=words):
        explorer.position = {"sample_size": 31}
    assert words in explorer._row["error"]  # the front end says so instead of waiting
    explorer.position = {"sample_size": 30}
    assert explorer._row == {}


@pytest.mark.parametrize(
    ("change", "panels", "error", "words"),
    [
        (lambda d: d["sigma"], PANELS, TypeError, "must be an xarray.Dataset, got DataArray"),
        (lambda d: d, [], ValueError, "at least one panel"),
        (lambda d: d, Lines("sigma"), TypeError, "must be a list"),
        (lambda d: d, ["sigma"], TypeError, "Lines, Density, Bars, Cloud, Images, Text or Tree"),
        (lambda d: d, [Lines], TypeError, "Lines, Density, .*, got <class"),
        (lambda d: d, [Lines("sigma", theory=np.ones(21))], TypeError, "names, .*got ndarray"),
        (lambda d: d, [Lines("sigma", theory=[1.0])], TypeError, "names, .*got list"),
        (lambda d: d, [Lines("tau")], ValueError, "'tau'; the data hold: sigma, mu, expected"),
        (lambda d: d, [Lines("sigma", theory=["nu"])], ValueError, "'nu'"),
        (lambda d: d, [Lines("sigma", over="x")], ValueError, "no dimension 'x'"),
        (lambda d: d, [Lines("sigma", log_x=True)], ValueError, "positive numbers along"),
        (lambda d: d.isel(replicate=slice(0)), PANELS, ValueError, "'replicate' of 'sigma'"),
        (lambda d: d.astype(str), PANELS, ValueError, "must be numeric"),
        (lambda d: d + 1j, PANELS, ValueError, "must be real"),
        (lambda d: d.assign_coords(sample_size=[1, 1, 2, 3, 4]), PANELS, ValueError, "different"),
        (lambda d: d.assign_coords(sample_size=[1, 2, 3, 4, np.inf]), PANELS, ValueError, "finite"),
    ],
)
def test_bad_data_and_panels_are_refused(data, change, panels, error, words):
    with pytest.raises(error, match=words):
        Explorer(change(data), panels)


def test_other_bad_arguments_are_refused(data):
    with pytest.raises(TypeError, match="compute must be a function"):
        Explorer(data, PANELS, compute=3)
    with pytest.raises(TypeError, match="start must be a dict"):
        Explorer(data, PANELS, start=[3])
    with pytest.raises(ValueError, match="sample_size = 4"):
        Explorer(data, PANELS, start={"sample_size": 4})


def test_the_page_holds_a_picture_and_the_data(data):
    data["sigma"].attrs["long_name"] = 'Spread </script> "quoted"'
    page = Explorer(data, [*PANELS, Bars("mu", over="replicate")]).html()
    assert page.count("</script>") == 1
    payload = re.search(r'<script type="application/json">(.*)</script>', page, re.DOTALL)[1]
    state = json.loads(payload)
    assert state["position"] == {"sample_size": 30, "generation": 10, "replicate": 0}
    assert state["spec"]["seed"] == "7"
    assert 'aria-label="Explorer: Spread &lt;/script&gt; &quot;quoted&quot;; The model' in page
    assert page.count('<img class="mc-draw"') == 3
    assert 'alt="Spread &lt;/script&gt; &quot;quoted&quot;, against generation n. At 30 ' in page
    assert page == Explorer(data, [*PANELS, Bars("mu", over="replicate")]).html()


def test_both_hosts_are_in_the_bundle(data):
    bundle, _ = Explorer(data, PANELS)._repr_mimebundle_()
    assert bundle["text/plain"] == "Explorer(sample_size=30, generation=10, replicate=0)"
    assert re.match(r'<style>[^<]+</style><div class="mc-host"', bundle["text/html"])
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_a_page_with_the_largest_explorer_stays_light():
    sizes = np.unique(np.round(np.geomspace(3, 1000, 25)).astype(int)).tolist()
    rows = [row_of(size, generations=200, runs=8) for size in sizes]
    grid = xr.concat(rows, dim="sample_size").assign_coords(sample_size=sizes)
    page = Explorer(grid, PANELS).html() + classic()
    assert len(gzip.compress(page.encode())) < 165_000


def test_the_front_end_is_one_file_in_two_forms():
    assert "import " not in re.sub("//.*", "", module())
    assert module().count("\nexport ") == 1
    assert "\nexport " not in classic()
    names = re.findall(r"^(?:const|function) (\w+)", module(), re.MULTILINE)
    assert len(names) == len(set(names)), "two parts give one name to different things"
