"""Stored results of the long experiments, held against what today's code makes of their beginning.

A stored result belongs to the code that makes its first generations again. How close that is, seen
on a processor other than the first, and with its AVX turned off: mixtures agree to 14 digits, the
first autoencoders to 6 or more after 1,500 steps of training, and from there rounding grows a
hundredfold in each generation. So seven and five digits are asked for, of two generations: that
leaves room for other processors, and none for other formulas.
"""

import os
from pathlib import Path

import numpy as np
import pytest

from modelcollapse import experiments

ROOT = Path(__file__).resolve().parents[1]
# MNIST and WikiText-2 are not in the repository: a folder beside it, or one that is named, has them
DATA = Path(os.environ.get("MODELCOLLAPSE_DATA", ROOT.parent / "shared/data"))
# what belongs to the machine, or is rounded from what is compared itself
OF_THE_MACHINE = {"device", "libraries", "classifier_accuracy"}


def needs(name):
    """The mark of a test that needs one of the data sets."""
    folder = DATA / name
    reason = f"{name} is not in {DATA}; the variable MODELCOLLAPSE_DATA may name another folder"
    return pytest.mark.skipif(not folder.is_dir(), reason=reason)


def stored(name):
    """A result of the preset `book`, as the repository holds it."""
    return experiments.load(ROOT / f"book/results/{name}.nc")


def quiet(text, share):
    """Nobody listens to what is going on."""


def records(task, chain, last):
    """What the runner would keep of the generations 0 … last of a chain."""
    record, memory = task.begin(chain, quiet)
    found = [record]
    for generation in range(1, last + 1):
        record, memory = task.advance(chain, generation, memory, quiet)
        found.append(record)
    return found


def other_settings(task, result):
    """The settings that are not those of the stored result: names of attributes, or "chains"."""
    found = {
        name
        for name, value in task.about.items()
        if name not in OF_THE_MACHINE and str(value) != result.attrs[name]
    }
    wheres = [chain.where for chain in task.chains]
    kept = [
        {name: result[name].values[i].item() for name in wheres[0]}
        for i in range(result.sizes["chain"])
    ]
    return found | ({"chains"} if wheres != kept else set())


def other_values(record, row, *, rtol, within=None):
    """The variables of a generation that differ from the stored row by more than is allowed.

    within: of a variable that counts something, by how much one more or less changes it.
    """
    within = within or {}
    return [
        name
        for name, value in record.items()
        if not np.allclose(
            np.asarray(value, float),
            row[name].values.astype(float),
            rtol=0 if name in within else rtol,
            atol=within.get(name, 1e-12),
            equal_nan=True,
        )
    ]


def other_pictures(task, result, last, *, judge=1e-3):
    """What differs in the generations 0 … last of the first chain of autoencoders, made again.

    judge: how far off the classifier may be, which was trained on another processor.
    """
    within = {
        "images": 1,  # a grey level on the edge of the next
        "latent_density": 2e-3,  # means on the edge of a bin, at most a two-hundredth of the peak
        "classes": judge,
        "confidence": judge,
    }
    return [
        other_values(record, result.isel(chain=0).sel(generation=g), rtol=1e-5, within=within)
        for g, record in enumerate(records(task, task.chains[0], last))
    ]
