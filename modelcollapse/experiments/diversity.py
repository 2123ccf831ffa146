"""How much variety a generated text has left, in numbers."""

from __future__ import annotations

import warnings

import numpy as np

from ..validation import array
from .task import Record

LOOKED_AT = 32  # sequences of a text that self-BLEU compares, evenly spaced
RARE = 5  # a token of the real text is rare with so many occurrences at most
LABELS = {
    "distinct_2": {"long_name": "different 2-grams, as a share of all"},
    "distinct_4": {"long_name": "different 4-grams, as a share of all"},
    "self_bleu": {"long_name": "self-BLEU of 32 sequences"},
    "rare": {"long_name": "share of the rare tokens that are still there"},
    "unigram": {"long_name": "entropy of a token alone", "units": "nats"},
}


def look(text: np.ndarray, real: np.ndarray, vocabulary: int) -> Record:
    """The measures of a text, (size, length), beside the real one of as many tokens."""
    from . import sequences

    counts = sequences.counts(text, vocabulary)
    return {
        "distinct_2": np.asarray(sequences.distinct(text, 2)),
        "distinct_4": np.asarray(sequences.distinct(text, 4)),
        "self_bleu": np.asarray(self_bleu(text)),
        "rare": np.asarray(rare(counts, sequences.counts(real, vocabulary))),
        "unigram": np.asarray(unigram(counts)),
    }


def self_bleu(text: np.ndarray) -> float:
    """Mean BLEU-4 of a sequence with all others as references: 1 where all are the same.

    Of `LOOKED_AT` sequences, evenly spaced, so that their number does not move the result; by
    NLTK, on token numbers, n-grams of 1 to 4 with equal weights, and with a tenth in the place
    of a count of 0 (`method1`). Zhu et al. (2018). Raises ValueError for fewer than two
    sequences, or shorter ones than an n-gram.
    """
    text = array("text", text)
    if text.ndim != 2 or len(text) < 2 or text.shape[1] < 4:
        raise ValueError(
            "text must have the shape (size, length), with a size of at least 2 and a length of "
            f"at least 4, got {text.shape}"
        )
    from nltk.translate.bleu_score import SmoothingFunction, sentence_bleu

    rows = text[np.linspace(0, len(text) - 1, min(LOOKED_AT, len(text))).astype(int)].tolist()
    smooth = SmoothingFunction().method1
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of counts of 0, which are smoothed
        scores = [
            sentence_bleu(rows[:k] + rows[k + 1 :], row, smoothing_function=smooth)
            for k, row in enumerate(rows)
        ]
    return float(np.mean(scores))


def rare(counts: np.ndarray, real: np.ndarray) -> float:
    """Of the tokens that occur 1 to `RARE` times in the real text, the share that occurs still."""
    if np.shape(counts) != np.shape(real):
        raise ValueError(
            f"counts must have the shape of real, {np.shape(real)}, got {np.shape(counts)}"
        )
    few = (real > 0) & (real <= RARE)
    return float((counts[few] > 0).mean()) if few.any() else np.nan


def unigram(counts: np.ndarray) -> float:
    r"""Entropy $-\sum_k p_k \log p_k$ of the shares p of the tokens, in nats.

    Of N independent tokens of K kinds it lies too low in the mean, by about (K - 1) / 2N, never by
    more than log(1 + (K - 1) / N): Paninski (2003).
    """
    counts = array("counts", counts, minimum=0)
    if not counts.any():
        raise ValueError("counts must have a sum above 0: a text without tokens has no entropy")
    p = counts[counts > 0] / counts.sum()
    return float(-(p * np.log(p)).sum())
