"""A bigram model, with smoothing."""

from random import Random

from problems.bank.template import Template, Test, Values, Wrong


def draw(rng: Random) -> Values:
    lam = rng.choice([k for k in range(5, 96) if k != 50]) / 100
    return {
        "lam": lam,
        "K": rng.randint(4, 7),
        "length": rng.randint(60, 90),
        "seed": rng.randrange(10**6),
    }


TEMPLATE = Template(
    draw=draw,
    sample={"lam": 0.5, "K": 5, "length": 70, "seed": 11},
    texts=(
        r"""**1. Count pairs.** Write `bigram(tokens, K)`: from a text, a list of tokens below $K$,
the array `(K, K)` whose row $i$ and column $j$ hold the model's probability that token $j$ follows
token $i$. So that nothing is impossible, $§lam$ is added to the count of *every* pair, whether it
occurs or not, before the rows are normalised.""",
        r"""**1. Count pairs.** A model knows how often each token follows each other one, and takes
every pair to have occurred $§lam$ times more often than it did. Write `bigram(tokens, K)`, which
returns the array `(K, K)` of its probabilities: in row $i$ the law of what follows token $i$.
`tokens` is the text, a list of whole numbers from 0 to $K-1$, some of which may be missing in
it.""",
    ),
    solution='''
def bigram(tokens, K):
    """The probabilities that j follows i, (K, K)."""
    # BEGIN SOLUTION
    counts = np.full((K, K), §lam)
    np.add.at(counts, (tokens[:-1], tokens[1:]), 1)
    return counts / counts.sum(axis=1, keepdims=True)
    # END SOLUTION
''',
    tests=(
        Test(
            1,
            """
def test_example(bigram):
    import numpy as np

    P = np.asarray(bigram([0, 1, 0, 1, 0, 0], 3))
    assert P.shape == (3, 3)
    assert np.allclose(P.sum(axis=1), 1)
    assert np.allclose(P[2], 1 / 3)
    assert np.allclose(P[0], np.array([1 + §lam, 2 + §lam, §lam]) / (3 + 3 * §lam))
""",
            "in the text 0 1 0 1 0 0 token 0 is followed by 0 once and by 1 twice; rows sum to 1",
        ),
        Test(
            2,
            """
def test_any_text(bigram):
    from collections import Counter
    from itertools import pairwise

    import numpy as np

    rng = np.random.default_rng(§seed)
    for K, length in ((§K, §length), (3, 8), (40, 200)):
        text = [int(token) for token in rng.integers(0, K, length)]
        pairs, first = Counter(pairwise(text)), Counter(text[:-1])
        P = np.asarray(bigram(text, K))
        for i in range(K):
            row = [(pairs[i, j] + §lam) / (first[i] + §lam * K) for j in range(K)]
            assert np.allclose(P[i], row, rtol=1e-9)
""",
        ),
    ),
    wrong=(
        Wrong(
            "only pairs that occur get more, and unknown tokens a uniform row",
            """
def bigram(tokens, K):
    counts = np.zeros((K, K))
    for i, j in zip(tokens[:-1], tokens[1:], strict=True):
        counts[i, j] += 1
    total = counts.sum(axis=1, keepdims=True)
    seen = np.where(counts > 0, counts + §lam, 0)
    return np.where(total > 0, seen / np.maximum(seen.sum(axis=1, keepdims=True), 1e-9), 1 / K)
""",
            3,
        ),
    ),
)
