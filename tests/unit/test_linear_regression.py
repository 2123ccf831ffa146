"""The family of linear regressions: its fits by NumPy's own, its runs by the closed forms."""

import numpy as np
import pytest

import modelcollapse as mc
from modelcollapse.theory import regression as risk
from tests.chance import has_mean

W = np.array([1.0, -0.5, 0.25])


@pytest.mark.parametrize(("rows", "d"), [(9, 3), (3, 3), (4, 7)])
def test_the_fit_is_least_squares(rows, d):
    rng = np.random.default_rng(0)
    data = rng.standard_normal((5, rows, d + 1))
    family = mc.LinearRegression(np.zeros(d))
    fitted = family.fit(mc.Points(data)).w
    ridge = mc.LinearRegression(np.zeros(d), penalty=2.0).fit(mc.Points(data)).w
    for i, each in enumerate(data):
        x, y = each[:, :-1], each[:, -1]
        np.testing.assert_allclose(fitted[i], np.linalg.lstsq(x, y, rcond=None)[0], atol=1e-10)
        np.testing.assert_allclose(family.fit(each).w, fitted[i])
        shrunk = np.linalg.solve(x.T @ x + 2 * np.eye(d), x.T @ y)
        np.testing.assert_allclose(ridge[i], shrunk, atol=1e-10)


def test_pooled_products_are_those_of_the_pooled_rows():
    rng = np.random.default_rng(1)
    a, b = rng.standard_normal((6, 2, 4)), rng.standard_normal((6, 5, 4))
    pooled = mc.Products.of(mc.Points(a)) + mc.Points(b)
    whole = np.concatenate([a, b], axis=1)
    np.testing.assert_allclose(pooled.products, whole.swapaxes(1, 2) @ whole, atol=1e-12)
    assert pooled.size == 7
    np.testing.assert_allclose(pooled.weighted(2.0).products, 2 * pooled.products)


@pytest.mark.parametrize(
    ("regime", "T", "d", "right", "wrong"),
    [  # wrong: one fit less, rows that are kept, the bound of a fixed design, one fit alone
        (mc.Replace(), 12, 5, risk.replace_risk(12, 5, 3), risk.replace_risk(12, 5, 2)),
        (mc.Replace(), 8, 20, risk.replace_risk(8, 20, 3, 1, 1), risk.kept_risk(8, 20, 3, 1, 1)),
        (mc.Accumulate(), 12, 5, risk.pooled_risk(12, 5, 3), risk.kept_risk(12, 5, 1) * 49 / 36),
        (mc.Accumulate(), 8, 28, risk.pooled_risk(8, 28, 3, 1, 1), risk.kept_risk(8, 28, 1, 1, 1)),
    ],
)
@pytest.mark.parametrize("pointwise", [False, True])
def test_the_loop_has_the_risk_of_the_closed_form(regime, T, d, right, wrong, pointwise):
    family = mc.LinearRegression(np.ones(d) / np.sqrt(d))
    trace = mc.run(family, sample_size=T, generations=3, regime=regime, replicates=20_000,
                   rng=2, pointwise=pointwise)  # fmt: skip
    errors = ((trace.w - family.w) ** 2).sum("feature").isel(generation=-1).values
    assert has_mean(errors, float(right))
    assert not has_mean(errors, float(wrong))


def test_a_real_share_and_weights():
    family = mc.LinearRegression(np.zeros(6))
    trace = mc.run(family, sample_size=24, generations=30, replicates=20_000, rng=3,
                   regime=mc.Augment(8, fresh=True))  # fmt: skip
    errors = (trace.w**2).sum("feature").isel(generation=-1).values
    assert has_mean(errors, float(risk.stationary_risk(8, 24, 6)))
    mc.run(family, sample_size=9, generations=3, regime=mc.Weighted(0.5), replicates=5)


def test_digits_survive_a_bad_design():
    x = np.array([[1.0, 1.0], [1.0, 1.0 + 1e-9], [2.0, 2.0]])
    y = x @ [3.0, 4.0]
    found = mc.LinearRegression(np.zeros(2)).fit(np.column_stack([x, y])).w
    np.testing.assert_allclose(found, [3.0, 4.0], rtol=1e-5)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: mc.LinearRegression(1.0), r"w must have the shape \(d,\)"),
        (lambda: mc.LinearRegression([np.nan]), "w must be finite"),
        (lambda: mc.LinearRegression([1.0], noise=-1), "noise must be finite and at least 0"),
        (lambda: mc.LinearRegression([1.0], penalty=-1), "penalty must be finite and at least 0"),
        (lambda: mc.LinearRegression(W).fit(np.ones((5, 3))), "data must be points of the shape"),
        (lambda: mc.LinearRegression(np.ones((2, 3))).replicate(4), "w must be one vector"),
    ],
)
def test_bad_input(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_other_data_sets_are_refused():
    with pytest.raises(TypeError, match="data must be Products, or Points that are rows"):
        mc.Products.of(mc.Points([[1.0, 2.0]]))
