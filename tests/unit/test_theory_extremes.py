"""Closed forms at very small, very large and very many numbers: right digits, at once.

The oracles are mpmath's, with as many digits as the arguments cancel. SymPy's own evaluation gives
up after a hundred, and then returns what is left without a word.
"""

import mpmath
import pytest
import sympy as sp

from modelcollapse.theory import (
    bias,
    diffusion,
    exponential,
    genealogy,
    preference,
    regression,
    tails,
    urn,
    verifier,
    weights,
)
from modelcollapse.theory.arguments import fraction

ROOT = sp.sqrt(2) / 2


def near(found, right, rel=1e-12):
    """Whether a SymPy number is the mpmath number."""
    return float(found) == pytest.approx(float(right), rel=rel, abs=0)


@pytest.mark.parametrize(
    "text", ["0.1234567", "12.3038681", "1.0000001", "0.29807007", "1.3922224197", "0.1", "1e-12"]
)
def test_a_decimal_is_read_as_it_is_written(text):
    """With denominators up to 10^9, 12.3038681 was 4920376367/399904837: the same float."""
    assert fraction(float(text)) == sp.Rational(text)


@pytest.mark.parametrize("pair", [(1, 3), (2, 7), (5, 11), (355, 113), (12_345, 98_765)])
def test_a_quotient_is_the_fraction(pair):
    assert fraction(pair[0] / pair[1]) == sp.Rational(*pair)


def test_a_sum_that_nearly_cancels_has_the_digits_of_its_decimals():
    found = bias.stationary(1, 10**6, 1.0000001)
    exact = bias.stationary(1, 10**6, sp.Rational(10_000_001, 10**7))
    assert found == exact


@pytest.mark.parametrize("n", [10**7, 10**9, 10**12])
def test_very_many_fits(n):
    """A power of a fraction has n digits: 10^12 of them do not end."""
    assert near(regression.replace_risk(8, 20, n, s2=0, w2=1), 1)
    with mpmath.workdps(60):
        left = mpmath.mpf(10**12 - 2) / 10**12
        right = -mpmath.expm1(n * mpmath.log(left))
    assert near(regression.replace_risk(10**12 - 2, 10**12, n, s2=0, w2=1), right)
    assert regression.replace_risk(4, 5, n) is sp.oo


@pytest.mark.parametrize("n", [10_001, 10**12, sp.oo])
def test_very_many_rows(n):
    for T in (10**12, 10**60, 10**200):
        with mpmath.workdps(300):
            a, first = mpmath.mpf(4) / T, mpmath.mpf(1)
            rest = 0 if n is sp.oo else mpmath.digamma(n + 1 - a) - mpmath.digamma(n + first)
            right = (rest + mpmath.digamma(first) - mpmath.digamma(1 - a)) * 3 / 4
        assert near(regression.accumulate_risk(T, 3, n), right)


@pytest.mark.parametrize("k", [1e-300, 1e-12, 1, 1e12, 1e30, 1e300])
def test_a_weight_with_very_many_or_few_real_points(k):
    with mpmath.workdps(700):
        exact = mpmath.mpf(str(k))
        right = (mpmath.sqrt(exact**2 + 4 * exact) - exact) / 2
    assert near(weights.best(k), right)
    assert near(weights.best(k, 1e-70), exact / (1 + exact))


@pytest.mark.parametrize("z", [1e-300, 1e-60, 1e-12, 1e-9, 0.3, 5])
def test_a_very_narrow_interval(z):
    if z < 1e-150:
        assert verifier.interval_rate(z) > 0  # below the smallest float
        z = sp.sqrt(sp.Rational(str(z)))
    with mpmath.workdps(900):
        width = mpmath.mpmathify(sp.N(z, 900)) if isinstance(z, sp.Expr) else mpmath.mpf(str(z))
        density = width * mpmath.sqrt(2 / mpmath.pi) * mpmath.exp(-(width**2) / 2)
        right = 1 - density / mpmath.erf(width / mpmath.sqrt(2))
    assert near(verifier.interval_rate(z), right)


@pytest.mark.parametrize(
    ("j", "t0", "alpha"),
    [
        (1, 1e-300, 1e-300),
        (10**6, 1e-40, 0.3),
        (10**12, sp.log(2), 0.5),
        (3, 1e9, 0.1),
        (2, 0.1, 0),
    ],
)
def test_a_factor_of_hermite_at_very_short_and_long_times(j, t0, alpha):
    with mpmath.workdps(700):
        time = j * (mpmath.mpmathify(sp.N(t0, 600)) if alpha == 0.5 else mpmath.mpf(str(t0)))
        real, kept = mpmath.mpf(str(alpha)), mpmath.exp(-time)
        right = real * kept / (1 - (1 - real) * kept)
    assert near(diffusion.hermite_factor(j, t0, alpha), right)


@pytest.mark.parametrize("K", [3, 30, 200, 1000, sp.oo])
@pytest.mark.parametrize("D", [-1000, -40, -0.5, 0.5, 1000])
@pytest.mark.parametrize("a", [1e-300, 1e-12, 0.123456789, 0.999999])
def test_a_round_of_a_much_worse_kind_leaves_no_negative_share(K, D, a):
    with mpmath.workdps(700):
        share, odds = mpmath.mpf(str(a)), mpmath.exp(mpmath.mpf(D))
        right = share * odds / (share * odds + (1 - share))
        if K is not sp.oo:
            right = mpmath.fsum(
                mpmath.binomial(K, J)
                * (share**J * (1 - share) ** (K - J) * J * odds / (J * odds + (K - J)))
                for J in range(1, K + 1)
            )
    assert near(preference.step(a, D, K), right)


def test_the_advantage_among_many_outputs_joins_on():
    """Sixty are written out, sixty-one are summed in double precision."""
    for D in (1e-12, 0.7, -3):
        few, more, many = (preference.advantage(0.3, D, K) for K in (60, 61, 62))
        assert float(more - few) == pytest.approx(float(many - more), rel=0.06)
    exact = preference.advantage(0.3, sp.log(3), 100)
    assert exact.is_Rational
    assert near(preference.advantage(0.3, sp.log(3.0), 100), exact)


@pytest.mark.parametrize("alpha", [ROOT, 1 / sp.pi, sp.Rational(1, 10**300)])
def test_shares_of_endless_digits(alpha):
    """A product of 10,000 factors with a root took minutes, with 300 digits each seconds."""
    with mpmath.workdps(700):
        real = mpmath.mpmathify(sp.N(alpha, 700))
        end = mpmath.mpf(10_002)
        left = mpmath.gammaprod([end - real], [2 - real, end])
        copies = 1 - mpmath.gammaprod([end - 1 - real], [1 - real, end - 1])
    assert near(urn.bias_factor(alpha, 10_000), left)
    depth = genealogy.accumulation_depth(10_000, alpha)
    assert near(depth, (1 - real) / real * copies)
    assert 0 < urn.mean_variance(3, alpha, 10_000) < 1


def test_a_symbol_and_very_many_rounds():
    a = sp.Symbol("a", positive=True)
    for t in (60, 61, 10_000, 10**12):
        form = urn.bias_factor(a, t)
        assert form.count_ops() < 1000
    assert near(urn.bias_factor(a, 61).subs(a, sp.Rational(1, 3)), urn.bias_factor(1 / 3, 61))


def test_founders_with_a_share_of_many_digits():
    assert near(genealogy.founders(60, 1e-300), 1)
    close = [float(genealogy.founders(60, g)) for g in (0.3, 0.30000000000000004)]
    assert close[0] == pytest.approx(close[1], rel=1e-12)


def test_a_path_of_very_many_fits():
    path = exponential.mean_variance_path(-1, 1, [100] * 20_000)
    with mpmath.workdps(40):
        assert near(path[-1], (mpmath.mpf(99) / 100) ** 20_000, rel=1e-11)
    assert exponential.mean_variance_path(-1, 1, [100] * 30)[-1].is_Rational


@pytest.mark.parametrize("beta", [20.0, 50.0, 100.0])
def test_the_unseen_mass_of_a_law_that_is_nearly_one_state(beta):
    """In floats p_1 = 1, and what two or three draws miss of it is lost."""
    with mpmath.workdps(60):
        c = 1 / mpmath.zeta(beta)
        p = [c * mpmath.mpf(i) ** -beta for i in range(1, 400)]
        for T in (1, 2, 10):
            right = mpmath.fsum(each * (1 - each) ** T for each in p)
            assert near(tails.unseen_mass(beta, T), right, rel=1e-11)


@pytest.mark.parametrize("T", [2, 3, 50])
def test_the_half_life_next_to_one_half(T):
    """The loss stays below 1 - q by (1 - 1/T)^n: log2 of its last digit is a number of fits."""
    last = 2.0**-54  # of 1/2 from below
    fits = [int(tails.half_life(0.5 - gap, T)) for gap in (last, 2 * last, 4 * last)]
    step = -mpmath.log(2) / mpmath.log(1 - mpmath.mpf(1) / T)
    assert fits[0] - fits[1] == pytest.approx(float(step), abs=1)
    assert fits[1] - fits[2] == pytest.approx(float(step), abs=1)


def test_a_half_life_beyond_the_longest_is_refused_at_once():
    with pytest.raises(ValueError, match="is beyond 10,000,000 fits"):
        tails.half_life(1e-5, 10**12)
