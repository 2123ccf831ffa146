"""An experiment that is killed at any moment ends as if nothing had happened."""

import random

import pytest

from modelcollapse.experiments import EXPERIMENTS
from tools.kill import survives

KILLS = 3  # `python -m tools.kill NAME --times 10` does it as often as asked


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_the_same_command_goes_on_to_the_same_result(name, tmp_path):
    random.seed(name)
    equal, moments = survives(name, KILLS, tmp_path, data="digits" if name == "vae" else None)
    assert len(moments) == KILLS
    assert equal, f"killed after {moments} seconds"
