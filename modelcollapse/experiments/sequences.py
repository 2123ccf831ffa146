"""What a set of generated token sequences has kept and lost, in numbers."""

from __future__ import annotations

import numpy as np

NGRAM = 4


def counts(blocks: np.ndarray, vocabulary: int) -> np.ndarray:
    """How often each token occurs in the blocks, (vocabulary,)."""
    return np.bincount(blocks.ravel(), minlength=vocabulary).astype(np.int32)


def repeated(blocks: np.ndarray, n: int = NGRAM) -> np.ndarray:
    """Share of the n-grams of each block that occurred before in the same block; (size,)."""
    grams = np.lib.stride_tricks.sliding_window_view(blocks, n, axis=1)
    total = grams.shape[1]
    return np.array([1 - len(np.unique(rows, axis=0)) / total for rows in grams])


def distinct(blocks: np.ndarray, n: int = NGRAM) -> float:
    """Number of different n-grams in all blocks, as a share of their number."""
    grams = np.lib.stride_tricks.sliding_window_view(blocks, n, axis=1).reshape(-1, n)
    return len(np.unique(grams, axis=0)) / len(grams)


def pairs(blocks: np.ndarray) -> dict[str, np.ndarray]:
    """Each pair of neighbouring tokens of the text that the blocks are cut from, with its count."""
    text = blocks.ravel()
    found, number = np.unique(np.stack([text[:-1], text[1:]]), axis=1, return_counts=True)
    first, second = found.astype(np.int32)
    return {"pair_first": first, "pair_second": second, "pair_count": number.astype(np.int32)}
