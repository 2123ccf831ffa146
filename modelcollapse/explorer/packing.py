"""Codes as text: sixteen, eight or four bits each, in a form that a server compresses well.

And text as codes: the number of a passage in the list of those that differ.
"""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint16]

MISSING = 65535  # in fewer bits: all of them set


def pack(codes: Codes, bits: int = 16) -> str:
    """Base64 of the codes.

    Sixteen bits: the codes' differences, all high bytes first, which gzips to a third less.
    Fewer: the codes as they are, two of four bits to a byte, the earlier one high.
    """
    flat = codes.ravel()
    if bits == 16:
        steps = np.diff(flat, prepend=np.uint16(0)).view(np.int16)
        zigzag = ((steps << 1) ^ (steps >> 15)).view(np.uint16)
        planes = (zigzag >> 8).astype(np.uint8).tobytes() + zigzag.astype(np.uint8).tobytes()
        return base64.b64encode(planes).decode("ascii")
    small = (flat & (2**bits - 1)).astype(np.uint8)
    if bits == 4:
        small = np.append(small, np.zeros(small.size % 2, dtype=np.uint8))
        small = small[::2] << 4 | small[1::2]
    return base64.b64encode(small.tobytes()).decode("ascii")


def unpack(text: str, size: int, bits: int = 16) -> Codes:
    """The `size` codes that `pack` was given, flat."""
    raw = np.frombuffer(base64.b64decode(text), dtype=np.uint8)
    if bits == 16:
        high, low = raw.reshape(2, size)
        zigzag = high.astype(np.uint16) << 8 | low
        steps = (zigzag >> 1) ^ (0 - (zigzag & 1))
        return np.cumsum(steps, dtype=np.uint16)
    small = np.stack([raw >> 4, raw & 15], axis=1).ravel()[:size] if bits == 4 else raw
    codes = small.astype(np.uint16)
    codes[codes == 2**bits - 1] = MISSING
    return codes


def numbered(texts: npt.NDArray[Any]) -> tuple[list[str], npt.NDArray[np.int64]]:
    """The different texts, in the order in which they come, and for each place its number."""
    flat = [str(text) for text in texts.ravel()]
    number = {text: i for i, text in enumerate(dict.fromkeys(flat))}
    return list(number), np.reshape([number[text] for text in flat], texts.shape)
