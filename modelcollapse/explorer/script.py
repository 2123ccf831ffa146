"""The front end: its script as one file, a module for Jupyter, plain for the pages; its style."""

from __future__ import annotations

import re
from pathlib import Path

# each after those that it imports
PARTS = ["elements", "numbers", "scales", "stage"]
PARTS += ["lines", "density", "bars", "cloud", "images", "text"]
PARTS += ["link", "controls", "readout", "explorer"]
START = """
// A page may choose the time: with the attribute data-later the script waits until it is told to
// mount a host, by `explorers.mount(host)`, which gives a promise. With data-linked, positions have
// addresses: see link.js. The explorer that the page's address names is mounted at once.
const { dataset } = document.currentScript;
async function begin(host) { // its state is inside, or in a script that it names
  const inside = host.querySelector("script[type='application/json']");
  let state = inside && JSON.parse(inside.textContent);
  if (!inside) {
    const file = Object.assign(document.createElement("script"), { src: host.dataset.state });
    await new Promise((onload, onerror) => {
      document.head.append(Object.assign(file, { onload, onerror }));
    });
    ({ state } = file);
  }
  return mount(host, state, "linked" in dataset);
}
const begun = new Map();
window.explorers = {
  mount(host) {
    if (!begun.has(host)) begun.set(host, begin(host));
    return begun.get(host);
  },
};
async function arrive(scroll) {
  const link = "linked" in dataset && addressed(location.hash);
  if (!link) return;
  if (scroll) link.host.scrollIntoView();
  (await explorers.mount(link.host)).go(link.values);
}
addEventListener("hashchange", () => arrive(true));
// to a page that is loaded again, the browser brings the reader back to where they were
arrive(performance.getEntriesByType("navigation")[0]?.type === "navigate");
if (!("later" in dataset)) {
  for (const host of document.querySelectorAll(".mc-host")) explorers.mount(host);
}
"""


HERE = Path(__file__).parent


def style() -> str:
    """The style sheet, which both hosts need."""
    return (HERE / "style.css").read_text("utf8")


def body() -> str:
    """The parts in one scope, without their imports and exports."""
    text = "\n".join((HERE / f"{part}.js").read_text("utf8") for part in PARTS)
    text = re.sub(r"^import .*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"^export default .*\n", "", text, flags=re.MULTILINE)
    return re.sub(r"^export ", "", text, flags=re.MULTILINE)


def module() -> str:
    """The module that anywidget loads."""
    return f"{body()}\nexport default {{ render }};\n"


def classic() -> str:
    """The script that mounts a page's explorers: from disk, browsers import no module."""
    return f"(() => {{\n{body()}\n{START}}})();\n"
