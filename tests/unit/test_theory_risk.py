"""The Wasserstein risk: ours against simulation, the paper's failing the same check."""

import numpy as np
import pytest
import sympy as sp

import modelcollapse as mc
from modelcollapse.theory.gaussian import c4
from modelcollapse.theory.risk import expected_risk, expected_risk_series, risk_variance
from tests.chance import STANDARD_ERRORS, has_mean, z_score

REPLICATES = 400_000
CASES = [[2], [2, 2], [2, 3, 5], [5] * 4, [10, 20, 40, 80], [30] * 10, [100] * 6, [1000] * 3]


def risks(sizes, ddof=1):
    trace = mc.run(
        mc.Gaussian(ddof=ddof),
        sample_size=sizes,
        generations=len(sizes),
        replicates=REPLICATES,
        rng=11,
    )
    return mc.squared_distance(trace).isel(generation=-1).values


def papers_risk(sizes):
    """Equation 4 as printed: 1/M_0 + ... + 1/M_(n-1) + 3 / (2 M_n)."""
    return sum(1 / m for m in sizes[:-1]) + 3 / (2 * sizes[-1])


def papers_variance(sizes):
    """Equation 5 as printed."""
    squares = sum(2 / m**2 for m in sizes[:-1]) + 3 / sizes[-1] ** 2
    return squares + sum(
        3 / (a * b) for i, a in enumerate(sizes) for j, b in enumerate(sizes) if i != j
    )


@pytest.mark.parametrize("sizes", CASES, ids=str)
@pytest.mark.parametrize("ddof", [0, 1])
def test_expected_risk_against_simulation(sizes, ddof):
    assert has_mean(risks(sizes, ddof), float(expected_risk(sizes, ddof=ddof)))


@pytest.mark.parametrize("sizes", CASES[1:], ids=str)
def test_the_papers_equation_4_fails_the_same_check(sizes):
    assert not has_mean(risks(sizes), papers_risk(sizes))


@pytest.mark.parametrize("sizes", CASES[2:], ids=str)
def test_risk_variance_against_simulation(sizes):
    """The variance is the mean of (R - E R)^2; M_0 = 2 has no finite variance of that."""
    sample = risks(sizes)
    squares = (sample - float(expected_risk(sizes))) ** 2
    assert has_mean(squares, float(risk_variance(sizes)))


@pytest.mark.parametrize("sizes", [[30] * 10, [100] * 6, [1000] * 3, [1000]], ids=str)
def test_the_papers_equation_5_fails_the_same_check(sizes):
    squares = (risks(sizes) - float(expected_risk(sizes))) ** 2
    assert not has_mean(squares, papers_variance(sizes))


def test_what_the_papers_equation_4_is():
    """Its expression is the risk with the last step's error of sigma alone."""
    trace = mc.run(
        mc.Gaussian(), sample_size=[100] * 5, generations=5, replicates=REPLICATES, rng=12
    )
    before, last = trace.isel(generation=4), trace.isel(generation=5)
    partial = last.mu**2 + (last.sigma - before.sigma) ** 2
    assert abs(z_score(partial, papers_risk([100] * 5))) < STANDARD_ERRORS


def test_symbolic_sizes_are_the_numbers_when_put_in():
    names = sp.symbols("M0:3", positive=True)
    values = dict(zip(names, [7, 12, 30], strict=True))
    for formula in (expected_risk, risk_variance):
        gap = formula(names, sp.Symbol("s")).subs(values).subs("s", 3) - formula([7, 12, 30], 3)
        assert abs(gap.evalf()) < 1e-12
    assert float(expected_risk([7, 12, 30], 3)) == pytest.approx(
        9 * float(expected_risk([7, 12, 30]))
    )


def test_exact_values_for_two_points():
    """One fit of two points: sigma_1 is |Z|, so everything is a half-normal moment."""
    assert (
        sp.simplify(
            expected_risk([2]).rewrite(sp.gamma) - (sp.Rational(5, 2) - 2 * sp.sqrt(2 / sp.pi))
        )
        == 0
    )
    z = sp.Symbol("z", real=True)
    normal = sp.exp(-(z**2) / 2) / sp.sqrt(2 * sp.pi)

    def mean(of):
        return 2 * sp.integrate(sp.expand(of) * normal, (z, 0, sp.oo))

    # R = X^2 / 2 + (|Z| - 1)^2 with X and Z independent standard normals
    variance = sp.Rational(1, 2) + mean((z - 1) ** 4) - mean((z - 1) ** 2) ** 2
    assert sp.simplify(risk_variance([2]).rewrite(sp.gamma) - variance) == 0


def test_the_series_is_the_expansion():
    n, m = sp.symbols("n m", positive=True)
    series = expected_risk_series(m, n, 3)
    assert sp.expand(series.coeff(m, -1) - 3 * n / 2) == 0
    for fits in (1, 4):
        for size in (100, 1000):
            exact = float(expected_risk([size] * fits))
            assert float(series.subs({m: size, n: fits})) == pytest.approx(
                exact, abs=2 * fits**4 / size**4
            )


def test_the_limit_of_many_fits_at_fixed_ratio():
    tau = 1.0
    assert float(expected_risk([10**5] * 10**3, 1)) == pytest.approx(
        0.01 + 2 - 2 * np.exp(-0.01 / 4), rel=1e-4
    )
    assert float(expected_risk([1000] * 1000)) == pytest.approx(
        tau + 2 - 2 * np.exp(-tau / 4), rel=1e-3
    )


def test_the_empty_schedule_has_no_risk():
    assert expected_risk([]) == 0
    assert expected_risk([], ddof=0) == 0
    assert risk_variance([]) == 0
    assert c4(5).is_positive


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: expected_risk([10, 1]), ValueError, r"sample_sizes\[1\].*at least 2, got 1"),
        (lambda: expected_risk([10], ddof=2), ValueError, "ddof must be 0 or 1, got 2"),
        (lambda: expected_risk([10], "1"), TypeError, "sigma must be a number.*got '1'"),
        (lambda: risk_variance(10), TypeError, "sample_sizes must be a sequence.*got 10"),
        (lambda: expected_risk_series(1, 1, 1), ValueError, "M must be at least 2, got 1"),
        (lambda: expected_risk_series(9, -1, 1), ValueError, "n must be at least 0, got -1"),
        (lambda: expected_risk_series(9, 1, 0), ValueError, "order must be.*got 0"),
    ],
)
def test_bad_input(call, error, message):
    with pytest.raises(error, match=message):
        call()
