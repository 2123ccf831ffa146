"""The picture that stands for the book where it is shared: `python -m book.pictures.social`.

The law, and every fifth of forty models, each fitted to 20 points of the one before it: of 101 runs
the one whose last model has the median width.
"""

import sys

import matplotlib.pyplot as plt
import numpy as np
from PIL import Image
from scipy.stats import norm

import modelcollapse as mc
from modelcollapse.figures import DERIVED, SIMULATED
from tools import ROOT

PICTURE = ROOT / "book/_static/social.png"
SIZE = (1200, 630)  # pixels, as social networks ask for
COLOURS = 64
LAST = 40  # generations
WORDS = """An interactive textbook

Every formula derived,
every figure movable,
every number run again."""


def draw() -> plt.Figure:
    """Title on the left, the law and its models on the right."""
    trace = mc.run(mc.Gaussian(), sample_size=20, generations=LAST, replicates=101, rng=0)
    run = trace.isel(replicate=int(np.argsort(trace.sigma[-1].values)[50]))
    figure = plt.figure(figsize=(SIZE[0] / 100, SIZE[1] / 100), dpi=100, facecolor="white")
    axes = figure.add_axes((0.42, 0.1, 0.55, 0.8))
    x = np.linspace(-3.2, 3.2, 600)
    for generation in range(5, LAST + 1, 5):
        model = run.sel(generation=generation)
        curve = norm.pdf(x, float(model.mu), float(model.sigma))
        axes.plot(x, curve, color=SIMULATED, lw=2, alpha=0.2 + 0.8 * generation / LAST)
    axes.plot(x, norm.pdf(x), color=DERIVED, lw=3, ls="--")
    axes.set(xlim=(-3.2, 3.2), ylim=(0, None))
    axes.set_axis_off()
    axes.axhline(0, color="0.3", lw=1)
    figure.text(0.05, 0.66, "Model\nCollapse", size=58, weight="bold", va="center")
    figure.text(0.05, 0.28, WORDS, size=19, va="center", color="0.25", linespacing=1.3)
    return figure


def main() -> int:
    """Write the picture, in few colours."""
    with plt.rc_context({"font.family": "sans-serif"}):
        figure = draw()
        figure.canvas.draw()
    seen = Image.fromarray(np.asarray(figure.canvas.buffer_rgba())).convert("RGB")
    plt.close(figure)
    seen.quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURE, optimize=True)
    print(f"{PICTURE.relative_to(ROOT)}: {seen.size}, {PICTURE.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
