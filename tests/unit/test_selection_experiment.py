"""Choosing text: what is kept of what was written, measures of variety, and the stored result."""

from dataclasses import fields, replace

import numpy as np
import pytest

pytest.importorskip("transformers")
pytest.importorskip("nltk")

from modelcollapse.experiments import diversity, language, selection, sequences
from modelcollapse.experiments.choices import CHOICES
from modelcollapse.experiments.reading import base_model
from modelcollapse.families.language import LanguageModel
from tests.stored import quiet, records, stored

WORDS = "the cat sat on a mattress , and the sleepy dog ran away from it . \n"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """The smoke preset on a small text, with an untrained base."""
    from modelcollapse.families import opt

    folder = tmp_path_factory.mktemp("text")
    for name, times in (("train.txt", 200), ("valid.txt", 60), ("test.txt", 60)):
        (folder / name).write_text(WORDS * times)
    task = selection.prepare("smoke", str(folder))
    task.build_on({"weights": opt.flat(opt.initial(task.model.config, 0))})
    task.train = task.train[:8]
    return task


@pytest.fixture
def task(prepared):
    """The same for each test, whatever the others have left in it."""
    held = {each.name: getattr(prepared, each.name) for each in fields(prepared)}
    return selection.Selection(**held | {"firsts": {}})


def one(task, **where):
    """The one chain that has these settings."""
    [found] = [c for c in task.chains if where.items() <= c.where.items()]
    return found


PLAIN = {"temperature": 1.0, "top_p": 1.0, "keeper": "nobody"}


def test_ways_differ_in_one_thing(task):
    ways = [dict(chain.where) for chain in task.chains]
    plain = one(task, **PLAIN).where
    for way in ways:
        other = {name for name in plain if way[name] != plain[name]}
        assert len(other - {"copies", "kept"}) <= 1, other
        assert way["text"] == "drawn"


def test_ways_take_equal_steps(task, monkeypatch):
    """Blocks, epochs, rate and batch of each fit, and as many tokens in each text."""
    seen = []
    fit = LanguageModel.fit

    def watched(self, data, **words):
        seen.append((data.values.shape, self.epochs, self.learning_rate, self.batch_size))
        return fit(self, data, **words)

    monkeypatch.setattr(LanguageModel, "fit", watched)
    steps = []
    for chain in task.chains:
        seen.clear()
        task.firsts = {}
        _, memory = task.begin(chain, quiet)
        for generation in (1, 2):
            _, memory = task.advance(chain, generation, memory, quiet)
        steps.append(list(seen))
        assert memory["texts"].shape == (1, *task.train.shape)
    assert all(each == steps[0] for each in steps)
    assert len(steps[0]) == 2


def test_the_first_model_of_a_seed_is_trained_once(task, monkeypatch):
    chains = [one(task, **PLAIN), one(task, keeper="verifier")]
    task.begin(chains[0], quiet)
    monkeypatch.setattr(LanguageModel, "fit", lambda *_, **__: pytest.fail("it trained again"))
    _, memory = task.begin(chains[1], quiet)
    first = language.unpack("first", task.settings(chains[1]), memory)
    assert first == task.firsts[0] or first.weights.keys() == task.firsts[0].weights.keys()
    for name, value in first.weights.items():
        np.testing.assert_array_equal(value, task.firsts[0].weights[name])


def test_a_model_has_the_temperature_and_nucleus_of_its_chain(task):
    assert task.settings(one(task, temperature=0.7)).temperature == 0.7
    assert task.settings(one(task, top_p=0.9)).top_p == 0.9
    plain = task.settings(one(task, **PLAIN))
    assert (plain.temperature, plain.top_p, plain.draw) == (1, 1, True)


def test_a_verifier_keeps_the_likelier_half_of_all(task):
    first = replace(task.settings(task.chains[0]), weights=task.model.start)
    text = np.random.default_rng(1).integers(task.vocabulary, size=(12, 6))
    kept = task.keep("verifier", text, 2, first)
    losses = first.losses(text)[0]
    np.testing.assert_array_equal(kept, text[losses <= np.sort(losses)[5]])
    np.testing.assert_array_equal(task.keep("nobody", text, 1, first), text)


def test_a_taste_keeps_the_one_with_most_long_words(task):
    liked = np.zeros(5, np.int8)
    liked[4] = 1
    task.given = task.given | {"liked": liked}
    text = np.array([[0, 4, 0], [4, 4, 0], [4, 0, 4], [1, 2, 3], [1, 1, 1], [2, 2, 2]])
    kept = task.keep("taste", text, 3, None)
    np.testing.assert_array_equal(kept, [[4, 4, 0], [1, 2, 3]])


def test_long_words_are_told_by_their_letters(task):
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(task.given["tokenizer"].tobytes().decode())
    long = {tokenizer.decode([int(k)]) for k in np.flatnonzero(task.given["liked"])}
    assert {" mattress", " sleepy"} <= long
    assert all(len(word) > selection.LETTERS and word[1:].isalpha() for word in long)


def test_a_generation_hangs_on_its_memory_alone(task):
    """So a chain that was killed goes on: also where the first model is not at hand."""
    chain = one(task, keeper="verifier")
    whole = records(task, chain, 2)
    task.firsts = {}
    _, memory = task.begin(chain, quiet)
    _, memory = task.advance(chain, 1, memory, quiet)
    task.firsts, task.offered = {}, np.nan
    last, _ = task.advance(chain, 2, memory, quiet)
    for name, value in whole[2].items():
        np.testing.assert_array_equal(value, last[name])
    assert set(last) == set(selection.LABELS) - {"prompts", "tokenizer", "liked", "real"}


def bleu(hypothesis, references):
    """BLEU-4 written out, for references as long as the hypothesis."""
    logs = []
    for n in range(1, 5):
        grams = [tuple(hypothesis[k : k + n]) for k in range(len(hypothesis) - n + 1)]
        most = [
            max(sum(r[k : k + n] == list(g) for k in range(len(r) - n + 1)) for r in references)
            for g in set(grams)
        ]
        hits = sum(min(grams.count(g), m) for g, m in zip(set(grams), most, strict=True))
        logs.append(np.log((hits or 0.1) / len(grams)))
    return np.exp(np.mean(logs))


def test_self_bleu_is_bleu_against_the_others():
    text = np.random.default_rng(2).integers(3, size=(6, 9))
    rows = text.tolist()
    by_hand = [bleu(row, rows[:k] + rows[k + 1 :]) for k, row in enumerate(rows)]
    assert diversity.self_bleu(text) == pytest.approx(np.mean(by_hand), rel=1e-12)
    assert diversity.self_bleu(np.tile(np.arange(9), (5, 1))) == pytest.approx(1)
    different = np.arange(45).reshape(5, 9)
    assert diversity.self_bleu(different) < 0.02
    many = np.repeat(different, 40, axis=0)
    assert diversity.self_bleu(many) > 0.99, "of neighbours that are the same, several are seen"


def test_measures_of_variety():
    real = np.array([[0, 0, 0, 0, 0, 0, 1, 2, 2, 3]])
    text = np.array([[0, 0, 0, 0, 0, 0, 0, 0, 2, 2]])
    found = diversity.look(np.repeat(text, 2, axis=0), np.repeat(real, 2, axis=0), 5)
    assert found["rare"] == pytest.approx(1 / 3), "of 1, 2 and 3; 0 occurs twelve times"
    share = np.array([0.8, 0.2])
    assert found["unigram"] == pytest.approx(-(share * np.log(share)).sum())
    assert found["distinct_2"] == pytest.approx(3 / 18)
    assert np.isnan(diversity.rare(np.ones(3), np.full(3, 100)))


TWO = np.arange(16).reshape(2, 8)


@pytest.mark.parametrize(
    ("measure", "message"),
    [
        (lambda: sequences.distinct(np.empty((0, 8), int), 2), r"size of at least 1.*got \(0, 8\)"),
        (lambda: sequences.distinct(TWO, 9), r"length of at least n = 9, got \(2, 8\)"),
        (lambda: sequences.distinct(TWO, 0), "n must be at least 1, got 0"),
        (lambda: sequences.repeated(TWO[:, :3]), r"length of at least n = 4, got \(2, 3\)"),
        (lambda: sequences.repeated(TWO[0]), r"blocks must have the shape .* got \(8,\)"),
        (lambda: diversity.self_bleu(TWO[:1]), r"size of at least 2 .* got \(1, 8\)"),
        (lambda: diversity.self_bleu(TWO[:, :3]), r"length of at least 4, got \(2, 3\)"),
        (lambda: diversity.unigram(np.zeros(3)), "counts must have a sum above 0"),
        (lambda: diversity.unigram(np.array([2, -1])), "counts must be finite and at least 0"),
        (lambda: diversity.rare(np.ones(3), np.ones(4)), r"shape of real, \(4,\), got \(3,\)"),
    ],
)
def test_what_has_no_measure_is_refused(measure, message):
    with pytest.raises(ValueError, match=message):
        measure()


@pytest.fixture(scope="module")
def result():
    return stored("selection-book")


def test_the_stored_result_has_todays_settings(result):
    preset = CHOICES["book"]
    wheres = [chain.where for chain in preset.chains()]
    assert wheres == [
        {name: result[name].values[i].item() for name in wheres[0]} for i in range(len(wheres))
    ]
    assert preset.generations + 1 == result.sizes["generation"]
    assert set(result.data_vars) == set(selection.LABELS)
    liked = selection.long_words(result.tokenizer.values, result.sizes["token"])
    np.testing.assert_array_equal(liked, result.liked)
    assert result["real"].values.sum() == preset.blocks * preset.length


def test_the_stored_result_has_the_base_model_of_the_language_experiment(result):
    """All that their base models hang on is the same, and so is what was counted first."""
    other = stored("language-book")
    for name in ("checksum", "model", "base_blocks", "versions"):
        assert result.attrs[name] == other.attrs[name]
    np.testing.assert_array_equal(result.tokenizer, other.tokenizer)


def beginnings(result, **change):
    """For each way of drawing: whether the base model goes on with the prompts as it did."""
    preset, base = CHOICES["book"], base_model(stored("language-book"))
    prompts = result.prompts.values.astype(np.int64)
    for i, chain in enumerate(preset.chains()[:4]):
        names = {name: float(chain.where[name]) for name in ("temperature", "top_p")} | change
        model = replace(base, length=preset.length, draw=True, **names)
        written = model.continued(prompts, rng=language.streams(chain, 0)[2])
        yield (written == result.samples.values[i, 0]).all(axis=1).sum()


def test_the_base_model_writes_what_it_wrote(result):
    """Token by token: near ties are rare, and a slip is seen at once."""
    assert sum(beginnings(result)) >= 7
    assert sum(beginnings(result, temperature=0.95)) < 4


def test_equal_beginnings_and_real_text(result):
    """The first model of a seed is one, and all ways begin with the same real text."""
    for seed in np.unique(result.seed):
        same = result.isel(chain=np.flatnonzero(result.seed == seed))
        assert np.ptp(same.perplexity.sel(generation=1).values) == 0
    for name in ("unigram", "distinct_2", "distinct_4", "self_bleu", "long"):
        assert np.ptp(result[name].sel(generation=0).values) == 0
    text = result.perplexity.sel(generation=slice(1, None))
    assert np.isfinite(text).all()
    assert sequences.NGRAM == 4
