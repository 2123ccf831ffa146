"""An explorer whose numbers the page computes: its record, its position, its readout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr

from . import spec
from .live import LAST_RUN, LAST_SEED, RUNS, Live, dataset
from .panels import Lines, Panel, label
from .words import num, scientific, text

ONE, MANY = "one run", f"{RUNS:,} runs"
SIGNED = ("mu", "mu_low", "mu_high")
FIXED, DIGITS = {"decimals": 4, "low": 0}, {"top": 0}  # four decimals; three digits
WORDS = {"bias": {"label": "Sampling bias", "symbol": "λ"}}  # of a chain's own sliders


def read_in_many(live: Live, panels: Sequence[Panel]) -> list[str]:
    """The variables of which a panel shows many runs."""
    derived = live.derived(live.start())
    lines = [panel for panel in panels if isinstance(panel, Lines) and panel.over == "generation"]
    names = dict.fromkeys(panel.quantity for panel in lines)
    return [name for name in names if name not in derived and name != "p"]


def form(name: str, variable: xr.DataArray) -> dict[str, int]:
    """How a variable's numbers are written."""
    if np.issubdtype(variable.dtype, np.integer):
        return {"decimals": 0, "low": 0}
    return FIXED if name in SIGNED else DIGITS


def record(live: Live, data: xr.Dataset, panels: Sequence[Panel]) -> dict[str, Any]:
    """All that the front end needs: the chain in the place of numbers."""
    made = spec.record(data, panels, live=False)
    low, high = live.sample_sizes
    own = [name for name in made["controls"] if name not in spec.INNER]
    many = read_in_many(live, panels)
    dims = {
        "sample_size": slider("sample_size", "log", [low, high], ends=[low, high]),
        **{name: chosen(name, values) for name, values in live.menus().items()},
        **{name: dim for name, dim in made["dims"].items() if name != "replicate"},
        "generation": spec.dimension(data, "generation"),
        "replicate": slider("replicate", "replicate", [0], ends=[0, LAST_RUN]),
        "seed": slider("seed", "seed", [live.seed], ends=[0, LAST_SEED]),
        **({"show": slider("show", "show", [ONE, MANY], label="Shown")} if many else {}),
    }
    rows = ["sample_size", *live.menus()]
    last = ["generation", "replicate", "seed", *(["show"] if many else [])]
    ends = f"sample size {num(low)} to {num(high)}, generations 0 to {num(live.generations)}"
    return {
        **made,
        "controls": [*rows, *own, *last],
        "rows": rows,
        "dims": dims,
        "quantities": {name: quantity(data[name]) for name in made["quantities"]},
        "seed": None,
        "chain": {
            **live.record(),
            "generations": live.generations,
            "first": low,
            "shown": data.sizes["replicate"],
        },
        "many": many,
        "source": f"Computed in this page, for any seed: {ends}.",
    }


def chosen(name: str, values: list[Any]) -> dict[str, Any]:
    """The record of a slider that a chain has of its own: a menu of texts, or of numbers."""
    kind = "select" if isinstance(values[0], str) else "range"
    return slider(name, kind, values, **WORDS.get(name, {}))


def slider(name: str, kind: str, values: list[Any], **more: Any) -> dict[str, Any]:
    """The record of a dimension that no variable has."""
    words = {"long_name": name.capitalize(), "symbol": "", "units": "", **spec.LABELS.get(name, {})}
    about = {"label": words["long_name"], "symbol": words["symbol"], "units": words["units"]}
    return {"name": name, "kind": kind, **about, "values": values, "stops": [], **more}


def quantity(variable: xr.DataArray) -> dict[str, Any]:
    """The record of a variable whose numbers are computed."""
    return {
        "dims": [str(dim) for dim in variable.dims],
        "shape": list(variable.shape),
        "label": label(variable),
        "symbol": str(variable.attrs.get("symbol", "")),
        "form": form(str(variable.name), variable),
    }


def words_of(data: xr.Dataset, given: xr.Dataset | None) -> xr.Dataset:
    """The data, with the words that a user gave to their variables and dimensions."""
    if given is None:
        return data
    for name in {*data.variables} & {*given.variables}:
        data[name].attrs.update(given[name].attrs)
    return data


class Runs:
    """The runs at the last position that was asked for, kept until another one is."""

    def __init__(self, live: Live, words: xr.Dataset | None) -> None:
        self.live, self.words = live, words
        self.where: dict[str, Any] = {}
        self.data = xr.Dataset()
        self.crowd: dict[str, np.ndarray] | None = None

    def at(self, position: Mapping[str, Any]) -> xr.Dataset:
        """The runs in sight."""
        where = {k: v for k, v in position.items() if k not in ("generation", "show")}
        if where == self.where:
            return self.data
        if where != {**self.where, "replicate": where["replicate"]}:
            self.crowd = None  # it is the same for all runs of a seed
        self.where, self.data = where, words_of(dataset(self.live, where), self.words)
        return self.data

    def number(self, name: str, position: Mapping[str, Any], dims: dict[str, Any]) -> str:
        """A variable's number at a position, in words."""
        variable = self.at(position)[name]
        places = spec.places(dims, dict(position))
        point = variable.isel({dim: i for dim, i in places.items() if dim in variable.dims})
        return text(float(point), form(name, variable))

    def many(self, position: Mapping[str, Any], names: Sequence[str]) -> dict[str, str]:
        """Mean and median of many runs at the position's generation, in words."""
        data = self.at(position)
        if self.crowd is None:
            made = [self.live.run(self.where, run) for run in range(RUNS)]
            self.crowd = {name: np.stack([one[name] for one in made]) for name in names}
        found = {}
        for name in names:
            values = self.crowd[name][:, position["generation"]].astype(float)
            error = float(values.std(ddof=1) / np.sqrt(len(values)))
            found[f"{name} mean"] = with_error(float(values.mean()), error)
            found[f"{name} median"] = text(float(np.median(values)), form(name, data[name]))
        return found


def with_error(mean: float, error: float) -> str:
    """A mean to two digits of its standard error."""
    if not error > 0:
        return text(mean, DIGITS)
    size = abs(mean)
    far = size > 0 and (size < 1e-3 or size >= 1e5)
    power = int(np.floor(np.log10(size))) if far else 0
    unit = float(f"1e{power}")
    decimals = min(100, max(0, 1 - int(np.floor(np.log10(error / unit)))))
    words = f"{mean / unit:.{decimals}f} ± {error / unit:.{decimals}f}".replace("-", "−")
    return scientific(f"({words})e{power}") if power else words
