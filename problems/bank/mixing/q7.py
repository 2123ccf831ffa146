"""Advice to a colleague, whose data change from class to class."""

from random import Random

from problems.bank.template import Template, Values

COLLEAGUES = [
    (
        "will train one model a year, each on a sample of fixed size from the web, where the "
        "share of "
        "real text falls",
        '"subsample" if old pages stay, close to "replace" if they are crowded out',
    ),
    (
        "keeps every transcript that her hospital has ever stored, and from now on half of the "
        "new ones "
        "are written by the newest model",
        '"accumulate", with a share of fresh data that stays at a half',
    ),
    (
        "refits a forecast every week, on last week's data alone, a tenth of which is measured "
        "and the "
        "rest simulated by the forecast itself",
        '"fresh" with the fraction 0.1, and without it "replace"',
    ),
]


def draw(rng: Random) -> Values:
    who, regime = rng.choice(COLLEAGUES)
    M = rng.choice([200, 500, 1000, 2000])
    return {"who": who, "regime": regime, "M": M, "V": 1 / (2 * M * 0.05)}


TEMPLATE = Template(
    draw=draw,
    texts=(
        r"""**7. Advice** (read by a person). A colleague §who. Advise her in at most ten lines,
with results of this set: which regime is hers, what accumulating old data would change, what a
share of 5 % of fresh real data does for $M = §M$, with a number, and one thing that these Gaussian
results do not tell her.""",
    ),
    notes=r"""
Her regime is §regime. Accumulation keeps $\operatorname{E}\sigma^2$ away from 0 for every
schedule; replacement loses it at the rate $1/M$. A share $\gamma$ of fresh data holds the variance
of the mean near $1/(2M\gamma)$, here §V in units of the variance. Not told: tails and rare groups,
models that do not contain the truth, selection of what is published. Marks: 1 for the regime, 1 for
accumulation, 2 for the share with its number, 1 for the limit.
""",
    read=5,
)
