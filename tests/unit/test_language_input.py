"""Language models and autoencoders: what is given is theirs, or refused; threads take turns."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import modelcollapse as mc

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from modelcollapse.families import opt  # noqa: E402 (needs torch)

RNG = np.random.default_rng
TOKENS, LENGTH = 7, 4
BLOCKS = RNG(0).integers(0, TOKENS, (12, LENGTH))
SMALL = mc.LanguageModel.small(
    vocabulary=TOKENS, width=8, layers=1, heads=2, context=2 * LENGTH, epochs=1, length=LENGTH
)
PICTURES = RNG(1).random((20, 5))
AUTO = mc.VAE(latent=2, hidden=(3,), epochs=1, batch_size=10)


@pytest.fixture(scope="module")
def models():
    """Four models of one architecture."""
    return [SMALL.fit(BLOCKS, rng=seed) for seed in range(4)]


@pytest.fixture(scope="module")
def auto():
    return AUTO.fit(PICTURES, rng=0)


def test_models_in_threads_keep_their_own_weights(models):
    """One network is cached for an architecture: a thread must not read another's weights."""
    alone = [model.losses(BLOCKS)[0] for model in models]
    written = [model.continued(BLOCKS, rng=RNG(0)) for model in models]
    with ThreadPoolExecutor(4) as pool:
        for _ in range(10):
            together = list(pool.map(lambda model: model.losses(BLOCKS)[0], models))
            np.testing.assert_array_equal(together, alone)
        texts = list(pool.map(lambda model: model.continued(BLOCKS, rng=RNG(0)), models))
    np.testing.assert_array_equal(texts, written)


def test_fits_in_threads_are_those_of_one_thread(models, auto):
    before = torch.get_num_threads()
    with ThreadPoolExecutor(4) as pool:
        again = list(pool.map(lambda seed: SMALL.fit(BLOCKS, rng=seed), range(4)))
        autos = list(pool.map(lambda _: AUTO.fit(PICTURES, rng=0), range(4)))
    assert again == models
    assert autos == [auto] * 4
    assert torch.get_num_threads() == before


def test_models_compare_by_value(models, auto):
    assert replace(SMALL) == SMALL
    assert replace(SMALL, epochs=2) != SMALL
    assert models[0] != models[1]
    assert replace(AUTO) == AUTO
    assert AUTO.point is None
    assert auto.point == (5,)
    assert auto != AUTO
    assert isinstance(SMALL, mc.families.base.Model)


@pytest.mark.parametrize("form", [np.ndarray.tolist, np.asarray, pd.DataFrame, torch.tensor])
def test_a_fit_takes_what_holds_numbers(form, models, auto):
    assert SMALL.fit(form(BLOCKS), rng=0) == models[0]
    assert AUTO.fit(form(PICTURES), rng=0) == auto


def broken(weights, change):
    """Weights with a change."""
    weights = dict(weights)
    first = next(iter(weights))
    if change == "missing":
        del weights[first]
    if change == "unknown":
        weights["typo"] = np.zeros(3)
    if change == "shape":
        weights[first] = weights[first][:-1]
    if change == "text":
        weights[first] = np.array("abc")
    return {"typo": np.zeros(2)} if change == "typo" else weights


CHANGES = [
    ("typo", ValueError, r"weights by name, got \d+ missing \(.*, …\) and 1 unknown \('typo'\)"),
    ("missing", ValueError, r"1 missing \('.*weight"),
    ("unknown", ValueError, r"1 unknown \('typo'\)"),
    ("shape", ValueError, r"must have the shape \(\d+, \d+\), got \(\d+, \d+\)|network's|typo"),
    ("text", TypeError, "must be an array of numbers"),
]


@pytest.mark.parametrize(("change", "error", "message"), CHANGES)
def test_weights_of_another_network_are_refused(change, error, message, models, auto):
    wrong = broken(models[0].weights, change)
    for name in ("start", "weights"):
        with pytest.raises(error, match=message) as found:
            replace(SMALL, **{name: wrong})
        assert str(found.value).startswith(name)
    with pytest.raises(error, match=message):
        replace(AUTO, weights=broken(auto.weights, change))


@pytest.mark.parametrize("weights", [None, 3, [1], "abc"])
def test_weights_are_a_dict(weights):
    for make in (lambda: replace(SMALL, start=weights), lambda: replace(AUTO, weights=weights)):
        with pytest.raises(TypeError, match="must be a dict of arrays by name"):
            make()


def test_a_component_without_points_is_empty(models, auto):
    assert models[0].sample(0, rng=0, source=BLOCKS).values.shape == (1, 0, LENGTH)
    assert auto.sample(0, rng=0).values.shape == (1, 0, 5)
    for model in (replace(SMALL, beams=1), AUTO):
        law = BLOCKS if model.data and hasattr(model, "beams") else PICTURES
        regime = mc.Mixing(0.5, 0.5, 0)
        trace = mc.run(law, model=model, sample_size=3, generations=3, regime=regime, replicates=2)
        assert trace.sizes["generation"] == 4


def test_an_autoencoder_of_other_widths_refuses_the_weights(auto):
    with pytest.raises(ValueError, match=r"must have the shape \(5, 4\), got \(5, 3\)"):
        replace(auto, hidden=(4,))
    with pytest.raises(ValueError, match="missing"):
        replace(auto, hidden=(3, 3))


def saved(folder, prefix="", drop=""):
    """An OPT network in a folder, its weights' names changed."""
    from safetensors.torch import load_file, save_file

    opt.network(SMALL.config, opt.initial(SMALL.config, 0), "cpu").save_pretrained(folder)
    path = folder / "model.safetensors"
    named = {prefix + n: v for n, v in load_file(path).items() if not drop or drop not in n}
    save_file(named, path, {"format": "pt"})
    return folder


def test_trained_weights_of_another_kind_are_refused(tmp_path):
    tiny = transformers.GPT2Config(vocab_size=9, n_embd=8, n_layer=1, n_head=1, n_positions=8)
    transformers.GPT2LMHeadModel(tiny).save_pretrained(tmp_path / "gpt2")
    with pytest.raises(OSError, match="must be an OPT network, got model_type 'gpt2'"):
        mc.LanguageModel.pretrained(tmp_path / "gpt2")
    with pytest.raises(OSError, match=r"must be OPT's, got \d+ missing \(.*\) and \d+ unknown"):
        mc.LanguageModel.pretrained(saved(tmp_path / "prefixed", prefix="deep."), length=2)
    with pytest.raises(OSError, match=r"must be OPT's, got 2 missing \('model.decoder.layers.0.f"):
        mc.LanguageModel.pretrained(saved(tmp_path / "dropped", drop="fc1"), length=2)
    config = saved(tmp_path / "other") / "config.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | {"vocab_size": 5}))
    with pytest.raises(OSError, match=r"do not fit its config.json|of another shape"):
        mc.LanguageModel.pretrained(tmp_path / "other", length=2)
    found = mc.LanguageModel.pretrained(saved(tmp_path / "right"), length=2)
    assert found.start.keys() == opt.initial(SMALL.config, 0).keys()


def test_a_prompt_without_room_is_refused_before_any_training(monkeypatch, models):
    monkeypatch.setattr(opt, "train", lambda *_, **__: pytest.fail("it trained"))
    long = RNG(0).integers(0, TOKENS, (12, LENGTH + 1))
    message = r"law must have blocks of at most 4 tokens, for length = 4 in the context of 8, got 5"
    with pytest.raises(ValueError, match=message):
        mc.run(long, model=SMALL, sample_size=5, generations=2, replicates=1)
    with pytest.raises(ValueError, match=r"prompts must have blocks of at most 4 tokens.*got 5"):
        models[0].sample(5, rng=0, source=mc.Points(long[None]))
    with pytest.raises(ValueError, match=r"length must be at most 6.*context of 8, got 7"):
        replace(SMALL, length=7)
    assert mc.LanguageModel.small(vocabulary=9, width=4, layers=1, heads=1, context=32).length == 16


BAD = [
    ({"config": 3}, TypeError, "config must be JSON"),
    ({"config": [1]}, TypeError, "config must be JSON"),
    ({"config": "no"}, ValueError, "config must be JSON.*got 'no'"),
    ({"config": "[1]"}, ValueError, "config must be JSON"),
    ({"config": "{}"}, ValueError, "got none of vocab_size"),
    ({"config": '{"model_type": "gpt2"}'}, ValueError, "got model_type 'gpt2'"),
    ({"draw": 1}, TypeError, "draw must be True or False, got 1"),
    ({"penalty": 1e-300}, ValueError, "penalty must lie between 0.01 and 100, got 1e-300"),
    ({"penalty": 1e6}, ValueError, "penalty must lie between 0.01 and 100, got 1000000.0"),
    ({"draw": True, "temperature": 0}, ValueError, "temperature must lie between 0.01 and 100, go"),
    ({"draw": True, "temperature": 1e3}, ValueError, "temperature must lie between 0.01 and 100"),
    ({"draw": True, "temperature": np.nan}, ValueError, "temperature must lie between"),
    ({"draw": True, "temperature": "hot"}, TypeError, "temperature must be a number, got 'hot'"),
    ({"draw": True, "top_p": 0}, ValueError, "top_p must be greater than 0, got 0"),
    ({"draw": True, "top_p": 1.1}, ValueError, "top_p must lie between 0 and 1, got 1.1"),
    ({"draw": True, "top_p": None}, TypeError, "top_p must be a number, got None"),
    ({"temperature": 0.5}, ValueError, "top_p must be 1 where text is found, not drawn, got 0.5"),
    ({"top_p": 0.5}, ValueError, "top_p must be 1 where text is found, not drawn, got 1.0 and 0.5"),
    ({"device": None}, ValueError, "device must be 'cpu'"),
    ({"validation": 3}, ValueError, "validation must have the shape"),
    ({"validation": [["a", "b"]]}, TypeError, "validation must be a number or an array"),
    ({"epochs": np.array([1, 2])}, TypeError, "epochs must be an integer"),
]


@pytest.mark.parametrize(("changes", "error", "message"), BAD)
def test_settings_that_are_refused(changes, error, message):
    with pytest.raises(error, match=message) as found:
        replace(SMALL, **changes)
    assert len(str(found.value)) <= 300


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda m, a: m.fit(BLOCKS, rng=None), TypeError, "rng must be an integer seed"),
        (lambda m, a: a.fit(PICTURES, rng="x"), TypeError, "rng must be an integer seed"),
        (lambda m, a: m.fit(BLOCKS + 1j, rng=0), TypeError, "data must be a number or an array"),
        (lambda m, a: a.fit(PICTURES + 1j, rng=0), TypeError, "data must be a number or an array"),
        (lambda m, a: a.fit(None, rng=0), TypeError, "data must be a number or an array"),
        (lambda m, a: a.fit(PICTURES[0], rng=0), ValueError, r"one replicate of points.*\(1, 5\)"),
        (lambda m, a: a.fit(np.zeros((0, 5)), rng=0), ValueError, "at least one point"),
        (lambda m, a: a.sample(-1, rng=0), ValueError, "size must be at least 0, got -1"),
        (lambda m, a: a.sample(2.5, rng=0), TypeError, "size must be an integer, got 2.5"),
        (lambda m, a: m.sample(-1, rng=0, source=BLOCKS), ValueError, "size must be at least 0"),
        (lambda m, a: m.sample(True, rng=0, source=BLOCKS), TypeError, "size must be an integer"),
        (lambda m, a: m.sample(3, rng=0, source="abc"), TypeError, "data must be a number"),
        (lambda m, a: a.encode([]), ValueError, "x must have the shape"),
        (lambda m, a: a.encode(PICTURES * 1j), TypeError, "x must be a number or an array"),
        (lambda m, a: a.decode([["a", "b"]]), TypeError, "z must be a number or an array"),
        (lambda m, a: a.decode([[1e300, 0]]), ValueError, "z must lie between"),
        (
            lambda m, a: replace(AUTO, likelihood="gaussian").fit(PICTURES * 1e300, rng=0),
            ValueError,
            "data must lie between",
        ),
        (lambda m, a: m.losses([[0, 1], [2]]), TypeError, "blocks must be a number or an array"),
    ],
)  # fmt: skip
def test_data_that_are_refused(call, error, message, models, auto):
    with pytest.raises(error, match=message) as found:
        call(models[0], auto)
    assert len(str(found.value)) <= 300
