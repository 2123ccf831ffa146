"""Laws of tokens and their decoding: closed forms against numerical optima and simulation."""

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from modelcollapse.theory import language
from modelcollapse.theory.language import entropy, entropy_rate, nucleus, perplexity, tempered
from tests.chance import has_mean

LAW = [sp.Rational(1, 2), sp.Rational(3, 10), sp.Rational(1, 5)]
CHAIN = sp.Matrix([[1, 3, 1], [2, 1, 1], [3, 1, 2]])
CHAIN = sp.Matrix(3, 3, lambda i, j: sp.Rational(int(CHAIN[i, j]), int(sum(CHAIN.row(i)))))
weights = st.lists(st.integers(1, 50), min_size=1, max_size=6)


def exact(parts):
    return [sp.Rational(part, sum(parts)) for part in parts]


def numbers(values):
    return np.array([float(value) for value in values])


def test_perplexity_is_least_at_the_law_itself():
    p = numbers(LAW)

    def loss(free):
        logits = np.append(free, 0)
        return -(p @ (logits - np.log(np.exp(logits).sum())))

    best = minimize(loss, [0.0, 0.0], tol=1e-12)
    found = np.exp(np.append(best.x, 0))
    assert np.allclose(found / found.sum(), p, atol=1e-5)
    assert np.exp(best.fun) == pytest.approx(float(perplexity(LAW)), rel=1e-9)


@given(weights, st.data())
def test_no_model_is_below_the_floor(parts, data):
    other = data.draw(st.lists(st.integers(1, 50), min_size=len(parts), max_size=len(parts)))
    p, q = exact(parts), exact(other)
    assert float(perplexity(p, q)) >= float(perplexity(p)) - 1e-9
    assert perplexity(p, p) == perplexity(p)
    assert float(perplexity(p)) <= len(parts) + 1e-9


def test_perplexity_of_cases():
    assert perplexity([0.25] * 4) == 4
    assert perplexity([1, 0]) == 1
    assert perplexity(LAW, [sp.Rational(1, 3)] * 3) == 3
    assert perplexity(LAW, [1, 0, 0]) == sp.oo
    assert perplexity([1, 0], [sp.Rational(1, 2)] * 2) == 2
    a = sp.Symbol("a", positive=True)
    assert sp.simplify(entropy([a, 1 - a]) + a * sp.log(a) + (1 - a) * sp.log(1 - a)) == 0


def test_perplexity_of_drawn_text():
    draws = np.random.default_rng(1).choice(3, size=100_000, p=numbers(LAW))
    model = [0.2, 0.3, 0.5]
    surprisal = -np.log(model)[draws]
    assert has_mean(surprisal, float(sp.log(perplexity(LAW, model))))
    assert not has_mean(surprisal, float(entropy(LAW)))


@given(weights, st.fractions("1/3", 3, max_denominator=50), st.integers(0, 3))
def test_generations_at_a_temperature_one_by_one(parts, T, n):
    T, by_steps = sp.Rational(T), numbers(exact(parts))
    for _ in range(n):
        by_steps = by_steps ** float(1 / T)
        by_steps /= by_steps.sum()
    assert np.allclose(numbers(tempered(exact(parts), T, n)), by_steps, atol=1e-12)


def test_tempered_symbols_and_ends():
    T, n = sp.Symbol("T", positive=True), sp.Symbol("n", integer=True, nonnegative=True)
    ratio = tempered(LAW, T, n)[1] / tempered(LAW, T, n)[0]
    assert sp.simplify(sp.log(ratio / sp.Rational(3, 5) ** (T**-n))) == 0
    assert tempered(LAW, sp.Rational(1, 2)) == [v**2 / sp.Rational(38, 100) for v in LAW]
    assert tempered([0.5, 0, 0.5], 0.7)[1] == 0
    assert float(tempered(LAW, 0.5, 8)[0]) > 1 - 1e-9
    near_one = numbers(LAW) ** 0.99**-5  # a root of the order 99^5
    assert float(tempered(LAW, 0.01, 5)[1]) == 0
    assert numbers(tempered(LAW, 0.99, 5)) == pytest.approx(near_one / near_one.sum())


@given(weights, st.fractions("1/20", 1, max_denominator=200))
def test_a_nucleus_is_the_fewest_tokens_and_fixed_as_the_docstring_says(parts, level):
    p, level = exact(parts), sp.Rational(level)
    first = nucleus(p, level)
    kept = [value for value, new in zip(p, first, strict=True) if new]
    assert sum(first) == 1
    assert sum(kept) >= level > sum(kept) - min(kept)
    assert min(kept) >= max([v for v, new in zip(p, first, strict=True) if not new], default=0)
    rarest = min(value for value in first if value)
    assert (nucleus(first, level) == first) == (rarest > 1 - level)


def test_a_nucleus_may_be_cut_again():
    p = [sp.Rational(k, 10) for k in (4, 3, 2, 1)]
    once = nucleus(p, 0.5)
    assert once == [sp.Rational(4, 7), sp.Rational(3, 7), 0, 0]
    assert nucleus(once, 0.5) == [1, 0, 0, 0]
    assert nucleus([sp.Rational(1, 4)] * 4, 0.5) == [sp.Rational(1, 2)] * 2 + [0, 0]


def test_entropy_rate_against_text():
    rng, steps = np.random.default_rng(2), np.array(CHAIN, dtype=float)
    state, surprisal = np.zeros(40_000, dtype=int), 0
    for t in range(40):
        uniform = rng.random((state.size, 1))
        new = (uniform > steps[state].cumsum(axis=1)).sum(axis=1)
        surprisal = surprisal - (t >= 20) * np.log(steps[state, new]) / 20
        state = new
    assert has_mean(surprisal, float(entropy_rate(CHAIN)))
    rows = [entropy(list(CHAIN.row(i))) for i in range(3)]
    assert not has_mean(surprisal, float(sum(rows)) / 3)


def test_entropy_rate_of_cases():
    assert entropy_rate(sp.Matrix([LAW] * 3)).equals(entropy(LAW))
    assert entropy_rate(sp.Matrix([[0, 1], [1, 0]])) == 0


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: entropy(0.5), TypeError, "p must be a sequence of probabilities, got 0.5"),
        (lambda: entropy("ab"), TypeError, "p must be a sequence of probabilities, got 'ab'"),
        (lambda: entropy([]), ValueError, "p must sum to 1, got a sum of 0"),
        (lambda: entropy([0.5, 0.4]), ValueError, "p must sum to 1, got a sum of 9/10"),
        (lambda: entropy([1.5, -0.5]), ValueError, r"p\[1\] must be.*at least 0, got -0.5"),
        (lambda: perplexity([1], [0.5, 0.5]), ValueError, "q must have the 1 tokens of p, got 2"),
        (lambda: perplexity([1], [2]), ValueError, "q must sum to 1, got a sum of 2"),
        (lambda: tempered([1], 0), ValueError, "T must be above 0, got 0"),
        (lambda: tempered([1], -1), ValueError, "T must be finite and at least 0, got -1"),
        (lambda: tempered([1], 1, -1), ValueError, "n must be at least 0, got -1"),
        (lambda: tempered([1], 1, 0.5), TypeError, "n must be an integer.*0.5"),
        (lambda: nucleus([1], 0), ValueError, "level must be above 0 and at most 1, got 0"),
        (lambda: nucleus([1], 1.5), ValueError, "level must be above 0 and at most 1, got 1.5"),
        (lambda: nucleus(sp.symbols("a b"), 0.5), TypeError, "p and level must be numbers"),
        (lambda: entropy_rate([[1]]), TypeError, "P must be a SymPy matrix, got list"),
        (lambda: entropy_rate(sp.ones(1, 2)), ValueError, "P must be square, got 1 by 2"),
        (lambda: entropy_rate(sp.ones(2, 2)), ValueError, r"P\[0\] must sum to 1"),
        (lambda: entropy_rate(sp.eye(2)), ValueError, "P must have one stationary law, got 2"),
    ],
)  # fmt: skip
def test_bad_input(call, error, message):
    with pytest.raises(error, match=message):
        call()


def test_module_says_what_is_public():
    assert all(callable(getattr(language, name)) for name in language.__all__)
