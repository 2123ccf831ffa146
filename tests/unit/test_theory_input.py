"""The closed forms take real numbers and symbols, in whatever holds them, and nothing else."""

import inspect
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

import modelcollapse as mc
from modelcollapse.theory import (
    bias,
    calculator,
    detection,
    diffusion,
    discrete,
    exponential,
    fates,
    gaussian,
    genealogy,
    language,
    noisy,
    pooling,
    ppca,
    preference,
    priors,
    regression,
    risk,
    tails,
    urn,
    verifier,
    weights,
)

M, x = sp.Symbol("M", positive=True), sp.Symbol("x")
HALF = sp.Rational(1, 2)
# for each function arguments that are right
RIGHT = [
    (mc.theory.c4, {"M": 5}),
    (gaussian.model_variance, {"sample_sizes": [5], "sigma": 1}),
    (gaussian.expected_sigma, {"sample_sizes": [5], "sigma": 1}),
    (gaussian.log_drift, {"M": 5}),
    (gaussian.factor_moment, {"M": 5, "kappa": HALF}),
    (gaussian.half_life, {"M": 5}),
    (risk.expected_risk, {"sample_sizes": [5], "sigma": 1, "ddof": 1}),
    (risk.risk_variance, {"sample_sizes": [5], "sigma": 1}),
    (risk.expected_risk_series, {"M": 5, "n": 1, "order": 1}),
    (discrete.transition_matrix, {"M": 3}),
    (discrete.eigenvalues, {"M": 3}),
    (discrete.fixation_probabilities, {"M": 3}),
    (discrete.absorption_times, {"M": 3}),
    (discrete.heterozygosity, {"h0": HALF, "sample_sizes": [5]}),
    (discrete.survivors, {"p": [0.5], "M": 3, "n": 1}),
    (discrete.survivors_branching, {"p": [0.5], "M": 3, "n": 1}),
    (discrete.absorbing_limit, {"T": sp.eye(2), "transient": []}),
    (language.entropy, {"p": [HALF, HALF]}),
    (language.perplexity, {"p": [HALF, HALF], "q": [HALF, HALF]}),
    (language.tempered, {"p": [HALF, HALF], "T": 1, "n": 1}),
    (language.nucleus, {"p": [HALF, HALF], "level": HALF}),
    (language.entropy_rate, {"P": sp.Matrix([[HALF, HALF], [HALF, HALF]])}),
    (bias.critical_lambda, {"M": 5, "ddof": 1}),
    (bias.infinite_data, {"gamma": HALF, "lam": HALF}),
    (bias.stationary, {"n_real": 5, "n_generated": 3, "lam": HALF}),
    (bias.risk, {"n_real": 5, "n_generated": 3, "lam": HALF}),
    (bias.effective_size, {"n_real": 5, "n_generated": 3, "lam": HALF}),
    (bias.harmless, {"n_real": 5, "lam": HALF}),
    (diffusion.hermite_factor, {"j": 2, "t0": HALF, "alpha": HALF}),
    (diffusion.hermite_path, {"j": 2, "t0": HALF, "alpha": HALF, "n": 3}),
    (diffusion.stationary_correlation, {"M": 5, "t0": HALF, "alpha": HALF}),
    (diffusion.correlation, {"M": 5, "t0": HALF, "alpha": HALF, "n": 3}),
    (diffusion.linear_second_moment, {"M": 5, "t0": HALF}),
    (urn.bias_factor, {"alpha": HALF, "t": 3}),
    (urn.mean_variance, {"m": 5, "alpha": HALF, "t": 3}),
    (urn.limit, {"alpha": HALF, "m": 5}),
    (urn.lasting_share, {"alpha": HALF}),
    (urn.likelihood_variance, {"m": 5, "alpha": HALF, "t": 3}),
    (urn.slant_bias, {"alpha": HALF, "t": 3}),
    (regression.replace_risk, {"T": 9, "d": 3, "n": 2, "s2": 1, "w2": 1}),
    (regression.accumulate_risk, {"T": 9, "d": 3, "n": 2}),
    (regression.accumulate_ratio, {"a": HALF}),
    (regression.kept_risk, {"T": 9, "d": 3, "n": 2, "s2": 1, "w2": 1}),
    (regression.pooled_risk, {"T": 9, "d": 3, "n": 2, "s2": 1, "w2": 1}),
    (regression.ridge_risk, {"T": 9, "d": 3, "n": 2, "penalty": 1, "s2": 1, "w2": 1}),
    (regression.ridge_penalty, {"d": 3, "n": 2, "s2": 1, "w2": 1}),
    (regression.label_factor, {"T1": 9, "T2": 3, "d": 2}),
    (regression.mixed_risk, {"T1": 9, "T2": 3, "d": 2, "s2": 1, "delta2": 1}),
    (regression.stationary_risk, {"T1": 9, "T2": 3, "d": 2, "s2": 1}),
    (genealogy.common_ancestor_time, {"M": 5}),
    (genealogy.founders, {"M": 5, "gamma": HALF}),
    (genealogy.kinship, {"M": 5, "gamma": HALF}),
    (genealogy.worth, {"M": 5, "gamma": HALF}),
    (genealogy.accumulation_depth, {"n": 5, "alpha": HALF}),
    (genealogy.depth_law, {"n": 5, "alpha": HALF}),
    (genealogy.pool_kinship, {"M": 5, "n": 5}),
    (exponential.mean_variance_path, {"v2": -1, "V0": 1, "sample_sizes": [5]}),
    (exponential.spread_path, {"v2": -1, "V0": 1, "sample_sizes": [5]}),
    (exponential.poisson_extinct, {"m0": 1, "sample_sizes": [5]}),
    (exponential.gamma_drift, {"shape": 1, "M": 5}),
    (exponential.reciprocal_path, {"m0": 1, "shape": 1, "sample_sizes": [5]}),
    (tails.survival, {"m": 5}),
    (tails.unseen_mass, {"beta": 2, "T": 9, "n": 2}),
    (tails.half_life, {"q": 0.1, "T": 9}),
    (tails.exponent, {"beta": 2, "theta": HALF, "n": 2}),
    (tails.constant, {"beta": 2, "theta": HALF}),
    (tails.floor, {"beta": 2, "k": 5}),
    (tails.generated_mass, {"beta": 2, "T": 9, "n": 2, "k": 5, "theta": HALF, "gamma": HALF}),
    (noisy.lower_bound, {"cov": 1, "sample_sizes": [5], "noise": [0]}),
    (noisy.bounded_noise_bound, {"cov": 1, "M": 5, "K": 1}),
    (pooling.accumulate_path, {"M": 5, "n": 2, "gamma": HALF, "ddof": 1}),
    (pooling.subsample_path, {"M": 5, "n": 2, "gamma": HALF, "ddof": 1}),
    (pooling.accumulate_sigma2, {"M": 5, "n": 2, "ddof": 1}),
    (pooling.subsample_sigma2, {"M": 5, "n": 2, "ddof": 1}),
    (pooling.accumulate_limit, {"M": 5, "ddof": 1}),
    (pooling.subsample_limit, {"M": 5, "ddof": 1}),
    (pooling.subsample_jitter, {"M": 5, "n": 2, "ddof": 1}),
    (pooling.mixing_path, {"M": 5, "n": 2, "alpha": HALF, "beta": 0, "gamma": HALF, "ddof": 1}),
    (
        pooling.mixing_mean_variance,
        {"M": 5, "n": 2, "alpha": HALF, "beta": 0, "gamma": HALF, "ddof": 1},
    ),
    (pooling.fresh_mean_variance, {"M": 5, "gamma": HALF, "ddof": 1}),
    (pooling.kept_path, {"M": 5, "n": 2, "kept": 2, "ddof": 1}),
    (pooling.kept_mean_variance, {"M": 5, "kept": 2, "ddof": 1}),
    (fates.typical_log, {"sigma2": 1, "mean_variance": HALF}),
    (fates.mixing_log_drift, {"M": 5, "alpha": HALF, "ddof": 1}),
    (fates.augment_path, {"M": 5, "n": 2, "real": 2, "ddof": 1}),
    (ppca.refit, {"eigenvalues": [2, 1], "latents": 1, "noise": HALF}),
    (ppca.learned_noise, {"eigenvalues": [2, 1], "latents": 1}),
    (ppca.decoder_means, {"eigenvalue": 2, "noise": HALF, "n": 1}),
    (ppca.lifetime, {"eigenvalue": 2, "noise": HALF}),
    (ppca.latent_variance, {"eigenvalue": 2, "noise": HALF, "n": 1}),
    (weights.naive, {"k": 1}),
    (weights.best, {"k": 1, "s": HALF}),
    (weights.stationary_variance, {"w": HALF, "k": 1, "s": HALF}),
    (weights.bias, {"w": HALF, "s": HALF}),
    (weights.adaptive, {"k": 1, "t": 3}),
    (weights.quadratic_best, {"n": 5, "m": 3, "v2": 1}),
    (weights.quadratic_variance, {"w": HALF, "n": 5, "m": 3, "v2": 1}),
    (priors.stationary_variance, {"M": 5, "kappa": 2, "v2": 1}),
    (priors.pseudo_variance, {"M": 5, "kappa": 2, "v2": 1}),
    (priors.forgetting, {"sample_sizes": [5], "kappa": 2}),
    (priors.coin_law, {"kappa": 2, "p": HALF}),
    (priors.poisson_law, {"kappa": 2, "m": 1}),
    (priors.exponential_law, {"kappa": 2, "m": 1}),
    (priors.gaussian_law, {"kappa": 2, "c": 1}),
    (priors.end_law, {"c": 1}),
    (verifier.breakdown, {"phi": HALF, "psi": HALF}),
    (verifier.wrong_share, {"p": HALF, "phi": HALF, "psi": HALF}),
    (verifier.accuracy, {"p": HALF, "M": 5, "d": 3}),
    (verifier.tilt, {"theta": 1, "phi": HALF, "psi": HALF}),
    (verifier.interval_rate, {"z": 1}),
    (verifier.interval_step, {"x": 1, "z": 1}),
    (verifier.stationary_variance, {"z": 1, "M": 5}),
    (detection.green_limit, {"gamma": HALF, "delta": 1}),
    (detection.green_probability, {"p": [HALF, HALF], "gamma": HALF, "delta": 1}),
    (detection.green_bound, {"p": [HALF, HALF], "gamma": HALF, "delta": 1}),
    (detection.critical_count, {"N": 5, "gamma": HALF, "f": HALF}),
    (detection.power, {"N": 5, "gamma": HALF, "f": HALF, "green": HALF}),
    (detection.needed_length, {"gamma": 0.1, "f": HALF, "green": HALF, "r": 0.9}),
    (detection.gumbel_score, {"p": [HALF, HALF]}),
    (detection.auc, {"p": [HALF, HALF], "q": [HALF, HALF]}),
    (detection.auc_bound, {"tv": HALF}),
    (detection.mixed_recall, {"r": HALF, "f": HALF, "u": HALF}),
    (detection.needed_recall, {"g": HALF, "target": 0.1, "f": HALF}),
    (preference.advantage, {"a": HALF, "D": 1, "K": 3}),
    (preference.step, {"a": HALF, "D": 1, "K": 3}),
    (preference.growth, {"D": 1, "K": 3}),
    (preference.two_tastes, {"a": HALF, "u": HALF, "D": 1, "K": 3}),
    (preference.fixation_share, {"K": 3, "D": 1}),
    (preference.balance, {"u": HALF, "D": 1, "K": 3}),
    (preference.lifted_share, {"p_ref": HALF, "D": 1, "gamma": HALF, "K": 2}),
    (preference.takeover, {"p": HALF, "s": 1, "M": 5}),
    (calculator.loss_path, {"M": 5, "n": 2, "gamma": HALF, "retention": HALF}),
    (calculator.long_run_loss, {"M": 5, "gamma": HALF, "retention": HALF}),
    (calculator.fits_until, {"part": HALF, "M": 5, "gamma": HALF, "retention": HALF}),
    (calculator.real_share, {"part": HALF, "M": 5, "retention": HALF}),
    (calculator.missing_path, {"p": HALF, "M": 5, "n": 2, "gamma": HALF, "retention": HALF}),
    (calculator.missing_half, {"p": HALF, "M": 5, "gamma": HALF, "retention": HALF}),
]
# what has a limit for these arguments
ENDLESS = [(mc.theory.c4, "M"), (regression.accumulate_risk, "n")]
ROUND = "modelcollapse.theory.preference"
SIGNED = [preference.advantage, preference.step, preference.growth, preference.two_tastes]
SIGNED += [preference.takeover]
NEGATIVE = [-1, -0.5, Fraction(-1, 2), sp.Symbol("m", negative=True)]
MASKED = [np.ma.masked]
BAD = [
    1j, complex(1, 0), np.complex64(1), sp.I, 1 + sp.I, sp.sqrt(-2), sp.Symbol("z", imaginary=True),
    True, np.True_, sp.true, "1", b"1", "x", object(), object, {"a": 1}, {1},
    np.nan, np.inf, -np.inf, sp.nan, sp.oo, -sp.oo, sp.zoo, Decimal("nan"), np.float32("inf"),
    np.ma.masked, np.ma.masked_array([1.0, 2.0], [0, 1]), np.array(1j), np.array(True),
    np.array("1"), np.datetime64("2020"), np.timedelta64(5, "s"), np.zeros((2, 2, 2)), sp.Eq(x, 1),
    sp.MatrixSymbol("A", 2, 2), *NEGATIVE,
    [1j], [[1j]], [True], ["1"], [np.nan], [[np.nan, 1], [1, 1]], [-1], MASKED,
    np.array([1j]), np.array([True]), sp.Matrix([[sp.I]]), sp.Matrix([[sp.nan]]), [None],
    [[1], [1, 2]],
]  # fmt: skip
CASES = [(f, name) for f, right in RIGHT for name in right]


def negative(value):
    """Whether it is a number or symbol below 0, not below -1."""
    return isinstance(value, (int, float, Fraction, sp.Symbol)) and value in NEGATIVE


def test_every_public_function_is_here():
    rooms = (gaussian, risk, discrete, language, noisy, pooling, fates, ppca, weights)
    rooms += (exponential, genealogy, urn, regression, tails, priors)
    rooms += (bias, verifier, preference, diffusion)
    rooms += (calculator,)
    rooms += (detection,)
    public = {
        f
        for room in rooms
        for f in [getattr(room, name) for name in getattr(room, "__all__", vars(room))]
        if inspect.isfunction(f) and f.__module__.startswith("modelcollapse.theory")
        if f.__doc__ and "Parameters\n" in f.__doc__
    }
    assert public <= {f for f, _ in RIGHT}
    assert len(public) == len(RIGHT) - 1  # c4 is a class


@pytest.mark.parametrize(("function", "name"), CASES, ids=lambda v: getattr(v, "__name__", v))
def test_what_is_refused_names_the_argument_and_is_short(function, name):
    [right] = [right for f, right in RIGHT if f is function]
    function(**right)
    for value in [*BAD, [10**4300, 1j], 10**4300 * sp.I]:
        if (function, name) in ENDLESS and value is sp.oo:
            continue
        if name == "p" and "survivors" in function.__name__ and value is MASKED:
            continue  # NumPy warns, and then it is NaN
        if name in ("v2", "kappa") and negative(value):
            continue  # v2 of a coin is -1, and a power may be negative
        if name in ("D", "s") and negative(value) and function in SIGNED:
            continue  # a kind may be the worse one
        if name == "K" and value is sp.oo and function.__module__.startswith(ROUND):
            continue  # the limit of many outputs to choose from
        with pytest.raises((TypeError, ValueError)) as found:
            function(**(right | {name: value}))
        message = str(found.value)
        assert name in message, (value, message)
        assert len(message) <= 300


def test_the_case_that_was_seen():
    with pytest.raises(TypeError, match=r"sigma must be a number or a SymPy symbol, got 1j \(comp"):
        risk.expected_risk([10], sigma=1j)
    with pytest.raises(TypeError, match="sigma must be a real number, got I"):
        risk.expected_risk([10], sigma=sp.I)


@pytest.mark.parametrize(
    "half",
    [
        0.5, np.float64(0.5), np.float32(0.5), np.float16(0.5), np.longdouble(0.5), np.array(0.5),
        Fraction(1, 2), Decimal("0.5"), sp.Float(0.5), HALF, np.ma.masked_array(0.5),
    ],
    ids=repr,
)  # fmt: skip
def test_a_number_may_come_in_any_form(half):
    assert gaussian.model_variance([10], half) == sp.Rational(11, 40)
    assert pooling.fresh_mean_variance(10, half, ddof=1) == sp.Rational(1, 7)
    assert noisy.lower_bound(half, [10], [half]) == sp.Rational(11, 20)


@pytest.mark.parametrize("ten", [10, np.int32(10), np.uint8(10), sp.Integer(10), np.array(10)])
def test_a_size_may_come_in_any_form(ten):
    assert gaussian.model_variance([ten]) == sp.Rational(11, 10)
    for many in (np.array([10, 10]), (10, ten), range(10, 12)):
        assert gaussian.model_variance(many) > 1


def test_single_precision_is_read_as_it_is_written():
    assert gaussian.model_variance([10], np.float32(0.1)) == sp.Rational(11, 1000)
    softmax = np.array([0.5, 0.3, 0.19999997], np.float32)
    assert float(sum(language.tempered(softmax, 1))) == 1
    assert float(language.entropy(softmax)) == pytest.approx(1.02965, abs=1e-5)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda n: pooling.accumulate_path(5, n, ddof=1), "n must be at most 100000"),
        (lambda n: pooling.accumulate_sigma2(5, n, ddof=1), "n must be at most 100000"),
        (lambda n: pooling.mixing_mean_variance(5, n, 1, 0, 0, ddof=1), "n must be at most 1000"),
        (lambda n: language.tempered([HALF, HALF], HALF, n), "n must be at most 100000"),
        (lambda n: discrete.survivors_branching([0.5], 5, n), "n must be at most 1000000"),
        (lambda n: discrete.transition_matrix(n), "M must be at most 500"),
        (lambda n: discrete.survivors([0.5], n, 2), "M must be at most 5000"),
        (lambda n: risk.expected_risk_series(5, 2, n), "order must be at most 100"),
        (lambda n: genealogy.founders(n, HALF), "M must be at most 20000"),
        (lambda n: genealogy.depth_law(n), "n must be at most 3000"),
        (lambda n: urn.mean_variance(5, HALF, n), "t must be at most 1000000"),
        (lambda n: urn.likelihood_variance(5, HALF, n), "t must be at most 1000000"),
        (lambda n: tails.unseen_mass(2, 5, n), "n must be at most 10000000"),
    ],
)
def test_what_would_never_end_is_refused(call, message):
    for n in (10**9, 10**30):
        with pytest.raises(ValueError, match=message):
            call(n)


def test_odd_expressions_of_sympy():
    n = sp.Symbol("n", integer=True, positive=True)
    third = sp.Integral(x**2, (x, 0, 1))
    assert gaussian.model_variance([3], third) == sp.Rational(4, 27)
    assert gaussian.model_variance([3], sp.Sum(1 / 2**n, (n, 1, sp.oo))) == sp.Rational(4, 3)
    for odd in (sp.Lambda(x, x), sp.AccumBounds(0, 1), sp.O(x), sp.Symbol("A", commutative=False)):
        with pytest.raises(TypeError, match="must be a number or a SymPy symbol"):
            gaussian.model_variance([3], odd)


def test_symbols_stay():
    assert gaussian.model_variance([M], x) == x**2 * (1 + 1 / M)
    assert risk.expected_risk([M], x).free_symbols == {M, x}
    assert language.entropy([x, 1 - x]).free_symbols == {x}
    assert noisy.lower_bound([[x, 0], [0, x]], [M], [0]) == 2 * x / M


def test_large_sizes_do_not_overflow():
    squares = np.arange(1, 50_001, dtype=np.int64) ** 2 + 1
    sigma2 = float(gaussian.model_variance([int(m) for m in squares]))
    assert sigma2 == pytest.approx(1 + (1 / squares.astype(float)).sum())


def rate(P):
    """The entropy rate in floats."""
    values, vectors = np.linalg.eig(P.T)
    weights = np.real(vectors[:, np.argmax(values.real)])
    return -(weights / weights.sum()) @ (P * np.log(P)).sum(axis=1)


def test_the_entropy_rate_of_floats():
    found = language.entropy_rate(sp.Matrix([[0.5, 0.5], [0.2, 0.8]]))
    assert float(found) == pytest.approx(0.555472354115833, abs=1e-15)
    for seed in range(60):
        rng = np.random.default_rng(seed)
        P = rng.dirichlet(np.ones(rng.integers(2, 6)), rng.integers(2, 6))
        P = rng.dirichlet(np.ones(P.shape[0]), P.shape[0])
        assert float(language.entropy_rate(sp.Matrix(P))) == pytest.approx(rate(P), rel=1e-9)
    P = P.astype(np.float32)
    assert float(language.entropy_rate(sp.Matrix(P))) == pytest.approx(rate(P), rel=1e-5)


def test_an_absorbing_chain_of_floats_is_refused():
    with pytest.raises(TypeError, match="T must have exact entries"):
        discrete.absorbing_limit(sp.Matrix([[1.0, 0], [0.5, 0.5]]), [1])


def test_a_covariance_whatever_its_units():
    for scale in (1e-200, 1, 1e200):
        cov = scale * np.array([[2, 1], [1, 2]])
        assert float(noisy.lower_bound(cov, [4], [0])) == pytest.approx(scale)
        with pytest.raises(ValueError, match="semidefinite"):
            noisy.lower_bound(scale * np.array([[1, 2], [2, 1]]), [4], [0])
        with pytest.raises(ValueError, match="symmetric"):
            noisy.lower_bound(scale * np.array([[1, 0.5], [0, 1]]), [4], [0])
