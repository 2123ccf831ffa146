"""The stored language models are what today's code makes, as far as it goes without their text.

The text is not ours to store. Without it there are the settings, the stored base model, which
writes again what it wrote, and the prompts; with it the counts. A fit is made again in
tests/release.
"""

from dataclasses import replace

import numpy as np
import pytest

from modelcollapse.experiments import counts, language, tokens
from modelcollapse.experiments.prompts import PROMPTS
from modelcollapse.experiments.reading import base_model
from modelcollapse.experiments.settings import CONTROLS, PRESETS
from tests.stored import DATA, ROOT, needs, other_settings, other_values, records, stored


@pytest.mark.parametrize("path", sorted((ROOT / "book/results").glob("*.nc")), ids=lambda p: p.name)
def test_a_result_says_how_it_was_made_and_is_light(path):
    result = stored(path.stem)
    assert {"experiment", "preset", "versions", "device", "seconds", "finished"} <= set(
        result.attrs
    )
    assert path.stat().st_size < 2_000_000


@pytest.fixture(scope="module")
def texts():
    return stored("language-book")


def before_the_first_fit(texts):
    """The book's chains, and the base model with a chain's settings."""
    preset, base = PRESETS["book"], base_model(texts)
    for i, chain in enumerate(preset.chains()):
        drawn, penalty = chain.where["text"] == "drawn", float(chain.where["penalty"])
        yield i, chain, replace(base, length=preset.length, draw=drawn, penalty=penalty)


def written(texts, chain, model):
    """What the model makes of the prompts, where the experiment had it look at generation 0."""
    prompts = texts.prompts.values.astype(np.int64)
    return model.continued(prompts, rng=language.streams(chain, 0)[2])


def test_language_models_have_todays_settings(texts):
    preset = PRESETS["book"]
    model = replace(
        preset.base.network(texts.sizes["token"]),
        length=preset.length,
        batch_size=preset.batch_size,
    )
    for chosen, result in ((preset, texts), (CONTROLS["book"], stored("controls-book"))):
        assert repr(model) == result.attrs["model"]
        wheres = [chain.where for chain in chosen.chains()]
        assert wheres == [
            {name: result[name].values[i].item() for name in wheres[0]} for i in range(len(wheres))
        ]
        assert chosen.generations + 1 == result.sizes["generation"]


def test_the_stored_base_model_writes_what_it_wrote(texts):
    """Beam search and drawing, token by token: near ties are rare, and a slip is seen at once."""
    seeds = set()
    for i, chain, model in before_the_first_fit(texts):
        there = texts.samples.values[i, 0]
        assert (written(texts, chain, model) == there).all(axis=1).sum() >= 3, chain.where
        seeds.add(chain.where["seed"])
    assert len(seeds) > 1


@pytest.mark.parametrize("change", [{"beams": 4}, {"penalty": 2.1}, {"draw": True}], ids=str)
def test_another_way_of_writing_is_found(texts, change):
    [(i, chain, model)] = [
        found
        for found in before_the_first_fit(texts)
        if found[1].where | {"kept": 0.0, "seed": 0, "text": "found"} == found[1].where
    ]
    there = texts.samples.values[i, 0]
    assert (written(texts, chain, replace(model, **change)) == there).all(axis=1).sum() < 3


def test_prompts_are_cut_as_they_were(texts):
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(texts.tokenizer.values.tobytes().decode())
    again = language.ends([tokens.encode(tokenizer, text) for text in PROMPTS["wikitext-2"]])
    np.testing.assert_array_equal(again, texts.prompts)


def test_the_counted_text_is_the_one_that_was_learned(texts):
    counted = stored("counts-book")
    for result in (texts, stored("controls-book")):
        assert counted.attrs["checksum"] == result.attrs["checksum"]
        for name in ("prompts", "tokenizer", "pair_first", "pair_second", "pair_count"):
            np.testing.assert_array_equal(counted[name], result[name])
        for i in range(result.sizes["chain"]):
            np.testing.assert_array_equal(counted.counts[0, 0], result.counts[i, 0])


def test_both_experiments_have_the_same_base_model(texts):
    """Only one of them stores it; the first fit from it, with one seed, is the same in both."""
    other = stored("controls-book")
    for name, generation in (("surprisal", 0), ("perplexity", 1)):
        mine, theirs = (r.isel(chain=0).sel(generation=generation)[name] for r in (texts, other))
        np.testing.assert_allclose(mine, theirs, rtol=1e-3)


@needs("wikitext-2")
def test_the_text_is_counted_as_it_was():
    """From the text itself: its cleaning, its tokenizer, its blocks. Whole numbers, so equal."""
    task, result = counts.prepare("book", str(DATA / "wikitext-2")), stored("counts-book")
    assert not other_settings(task, result)
    [record] = records(task, task.chains[0], 0)
    assert not other_values(record, result.isel(chain=0).sel(generation=0), rtol=0)
    for name, value in task.given.items():
        np.testing.assert_array_equal(value, result[name])
