"""Perplexity with a floor."""

from random import Random

from problems.bank.template import Template, Test, Values, Wrong

UNITS = {
    "bits a token, $-\\sum_k p_k\\log_2 q'_k$": "loss / np.log(2)",
    "the perplexity $\\exp(-\\sum_k p_k\\log q'_k)$": "np.exp(loss)",
    "nats a token, $-\\sum_k p_k\\log q'_k$": "loss",
}


def draw(rng: Random) -> Values:
    words, code = rng.choice(sorted(UNITS.items()))
    return {
        "words": words,
        "code": code,
        "eps": rng.choice([k for k in range(2, 30) if k != 10]) / 100,
        "K": rng.randint(6, 12),
        "seed": rng.randrange(10**6),
    }


TEMPLATE = Template(
    draw=draw,
    sample={
        "words": "the excess over real text's entropy, $\\sum_k p_k\\log(p_k/q'_k)$",
        "code": "loss - least",
        "eps": 0.1,
        "K": 8,
        "seed": 31,
    },
    texts=(
        r"""**3. What a lost token costs.** A model that gives 0 to a token which then occurs has an
infinite loss. So $q' = (1 - §eps)\,q + §eps/K$ is used in place of the model's law $q$, on $K$
tokens. Write `cost(p, q)`: §words, of this model on text of the law $p$ (arrays; tokens that $p$
never has cost nothing). Return a float.""",
        r"""**3. What a lost token costs.** Write `cost(p, q)` for two laws on the same $K$ tokens,
as arrays: real text has the law $p$, the model $q$. In its place $q'$ is used, which is $q$ with
the probability $1 - §eps$ and the uniform law with the probability $§eps$, or a token that $q$ has
lost would cost infinitely much. Return §words, as a float. Where $p_k = 0$ nothing is paid.""",
    ),
    solution='''
def cost(p, q):
    """The cost of a model that never gives 0."""
    # BEGIN SOLUTION
    p, q = np.asarray(p, float), np.asarray(q, float)
    own = p > 0
    floor = (1 - §eps) * q + §eps / len(q)
    # the model's loss, and the least there is, the entropy
    loss, least = -np.log([floor[own], p[own]]) @ p[own]
    return float(§code)
    # END SOLUTION
''',
    tests=(
        Test(
            1,
            """
def test_lost(cost):
    import numpy as np

    # a model that has lost the only token there is, of ten
    loss, least = -np.log(§eps / 10), 0.0
    p, q = np.eye(10)[3], np.eye(10)[4]
    assert abs(cost(p, q) - (§code)) < 1e-9 * (1 + abs(§code))
""",
            "a model of ten tokens that has lost the only one in the text gives it §eps / 10",
        ),
        Test(
            3,
            """
def test_any_laws(cost):
    from math import log

    import numpy as np

    rng = np.random.default_rng(§seed)
    for K in (2, §K, 50):
        p, q = rng.dirichlet(np.ones(K)), rng.multinomial(K, np.ones(K) / K) / K
        p[0] = 0
        p = p / p.sum()
        sums = [0.0, 0.0]
        for a, b in zip(p, q, strict=True):
            if a > 0:
                sums[0] -= a * log((1 - §eps) * b + §eps / K)
                sums[1] -= a * log(a)
        loss, least = sums
        exact = §code
        assert abs(cost(p, q) - exact) < 1e-9 * (1 + abs(exact))
""",
        ),
    ),
    wrong=(
        Wrong(
            "a floor for lost tokens alone, which leaves a law that sums to more than 1",
            """
def cost(p, q):
    p, q = np.asarray(p, float), np.asarray(q, float)
    own = p > 0
    floor = np.where(q > 0, q, §eps / len(q))
    loss, least = -np.log([floor[own], p[own]]) @ p[own]
    return float(§code)
""",
            3,
        ),
    ),
)
