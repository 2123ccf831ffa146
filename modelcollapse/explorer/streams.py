"""Random numbers of a live run, as `streams.js` and `counts.js` draw them, line by line.

A stream for each generation of each run of each seed: xoroshiro64** (Blackman and Vigna 2021),
begun at a hash of the three. What is drawn is the same number in both languages to rounding:
`log`, `log1p`, `exp` and powers may differ in their last bits.
"""

from __future__ import annotations

from math import exp, floor, log, log1p, sqrt

MASK = 0xFFFFFFFF
SMALL = 10  # below this mean a binomial number by inversion, from it on by rejection


def mix(x: int) -> int:
    """A hash of 32 bits: Wellons' constants in the last step of Murmur."""
    x &= MASK
    x = (x ^ (x >> 16)) * 0x21F0AAAD & MASK
    x = (x ^ (x >> 15)) * 0xD35A2D97 & MASK
    return x ^ (x >> 15)


def turn(x: int, k: int) -> int:
    """The bits of x, k places on."""
    return (x << k | x >> (32 - k)) & MASK


class Stream:
    """The random numbers of one generation of a run."""

    def __init__(self, seed: int, run: int, generation: int) -> None:
        first, second = (
            mix(mix(mix(start + seed) + run) + generation) for start in (0x9E3779B9, 0x7F4A7C15)
        )
        self.state = (first, second or int(not first))
        self.other = 0.0  # the second of a pair of normal numbers

    def uniform(self) -> float:
        """Between 0 and 1, never at the ends: the middle of one of 2^32 equal parts."""
        a, b = self.state
        b ^= a
        self.state = (turn(a, 26) ^ b ^ (b << 9 & MASK), turn(b, 13))
        return ((turn(a * 0x9E3779BB & MASK, 5) * 5 & MASK) + 0.5) / 4294967296

    def normal(self) -> float:
        """A standard normal number by the polar method (Marsaglia and Bray 1964)."""
        square = 1.0
        while square >= 1:
            u = 2 * self.uniform() - 1
            v = 2 * self.uniform() - 1
            square = u * u + v * v
        stretch = sqrt(-2 * log(square) / square)
        self.other = v * stretch
        return u * stretch

    def gamma(self, shape: float, x: float) -> float:
        """Gamma with this shape and scale 1 (Marsaglia and Tsang 2000); x is normal."""
        if shape < 1:
            larger = self.gamma(shape + 1, x)
            return float(larger * self.uniform() ** (1 / shape))
        d = shape - 1 / 3
        c = 1 / sqrt(9 * d)
        while True:
            v = 1 + c * x
            if v > 0:
                v = v * v * v
                u, square = self.uniform(), x * x
                if u < 1 - 0.0331 * square * square:
                    return d * v
                if log(u) < 0.5 * square + d * (1 - v + log(v)):
                    return d * v
            x = self.normal()

    def binomial(self, n: int, p: float) -> int:
        """How many of n points have what each has with probability p."""
        if n == 0 or p <= 0:
            return 0
        if p >= 1:
            return n
        if p > 0.5:
            return n - self.binomial(n, 1 - p)
        return self._inverted(n, p) if n * p < SMALL else self._rejected(n, p)

    def _inverted(self, n: int, p: float) -> int:
        """By inversion (Kachitvichyanukul and Schmeiser 1988)."""
        odds, none = p / (1 - p), exp(n * log1p(-p))
        while True:
            left, chance, k = self.uniform(), none, 0
            while left > chance and k <= n:
                left -= chance
                k += 1
                chance *= odds * (n - k + 1) / k
            if k <= n:
                return k

    def _rejected(self, n: int, p: float) -> int:
        """By transformed rejection (Hörmann's BTRS, 1993)."""
        spread = sqrt(n * p * (1 - p))
        b = 1.15 + 2.53 * spread
        a = -0.0873 + 0.0248 * b + 0.01 * p
        centre, sure, alpha = n * p + 0.5, 0.92 - 4.2 / b, (2.83 + 5.1 / b) * spread
        odds, mode = log(p / (1 - p)), floor((n + 1) * p)
        height = log_factorial(mode) + log_factorial(n - mode)
        while True:
            u, v = self.uniform() - 0.5, self.uniform()
            edge = 0.5 - abs(u)
            k = floor((2 * a / edge + b) * u + centre)
            if edge >= 0.07 and v <= sure:
                return k
            if k < 0 or k > n:
                continue
            w = log(v * alpha / (a / (edge * edge) + b))
            if w <= height - log_factorial(k) - log_factorial(n - k) + (k - mode) * odds:
                return k


def log_factorial(k: int) -> float:
    """log k! by Stirling's series, for small k by the product."""
    if k < 10:
        product = 1
        for i in range(2, k + 1):
            product *= i
        return log(product)
    z = k + 1
    square = z * z
    rest = (1 / 12 - (1 / 360 - 1 / (1260 * square)) / square) / z
    return (z - 0.5) * log(z) - z + 0.9189385332046727 + rest
