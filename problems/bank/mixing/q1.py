"""One step of the general rule, with several models a generation."""

from random import Random

from problems.bank.template import Template, Test, Values, Wrong


def draw(rng: Random) -> Values:
    r = rng.randint(2, 5)
    return {
        "r": r,
        "v": rng.choice([v for v in range(3, 20) if v != r]),  # v = r is the public step
        "M": rng.randint(4, 9),
        "weights": rng.choice([(0.5, 0.3, 0.2), (0.6, 0.2, 0.2), (0.4, 0.5, 0.1)]),
        "tenths": rng.choice([(3, 6, 1), (5, 3, 2), (6, 1, 3), (2, 5, 3)]),
        "seed": rng.randrange(10**6),
    }


TEMPLATE = Template(
    draw=draw,
    texts=(
        r"""**1. One step of the general rule.** In generation $i$ there are §r models. Each is
fitted to $M$ points of its own, drawn independently from $p_i$; $\bar p$ is the law that takes one
of the §r fits at random for every point. Then

$$p_{i+1} = \alpha\,\bar p + \beta\,p_i + \gamma\,p_0, \qquad \alpha + \beta + \gamma = 1 ,$$

where $p_0$ has the mean 0 and the variance $§v$. Let $b_i$ be the variance, over runs, of the mean
of the law $p_i$; so $b_0 = 0$. The mean of the variance *within* $p_i$ is $§v - b_i$ (you may use
this). Write `step(b, M, alpha, beta, gamma)`, which returns $b_{i+1}$, for numbers and for SymPy
symbols.""",
        r"""**1. One step of the general rule.** §r laboratories fit one model each, to $M$ points
of its own from the law $p_i$, all independent. The next law mixes three: with the weight $\alpha$
the laboratories, each with the same share of it, with $\beta$ the law $p_i$ as it was, and with
$\gamma = 1 - \alpha - \beta$ the law $p_0$ of the beginning, of mean 0 and variance $§v$. $b_i$ is
the variance over runs of the mean of $p_i$, and the variance within $p_i$ is $§v - b_i$ in the
mean, which you may use. Write `step(b, M, alpha, beta, gamma)`: it returns $b_{i+1}$ when $b_i$ is
`b`, for numbers and for SymPy symbols.""",
    ),
    notes=r"""
The mean of $p_{i+1}$ is $(\alpha + \beta)m_i + \alpha\bar\varepsilon$, where $\bar\varepsilon$,
the mean of §r independent errors, has the variance $(§v - b_i)/(§r M)$ and no correlation with
$m_i$.
""",
    solution='''
def step(b, M, alpha, beta, gamma):
    """The variance of the mean of the next law."""
    # BEGIN SOLUTION
    return (alpha + beta) ** 2 * b + alpha**2 * (§v - b) / (§r * M)
    # END SOLUTION
''',
    tests=(
        Test(
            1,
            """
def test_special(step):
    assert abs(step(0.0, 25, 1, 0, 0) - §v / 25 / §r) < 1e-9
    assert abs(step(0.5, 10, 1, 0, 0) - 0.5 - (§v - 0.5) / 10 / §r) < 1e-9
    assert abs(step(0.5, 10, 0, 1, 0) - 0.5) < 1e-9
""",
            "with alpha = 1 only the means of the §r models count; with alpha = 0 nothing is "
            "learned",
        ),
        Test(
            1,
            """
def test_symbols(step):
    import sympy as sp

    b, M = sp.symbols("b M", positive=True)
    alpha, beta, gamma = (sp.Rational(k, 10) for k in §tenths)
    found = sp.sympify(step(b, M, alpha, beta, gamma))
    for size, at in ((3, 0), (8, 1), (20, 3)):
        noise = alpha**2 * (§v - at) / sp.Integer(§r * size)
        exact = (1 - gamma) ** 2 * at + noise
        assert abs(float(found.subs({b: at, M: size}) - exact)) < 1e-9
""",
        ),
        Test(
            2,
            """
def test_simulated_mixing(step):
    # Two comparisons at 5.6 standard errors: a false alarm in 4e-8 of all seeds.
    import numpy as np

    rng, runs = np.random.default_rng(§seed), 20_000
    for M, (alpha, beta, gamma) in ((§M, §weights), (6, (0.9, 0.1, 0.0))):
        laws = [(1.0, np.zeros(runs), np.full(runs, §v**0.5))]  # weight, mean, deviation
        b = 0.0
        for _ in range(3):
            chances = [weight for weight, _, _ in laws]
            means, spreads = (np.array([law[k] for law in laws]) for k in (1, 2))
            fits = []
            for _ in range(§r):
                which = rng.choice(len(laws), (M, runs), p=chances)
                across = np.arange(runs)
                points = rng.normal(means[which, across], spreads[which, across])
                fits.append((alpha / §r, points.mean(axis=0), points.std(axis=0)))
            first = (gamma, np.zeros(runs), np.full(runs, §v**0.5))
            laws = [*fits, *((beta * weight, m, s) for weight, m, s in laws), first]
            total = sum(weight for weight, _, _ in laws)
            laws = [(weight / total, m, s) for weight, m, s in laws]
            b = step(b, M, alpha, beta, gamma)
        squares = sum(weight * m for weight, m, _ in laws) ** 2
        assert abs(squares.mean() - b) < 5.6 * squares.std() / runs**0.5
""",
        ),
    ),
    wrong=(
        Wrong(
            "the variance of the errors is weighed by alpha, not by its square",
            """
def step(b, M, alpha, beta, gamma):
    return (alpha + beta) ** 2 * b + alpha * (§v - b) / (§r * M)
""",
            3,
        ),
    ),
)
