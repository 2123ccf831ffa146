"""What the proof exercises on advice, on the web and on what is disputed say, tried on numbers."""

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


@statement("ex-next-often")
def often() -> Tried:
    def price(shares: np.ndarray, M: float = np.inf) -> list[float]:
        path = [1.0]
        for real in shares:
            path.append((1 - real) ** 2 * path[-1] * (1 - 1 / M) + 1)
        return path

    rng, true, false, n = np.random.default_rng(9), [], [], 3000
    rare = np.zeros(n)
    rare[99::100] = 1
    for real in (rare, rng.random(n) * (rng.random(n) < 0.1), np.full(n, 0.02), rare * 0.3):
        worst, many = max(price(real)), price(real)
        sums = np.convolve(real, np.ones(200), "valid")
        true += [worst <= 200 / -np.expm1(-2 * sums.min()), sums.min() > 0]
        ell = int(np.ceil(2 * worst))
        windows = np.convolve(real, np.ones(ell), "valid")
        true += [windows.min() >= 1 - np.sqrt(0.5) - 1e-12]
        true += [all(a <= b for a, b in zip(price(real, 50), many, strict=True))]
        true += [near(price(real, 1e12)[40], many[40], 1e-6)]
        false += [windows.min() >= ell / 2]
    slow = 1 / np.log(np.arange(3, 10**6))
    ends = [price(slow)[k] for k in (10, 10**3, 10**5)]
    true += [max(price(rare)) == 100, ends == sorted(ends), ends[-1] > 1.5 * ends[1]]
    return Tried(true, [*false, max(price(rare)) < 99, ends[-1] < 1.2 * ends[1]])
