"""Families, regimes and metrics that users write: nothing silent, nothing lost, nothing stale."""

import sys
import threading

import joblib
import numpy as np
import pytest
import xarray as xr

import modelcollapse as mc
from tests.chance import has_mean


class Counter:
    """Counts its fits; `fit` changes the object and returns it, as scikit-learn's do."""

    def __init__(self, count=0, stop=None):
        self.count, self.stop = count, stop

    def sample(self, size, *, rng, source=None):
        return mc.Points(rng.standard_normal((1, size)))

    def fit(self, data, *, rng):
        self.count += 1
        if self.count == self.stop:
            raise ArithmeticError("the seventh fit fails")
        return self

    def record(self):
        return {"count": self.count}


@pytest.mark.parametrize("regime", [mc.Replace(), mc.Mixing(0.5, 0.3, 0.2)])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_family_that_changes_itself_starts_anew_in_each_replicate(regime, jobs):
    given = Counter()
    with joblib.parallel_config(n_jobs=jobs):
        trace = mc.run(given, sample_size=5, generations=4, replicates=3, regime=regime)
    assert (trace["count"] == xr.DataArray(range(5), dims="generation")).all()
    assert given.count == 0


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fit_that_fails_says_where_and_loses_nothing(jobs):
    with joblib.parallel_config(n_jobs=jobs), pytest.raises(ArithmeticError) as failed:
        mc.run(Counter(stop=7), sample_size=5, generations=9, replicates=3)
    assert failed.value.__notes__ == ["on the way to generation 7 of replicate 0"]
    kept = failed.value.trace["count"].isel(replicate=0).values
    np.testing.assert_array_equal(kept, [*range(7), np.nan, np.nan, np.nan])


class Odd(Counter):
    """Records a second number in odd generations only, and the first as `shape` says."""

    def __init__(self, count=0, shape=lambda count: (), name="odd", dims=None):
        super().__init__(count)
        self.shape, self.name = shape, name
        self.dims = dims or {}

    def fit(self, data, *, rng):
        return Odd(self.count + 1, self.shape, self.name, self.dims)

    def record(self):
        odd = {self.name: 1.0} if self.count % 2 else {}
        return {"count": np.full(self.shape(self.count), self.count), **odd}


def test_what_is_not_recorded_is_nan():
    trace = mc.run(Odd(), sample_size=5, generations=4, replicates=2)
    np.testing.assert_array_equal(trace.odd[:, 0], [np.nan, 1, np.nan, 1, np.nan])


@pytest.mark.parametrize(
    ("family", "message"),
    [
        (Odd(shape=lambda count: (count + 1,)), "must keep the shape of 'count', got .* 2 after"),
        (Odd(name="generation"), "must not use the name 'generation', a dim of the trace"),
        (
            Odd(shape=lambda count: (3,), dims={"count": ("a", "b")}),
            "must name each axis of 'count'",
        ),
    ],
)
def test_records_that_fit_no_trace(family, message):
    with pytest.raises(ValueError, match=message):
        mc.run(family, sample_size=5, generations=4, replicates=2)


class Plain:
    """A Gaussian as one writes it down: arrays in, arrays out, no word of `source`."""

    def __init__(self, mean=0.0, spread=1.0):
        self.mean, self.spread = mean, spread

    def sample(self, size, *, rng):
        return self.mean + self.spread * rng.standard_normal(size)

    def fit(self, data, *, rng):
        return Plain(data.mean(), data.std(ddof=1))

    def record(self):
        return {"variance": self.spread**2}


@pytest.mark.parametrize(
    "regime", [mc.Accumulate(), mc.Subsample(), mc.KeepOriginal(0.5), mc.Augment(2)]
)
def test_arrays_are_pooled_as_points(regime):
    options = {"sample_size": 4, "generations": 3, "regime": regime}
    plain = mc.run(Plain(), replicates=4000, **options).variance[-1]
    ours = mc.run(mc.Gaussian(), replicates=200_000, rng=1, **options).sigma[-1] ** 2
    assert has_mean(plain, float(ours.mean()))


def shrunk(factor):
    """A family whose fit multiplies the standard deviation."""

    class Shrunk(mc.Gaussian):
        def fit(self, data, *, rng=None):
            fitted = super().fit(data, rng=rng)
            return Shrunk(fitted.mu, fitted.sigma * factor, self.ddof)

    return Shrunk()


def halved(values):
    return values / 2


def test_a_store_notices_what_the_user_has_corrected(tmp_path):
    options = {"sample_size": [5, 9], "generations": 3, "replicates": 4, "store": tmp_path}
    first = mc.sweep(shrunk(0.5), **options)
    assert not first.sigma.equals(mc.sweep(shrunk(0.9), **options).sigma)
    assert len(list(tmp_path.glob("*.nc"))) == 4
    mc.sweep(shrunk(0.5), **options)
    assert len(list(tmp_path.glob("*.nc"))) == 4, "the same code is known again"
    for metric in (lambda model, data, law: model.mu, lambda model, data, law: halved(model.mu)):
        mc.sweep(shrunk(0.5), metrics={"centre": metric}, **options)
    assert len(list(tmp_path.glob("*.nc"))) == 8


LIBRARY = """
import numpy as np

LEVEL = {"factor": FACTOR}

class Settings:
    factor = FACTOR
    def scaled(self, value):
        return FACTOR * value

CHOSEN = Settings()

def helper(value):
    return FACTOR * value

def in_a_comprehension(model, data, law):
    return np.array([helper(value) for value in model.mu])

def from_a_dict(model, data, law):
    return LEVEL["factor"] * model.mu

def from_an_object(model, data, law):
    return CHOSEN.scaled(model.mu)

class Inside:
    def __call__(self, points):
        return self.within(abs(points))
    def within(self, points):
        return points < 3 + FACTOR

class Kernels(KernelDensity):
    def sample(self, n_samples=1, random_state=None):
        return super().sample(n_samples, random_state) * FACTOR
"""


def users(factor):
    """A user's file with a constant in it, as it was before and after a correction."""
    from sklearn.neighbors import KernelDensity

    names = {"__name__": "users", "KernelDensity": KernelDensity}
    exec(LIBRARY.replace("FACTOR", str(factor)), names)
    return names


CORRECTED = {
    "comprehension": lambda mine: {"metrics": {"a": mine["in_a_comprehension"]}},
    "table of settings": lambda mine: {"metrics": {"a": mine["from_a_dict"]}},
    "object": lambda mine: {"metrics": {"a": mine["from_an_object"]}},
    "verifier": lambda mine: {"regime": mc.Filter(mine["Inside"]())},
    "estimator": lambda mine: {
        "law": mc.Empirical([0.0, 1.0, 2.0, 4.0, 5.0]),
        "model": mc.Estimator(mine["Kernels"]()),
    },
}


@pytest.mark.parametrize("where", CORRECTED)
def test_a_store_notices_a_correction_wherever_it_is(tmp_path, where):
    for kept, factor in ((1, 1), (2, 2), (2, 1)):
        options = CORRECTED[where](users(factor))
        law = options.pop("law", mc.Gaussian())
        mc.sweep(law, sample_size=5, generations=2, replicates=2, store=tmp_path, **options)
        assert len(list(tmp_path.glob("*.nc"))) == kept


def test_a_store_notices_a_module_of_the_users(tmp_path, monkeypatch):
    for kept, factor in ((1, 1), (2, 2)):
        folder = tmp_path / str(factor)
        folder.mkdir()
        (folder / "mylib.py").write_text(f"def f(x):\n    return {factor} * x\n")
        monkeypatch.syspath_prepend(folder)
        monkeypatch.delitem(sys.modules, "mylib", raising=False)
        names = {"__name__": "users"}
        exec("import mylib\ndef metric(model, data, law): return mylib.f(model.mu)", names)
        options = {"metrics": {"a": names["metric"]}, "store": tmp_path / "kept"}
        mc.sweep(mc.Gaussian(), sample_size=5, generations=2, replicates=2, **options)
        assert len(list((tmp_path / "kept").glob("*.nc"))) == kept


def test_other_words_are_no_other_code(tmp_path):
    for words in ("one", "two"):
        names = {"__name__": "users"}
        exec(f'def metric(model, data, law):\n    """{words}"""\n    return model.mu', names)
        options = {"metrics": {"a": names["metric"]}, "store": tmp_path}
        mc.sweep(mc.Gaussian(), sample_size=5, generations=2, replicates=2, **options)
    assert len(list(tmp_path.glob("*.nc"))) == 1


def test_a_metric_that_fails_is_named():
    with pytest.raises(AttributeError) as failed:
        mc.run(mc.Gaussian(), metrics={"mine": lambda model, data, law: data.values})
    assert failed.value.__notes__[0] == "in the metric 'mine'"
    assert failed.value.__notes__[1].startswith("on the way to generation 0 of replicates 0 to")
    with pytest.raises(ValueError, match="does not use already, got 'sigma'"):
        mc.run(mc.Gaussian(), metrics={"sigma": lambda model, data, law: model.mu})
    with pytest.raises(ValueError, match=r"'mine' must be recorded as numbers.*got None"):
        mc.run(Counter(), replicates=1, metrics={"mine": lambda model, data, law: None})


def test_a_trace_holds_no_address():
    regime = mc.Filter(lambda points: points < 9)
    one, two = (mc.run(mc.Gaussian(), regime=regime, generations=2, replicates=2) for _ in "ab")
    xr.testing.assert_identical(one, two)
    assert "0x" not in one.attrs["regime"]


def test_a_store_notices_settings_that_are_no_fields(tmp_path):
    import torch

    options = {"sample_size": 5, "generations": 2, "replicates": 2, "store": tmp_path}
    for weights in (torch.zeros(3), torch.ones(3)):
        family = Plain()
        family.weights = weights
        mc.sweep(family, **options)
    assert len(list(tmp_path.glob("*.nc"))) == 2


def test_many_writers_share_a_store(tmp_path):
    found = []

    def work():
        found.append(mc.sweep(mc.Gaussian(), sample_size=[5, 6, 7], generations=3, store=tmp_path))

    writers = [threading.Thread(target=work) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(found) == 3
    for other in found[1:]:
        xr.testing.assert_identical(found[0], other)
    assert not list(tmp_path.glob("*.part"))
