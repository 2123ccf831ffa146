"""The front end: its script as one file, a module for Jupyter, plain for the pages; its style."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

# each after those that it imports
PARTS = ["elements", "numbers", "scales", "stage"]
PARTS += ["lines", "density", "bars", "cloud", "images", "text", "tree"]
PARTS += ["copy", "csv", "link", "controls", "readout", "parts", "explorer"]
# what only live chains need
LIVE = ["streams", "counts", "chains", "states", "derived", "ensemble"]
LIVE += ["band", "tallies", "knobs", "live"]
START = """
// A page may choose the time: with the attribute data-later the script waits until it is told to
// mount a host, by `explorers.mount(host)`, which gives a promise. With data-linked, positions have
// addresses: see link.js. The explorer that the page's address names is mounted at once.
// What computes chains comes when a host needs it: from the script it names, or beside this one.
const { dataset, src: here } = document.currentScript;
const scripts = new Map(); // by their address
function script(src) {
  if (!scripts.has(src)) scripts.set(src, new Promise((onload, onerror) => {
    if (!src) return onerror(Error("the page names no script that computes"));
    const file = Object.assign(document.createElement("script"), { src, onerror });
    file.onload = () => onload(file);
    document.head.append(file);
  }));
  return scripts.get(src);
}
async function begin(host) { // its state is inside, or in a script that it names
  const inside = host.querySelector("script[type='application/json']");
  const beside = here && new URL("live.js", here).href;
  const more = "live" in host.dataset && !parts.live && script(host.dataset.live || beside);
  const state = inside ? JSON.parse(inside.textContent) : (await script(host.dataset.state)).state;
  await more; // or it stays at rest
  return mount(host, state, "linked" in dataset);
}
const begun = new Map();
window.explorers = {
  parts, tools: { TOOLS },
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
// A key that moves a slider is the slider's own: the theme would search the whole page at each one.
addEventListener("keydown", (e) => {
  if (!/^(Arrow|Page|Home|End)/.test(e.key) || !e.target.matches?.(".mc input[type=range]")) return;
  e.stopImmediatePropagation();
  e.target.onkeydown?.(e);
}, true);
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


def source(names: Sequence[str]) -> str:
    """The parts, one after the other."""
    return "\n".join((HERE / f"{part}.js").read_text("utf8") for part in names)


def body(names: Sequence[str]) -> str:
    """The parts in one scope, without their imports, exports and lines of comment."""
    text = re.sub(r"^(?:import |\s*//).*\n", "", source(names), flags=re.MULTILINE)
    text = re.sub(r"^export default .*\n", "", text, flags=re.MULTILINE)
    return re.sub(r"^export ", "", text, flags=re.MULTILINE)


def tools() -> str:
    """What the parts of live chains import from the others."""
    found = re.findall(r'^import \{ (.*) \} from "\./(\w+)\.js";', source(LIVE), re.MULTILINE)
    named = {name for names, part in found if part in PARTS for name in names.split(", ")}
    return ", ".join(sorted(named))


def both(live: bool) -> str:
    """The parts that every explorer needs; live: with those that compute chains."""
    more = f"{body(LIVE)}\nparts.live = live;\n" if live else ""
    return f"{body(PARTS)}\n{more}"


def module(live: bool = False) -> str:
    """The module that anywidget loads. live: with what computes chains."""
    return f"{both(live)}export default {{ render }};\n"


def classic(live: bool = False) -> str:
    """The script that mounts a page's explorers: from disk, browsers import no module.

    live: with what computes chains; without, hosts name a script of `extra`.
    """
    return f"(() => {{\n{both(live)}{START.replace('TOOLS', tools())}}})();\n"


def extra() -> str:
    """What computes chains, as a script of its own, for the pages that have a live explorer."""
    return (
        f"(() => {{\nconst {{ {tools()} }} = explorers.tools;\n{body(LIVE)}\n"
        "explorers.parts.live = live;\n})();\n"
    )
