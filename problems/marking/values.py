"""Values as JSON: numbers, arrays, text, containers and SymPy's expressions, and nothing that acts.

The student's process encodes, the marker's decodes. No object of the student's own class gets
through: what it is asked for arrives as a plain number, or not at all.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp

DEEPEST, MOST = 60, 200_000  # levels, and values in one answer
ATOMS = {
    name: getattr(sp.S, name)
    for name in [
        "Pi",
        "Exp1",
        "EulerGamma",
        "Catalan",
        "GoldenRatio",
        "ImaginaryUnit",
        "Infinity",
        "NegativeInfinity",
        "ComplexInfinity",
        "NaN",
        "true",
        "false",
    ]
}
BUILT = {
    name: found
    for name in dir(sp)
    if isinstance(found := getattr(sp, name), type)
    and issubclass(found, (sp.Expr, sp.logic.boolalg.Boolean))
} | {"ExprCondPair": sp.functions.elementary.piecewise.ExprCondPair, "Tuple": sp.Tuple}


class Unreadable:
    """Stands for a value that cannot pass, of which a test can make nothing."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __repr__(self) -> str:
        return f"<a value of the kind {self.kind}>"


def encode(value: Any, hold: Callable[[Any], int], depth: int = 0) -> list[Any]:
    """A value as JSON; hold keeps a function and returns its number."""

    def inner(each: Any) -> list[Any]:
        return encode(each, hold, depth + 1)

    if depth > DEEPEST:
        return ["other", "too deep"]
    if value is None or value is Ellipsis:
        return ["none"] if value is None else ["dots"]
    if isinstance(value, (bool, np.bool_)):
        return ["bool", bool(value)]
    if isinstance(value, (int, np.integer)):
        return ["int", str(int(value))] if abs(int(value)) < 10**4000 else ["other", "huge int"]
    if isinstance(value, (float, np.floating)):
        return ["float", float(value).hex()]
    if isinstance(value, (complex, np.complexfloating)):
        return ["complex", float(value.real).hex(), float(value.imag).hex()]
    if isinstance(value, str):
        return ["str", str(value)]
    if isinstance(value, Fraction):
        return ["fraction", str(value.numerator), str(value.denominator)]
    if isinstance(value, (list, tuple, set, frozenset)):
        kind = (
            "tuple"
            if isinstance(value, tuple)
            else "set"
            if isinstance(value, (set, frozenset))
            else "list"
        )
        return [kind, [inner(each) for each in value]]
    if isinstance(value, dict):
        return ["dict", [[inner(key), inner(each)] for key, each in value.items()]]
    if isinstance(value, sp.MatrixBase):
        return ["matrix", value.rows, value.cols, [inner(each) for each in value]]
    if isinstance(value, sp.Basic):
        return symbolic(value, inner)
    if callable(value):
        return ["call", hold(value)]
    if hasattr(value, "__array__"):
        array = np.ascontiguousarray(np.asarray(value)).reshape(np.shape(value))
        if array.dtype.kind in "biufc":
            data = base64.b64encode(array.tobytes()).decode()
            return ["array", array.dtype.str, list(array.shape), data]
        if array.dtype.kind == "O":
            return ["objects", list(array.shape), [inner(each) for each in array.ravel()]]
    if hasattr(value, "__float__"):
        return ["float", float(value).hex()]
    return ["other", type(value).__name__]


def symbolic(value: Any, inner: Callable[[Any], list[Any]]) -> list[Any]:
    """An expression as its tree."""
    for name, atom in ATOMS.items():
        if value is atom:
            return ["atom", name]
    if isinstance(value, sp.Symbol):
        return ["symbol", value.name, sorted(value.assumptions0.items())]
    if isinstance(value, sp.Rational):
        return ["rational", str(value.p), str(value.q)]
    if isinstance(value, sp.Float):
        return ["digits", str(value), int(value._prec)]
    return ["made", type(value).__name__, [inner(each) for each in value.args]]


def symbols_in(value: Any) -> Iterator[sp.Symbol]:
    """The symbols of an expression, or of all in a container."""
    if isinstance(value, (sp.Basic, sp.MatrixBase)):
        yield from sorted(value.free_symbols, key=str)
    elif isinstance(value, dict):
        for each in value.items():
            yield from symbols_in(each)
    elif isinstance(value, np.ndarray) and value.dtype.kind == "O":
        yield from symbols_in(list(value.ravel()))
    elif isinstance(value, (list, tuple, set)):
        for each in value:
            yield from symbols_in(each)


class Decoder:
    """Reads values that may have been written to deceive.

    A symbol is one of those that are known: of its name and assumptions, or else the first of its
    name, since who writes `k = Symbol("k")` means the set's own.
    """

    def __init__(self, function: Callable[[int], Any], symbols: Sequence[sp.Symbol]) -> None:
        self.function, self.symbols, self.left = function, symbols, MOST

    def read(self, data: Any, depth: int = 0) -> Any:
        """The value; raises ValueError or TypeError for what is none."""
        self.left -= 1
        if self.left < 0 or depth > DEEPEST:
            raise ValueError("the answer is too large")
        kind, *rest = data
        return getattr(self, f"read_{kind}")(depth + 1, *rest)

    def read_none(self, depth: int) -> Any:
        return None

    def read_dots(self, depth: int) -> Any:
        return ...

    def read_bool(self, depth: int, value: Any) -> Any:
        return bool(value)

    def read_int(self, depth: int, value: Any) -> Any:
        return int(value)

    def read_float(self, depth: int, value: Any) -> Any:
        return float.fromhex(value)

    def read_complex(self, depth: int, real: Any, imag: Any) -> Any:
        return complex(float.fromhex(real), float.fromhex(imag))

    def read_str(self, depth: int, value: Any) -> Any:
        return str(value)

    def read_fraction(self, depth: int, top: Any, bottom: Any) -> Any:
        return Fraction(int(top), int(bottom))

    def read_list(self, depth: int, values: Any) -> Any:
        return [self.read(each, depth) for each in values]

    def read_tuple(self, depth: int, values: Any) -> Any:
        return tuple(self.read_list(depth, values))

    def read_set(self, depth: int, values: Any) -> Any:
        return set(self.read_list(depth, values))

    def read_dict(self, depth: int, pairs: Any) -> Any:
        return {self.read(key, depth): self.read(each, depth) for key, each in pairs}

    def read_array(self, depth: int, kind: Any, shape: Any, data: Any) -> Any:
        dtype = np.dtype(str(kind))
        if dtype.kind not in "biufc":
            raise ValueError("an array must hold numbers")
        return np.frombuffer(base64.b64decode(data), dtype).reshape([int(n) for n in shape]).copy()

    def read_objects(self, depth: int, shape: Any, values: Any) -> Any:
        array = np.empty(len(values), object)
        array[:] = [self.read(each, depth) for each in values]
        return array.reshape([int(n) for n in shape])

    def read_matrix(self, depth: int, rows: Any, cols: Any, values: Any) -> Any:
        return sp.Matrix(int(rows), int(cols), self.read_list(depth, values))

    def read_atom(self, depth: int, name: Any) -> Any:
        return ATOMS[name]

    def read_symbol(self, depth: int, name: Any, assumed: Any) -> Any:
        named = [symbol for symbol in self.symbols if symbol.name == name]
        same = [s for s in named if s.assumptions0 == dict(assumed)]
        return next(iter(same + named), None) or sp.Symbol(str(name))

    def read_rational(self, depth: int, top: Any, bottom: Any) -> Any:
        return sp.Rational(int(top), int(bottom))

    def read_digits(self, depth: int, value: Any, bits: Any) -> Any:
        return sp.Float(str(value), dps=max(15, min(200, int(bits) * 3 // 10)))

    def read_made(self, depth: int, name: Any, args: Any) -> Any:
        values = self.read_list(depth, args)
        if name not in BUILT or not all(isinstance(each, sp.Basic) for each in values):
            raise ValueError(f"{name} is no expression of SymPy's own")
        return BUILT[name](*values)

    def read_call(self, depth: int, number: Any) -> Any:
        return self.function(int(number))

    def read_other(self, depth: int, kind: Any) -> Any:
        return Unreadable(str(kind)[:40])
