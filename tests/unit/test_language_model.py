"""The language model: its loss, its beam search, its seeds, and the loop."""

import itertools
import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

import modelcollapse as mc
from modelcollapse.content import content

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from modelcollapse.families import opt  # noqa: E402 (needs torch)

RNG = np.random.default_rng
TOKENS, LENGTH = 11, 8
# a text that can be learned: every token is followed by one of two
RING = (np.cumsum(RNG(0).integers(1, 3, (60, LENGTH)), axis=1) % TOKENS).astype(np.int64)
SMALL = mc.LanguageModel.small(
    vocabulary=TOKENS,
    width=16,
    layers=2,
    heads=2,
    context=2 * LENGTH,
    validation=RING[:10],
    epochs=6,
    batch_size=10,
    learning_rate=1e-2,
    length=LENGTH,
)


def fitted(model=SMALL, blocks=RING, seed=0):
    return model.fit(mc.Points(blocks[None]), rng=RNG(seed))


@pytest.fixture(scope="module")
def model():
    return fitted()


def test_perplexity_is_that_of_transformers(model):
    found = opt.network(model.config, model.weights, "cpu")
    ids = torch.from_numpy(RING)
    with torch.no_grad():
        theirs = found(input_ids=ids, labels=ids).loss.item()
    surprisal, _ = model.losses(RING)
    assert surprisal.shape == (60,)
    assert np.exp(surprisal.mean()) == pytest.approx(np.exp(theirs), rel=1e-5)


def test_entropy_is_that_of_the_next_token(model):
    found = opt.network(model.config, model.weights, "cpu")
    with torch.no_grad():
        p = torch.softmax(found(input_ids=torch.from_numpy(RING[:1])).logits[0, :-1], 1).numpy()
    assert model.losses(RING[:1])[1][0] == pytest.approx(-(p * np.log(p)).sum(1).mean(), rel=1e-5)


def test_a_fit_learns_the_text_and_keeps_the_best_epoch(model):
    assert model.best == 1 + np.argmin(model.perplexity)
    assert np.exp(model.losses(RING[:10])[0].mean()) == pytest.approx(min(model.perplexity), 1e-5)
    assert float(model.record()["perplexity"]) == min(model.perplexity)
    assert 2 < min(model.perplexity) < 4, "two tokens can follow: perplexity 2 at best, not 11"


def test_without_validation_the_last_epoch_is_kept():
    last = fitted(replace(SMALL, validation=None, epochs=2))
    assert last.best == 2
    assert np.isnan(last.perplexity).all()


def test_an_epoch_that_only_got_worse_is_not_kept():
    other = (RING + 5) % TOKENS
    backwards = other[:, ::-1].copy()  # to learn it is to unlearn the text
    start = fitted().weights
    model = fitted(replace(SMALL, start=start, learning_rate=3e-2), backwards)
    assert model.best == 1 + np.argmin(model.perplexity)
    assert model.best < 6


@pytest.mark.parametrize("penalty", [1.0, 2.0])
def test_prompts_together_or_one_by_one(model, penalty):
    model = replace(model, penalty=penalty)
    together = replace(model, prompts_at_once=7).continued(RING[:20], rng=RNG(0))
    alone = replace(model, prompts_at_once=1).continued(RING[:20], rng=RNG(0))
    assert together.shape == (20, LENGTH)
    np.testing.assert_array_equal(together, alone)


def test_a_wide_beam_finds_the_most_probable_continuation(model):
    """With so many beams as there are continuations but for the last token, none is lost."""
    length = 3
    wide = replace(model, beams=TOKENS ** (length - 1), length=length)
    prompts = RING[:3, :4]
    every = np.array(list(itertools.product(range(TOKENS), repeat=length)))
    found = opt.network(model.config, model.weights, "cpu")
    for prompt, ours in zip(prompts, wide.continued(prompts, rng=RNG(0)), strict=True):
        ids = torch.from_numpy(np.hstack([np.tile(prompt, (len(every), 1)), every]))
        with torch.no_grad():
            logs = torch.log_softmax(found(input_ids=ids).logits, 2)[:, 3:-1]
        total = logs.gather(2, ids[:, 4:, None]).sum((1, 2)).numpy()
        np.testing.assert_array_equal(ours, every[total.argmax()])


def test_drawn_text_follows_the_law_of_the_next_token(model):
    prompts = np.repeat(RING[:1], 4000, axis=0)
    drawing = replace(model, draw=True, length=1, prompts_at_once=500)
    tokens = drawing.continued(prompts, rng=RNG(3))[:, 0]
    found = opt.network(model.config, model.weights, "cpu")
    with torch.no_grad():
        p = torch.softmax(found(input_ids=torch.from_numpy(RING[:1])).logits[0, -1], 0).numpy()
    counts = np.bincount(tokens, minlength=TOKENS)
    error = np.sqrt(4000 * p * (1 - p))
    assert (np.abs(counts - 4000 * p) < 5.6 * error + 5).all(), "false alarm below 1e-6"
    assert (counts > 0).sum() > 1
    np.testing.assert_array_equal(tokens, drawing.continued(prompts, rng=RNG(3))[:, 0])
    assert (tokens != drawing.continued(prompts, rng=RNG(4))[:, 0]).any()


def next_token(model):
    """The network's law of the token after the first block."""
    found = opt.network(model.config, model.weights, "cpu")
    with torch.no_grad():
        return torch.softmax(found(input_ids=torch.from_numpy(RING[:1])).logits[0, -1], 0).numpy()


def follows(counts, law):
    """Whether counts are those of the law; false alarm below 1e-6 by Pearson's chi-square.

    Tokens that are expected fewer than 20 times count as the rarest of the others; what the law
    excludes, too, is never drawn.
    """
    expected = counts.sum() * law / law.sum()
    few = expected < 20
    bins = np.where(few, np.where(few, np.inf, expected).argmin(), np.arange(len(law)))
    seen, due = (np.bincount(bins, each, len(law))[~few] for each in (counts, expected))
    square = ((seen - due) ** 2 / due).sum()
    return square < stats.chi2.isf(1e-7, len(due)) and not counts[law == 0].any()


@pytest.mark.parametrize(
    ("temperature", "top_p"), [(0.6, 1.0), (1.7, 1.0), (1.0, 0.7), (1.5, 0.8), (np.float32(0.5), 1)]
)
def test_drawn_text_is_tempered_and_cut(model, temperature, top_p):
    """The formulas of `mc.theory.language` for the network's law, the temperature first."""
    prompts = np.repeat(RING[:1], 4000, axis=0)
    drawing = replace(model, draw=True, length=1, prompts_at_once=1000)
    drawing = replace(drawing, temperature=temperature, top_p=top_p)
    counts = np.bincount(drawing.continued(prompts, rng=RNG(5))[:, 0], minlength=TOKENS)
    plain = next_token(model).astype(float)
    plain /= plain.sum()
    hot = plain ** (1 / float(temperature))
    law = np.array(mc.theory.language.nucleus(hot / hot.sum(), float(top_p)), float)
    assert follows(counts, law)
    assert not follows(counts, plain)
    cold = plain ** float(temperature)  # the wrong way round
    wrong = np.array(mc.theory.language.nucleus(cold / cold.sum(), 1.2 - float(top_p) / 2), float)
    assert not follows(counts, wrong)


def test_the_law_itself_is_temperature_1_and_top_p_1(model):
    drawing = replace(model, draw=True)
    same = replace(drawing, temperature=1, top_p=1.0)
    one, two = (each.continued(RING[:5], rng=RNG(0)) for each in (drawing, same))
    np.testing.assert_array_equal(one, two)
    counts = np.bincount(
        replace(drawing, length=1).continued(np.repeat(RING[:1], 4000, axis=0), rng=RNG(6))[:, 0],
        minlength=TOKENS,
    )
    assert follows(counts, next_token(model))


def test_a_very_small_nucleus_is_the_most_probable_token(model):
    drawing = replace(model, draw=True, top_p=1e-9)
    greedy = replace(model, beams=1)
    one, two = (each.continued(RING[:20], rng=RNG(0)) for each in (drawing, greedy))
    np.testing.assert_array_equal(one, two)


def test_fields_that_came_later_change_no_stored_name():
    """What a stored run is known by: settings that are not used are as if they were not there."""
    known = content(replace(SMALL, draw=True), 1)
    assert "temperature" not in str(known)
    assert content(replace(SMALL, draw=True, temperature=0.7), 1) != known
    assert content(replace(SMALL, draw=True, top_p=0.7), 1) != known


@pytest.mark.parametrize("draw", [False, True])
def test_a_whole_number_is_a_penalty(model, draw):
    written = [
        replace(model, penalty=penalty, draw=draw).continued(RING[:3], rng=RNG(0))
        for penalty in (2, np.float32(2), 2.0)
    ]
    np.testing.assert_array_equal(written[0], written[2])
    np.testing.assert_array_equal(written[1], written[2])


def test_a_penalty_makes_repetition_rarer(model):
    def repeated(penalty):
        blocks = replace(model, penalty=penalty).continued(RING[:20], rng=RNG(0))
        return np.mean([len(set(b)) for b in np.hstack([RING[:20], blocks])])

    assert repeated(5.0) > repeated(1.0)


def test_a_seed_decides_and_threads_do_not():
    same, other = fitted(seed=0), fitted(seed=1)
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        again = fitted(seed=0)
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)
    state = torch.random.get_rng_state()
    for name, value in same.weights.items():
        np.testing.assert_array_equal(value, again.weights[name])
    assert any((value != other.weights[name]).any() for name, value in same.weights.items())
    fitted(seed=2)
    assert torch.equal(state, torch.random.get_rng_state()), "the caller's random numbers"


def test_weights_in_a_row_and_back(model):
    row = opt.flat(model.weights)
    for name, value in opt.shaped(model.config, row).items():
        np.testing.assert_array_equal(value, model.weights[name])


def test_samples_continue_blocks_of_the_source(model):
    source = mc.Points(RING[None])
    whole = model.sample(60, rng=RNG(0), source=source).values[0]
    np.testing.assert_array_equal(whole, model.continued(RING, rng=RNG(0)))
    some = model.sample(5, rng=RNG(0), source=source).values[0]
    assert some.shape == (5, LENGTH)
    assert all((whole == row).all(axis=1).any() for row in some)
    with pytest.raises(ValueError, match="size must be at most the 60 blocks given, got 61"):
        model.sample(61, rng=RNG(0), source=source)
    with pytest.raises(TypeError, match="source must be the Points whose blocks are continued"):
        model.sample(5, rng=RNG(0))


def test_the_loop_with_a_part_of_the_original():
    trace = mc.run(
        RING,
        model=replace(SMALL, epochs=1),
        sample_size=20,
        generations=2,
        regime=mc.KeepOriginal(0.25),
        replicates=1,
    )
    assert trace.perplexity.shape == (3, 1)
    assert np.isfinite(trace.perplexity[1:]).all()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"epochs": 0}, "epochs must be at least 1, got 0"),
        ({"beams": 0}, "beams must be at least 1, got 0"),
        ({"penalty": 0.0}, "penalty must be greater than 0, got 0.0"),
        ({"learning_rate": -1.0}, "learning_rate must be greater than 0, got -1.0"),
        ({"final_rate": 2.0}, "final_rate must"),
        ({"device": "tpu"}, "device must be 'cpu', 'cuda' or 'cuda:1', got 'tpu'"),
        ({"validation": RING + 9}, f"validation must hold tokens from 0 to {TOKENS - 1}"),
    ],
)
def test_settings_that_are_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        replace(SMALL, **changes)


@pytest.mark.parametrize(
    ("blocks", "message"),
    [
        (RING[:, :1], "length from 2 to 16"),
        (np.zeros((0, 4)), "length from 2 to 16"),
        (RING + 0.5, "data must hold whole numbers of tokens"),
        (np.full((2, 4), np.nan), "data must be finite, got nan"),
        (RING - 1, f"data must hold tokens from 0 to {TOKENS - 1}"),
    ],
)
def test_data_that_are_refused(blocks, message):
    with pytest.raises(ValueError, match=message):
        fitted(blocks=np.asarray(blocks))


def test_what_needs_a_fit_says_so():
    with pytest.raises(ValueError, match="has no weights yet: fit it to data first"):
        SMALL.losses(RING)
    with pytest.raises(ValueError, match="heads must divide width = 16, got 3"):
        mc.LanguageModel.small(vocabulary=9, width=16, layers=1, heads=3)


def test_training_that_diverges_says_so():
    with pytest.raises(FloatingPointError, match="lower learning_rate, which is 1e"):
        fitted(replace(SMALL, learning_rate=1e20, validation=None))


def test_a_gpu_that_is_not_there():
    if torch.cuda.is_available():
        pytest.skip("there is one")
    with pytest.raises(ValueError, match="device must be 'cpu' where PyTorch finds no GPU"):
        fitted(replace(SMALL, device="cuda"))


def test_a_trained_model_from_a_folder(model, tmp_path):
    found = opt.network(model.config, model.weights, "cpu")
    found.save_pretrained(tmp_path)
    again = mc.LanguageModel.pretrained(tmp_path, validation=RING[:10], length=LENGTH)
    assert json.loads(again.config)["vocab_size"] == TOKENS
    # to float32's last digit: some versions of transformers load another attention than they save
    np.testing.assert_allclose(again.losses(RING)[0], model.losses(RING)[0], rtol=1e-6)


def test_weights_that_are_not_there(tmp_path):
    with pytest.raises(OSError, match=r"Put the files of huggingface.co/facebook/opt-125m"):
        mc.LanguageModel.pretrained(tmp_path)


def test_transformers_loads_when_it_is_needed():
    code = (
        "import sys, modelcollapse as mc;"
        "mc.LanguageModel.small(vocabulary=9, width=4, layers=1, heads=1);"
        "print([m for m in ('torch', 'transformers') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
