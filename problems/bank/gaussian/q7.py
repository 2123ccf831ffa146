"""Mean and run, with numbers of its own."""

from math import log
from random import Random

from problems.bank.template import Template, Values


def draw(rng: Random) -> Values:
    M = rng.choice([40, 60, 80, 150, 200, 250])
    share, word = rng.choice(
        [
            (2, "half of what it was"),
            (4, "a quarter of what it was"),
            (10, "a tenth of what it was"),
        ]
    )
    return {"M": M, "word": word, "fits": round(M * log(share))}


TEMPLATE = Template(
    draw=draw,
    texts=(
        r"""**7. Mean and run** (read by a person). With the unbiased variance
$\operatorname{E}\sigma_n^2 = \sigma_0^2$ for every $n$, and yet $\sigma_n \to 0$ in every single
run, with probability 1. Explain in at most ten lines how both can be true, name the quantity that
shows the collapse of a typical run, and say for $M = §M$ after about how many generations its
$\sigma_n^2$ is §word.""",
    ),
    notes=r"""
$\log\sigma_n^2$ is a sum of independent terms whose mean is negative by Jensen's inequality,
about $-1/M$; by the law of large numbers it tends to $-\infty$. The mean stays because ever rarer
runs have ever larger $\sigma_n^2$. The median shows the typical run, about $e^{-n/M}$: some §fits
generations. Marks: 2 for the drift of the logarithm, 2 for the rare runs that hold up the mean, 1
for the number.
""",
    read=5,
)
