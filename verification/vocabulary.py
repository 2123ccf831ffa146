"""The words of the register: verdicts, what the authors did since, what we have read."""

from __future__ import annotations

from typing import Literal

Verdict = Literal[
    "corrected", "conditional", "confirmed", "same direction", "misprint", "assumption"
]
Since = Literal["put right", "put differently", "unchanged", "not looked up"]
Read = Literal["statements", "abstract", "second hand"]

# In the order of the pages: the mark of each verdict, and when it is given.
VERDICTS: dict[Verdict, tuple[str, str]] = {
    "corrected": ("✗ corrected", "wrong in substance, and the book says what is true"),
    "conditional": ("◐ conditional", "true with a condition that the paper omits"),
    "confirmed": ("✓ confirmed", "true as it stands: derived or run as the paper claims it"),
    "same direction": (
        "↗ same direction",
        "about another model or another size than was run here, and what was run agrees with it",
    ),
    "misprint": (
        "✎ misprint",
        "a slip of the pen, a sign, an index or a word: what is meant is true",
    ),
    "assumption": ("◇ assumption", "assumed or defined by the paper: there is nothing to confirm"),
}

# What became of the claim in the journal version of 2024 and its author correction of 2025.
SINCE: dict[Since, str] = {
    "put right": "says what is true, or names the condition",
    "put differently": "words it differently, or leaves part of it out",
    "unchanged": "says the same",
    "not looked up": "was not looked up: the supplement and the figures there were not seen",
}

# What of a later paper was read before its claim was written down.
READ: dict[Read, str] = {
    "statements": "the statement itself was read",
    "abstract": "only the abstract was read",
    "second hand": "known from what others write about it",
}
