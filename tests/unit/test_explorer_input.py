"""What an explorer cannot draw or compute is refused at its door, in a line."""

import re

import numpy as np
import pytest
import xarray as xr

import modelcollapse as mc
from modelcollapse.explorer import Bars, Density, Explorer, Lines

AXES = ("sample_size", "generation")


def data(values=1.0, sizes=(10, 100), **attributes):
    """A Dataset over sample sizes and three generations."""
    grid = np.broadcast_to(values, (len(sizes), 3)).copy()
    variables = {"mu": (AXES, grid), "sigma": (AXES, grid, attributes)}
    return xr.Dataset(variables, {"sample_size": list(sizes), "generation": range(3)})


def row(where):
    """What is computed off the grid."""
    return data(sizes=(1,)).isel(sample_size=0, drop=True)


def made(values=1.0, panels=None, sizes=(10, 100), **options):
    """An explorer, and what it writes into a page."""
    explorer = Explorer(data(values, sizes), panels or [Lines("sigma")], **options)
    return explorer, explorer.html()


@pytest.mark.parametrize(
    "start",
    [
        np.inf, -np.inf, np.nan, 1e308, 0, 10**400, "10", None, True, 1j, [10], np.array([10, 20]),
        50.5, 9.999, 101,
    ],
    ids=lambda v: str(v)[:20],
)  # fmt: skip
@pytest.mark.parametrize("compute", [None, row])
def test_starts_off_the_grid(start, compute):
    message = r"sample_size = .* is not on the grid; allowed: 10, 100"
    with pytest.raises(ValueError, match=message) as found:
        made(start={"sample_size": start}, compute=compute)
    assert len(str(found.value)) <= 300


@pytest.mark.parametrize("start", [50, 50.0, np.float64(50), np.int32(50), np.array(50)])
def test_a_start_may_come_in_any_form(start):
    assert made(start={"sample_size": start}, compute=row)[0].position["sample_size"] == 50


@pytest.mark.parametrize("sizes", [[0, 10], [-1, 10], [0.0, 1.0]])
def test_sample_sizes_on_a_log_scale(sizes):
    with pytest.raises(ValueError, match="'sample_size' must have positive values where rows are"):
        made(sizes=sizes, compute=row)
    made(sizes=sizes)  # no scale is needed for what is on the grid


PANELS = [Lines("sigma"), Density(), Bars("sigma", "generation"), Lines("sigma", log=True)]


@pytest.mark.parametrize("panel", PANELS, ids=lambda p: type(p).__name__)
@pytest.mark.parametrize("value", [1e308, -1e308, [[1e308], [1e-300]]])
def test_numbers_beyond_what_an_axis_can_show(panel, value):
    with pytest.raises(ValueError, match=r"must lie between -1e\+300 and 1e\+300 to be drawn, got"):
        made(value, [panel])
    with pytest.raises(ValueError, match="to be drawn"):
        made(compute=lambda where: row(where) * 1e308, start={"sample_size": 50})


@pytest.mark.parametrize("panel", PANELS, ids=lambda p: type(p).__name__)
@pytest.mark.parametrize("value", [np.nan, np.inf, [[np.nan], [np.inf]], [[np.nan], [1.0]]])
def test_what_is_not_finite_is_not_drawn(panel, value):
    explorer, page = made(value, [panel])
    assert "mc-draw" in page
    assert set(explorer.readout().values()) <= {"–", "1"}


@pytest.mark.parametrize("value", [0.0, -1.0])
def test_a_log_axis_needs_something_positive(value):
    with pytest.raises(ValueError, match="log needs positive numbers in 'sigma', got none"):
        made(value, [Lines("sigma", log=True)])
    made([[value], [1.0]], [Lines("sigma", log=True)], start={"sample_size": 10})


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (complex, "real"), (str, "numeric"), (object, "numeric"), ("timedelta64[ns]", "numeric"),
        ("datetime64[ns]", "numeric"),
    ],
)  # fmt: skip
def test_variables_that_are_no_real_numbers(kind, word):
    with pytest.raises(ValueError, match=f"must be {word}, got dtype"):
        Explorer(data().astype(kind), [Lines("sigma")])


@pytest.mark.parametrize(
    ("coordinate", "message"),
    [
        ([0, 1, 1e308], r"must have values between -1e\+300 and 1e\+300"),
        ([0, 1, np.nan], "must have finite values"),
        ([0, 1, 1], "must have different values"),
        (np.arange(3) * 1j, "must have real values"),
    ],
)
def test_coordinates_that_cannot_be_an_axis(coordinate, message):
    with pytest.raises(ValueError, match=f"dimension 'generation' {message}"):
        Explorer(data().assign_coords(generation=coordinate), [Lines("sigma")])
    long = xr.Dataset({"sigma": ("generation", np.ones(10_000))}, {"generation": [1] * 10_000})
    with pytest.raises(ValueError, match="different") as found:
        Explorer(long, [Lines("sigma")])
    assert len(str(found.value)) <= 300


@pytest.mark.parametrize(
    ("panel", "error", "message"),
    [
        (Lines("sigma", title=3), TypeError, "title must be text or None, got 3"),
        (Lines("sigma", label_y=3), TypeError, "label_y must be text or None, got 3"),
        (Lines("sigma", log="x"), TypeError, "log must be True or False, got 'x'"),
        (Lines("sigma", log_x=1), TypeError, "log_x must be True or False, got 1"),
        (Lines("x" * 1000), ValueError, "Lines names 'xx.*…; the data hold: mu, sigma"),
        (Lines("sigma", over="x" * 1000), ValueError, "'sigma' has no dimension 'xx.*…; its dim"),
    ],
)
def test_settings_of_a_panel(panel, error, message):
    with pytest.raises(error, match=message) as found:
        made(panels=[panel])
    assert len(str(found.value)) <= 300


def test_an_empty_dataset():
    with pytest.raises(ValueError, match=re.escape("Lines names 'sigma'; the data hold: none")):
        Explorer(xr.Dataset(), [Lines("sigma")])
    with pytest.raises(ValueError, match="dimension 'generation' of 'sigma' is empty"):
        Explorer(data().isel(generation=slice(0)), [Lines("sigma")])


def test_attributes_that_come_back_from_a_file(tmp_path):
    """A list of one number comes back as a number, and a long seed as text."""
    trace = mc.run(mc.Gaussian(), generations=1, replicates=2, rng=2**64)
    trace.sigma.attrs.update(symbol=3, long_name=[1.0])
    trace.to_netcdf(tmp_path / "trace.nc", engine="h5netcdf")
    with xr.open_dataset(tmp_path / "trace.nc", engine="h5netcdf") as stored:
        page = Explorer(stored.load(), [Lines("sigma"), Density()]).html()
    assert "Seed 18446744073709551616." in page
