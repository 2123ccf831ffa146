r"""Curation by preference: of K outputs one is kept, with a probability in proportion to e^r.

There are two kinds of outputs, whose rewards r differ by D, and so many of them that shares are
not random, but in `takeover`. Chapter "Preference".
"""

from .preference_limits import lifted_share, takeover
from .preference_round import advantage, growth, step
from .preference_tastes import balance, fixation_share, two_tastes

__all__ = [
    "advantage",
    "balance",
    "fixation_share",
    "growth",
    "lifted_share",
    "step",
    "takeover",
    "two_tastes",
]
