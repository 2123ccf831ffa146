"""Which growing samples keep the risk bounded."""

from random import Random

from problems.bank.template import Template, Test, Values, Wrong

# what a schedule is called in the text, and whether the sum of 1 / M_i is finite
FINITE = [
    (r"\lceil {c}\,(i+1)^{{{up}}}\rceil", "power"),
    (r"\lceil {c}\,(i+1)\log^2(i+2)\rceil", "log squared"),
    (r"{c} \cdot 2^{{\lfloor i/{k}\rfloor}}", "doubling"),
    (r"{c}\,(i+1)(i+2)", "product"),
]
ENDLESS = [
    (r"{c} + {k}\,i", "linear"),
    (r"\lceil {c}\,(i+1)\log(i+2)\rceil", "log"),
    (r"\lceil {c}\,(i+1)^{{{down}}}\rceil", "root"),
    (
        r"{c}\,(i+1)^2 \text{{ for even }} i, \text{{ and }} {k}(i+1) \text{{ for odd }} i",
        "in turn",
    ),
]


def draw(rng: Random) -> Values:
    chosen = [(form, True) for form, _ in rng.sample(FINITE, 2)]
    chosen += [(form, False) for form, _ in rng.sample(ENDLESS, 2)]
    rng.shuffle(chosen)
    numbers = {
        "c": rng.choice([50, 80, 120, 150, 200]),
        "k": rng.randint(5, 20),
        "up": rng.choice([1.1, 1.3, 1.5]),
        "down": rng.choice([0.7, 0.8, 0.9]),
    }
    names = ["second", "third", "fourth", "fifth"]
    lines = [f'- `"first"`: $M_i = {rng.choice([60, 90, 300])}$']
    for name, (form, _) in zip(names, chosen, strict=True):
        lines.append(f'- `"{name}"`: $M_i = {form.format(**numbers)}$')
    answers = {"first": False, **dict(zip(names, (x for _, x in chosen), strict=True))}
    wrong = {**answers, **dict.fromkeys(names, True)}
    each = {f"is_{name}": answer for name, answer in answers.items()}
    return {"lines": "\n".join(lines), "answers": answers, "wrong": wrong, **each}


TEMPLATE = Template(
    draw=draw,
    texts=(
        r"""**6. Growing samples.** For which of these schedules does the mean of
$(\mu_n - \mu_0)^2 + (\sigma_n - \sigma_0)^2$ stay bounded for all $n$? The variance is unbiased.
Answer with `True` or `False`. The marks are for all five together.

§lines""",
        r"""**6. Growing samples.** The variance is unbiased, and the risk is the mean of
$(\mu_n - \mu_0)^2 + (\sigma_n - \sigma_0)^2$. Does it stay below some bound for ever under these
schedules, `True` or `False`? The marks are for all five together.

§lines""",
    ),
    notes=r"""
The mean is bounded exactly when $\sum_i 1/M_i$ is finite. Growth faster than linear is not
enough, and every second small sample is as bad as all of them.
""",
    solution="""
bounded = {}
bounded["first"] = §is_first  # SOLUTION
bounded["second"] = §is_second  # SOLUTION
bounded["third"] = §is_third  # SOLUTION
bounded["fourth"] = §is_fourth  # SOLUTION
bounded["fifth"] = §is_fifth  # SOLUTION
""",
    tests=(
        Test(
            1,
            """
def test_answered(bounded):
    assert set(bounded) == {"first", "second", "third", "fourth", "fifth"}
    assert all(answer in (True, False) for answer in bounded.values())
    assert not bounded["first"]
""",
            "every answer must be True or False; begin with the constant size",
        ),
        Test(
            2,
            """
def test_schedules(bounded):
    assert {name: bool(answer) for name, answer in bounded.items()} == §answers
""",
        ),
    ),
    wrong=(Wrong("everything that grows is enough", "bounded = §wrong", 2),),
)
