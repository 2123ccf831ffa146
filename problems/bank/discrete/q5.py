"""Effective size, with copies."""

from random import Random

from problems.bank.template import Template, Test, Values, Wrong


def draw(rng: Random) -> Values:
    return {
        "c": rng.randint(2, 25),
        "sizes": [rng.randint(2, 9) for _ in range(3)],
        "other": [rng.randint(2, 4), rng.randint(10, 30)],
    }


TEMPLATE = Template(
    draw=draw,
    texts=(
        r"""**5. Samples with copies.** $H = 1 - \sum_k p_k^2$ is the chance that two draws from the
law differ. Here a data set of $M_i$ points consists of $M_i/§c$ independent draws, each of which
stands in it §c times. Write `effective_size(sample_sizes)`: the one size $M_e$ (not rounded) that,
used in every generation and *without* copies, would keep the same mean of $H$ after as many fits.
The sizes are multiples of §c, and larger.""",
        r"""**5. Samples with copies.** Every draw from the model is posted §c times, so that a data
set of $M_i$ points holds $M_i/§c$ independent draws. Diversity is $H = 1 - \sum_k p_k^2$, the
chance that two draws differ. What constant size $M_e$, without any copies, would leave as much of
it in the mean after as many fits? Write `effective_size(sample_sizes)`, which returns it without
rounding, for sizes that are multiples of §c and larger than that.""",
    ),
    solution='''
def effective_size(sample_sizes):
    """The constant sample size without copies that has the same loss of diversity."""
    # BEGIN SOLUTION
    kept = np.prod([1 - §c / size for size in sample_sizes])
    return 1 / (1 - kept ** (1 / len(sample_sizes)))
    # END SOLUTION
''',
    tests=(
        Test(
            1,
            """
def test_constant(effective_size):
    for draws in (2, 20, 833):
        assert abs(effective_size([§c * draws] * 4) / draws - 1) < 1e-6
""",
            "equal sizes M have the effective size M / §c",
        ),
        Test(
            2,
            """
def test_same_diversity(effective_size):
    from math import prod

    for draws in ([2, 6], §sizes, §other):
        kept, sizes = prod(1 - 1 / each for each in draws), [§c * each for each in draws]
        assert abs((1 - 1 / effective_size(sizes)) ** len(sizes) / kept - 1) < 1e-9
""",
        ),
    ),
    wrong=(
        Wrong(
            "the harmonic mean, which is near it for large sizes",
            """
def effective_size(sample_sizes):
    return len(sample_sizes) / sum(1 / size for size in sample_sizes) / §c
""",
            2,
        ),
    ),
)
