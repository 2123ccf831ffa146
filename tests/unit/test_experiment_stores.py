"""Stores of the long experiments: tried first, shared, damaged, or left by a failure."""

import shutil
import types

import numpy as np
import pytest

from modelcollapse import experiments
from modelcollapse.experiments import __main__ as command
from modelcollapse.experiments import chains, runner
from modelcollapse.store import write
from tests.unit.test_experiment_runner import PowerCut, Walk


@pytest.fixture
def toy(monkeypatch):
    """Puts a toy in the place of an experiment; gives what runs it."""
    monkeypatch.setattr(runner, "EXPERIMENTS", ("walk",))
    monkeypatch.setattr(runner, "code_hash", lambda room: "0123")

    def run(task, store, **options):
        module = types.SimpleNamespace(prepare=lambda preset, data: task)
        monkeypatch.setattr(runner, "import_module", lambda name, package: module)
        return runner.run_experiment("walk", store=store, progress=False, **options)

    return run


def nothing(*arguments):
    """What must not be reached."""
    raise AssertionError("work was done before the door was passed")


def test_a_store_that_cannot_be_written_is_found_before_any_work(tmp_path, monkeypatch):
    monkeypatch.setattr(runner, "import_module", nothing)
    place = tmp_path / "file"
    place.write_text("here")
    for store in (place, place / "below", str(place), "a\0b", "x" * 1000):
        with pytest.raises(ValueError, match="store must be a folder that can be written to"):
            runner.run_experiment("vae", store=store)
    for store in (3, None, b"runs", ["runs"]):
        with pytest.raises(TypeError, match="store must be a folder, got"):
            runner.run_experiment("vae", store=store)


@pytest.mark.parametrize("options", [{"name": ["vae"]}, {"preset": None}, {"progress": 2}])
def test_settings_of_other_types(tmp_path, options):
    with pytest.raises((ValueError, TypeError), match="must be"):
        runner.run_experiment(**({"name": "vae", "store": tmp_path} | options))


def test_a_result_is_read_where_nothing_can_be_written(toy, tmp_path, monkeypatch):
    path = toy(Walk(), tmp_path)

    def readonly(store):
        raise ValueError("store must be a folder that can be written to")

    monkeypatch.setattr(runner, "folder", readonly)
    assert toy(Walk(), tmp_path) == path
    with pytest.raises(ValueError, match="written to"):
        toy(Walk(name="walk-other"), tmp_path)


DAMAGE = {
    "empty": lambda content: b"",
    "garbage": lambda content: b"not what it says " * 100,
    "short": lambda content: content[: len(content) // 2],
    "cut": lambda content: content[:100],
}


@pytest.mark.parametrize("finished", [True, False], ids=["result", "parts"])
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_named(toy, tmp_path, damage, finished):
    if finished:
        path = toy(Walk(), tmp_path)
    else:
        with pytest.raises(PowerCut):
            toy(Walk(stop_at=2), tmp_path)
        [path] = tmp_path.rglob("*.nc")
    path.write_bytes(DAMAGE[damage](path.read_bytes()))
    with pytest.raises(experiments.StoreError, match=r"is damaged.*delete it") as found:
        toy(Walk(), tmp_path)
    assert str(path) in str(found.value)
    if finished:
        with pytest.raises(experiments.StoreError, match="is damaged"):
            experiments.load(path)
    path.unlink()
    assert toy(Walk(), tmp_path).exists()


def test_what_is_no_file_of_a_result(tmp_path):
    with pytest.raises(TypeError, match=r"path must be a file, got 3 \(int\)"):
        experiments.load(3)
    with pytest.raises(ValueError, match="path must be a file, got the folder"):
        experiments.load(tmp_path)


class Overtaken(Walk):
    """A walk during whose fourth generation another process finishes, and clears up."""

    def advance(self, chain, generation, memory, tell):
        if generation == 4 and not (self.store / "walk.nc").exists():
            shutil.copy(self.finished, self.store / "walk.nc")
            shutil.rmtree(self.store / "walk.parts")
        return super().advance(chain, generation, memory, tell)


@pytest.mark.parametrize("unsaved", [0.0, 1.0], ids=["while writing", "while gathering"])
def test_a_run_that_is_overtaken_returns_the_result(toy, tmp_path, monkeypatch, unsaved):
    monkeypatch.setattr(chains, "UNSAVED", unsaved)
    finished, store = toy(Walk(), tmp_path / "other"), tmp_path / "mine"
    task = Overtaken()
    task.finished, task.store = finished, store
    path = toy(task, store)
    assert path.read_bytes() == finished.read_bytes()
    assert list(store.iterdir()) == [path]


def test_two_processes_on_one_store(tmp_path):
    """Both end well, whichever is first."""
    import subprocess
    import sys

    code = (
        "import sys; from modelcollapse.experiments import chains, mixtures, run_experiment;"
        "chains.UNSAVED = 0.0;"
        "mixtures.PRESETS['smoke'] = lambda: mixtures.chains(50, 2, mixtures.PAPER, 8, "
        "generations=15);"
        "run_experiment('mixtures', store=sys.argv[1], progress=False)"
    )
    words = [sys.executable, "-c", code, str(tmp_path)]
    both = [subprocess.Popen(words, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate()[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert [path.name for path in tmp_path.iterdir()] == ["mixtures-smoke.nc"]


class Diverges(Walk):
    """A walk whose fifth generation cannot be fitted."""

    def advance(self, chain, generation, memory, tell):
        if generation == 5:
            raise FloatingPointError("the loss is not finite")
        return super().advance(chain, generation, memory, tell)


def test_a_fit_that_fails_says_where_and_what_was_made_stays(toy, tmp_path):
    with pytest.raises(FloatingPointError, match="the loss") as found:
        toy(Diverges(), tmp_path)
    [note] = found.value.__notes__
    assert note.startswith("in generation 5 of scale 1.0, seed 0; the generations before are sto")
    begun = []

    class Counting(Walk):
        def advance(self, chain, generation, memory, tell):
            begun.append(generation)
            return super().advance(chain, generation, memory, tell)

    toy(Counting(), tmp_path)
    assert begun[0] == 5, "four generations were stored, though less than a second old"


def test_the_command_says_it_in_a_line(toy, tmp_path, monkeypatch, capsys):
    def fails(*_, **__):
        toy(Diverges(), tmp_path)

    monkeypatch.setattr(command, "run_experiment", fails)
    monkeypatch.setattr("sys.argv", ["experiments", "vae"])
    assert command.main() == 1
    assert "not finite; in generation 5 of scale 1.0, seed 0" in capsys.readouterr().err


def test_files_that_were_cut_off_have_the_stores_ending(toy, tmp_path, monkeypatch):
    """What `store.write` leaves when it is killed is what the runner clears away."""
    names = []
    monkeypatch.setattr("pathlib.Path.replace", lambda part, path: names.append(part.name))
    write(b"half", tmp_path / "walk.nc")
    monkeypatch.undo()
    (tmp_path / names[0]).write_bytes(b"half")
    (tmp_path / "else.part").write_bytes(b"not ours")
    runner_path = tmp_path / "walk.nc"
    monkeypatch.setattr(runner, "EXPERIMENTS", ("walk",))
    monkeypatch.setattr(runner, "code_hash", lambda room: "0123")
    module = types.SimpleNamespace(prepare=lambda preset, data: Walk())
    monkeypatch.setattr(runner, "import_module", lambda name, package: module)
    assert runner.run_experiment("walk", store=tmp_path, progress=False) == runner_path
    assert sorted(path.name for path in tmp_path.iterdir()) == ["else.part", "walk.nc"]


def test_attributes_come_back_as_they_are_read(toy, tmp_path):
    """Of one generation and one chain: what is a list of one in the file is one value."""
    one = Walk(chains=[chains.Chain({"scale": 1.0, "seed": 0}, 1)], about={"data": "ü 木", "n": 3})
    result = experiments.load(toy(one, tmp_path))
    assert result.generation.values.tolist() == [0, 1]
    assert result.seed.values.tolist() == [0]
    assert (result.attrs["data"], result.attrs["n"]) == ("ü 木", "3")
    assert toy(one, tmp_path).exists(), "and fits again"
    assert np.isfinite(result.attrs["seconds"])
