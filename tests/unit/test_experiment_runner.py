"""The runner of the long experiments, on a toy: resumed, refused, gathered, told."""

import subprocess
import sys
import types
from dataclasses import dataclass, field

import numpy as np
import pytest

from modelcollapse import experiments
from modelcollapse.experiments import mixtures, runner
from modelcollapse.experiments.task import Chain
from tests.release.kill import same_bytes


class PowerCut(Exception):
    """What stops a toy in the middle."""


@dataclass
class Walk:
    """A random walk with a picture: a generation adds a normal number to the last position."""

    stop_at: int | None = None
    size: int = 3
    name: str = "walk"
    chains: list = field(
        default_factory=lambda: [
            Chain({"scale": 1.0, "seed": 0}, 6),
            Chain({"scale": 0.5, "seed": 1}, 4, cost=2.0),
        ]
    )
    dims: dict = field(default_factory=lambda: {"place": ("axis",), "picture": ("pixel",)})
    labels: dict = field(default_factory=lambda: {"place": {"long_name": "place", "units": "m"}})
    about: dict = field(default_factory=lambda: {"data": "none"})

    def kept(self, generation):
        return generation != 3

    def record(self, place):
        return {"place": place, "picture": np.array([200, 7], dtype=np.uint8)}, {"place": place}

    def begin(self, chain, tell):
        return self.record(np.zeros(self.size))

    def advance(self, chain, generation, memory, tell):
        if generation == self.stop_at:
            raise PowerCut
        tell("half way", 0.5)
        rng = np.random.default_rng([chain.where["seed"], generation])
        step = chain.where["scale"] * rng.standard_normal(self.size)
        return self.record(memory["place"] + step)


@pytest.fixture
def toy(monkeypatch):
    """Puts a toy in the place of an experiment; gives what runs it."""
    monkeypatch.setattr(runner, "EXPERIMENTS", ("walk",))
    monkeypatch.setattr("modelcollapse.experiments.chains.UNSAVED", 0.0)
    monkeypatch.setattr(runner, "code_hash", lambda room: "0123")

    def run(task, store, **options):
        module = types.SimpleNamespace(prepare=lambda preset, data: task)
        monkeypatch.setattr(runner, "import_module", lambda name, package: module)
        return runner.run_experiment("walk", store=store, progress=False, **options)

    return run


def test_a_result_holds_what_was_kept(toy, tmp_path):
    path = toy(Walk(), tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["walk.nc"], "no part is left behind"
    result = experiments.load(path)
    assert result.generation.values.tolist() == [0, 1, 2, 4, 5, 6]
    assert result.seed.values.tolist() == [0, 1]
    assert result.place.dims == ("chain", "generation", "axis")
    assert result.place.attrs == {"long_name": "place", "units": "m"}
    steps = [np.random.default_rng([0, g]).standard_normal(3) for g in range(1, 7)]
    np.testing.assert_array_equal(result.place[0, -1], np.add.accumulate(steps)[-1])
    assert np.isnan(result.place[1, -1]).all(), "a short chain is padded"
    assert result.picture.dtype == np.uint8
    assert result.picture[1, :, 0].values.tolist() == [200] * 4 + [0] * 2


def test_a_result_says_where_it_comes_from(toy, tmp_path):
    about = experiments.load(toy(Walk(), tmp_path)).attrs
    assert about["experiment"] == "walk"
    assert about["preset"] == "smoke"
    assert about["data"] == "none"
    assert "numpy" in about["versions"]
    assert about["seconds"] >= 0
    assert len(about["finished"]) == len("2026-01-01")


@pytest.mark.parametrize("stop_at", [1, 2, 4, 5])
def test_a_run_that_was_cut_off_goes_on_and_ends_the_same(toy, tmp_path, stop_at):
    whole = experiments.load(toy(Walk(), tmp_path / "whole"))
    with pytest.raises(PowerCut):
        toy(Walk(stop_at=stop_at), tmp_path / "cut")
    begun = []

    class Counting(Walk):
        def advance(self, chain, generation, memory, tell):
            begun.append(generation)
            return super().advance(chain, generation, memory, tell)

    result = experiments.load(toy(Counting(), tmp_path / "cut"))
    assert same_bytes(whole, result)
    assert begun[0] == stop_at, "what is stored is not made again"


def test_a_run_killed_while_the_result_was_written_leaves_nothing(toy, tmp_path):
    unfinished = tmp_path / "walk.4711abcd.part"
    unfinished.write_bytes(b"half of it")
    path = toy(Walk(), tmp_path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_result_that_is_there_is_not_made_again(toy, tmp_path):
    path = toy(Walk(), tmp_path)
    assert toy(Walk(stop_at=1), tmp_path) == path


@pytest.mark.parametrize("finished", [True, False], ids=["result", "parts"])
def test_a_store_of_another_run_is_refused(toy, tmp_path, finished):
    if finished:
        toy(Walk(), tmp_path)
    else:
        with pytest.raises(PowerCut):
            toy(Walk(stop_at=2), tmp_path)
    before = {p: p.read_bytes() for p in tmp_path.rglob("*.nc")}
    with pytest.raises(experiments.StoreError, match=r"preset = 'smoke', and this run has 'book'"):
        toy(Walk(), tmp_path, preset="book")
    with pytest.raises(experiments.StoreError, match=r"data = 'none', and this run has 'other'"):
        toy(Walk(about={"data": "other"}), tmp_path)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*.nc")} == before, "nothing is lost"


def test_a_chain_goes_on_by_the_code_that_began_it(toy, tmp_path, monkeypatch):
    with pytest.raises(PowerCut):
        toy(Walk(stop_at=2), tmp_path)
    monkeypatch.setattr(runner, "code_hash", lambda room: "4567")
    with pytest.raises(experiments.StoreError, match="code = '0123', and this run has '4567'"):
        toy(Walk(), tmp_path)
    monkeypatch.setattr(runner, "code_hash", lambda room: "0123")
    path = toy(Walk(), tmp_path)
    monkeypatch.setattr(runner, "code_hash", lambda room: "4567")
    assert toy(Walk(), tmp_path) == path, "a finished result is judged by what it holds"


@dataclass
class Founded(Walk):
    """A walk that begins where another walk has come to."""

    foundation: Walk | None = None
    begins_at: object = None
    given: dict = field(default_factory=dict)
    dims: dict = field(
        default_factory=lambda: {"place": ("axis",), "picture": ("pixel",), "origin": ("axis",)}
    )

    def build_on(self, memory):
        self.begins_at = self.given["origin"] = memory["place"]

    def begin(self, chain, tell):
        return self.record(self.begins_at)


@pytest.mark.parametrize("stop_at", [None, 2, 5])
def test_what_all_chains_build_on_is_made_once_and_first(toy, tmp_path, stop_at):
    base = Walk(name="base", chains=[Chain({"seed": 7, "scale": 1.0}, 5)], stop_at=stop_at)
    if stop_at:
        with pytest.raises(PowerCut):
            toy(Founded(foundation=base), tmp_path)
        base.stop_at = None
    result = experiments.load(toy(Founded(foundation=base), tmp_path))
    steps = [np.random.default_rng([7, g]).standard_normal(3) for g in range(1, 6)]
    origin = np.add.accumulate(steps)[-1]
    np.testing.assert_array_equal(result.origin, origin)
    np.testing.assert_array_equal(result.place.sel(generation=0), [origin, origin])
    assert result.origin.dims == ("axis",), "what all share stands once"


def test_processes_share_the_chains_and_change_nothing(tmp_path, monkeypatch):
    few = list(mixtures.chains(100, 3, mixtures.PAPER, 8, generations=4))
    monkeypatch.setitem(mixtures.PRESETS, "smoke", lambda: few)
    runner.run_experiment("mixtures", store=tmp_path / "one", progress=False)
    runner.run_experiment("mixtures", store=tmp_path / "two", jobs=2, progress=False)
    one, two = (experiments.load(tmp_path / n / "mixtures-smoke.nc") for n in ("one", "two"))
    assert same_bytes(one, two)


def test_the_bar_tells_chain_generation_and_time_left(toy, tmp_path, monkeypatch, capsys):
    module = types.SimpleNamespace(prepare=lambda preset, data: Walk())
    monkeypatch.setattr(runner, "import_module", lambda name, package: module)
    runner.run_experiment("walk", store=tmp_path)
    shown = capsys.readouterr().err
    assert "walk 100 %" in shown
    assert "scale 0.5, seed 1: finished" in shown
    assert "left" in shown


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"name": "gan"},
            "name must be one of mixtures, em, vae, forgetting, counts, language, controls, "
            "diffusion, selection, got 'gan'",
        ),
        ({"preset": "big"}, "preset must be one of smoke, book, paper, got 'big'"),
        ({"jobs": 0}, "jobs must be at least 1, got 0"),
    ],
)
def test_bad_settings_are_refused_before_any_work(tmp_path, options, message):
    with pytest.raises(ValueError, match=message):
        runner.run_experiment(**{"name": "mixtures", "store": tmp_path / "new", **options})
    assert not (tmp_path / "new").exists()


def test_the_command_says_in_one_line_what_is_wrong(tmp_path):
    words = [sys.executable, "-m", "modelcollapse.experiments", "vae", "--data", "/no/such"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert line.startswith("error: ")
    assert "/no/such" in line


def test_a_missing_result_names_the_command(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"python -m modelcollapse\.experiments NAME"):
        experiments.load(tmp_path / "vae-book.nc")
