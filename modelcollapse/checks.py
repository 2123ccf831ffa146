"""What every public function asks of its arguments, said once."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence

import numpy as np

Schedule = int | Sequence[int] | Callable[[int], int]
Weight = float | Sequence[float] | Callable[[int], float]


def integer(name: str, value: object, minimum: int) -> int:
    """The value as an int, or an error that names the argument."""
    if isinstance(value, (bool, np.bool_)) or not hasattr(value, "__index__"):
        raise TypeError(f"{name} must be an integer, got {value!r} ({type(value).__name__})")
    number = operator.index(value)
    if number < minimum:
        raise ValueError(f"{name} must be at least {minimum}, got {number}")
    return number


def real(name: str, value: object, low: float = -np.inf, high: float = np.inf) -> float:
    """The value as a finite float within [low, high], or an error that names the argument."""
    if isinstance(value, (bool, np.bool_, str)) or not hasattr(value, "__float__"):
        raise TypeError(f"{name} must be a number, got {value!r} ({type(value).__name__})")
    number = float(value)
    if not (np.isfinite(number) and low <= number <= high):
        limits = "be finite" if np.isinf(low) else f"lie between {low:g} and {high:g}"
        raise ValueError(f"{name} must {limits}, got {number}")
    return number


def per_generation(name: str, value: object, generations: int) -> list[object]:
    """One entry a generation from a number, a sequence or a function of i = 0, 1, …"""
    if callable(value):
        return [value(i) for i in range(generations)]
    if isinstance(value, (Sequence, np.ndarray)) and not isinstance(value, (str, bytes)):
        if len(value) != generations:
            raise ValueError(
                f"{name} must have one entry for each of the {generations} generations, "
                f"got {len(value)} entries"
            )
        return list(value)
    return [value] * generations


def sample_sizes(value: object, generations: int, minimum: int) -> list[int]:
    """The sizes M_0 … M_(generations-1) that an int, a sequence or a function of i gives."""
    if isinstance(value, (str, bytes, bool)):
        raise TypeError(
            "sample_size must be an integer, a sequence of integers or a function of i, "
            f"got {value!r} ({type(value).__name__})"
        )
    sizes = per_generation("sample_size", value, generations)
    plain = not callable(value) and not isinstance(value, (Sequence, np.ndarray))
    if plain:  # checked even where no generation would use it
        integer("sample_size", value, minimum)
    return [
        integer("sample_size" if plain else f"sample_size[{i}]", size, minimum)
        for i, size in enumerate(sizes)
    ]


def array(name: str, value: object, *, minimum: float = -np.inf) -> np.ndarray:
    """The value as a float array, finite and at least `minimum`."""
    if isinstance(value, (bool, str, bytes)):
        raise TypeError(
            f"{name} must be a number or an array, got {value!r} ({type(value).__name__})"
        )
    try:
        numbers = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise TypeError(
            f"{name} must be a number or an array, got {value!r} ({type(value).__name__})"
        ) from None
    if numbers.size:
        low, high = numbers.min(), numbers.max()  # NaN if any entry is
        if not (low >= minimum and low > -np.inf and high < np.inf):
            limits = "finite" if np.isinf(minimum) else f"finite and at least {minimum:g}"
            bad = high if low >= minimum and np.isfinite(low) else low
            raise ValueError(f"{name} must be {limits}, got {bad}")
    return numbers


def generator(rng: object) -> np.random.Generator:
    """A NumPy generator from an int seed or a generator."""
    if isinstance(rng, np.random.Generator):
        return rng
    # the fastest of NumPy's bit generators: drawing is most of what a run costs
    return np.random.Generator(np.random.SFC64(integer("rng", rng, 0)))
