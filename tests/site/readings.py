"""Readings of an explorer: what it says at a setting, from what its page carries.

A setting is written as a teacher reads it, `sample size = 20; generation = 50; runs 1 to 8`: names
are the labels or symbols of the sliders (or of a panel's axis), and what is not named stands where
the page begins. What is read is named by its label, and after a comma stands `mean` or `median`
for the numbers of 1,000 runs.
"""

import re
from typing import Any

import numpy as np

from modelcollapse.explorer.live import RUNS, Live
from modelcollapse.explorer.live_categorical import LiveCategorical
from modelcollapse.explorer.live_gaussian import LiveGaussian

Spec = dict[str, Any]
POWERS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
NUMBER = r"[−-]?[\d,]*\.?\d+(?: × 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?"
FORMS = (
    rf"(?P<value>{NUMBER})",
    rf"(?P<low>{NUMBER}) to (?P<high>{NUMBER})",
    rf"(?:(?P<count>\d+) of (?P<all>\d+) )?(?P<side>below|above) (?P<bound>{NUMBER})",
)


def plain(word: str) -> str:
    """Words without marks of emphasis, in small letters."""
    return re.sub(r"[*$`]", "", word).strip().lower()


def number(text: str) -> float:
    """A number as it is printed, with a power of ten or without."""
    return float(text.replace(",", "").replace("−", "-").replace(" × 10", "e").translate(POWERS))


def half_unit(text: str) -> float:
    """Half of a unit of the last digit that is printed, and room for a tie."""
    digits, _, power = text.partition(" × 10")
    decimals = len(digits.partition(".")[2]) - int(power.translate(POWERS) or 0)
    return 0.5 * 10.0**-decimals * (1 + 1e-9)


def named(records: dict[str, Any], word: str, kind: str) -> str:
    """The name of a slider or a quantity with this label or symbol."""
    bare = re.sub(r"[*$`]", "", word).strip()
    symbols = {record["symbol"]: name for name, record in records.items() if record["symbol"]}
    names = {plain(record["label"]): name for name, record in records.items()}
    if bare in symbols or plain(word) in names:  # M and m are two
        return symbols.get(bare) or names[plain(word)]
    labels = [f"{record['label']} {record['symbol']}".strip() for record in records.values()]
    raise ValueError(f"no {kind} {word!r} among {labels}")


def valued(dim: dict[str, Any], word: str) -> Any:
    """A slider's value, which must be one that the slider has."""
    if dim["kind"] == "select" or isinstance(dim["values"][0], str):
        found = [value for value in dim["values"] if plain(value) == plain(word)]
    else:
        asked = number(plain(word))
        ends = dim.get("ends")
        found = [v for v in dim["values"] if abs(v - asked) <= 1e-9 * max(1, abs(asked))]
        if ends:
            found = [int(asked)] if ends[0] <= asked <= ends[1] else []
    if len(found) != 1:
        raise ValueError(f"{dim['label']} is never {word!r}, but {dim.get('ends', dim['values'])}")
    return found[0]


def setting(spec: Spec, words: str) -> tuple[dict[str, Any], list[int]]:
    """The position, and the runs that are read, counted from 0."""
    position, runs = dict(spec["start"]), [0]
    for part in filter(None, (part.strip() for part in words.split(";"))):
        one = re.fullmatch(r"run (\d+)|(?:all )?runs (\d+) to (\d+)", plain(part))
        if one:
            first, last = (one[1], one[1]) if one[1] else (one[2], one[3])
            runs = list(range(int(first) - 1, int(last)))
            continue
        name, _, value = part.partition("=")
        dim = named(spec["dims"], name, "slider")
        position[dim] = valued(spec["dims"][dim], value)
    return position, runs


def live(spec: Spec) -> Live:
    """The chain that the page computes, from what the page carries."""
    chain, dims = spec["chain"], spec["dims"]
    same = {
        "generations": chain["generations"],
        "sample_sizes": tuple(dims["sample_size"]["ends"]),
        "seed": dims["seed"]["values"][0],
    }
    if chain["law"] == "categorical":
        return LiveCategorical(chain["p"], **same)
    made = LiveGaussian(**same)
    shares, regimes = tuple(chain.get("shares", ())), chain["regimes"]
    object.__setattr__(made, "_rules", regimes if shares else {k: [regimes[k]] for k in regimes})
    object.__setattr__(made, "shares", shares)
    object.__setattr__(made, "_fits", chain["fits"])
    return made


def computed(spec: Spec, name: str, position: dict[str, Any], run: int) -> float:
    """A number that the page computes; runs are kept, since the next row may ask for them."""
    chain, kept = live(spec), spec.setdefault("runs", {})
    where = {dim: value for dim, value in position.items() if dim not in ("generation", "show")}
    at = (*where.items(), run)
    if at not in kept:
        kept[at] = chain.run(position, run)
    curves = {} if name in kept[at] else chain.derived(position)
    return float((kept[at] | curves)[name][position["generation"]])


def stored(spec: Spec, name: str, position: dict[str, Any], run: int) -> float:
    """A number that the page carries."""
    record, dims = spec["quantities"][name], spec["dims"]
    at = []
    for dim in record["dims"]:
        values = dims[dim]["values"]
        if dim != "replicate" and dim not in position:
            raise ValueError(f"{record['label']} needs {dims[dim]['label']}")
        at.append(run if dim == "replicate" else values.index(position[dim]))
    return float(np.reshape(record["values"], record["shape"])[tuple(at)])


def readings(spec: Spec, words: str, read: str) -> list[float]:
    """What is read: one number for each run, or the mean or median of 1,000."""
    label, _, many = read.rpartition(", ")
    if not label or many not in ("mean", "median"):
        label, many = read, ""
    position, runs = setting(spec, words)
    shown = {name: spec["quantities"][name] for name in spec["readout"]}
    name = named(shown, label, "number")
    if not many:
        one = computed if "chain" in spec else stored
        return [one(spec, name, position, run) for run in runs]
    if "chain" not in spec or name not in spec["many"]:
        raise ValueError(f"the page does not show {read!r}")
    values = [computed(spec, name, position, run) for run in range(RUNS)]
    return [float(np.median(values) if many == "median" else np.mean(values))]


def holds(said: str, found: list[float]) -> bool:
    """Whether numbers are what is said of them, to the digits that are printed."""
    match = next(filter(None, (re.fullmatch(form, plain(said)) for form in FORMS)), None)
    if match is None:
        raise ValueError(f"a value must be a number, 'a to b' or 'k of n below x', got {said!r}")
    part = match.groupdict()
    if part.get("value"):
        return all(abs(x - number(part["value"])) <= half_unit(part["value"]) for x in found)
    if part.get("low"):
        ends = ((min(found), part["low"]), (max(found), part["high"]))
        return all(abs(x - number(text)) <= half_unit(text) for x, text in ends)
    bound = number(part["bound"])
    below = sum(x < bound if part["side"] == "below" else x > bound for x in found)
    wanted = int(part["count"] or len(found)), int(part["all"] or len(found))
    return (below, len(found)) == wanted
