"""Sweeps: the same numbers for any grid, any number of workers, any interruption."""

import joblib
import numpy as np
import pytest
import xarray as xr

import modelcollapse as mc
from modelcollapse import grid, store


def sweep(**options):
    return mc.sweep(
        mc.Gaussian(),
        **{
            "sample_size": [3, 10],
            "regime": {"replace": mc.Replace(), "mixing": mc.Mixing(lambda i: 0.5, 0.3, 0.2)},
            "generations": 5,
            "replicates": 4,
            **options,
        },
    )


def test_dimensions_and_labels():
    found = sweep()
    assert found.mu.dims == ("sample_size", "regime", "generation", "replicate")
    assert found.regime.values.tolist() == ["replace", "mixing"]
    assert found.sample_size.attrs["long_name"] == "sample size M"
    assert found.attrs["seed"] == 0


def test_a_cell_does_not_depend_on_its_grid():
    whole = sweep()
    alone = mc.sweep(mc.Gaussian(), sample_size=[10], generations=5, replicates=4)
    xr.testing.assert_equal(
        whole.sel(sample_size=10, regime="replace", drop=True), alone.sel(sample_size=10, drop=True)
    )
    spelt = mc.sweep(
        mc.Gaussian(mu=0), sample_size={"ten": lambda i: 10}, generations=5, replicates=4
    )
    np.testing.assert_array_equal(spelt.mu[0], alone.mu[0])


def test_other_seeds_and_cells_are_independent():
    assert not np.array_equal(sweep().mu, sweep(rng=1).mu)
    found = mc.sweep(mc.Gaussian(), sample_size=[3, 4], generations=1, replicates=1000)
    pair = found.mu.isel(generation=1).values
    assert abs(np.corrcoef(pair)[0, 1]) < 5.6 / np.sqrt(1000)


def test_a_cell_is_a_run_with_the_cells_own_stream():
    found = mc.sweep(mc.Gaussian(), sample_size=[20], generations=4, replicates=3, rng=7)
    arguments = {"law": mc.Gaussian(), "sample_size": 20, "generations": 4, "replicates": 3}
    xr.testing.assert_equal(found.isel(sample_size=0, drop=True), grid.cell(7, arguments).run())


def test_two_workers_give_the_same():
    one = sweep()
    with joblib.parallel_config(n_jobs=2):
        xr.testing.assert_identical(one, sweep())


@pytest.mark.filterwarnings("default")  # the cluster's own
def test_a_dask_cluster_gives_the_same():
    distributed = pytest.importorskip("distributed")
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    )
    with cluster, distributed.Client(cluster), joblib.parallel_config(backend="dask"):
        found = sweep()
    xr.testing.assert_identical(sweep(), found)


def test_a_sweep_goes_on_where_it_was_cut_off(tmp_path, monkeypatch):
    whole = sweep()
    made = []

    def counted(i, one):
        if len(made) == 3:
            raise KeyboardInterrupt
        made.append(i)
        return i, one.run()

    monkeypatch.setattr(grid, "numbered", counted)
    with pytest.raises(KeyboardInterrupt):
        sweep(store=tmp_path)
    assert len(list(tmp_path.glob("*.nc"))) == 3

    made.clear()
    monkeypatch.setattr(grid, "numbered", lambda i, one: (made.append(i), (i, one.run()))[1])
    xr.testing.assert_identical(sweep(store=tmp_path), whole)
    assert len(made) == 1
    xr.testing.assert_identical(sweep(store=tmp_path), whole)
    assert len(made) == 1
    assert not list(tmp_path.glob("*.part*"))


def test_cells_of_other_code_are_made_anew(tmp_path, monkeypatch):
    sweep(store=tmp_path)
    monkeypatch.setattr(grid, "code_hash", lambda: "other code")
    sweep(store=tmp_path)
    assert len(list(tmp_path.glob("*.nc"))) == 8


def test_a_cut_off_write_leaves_nothing(tmp_path, monkeypatch):
    def fail(file):
        raise OSError("disk full")

    monkeypatch.setattr(store.os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        store.save(xr.Dataset(), tmp_path / "cell.nc")
    assert not list(tmp_path.iterdir())


def test_a_full_disk_costs_the_store_and_not_the_result(tmp_path, monkeypatch):
    def fail(file):
        raise OSError("disk full")

    monkeypatch.setattr(store.os, "fsync", fail)
    with pytest.warns(RuntimeWarning, match="could not be written: disk full"):
        there = sweep(store=tmp_path)
    xr.testing.assert_identical(there, sweep())


@pytest.mark.parametrize("damage", [lambda b: b"", lambda b: b[:99], lambda b: b[:-1] + b"?"])
def test_a_damaged_cell_is_named_and_made_again(tmp_path, damage):
    whole = sweep(store=tmp_path)
    victim = sorted(tmp_path.glob("*.nc"))[0]
    victim.write_bytes(damage(victim.read_bytes()))
    with pytest.warns(RuntimeWarning, match=f"{victim.name} is damaged"):
        again = sweep(store=tmp_path)
    xr.testing.assert_identical(again, whole)


def test_progress_shows_when_asked(capsys):
    sweep(progress=True)
    assert "4/4" in capsys.readouterr().err
    sweep()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"sample_size": []}, ValueError, r"sample_size must have at least one value, got \[\]"),
        ({"sample_size": [10, 10]}, ValueError, "sample_size must have different values"),
        ({"sample_size": [10, 1]}, ValueError, "sample_size must be at least 2, got 1"),
        ({"rng": np.random.default_rng()}, TypeError, "rng must be an integer"),
    ],
)
def test_bad_input_stops_before_any_work(arguments, error, message, monkeypatch):
    monkeypatch.setattr(grid, "finish", None)  # would fail with another error
    with pytest.raises(error, match=message):
        sweep(**arguments)


def test_the_number_of_generations_and_replicates_may_span_dimensions():
    found = sweep(generations=[2, 5], regime=mc.Replace())
    assert dict(found.sizes) == {
        "sample_size": 2, "generations": 2, "generation": 6, "replicate": 4
    }  # fmt: skip
    assert np.isnan(found.mu.sel(generations=2, generation=3)).all()


def test_laws_span_a_dimension():
    found = mc.sweep(
        {"unbiased": mc.Gaussian(), "maximum likelihood": mc.Gaussian(ddof=0)},
        generations=2,
        replicates=3,
    )
    assert found.mu.dims == ("law", "generation", "replicate")
