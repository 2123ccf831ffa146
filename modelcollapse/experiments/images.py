"""Pictures of handwritten digits, by name or from a folder with MNIST's files."""

from __future__ import annotations

import gzip
import hashlib
import os
import struct
import sys
import warnings
import zlib
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from .places import named, place_of

NAMES = ("digits", "mnist")
DIGITS_FOR_TRAINING = 1500  # the first of 1,797; the rest is for testing
MNIST = "06b0d1f124c4e5fa796686ade41a9b778edacc8622f2195a352ef479ad44fc16"  # its checksum
ZIPPED = b"\x1f\x8b"  # what a gzip file begins with
FILES = {
    "train": "train-images-idx3-ubyte",
    "train_labels": "train-labels-idx1-ubyte",
    "test": "t10k-images-idx3-ubyte",
    "test_labels": "t10k-labels-idx1-ubyte",
}


@dataclass(frozen=True)
class Images:
    """Grey pictures with their classes, for training and for testing.

    train, test: (size, pixels), float32 in [0, 1]; labels: (size,), whole numbers.
    shape: rows and columns of a picture. checksum: SHA-256 over pixels and labels. like: "digits"
    or "mnist", whose settings fit them.
    """

    name: str
    train: np.ndarray
    train_labels: np.ndarray
    test: np.ndarray
    test_labels: np.ndarray
    shape: tuple[int, int]
    checksum: str
    like: str = "mnist"

    @property
    def classes(self) -> np.ndarray:
        """The labels that there are to learn, (classes,), in order."""
        return np.unique(self.train_labels)


def load_images(source: str | os.PathLike[str] | None = None) -> Images:
    """Load pictures by name, "digits" or "mnist", or from a folder with MNIST's four idx files.

    "digits" comes with scikit-learn; "mnist" is downloaded from OpenML; a folder of one of these
    names comes first. The files of a folder, `train-images-idx3-ubyte` and so on, may be gzipped,
    and are known by the folder's name. None: MNIST where it can be downloaded, otherwise digits,
    and standard error says so.
    Raises ValueError where the source is no such thing, or a file is missing or damaged.
    """
    if (place := place_of(source, NAMES)) is not None:
        return from_folder(place)
    if source == "digits":
        return digits()
    if source == "mnist":
        try:
            return downloaded()
        except (OSError, ValueError) as error:
            raise ValueError(
                f"data 'mnist' cannot be downloaded from OpenML ({error}); give a folder with "
                f"MNIST's files, {', '.join(FILES.values())}, or 'digits'"
            ) from error
    try:
        return downloaded()
    except (OSError, ValueError) as error:
        print(
            f"MNIST cannot be downloaded from OpenML ({error}): scikit-learn's digits, 8 by 8 "
            "pixels, take its place. With --data, name a folder that holds MNIST's files.",
            file=sys.stderr,
        )
        return digits()


def digits() -> Images:
    """Scikit-learn's 1,797 digits: the first 1,500 for training, the rest for testing."""
    from sklearn.datasets import load_digits

    bunch = load_digits()
    cut = DIGITS_FOR_TRAINING
    pixels, labels = bunch.data.reshape(-1, 8, 8) * (255 / 16), bunch.target
    return images("digits", pixels[:cut], labels[:cut], pixels[cut:], labels[cut:])


def downloaded() -> Images:
    """MNIST from OpenML, which scikit-learn keeps in its own folder of the user's home."""
    from sklearn.datasets import fetch_openml

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # each failed try warns of a bad cache
        bunch = fetch_openml(
            "mnist_784", version=1, as_frame=False, parser="liac-arff", n_retries=1, delay=0.5
        )
    pixels, labels = bunch.data.reshape(-1, 28, 28), bunch.target.astype(np.uint8)
    return images("mnist", pixels[:60_000], labels[:60_000], pixels[60_000:], labels[60_000:])


def from_folder(folder: Path) -> Images:
    """MNIST, or another data set of its form, from four idx files."""
    paths = {part: find(folder, name) for part, name in FILES.items()}
    arrays = {part: read_idx(path, 3 - 2 * ("labels" in part)) for part, path in paths.items()}
    for part in ("train", "test"):
        pictures, labels = len(arrays[part]), len(arrays[f"{part}_labels"])
        if pictures != labels:
            raise ValueError(
                f"{paths[part]} has {pictures} pictures and {paths[f'{part}_labels']} has "
                f"{labels} labels: they must be equal in number"
            )
    if arrays["train"].shape[1:] != arrays["test"].shape[1:]:
        raise ValueError(
            f"pictures for training and testing must have one shape, got "
            f"{arrays['train'].shape[1:]} and {arrays['test'].shape[1:]} in {folder}"
        )
    parts = (arrays[part] for part in ("train", "train_labels", "test", "test_labels"))
    found = replace(images(named(folder), *parts), like="mnist")
    return replace(found, name="mnist") if found.checksum == MNIST else found


def find(folder: Path, name: str) -> Path:
    """The file of this name, plain or gzipped; some write a full stop before `idx`."""
    for each in (name, name.replace("-idx", ".idx")):
        for path in (folder / each, folder / f"{each}.gz"):
            if path.is_file():
                return path
    raise ValueError(f"{folder} must hold the file {name} or {name}.gz, and has neither")


def read_idx(path: Path, dimensions: int) -> np.ndarray:
    """The bytes of an idx file as an array: two zeros, type 8, the dimensions, their lengths."""
    try:
        content = path.read_bytes()
        if content.startswith(ZIPPED):  # whatever its name
            content = gzip.decompress(content)
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"{path} cannot be read ({error}): damaged or cut short?") from error
    head = 4 + 4 * dimensions
    magic = bytes([0, 0, 8, dimensions])
    if content[:4] != magic:
        raise ValueError(
            f"{path} must begin with the bytes {magic.hex(' ')} of an idx file with "
            f"{dimensions} dimension{'s' * (dimensions > 1)}, got {content[:4].hex(' ') or 'none'}"
        )
    if len(content) < head:
        raise ValueError(f"{path} is cut short: {len(content)} bytes, and its head has {head}")
    shape = struct.unpack(f">{dimensions}I", content[4:head])
    wanted = int(np.prod(shape, dtype=object))
    if len(content) - head != wanted or not wanted:
        raise ValueError(
            f"{path} must hold {wanted} bytes for the shape {shape} that its head states, and "
            f"at least one, got {len(content) - head}"
        )
    return np.frombuffer(content, np.uint8, offset=head).reshape(shape)


def images(
    name: str,
    train: np.ndarray,
    train_labels: np.ndarray,
    test: np.ndarray,
    test_labels: np.ndarray,
) -> Images:
    """Pictures (size, rows, columns) with grey values from 0 to 255, scaled and summed up."""
    total = hashlib.sha256()
    for part in (train, train_labels, test, test_labels):
        total.update(np.ascontiguousarray(part, np.uint8).tobytes())
    rows, columns = train.shape[1:]
    flat = [part.reshape(len(part), -1).astype(np.float32) / 255 for part in (train, test)]
    return Images(
        name,
        flat[0],
        train_labels.astype(np.int64),
        flat[1],
        test_labels.astype(np.int64),
        (rows, columns),
        total.hexdigest(),
        "digits" if name == "digits" else "mnist",
    )
