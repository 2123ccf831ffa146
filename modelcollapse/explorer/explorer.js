// A figure with sliders: one user interface, two hosts.
// In Jupyter `model` is anywidget's; in the published page a plain object (see `mount`).
// It needs get(name), set(name, value), save_changes(), on(event, f) and off(event, f); and it may
// have address(), that of the position.
// `_spec` describes the figure (spec.py writes it), `position` maps slider to value, `_grid` holds
// its numbers if they have been read before, `_row` what the kernel computed for a position off it.
import { bars } from "./bars.js";
import { cloud } from "./cloud.js";
import { makeControls } from "./controls.js";
import { density } from "./density.js";
import { make, named, num, say } from "./elements.js";
import { images } from "./images.js";
import { lines } from "./lines.js";
import { asked, follow, fragment } from "./link.js";
import { table } from "./numbers.js";
import { makeReadout } from "./readout.js";
import { parts } from "./parts.js";
import { nearest } from "./scales.js";
import { text } from "./text.js";
import { tree } from "./tree.js";

// Each kind of panel builds its parts once, redraws for a new row, and moves with the rest.
const KINDS = { lines, density, bars, cloud, images, text, tree };
const tables = (records) => Object.fromEntries(Object.entries(records).filter(([, record]) => record.codes).map(([name, record]) => [name, table(record)]));

export function render({ model, el }) {
  const spec = model.get("_spec"), { dims, controls, rows } = spec, grid = model.get("_grid") ?? tables(spec.quantities);
  const titles = spec.panels.map((panel) => panel.title);
  const outer = make("div", { class: "mc", role: "group", "aria-label": `Explorer: ${titles.join("; ")}`, "data-lm-suppress-shortcuts": "true" }, el);
  outer.addEventListener("keydown", (e) => e.stopPropagation()); // or JupyterLab takes the arrow keys
  const root = make("div", { class: "mc-in" }, outer);

  const put = (name, v) => {
    if (model.get("position")[name] === v) return;
    model.set("position", { ...model.get("position"), [name]: v });
    model.save_changes();
    if (model.address) follow(model.address, controller.playing);
  };
  let computed = null, from = null;
  const view = { // what the parts know of the figure
    dims, controls, rows,
    index: Object.fromEntries(Object.keys(dims).map((name) => [name, 0])),
    position: () => model.get("position"),
    onGrid: (name) => grid[name],
    get: (name) => computed?.[name] ?? grid[name], // the computed row, while the sliders are off the grid
    go: (name, i) => { controller.stop(); put(name, dims[name].values[i]); },
    address: model.address,
    tell: (words) => readout.tell(words),
    spoken(name, v) {
      const { values, label, units } = dims[name];
      if (name === "replicate") return spec.chain ? `run ${v + 1}` : `run ${values.indexOf(v) + 1} of ${values.length}`;
      if (dims[name].kind === "seed") return `seed ${v}`; // not a number of things
      return units ? `${num(v)} ${units}` : `${label.toLowerCase()} ${num(v)}`;
    },
    stand: () => controls.map((name) => {
      const dim = dims[name], v = view.position()[name];
      return ["replicate", "seed"].includes(dim.kind) ? view.spoken(name, v) : `${named(dim)}${dim.symbol && " ="} ${num(v)}`;
    }).join(", ").replace(/^./u, (letter) => letter.toUpperCase()),
    drawn: () => (spec.chain ? ["replicate", "seed"] : ["replicate"]).filter((name) => controls.includes(name)).map((name) => view.spoken(name, view.position()[name])).join(", "),
    where: () => `At ${controls.map((name) => view.spoken(name, view.position()[name])).join(", ")}`,
  };
  if (spec.chain) {
    view.live = parts.live(spec, view.position, () => draw());
    computed = view.live.row();
  }
  const controller = makeControls(root, spec, view, put, () => readout.speak());
  const place = make("p", { class: "mc-stand" }, root); // on paper, where there are no sliders
  const readout = makeReadout(root, spec, view, controller.playing); // beside the sliders, also on a phone
  const drawn = make("div", { class: "mc-panels" }, root);
  const panels = spec.panels.map((panel) => KINDS[panel.kind](drawn, panel, view));
  readout.close();

  let last = JSON.stringify(view.position()), sized = false;
  const draw = () => {
    const position = view.position(), row = model.get("_row");
    for (const name of controls) view.index[name] = nearest(dims[name].values, position[name]);
    controller.show(position);
    say(place, view.stand());
    const between = !spec.chain && rows.some((name) => !dims[name].values.includes(position[name]));
    const here = between && row?.where && rows.every((name) => row.where[name] === position[name]);
    const waiting = between && (!here || "error" in row);
    outer.classList.toggle("mc-wait", waiting);
    readout.origin(waiting, here, here && row.error, model.get("_note"));
    if (waiting) return;
    if (view.live) computed = from = view.live.row();
    else {
      if (from !== (here ? row : null)) computed = here ? tables(row.quantities) : null;
      from = here ? row : null;
    }
    readout.show();
    const still = JSON.stringify({ ...position, generation: 0 });
    if (sized) for (const panel of panels) { // a new generation only moves the cursor
      const key = `${still} ${panel.box.width} ${panel.box.height}`;
      if (panel.drawn !== key || panel.from !== from) panel.redraw();
      panel.drawn = key;
      panel.from = from;
      panel.move();
    }
    const now = JSON.stringify(position);
    if (now !== last) readout.speak();
    last = now;
  };
  // sizes are read here, and not while drawing, where each reading would cost a layout
  const fit = () => {
    for (const panel of panels) panel.measure();
    sized = true;
    draw();
  };
  const sizes = new ResizeObserver(fit);
  for (const panel of panels) sizes.observe(panel.figure);
  const heard = ["position", "_row", "_note"].map((name) => `change:${name}`);
  for (const change of heard) model.on(change, draw);
  // at once where there is room already: an observer comes later, and must not change the sizes again
  if (el.isConnected) fit();
  else draw(); // all but the drawings
  return () => {
    controller.stop();
    view.live?.stop();
    readout.hush();
    sizes.disconnect();
    for (const change of heard) model.off(change, draw);
  };
}

// The host of the published page: a model that lives in the page. A phone reads its numbers in
// turns: between two quantities the page answers. If positions have addresses, the page's follows
// what the reader moves, and `go` takes the explorer to what an address says.
export async function mount(el, state, linked) {
  const { spec, position } = state, grid = {}, hear = {};
  for (const name in spec.quantities) if (spec.quantities[name].codes) {
    grid[name] = table(spec.quantities[name]);
    if (matchMedia("(pointer: coarse)").matches) await new Promise((go) => setTimeout(go));
  }
  const values = { _spec: spec, position, _grid: grid, _row: null, _note: "" };
  const model = {
    address: linked ? () => fragment(el.id, spec, values.position) : null,
    get: (name) => values[name],
    set(name, value) {
      if (name === "position") values._note = ""; // it was about another one
      values[name] = value;
      for (const f of hear[`change:${name}`] ?? []) f();
    },
    save_changes() {},
    go(link) {
      const { position, note } = asked(spec, values.position, link);
      model.set("position", position);
      model.set("_note", note);
    },
    on: (event, f) => { (hear[event] ??= new Set()).add(f); },
    off: (event, f) => hear[event]?.delete(f),
  };
  el.replaceChildren();
  render({ model, el });
  return model;
}

export default { render };
