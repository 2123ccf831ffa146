"""Top-p, until nothing changes."""

from random import Random

from problems.bank.template import Template, Test, Values, Wrong


def draw(rng: Random) -> Values:
    return {
        "level": rng.randint(55, 82) / 100,
        "K": rng.randint(9, 14),
        "seed": rng.randrange(10**6),
    }


TEMPLATE = Template(
    draw=draw,
    sample={"level": 0.9, "K": 10, "seed": 51},
    texts=(
        r"""**5. Top-p, again and again.** Decoding by top-p keeps the fewest tokens whose
probabilities sum to at least $§level$, the most probable ones first, and draws from these in
proportion to their probabilities. The next model learns that law exactly, and decodes by top-p too.
Write `settles(p)`: how many rounds change the law (an `int`), and how many tokens are left then (an
`int`). No two probabilities of `p` are equal.""",
        r"""**5. Top-p, again and again.** One round of top-p replaces a law by its nucleus: the
most probable tokens, as few as possible, that together have a probability of at least $§level$,
normalised. Sooner or later a round changes nothing. Write `settles(p)` for a law `p` without ties.
It returns two whole numbers: the rounds before that one, and the tokens which are then left.""",
    ),
    notes=r"""
A nucleus is normalised before the next round, so tokens that were kept can be lost later. It
stops when the rarest token has a probability above $1 - §level$.
""",
    solution='''
def settles(p):
    """The rounds that change the law, and the tokens that are left."""
    # BEGIN SOLUTION
    p, rounds = np.sort(np.asarray(p, float))[::-1], 0
    while True:
        kept = int(np.argmax(np.cumsum(p / p.sum()) >= §level - 1e-12)) + 1
        if kept == len(p):
            return rounds, kept
        p, rounds = p[:kept], rounds + 1
    # END SOLUTION
''',
    tests=(
        Test(
            1,
            """
def test_geometric(settles):
    # laws with ratios that are far from ties of the sum and the level
    for ratio in (0.93, 0.88, 0.83, 0.77, 0.71):
        law = [ratio**k for k in range(30)]
        rounds, left = settles([a / sum(law) for a in law])
        for _ in range(40):
            total = 0.0
            kept = []
            for a in law:
                kept.append(a)
                total += a / sum(law)
                if total >= §level:
                    break
            if len(kept) == len(law):
                break
            law, rounds = kept, rounds - 1
        assert rounds == 0
        assert left == len(law)
""",
            "normalise before each round, and do not count the one that changes nothing",
        ),
        Test(
            2,
            """
def test_any_law(settles):
    # Sums that come within rounding of the level have no probability worth speaking of.
    import numpy as np

    import modelcollapse as mc

    rng = np.random.default_rng(§seed)
    for K in (2, §K, 25, 40):
        p = rng.dirichlet(np.full(K, 0.7))
        law, rounds = p, 0
        while True:
            after = np.array(mc.theory.language.nucleus(list(law), §level), float)
            if np.allclose(after, law, atol=1e-12, rtol=1e-9):
                break
            law, rounds = after, rounds + 1
        found = settles(p)
        assert (int(found[0]), int(found[1])) == (rounds, int((law > 0).sum()))
""",
        ),
    ),
    wrong=(
        Wrong(
            "one round only",
            """
def settles(p):
    p = np.sort(np.asarray(p, float))[::-1]
    kept = int(np.argmax(np.cumsum(p) >= §level - 1e-12)) + 1
    return int(kept < len(p)), kept
""",
            3,
        ),
    ),
)
