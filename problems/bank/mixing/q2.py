"""Where the general rule settles."""

from random import Random

from problems.bank.template import Template, Test, Values, Wrong


def draw(rng: Random) -> Values:
    r = rng.randint(2, 7)
    return {
        "r": r,
        "v": rng.choice([v for v in range(3, 30) if v != r]),
        "sets": [(rng.randint(3, 9), 2, 3), (rng.randint(10, 20), 3, 5), (2, 5, rng.randint(2, 4))],
    }


TEMPLATE = Template(
    draw=draw,
    texts=(
        r"""**2. Where it settles.** With §r models a generation and the variance $§v$ at the
beginning the variance of the mean obeys

$$b_{i+1} = (1 - \gamma)^2\,b_i + \frac{\alpha^2}{§r M}(§v - b_i) .$$

For $\gamma > 0$ it tends to a limit. Give it as a SymPy expression in the symbols below, for every
$M$, $\alpha$ and $\gamma$, not only for small $\gamma$.""",
        r"""**2. Where it settles.** To what does $b_i$ tend, for $\gamma > 0$, if

$$b_{i+1} = (1 - \gamma)^2\,b_i + \frac{\alpha^2}{§r M}(§v - b_i)\,?$$

(These are §r models a generation, and a first law of variance $§v$.) Give the limit as a SymPy
expression in the symbols below; it is to hold for large $\gamma$ as well.""",
    ),
    given='M, alpha, gamma = sp.symbols("M alpha gamma", positive=True)',
    solution="settled = §v * alpha**2 / (§r * M * gamma * (2 - gamma) + alpha**2)  # SOLUTION",
    tests=(
        Test(
            1,
            """
def test_small_gamma(M, alpha, gamma, settled):
    import sympy as sp

    values = {M: 10**7, alpha: sp.Rational(1, 3), gamma: sp.Rational(1, 1000)}
    rough = sp.Rational(§v, 9 * §r) / (2 * 10**7 * sp.Rational(1, 1000))
    assert abs(float(sp.sympify(settled).subs(values) / rough) - 1) < 0.01
""",
            "for large M and small gamma it is near §v alpha^2 / (2 · §r M gamma)",
        ),
        Test(
            2,
            """
def test_fixed_point(M, alpha, gamma, settled):
    import sympy as sp

    for size, a, g in §sets:
        a, g = sp.Rational(a, 10), sp.Rational(g, 10)
        b = sp.sympify(settled).subs({M: size, alpha: a, gamma: g})
        after = (1 - g) ** 2 * b + a**2 * (§v - b) / (§r * size)
        assert abs(float(after - b)) < 1e-9
""",
        ),
    ),
    wrong=(Wrong("for small gamma only", "settled = §v * alpha**2 / (2 * §r * M * gamma)", 2),),
)
