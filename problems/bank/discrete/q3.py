"""Absorption, with a cost and columns that sum to 1."""

from random import Random

from problems.bank.template import Template, Test, Values, Wrong


def draw(rng: Random) -> Values:
    return {
        "a": rng.randint(1, 9),
        "b": rng.randint(1, 6),
        "up": (rng.randint(1, 2), rng.randint(5, 7)),
        "N": rng.randint(4, 6),
        "other": rng.randint(3, 5),
    }


TEMPLATE = Template(
    draw=draw,
    texts=(
        r"""**3. Absorption.** Write `absorb(P, transient)` for **any** chain: `P` is a SymPy matrix
whose **columns** sum to 1, as in appendix A.1 of the paper (entry $(i, j)$ is the probability that
$j$ is followed by $i$), `transient` a list of the states that are left for ever, sooner or later;
the other states are absorbing. A step *from* state $j$ costs $§a + §b\,j$, where $j = 0, 1, \dots$
is the state's place in `P`. Return a pair of matrices: the probabilities to end in each absorbing
state (one **column** a transient state, in the order of `transient`; one row an absorbing state, in
their order in `P`), and the expected cost until then (one row, a column a transient state).""",
        r"""**3. Absorption.** A chain is given by a SymPy matrix `P` in the paper's convention:
**column** $j$ holds the law of what follows state $j$. The states in the list `transient` are left
for ever, sooner or later; all others are absorbing. Leaving state $j$ (numbered from 0 in `P`), or
staying in it for one more step, costs $§a + §b\,j$ each time. Write `absorb(P, transient)` for
**any** such chain. It returns two matrices with one **column** for each entry of `transient`, in
that order: the probabilities to end in the absorbing states, whose rows follow their order in `P`;
and, in a single row, the expected cost until absorption.""",
    ),
    notes=r"""
With $Q$ the block from transient to transient states and $R$ the one to absorbing ones, in columns,
the first step gives $B = R + BQ$ and $t = c + tQ$ with the row $c$ of costs.
""",
    solution='''
def absorb(P, transient):
    """Where the chain ends, and at what cost."""
    # BEGIN SOLUTION
    absorbing = [i for i in range(P.rows) if i not in transient]
    Q, R = P.extract(transient, transient), P.extract(absorbing, transient)
    fundamental = (sp.eye(len(transient)) - Q).inv()
    cost = sp.Matrix([[§a + §b * j for j in transient]])
    return R * fundamental, cost * fundamental
    # END SOLUTION
''',
    tests=(
        Test(
            1,
            """
def test_fair(absorb):
    import sympy as sp

    half = sp.Rational(1, 2)
    P = sp.Matrix(5, 5, lambda i, j: half if abs(i - j) == 1 else 0)
    for end in (0, 4):
        P[:, end] = sp.eye(5)[:, end]
    B, cost = absorb(P, [1, 2, 3])
    assert sp.Matrix(B) == sp.Matrix([[3, 2, 1], [1, 2, 3]]) / 4
    assert cost.shape == (1, 3)
""",
            "a fair game from i of 4 is won with probability i / 4; mind rows and columns",
        ),
        Test(
            2,
            """
def test_unfair(absorb):
    import sympy as sp

    for up, N in ((sp.Rational(*§up), §N), (sp.Rational(3, 5), §other)):
        P = sp.zeros(N + 1, N + 1)
        P[0, 0] = P[N, N] = 1
        for i in range(1, N):
            P[i + 1, i], P[i - 1, i] = up, 1 - up
        inside = list(range(1, N))
        B, cost = absorb(P, inside)
        r = (1 - up) / up
        assert [B[1, k] for k in range(N - 1)] == [(1 - r**i) / (1 - r**N) for i in inside]
        # the cost satisfies its first-step equation, and no other vector does
        paid = [0, *[cost[0, k] for k in range(N - 1)], 0]
        for i in inside:
            assert paid[i] == §a + §b * i + up * paid[i + 1] + (1 - up) * paid[i - 1]
""",
        ),
        Test(
            1,
            """
def test_order(absorb):
    import sympy as sp

    third = sp.Rational(1, 3)
    rows = [[third, third, 0, third], [0, 1, 0, 0], [0, 0, 1, 0], [0, third, third, third]]
    P = sp.Matrix(rows).T
    B, cost = absorb(P, [3, 0])
    assert sp.Matrix(B) == sp.Matrix([[2, 3], [2, 1]]) / 4
    late = sp.Rational(3, 2) * (§a + 3 * §b)
    assert list(cost) == [late, sp.Rational(3, 2) * §a + late / 2]
""",
        ),
    ),
    wrong=(
        Wrong(
            "each step costs what the state it leads to costs",
            """
def absorb(P, transient):
    absorbing = [i for i in range(P.rows) if i not in transient]
    Q, R = P.extract(transient, transient), P.extract(absorbing, transient)
    fundamental = (sp.eye(len(transient)) - Q).inv()
    every = sp.Matrix([[§a + §b * j for j in range(P.rows)]])
    cost = every * P.extract(list(range(P.rows)), transient)
    return R * fundamental, cost * fundamental
""",
            3,
        ),
    ),
)
