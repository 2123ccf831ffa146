"""Weights of a network that are given by hand: the right names and shapes, or an error."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from ..validation import kind, plain, told

Shapes = Mapping[str, tuple[int, ...]]


def checked(
    name: str, given: Any, shapes: Shapes, spare: Collection[str] = ()
) -> dict[str, np.ndarray]:
    """The weights as arrays by name; tensors of PyTorch will do.

    shapes: what the network has; spare: names that may be there and are not needed. Raises
    TypeError for what is no dict of numbers, ValueError for names or shapes of another network.
    """
    if not isinstance(given, Mapping):
        raise TypeError(f"{name} must be a dict of arrays by name, got {kind(given)}")
    missing = [each for each in shapes if each not in given]
    unknown = [each for each in given if each not in shapes and each not in spare]
    if missing or unknown:
        said = [
            f"{len(names)} {word} ({some(names)})"
            for names, word in ((missing, "missing"), (unknown, "unknown"))
            if names
        ]
        raise ValueError(
            f"{name} must hold the network's weights by name, got {' and '.join(said)}"
        )
    found = {each: np.asarray(plain(f"{name}[{each!r}]", value)) for each, value in given.items()}
    for each, value in found.items():
        if value.dtype.kind not in "fiu":
            raise TypeError(f"{name}[{each!r}] must be an array of numbers, got {kind(value)}")
        if each in shapes and value.shape != tuple(shapes[each]):
            raise ValueError(
                f"{name}[{each!r}] must have the shape {tuple(shapes[each])}, got {value.shape}"
            )
    return found


def some(names: Collection[Any]) -> str:
    """The first two names."""
    return ", ".join(told(each) for each in list(names)[:2]) + (", …" if len(names) > 2 else "")


def perceptrons(encoder: Sequence[int], decoder: Sequence[int]) -> dict[str, tuple[int, ...]]:
    """The shapes of the weights of two perceptrons of these widths, as networks.py names them."""
    found: dict[str, tuple[int, ...]] = {}
    for part, widths in (("encoder", encoder), ("decoder", decoder)):
        for k, (inputs, outputs) in enumerate(pairwise(widths)):
            found |= {f"{part}_weight_{k}": (inputs, outputs), f"{part}_bias_{k}": (outputs,)}
    return found
