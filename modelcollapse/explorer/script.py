"""The front end as one file: a module for Jupyter, a plain script for the pages."""

from __future__ import annotations

import re
from pathlib import Path

# each after those that it imports
PARTS = ["style", "elements", "numbers", "scales", "stage"]
PARTS += ["lines", "density", "bars", "cloud", "images", "text", "controls", "readout", "explorer"]
START = """
// One after another, so that the page answers in between.
window.explorers = {
  async mount() {
    for (const host of document.querySelectorAll(".mc-host")) {
      const state = JSON.parse(host.querySelector("script[type='application/json']").textContent);
      host.replaceChildren();
      mount(host, state);
      await new Promise((go) => setTimeout(go));
    }
  },
};
"""


def body() -> str:
    """The parts in one scope, without their imports and exports."""
    here = Path(__file__).parent
    text = "\n".join((here / f"{part}.js").read_text("utf8") for part in PARTS)
    text = re.sub(r"^import .*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"^export default .*\n", "", text, flags=re.MULTILINE)
    return re.sub(r"^export ", "", text, flags=re.MULTILINE)


def module() -> str:
    """The module that anywidget loads."""
    return f"{body()}\nexport default {{ render }};\n"


def classic() -> str:
    """The script of a page's explorers, `explorers.mount()`: from disk, browsers import no module."""
    return f"(() => {{\n{body()}\n{START}}})();\n"
