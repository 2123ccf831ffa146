"""Four regimes side by side, with a quantity of its own."""

from random import Random

from problems.bank.template import Template, Test, Values, Wrong

REGIMES = {
    "replace": "mc.Replace()",
    "accumulate": "mc.Accumulate()",
    "subsample": "mc.Subsample()",
    "keep": "mc.KeepOriginal(fraction)",
    "fresh": "mc.Mixing(1 - fraction, 0, fraction)",
}
WORDS = {
    "replace": '`"replace"` (only the newest model\'s data)',
    "accumulate": '`"accumulate"` (all data so far)',
    "subsample": '`"subsample"` ($M$ points drawn from all so far)',
    "keep": '`"keep"` (the share `fraction` of every data set is drawn anew from the *original '
    "data set*, the rest comes from the newest model)",
    "fresh": '`"fresh"` (every point is drawn anew from the *original law* with probability '
    "`fraction`, and from the newest model otherwise)",
}
QUANTITIES = {
    r"the mean of $\mu_n^2$": "trace.mu.values[-1] ** 2",
    r"the mean of $\mu_n^4$": "trace.mu.values[-1] ** 4",
    r"the mean of $|\mu_n|$": "abs(trace.mu.values[-1])",
}


def draw(rng: Random) -> Values:
    quantity, code = rng.choice(sorted(QUANTITIES.items()))
    out = rng.choice(["accumulate", "subsample"])
    names = [name for name in REGIMES if name != out]
    swapped = {"keep": "fresh", "fresh": "keep"}
    return {
        "quantity": quantity,
        "code": code,
        "names": ", ".join(WORDS[name] for name in names),
        "regimes": "{" + ", ".join(f'"{name}": {REGIMES[name]}' for name in names) + "}",
        "wrong": "{"
        + ", ".join(f'"{name}": {REGIMES[swapped.get(name, name)]}' for name in names)
        + "}",
        "keys": sorted(names),
        "pool": next(name for name in names if name in ("accumulate", "subsample")),
        "s": rng.choice([2, 3, 4, 5]),
        "runs": rng.choice([1200, 1500, 1800, 2400]),
        "seed": rng.randrange(10**6),
        "M": rng.randint(16, 24),
        "n": rng.randint(24, 30),
    }


COMPARED = """
    for name in {names}:
        trace = mc.run(
            mc.Gaussian(0, §s, ddof=0),
            sample_size=M,
            generations=n,
            regime=regimes[name],
            replicates=6000,
            rng=§seed,
        )
        values = §code
        error = values.std() * (1 / §runs + 1 / 6000) ** 0.5
        assert abs(found[name] - values.mean()) < 5.6 * error
"""

TEMPLATE = Template(
    draw=draw,
    texts=(
        r"""**5. Four regimes.** Write `compared(M, n, fraction, rng)`: with `mc.run`, §quantity for
four regimes, from §runs replicates each, as a dict. The chains begin with $\mu_0 = 0$, $\sigma_0 =
§s$. Keys and regimes are §names. Remember `ddof=0`.""",
        r"""**5. Four regimes.** A chain that begins with $\mathcal N(0, §s^2)$ is run under four
regimes: §names. Write `compared(M, n, fraction, rng)`, which returns a dict: for each regime, under
its name, §quantity after $n$ fits, over §runs replicates of `mc.run`. Fits are by maximum
likelihood, `ddof=0`.""",
    ),
    solution='''
def compared(M, n, fraction, rng):
    """The mean of the quantity in generation n under four regimes."""
    # BEGIN SOLUTION
    regimes = §regimes
    means = {}
    for name, regime in regimes.items():
        trace = mc.run(
            mc.Gaussian(0, §s, ddof=0),
            sample_size=M,
            generations=n,
            regime=regime,
            replicates=§runs,
            rng=rng,
        )
        means[name] = float((§code).mean())
    return means
    # END SOLUTION
''',
    tests=(
        Test(
            1,
            """
def test_keys(compared):
    # The others' means lie 15 standard errors below: no false alarm to speak of.
    import numpy as np

    found = compared(12, 15, 0.25, np.random.default_rng(1))
    assert sorted(found) == §keys
    assert all(0 < found[name] < found["replace"] for name in found if name != "replace")
""",
            "four numbers, of which replacement has the largest",
        ),
        Test(
            1,
            """
def test_models(compared):
    # Two comparisons of two means at 5.6 standard errors: a false alarm in 4e-8 of all seeds.
    import numpy as np

    import modelcollapse as mc

    M, n, fraction = §M, 12, 0.5
    found = compared(M, n, fraction, np.random.default_rng(4))
    regimes = §regimes
"""
            + COMPARED.format(names='("replace", "§pool")'),
        ),
        Test(
            1,
            """
def test_real_data(compared):
    # Two comparisons of two means at 5.6 standard errors: a false alarm in 4e-8 of all seeds.
    import numpy as np

    import modelcollapse as mc

    M, n, fraction = 20, §n, 0.4
    found = compared(M, n, fraction, np.random.default_rng(6))
    regimes = §regimes
"""
            + COMPARED.format(names='("keep", "fresh")'),
        ),
    ),
    wrong=(
        Wrong(
            "the original data and the original law confused",
            """
def compared(M, n, fraction, rng):
    means = {}
    for name, regime in (§wrong).items():
        trace = mc.run(
            mc.Gaussian(0, §s, ddof=0),
            sample_size=M,
            generations=n,
            regime=regime,
            replicates=§runs,
            rng=rng,
        )
        means[name] = float((§code).mean())
    return means
""",
            1,
        ),
    ),
)
