"""Mixing in the past: every recurrence against simulation, the closed forms against them."""

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

import modelcollapse as mc
from modelcollapse.theory import pooling
from tests.chance import STANDARD_ERRORS, has_mean

REPLICATES = 20_000
FIGURE_6 = (lambda i: sp.Rational(1, i + 2), lambda i: sp.Rational(i + 1, i + 2), 0)
VARYING = [sp.Rational(w, 10) for w in (5, 3, 2)], [sp.Rational(w, 10) for w in (2, 5, 3)]


def mixing(*weights):
    """A regime of n generations, and its theory."""
    return (
        lambda n: mc.Mixing(*weights),
        lambda M, n, ddof: pooling.mixing_path(M, n, *weights, ddof=ddof),
    )


def in_turn(j):
    """The weights 5, 3, 2 tenths and 2, 5, 3 tenths in turn."""
    return lambda i: VARYING[i % 2][j]


REGIMES = {
    "replace": (lambda n: mc.Replace(), mixing(1, 0, 0)[1]),
    "mixing": mixing(0.5, 0.4, 0.1),
    "mixing without real data": mixing(0.5, 0.5, 0),
    "mixing, varying": mixing(in_turn(0), in_turn(1), in_turn(2)),
    "figure 6 as weights": mixing(*FIGURE_6),
    "fresh share": mixing(0.8, 0, 0.2),
    "accumulate": (
        lambda n: mc.Accumulate(),
        lambda M, n, ddof: pooling.accumulate_path(M, n, ddof=ddof),
    ),
    "subsample": (
        lambda n: mc.Subsample(),
        lambda M, n, ddof: pooling.subsample_path(M, n, ddof=ddof),
    ),
    "keep original": (
        lambda n: mc.KeepOriginal(0.3),
        lambda M, n, ddof: pooling.kept_path(M, n, round(0.3 * M), ddof=ddof),
    ),
}
M, m, g = sp.symbols("M m gamma", positive=True)
n = sp.Symbol("n", positive=True, integer=True)
sizes = st.one_of(st.integers(2, 30), st.integers(2, 10**7))
ddofs = st.sampled_from([0, 1])
shares = st.integers(0, 20).map(lambda k: k / 20)


def simulated(regime, M, n, ddof, seed=30):
    return mc.run(
        mc.Gaussian(ddof=ddof),
        sample_size=M,
        generations=n,
        regime=regime,
        replicates=REPLICATES,
        rng=seed,
    )


@pytest.mark.parametrize("ddof", [0, 1])
@pytest.mark.parametrize("name", REGIMES)
@pytest.mark.parametrize(("M", "n"), [(10, 3), (20, 12), (50, 6)])
def test_both_moments_against_simulation(name, M, n, ddof):
    regime, theory = REGIMES[name]
    last = simulated(regime(n), M, n, ddof).isel(generation=-1)
    expected = theory(M, n, ddof)[-1]
    assert has_mean(last.sigma**2, float(expected.sigma2))
    assert has_mean(last.mu**2, float(expected.mean_variance))
    assert not has_mean(last.sigma**2 + 0.1, float(expected.sigma2))


def test_pooling_is_not_mixing_with_figure_6s_weights():
    """The same means of both moments (ddof 0), but another mean at every generation anew."""
    pool, weights = pooling.accumulate_path(20, 30, ddof=0), REGIMES["figure 6 as weights"]
    assert pool == weights[1](20, 30, 0)
    steps = {}
    for name, regime in (("pool", mc.Accumulate()), ("weights", weights[0](30))):
        mu = simulated(regime, 20, 30, 0).mu
        steps[name] = (mu.isel(generation=30) - mu.isel(generation=29)) ** 2
        assert has_mean(mu.isel(generation=30) ** 2, float(pool[30].mean_variance))
    assert has_mean(steps["pool"], float(pool[29].sigma2) / (20 * 30**2))
    assert steps["weights"].mean() > 1000 * steps["pool"].mean()


@pytest.mark.parametrize("ddof", [0, 1])
@pytest.mark.parametrize(("M", "n"), [(10, 1), (10, 2), (20, 12), (50, 6)])
def test_jitter_of_subsampling_against_simulation(M, n, ddof):
    mu = simulated(mc.Subsample(), M, n, ddof).mu
    jump = (mu.isel(generation=n) - mu.isel(generation=n - 1)) ** 2
    assert has_mean(jump, float(pooling.subsample_jitter(M, n, ddof=ddof)))


def test_fresh_draws_from_past_models_are_another_regime():
    """The tempting short cut for `Subsample`: its mean is 0.84 where the regime has 0.745."""
    right = pooling.subsample_sigma2(9, 7, ddof=0)
    wrong = REGIMES["figure 6 as weights"][1](9, 7, 0)[-1].sigma2
    assert float(right) == pytest.approx(0.745, abs=5e-4)
    assert float(wrong) == pytest.approx(0.839, abs=5e-4)
    sample = simulated(mc.Subsample(), 9, 7, 0).isel(generation=-1).sigma ** 2
    assert has_mean(sample, float(right))
    assert not has_mean(sample, float(wrong))


@pytest.mark.parametrize("ddof", [0, 1])
@pytest.mark.parametrize("regime", ["accumulate", "subsample"])
def test_closed_form_is_the_recurrence(regime, ddof):
    form = getattr(pooling, f"{regime}_sigma2")
    path = getattr(pooling, f"{regime}_path")
    symbolic = form(M, n, ddof=ddof)
    assert form(9, 0, ddof=ddof) == 1
    for size, fits in [(2, 1), (2, 3), (9, 7), (400, 20)]:
        exact = path(size, fits, ddof=ddof)[-1].sigma2
        assert form(size, fits, ddof=ddof) == exact
        if fits < 4:
            gap = form(M, fits, ddof=ddof) - path(M, fits, ddof=ddof)[-1].sigma2
            assert sp.cancel(gap) == 0
        gammas = symbolic.subs({M: size, n: fits}) if size > 3 else form(size, n, ddof=ddof)
        assert float(sp.re(gammas.subs(n, fits).evalf())) == pytest.approx(float(exact))


def test_limits_are_the_limits():
    for size in (2, 3, 5, 9, 100):
        for ddof in (0, 1):
            far = float(pooling.accumulate_sigma2(size, 2000, ddof=ddof))
            assert float(pooling.accumulate_limit(size, ddof=ddof)) == pytest.approx(far, rel=1e-3)
        far = float(pooling.subsample_sigma2(size, 2000, ddof=0))
        assert float(pooling.subsample_limit(size, ddof=0)) == pytest.approx(far, rel=3e-3)
        grown = [pooling.subsample_sigma2(size, 2**k, ddof=1) for k in (9, 10)]
        assert float(grown[1] / grown[0]) == pytest.approx(2 ** (1 / size), rel=1e-2)
    assert pooling.subsample_limit(5, ddof=1) is sp.oo
    assert pooling.accumulate_limit(1, ddof=0) == 0
    a = sp.pi / sp.sqrt(m)
    assert sp.simplify(pooling.accumulate_limit(m, ddof=0) - sp.sin(a) / a) == 0
    assert float(pooling.accumulate_limit(5, ddof=1)) == pytest.approx(0.869491, abs=1e-6)
    large = 10**6
    lost = large * (1 - pooling.subsample_limit(large, ddof=0))
    assert float(lost) == pytest.approx(float(sp.pi**2 / 2 - 2), rel=1e-5)


@pytest.mark.parametrize("ddof", [0, 1])
def test_stationary_variances_are_the_limits_of_the_recurrences(ddof):
    for size, gamma in [(10, 0.2), (50, 0.1), (7, 1)]:
        limit = float(pooling.fresh_mean_variance(size, gamma, ddof=ddof))
        end = pooling.mixing_path(size, 400, 1 - gamma, 0, gamma, ddof=ddof)[-1]
        assert float(end.mean_variance) == pytest.approx(limit, rel=1e-6)
    for size, kept in [(10, 2), (50, 5), (7, 7), (5, 1)]:
        limit = float(pooling.kept_mean_variance(size, kept, ddof=ddof))
        end = pooling.kept_path(size, 400, kept, ddof=ddof)[-1]
        assert float(end.mean_variance) == pytest.approx(limit, rel=1e-6)


def test_the_unbiased_fit_needs_half_a_fresh_point_but_one_kept_point():
    assert pooling.fresh_mean_variance(10, 0.0455, ddof=1) is sp.oo
    assert pooling.fresh_mean_variance(10, 0.05, ddof=1) == 40
    assert pooling.fresh_mean_variance(10, 0, ddof=0) == 1
    assert pooling.kept_mean_variance(10, 0, ddof=1) is sp.oo
    assert pooling.kept_mean_variance(10, 1, ddof=1) == 1
    assert sp.cancel(pooling.kept_mean_variance(m, m, ddof=1) - 1 / m) == 0


def test_mixing_of_symbols():
    closed = pooling.mixing_mean_variance(M, n, 1 - g, 0, g, ddof=0)
    for fits in (1, 2, 5):
        steps = pooling.mixing_mean_variance(M, fits, 1 - g, 0, g, ddof=0)
        assert sp.cancel(closed.subs(n, fits) - steps) == 0
    stationary = sp.limit(closed.subs({M: 10, g: sp.Rational(1, 5)}), n, sp.oo)
    fitted = stationary + (1 - stationary) / 10
    assert fitted == pooling.fresh_mean_variance(10, sp.Rational(1, 5), ddof=0)
    assert pooling.mixing_mean_variance(M, n, 0, 1, 0, ddof=0) == 0
    one = pooling.mixing_mean_variance(M, 1, g, 1 - g, 0, ddof=1)
    assert sp.cancel(one - g**2 / M) == 0
    again = pooling.mixing_mean_variance(5, 3, [0.5] * 3, lambda i: 0.25, 0.25, ddof=1)
    assert again == pooling.mixing_mean_variance(5, 3, 0.5, 0.25, 0.25, ddof=1)


@given(sizes, st.integers(0, 12), shares)
@settings(deadline=None)
def test_with_maximum_likelihood_the_total_variance_is_kept(size, fits, share):
    kept = round(share * size)
    for path in (
        pooling.accumulate_path(size, fits, share, ddof=0),
        pooling.subsample_path(size, fits, share, ddof=0),
        pooling.mixing_path(size, fits, 1 - share, 0, share, ddof=0),
        pooling.kept_path(size, fits, kept, ddof=0),
    ):
        assert len(path) == fits + 1
        for sigma2, mean_variance in path:
            assert sigma2 + mean_variance == 1
            assert 0 <= mean_variance < 1


@given(sizes, st.integers(1, 12), ddofs)
@settings(deadline=None)
def test_regimes_in_order(size, fits, ddof):
    """Accumulation loses least, a draw of the pool more, replacement most."""
    pool = pooling.accumulate_path(size, fits, ddof=ddof)[-1]
    drawn = pooling.subsample_path(size, fits, ddof=ddof)[-1]
    replaced = pooling.mixing_path(size, fits, 1, 0, 0, ddof=ddof)[-1]
    assert pool.mean_variance <= drawn.mean_variance <= replaced.mean_variance
    assert pool.sigma2 > pooling.accumulate_limit(size, ddof=ddof)
    assert pooling.subsample_jitter(size, fits, ddof=ddof) > 0


@given(sizes, st.integers(1, 10), shares, shares, ddofs)
@settings(deadline=None)
def test_more_real_data_never_hurts(size, fits, a, b, ddof):
    low, high = sorted([a, b])
    for variance in (
        lambda share: pooling.accumulate_path(size, fits, share, ddof=ddof)[-1].mean_variance,
        lambda share: pooling.subsample_path(size, fits, share, ddof=ddof)[-1].mean_variance,
        lambda share: pooling.mixing_mean_variance(size, fits, 1 - share, 0, share, ddof=ddof),
        lambda share: pooling.fresh_mean_variance(size, share, ddof=ddof),
        lambda share: pooling.kept_mean_variance(size, round(share * size), ddof=0) if share else 1,
    ):
        assert float(variance(high)) <= float(variance(low)) * (1 + 1e-9) or low < 1 / size


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: pooling.accumulate_sigma2(1, 1, ddof=1), ValueError, "M must be at least 2"),
        (lambda: pooling.accumulate_sigma2(5, -1, ddof=0), ValueError, "n must be at least 0"),
        (lambda: pooling.accumulate_sigma2(5, 1, ddof=2), ValueError, "ddof must be 0 or 1, got 2"),
        (lambda: pooling.accumulate_sigma2(5, 1), TypeError, "ddof"),
        (lambda: pooling.subsample_sigma2(5.5, 1, ddof=0), TypeError, "M must be an integer.*5.5"),
        (lambda: pooling.accumulate_limit(0, ddof=0), ValueError, "M must be at least 1, got 0"),
        (lambda: pooling.subsample_limit("9", ddof=0), TypeError, "M must be an integer"),
        (lambda: pooling.accumulate_path(5, n, ddof=0), ValueError, "n must be a number, got n"),
        (lambda: pooling.accumulate_path(5, 2, 2, ddof=0), ValueError, "gamma must lie.*got 2"),
        (lambda: pooling.subsample_path(5, True, ddof=0), TypeError, "n must be an integer"),
        (lambda: pooling.subsample_jitter(1, 1, ddof=0), ValueError, "M must be at least 2"),
        (lambda: pooling.subsample_jitter(5, 0, ddof=0), ValueError, "n must be at least 1"),
        (lambda: pooling.fresh_mean_variance(5, -0.1, ddof=0), ValueError, "gamma must be.*-0.1"),
        (lambda: pooling.fresh_mean_variance(5, "1", ddof=0), TypeError, "gamma must be a number"),
        (lambda: pooling.fresh_mean_variance(5, None, ddof=0), TypeError, "gamma.*got None"),
        (
            lambda: pooling.kept_mean_variance(5, 6, ddof=0),
            ValueError,
            "kept must be at most M = 5",
        ),
        (lambda: pooling.kept_path(5, 2, -1, ddof=0), ValueError, "kept must be at least 0"),
        (
            lambda: pooling.mixing_mean_variance(5, 2, 0.5, 0.4, 0, ddof=0),
            ValueError,
            r"alpha, beta and gamma must sum to 1, got 1/2 \+ 2/5 \+ 0 = 9/10 at generation 0",
        ),
        (
            lambda: pooling.mixing_mean_variance(5, 2, g, 0, 0, ddof=0),
            ValueError,
            "must sum to 1, got gamma",
        ),
        (
            lambda: pooling.mixing_mean_variance(5, 2, [1], 0, 0, ddof=0),
            ValueError,
            "alpha must have one entry for each of the 2 generations, got 1",
        ),
        (
            lambda: pooling.mixing_mean_variance(5, n, 1, 0, 0, ddof=1),
            ValueError,
            "n must be a number, got n",
        ),
        (
            lambda: pooling.mixing_mean_variance(5, n, *FIGURE_6, ddof=0),
            ValueError,
            "n must be a number, got n",
        ),
    ],
)
def test_bad_input(call, error, message):
    with pytest.raises(error, match=message):
        call()


@pytest.mark.parametrize("alpha", [0.2, 0.5, 0.8])
def test_typical_run_of_constant_weights_without_real_data(alpha):
    """log sigma^2 drifts by alpha (1 - 2 alpha) / M with the unbiased fit, to first order.

    Allowed besides: 1/M for the next order, and the errors of `tests.chance` (false alarm at most
    2e-8). The drift of maximum likelihood, -2 alpha^2 / M, must fail.
    """
    trace = mc.run(
        mc.Gaussian(ddof=1),
        sample_size=20,
        generations=200,
        regime=mc.Mixing(alpha, 1 - alpha, 0),
        replicates=1000,
        rng=32,
    )
    log_variance = 2 * np.log(trace.sigma.values)
    drifts = 20 * (log_variance[200] - log_variance[40]) / 160

    def may_be(value):
        error = drifts.std(ddof=1) / np.sqrt(drifts.size)
        return abs(drifts.mean() - value) < 1 / 20 + STANDARD_ERRORS * error

    assert may_be(alpha * (1 - 2 * alpha))
    assert not may_be(-2 * alpha**2)


def test_few_fresh_points_leave_a_typical_run_at_rest():
    """Unbiased, M gamma (2 - gamma) < 1 - gamma: the mean grows for ever, the median does not.

    Both medians have an error, of about the same size, so that the share of runs below the
    earlier one has a standard error of sqrt(2) * 0.5 / sqrt(runs): false alarm at most 2e-8.
    A median that grew as the mean does must fail.
    """
    trace = mc.run(
        mc.Gaussian(ddof=1),
        sample_size=20,
        generations=400,
        regime=mc.Mixing(0.99, 0, 0.01),
        replicates=4000,
        rng=33,
    )
    variance = trace.sigma.values**2
    mean = [float(pooling.mixing_path(20, n, 0.99, 0, 0.01, ddof=1)[-1].sigma2) for n in (100, 400)]
    assert mean[1] > 5 * mean[0]
    middle = np.median(variance[100])

    def half_below(level):
        return abs((variance[400] < level).mean() - 0.5) < STANDARD_ERRORS * np.sqrt(0.5 / 4000)

    assert half_below(middle)
    assert not half_below(middle * mean[1] / mean[0])
