"""Pictures by name and from files, and the experiment that looks at them."""

import gzip
import struct
import warnings

import numpy as np
import pytest

from modelcollapse.experiments import images, measures, vae
from modelcollapse.experiments.images import FILES, load_images
from modelcollapse.families.vae import VAE
from modelcollapse.store import load, save


def idx(array):
    """The bytes of an idx file."""
    array = np.asarray(array, np.uint8)
    head = bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return head + array.tobytes()


@pytest.fixture
def folder(tmp_path):
    """A folder with 30 pictures for training and 20 for testing, one file gzipped."""
    rng = np.random.default_rng(0)
    for part, size in (("train", 30), ("test", 20)):
        pixels = rng.integers(0, 256, (size, 4, 3))
        (tmp_path / FILES[part]).write_bytes(idx(pixels))
        (tmp_path / FILES[f"{part}_labels"]).write_bytes(idx(np.arange(size) % 10))
    plain = tmp_path / FILES["test"]
    plain.with_name(f"{plain.name}.gz").write_bytes(gzip.compress(plain.read_bytes()))
    plain.unlink()
    return tmp_path


def test_digits_are_everywhere():
    found = load_images("digits")
    assert (found.name, found.shape) == ("digits", (8, 8))
    assert found.train.shape == (1500, 64)
    assert found.test.shape == (297, 64)
    for part in (found.train, found.test):
        assert part.dtype == np.float32
        assert part.min() == 0
        assert part.max() == 1
    assert set(found.test_labels) == set(range(10))
    assert found.checksum == load_images("digits").checksum


def test_a_folder_plain_and_gzipped(folder):
    found = load_images(str(folder))
    assert found.shape == (4, 3)
    rng = np.random.default_rng(0)
    np.testing.assert_allclose(found.train * 255, rng.integers(0, 256, (30, 12)), rtol=1e-6)
    np.testing.assert_allclose(found.test * 255, rng.integers(0, 256, (20, 12)), rtol=1e-6)
    np.testing.assert_array_equal(found.test_labels, np.arange(20) % 10)
    checksum = found.checksum
    (folder / FILES["train_labels"]).write_bytes(idx(np.zeros(30)))
    assert load_images(str(folder)).checksum != checksum


BAD = [
    ("train", None, "must hold the file train-images-idx3-ubyte or"),
    ("train", b"", "must begin with the bytes 00 00 08 03 .* got none"),
    ("train", b"not an idx file", "must begin with the bytes 00 00 08 03 .* got 6e 6f 74 20"),
    ("train", idx(np.zeros(30)), "must begin with the bytes 00 00 08 03 .* got 00 00 08 01"),
    ("train_labels", idx(np.zeros((30, 1, 1))), "must begin with the bytes 00 00 08 01"),
    ("train", bytes([0, 0, 8, 3, 0, 0]), "is cut short: 6 bytes, and its head has 16"),
    ("train", idx(np.zeros((30, 4, 3)))[:-1], r"must hold 360 bytes .*\(30, 4, 3\).* got 359"),
    ("train", idx(np.zeros((0, 4, 3))), "must hold 0 bytes .* at least one, got 0"),
    ("train", idx(np.zeros((29, 4, 3))), "29 pictures and .* 30 labels"),
    ("train", idx(np.zeros((30, 5, 3))), r"must have one shape, got \(5, 3\) and \(4, 3\)"),
]


@pytest.mark.parametrize(("part", "content", "message"), BAD)
def test_files_that_are_refused(folder, part, content, message):
    path = folder / FILES[part]
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    with pytest.raises(ValueError, match=message):
        load_images(str(folder))


def test_a_damaged_archive(folder):
    path = folder / f"{FILES['test']}.gz"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(ValueError, match=r"cannot be read .* damaged or cut short"):
        load_images(str(folder))
    path.write_bytes(b"no archive")
    with pytest.raises(ValueError, match="must begin with the bytes"):
        load_images(str(folder))


def test_no_such_source():
    with pytest.raises(ValueError, match=r"one of digits, mnist or a folder.* got 'cats'"):
        vae.prepare("book", "cats")


def test_without_a_network_digits_take_the_place_of_mnist(monkeypatch, capsys):
    def unreachable():
        raise OSError("no route to host")

    monkeypatch.setattr(images, "downloaded", unreachable)
    assert load_images(None).name == "digits"
    said = capsys.readouterr().err
    assert "no route to host" in said
    assert "--data" in said
    with pytest.raises(ValueError, match=r"'mnist' cannot be downloaded.*give a folder"):
        load_images("mnist")


class Judge:
    """A classifier with two classes: bright and dark."""

    def predict_proba(self, pictures):
        bright = (pictures.mean(axis=1) > 0.5).astype(float)
        return np.stack([1 - 0.75 * bright - 0.125, 0.75 * bright + 0.125], axis=1)


def test_what_is_measured():
    rng = np.random.default_rng(1)
    pixels = rng.random((400, 3, 3)) * 255
    labels = np.zeros(400)
    real = images.images("digits", pixels, labels, pixels, labels)
    names = ("encoder_weight_0", "encoder_bias_0", "decoder_weight_0", "decoder_bias_0")
    weights = dict(zip(names, (np.zeros((9, 4)), np.zeros(4), np.zeros((2, 9)), np.zeros(9)),
                       strict=True))  # fmt: skip
    weights["encoder_weight_0"][0, 0] = 1  # the first latent's mean is the first pixel
    weights["encoder_bias_0"][2:] = np.log([0.5, 1.0])
    first = VAE(latent=2, hidden=(), weights={n: w.astype(np.float32) for n, w in weights.items()})
    half = real.train / 2
    found = measures.look(half, real, Judge(), first)
    assert found["images"].shape == (25, 3, 3)
    np.testing.assert_array_equal(found["images"][3].ravel(), np.rint(255 * half[3]))
    np.testing.assert_array_equal(found["classes"], [1, 0])
    assert found["confidence"] == pytest.approx(0.875)
    assert found["diversity"] == pytest.approx(0.25)
    means = np.stack([half[:, 0], np.zeros(400)])
    assert found["latent_variance"] == pytest.approx(means.var(), rel=1e-5)
    assert found["latent_width"] == pytest.approx(0.75)
    kl = 0.5 * (half[:, 0] ** 2 + 0.5 - 1 - np.log(0.5))
    assert found["latent_kl"] == pytest.approx(kl.mean(), rel=1e-5)
    density = found["latent_density"]
    assert (density * np.diff(measures.EDGES)).sum() == pytest.approx(1)
    assert density[40] * 0.1 == pytest.approx(0.5 + 0.5 * (half[:, 0] < 0.1).mean())


@pytest.fixture(scope="module")
def task():
    """The smoke preset."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return vae.prepare("smoke", None)


def test_a_chain_goes_on_from_its_memory_bit_for_bit(task, tmp_path):
    import xarray as xr

    chain, other = task.chains
    told = []
    record, memory = task.begin(chain, lambda *news: None)
    assert np.isnan(record["elbo_real"])
    first, memory = task.advance(chain, 1, memory, lambda text, share: told.append(share))
    assert told == []  # the first model was trained at the beginning
    kept = xr.Dataset({n: ([f"{n}_{k}" for k in range(w.ndim)], w) for n, w in memory.items()})
    save(kept, tmp_path / "memory.nc")
    stored = load(tmp_path / "memory.nc")
    again = {str(name): stored[name].values for name in stored.data_vars}
    one = task.advance(chain, 2, memory, lambda text, share: told.append(share))
    two = task.advance(chain, 2, again, lambda text, share: None)
    for a, b in zip(one, two, strict=True):
        assert a.keys() == b.keys()
        for name in a:
            np.testing.assert_array_equal(a[name], b[name])
            assert np.asarray(a[name]).dtype == np.asarray(b[name]).dtype
    assert told == pytest.approx(np.arange(1, 11) / 10)
    assert record.keys() == first.keys() == one[0].keys() == task.labels.keys()
    assert not np.array_equal(task.begin(other, lambda *news: None)[1]["first_decoder_bias_1"],
                              memory["first_decoder_bias_1"])  # fmt: skip


def test_generations_lose_diversity(task):
    record, memory = task.begin(task.chains[0], lambda *news: None)
    assert record["diversity"] == pytest.approx(1)
    assert 0.85 < task.about["classifier_accuracy"] <= 1
    diversity = [1.0]
    for generation in (1, 2):
        record, memory = task.advance(task.chains[0], generation, memory, lambda *news: None)
        diversity.append(float(record["diversity"]))
        assert record["classes"].sum() == pytest.approx(1)
    assert diversity[2] < diversity[1] < 0.7
