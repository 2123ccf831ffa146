"""The panels for the learned models, without a browser: clouds, grey pictures, text."""

from __future__ import annotations

import gzip
import io
import json
import re

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from PIL import Image

from modelcollapse.explorer import Cloud, Explorer, Images, Lines, Text, encode
from modelcollapse.explorer.packing import numbered, pack, unpack
from modelcollapse.explorer.picture import draw
from modelcollapse.explorer.words import num

SIZES = [100, 1000]
GENERATIONS = 5


def mixture_row(size: int, points: int = 40) -> xr.Dataset:
    """One row: two components that drift, shrink and lose weight, and points of both."""
    rng = np.random.default_rng(size)
    runs, last = 3, GENERATIONS
    shrink = 0.5 ** np.arange(last + 1)
    means = np.array([[-2.0, 0.0], [2.0, 1.0]]) + rng.normal(0, 0.2, (runs, last + 1, 1, 1))
    covs = np.array([[[1.0, 0.6], [0.6, 1.0]], [[0.5, 0.0], [0.0, 0.8]]])
    covs = np.broadcast_to(covs * shrink[:, None, None, None], (runs, last + 1, 2, 2, 2))
    which = rng.integers(2, size=points)
    noise = rng.standard_normal((runs, last + 1, points, 2)) * np.sqrt(shrink)[:, None, None]
    dims = ("replicate", "generation")
    return xr.Dataset(
        {
            "points": ((*dims, "point", "axis"), means[..., which, :] + noise),
            "means": ((*dims, "component", "axis"), means),
            "covs": ((*dims, "component", "axis", "axis_"), covs),
            "weights": ((*dims, "component"), np.full((runs, last + 1, 2), 0.5)),
            "gap": (dims, np.abs(means - means[:, :1]).sum((2, 3))),
        }
    )


@pytest.fixture
def mixture() -> xr.Dataset:
    """Mixtures at two sample sizes."""
    rows = [mixture_row(size) for size in SIZES]
    return xr.concat(rows, dim="sample_size").assign_coords(sample_size=SIZES)


@pytest.fixture
def pictures() -> xr.Dataset:
    """Six pictures of 5 by 4 pixels for each run and generation."""
    values = np.random.default_rng(0).random((2, 3, 6, 5, 4))
    dims = ("replicate", "generation", "image", "row", "column")
    return xr.Dataset({"images": (dims, values, {"long_name": "What the model draws"})})


@pytest.fixture
def passages() -> xr.Dataset:
    """What follows two prompts, in two settings; generation 0 is the same in all of them."""
    shape = {"setting": 2, "generation": 4, "replicate": 3, "prompt": 2}
    places = np.ndindex(*shape.values())
    texts = [f"text {s if g else 0}{g}{r}{p}" for s, g, r, p in places]
    return xr.Dataset(
        {
            "sample": (tuple(shape), np.reshape(texts, tuple(shape.values()))),
            "loss": (("setting", "generation", "replicate"), np.ones((2, 4, 3))),
        },
        coords={"setting": ["alone", "mixed"], "prompt": ["The tower", "In 1998"]},
    )


@given(
    arrays(
        np.float64,
        array_shapes(min_dims=2, max_dims=3),
        elements=st.floats(-1e300, 1e300) | st.floats(0, 1) | st.just(np.nan),
    ),
    st.sampled_from([4, 8]),
)
def test_what_is_looked_at_is_off_by_half_a_step_at_most(values, bits):
    record = encode.encode(values, rows=1, bits=bits)
    for row, back in zip(values, encode.decode(record), strict=True):
        assert np.array_equal(np.isnan(row), np.isnan(back))
        seen = row[~np.isnan(row)]
        if seen.size:
            step = seen.max() / (2**bits - 2) - seen.min() / (2**bits - 2)
            wrong = np.abs(seen - back[~np.isnan(row)]).max()
            smallest = np.finfo(float).tiny  # below it a step has no half
            assert wrong <= step / 2 + 1e-9 * np.abs(seen).max() + smallest


@given(st.sampled_from([4, 8]), st.data())
def test_packing_few_bits_loses_nothing(bits, data):
    some = st.integers(0, 2**bits - 2) | st.just(encode.MISSING)
    codes = data.draw(arrays(np.uint16, st.integers(1, 51), elements=some))
    assert np.array_equal(unpack(pack(codes, bits), codes.size, bits), codes)


def test_a_panel_keeps_its_dimensions_to_itself(mixture, pictures):
    record = Explorer(mixture, [Cloud(weights="weights"), Lines("gap")])._record
    assert record["controls"] == ["sample_size", "generation", "replicate"]
    assert record["rows"] == ["sample_size"]
    assert record["readout"] == ["gap"]
    points, means = record["quantities"]["points"], record["quantities"]["means"]
    assert points["bits"] == 8
    assert points["dims"] == ["sample_size", "replicate", "generation", "point", "axis"]
    assert means["bits"] == 16
    assert means["dims"] == ["sample_size", "component", "axis", "replicate", "generation"]
    for name in ("points", "means", "covs"):
        drawn = record["quantities"][name]
        exact = mixture[name].transpose(*drawn["dims"]).values
        step = np.ptp(mixture["points"].values) / 254
        assert np.abs(encode.decode(drawn) - exact).max() <= (
            step / 2 if name == "points" else 1e-4
        )
    record = Explorer(pictures, [Images()])._record
    assert record["controls"] == ["generation", "replicate"]
    assert record["quantities"]["images"]["bits"] == 4
    assert record["readout"] == []


def texts_of(record: dict) -> np.ndarray:
    """The texts that the front end finds at the places of a quantity."""
    return np.array(record["texts"], dtype=object)[encode.decode(record).astype(int)]


@given(arrays(object, array_shapes(min_dims=1, max_dims=3), elements=st.text(max_size=3)))
def test_text_travels_once_and_unchanged(texts):
    known, numbers = numbered(texts)
    assert len(set(known)) == len(known) <= texts.size
    assert np.array_equal(np.array(known, dtype=object)[numbers], texts)


@pytest.mark.parametrize("kind", [str, object])
def test_text_lies_at_the_sliders(passages, kind):
    passages["sample"] = passages["sample"].astype(kind)
    record = Explorer(passages, [Text("sample", over="prompt"), Lines("loss")])._record
    assert record["controls"] == ["setting", "generation", "replicate"]
    assert record["dims"]["setting"]["kind"] == "select"
    sent = record["quantities"]["sample"]
    assert sent["dims"] == ["setting", "prompt", "replicate", "generation"]
    assert len(sent["texts"]) == passages["sample"].size - 3 * 2
    assert np.array_equal(texts_of(sent), passages["sample"].transpose(*sent["dims"]).values)
    record = Explorer(passages, [Text("sample")])._record
    assert record["controls"] == ["setting", "prompt", "generation", "replicate"]
    assert record["readout"] == []


def test_a_number_that_is_read_somewhere_stays_exact(pictures):
    pixel = Lines("images", over="generation")
    record = Explorer(pictures, [Images(), pixel])._record
    assert record["quantities"]["images"]["bits"] == 16
    assert record["controls"][:3] == ["image", "row", "column"]


def test_the_kernel_computes_clouds_and_pictures(mixture, pictures):
    cloud = Explorer(mixture, [Cloud()], lambda at: mixture_row(at["sample_size"]))
    cloud.position = {"sample_size": 300}
    sent = cloud._row["quantities"]["points"]
    exact = mixture_row(300)["points"].values
    assert np.abs(encode.decode(sent) - exact).max() <= np.ptp(exact) / 254 / 2 * (1 + 1e-9)

    grid = xr.concat([pictures, pictures], "noise").assign_coords(noise=[0.0, 1.0])
    blank = Explorer(grid, [Images()], lambda at: pictures + at["noise"])
    with pytest.raises(ValueError, match="'images' must lie between 0 and 1, got 1"):
        blank.position = {"noise": 0.5}
    assert "between 0 and 1" in blank._row["error"]


def test_the_kernel_writes_text(passages):
    grid = xr.concat([passages, passages], "noise").assign_coords(noise=[0.0, 1.0])
    rows = {0.25: passages.drop_vars("loss"), 0.5: passages.assign(sample=passages["loss"])}
    rows[0.25]["sample"] = rows[0.25]["sample"].str.upper()
    for row in rows.values():
        row["sample"] = row["sample"].isel(setting=0, drop=True)
    explorer = Explorer(
        grid.isel(setting=0, drop=True),
        [Text("sample", over="prompt")],
        lambda at: rows[at["noise"]],
    )
    explorer.position = {"noise": 0.25}
    sent = explorer._row["quantities"]["sample"]
    exact = rows[0.25]["sample"].transpose(*sent["dims"]).values
    assert np.array_equal(texts_of(sent), exact)
    assert "<b>The tower</b><span> text 0200</span>" in explorer.html()
    rows[0.5]["sample"] = rows[0.5]["sample"].expand_dims(prompt=2)
    with pytest.raises(ValueError, match="'sample' must be text, got dtype float64"):
        explorer.position = {"noise": 0.5}


@pytest.mark.parametrize(
    ("change", "panel", "words"),
    [
        (lambda d: d.rename(point="row"), Cloud(), "'points' has no dimension 'point'; its"),
        (lambda d: d.isel(component=0), Cloud(), "'means' has no dimension 'component'"),
        (lambda d: d.isel(axis=[0]), Cloud(), "'points' must have 2 values along 'axis', got 1"),
        (lambda d: d.isel(axis_=[0, 1, 1]), Cloud(), "'covs' must have 2 values along 'axis_', "),
        (lambda d: d.isel(component=[0, 1] * 3), Cloud(), "'means' must have at most 4 comp.* 6"),
        (lambda d: d.drop_vars("covs"), Cloud(), "names 'covs'; the data hold: "),
        (lambda d: d, Cloud(weights="shares"), "names 'shares'"),
        (lambda d: d, Cloud(weights="gap"), "'gap' has no dimension 'component'"),
        (lambda d: d - 1, Cloud(weights="weights"), "'weights' must lie between 0 and 1, got -0.5"),
    ],
)
def test_bad_clouds_are_refused(mixture, change, panel, words):
    with pytest.raises(ValueError, match=words):
        Explorer(change(mixture), [panel])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d.isel(row=0), "'images' has no dimension 'row'; its dimensions: replicate"),
        (lambda d: d + 1, "'images' must lie between 0 and 1, got 1"),
        (lambda d: 0 - d, "'images' must lie between 0 and 1, got -"),
        (lambda d: d + np.inf, "'images' must lie between 0 and 1, got inf"),
        (lambda d: d.rename(images="faces"), "names 'images'; the data hold: faces"),
    ],
)
def test_bad_pictures_are_refused(pictures, change, words):
    with pytest.raises(ValueError, match=words):
        Explorer(change(pictures), [Images()])


@pytest.mark.parametrize(
    ("change", "panel", "words"),
    [
        (lambda d: d, Text("loss"), "'loss' must be text, got dtype float64"),
        (lambda d: d, Lines("sample"), "'sample' must be numeric, got dtype <U"),
        (lambda d: d.astype("S"), Text("sample"), "'sample' must be text, got dtype .S"),
        (lambda d: d.where(d["loss"] < 0), Text("sample"), "'sample' must be text, got nan"),
        (lambda d: d, Text("sample", over="beam"), "'sample' has no dimension 'beam'; its dimen"),
        (lambda d: d, Text(), "names 'text'; the data hold: sample, loss"),
        (lambda d: d.isel(prompt=[]), Text("sample"), "dimension 'prompt' of 'sample' is empty"),
        (lambda d: d.isel(prompt=[0, 0]), Text("sample"), "'prompt' must have different values"),
    ],
)
def test_bad_text_is_refused(passages, change, panel, words):
    with pytest.raises(ValueError, match=words):
        Explorer(change(passages), [panel])


def test_any_text_may_stand_in_a_page(passages):
    hard = "</script><!--<script> $x^2$ & $5, \n<b>戦場</b>\u3000\x07"
    passages["sample"] = xr.full_like(passages["sample"], hard, dtype=object)
    page = Explorer(passages, [Text("sample", over="prompt", title="It writes")]).html()
    payload = re.search(r'<script type="application/json">(.*)</script>', page, re.DOTALL)[1]
    assert page.count("</script>") == 1
    assert "<!--" not in page
    assert json.loads(payload)["spec"]["quantities"]["sample"]["texts"] == [hard]


def test_the_words_say_what_is_seen(mixture, pictures, passages):
    page = Explorer(mixture, [Cloud(title="Two"), Lines("gap")], start={"generation": 2}).html()
    places = mixture["means"].sel(sample_size=1000).isel(generation=2, replicate=0).values
    (a, b), (c, d) = [[f"{v:.3g}".replace("-", "−") for v in mean] for mean in places]
    points = "Two: 40 points, and an ellipse for each component. At 1000 points, generation 2, run "
    assert f'alt="{points}1 of 3: component 1 at ({a}, {b}), component 2 at ({c}, {d}). ' in page
    assert 'alt="Gap, against generation n. At 1000 points, generation 2, run 1 of 3: Gap ' in page
    assert '. Bold: this run; faint: the other 2 runs."' in page
    assert "Sample size M = 1000, generation n = 2, run 1 of 3</p>" in page
    page = Explorer(pictures, [Images()]).html()
    words = "What the model draws: 6 pictures of 5 by 4 pixels. At generation 1, run 1 of 2."
    assert f'alt="{words}"' in page
    page = Explorer(passages, [Text("sample", over="prompt")], start={"generation": 3}).html()
    assert "Setting alone, generation n = 3, run 1 of 3</p>" in page
    assert "<b>In 1998</b><span> text 0301</span>" in page
    page = Explorer(passages, [Text("sample")], start={"prompt": "In 1998"}).html()
    assert "<span>text 0201</span>" in page


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0, "0"),
        (-2, "−2"),
        (9999, "9999"),
        (1_234_567, "1,234,570"),
        (1e8, "10⁸"),
        (-2.5e-7, "−2.5 × 10⁻⁷"),
        (0.1 + 0.2, "0.3"),
        ("1e8", "1e8"),
    ],
)
def test_sliders_say_their_numbers_as_the_script_does(value, words):
    assert num(value) == words


def test_the_picture_shows_the_position(mixture, pictures):
    def pixels(explorer: Explorer) -> np.ndarray:
        dims, at = explorer._record["dims"], explorer.position.items()
        index = {name: dims[name]["values"].index(value) for name, value in at}
        png = draw(explorer.panels[0], explorer.data, index)
        return np.asarray(Image.open(io.BytesIO(png)).convert("L"), dtype=float)

    ink = xr.zeros_like(pictures)
    ink["images"][0, 1] = 1.0  # only at the starting position
    explorer = Explorer(ink, [Images()])
    black = (pixels(explorer) < 30).mean()
    assert black > 0.3
    explorer.position = {"generation": 2}
    assert (pixels(explorer) < 30).mean() < 0.1 * black

    mixture["means"][:, :, -1, 0] = np.nan  # a component that is gone is left out
    cloud = Explorer(mixture, [Cloud()], start={"generation": 0})
    before = pixels(cloud)
    cloud.position = {"generation": GENERATIONS}
    assert np.abs(pixels(cloud) - before).max() > 50


def test_pictures_and_points_stay_light():
    rng = np.random.default_rng(0)
    blurred = rng.random((5, 21, 25, 8, 8))  # noise: pictures of something weigh less
    dims = ("replicate", "generation", "image", "row", "column")
    page = Explorer(xr.Dataset({"images": (dims, blurred)}), [Images()]).html()
    assert len(gzip.compress(page.encode())) < 1.1 * blurred.size / 2
    clouds = mixture_row(100, points=300)
    page = Explorer(clouds, [Cloud()]).html()
    assert len(gzip.compress(page.encode())) < 1.1 * clouds["points"].size + 20_000


def test_text_stays_light():
    rng = np.random.default_rng(0)
    letters = rng.integers(97, 123, (6, 3, 3, 300))  # by chance: words weigh a half of that
    texts = np.apply_along_axis(lambda row: "".join(map(chr, row)), -1, letters)
    one = xr.Dataset({"text": (("generation", "replicate", "prompt"), texts)})
    weight = []
    for data in (one, one.expand_dims(setting=4)):  # four settings that agree
        record = Explorer(data, [Text(over="prompt")])._record
        weight.append(len(gzip.compress(json.dumps(record).encode())))
    assert weight[0] < 0.65 * letters.size + 1000
    assert weight[1] < weight[0] + 200
