"""A chain that draws almost without chance, with numbers of its own."""

from random import Random

from problems.bank.template import Template, Values

COUNTED = {1: "one", 2: "two", 4: "four"}


def draw(rng: Random) -> Values:
    M, k = rng.choice([500, 800, 2000, 3000]), rng.choice(list(COUNTED))
    return {
        "M": M,
        "points": f"{COUNTED[k]} of the points",
        "draws": "an independent draw" if k == 1 else "independent draws",
        "part": f"{2 * k}/M^2",
        "rounds": rng.choice([30, 40, 60, 80]),
        "time": f"{M**2 // (2 * k):,}",
        "things": rng.choice(["words", "topics", "species"]),
    }


TEMPLATE = Template(
    draw=draw,
    texts=(
        r"""**7. Almost without chance** (read by a person). A team replaces independent draws by
systematic resampling: the $M = §M$ points lie at evenly spaced quantiles behind one random shift,
so that a state with the share $p_k$ gets $Mp_k$ points, rounded up or down. After §rounds rounds
they report: "Since round 1 none of our §things has been lost. Absorbing states do not concern us."
Judge this in at most ten lines. Why is nothing lost after round 1, and with what probability does
that round lose a state with $Mp_k < 1$, beside independent draws? Now let them replace, in each
round, §points, chosen at random, by §draws from the model. Where does the chain end, by which
condition, and what would §rounds rounds show of it?""",
    ),
    notes=r"""
After round 1 all $Mp_k$ are whole numbers, and systematic resampling returns them exactly. Round 1
loses a state with $Mp_k < 1$ with probability $1 - Mp_k$; independent draws lose it with $(1-p_k)^M
\approx e^{-Mp_k}$, which is more. With a few independent draws a round, a law on one state still
stays, and can be reached from every other: each round lets the most frequent state grow with a
positive probability. In a finite chain this makes absorption certain; state $k$ remains with its
share after round 1. But $p(1-p)$ falls by about the part $§part$ a round, so that it takes of the
order of §time rounds, and §rounds show nothing: "with probability 1" says nothing of a time. Marks:
1 for whole numbers, 1 for the loss in round 1 beside that of independent draws, 2 for the condition
and why it holds now, 1 for the time.
""",
    read=5,
)
