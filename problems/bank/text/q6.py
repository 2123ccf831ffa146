"""The spread of a page's surprisal."""

from random import Random

from problems.bank.template import Template, Test, Values, Wrong


def draw(rng: Random) -> Values:
    return {
        "c": rng.randint(3, 20),
        "M": rng.randint(20, 40),
        "n": rng.randint(3, 6),
        "N": rng.randint(5, 12),
        "seed": rng.randrange(10**6),
    }


TEMPLATE = Template(
    draw=draw,
    sample={"c": 2, "M": 30, "n": 4, "N": 8, "seed": 61},
    texts=(
        r"""**6. A page's surprisal.** The surprisal of a token is $-\log p_k$ under the law $p$ of
real text. Model 1 counts $§c M$ independent real tokens; each later model counts $M$ tokens that
the one before has drawn. Model $n \ge 1$ draws a page of $N$ tokens. Write `page(p, M, n, N)`: the
mean and the variance, over runs, of the page's mean surprisal, exactly. Return two floats.""",
        r"""**6. A page's surprisal.** How probable does real text's law $p$ find a page that model
$n$ has drawn? Take the mean of $-\log p_k$ over its $N$ tokens. The models count tokens: the first
one $§c M$ of real text, every later one $M$ that its predecessor has drawn. Write `page(p, M, n,
N)`, which returns the mean of that number over runs and its variance, as two floats and without
approximation, for $n \ge 1$.""",
    ),
    notes=r"""
Counting is unbiased, so the mean stays $\mathcal H(p)$. Two tokens of a page are independent
given the model, but share it: of the variance $\sigma^2$ of one token's surprisal a pair shares $1
- (1 - \frac1{§c M})(1 - \frac1M)^{n-1}$.
""",
    solution='''
def page(p, M, n, N):
    """Mean and variance of the mean surprisal of a page."""
    # BEGIN SOLUTION
    p = np.asarray(p, float)
    s = -np.log(p)
    mean = p @ s
    shared = 1 - (1 - 1 / (§c * M)) * (1 - 1 / M) ** (n - 1)
    return float(mean), float((p @ s**2 - mean**2) * (1 / N + (1 - 1 / N) * shared))
    # END SOLUTION
''',
    tests=(
        Test(
            1,
            """
def test_first_model(page):
    import numpy as np

    p = np.array([0.5, 0.3, 0.2])
    each = -np.log(p)
    one = p @ each**2 - (p @ each) ** 2
    for M, N in ((20, 1), (10, 10**9)):
        mean, variance = page(p, M, 1, N)
        assert abs(mean - p @ each) < 1e-9
        exact = one if N == 1 else one / (§c * M)
        assert abs(variance / exact - 1) < 1e-6
""",
            "one token varies as in real text; an endless page of model 1 as the mean of §c M "
            "tokens",
        ),
        Test(
            2,
            """
def test_simulated(page):
    # Four comparisons: means at 5.6 standard errors, variances of 20,000 within 12 %, which is
    # more than 6 standard errors. Below 1e-7.
    import numpy as np
    from scipy import stats

    rng = np.random.default_rng(§seed)
    p = np.array([0.45, 0.3, 0.2, 0.05])
    for M, n, N in ((§M, §n, §N), (15, 8, 40)):
        law = rng.multinomial(§c * M, p, 20_000) / (§c * M)
        for _ in range(n - 1):
            law = rng.multinomial(M, law) / M
        values = rng.multinomial(N, law) @ -np.log(p) / N
        mean, variance = page(p, M, n, N)
        assert abs(mean - values.mean()) < 5.6 * values.std() / 20_000**0.5
        assert abs(variance / values.var() - 1) < 0.12
    for a, M, n, N in ((0.3, 4, 2, 6), (0.8, 3, 3, 10**6)):  # two tokens, by their chain
        x = np.arange(§c * M + 1) / (§c * M)
        law = stats.binom.pmf(np.arange(§c * M + 1), §c * M, a)
        for _ in range(n - 1):
            law = law @ stats.binom.pmf(np.arange(M + 1), M, x[:, None])
            x = np.arange(M + 1) / M
        count = N * (law @ (x * (1 - x))) + N**2 * (law @ x**2 - (law @ x) ** 2)
        exact = count / N**2 * np.log(a / (1 - a)) ** 2
        assert abs(page(np.array([a, 1 - a]), M, n, N)[1] / exact - 1) < 1e-6
""",
        ),
    ),
    wrong=(
        Wrong(
            "the tokens of a page taken to be independent",
            """
def page(p, M, n, N):
    p = np.asarray(p, float)
    s = -np.log(p)
    mean = p @ s
    return float(mean), float((p @ s**2 - mean**2) / N)
""",
            3,
        ),
    ),
)
