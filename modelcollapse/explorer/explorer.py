"""A figure with sliders: a widget in Jupyter, plain HTML in the published book."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import anywidget
import traitlets
import xarray as xr

from ..validation import told
from . import check, spec
from .check import Position
from .computed import MANY, Runs, record
from .encode import choose_format, from_codes, to_codes
from .html import host
from .live import Live
from .panels import Panel
from .picture import nearest
from .script import module, style
from .words import text


class Explorer(anywidget.AnyWidget):
    """Panels of a Dataset, with a slider for each dimension that they leave open.

    `position`, a dict from slider to value, can be observed and set; setting some of its
    entries keeps the others. Not tied to an equation; used in every chapter.

    Parameters
    ----------
    data
        Dataset whose dimensions become the controls: `sample_size` a slider on a log scale,
        `generation` a slider with Play, `replicate` the button New run, text values a menu,
        other numbers a slider. A dimension on a panel's own axis is no control, except
        `generation`. `long_name` and `symbol` in a variable's attributes are its words, and
        `seed` in the data's is shown. What is not finite is not drawn.
    panels
        List of `Lines`, `Density`, `Bars`, `Cloud`, `Images`, `Text` or `Tree`.
    compute
        Called in the kernel, with the values of the row's sliders (all but generation and
        replicate), for a row off the grid; returns a Dataset over the other dimensions.
    start
        Values of some sliders at the start.
    live
        `LiveGaussian` or `LiveCategorical`: the page computes the runs, in place of `compute`.
        Its `dataset()` is then the data; give one whose attributes have other words, or None.

    Raises
    ------
    TypeError, ValueError
        For data, panels, compute or a position that do not fit.

    Examples
    --------
    >>> from modelcollapse.explorer import Lines
    >>> data = xr.Dataset({"sigma": ("generation", [1.0, 0.5, 0.2])})
    >>> Explorer(data, [Lines("sigma")], start={"generation": 2})
    Explorer(generation=2)
    """

    _esm = module()
    _css = style()
    position = traitlets.Dict().tag(sync=True)
    _spec = traitlets.Dict().tag(sync=True)
    _row = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        data: xr.Dataset | None,
        panels: Sequence[Panel],
        compute: Callable[[Position], xr.Dataset] | None = None,
        start: Mapping[str, Any] | None = None,
        live: Live | None = None,
    ) -> None:
        if not isinstance(data, xr.Dataset) and (live is None or data is not None):
            raise TypeError(f"data must be an xarray.Dataset, got {type(data).__name__}")
        self._runs: Runs | None = None
        if live is not None:
            check.check_live(live, compute)
            self._runs = Runs(live, data)
            data = self._runs.at(live.start())
            self._esm = module(live=True)
        assert data is not None
        check.check_panels(data, panels, live=compute is not None)
        if compute is not None and not callable(compute):
            raise TypeError(f"compute must be a function or None, got {told(compute)}")
        if start is not None and not isinstance(start, Mapping):
            raise TypeError(f"start must be a dict from slider to value, got {told(start)}")
        self.data, self.panels, self.compute = data, list(panels), compute
        if live is None:
            self._record = spec.record(data, self.panels, live=compute is not None)
        else:
            self._record = record(live, data, self.panels)
        self._computed: xr.Dataset | None = None
        begin = {name: self._first(name) for name in self._record["controls"]}
        begin |= {} if live is None else live.start()
        begin = check.placed(start or {}, begin, self._record)
        super().__init__(position=begin, _spec=self._record)
        self._fill_row()

    def _first(self, name: str) -> Any:
        values = self._record["dims"][name]["values"]
        return values[len(values) // 2 if name in ("sample_size", "generation") else 0]

    @traitlets.validate("position")
    def _check_position(self, proposal: Any) -> Position:
        return check.placed(proposal["value"], self.position, self._record)

    @traitlets.observe("position")
    def _position_changed(self, _change: Any) -> None:
        self._fill_row()

    def _where(self) -> Position:
        """The sliders that pick the row."""
        return {name: self.position[name] for name in self._record["rows"]}

    def _fill_row(self) -> None:
        """Compute the row if it is off the grid, and send it to the front end."""
        if self._runs is not None:
            return
        where = self._where()
        if all(value in self._record["dims"][name]["values"] for name, value in where.items()):
            self._computed, self._row = None, {}
            return
        if self._row.get("where") == where:
            return
        assert self.compute is not None  # `placed` lets nothing else off the grid
        try:
            row = self.compute(where)
            check.check_row(row, self.data, self._record)
            check.check_shares(row, self.panels)
        except BaseException as error:  # raised in the kernel, and told to the reader
            self._computed, self._row = None, {"where": where, "error": str(error)}
            raise
        records = {
            name: spec.quantity(row, name, [], self._record["quantities"][name]["bits"])
            for name in spec.shown(self.panels)
            if set(self.data[name].dims) & set(where)
        }
        self._computed, self._row = row, {"where": where, "quantities": records}

    def readout(self) -> dict[str, str]:
        """The numbers under the sliders, as text, by the name of the variable."""
        numbers = {name: self._number(name, self.position) for name in self._record["readout"]}
        if self._runs is not None and self.position.get("show") == MANY:
            numbers |= self._runs.many(self.position, self._record["many"])
        return numbers

    def _number(self, name: str, position: Position) -> str:
        """A variable's number at a position, rounded as its row is rounded."""
        if self._runs is not None:
            return self._runs.number(name, position, self._record["dims"])
        off = self._computed is not None and name in self._computed
        variable = (self._computed if off else self.data)[name]  # type: ignore[index]
        values = {dim: self._record["dims"][dim]["values"] for dim in position}
        index = {dim: values[dim].index(at) for dim, at in position.items() if at in values[dim]}
        row = variable.isel({d: index[d] for d in self._record["rows"] if d in variable.dims})
        form = choose_format(row.values.astype(float).ravel())
        point = row.isel({d: i for d, i in index.items() if d in row.dims})
        code = to_codes(point.values.astype(float).reshape(1), form)
        return text(float(from_codes(code, form)[0]), form)

    def __repr__(self) -> str:
        inside = ", ".join(f"{name}={value!r}" for name, value in self.position.items())
        return f"Explorer({inside})"

    def html(self) -> str:
        """The explorer as a piece of a page: pictures and numbers, and the data for `explorer.js`.

        A page has no kernel: it starts at the position of the grid that is nearest.
        """
        dims = self._record["dims"]
        start = {
            name: value
            if "ends" in dims[name]
            else dims[name]["values"][nearest(dims[name]["values"], value)]
            for name, value in self.position.items()
        }
        data = self.data if self._runs is None else self._runs.at(start)
        numbers = {name: self._number(name, start) for name in self._record["readout"]}
        return host(self._record, start, numbers, data, self.panels)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data, meta = super()._repr_mimebundle_(**kwargs) or ({}, {})
        return {**data, "text/plain": repr(self), "text/html": self.html()}, meta
