"""What every public function asks of its arguments, said once."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Schedule = int | Sequence[int] | Callable[[int], int]
Weight = float | Sequence[float] | Callable[[int], float]
LARGEST = 2**63 - 1  # NumPy's generators count to here
LONGEST = 80  # characters of a value in a message


def told(value: object) -> str:
    """A value in a message: short, whatever it is."""
    shape = getattr(value, "shape", None)
    if shape is not None and shape != ():  # never a whole matrix
        return f"{type(value).__name__} of shape {tuple(shape)}"
    try:
        text = f"an integer of {value.bit_length()} bits" if big(value) else repr(value)  # type: ignore[attr-defined]
    except Exception:  # a broken __repr__ must not hide the message
        return f"a {type(value).__name__}"
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def big(value: object) -> bool:
    """Whether this is a whole number that Python would rather not write out."""
    return isinstance(value, int) and value.bit_length() > 1000


def kind(value: object) -> str:
    """A value and its type in a message."""
    return f"{told(value)} ({type(value).__name__})"


def axes(value: Any) -> int:
    """The number of axes of a value, 0 for what is no array; 1 for a ragged list."""
    try:
        return np.ndim(value)
    except Exception:  # of a ragged list, or an object that cannot be an array
        return 1 if isinstance(value, (Sequence, np.ndarray)) else 0


def index(value: Any) -> int | None:
    """The whole number that a value is, None where it is none."""
    if isinstance(value, (bool, np.bool_, type)) or axes(value):
        return None
    try:
        return operator.index(value)
    except Exception:  # no number, or a 0-d array or tensor of floats
        return None


def integer(name: str, value: object, minimum: int, maximum: int = LARGEST) -> int:
    """The value as an int, or an error that names the argument."""
    number = index(value)
    if number is None:
        raise TypeError(f"{name} must be an integer, got {kind(value)}")
    if number < minimum:
        raise ValueError(f"{name} must be at least {minimum}, got {told(number)}")
    if number > maximum:
        raise ValueError(f"{name} must be at most {maximum}, got {told(number)}")
    return number


def real(name: str, value: object, low: float = -np.inf, high: float = np.inf) -> float:
    """The value as a finite float within [low, high], or an error that names the argument."""
    wrong = (bool, np.bool_, str, bytes, complex, np.complexfloating, type(np.ma.masked))
    unlike = isinstance(value, (*wrong, type)) or not hasattr(value, "__float__")
    if unlike or axes(value) or np.ma.is_masked(value):
        raise TypeError(f"{name} must be a number, got {kind(value)}")
    try:
        number = float(value)  # type: ignore[arg-type]
    except OverflowError:
        raise ValueError(f"{name} must be a finite number, got {told(value)}") from None
    except Exception:
        raise TypeError(f"{name} must be a number, got {kind(value)}") from None
    if not (np.isfinite(number) and low <= number <= high):
        limits = f"lie between {low:g} and {high:g}"
        if np.isinf(high):
            limits = "be finite" if np.isinf(low) else f"be finite and at least {low:g}"
        raise ValueError(f"{name} must {limits}, got {number}")
    return number


def positive(name: str, value: object) -> float:
    """The value as a finite float above 0."""
    number = real(name, value)
    if number <= 0:
        raise ValueError(f"{name} must be greater than 0, got {told(value)}")
    return number


def one_of(name: str, value: object, allowed: Sequence[Any]) -> Any:
    """The value, if it is one of those that are allowed."""
    if not any(value is each or (isinstance(value, str) and value == each) for each in allowed):
        raise ValueError(f"{name} must be one of {tuple(allowed)}, got {told(value)}")
    return value


def per_generation(name: str, value: object, generations: int) -> list[object]:
    """One entry a generation from a number, a sequence or a function of i = 0, 1, …"""
    if isinstance(value, type):
        raise TypeError(
            f"{name} must be a number, a sequence or a function of i, got {told(value)}"
        )
    if callable(value):
        return [at(name, value, i) for i in range(generations)]
    if (isinstance(value, Sequence) or axes(value)) and not isinstance(value, (str, bytes)):
        entries = list(plain(name, value))
        if len(entries) != generations:
            raise ValueError(
                f"{name} must have one entry for each of the {generations} generations, "
                f"got {len(entries)} entries"
            )
        return entries
    return [value] * generations


def at(name: str, function: Callable[[int], Any], i: int) -> Any:
    """A schedule's value for generation i, or an error that names the schedule."""
    try:
        return function(i)
    except Exception as error:
        raise ValueError(
            f"{name} must be a function of i = 0, 1, …, which failed at i = {i}: {told(error)}"
        ) from error


def sample_sizes(
    value: object, generations: int, minimum: int, name: str = "sample_size"
) -> list[int]:
    """The sizes M_0 … M_(generations-1) that an int, a sequence or a function of i gives."""
    several = callable(value) or isinstance(value, Sequence) or axes(value)
    if isinstance(value, (str, bytes, bool, type)) or not (several or index(value) is not None):
        if hasattr(value, "__float__"):
            raise TypeError(f"{name} must be an integer, got {kind(value)}")
        raise TypeError(
            f"{name} must be an integer, a sequence of integers or a function of i, "
            f"got {kind(value)}"
        )
    sizes = per_generation(name, value, generations)
    if not several:  # checked even where no generation would use it
        integer(name, value, minimum)
    return [
        integer(f"{name}[{i}]" if several else name, size, minimum) for i, size in enumerate(sizes)
    ]


def plain(name: str, value: Any) -> Any:
    """What NumPy can read: a tensor of PyTorch becomes an array, masked entries are refused."""
    if isinstance(value, np.ma.MaskedArray):
        if np.ma.is_masked(value):
            raise ValueError(
                f"{name} must have no masked entries, got {np.ma.count_masked(value)} of them; "
                "drop them first, with .compressed() or .dropna()"
            )
        return value.data
    if hasattr(value, "detach"):
        return value.detach().cpu().numpy()
    return value


def array(name: str, value: Any, *, minimum: float = -np.inf) -> np.ndarray:
    """The value as a float array, finite and at least `minimum`.

    Lists, arrays of NumPy, Series and DataFrames of pandas and tensors of PyTorch will do.
    """
    wanted = f"{name} must be a number or an array, got {{}}"
    if value is None or isinstance(value, (bool, str, bytes, type)) or callable(value):
        raise TypeError(wanted.format(kind(value)))
    try:
        given = np.asarray(plain(name, value))
        if given.dtype.kind in "cUSMm":
            raise TypeError
        numbers = given.astype(float, copy=False)
    except OverflowError:
        raise ValueError(f"{name} must be finite, got {told(value)}") from None
    except Exception as error:
        if "masked entries" in str(error):
            raise
        raise TypeError(wanted.format(kind(value))) from None
    if numbers.size:
        low, high = numbers.min(), numbers.max()  # NaN if any entry is
        if not (low >= minimum and low > -np.inf and high < np.inf):
            limits = "finite" if np.isinf(minimum) else f"finite and at least {minimum:g}"
            bad = high if low >= minimum and np.isfinite(low) else low
            raise ValueError(f"{name} must be {limits}, got {bad}")
    return numbers


def precision(value: Any) -> float:
    """The rounding of the numbers as they were given: 1e-7 for single precision, 2e-16 else."""
    given = getattr(value, "dtype", None)
    single = str(given).endswith(("float32", "float16")) and not str(given).startswith("complex")
    return float(np.finfo(np.float32).eps if single else np.finfo(float).eps)


def law(name: str, value: Any) -> np.ndarray:
    """Probabilities along the last axis: not negative, with sum 1 up to the input's rounding."""
    p = array(name, value, minimum=0)
    if not p.ndim or not p.shape[-1]:
        raise ValueError(f"{name} must hold at least one probability, got {told(value)}")
    total = p.sum(axis=-1, keepdims=True)
    allowed = max(1e-9, precision(value) * p.shape[-1])
    if (abs(total - 1) > allowed).any():
        wrong = total.flat[np.argmax(abs(total - 1))]
        raise ValueError(f"{name} must sum to 1, got a sum of {wrong:.12g}")
    return p / total


def covariance(name: str, value: Any) -> np.ndarray:
    """Covariances (..., N, N): symmetric and positive semidefinite, up to the input's rounding."""
    cov = array(name, value)
    if cov.ndim < 2 or cov.shape[-1] != cov.shape[-2] or not cov.size:
        raise ValueError(f"{name} must have the shape (N, N), got {cov.shape}")
    size = abs(cov).max(axis=(-2, -1))
    allowed = size * max(1e-8, 10 * precision(value))
    gap = abs(cov - cov.swapaxes(-1, -2)).max(axis=(-2, -1))
    if (gap > allowed).any():
        raise ValueError(
            f"{name} must be symmetric, got entries that differ by {np.max(gap):.3g} from those "
            "across the diagonal"
        )
    cov = (cov + cov.swapaxes(-1, -2)) / 2
    lowest = np.linalg.eigvalsh(cov)[..., 0]
    if (lowest < -size * max(1e-12, precision(value) * cov.shape[-1])).any():
        raise ValueError(
            f"{name} must be positive semidefinite, got an eigenvalue of {np.min(lowest):.3g}"
        )
    if (lowest < -1e-12 * size).any():  # right in single precision: make it so in double
        values, vectors = np.linalg.eigh(cov)
        cov = (vectors * np.maximum(values, 0)[..., None, :]) @ vectors.swapaxes(-1, -2)
    return cov


def data_size(size: Any) -> Any:
    """The number of points to draw, an int or array (replicates,): not negative, and whole."""
    if isinstance(size, np.ndarray) and size.dtype.kind in "iu" and size.ndim == 1 and size.size:
        if size.min() < 0:
            raise ValueError(f"size must be at least 0, got {size.min()}")
        return size
    if axes(size):
        raise TypeError(
            "size must be an integer, or an array of them with one entry for each replicate, "
            f"got {kind(size)}"
        )
    return integer("size", size, 0)


def generator(rng: object) -> np.random.Generator:
    """A NumPy generator from an int seed, a SeedSequence or a generator."""
    if isinstance(rng, np.random.Generator):
        return rng
    if not isinstance(rng, np.random.SeedSequence):
        seed = index(rng)
        if seed is None:
            raise TypeError(
                "rng must be an integer seed, a numpy.random.Generator or a SeedSequence, "
                f"got {kind(rng)}"
            )
        if seed < 0:
            raise ValueError(f"rng must be at least 0, got {told(seed)}")
        rng = seed
    # the fastest of NumPy's bit generators: drawing is most of what a run costs
    return np.random.Generator(np.random.SFC64(rng))


def seed_told(rng: object) -> int | str:
    """A seed as a netCDF file can keep it."""
    number = index(rng)
    if number is not None:
        return number if number <= LARGEST else str(number)
    if isinstance(rng, np.random.SeedSequence):
        return told(rng)
    return "a generator's state"
