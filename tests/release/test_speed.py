"""How long the theory and the import take, in seconds of the processor: other work does no harm."""

import math
import os
import subprocess
import sys
import time

import numpy as np
import pytest
import sympy as sp

from modelcollapse.theory import pooling
from modelcollapse.theory.discrete import absorption_times, survivors, transition_matrix
from modelcollapse.theory.gaussian import expected_sigma, model_variance
from modelcollapse.theory.risk import expected_risk, risk_variance

FIGURE_6 = (lambda i: sp.Rational(1, i + 2), lambda i: sp.Rational(i + 1, i + 2), 0)


def test_importing_and_running_takes_little():
    def spent():
        return os.times().children_user + os.times().children_system

    before = spent()
    code = "import modelcollapse as mc; mc.run(mc.Gaussian(), replicates=10, generations=3)"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert spent() - before < 5  # under one on an idle machine


def test_sixty_points_in_a_second():
    start = time.process_time()
    absorption_times(60)
    transition_matrix(60)
    assert time.process_time() - start < 3  # a tenth of it on an idle machine


def test_survivors_of_a_large_law():
    start = time.process_time()
    law = 1 / np.arange(1, 1001) / np.sum(1 / np.arange(1, 1001))
    for fits in (0, 1, 5, 50):
        survivors(law, 1000, fits)
    assert time.process_time() - start < 6  # two seconds on an idle machine


@pytest.mark.parametrize(
    "sizes", [[10**7] * 1000, [10**7 - i for i in range(1000)], [2 + i for i in range(1000)]]
)
@pytest.mark.parametrize("formula", [model_variance, expected_sigma, expected_risk, risk_variance])
def test_a_thousand_fits_in_a_second(formula, sizes):
    start = time.process_time()
    assert np.isfinite(float(formula(sizes)))
    assert time.process_time() - start < 3  # a second on an idle machine


@pytest.mark.parametrize("ddof", [0, 1])
@pytest.mark.parametrize(
    "form",
    [
        lambda d: pooling.accumulate_sigma2(10**7, 1000, ddof=d),
        lambda d: pooling.subsample_sigma2(10**7 - 1, 1000, ddof=d),
        lambda d: pooling.subsample_jitter(10**7, 1000, ddof=d),
        lambda d: pooling.mixing_mean_variance(10**7, 1000, 0.7, 0.25, 0.05, ddof=d),
        lambda d: pooling.mixing_mean_variance(10**7, 1000, *FIGURE_6, ddof=d),
        lambda d: pooling.fresh_mean_variance(10**7, 0.05, ddof=d),
        lambda d: pooling.kept_mean_variance(10**7, 10**6, ddof=d),
        lambda d: pooling.accumulate_limit(10**7, ddof=d),
        lambda d: pooling.subsample_limit(10**7, ddof=0),
    ],
)
def test_a_thousand_pooled_fits_in_a_second(form, ddof):
    start = time.process_time()
    assert math.isfinite(float(form(ddof)))
    assert time.process_time() - start < 4  # a second on an idle machine
