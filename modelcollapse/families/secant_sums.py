r"""Sums of hyperbolic secant variables, drawn exactly, and many as fast as one.

The sum of R of them, tilted by $\vartheta$, has a density proportional to
$e^{\vartheta s}|\Gamma(\frac{R+is}2)|^2$, which is log-concave for every real R from 1 on: the
logarithm's second derivative is minus half the real part of $\psi'$ at $\frac{R+is}2$, a cosine
transform of $te^{-Rt/2}/(1-e^{-t})$, positive definite from R = 1 on. So it lies below its
tangents, and is drawn by rejection from three of them: of ten tries about nine succeed.
"""

from __future__ import annotations

import numpy as np

NEAR, STEPS = 100.0, 8  # below this |z|^2 Stirling's series is used eight steps further on
APART = np.sqrt(2.0)  # standard deviations from the mean to a tangent: the best for a normal law

LARGEST = 1e150  # mean of a sum


class Density:
    r"""The logarithm of the density up to a constant, and its slope.

    R: shapes; slope: $\tan\vartheta \ge 0$; arrays (...,). What cancels between $\vartheta s$ and
    the gamma function is left out of both, with $\delta = \frac\pi2 - \vartheta$, so that large
    means lose no digits. The gamma function is Stirling's series, right to 1e-11.
    """

    def __init__(self, R: np.ndarray, slope: np.ndarray) -> None:
        self.R, self.delta = R, np.arctan2(1.0, slope)

    def of(self, chosen: np.ndarray) -> Density:
        """The density of the chosen entries."""
        part = object.__new__(Density)
        part.R, part.delta = self.R[chosen], self.delta[chosen]
        return part

    def log(self, s: np.ndarray) -> np.ndarray:
        """The logarithm of the density at s."""
        a, b, squares = moved(self.R / 2, s / 2)
        w = 1 / (a + 1j * b)
        u = w * w
        series = 2 * (w * (1 / 12 - u * (1 / 360 - u * (1 / 1260 - u / 1680)))).real
        main = (a - 0.5) * np.log(a * a + b * b) + s * np.arctan2(a, b) - 2 * a
        return main + series - np.log(np.prod(squares, axis=0)) - self.delta * s

    def rise(self, s: np.ndarray) -> np.ndarray:
        """Its derivative at s."""
        a, b, squares = moved(self.R / 2, s / 2)
        w = 1 / (a + 1j * b)
        u = w * w
        series = (w / 2 + u * (1 / 12 - u * (1 / 120 - u * (1 / 252 - u / 240)))).imag
        passed = np.where(squares == 1.0, 0.0, b / squares).sum(axis=0)
        return np.arctan2(a, b) + series - passed - self.delta


def moved(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where z = a + ib is near 0, z + 8, and the squares |z + k|^2 on the way; 1 elsewhere."""
    near = a * a + b * b < NEAR
    squares = np.array([np.where(near, (a + k) ** 2 + b * b, 1.0) for k in range(STEPS)])
    return np.where(near, a + STEPS, a), b, squares


def draw(R: np.ndarray, slope: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    r"""Sums of shape R, at least 1, whose mean is R times the slope, $\tan\vartheta$."""
    R, slope = np.broadcast_arrays(np.asarray(R, float), np.asarray(slope, float))
    shape, R, slope = R.shape, R.ravel(), slope.ravel()
    if R.size and not np.max(R * abs(slope)) <= LARGEST:  # their squares would be infinite
        raise ValueError(f"m must leave the sum of the points at most {LARGEST:g}, got more")
    law = Density(R, abs(slope))
    spread = np.sqrt(R) * np.hypot(1, slope)
    at = R * abs(slope) + spread * np.array([[-APART], [0.0], [APART]])
    height, rise = law.log(at), law.rise(at)
    level = height[1].copy()
    height -= level
    with np.errstate(divide="ignore", invalid="ignore"):
        meet = np.diff(rise * at - height, axis=0) / np.diff(rise, axis=0)
    # any place will do, as a tangent lies above the density everywhere; NaN where two are the same
    meet = np.clip(np.where(np.isnan(meet), at[1:], meet), at[:2], at[1:])
    start = np.stack([meet[0], meet[0], meet[1]])  # where each piece begins, and its height there
    top = height + rise * (start - at)
    width = meet[1] - meet[0]
    flat = abs(rise[1] * width) < 1e-9
    steep = np.stack([rise[0], np.where(flat, 1.0, rise[1]), rise[2]])
    grown = np.expm1(np.where(flat, 0.0, rise[1] * width))
    mass = np.stack([1 / rise[0], np.where(flat, width, grown / steep[1]), -1 / rise[2]])
    steps = np.cumsum(mass * np.exp(top), axis=0)
    found, left = np.empty(R.size), np.arange(R.size)
    while left.size:
        u, v = rng.random(left.size) * steps[2, left], 1 - rng.random(left.size)
        piece = (u > steps[0, left]).astype(int) + (u > steps[1, left])
        one = piece, left
        inside = np.log(np.where(piece == 1, 1 + v * grown[left], v)) / steep[one]
        s = start[one] + np.where(flat[left] & (piece == 1), v * width[left], inside)
        under = law.of(left).log(s) - level[left] - top[one] - rise[one] * (s - start[one])
        accepted = -rng.standard_exponential(left.size) < under
        found[left[accepted]] = s[accepted]
        left = left[~accepted]
    return (found * np.where(slope < 0, -1.0, 1.0)).reshape(shape)
