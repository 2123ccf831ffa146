"""What a filter does to a mean, and its slope."""

from random import Random

from problems.bank.template import Template, Test, Values, Wrong


def draw(rng: Random) -> Values:
    return {
        "c": rng.choice([-1, 1]) * rng.randint(2, 8) / 4,
        "z": rng.randint(8, 25) / 10,
        "s": rng.randint(2, 4),
        "at": [rng.choice([-0.7, 0.3]), rng.choice([1.1, 2.2])],
    }


TEMPLATE = Template(
    draw=draw,
    sample={"c": 0.0, "z": 1.0, "s": 1, "at": [-0.4, 1.3]},
    texts=(
        r"""**5. A filter.** A model writes points from $\mathcal N(\mu, §s^2)$, and a filter keeps
those between $§c - §z$ and $§c + §z$. Write `filtered(mu)`: the mean $f(\mu)$ of what is kept, and
the slope $f'(\mu)$, which decides whether the next model's mean comes nearer to where it will rest.
Return two floats, exact but for rounding.""",
        r"""**5. A filter.** Points of $\mathcal N(\mu, §s^2)$ that are nearer than $§z$ to $§c$ are
kept, all others rejected. The next model has the mean $f(\mu)$ of what was kept. Write
`filtered(mu)`, which returns $f(\mu)$ and its derivative $f'(\mu)$, as two floats without
approximation. (A derivative like this is a variance.)""",
    ),
    notes=r"""
$f'(\mu)$ is the variance of what is kept, over $§s^2$. With the normal density at both ends,
$f(\mu) = \mu - §s\,(\varphi(u) - \varphi(l))/(\Phi(u) - \Phi(l))$.
""",
    solution='''
def filtered(mu):
    """The mean of what is kept, and its derivative."""
    # BEGIN SOLUTION
    from scipy.stats import truncnorm

    low, high = (§c - §z - mu) / §s, (§c + §z - mu) / §s
    kept = truncnorm(low, high, loc=mu, scale=§s)
    return float(kept.mean()), float(kept.var() / §s**2)
    # END SOLUTION
''',
    tests=(
        Test(
            1,
            """
def test_centre(filtered):
    from math import erf, exp, pi

    at, slope = filtered(§c)
    assert abs(at - (§c)) < 1e-9
    u = §z / §s
    exact = 1 - 2 * u * exp(-(u**2) / 2) / (2 * pi) ** 0.5 / erf(u / 2**0.5)
    assert abs(slope - exact) < 1e-7
""",
            "a model in the middle stays there; its slope is the share of its variance that is "
            "kept",
        ),
        Test(
            2,
            """
def test_elsewhere(filtered):
    import numpy as np

    x, weights = np.polynomial.legendre.leggauss(200)
    x = §c + §z * x
    for mu in (*§at, §c - 0.5):
        density = weights * np.exp(-((x - mu) ** 2) / (2 * §s**2))
        density /= density.sum()
        mean = density @ x
        found = filtered(mu)
        assert abs(found[0] - mean) < 1e-7
        assert abs(found[1] - density @ (x - mean) ** 2 / §s**2) < 1e-7
""",
        ),
    ),
    wrong=(
        Wrong(
            "the slope in the middle, for every mean",
            """
def filtered(mu):
    from scipy.stats import truncnorm

    low, high = (§c - §z - mu) / §s, (§c + §z - mu) / §s
    middle = truncnorm(-§z / §s, §z / §s, scale=§s)
    return float(truncnorm(low, high, loc=mu, scale=§s).mean()), float(middle.var() / §s**2)
""",
            2,
        ),
    ),
)
