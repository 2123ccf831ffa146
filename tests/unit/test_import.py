"""The package starts light and says what it has."""

import subprocess
import sys

import pytest

import modelcollapse as mc

HEAVY = ["torch", "transformers", "sklearn", "sympy", "matplotlib", "ipywidgets", "joblib"]


def test_importing_the_package_imports_none_of_the_heavy_libraries():
    code = (
        "import sys, modelcollapse as mc; mc.run(mc.Gaussian(), replicates=10, generations=3); "
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_is_there_and_documented():
    for name in mc.__all__:
        assert getattr(mc, name).__doc__, name
    assert set(mc.__all__) <= set(dir(mc))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = mc.nothing
