// A figure with sliders: one user interface, two hosts.
// In Jupyter `model` is anywidget's; in the published page a plain object (see `mount`).
// It needs get(name), set(name, value), save_changes(), on(event, f) and off(event, f).
// `_spec` describes the figure (spec.py writes it), `position` maps slider to value, `_grid` holds
// its numbers if they have been read before, `_row` what the kernel computed for a position off it.
import { bars } from "./bars.js";
import { cloud } from "./cloud.js";
import { makeControls, nearest } from "./controls.js";
import { density } from "./density.js";
import { make, num } from "./elements.js";
import { images } from "./images.js";
import { lines } from "./lines.js";
import { table } from "./numbers.js";
import { makeReadout } from "./readout.js";
import { text } from "./text.js";

// Each kind of panel builds its parts once, redraws for a new row, and moves with the rest.
const KINDS = { lines, density, bars, cloud, images, text };
const tables = (records) => Object.fromEntries(Object.entries(records).map(([name, record]) => [name, table(record)]));

export function render({ model, el }) {
  const spec = model.get("_spec"), { dims, controls, rows } = spec, grid = model.get("_grid") ?? tables(spec.quantities);
  const titles = spec.panels.map((panel) => panel.title ?? spec.quantities[panel.quantity].label);
  const outer = make("div", { class: "mc", role: "group", "aria-label": `Explorer: ${titles.join("; ")}`, "data-lm-suppress-shortcuts": "true" }, el);
  outer.addEventListener("keydown", (e) => e.stopPropagation()); // or JupyterLab takes the arrow keys
  const root = make("div", { class: "mc-in" }, outer);

  const put = (name, v) => {
    if (model.get("position")[name] === v) return;
    model.set("position", { ...model.get("position"), [name]: v });
    model.save_changes();
  };
  let computed = null, from = null;
  const view = { // what the parts know of the figure
    dims, controls, rows,
    index: Object.fromEntries(Object.keys(dims).map((name) => [name, 0])),
    position: () => model.get("position"),
    onGrid: (name) => grid[name],
    get: (name) => computed?.[name] ?? grid[name], // the computed row, while the sliders are off the grid
    go: (name, i) => { controller.stop(); put(name, dims[name].values[i]); },
    spoken(name, v) {
      const { values, label, units } = dims[name];
      if (name === "replicate") return `run ${values.indexOf(v) + 1} of ${values.length}`;
      return units ? `${num(v)} ${units}` : `${label.toLowerCase()} ${num(v)}`;
    },
    where: () => `At ${controls.map((name) => view.spoken(name, view.position()[name])).join(", ")}`,
  };
  const controller = makeControls(root, spec, view, put, () => readout.speak());
  const readout = makeReadout(root, spec, view, controller.playing); // beside the sliders, also on a phone
  const stand = make("div", { class: "mc-panels" }, root);
  const panels = spec.panels.map((panel) => KINDS[panel.kind](stand, panel, view));
  readout.close();

  let last = JSON.stringify(view.position()), sized = false;
  const draw = () => {
    if (!sized) return;
    const position = view.position(), row = model.get("_row");
    for (const name of controls) view.index[name] = nearest(dims[name].values, position[name]);
    controller.show(position);
    const between = rows.some((name) => !dims[name].values.includes(position[name]));
    const here = between && row?.where && rows.every((name) => row.where[name] === position[name]);
    const waiting = between && (!here || "error" in row);
    outer.classList.toggle("mc-wait", waiting);
    readout.origin(waiting, here, here && row.error);
    if (waiting) return;
    if (from !== (here ? row : null)) computed = here ? tables(row.quantities) : null;
    from = here ? row : null;
    const still = JSON.stringify({ ...position, generation: 0 });
    for (const panel of panels) { // a new generation only moves the cursor
      const key = `${still} ${panel.box.width} ${panel.box.height}`;
      if (panel.drawn !== key || panel.from !== from) panel.redraw();
      panel.drawn = key;
      panel.from = from;
      panel.move();
    }
    readout.show();
    const now = JSON.stringify(position);
    if (now !== last) readout.speak();
    last = now;
  };
  // sizes are read here, when the page has been laid out, and not while drawing, where each reading
  // would cost a layout
  const fit = () => {
    for (const panel of panels) panel.measure();
    sized = true;
    draw();
  };
  const sizes = new ResizeObserver(fit);
  for (const panel of panels) sizes.observe(panel.figure);
  for (const name of ["position", "_row"]) model.on(`change:${name}`, draw);
  return () => {
    controller.stop();
    readout.hush();
    sizes.disconnect();
    for (const name of ["position", "_row"]) model.off(`change:${name}`, draw);
  };
}

// The host of the published page: a model that lives in the page. A phone reads its numbers in
// turns: between two quantities the page answers.
export async function mount(el, state) {
  const { spec, position } = state, grid = {}, hear = {};
  for (const name in spec.quantities) {
    grid[name] = table(spec.quantities[name]);
    if (matchMedia("(pointer: coarse)").matches) await new Promise((go) => setTimeout(go));
  }
  const values = { _spec: spec, position, _grid: grid, _row: null };
  const model = {
    get: (name) => values[name],
    set: (name, value) => { values[name] = value; for (const f of hear[`change:${name}`] ?? []) f(); },
    save_changes() {},
    on: (event, f) => { (hear[event] ??= new Set()).add(f); },
    off: (event, f) => hear[event]?.delete(f),
  };
  el.replaceChildren();
  render({ model, el });
}

export default { render };
