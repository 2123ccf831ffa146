"""An explorer of the book in marimo: `marimo edit in_marimo.py`, or `marimo run in_marimo.py`."""

import marimo

app = marimo.App()


@app.cell
def _():
    import marimo as mo

    import modelcollapse as mc

    chain = mc.explorer.LiveGaussian(generations=60)
    panels = [mc.explorer.Lines("sigma", theory="typical_sigma", log=True), mc.explorer.Density()]
    explorer = mo.ui.anywidget(mc.Explorer(None, panels, live=chain))
    explorer  # noqa: B018  # the last line of a cell is shown
    return explorer, mo


@app.cell
def _(explorer, mo):
    at, numbers = explorer.value["position"], explorer.widget.readout()
    mo.md(f"Python sees M = {at['sample_size']}, n = {at['generation']}: σ = {numbers['sigma']}")


if __name__ == "__main__":
    app.run()
