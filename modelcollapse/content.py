"""What a run is made of, as plain lists and strings that are the same in every process."""

from __future__ import annotations

import hashlib
import json
import pickle
import platform
import sys
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
Seen = dict[int, Any]  # what was looked at, kept alive so that its id is no other's
ROOM = __name__.partition(".")[0] + "."


def content(value: Any, generations: int) -> Any:
    """A value as plain lists and strings that are the same on every machine and in every run.

    A schedule, a function of i, is its values at i = 0 … generations - 1 where a regime says so;
    any other function is its name. 10 and 10.0 are the same. Raises TypeError for a value that
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
        return value.__name__  # what it does is `written`
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
        if hasattr(value, "__dict__"):  # an object that holds nothing; its class is `written`
            return {}
        raise TypeError(f"a stored run cannot hold {kind(value)}: {error}") from error


def digest(value: Any) -> bytes:
    """The hash of what `content` returns."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).digest()


def written(value: Any, seen: Seen | None = None) -> list[Any]:
    """The code of all that a user has written and that is somewhere in a value.

    Functions and the classes of objects, wherever they are held: in fields, lists and dicts, by a
    verifier, a metric, or an estimator. Code of the package and of installed libraries is known by
    its version and not listed.
    """
    seen = {} if seen is None else seen
    plain = isinstance(value, (str, bytes, int, float, np.ndarray))
    if value is None or plain or id(value) in seen:
        return []
    seen[id(value)] = value
    if isinstance(value, Mapping):
        return [found for part in value.values() for found in written(part, seen)]
    if isinstance(value, (Sequence, Set)):
        return [found for part in value for found in written(part, seen)]
    if isinstance(value, (FunctionType, type)):
        return [] if installed(value) else [code(value, seen)]
    if isinstance(value, MethodType):
        return [*written(value.__func__, seen), *written(value.__self__, seen)]
    own = [] if installed(type(value)) else [code(type(value), seen)]
    held = [getattr(value, "__dict__", {}), getattr(value, "func", None)]  # of a partial function
    return [*own, *written([*held, getattr(value, "args", None)], seen)]


def code(value: Any, seen: Seen) -> Any:
    """What a function or class of the user's does: its compiled code, and what that uses."""
    seen[id(value)] = value
    if isinstance(value, type):
        parts = {name: used(part, seen) for name, part in vars(value).items()}
        bases = [used(base, seen) for base in value.__bases__]
        return [bases, {name: part for name, part in parts.items() if part is not None}]
    names = sorted(set(named(value.__code__)))
    known = {n: used(value.__globals__[n], seen) for n in names if n in value.__globals__}
    cells = [used(cell.cell_contents, seen) for cell in value.__closure__ or ()]
    defaults = [used(value.__defaults__, seen), used(value.__kwdefaults__, seen)]
    return [compiled(value.__code__, value.__doc__), known, cells, defaults]


def used(part: Any, seen: Seen) -> Any:
    """What code says of something that it uses; None for what does not count."""
    part = getattr(part, "fget", None) or getattr(part, "__func__", None) or part
    if isinstance(part, ModuleType):
        file = getattr(part, "__file__", None)
        return None if installed(part) or not file else Path(file).read_bytes().hex()
    if isinstance(part, (FunctionType, type)):
        return part.__qualname__ if id(part) in seen or installed(part) else code(part, seen)
    if id(part) in seen or (callable(part) and installed(type(part))):
        return None
    try:  # a constant, a table of settings, an object of the user's own
        return [content(part, 0), written(part, seen)]
    except Exception:  # what can be neither taken apart nor pickled does not count
        return None


def installed(value: Any) -> bool:
    """Whether this is code of the package, of a library or of Python itself."""
    name = value.__name__ if isinstance(value, ModuleType) else str(value.__module__)
    module = sys.modules.get(name)
    first = name.partition(".")[0]
    if first == ROOM[:-1] or first in sys.stdlib_module_names:
        return name != "__main__"
    file = getattr(module, "__file__", None)
    return file is not None and bool({"site-packages", "dist-packages"} & set(Path(file).parts))


def named(program: CodeType) -> list[str]:
    """The names that compiled code uses, also in the functions and comprehensions within it."""
    inner = [c for c in program.co_consts if isinstance(c, CodeType)]
    return [*program.co_names, *(name for each in inner for name in named(each))]


def compiled(program: CodeType, words: str | None = None) -> Any:
    """A function's compiled code, without line numbers and without its docstring."""
    constants = [
        compiled(c) if isinstance(c, CodeType) else repr(c)
        for c in program.co_consts
        if words is None or c != words
    ]
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
