"""What a set of generated token sequences has kept and lost, in numbers."""

from __future__ import annotations

import numpy as np

from ..validation import array, integer

NGRAM = 4


def counts(blocks: np.ndarray, vocabulary: int) -> np.ndarray:
    """How often each token occurs in the blocks, (vocabulary,)."""
    tokens = blocks.ravel().astype(np.intp)  # of 32 bits in a browser, which takes no others
    return np.bincount(tokens, minlength=vocabulary).astype(np.int32)


def grams(blocks: np.ndarray, n: int) -> np.ndarray:
    """The n-grams of each block, (size, length - n + 1, n); ValueError where there are none."""
    n, blocks = integer("n", n, 1), array("blocks", blocks)
    if blocks.ndim != 2 or not len(blocks) or blocks.shape[1] < n:
        raise ValueError(
            f"blocks must have the shape (size, length), with a size of at least 1 and a length of "
            f"at least n = {n}, got {blocks.shape}"
        )
    return np.lib.stride_tricks.sliding_window_view(blocks, n, axis=1)


def repeated(blocks: np.ndarray, n: int = NGRAM) -> np.ndarray:
    """Share of the n-grams of each block that occurred before in the same block; (size,)."""
    found = grams(blocks, n)
    return np.array([1 - len(np.unique(rows, axis=0)) / len(rows) for rows in found])


def distinct(blocks: np.ndarray, n: int = NGRAM) -> float:
    """Number of different n-grams in all blocks, as a share of their number."""
    found = grams(blocks, n).reshape(-1, n)
    return len(np.unique(found, axis=0)) / len(found)


def pairs(blocks: np.ndarray) -> dict[str, np.ndarray]:
    """Each pair of neighbouring tokens of the text that the blocks are cut from, with its count."""
    text = blocks.ravel()
    found, number = np.unique(np.stack([text[:-1], text[1:]]), axis=1, return_counts=True)
    first, second = found.astype(np.int32)
    return {"pair_first": first, "pair_second": second, "pair_count": number.astype(np.int32)}
