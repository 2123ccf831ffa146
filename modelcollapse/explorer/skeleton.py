"""The explorer at rest: the elements that `explorer.js` makes, with a picture for each drawing.

Where no script runs it shows the numbers and pictures of the starting position. Where one does, its
explorer takes the same room, so that nothing on the page moves when it arrives.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import xarray as xr

from .drawings import at
from .panels import Panel
from .picture import draw
from .seen import seen
from .spec import PLACES, coordinate, log_place, places
from .words import named, num, spoken, stand

NUMBERS = ("mc-value", "mc-theory", "mc-theory2")
NOTICE = "The sliders need JavaScript; this is their starting position."


def element(tag: str, *inside: str, **attributes: Any) -> str:
    """An element; what is inside is HTML, and a name may end in an underscore."""
    words = "".join(
        f" {name.rstrip('_').replace('_', '-')}"
        + ("" if value is True else f'="{escape(str(value))}"')
        for name, value in attributes.items()
        if value is not None and value is not False
    )
    end = "" if tag in ("input", "img") else f"{''.join(inside)}</{tag}>"
    return f"<{tag}{words}>{end}"


def at_rest(
    record: dict[str, Any],
    position: dict[str, Any],
    numbers: Mapping[str, str],
    data: xr.Dataset,
    panels: Sequence[Panel],
) -> str:
    """The explorer at the starting position."""
    titles = "; ".join(panel["title"] for panel in record["panels"])
    words = element("p", escape(stand(record, position)), class_="mc-stand")
    inside = [controls(record, position), words, readout(record, numbers)]
    figures = []
    for panel, spec in zip(panels, record["panels"], strict=True):
        alt = "" if spec["kind"] == "text" else seen(spec, record, position, numbers, data)
        figures.append(figure(panel, spec, alt, data, record, position))
    inside.append(element("div", *figures, class_="mc-panels"))
    inside.append(element("p", escape(record["source"]), class_="mc-foot"))
    inside.append(element("noscript", element("p", NOTICE, class_="mc-foot")))
    outer = {"class_": "mc mc-rest", "role": "group", "aria_label": f"Explorer: {titles}"}
    return element("div", element("div", *inside, class_="mc-in"), **outer)


def controls(record: dict[str, Any], position: dict[str, Any]) -> str:
    """The controls, which look as the living ones do, and which nothing moves yet."""
    dims = {name: record["dims"][name] for name in record["controls"]}
    dims = {name: dim for name, dim in dims.items() if len(dim.get("ends", dim["values"])) > 1}
    aside = ("replicate", "seed", "show") if "chain" in record else ("replicate",)
    boxes = [
        control(dim, position[name], spoken(dim, position[name]))
        for name, dim in dims.items()
        if name not in aside
    ]
    buttons = []
    if "generation" in dims:
        buttons.append(button("Play", "play"))
    if "replicate" in dims:
        run = spoken(dims["replicate"], position["replicate"])
        buttons += [button("New run", "again"), element("span", run)]
    if "chain" in record:
        buttons += chain_buttons(dims, position)
    if dims:
        buttons.append(button("Copy link", "link"))
        if has_lines(record):
            buttons.append(button("Copy CSV", "sheet"))
        boxes.append(element("div", *buttons, class_="mc-buttons"))
    return element("div", *boxes, class_="mc-controls", inert=True) if boxes else ""


def button(word: str, icon: str, **more: Any) -> str:
    """A button; the style draws its icon."""
    return element("button", element("span", word), type="button", class_=f"mc-i-{icon}", **more)


def chain_buttons(dims: dict[str, Any], position: dict[str, Any]) -> list[str]:
    """The seed, and what shows many runs."""
    low, high = dims["seed"]["ends"]
    field = {"type": "number", "min": low, "max": high, "value": position["seed"]}
    made = [element("label", "Seed ", element("input", **field), class_="mc-seed")]
    if "show" in dims:
        many = dims["show"]["values"][1]
        pressed = str(position["show"] == many).lower()
        made.append(button(many, "many", aria_pressed=pressed))
    return made


def has_lines(record: dict[str, Any]) -> bool:
    """Whether there is a table of numbers to copy, as csv.js finds it."""
    controls, quantities = record["controls"], record["quantities"]
    axes = ["generation"] if "generation" in controls else []
    axes += [panel["over"] for panel in record["panels"] if panel.get("over")]
    keys = ("quantity", "mu", "sigma")
    names = {panel[key] for panel in record["panels"] for key in keys if key in panel}
    names |= {name for panel in record["panels"] for name in panel.get("theory", [])}
    return any(
        over in quantities[name]["dims"] and set(quantities[name]["dims"]) <= {over, *controls}
        for over in axes
        for name in names
        if "texts" not in quantities[name]
    )


def control(dim: dict[str, Any], value: Any, words: str) -> str:
    """A menu or a slider, with its label and its value."""
    name, values = named(dim), dim["values"]
    symbol = element("i", escape(dim["symbol"])) if dim["symbol"] else ""
    label = element("label", f"{escape(dim['label'])} ", symbol)
    if dim["kind"] == "select":
        options = [element("option", escape(v), selected=v == value) for v in values]
        menu = element("select", *options, aria_label=name)
        return element("div", label, menu, class_="mc-control mc-menu")
    wide = max(len(num(v)) for v in values)
    shown = element("b", num(value), aria_hidden="true", style=f"min-width: {wide}ch")
    if dim["kind"] == "log":
        place = {"min": 0, "max": PLACES, "value": log_place(value, dim["ends"])}
    else:
        place = {"min": 0, "max": len(values) - 1, "value": values.index(value)}
    state = {"aria_label": name, "aria_valuetext": words}
    return element(
        "div", label, shown, element("input", type="range", **place, **state), class_="mc-control"
    )


def readout(record: dict[str, Any], numbers: Mapping[str, str]) -> str:
    """The numbers at the position."""
    items = []
    for name, number in numbers.items():
        place = max(
            theory.index(name) + 1 if name in theory else 0
            for theory in (panel.get("theory") or [] for panel in record["panels"])
        )
        label, symbol = (record["quantities"][name][key] for key in ("label", "symbol"))
        words = element("dt", escape(f"{label}, {symbol}" if symbol else label))
        value = element("dd", escape(number), data_name=name)
        items.append(element("div", words, value, class_=NUMBERS[min(place, 2)]))
    return element("dl", *items, class_="mc-read") if items else ""


def figure(
    panel: Panel,
    spec: dict[str, Any],
    alt: str,
    data: xr.Dataset,
    record: dict[str, Any],
    position: dict[str, Any],
) -> str:
    """A panel: its title, its picture or its text, and its legend."""
    index = places(record["dims"], position)
    if spec["kind"] == "text":
        over = spec["over"]
        labels = [num(value) for value in coordinate(data, over)] if over else [""]
        texts = at(data[spec["quantity"]], index, over or "").values.ravel().tolist()
        lines = list(map(passage, labels, texts, spec["room"]))
        inside = element("div", *lines, class_="mc-text")
    else:
        png = b64encode(draw(panel, data, index)).decode("ascii")
        inside = element("img", class_="mc-draw", src=f"data:image/png;base64,{png}", alt=alt)
    keys = [
        element("span", element("i", class_=f"mc-k-{kind}"), escape(w)) for kind, w in spec["keys"]
    ]
    legend = element("div", *keys, class_="mc-legend") if keys else ""
    look = f"mc-{spec['look']}" if spec["look"] else None
    return element(
        "figure", element("figcaption", escape(spec["title"])), inside, legend, class_=look
    )


def passage(label: str, words: str, room: str) -> str:
    """A passage after its label, with room for the longest one that may stand there."""

    def after(text: str) -> str:
        return text if not label or text[:1].isspace() else f" {text}"

    name = element("b", escape(label)) if label else ""
    here = element("span", name, element("span", escape(after(words))))
    return element("p", here, data_room=f"{label}{after(room)}")
