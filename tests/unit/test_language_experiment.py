"""Text by name and from files, its tokens, and the experiment that reads it."""

import dataclasses

import numpy as np
import pytest

pytest.importorskip("transformers")

from modelcollapse.experiments import controls, language, sequences, text, tokens
from modelcollapse.experiments.text import load_text, ordinary, prose
from modelcollapse.families.language import LanguageModel

WORDS = "the cat sat on a mat , and the dog @-@ like thing ran away from it . \n"
TEXT = WORDS * 200


@pytest.fixture
def folder(tmp_path):
    """A folder with a small text in three splits."""
    for name, times in (("train.txt", 200), ("valid.txt", 60), ("test.txt", 60)):
        (tmp_path / name).write_text(WORDS * times)
    return tmp_path


def test_documentation_is_everywhere():
    found = load_text("documentation")
    assert found.name == "documentation"
    assert len(found.train) > 200_000
    assert min(len(found.valid), len(found.test)) > 10_000
    assert found.checksum == load_text("documentation").checksum
    assert "\n\n" not in found.train
    assert "  " not in found.train


def test_the_splits_share_no_paragraph_that_is_long():
    found = load_text("documentation")
    parts = [{p for p in part.split("\n") if len(p) > 300} for part in (found.train, found.test)]
    assert not parts[0] & parts[1]


def test_a_folder(folder):
    found = load_text(str(folder))
    assert found.train == TEXT
    assert found.name == folder.name
    checksum = found.checksum
    (folder / "test.txt").rename(folder / "wiki.test.tokens")
    assert load_text(str(folder)).checksum == checksum
    (folder / "train.txt").write_text(TEXT + "more")
    assert load_text(str(folder)).checksum != checksum


BAD = [
    ("train.txt", None, r"has no train.txt \(nor wiki.train.tokens, wiki.train.raw, train_shuff"),
    ("valid.txt", b"", "valid.txt is empty"),
    ("valid.txt", b" \n ", "valid.txt is empty"),
    ("test.txt", b"\xff\xfe\x00", "test.txt is no UTF-8 text"),
    ("test.txt", b"PK\0\0", "test.txt is no text: it has a NUL character"),
]


@pytest.mark.parametrize(("name", "content", "message"), BAD)
def test_files_that_are_refused(folder, name, content, message):
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(content)
    with pytest.raises(ValueError, match=message):
        load_text(str(folder))


def test_sources_that_are_refused(tmp_path):
    with pytest.raises(ValueError, match="one of documentation, wikitext-2 or a folder that exi"):
        load_text(str(tmp_path / "none"))


def unreachable():
    raise OSError("no network")


def test_without_a_network_the_documentation_stands_in(monkeypatch, capsys):
    monkeypatch.setattr(text, "downloaded", unreachable)
    assert load_text(None).name == "documentation"
    said = capsys.readouterr().err
    assert "no network" in said
    assert "--data" in said
    with pytest.raises(ValueError, match="'wikitext-2' cannot be downloaded"):
        load_text("wikitext-2")


def test_a_text_shorter_than_a_block_is_refused(folder):
    (folder / "test.txt").write_text("too short")
    with pytest.raises(ValueError, match=r"the test text must fill .* block of 32 tokens, got"):
        language.prepare("smoke", str(folder))


def test_wikitext_becomes_ordinary():
    was = 'The " old " town ( in 1 @,@ 000 villages ) was re @-@ built , and it \'s here .'
    assert ordinary(was) == 'The "old" town (in 1,000 villages) was re-built, and it\'s here.'
    assert ordinary("Nothing to do, here.") == "Nothing to do, here."


def test_prose_has_no_headings():
    found = prose(text.Text("t", " = Town = \n \n The town . \n", "a\n\nb", " = = Name = = \n c"))
    assert (found.train, found.valid, found.test) == ("The town .", "a\nb", "c")


def test_prose_has_no_hidden_words():
    was = 'A <unk> fell . He was 3.5 m tall . " Oh ! " said <unk> . Then\n<unk> .\nThe end .'
    found = prose(text.Text("t", was, "a", "b"))
    assert found.train == 'He was 3.5 m tall . " Oh ! " Then\nThe end .'


def test_tokens_and_back():
    found = tokens.train_tokenizer(TEXT, 300)
    assert found.get_vocab_size() == 300
    ids = tokens.encode(found, TEXT)
    assert found.decode(ids.tolist()) == TEXT
    assert found.to_str() == tokens.train_tokenizer(TEXT, 300).to_str()
    other = "Größe 木 \x7f"
    assert found.decode(tokens.encode(found, other).tolist()) == other, "any text has tokens"


def test_blocks_are_cut_in_order():
    blocks = tokens.cut("test", np.arange(11), 3)
    np.testing.assert_array_equal(blocks, np.arange(9).reshape(3, 3))
    assert len(tokens.cut("test", np.arange(11), 3, 2)) == 2


def test_what_sequences_have_lost():
    blocks = np.array([[0, 1, 2, 3, 4, 5], [1, 1, 1, 1, 1, 1]])
    np.testing.assert_array_equal(sequences.counts(blocks, 7), [1, 7, 1, 1, 1, 1, 0])
    np.testing.assert_allclose(sequences.repeated(blocks), [0, 2 / 3])
    assert sequences.distinct(blocks) == pytest.approx(4 / 6)
    found = sequences.pairs(np.array([[0, 1], [0, 1], [1, 0]]))
    columns = (found[n].tolist() for n in ("pair_first", "pair_second", "pair_count"))
    rows = set(zip(*columns, strict=True))
    assert rows == {(0, 1, 2), (1, 0, 2), (1, 1, 1)}


@pytest.fixture
def task(folder):
    """The smoke preset on a small text, with an untrained base."""
    found = language.prepare("smoke", str(folder))
    from modelcollapse.families import opt

    found.build_on({"weights": opt.flat(opt.initial(found.model.config, 0))})
    return found


def quiet(text, share):
    """Nobody listens."""


def test_a_tenth_of_the_real_text_takes_the_place_of_generated(task, monkeypatch):
    chain = one(task, kept=0.1, penalty=1.0)
    seen = []
    fit = LanguageModel.fit
    monkeypatch.setattr(
        LanguageModel, "fit", lambda self, data, **k: seen.append(data) or fit(self, data, **k)
    )
    record, memory = task.begin(chain, quiet)
    for generation in (1, 2):
        text_before = memory.get("texts", [None])[-1]
        record, memory = task.advance(chain, generation, memory, quiet)
    real, mixed = (points.values[0] for points in seen)
    np.testing.assert_array_equal(real, task.train)
    kept = (mixed != text_before).any(axis=1)
    number = round(0.1 * len(real))
    assert 0 < kept.sum() <= number, "a continuation may be the real text by chance"
    np.testing.assert_array_equal(mixed[kept], real[kept])
    assert record["counts"].sum() == real.size
    assert record["surprisal"].shape == (len(real),)


def test_the_base_model_is_what_is_stored(task):
    again = language.stored_base(task.model.config, task.given["base"])
    for name, value in task.model.start.items():
        np.testing.assert_array_equal(value, again[name])
    assert task.given["base"].dtype == np.int16


@pytest.fixture
def compared(folder):
    """The smoke preset of the experiment that has the comparisons, on a small text."""
    found = controls.prepare("smoke", str(folder))
    from modelcollapse.families import opt

    found.build_on({"weights": opt.flat(opt.initial(found.model.config, 0))})
    return found


def one(task, **where):
    """The one chain that has these settings."""
    [found] = [c for c in task.chains if where.items() <= c.where.items()]
    return found


def test_a_chain_without_a_base(compared):
    compared.train = compared.train[:8]
    chain = one(compared, start="scratch")
    record, memory = compared.begin(chain, quiet)
    assert np.isnan(record["perplexity"])
    record, _ = compared.advance(chain, 1, memory, quiet)
    assert np.isfinite(record["perplexity"])
    assert record["validation"].shape == (5,), "as long as the longest fit's"


def test_accumulation_draws_from_all_texts_as_much_as_one_has(compared):
    chain = one(compared, past="all")
    size, length = compared.train.shape
    texts = np.stack([np.full((size, length), k) for k in range(1, 10)])
    real = compared.train = np.zeros_like(compared.train)
    found = compared.chosen(chain, texts, np.random.default_rng(0))
    assert found.shape == real.shape
    assert len(np.unique(found)) > 5, "of ten texts nearly all are seen"
    newest = compared.chosen(one(compared, penalty=2.0, kept=0.0), texts, np.random.default_rng(0))
    assert (newest == 9).all()
    record, memory = compared.begin(chain, quiet)
    for generation in (1, 2):
        record, memory = compared.advance(chain, generation, memory, quiet)
    assert memory["texts"].shape == (2, size, length)


def test_comparisons_have_equal_steps(compared, task, monkeypatch):
    """Blocks, epochs and rate of each fit: those of the first experiment, or of its partner."""
    seen = []
    fit = LanguageModel.fit

    def watched(self, data, **words):
        seen.append((data.values.shape[1:], self.epochs, self.learning_rate, self.batch_size))
        return fit(self, data, **words)

    monkeypatch.setattr(LanguageModel, "fit", watched)

    def fits(task, chain):
        """What the first two fits of a chain had to learn, and how."""
        seen.clear()
        _, memory = task.begin(chain, quiet)
        for generation in (1, 2):
            _, memory = task.advance(chain, generation, memory, quiet)
        return list(seen)

    plain = fits(task, one(task, kept=0.0, penalty=1.0, text="found"))
    assert plain == fits(compared, one(compared, past="all"))
    assert plain == fits(compared, one(compared, kept=0.1, penalty=2.0))
    assert plain == fits(task, one(task, text="drawn"))
    joined = fits(compared, one(compared, start="scratch"))
    assert joined == fits(compared, one(compared, start="base", joined=2))
    assert joined != plain


def test_the_base_model_is_stored_once(task, compared):
    assert "base" in task.given
    assert "base" not in compared.given
    for name, value in task.model.start.items():
        np.testing.assert_array_equal(value, compared.model.start[name])


@pytest.fixture
def stand_in(folder):
    """A folder with a text and, in the place of OPT-125m, a small model of the same format."""
    from transformers import PreTrainedTokenizerFast

    from modelcollapse.families import opt

    tokenizer = tokens.train_tokenizer(TEXT, 300)
    small = LanguageModel.small(vocabulary=300, width=8, layers=1, heads=1)
    net = opt.network(small.config, opt.initial(small.config, 0), "cpu")
    net.save_pretrained(folder / "opt-125m")
    PreTrainedTokenizerFast(tokenizer_object=tokenizer).save_pretrained(folder / "opt-125m")
    return folder


def test_the_papers_preset_with_a_stand_in(stand_in):
    task = language.prepare("paper", str(stand_in))
    assert task.foundation is None
    assert len(task.chains) == 20
    assert {c.generations for c in task.chains} == {9}
    assert (
        len(task.train)
        == len(tokens.encode(tokens.load_tokenizer(stand_in / "opt-125m"), TEXT)) // 64
    )
    task.train, task.test = task.train[:4], task.test[:4]
    task.model = dataclasses.replace(task.model, validation=task.test)
    record, memory = task.begin(task.chains[0], quiet)
    record, _ = task.advance(task.chains[0], 1, memory, quiet)
    assert record["counts"].sum() == 4 * 64


def test_the_papers_preset_without_weights_or_tokenizer(stand_in):
    for path in (stand_in / "opt-125m").glob("tokenizer*"):
        path.unlink()
    with pytest.raises(OSError, match="no tokenizer in"):
        language.prepare("paper", str(stand_in))
    (stand_in / "opt-125m" / "model.safetensors").unlink()
    with pytest.raises(OSError, match=r"Put the files of huggingface.co/facebook/opt-125m"):
        language.prepare("paper", str(stand_in))


def test_several_gpus_take_turns(monkeypatch):
    import torch

    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    assert [language.device(k) for k in range(3)] == ["cuda:0", "cuda:1", "cuda:0"]
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 0)
    assert language.device(5) == "cpu"
