import { button, make, num, say, set, unique } from "./elements.js";
import { copier } from "./copy.js";
import { sheet } from "./csv.js";
import { write } from "./link.js";
import { nearest } from "./scales.js";

const DURATION = 6000; // milliseconds from the first generation to the last

function menu(box, id, dim, put) {
  box.classList.add("mc-menu");
  const select = make("select", { id }, box);
  for (const v of dim.values) make("option", { value: v }, select, v);
  select.addEventListener("change", () => put(select.value));
  return (v) => { select.value = v; };
}

// The slider counts the stops, which lie evenly on it whatever the values are.
function slider(box, id, stops, put, words) {
  const out = make("b", { "aria-hidden": "true" }, box);
  out.style.minWidth = `${Math.max(...stops.map((v) => num(v).length))}ch`; // so that nothing moves with the digits
  const input = make("input", { id, type: "range", min: 0, max: stops.length - 1, step: 1 }, box);
  input.addEventListener("input", () => put(stops[+input.value]));
  return (v) => {
    const i = nearest(stops, v);
    if (+input.value !== i) input.value = i;
    say(out, num(v));
    set(input, { "aria-valuetext": words(v) });
  };
}

// Play runs the generations; who prefers reduced motion is taken to the last one at once.
function player(parent, steps, now, put, stopped) {
  const last = steps.length - 1;
  let frame = 0;
  const face = button(parent, "Play", "play", () => {
    if (frame) return stop();
    const at = nearest(steps, now()), first = at === last ? 0 : at;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return put(steps[at === last ? 0 : last]);
    face("Pause", "pause");
    let began = 0;
    const tick = (time) => {
      began ||= time;
      const i = Math.min(last, first + Math.floor(((time - began) / DURATION) * last));
      frame = requestAnimationFrame(tick);
      put(steps[i]);
      if (i === last) stop();
    };
    frame = requestAnimationFrame(tick);
  });
  const stop = () => {
    if (!frame) return;
    cancelAnimationFrame(frame);
    frame = 0;
    face("Play", "play");
    stopped();
  };
  return { stop, playing: () => frame !== 0 };
}

// One control for each open dimension of more than one value. `put(name, value)` moves the
// figure; the answer has `show(position)`, `stop()` and `playing()`.
export function makeControls(parent, spec, view, put, stopped) {
  const { dims } = spec, ui = make("div", { class: "mc-controls" }, parent), shows = {};
  const open = spec.controls.filter((name) => (dims[name].ends ?? dims[name].values).length > 1), aside = spec.chain ? ["replicate", "seed", "show"] : ["replicate"]; // among the buttons
  let play = { stop() {}, playing: () => false };
  for (const name of open.filter((name) => !aside.includes(name))) {
    const dim = dims[name], id = unique(), box = make("div", { class: "mc-control" }, ui);
    const label = make("label", { for: id }, box, `${dim.label} `);
    if (dim.symbol) make("i", {}, label, dim.symbol);
    const move = (v) => { play.stop(); put(name, v); };
    shows[name] = dim.kind === "select" ? menu(box, id, dim, move)
      : dim.kind === "log" ? view.live.logSlider(box, id, dim, move, (v) => view.spoken(name, v))
      : slider(box, id, spec.live ? dim.stops : dim.values, move, (v) => view.spoken(name, v));
  }
  const buttons = make("div", { class: "mc-buttons" });
  if (open.includes("generation")) {
    play = player(buttons, dims.generation.values, () => view.position().generation, (v) => put("generation", v), stopped);
  }
  if (open.includes("replicate")) {
    const runs = dims.replicate.values, next = (v) => (spec.chain ? v + 1 : runs[(nearest(runs, v) + 1) % runs.length]);
    button(buttons, "New run", "again", () => put("replicate", next(view.position().replicate)));
    const out = make("span", {}, buttons);
    shows.replicate = (v) => { say(out, view.spoken("replicate", v)); };
  }
  if (view.live) Object.assign(shows, view.live.buttons(buttons, put));
  const copies = [], copied = sheet(spec, view);
  if (view.address && open.length) {
    const address = () => { write(view.address()); return location.href; };
    copies.push(copier(buttons, "Copy link", "link", "Address of this position", address, view.tell));
  }
  if (copied && open.length) copies.push(copier(buttons, "Copy CSV", "sheet", "The numbers shown, as CSV", copied, view.tell));
  if (buttons.firstChild) ui.append(buttons);
  if (!ui.firstChild) ui.remove();
  return {
    show: (position) => { for (const name in shows) shows[name](position[name]); for (const moved of copies) moved(); },
    stop: () => play.stop(),
    playing: () => play.playing(),
  };
}
