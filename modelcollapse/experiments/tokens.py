"""From text to blocks of tokens, and back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np


def train_tokenizer(text: str, vocabulary: int) -> Any:
    """A byte-level BPE tokenizer, as OPT's, of so many tokens, trained on a text."""
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    found = Tokenizer(models.BPE())
    found.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    found.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary, initial_alphabet=alphabet, show_progress=False
    )
    # line by line: a line is a paragraph, and BPE never looks beyond a word
    found.train_from_iterator(text.splitlines(keepends=True), trainer)
    return found


def load_tokenizer(folder: str | Path) -> Any:
    """The tokenizer that lies with a trained model; raises OSError, saying so, without one."""
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    from transformers import AutoTokenizer

    missing = OSError(
        f"no tokenizer in {str(folder)!r}, and it cannot be downloaded: the folder needs "
        "vocab.json and merges.txt, or tokenizer.json"
    )
    try:
        found = AutoTokenizer.from_pretrained(folder).backend_tokenizer
    except (OSError, ValueError, AttributeError, TypeError, ImportError) as error:
        # transformers 4 fails in its own ways on a folder without a tokenizer
        raise missing from error
    if found.get_vocab_size() < 256:  # without files `transformers` makes an empty one
        raise missing
    return found


def encode(tokenizer: Any, text: str) -> np.ndarray:
    """The token numbers of a text, (tokens,); nothing is put before or after it."""
    return np.array(tokenizer.encode(text, add_special_tokens=False).ids, dtype=np.int64)


def cut(name: str, tokens: np.ndarray, length: int, most: int | None = None) -> np.ndarray:
    """Blocks of `length` tokens, (size, length), the first `most` of them.

    What does not fill a block is left out. Raises ValueError, with the text's name, where not
    even one is filled.
    """
    size = len(tokens) // length
    if size == 0:
        raise ValueError(
            f"the {name} text must fill at least one block of {length} tokens, got {len(tokens)} "
            f"token{'s' * (len(tokens) != 1)}"
        )
    return tokens[: size * length].reshape(size, length)[:most]
