"""What a run is made of, as plain lists and strings that are the same in every process."""

from __future__ import annotations

import hashlib
import json
import pickle
import platform
from collections.abc import Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Any

import numpy as np

from .validation import kind

LIBRARIES = ("numpy", "scipy", "scikit-learn", "torch", "transformers")
ROOM = __name__.partition(".")[0] + "."


def content(value: Any, generations: int) -> Any:
    """A value as plain lists and strings that are the same on every machine and in every run.

    A schedule, a function of i, is its values at i = 0 … generations - 1 where a regime says so;
    any other function is its code. 10 and 10.0 are the same. Raises TypeError for a value that
    can be neither taken apart nor pickled.
    """
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, (int, float, np.number)) and not isinstance(value, np.complexfloating):
        return float(value).hex()
    if hasattr(value, "detach"):  # a tensor of PyTorch
        value = value.detach().cpu().numpy()
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        digits = hashlib.sha256(np.asarray(value, dtype=float).tobytes()).hexdigest()
        return [list(value.shape), digits]
    if isinstance(value, Mapping):
        return {str(k): content(v, generations) for k, v in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        return [content(v, generations) for v in value]
    if isinstance(value, Set):
        return sorted(json.dumps(content(v, generations)) for v in value)
    if callable(getattr(value, "settled", None)):  # a regime whose settings may be functions of i
        return [type(value).__qualname__, content(value.settled(generations), generations)]
    if isinstance(value, (FunctionType, MethodType, type, ModuleType)):
        return code(value)
    return [type(value).__qualname__, content(settings(value), generations)]


def settings(value: Any) -> Any:
    """What an object holds: its fields, whatever else was put into it, or its pickle."""
    held = dict(getattr(value, "__dict__", {}))
    if is_dataclass(value):
        # a setting that came later and has its default value names what it named before
        named = {
            f.name: getattr(value, f.name)
            for f in fields(value)
            if not (f.metadata.get("later") and getattr(value, f.name) == f.default)
        }
        if type(value).__module__.startswith(ROOM):
            return named  # what else it holds was computed from these
        return named | held
    if held:
        return held
    try:
        return hashlib.sha256(pickle.dumps(value)).hexdigest()
    except Exception as error:
        raise TypeError(f"a stored run cannot hold {kind(value)}: {error}") from error


def digest(value: Any) -> bytes:
    """The hash of what `content` returns."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).digest()


def code(value: Any, seen: set[int] | None = None) -> Any:
    """What a function or class of the user's does: its compiled code, and that of what it calls.

    Code of the package and of installed libraries is known by its version and not listed.
    """
    seen = set() if seen is None else seen
    if isinstance(value, MethodType):
        return [code(value.__func__, seen), settings(value.__self__)]
    if isinstance(value, ModuleType):
        return value.__name__
    if id(value) in seen or installed(value):
        return f"{value.__module__}.{value.__qualname__}"
    seen.add(id(value))
    if isinstance(value, type):
        parts = {name: member(part, seen) for name, part in vars(value).items()}
        kept = {name: part for name, part in parts.items() if part is not None}
        return [[code(base, seen) for base in value.__bases__], kept]
    names = value.__code__.co_names
    used = {n: member(value.__globals__[n], seen) for n in names if n in value.__globals__}
    cells = [member(cell.cell_contents, seen) for cell in value.__closure__ or ()]
    defaults = [repr(value.__defaults__), repr(value.__kwdefaults__)]
    return [compiled(value.__code__), used, cells, defaults]


def member(part: Any, seen: set[int]) -> Any:
    """What code says of something that it uses; None for what does not count."""
    part = getattr(part, "fget", None) or getattr(part, "__func__", None) or part
    if isinstance(part, (FunctionType, type)):
        return code(part, seen)
    if isinstance(part, (int, float, str, bool, tuple, np.ndarray)):
        return repr(content(part, 0)) if not isinstance(part, tuple) else repr(part)
    return None


def installed(value: Any) -> bool:
    """Whether this is code of the package, of a library or of Python itself."""
    if str(value.__module__).startswith(ROOM) or value.__module__ == "builtins":
        return True
    module = __import__("sys").modules.get(value.__module__)
    file = getattr(module, "__file__", None)
    return file is not None and bool({"site-packages", "dist-packages"} & set(Path(file).parts))


def compiled(program: CodeType) -> Any:
    """A function's compiled code, without line numbers."""
    constants = [compiled(c) if isinstance(c, CodeType) else repr(c) for c in program.co_consts]
    return [program.co_code.hex(), list(program.co_names), constants]


@cache
def code_hash(*rooms: str) -> str:
    """A hash of the package's code that makes a trace, so that old results are not taken as new.

    rooms: folders of the package that count as well.
    """
    root = Path(__file__).parent
    sources = list(root.glob("*.py"))
    for room in ("families", "datasets", *rooms):
        sources += (root / room).glob("*.py")
    total = hashlib.sha256()
    for source in sorted(sources):
        total.update(source.name.encode() + source.read_bytes())
    return total.hexdigest()[:16]


@cache
def versions() -> dict[str, str]:
    """The versions of Python and of the libraries that make numbers."""
    found = {"python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
