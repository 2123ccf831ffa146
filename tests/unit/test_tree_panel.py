"""Lines of descent in an explorer: what a tree says of its founders is so."""

import io

import numpy as np
import pytest
import xarray as xr
from PIL import Image

from modelcollapse.explorer import Explorer, Lines, Tree, encode
from modelcollapse.explorer.picture import draw
from modelcollapse.explorer.tree import descent

POINTS, GENERATIONS, RUNS = 5, 8, 2


@pytest.fixture
def trees() -> xr.Dataset:
    """Points that copy any earlier one, some of them real."""
    rng = np.random.default_rng(0)
    parents = np.full((RUNS, GENERATIONS, POINTS), np.nan)
    for i in range(1, GENERATIONS):
        parents[:, i] = rng.integers(0, POINTS * i, (RUNS, POINTS))
    parents[rng.random(parents.shape) < 0.2] = np.nan
    dims = ("replicate", "generation", "point")
    data = xr.Dataset({"parent": (dims, parents)})
    data["founders"] = (dims[:2], np.ones((RUNS, GENERATIONS)))
    return data


def traced(parents: np.ndarray, generation: int) -> tuple[dict[int, int], set[int]]:
    """The founder of each point up to a generation, and all on the lines back from it."""
    flat, founder, kept = parents.ravel(), {}, set()
    for at in range(POINTS * (generation + 1)):
        line = [at]
        while np.isfinite(flat[line[-1]]):
            line.append(int(flat[line[-1]]))
        founder[at] = line[-1]
        kept |= set(line) if at >= POINTS * generation else set()
    return founder, kept


def test_descent_is_what_one_finds_line_by_line(trees):
    for run in range(RUNS):
        parents = trees["parent"].values[run]
        for generation in range(GENERATIONS):
            founder, kept = descent(parents, generation)
            by_line, on_lines = traced(parents, generation)
            assert dict(enumerate(founder.tolist())) == by_line
            assert set(np.flatnonzero(kept).tolist()) == on_lines


def test_parents_arrive_as_they_are(trees):
    record = Explorer(trees, [Tree(), Lines("founders")])._record
    assert record["controls"] == ["generation", "replicate"]
    assert record["readout"] == ["founders"]
    sent = record["quantities"]["parent"]
    exact = trees["parent"].transpose(*sent["dims"]).values
    assert np.array_equal(encode.decode(sent), exact, equal_nan=True)


def test_a_tree_is_told_in_words(trees):
    for at in ({"generation": 0, "replicate": 1}, {"generation": 7, "replicate": 0}):
        founder, kept = traced(trees["parent"].values[at["replicate"]], at["generation"])
        count = len({founder[point] for point in kept})
        page = Explorer(trees, [Tree(title="Who copied whom")], start=at).html()
        words = f"generation {at['generation']}, run {at['replicate'] + 1} of 2: founders {count}."
        assert (
            f"Who copied whom: a line from each of 5 points back to its founder. At {words}" in page
        )


def test_the_picture_grows_with_the_generation(trees):
    ink = []
    for generation in (1, 7):
        index = {"generation": generation, "replicate": 0}
        png = draw(Tree(), trees, index)
        ink.append((np.asarray(Image.open(io.BytesIO(png)).convert("L"), float) < 200).sum())
    assert ink[1] > 1.5 * ink[0]


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        ((0, 0, 1), 0, "point 1 of generation 0 has 0"),
        ((1, 2, 3), 10, "point 3 of generation 2 has 10"),  # a brother
        ((1, 2, 3), -1, "earlier generations, or NaN; point 3 of generation 2 has -1"),
        ((0, 3, 0), 1.5, "point 0 of generation 3 has 1.5"),
    ],
)
def test_a_parent_must_come_before(trees, place, value, words):
    trees["parent"].values[place] = value
    with pytest.raises(ValueError, match=words):
        Explorer(trees, [Tree()])


def test_dimensions_are_asked_for(trees):
    with pytest.raises(ValueError, match="'parent' has no dimension 'point'"):
        Explorer(trees.rename(point="place"), [Tree()])
    with pytest.raises(ValueError, match="'parent' has no dimension 'generation'"):
        Explorer(trees.isel(generation=0), [Tree()])
