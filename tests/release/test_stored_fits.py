"""The stored results again, where that takes a minute or data that are not in the repository."""

from dataclasses import replace

import numpy as np
import pytest

from modelcollapse.experiments import language, mixtures, selection, vae
from tests.stored import (
    DATA,
    needs,
    other_pictures,
    other_settings,
    other_values,
    quiet,
    records,
    stored,
)


def task_of(module, data, patch):
    """The preset of the book, on the processor, as it was."""
    patch.setattr(module, "device", lambda *number: "cpu")
    return module.prepare("book", data)


def test_mixtures_of_the_longest_fits():
    task, result = mixtures.prepare("book"), stored("mixtures-book")
    [i, *_] = [i for i, chain in enumerate(task.chains) if chain.where["tol"] == 1e-7]
    for generation, record in enumerate(records(task, task.chains[i], 2)):
        row = result.isel(chain=i).sel(generation=generation)
        assert other_values(record, row, rtol=3e-7) == []


def test_two_fits_on_digits(monkeypatch):
    """The second model learns from pictures that the first one made."""
    task = task_of(vae, "digits", monkeypatch)
    assert other_pictures(task, stored("vae-book-digits"), last=2) == [[], [], []]


@needs("mnist")
def test_two_fits_on_mnist(monkeypatch):
    task, result = task_of(vae, str(DATA / "mnist"), monkeypatch), stored("vae-book-mnist")
    assert not other_settings(task, result)
    # the classifier has learned for 3,600 steps, and up to 0.4 % of a generation change their class
    assert other_pictures(task, result, last=2, judge=1e-2) == [[], [], []]


@pytest.fixture(scope="module")
def texts():
    """The task of the language models on its stored base model, and the stored result."""
    result = stored("language-book")
    with pytest.MonkeyPatch.context() as patch:
        task = task_of(language, str(DATA / "wikitext-2"), patch)
        task.build_on({"weights": result.base.values.view(np.float16).astype(np.float32)})
        yield task, result


def other_first_model(task, result):
    """What differs of the first chain's first model, trained again, and of its judgement.

    Another processor rounds otherwise, and five epochs make of that 4e-5 of the perplexity and
    at most 4e-3 of a sequence's surprisal, now more, now less: 1e-4 in their mean.
    """
    chain, row = task.chains[0], result.isel(chain=0)
    record, memory = task.begin(chain, quiet)
    model = language.unpack("first", task.settings(chain), memory)
    perplexity = np.exp(model.losses(task.test)[0].mean(dtype=float))
    first, second = row.sel(generation=0), row.sel(generation=1)
    pairs = {
        "perplexity of the base": (record["perplexity"], first.perplexity.item(), 1e-5),
        "perplexity": (perplexity, second.perplexity.item(), 5e-4),
        "surprisal": (record["surprisal"].mean(), first.surprisal.values.mean(), 5e-4),
    }
    found = [name for name, (a, b, rtol) in pairs.items() if abs(a - b) > rtol * abs(b)]
    return found + [
        name
        for name in ("counts", "repeated", "distinct", "best")
        if not np.allclose(record[name], first[name].values)
    ]


@needs("wikitext-2")
def test_a_fit_of_a_language_model(texts):
    assert not other_settings(*texts)
    assert other_first_model(*texts) == []


@needs("wikitext-2")
def test_another_learning_rate_is_found(texts):
    """One per cent more."""
    task, result = texts
    faster = replace(task.model, learning_rate=1.01 * task.model.learning_rate)
    assert "surprisal" in other_first_model(replace(task, model=faster), result)


@pytest.fixture(scope="module")
def choices():
    """The task of the experiment on chosen text, and its stored result."""
    base, result = stored("language-book").base.values, stored("selection-book")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(language, "device", lambda *number: "cpu")
        task = selection.prepare("book", str(DATA / "wikitext-2"))
        task.build_on({"weights": base.view(np.float16).astype(np.float32)})
        yield task, result


def other_choice(task, result):
    """What differs of the first model, and of the text that a verifier keeps of its.

    Another processor rounds otherwise, and draws some tokens otherwise from there on: its text is
    another draw from the same law, with a few standard errors of 8,192 tokens between them.
    """
    [i] = [
        i
        for i, chain in enumerate(task.chains)
        if chain.where | {"keeper": "verifier", "seed": 0} == chain.where
    ]
    record, memory = task.begin(task.chains[i], quiet)
    first, second = (result.isel(chain=i).sel(generation=n) for n in (0, 1))
    record.pop("samples")
    found = other_values(record, first, rtol=1e-4)
    written, _ = task.advance(task.chains[i], 1, memory, quiet)
    within = {"perplexity": 0.1, "surprisal": 0.05, "long": 0.015, "self_bleu": 0.02}
    return found + [
        name for name, most in within.items() if abs(written[name] - second[name].item()) > most
    ]


@needs("wikitext-2")
def test_a_choice_of_text(choices):
    assert not other_settings(*choices)
    assert other_choice(*choices) == []


@needs("wikitext-2")
def test_a_verifier_of_another_mind_is_found(choices, monkeypatch):
    """Half as many texts to choose from: what is kept is less likely."""
    task, result = choices
    chosen = selection.Selection.keep
    monkeypatch.setattr(
        selection.Selection,
        "keep",
        lambda self, keeper, text, *rest: chosen(self, "nobody", text[::2], *rest),
    )
    assert "surprisal" in other_choice(task, result)
