"""The journal's three sources of error: two kinds of functional error, each without the other."""

from __future__ import annotations

import sympy as sp

from ..claim import symbolic
from ..comparison import SymbolicCheck
from ..refit import n, recurrence
from .causes import normal, over_x, s, x


@symbolic("three-sources")
def expressivity_and_approximation() -> SymbolicCheck:
    """Fourth moment that the best normal law adds to two bumps; variance after n short steps.

    The first has a perfect fit to infinitely many points and a family that is too small. The
    second has a family that contains the law, and a fit that stops after n steps of gradient
    descent on (v - target)^2/2 with the rate eta.
    """
    a, v = sp.symbols("a v", positive=True)
    bumps = (normal(-a, s**2) + normal(a, s**2)) / 2
    mean_log_density = -sp.log(v) / 2 - over_x(x**2 * bumps) / (2 * v)
    [best] = sp.solve(sp.diff(mean_log_density, v), v)
    too_small = over_x(x**4 * normal(0, best)) - over_x(x**4 * bumps)
    eta, start, target = sp.symbols("eta v_0 sigma^2", positive=True)
    step = v - eta * sp.diff((v - target) ** 2 / 2, v)
    slope = sp.diff(step, v)
    stopped = recurrence(slope, step.subs(v, 0), start)
    return SymbolicCheck([2 * a**4, target + (1 - eta) ** n * (start - target)],
                         [too_small, stopped])  # fmt: skip
