"""Whose taste survives."""

from fractions import Fraction
from random import Random

from problems.bank.template import Template, Test, Values, Wrong

Row = tuple[int, int, Fraction]  # K, w and u


def both_stay(K: int, w: int, u: Fraction) -> bool:
    """Whether both kinds stay, for K outputs, a factor w and a share u with the first taste."""
    least = Fraction(1, K) + (1 - Fraction(2, K)) / (1 + w)
    return least < u < 1 - least


def told(rows: list[Row]) -> Values:
    """Five settings as lines, with the answers and those of who forgets that K is finite."""
    keys = [f"K {K}, w {w}, u {100 * u} %" for K, w, u in rows]
    answers = {key: both_stay(*row) for key, row in zip(keys, rows, strict=True)}
    wrong = {
        key: Fraction(1, 1 + w) < u < Fraction(w, 1 + w)
        for key, (_, w, u) in zip(keys, rows, strict=False)
    }
    each: Values = {f"key{i}": key for i, key in enumerate(keys)}
    each |= {f"is{i}": answers[key] for i, key in enumerate(keys)}
    lines = "\n".join(f'- `"{key}"`' for key in keys)
    return {"lines": lines, "answers": answers, "wrong": wrong, **each}


def draw(rng: Random) -> Values:
    pair = (2, rng.choice([4, 6, 9]), Fraction(rng.choice([43, 46, 48]), 100))
    rows: list[Row] = []
    for K in rng.sample([3, 4, 5, 8, 10], 4):
        w = rng.choice([3, 4, 5, 7])
        least = Fraction(1, K) + (1 - Fraction(2, K)) / (1 + w)
        stays = len(rows) % 2 == 0
        percent = int(100 * least) + (rng.randint(3, 5) if stays else -rng.randint(2, 4))
        u = Fraction(min(percent, 49), 100)
        rows.append((K, w, u if rng.random() < 0.5 else 1 - u))
    rng.shuffle(rows)
    return told([pair, *rows])


SAMPLE = [
    (2, 5, Fraction(45, 100)),
    (3, 2, Fraction(40, 100)),
    (3, 6, Fraction(45, 100)),
    (4, 4, Fraction(68, 100)),
    (6, 3, Fraction(30, 100)),
]

TEMPLATE = Template(
    draw=draw,
    sample=told(SAMPLE),
    texts=(
        r"""**6. Two tastes.** A share $u$ of the users prefers the first kind, the others the
second; each gives outputs of the preferred kind $w$ times the chance of others, and chooses one of
$K$. In which of these settings do *both* kinds stay, from any start that has both? Answer with
`True` or `False`. The marks are for all five together.

§lines""",
        r"""**6. Two tastes.** Users keep one of $K$ outputs. Those with the first taste, a share
$u$, keep each output of the first kind with $w$ times the chance of one of the second; the others
do the opposite. Do both kinds last, whatever the mixture at the start? Answer with `True` or
`False` for each setting. The marks are for all five together.

§lines""",
    ),
    notes=r"""
A rare kind grows if $uK w/(w + K - 1) + (1-u)K/(1 + w(K-1)) > 1$, that is if $u$ is above
$u_c = \frac1K + (1 - \frac2K)\frac1{1+w}$; both stay for $u_c < u < 1 - u_c$, and never for pairs.
""",
    solution="""
both = {}
both["§key0"] = §is0  # SOLUTION
both["§key1"] = §is1  # SOLUTION
both["§key2"] = §is2  # SOLUTION
both["§key3"] = §is3  # SOLUTION
both["§key4"] = §is4  # SOLUTION
""",
    tests=(
        Test(
            1,
            """
def test_answered(both):
    assert set(both) == {
        "§key0",
        "§key1",
        "§key2",
        "§key3",
        "§key4",
    }
    assert all(answer in (True, False) for answer in both.values())
    assert not both["§key0"]
""",
            "every answer must be True or False; with pairs the majority takes all",
        ),
        Test(
            2,
            """
def test_settings(both):
    import re

    # where a rare kind grows, on either side
    assert set(both) == {
        "§key0",
        "§key1",
        "§key2",
        "§key3",
        "§key4",
    }
    for key, answer in both.items():
        K, w, percent = map(int, re.findall("[0-9]+", key))
        u = percent / 100
        sides = (u, 1 - u)
        grows = [s * K * w / (w + K - 1) + (1 - s) * K / (1 + w * (K - 1)) > 1 for s in sides]
        assert bool(answer) == all(grows)
""",
        ),
    ),
    wrong=(
        Wrong(
            "the limit of many outputs, which forgets K",
            'both = {**§wrong, "§key0": False}',
            2,
        ),
    ),
)
