"""A constant that keeps the typical run, with numbers of its own."""

from math import exp, sqrt
from random import Random

from problems.bank.template import Template, Values


def draw(rng: Random) -> Values:
    M = rng.choice([40, 60, 80, 150, 200, 250])
    fits = M * rng.choice([5, 8, 15, 20])
    spread = sqrt(2 * fits / M)
    return {
        "M": M,
        "fits": fits,
        "c": f"{1 + 1 / M:.4f}",
        "grown": f"{float(f'{exp(fits / M):.2g}'):,.0f}",
        "spread": f"{spread:.1f}",
        "factor": f"{exp(spread):.0f}",
    }


TEMPLATE = Template(
    draw=draw,
    texts=(
        r"""**7. A remedy for the typical run** (read by a person). With the unbiased variance a
typical run shrinks. A colleague multiplies every fitted variance by the same constant $c > 1$,
chosen so that it does not: $\operatorname{E}\log(c\,S) = 0$. Judge this in at most ten lines. What
is $c$ for $M = §M$, to first order in $1/M$? What does $\operatorname{E}\sigma_n^2$ do now, and
does a single run come to rest anywhere? Say how far apart the runs are after $n = §fits$
generations, and whether you would do it.""",
        r"""**7. A remedy for the typical run** (read by a person). "The median run loses its
variance, so I enlarge each fitted variance by a fixed factor $c$, just so much that the mean of its
logarithm stays." For $M = §M$ give this $c$, to first order in $1/M$. Then judge the remedy, in at
most ten lines: by what it makes of $\operatorname{E}\sigma_n^2$, by whether a run then has a limit,
and by how far apart runs are after $n = §fits$ generations.""",
    ),
    notes=r"""
$\operatorname{E}\log S \approx -1/M$, so $c \approx 1 + 1/M = §c$. Then $\operatorname{E}\sigma_n^2
= c^n\sigma_0^2$, about §grown times the first: the mean, which was right before, explodes.
$\log\sigma_n^2$ is a random walk with independent steps of mean 0 and variance about $2/M$: it
passes every bound above and below again and again, so no run rests. After §fits generations it has
the standard deviation $\sqrt{2n/M} = §spread$, so that one run in three has lost or gained a factor
of more than §factor. Against the scatter only larger samples or real data help. Marks: 1 for $c$, 1
for the mean, 2 for the walk with the reason why no run rests, 1 for the scatter with its number.
""",
    read=5,
)
