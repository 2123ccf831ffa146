"""What the proof exercises on what to do and on what is disputed say, tried on numbers."""

from itertools import product

import numpy as np

from tests.unit.proofs.tried import Tried, near, statement


@statement("ex-do-oldest")
def oldest() -> Tried:
    def lost(left: list[float], M: int) -> float:
        """The part lost in a round: of pairs of points, by their ages, that have not met."""
        oldest, store = len(left), sum(left)
        same = np.diag([1 / (M * share) for share in left])  # two draws of one age, one point
        first = np.array(left) / store
        step = np.zeros((oldest,) * 4)
        for a, b in product(range(oldest), repeat=2):
            if a and b:
                step[a, b, a - 1, b - 1] = 1
            elif a or b:
                step[a, b, :, max(a, b) - 1] = first * (1 - same[:, max(a, b) - 1])
            else:
                step[a, b] = np.outer(first, first) * (1 - same)
        return 1 - max(abs(np.linalg.eigvals(step.reshape(oldest**2, -1))))

    def clock(left: list[float], M: int) -> float:
        store, age = sum(left), sum(a * share for a, share in enumerate(left, 1)) / sum(left)
        return (2 * age - 1) / (M * store * age**2)

    window, M, rho = [1.0] * 4, 10**4, 0.75
    others = [[1, 1, 1, 0.5, 0.5], [1, 0.5, *[0.25] * 10], [1, *[0.6] * 5], [1, 0.9, 0.9, 0.8, 0.4]]
    random = [rho**a for a in range(60)]
    return Tried(
        [near(M * lost(left, M), M * clock(left, M), 1e-3) for left in (window, *others)]
        + [near(sum(left), 4) and clock(left, M) < clock(window, M) for left in others]
        + [near(clock(window, M), 4 / (M * 25)), near(clock([1.0], 7), 1 / 7)]
        + [near(clock(random, M), (1 - rho) ** 2 * (1 + rho) / M, 1e-4)],
        [near(M * lost(left, M), 1 / sum(left) ** 2, 1e-2) for left in (window, *others)]
        + [clock(random, M) > clock(window, M)],
    )


@statement("ex-dsp-ceiling")
def ceiling() -> Tried:
    """Three points: S is exponential, and a run's logarithm walks until it passes a bar."""
    step = 0.02
    depth = (np.arange(1500) + 0.5) * step  # below the bar, which is at 0
    move = depth[:, None] - depth[None, :]
    walk = np.exp(move - np.exp(move)) * step  # the density of log S
    passes = np.linalg.solve(np.eye(len(depth)) - walk, np.exp(-np.exp(depth)))
    places = np.searchsorted(depth, np.log([1.5, 10, 100, 1e4, 1e6]))
    bars = np.exp(depth)
    share = (bars * passes)[places]
    moments = {a: 1 + float(np.sum(a * bars**a * passes) * step) for a in (0.25, 0.5, 0.9)}
    return Tried(
        [bool(np.all(passes <= 1 / bars)), near(share[2], share[4], 1e-3), 0.5 < share[4] < 1]
        + [mean < 1 / (1 - a) for a, mean in moments.items()],
        [bool(np.all(passes <= 0.5 / bars)), bool(share[4] < 0.9 * share[2])]
        + [mean < 0.6 / (1 - a) for a, mean in moments.items()],
    )
