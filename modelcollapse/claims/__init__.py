"""The register: every claim of the paper that can be checked, with its verdict and its checks.

One file a section of the paper; chapter "What the paper says, checked".
"""

from .absorbing import ABSORBING
from .bounded_noise import BOUNDED_NOISE
from .causes import CAUSES
from .digits import DIGITS
from .discrete import DISCRETE
from .estimators import ESTIMATORS
from .functional import FUNCTIONAL
from .gaussian import GAUSSIAN
from .growth import GROWTH
from .language import LANGUAGE
from .learned import LEARNED
from .markov import MARKOV
from .mixing import MIXING
from .noisy import NOISY
from .process import PROCESS
from .register import Claim, SimulatedCheck, SymbolicCheck
from .risk import RISK
from .spread import SPREAD
from .stages import STAGES
from .tails import TAILS
from .walk import WALK

# Heading on the pages -> its claims, in the order of the paper.
SECTIONS: dict[str, tuple[Claim, ...]] = {
    "3 What collapse is": STAGES,
    "3.1 Causes of model collapse": CAUSES + FUNCTIONAL + DIGITS,
    "4 The process": PROCESS,
    "4.1 Discrete distributions: the tails": TAILS,
    "4.1 Discrete distributions: the chain": ABSORBING,
    "4.1 Discrete distributions: the end": DISCRETE,
    "4.2 One-dimensional Gaussian: one fit": ESTIMATORS,
    "4.2 One-dimensional Gaussian: a generated point": GAUSSIAN + SPREAD,
    "4.2 One-dimensional Gaussian: the walk": WALK,
    "4.2 One-dimensional Gaussian: the risk": RISK + GROWTH,
    "4.2 and 5.2 Mixing in the past": MIXING,
    "4.3 Noisy approximation": NOISY,
    "5.1 Gaussian mixtures and autoencoders": LEARNED,
    "5.2 Language models": LANGUAGE,
    "A.1 Absorbing Markov chains": MARKOV,
    "A.2 Bounded noise": BOUNDED_NOISE,
}
CLAIMS = tuple(claim for section in SECTIONS.values() for claim in section)

__all__ = ["CLAIMS", "SECTIONS", "Claim", "SimulatedCheck", "SymbolicCheck"]
