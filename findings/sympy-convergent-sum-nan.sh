#!/bin/sh
# SymPy 1.14.0: the sum of a convergent series of rational terms comes out as `nan`, with no error
# and no warning, while SymPy itself says that it converges and gives its value as a float.
#
# The sum of 1/(i(2i - 1)) over i = 1, 2, ... is 2 ln 2 = 1.386..., and that of 1/(i(2i + 1)) is
# 2 - 2 ln 2 = 0.613... Both come out as `nan`. A program that goes on with them goes on with
# `nan`; one that asks whether a difference simplifies to zero is told that it does not.
# Expected: the closed form, which 1/(i(3i - 1)) gets, or the sum left as it is (`Sum`).
#
# Output seen:
#   1.14.0
#   1/(i*(2*i - 1)) summation: nan convergent: True value: 1.38629436
#   1/(i*(2*i + 1)) summation: nan convergent: True value: 0.61370564
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet sympy==1.14.0 mpmath==1.3.0
"$folder/venv/bin/python" - <<'PYTHON'
import math

import sympy as sp

i = sp.Symbol("i", integer=True, positive=True)
print(sp.__version__)
for term, true in (
    (1 / (i * (2 * i - 1)), 2 * math.log(2)),
    (1 / (i * (2 * i + 1)), 2 - 2 * math.log(2)),
):
    symbolic = sp.summation(term, (i, 1, sp.oo))
    series = sp.Sum(term, (i, 1, sp.oo))
    value = float(series.evalf())
    print(term, "summation:", symbolic, "convergent:", series.is_convergent(), f"value: {value:.8f}")
    assert abs(value - true) < 1e-9, "the series is another one"
    assert series.is_convergent(), "SymPy no longer says that it converges"
    assert symbolic is sp.nan, "the sum has a value now: the finding is out of date"
PYTHON
