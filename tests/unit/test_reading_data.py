"""Data from folders: by whatever name and form the files have, and known by the folder's name."""

import gzip
import re

import numpy as np
import pytest

from modelcollapse.experiments import images, text, vae
from modelcollapse.experiments.images import FILES, load_images
from modelcollapse.experiments.text import load_text
from modelcollapse.families.vae import VAE
from tests.stored import DATA, needs
from tests.unit.test_digits_experiment import idx

SENTENCE = "The cat sat on the mat . \n"


def pictures(folder, labels, rename=None, pack=None):
    """A folder of idx files with 4 by 4 pictures of these labels."""
    folder.mkdir(exist_ok=True)
    rng = np.random.default_rng(0)
    for part in ("train", "test"):
        for name, values in (
            (FILES[part], rng.integers(0, 256, (len(labels), 4, 4))),
            (FILES[f"{part}_labels"], np.asarray(labels)),
        ):
            content = idx(values)
            new = rename(name) if rename else name
            (folder / new).write_bytes(pack(content) if pack else content)
    return folder


def same(name):
    return name


@pytest.mark.parametrize(
    ("rename", "pack"),
    [
        (same, bytes),
        (lambda name: name.replace("-idx", ".idx"), bytes),
        (lambda name: name.replace("-idx", ".idx") + ".gz", gzip.compress),
        (same, gzip.compress),  # unpacked by name only
        (lambda name: name + ".gz", bytes),  # unpacked by a browser
    ],
)
def test_idx_files_in_every_form(tmp_path, rename, pack):
    found = load_images(pictures(tmp_path / "fashion", [0, 1] * 10, rename, pack))
    again = load_images(pictures(tmp_path / "plain", [0, 1] * 10))
    assert found.checksum == again.checksum
    assert (found.name, again.name) == ("fashion", "plain")


def test_classes_are_the_labels(tmp_path, monkeypatch):
    """Letters are 1 to 26, and one class may be absent: columns are named, not counted."""
    from modelcollapse.experiments import load, run_experiment

    labels = [1, 2, 5, 26] * 10
    folder = pictures(tmp_path / "letters", labels)
    small = vae.Preset(VAE(latent=2, hidden=(4,), epochs=1), 40, generations=1, seeds=1)
    monkeypatch.setitem(vae.PRESETS, ("book", "mnist"), small)
    path = run_experiment("vae", preset="book", data=str(folder), store=tmp_path, progress=False)
    assert path.name == "vae-book-letters.nc"
    result = load(path)
    assert result["class"].values.tolist() == [1, 2, 5, 26]
    assert result.attrs["data"] == "letters"
    assert float(result.classes.sel(chain=0, generation=0).sum()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("labels", "grey", "message"),
    [([3] * 20, None, "at least two classes, got 1"), ([0, 1] * 10, 7, "pictures that differ")],
)
def test_pictures_that_teach_nothing(tmp_path, labels, grey, message):
    folder = pictures(tmp_path / "odd", labels)
    if grey is not None:
        (folder / FILES["train"]).write_bytes(idx(np.full((20, 4, 4), grey)))
    with pytest.raises(ValueError, match=message):
        vae.prepare("smoke", str(folder))


@needs("mnist")
def test_mnist_is_known_whatever_its_folder(tmp_path):
    folder = tmp_path / "other name"
    folder.symlink_to(DATA / "mnist")
    assert load_images(DATA / "mnist").name == load_images(folder).name == "mnist"


def texts(folder, names=("train.txt", "valid.txt", "test.txt"), words=SENTENCE * 50, **coding):
    """A folder with a text in three files."""
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_text(words, **({"encoding": "utf8"} | coding))
    return folder


@pytest.mark.parametrize("ending", ["tokens", "raw"])
def test_texts_in_every_form(tmp_path, ending):
    names = [f"wiki.{part}.{ending}" for part in ("train", "valid", "test")]
    found = load_text(texts(tmp_path / "wikitext", names))
    again = load_text(texts(tmp_path / "marked", encoding="utf-8-sig"))
    assert found.checksum == again.checksum
    assert (found.name, again.name) == ("wikitext", "marked")
    assert not again.train.startswith("\ufeff")


def test_a_text_with_hidden_words_is_called_by_its_folder(tmp_path):
    assert load_text(texts(tmp_path / "ptb", words="the <unk> fell . \n" * 9)).name == "ptb"


@needs("wikitext-2")
def test_wikitext_is_known_whatever_its_folder(tmp_path):
    folder = tmp_path / "other"
    folder.symlink_to(DATA / "wikitext-2")
    assert load_text(DATA / "wikitext-2").name == load_text(folder).name == "wikitext-2"


@pytest.mark.parametrize("name", ["documentation", "wikitext-2"])
def test_a_folder_comes_before_a_name(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    texts(tmp_path / name)
    for source in (name, f"./{name}"):
        assert load_text(source).train == SENTENCE * 50
    if name == "documentation":  # which a preset means
        assert len(text.known(name).train) > 200_000
    for name in ("digits", "mnist"):
        pictures(tmp_path / name, [0, 1] * 10)
        assert load_images(name).shape == (4, 4)
    assert vae.prepare("smoke", None).images.shape == (8, 8)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("one", r"train text of t must .*|must have lines.*got 1 line:"),
        ("word " * 5000, r"text of t must have lines.* end after 60% of it, got 1 line: the rest"),
        ("a <unk> b . \n" * 90, "train text of t must have sentences: without .* <unk> nothing"),
        ("= A = \n" * 90, "train text of t must have sentences"),
        ("a b c \n" * 6, r"must fill at least one block of \d+ tokens, got \d+ tokens?"),
    ],
)
def test_texts_that_are_too_little(tmp_path, words, message):
    from modelcollapse.experiments import language

    with pytest.raises(ValueError, match=message):
        language.prepare("smoke", str(texts(tmp_path / "t", words=words)))


@pytest.mark.parametrize("load", [load_images, load_text])
@pytest.mark.parametrize("source", ["", "no such", "a\0b", "x" * 5000, 3, b"digits", ["digits"]])
def test_sources_that_are_refused(load, source):
    with pytest.raises((TypeError, ValueError), match=r"data must be ") as found:
        load(source)
    assert len(str(found.value)) <= 300


def test_a_download_that_fails_in_any_way(monkeypatch, capsys):
    def broken():
        raise ValueError("OpenML has changed")

    monkeypatch.setattr(images, "downloaded", broken)
    assert load_images(None).name == "digits"
    assert re.search("OpenML has changed", capsys.readouterr().err)
