// What moves a live chain beside the sliders that every explorer has.
import { make, num, say, set } from "./elements.js";

const PLACES = 1000; // of the slider
const FACTOR = 1.02; // of a key, where that is more than one

// Whole numbers, evenly on a logarithmic scale; a key goes to another number, wherever it is.
export function logSlider(box, id, dim, put, words) {
  const [low, high] = dim.ends, span = Math.log(high / low);
  const place = (v) => Math.round(PLACES * Math.log(v / low) / span);
  const out = make("b", { "aria-hidden": "true" }, box);
  out.style.minWidth = `${num(high).length}ch`;
  const input = make("input", { id, type: "range", min: 0, max: PLACES, step: 1 }, box);
  let now = low;
  const go = (v) => put(Math.min(high, Math.max(low, v)));
  input.addEventListener("input", () => {
    if (+input.value !== place(now)) go(Math.round(low * Math.exp(span * input.value / PLACES)));
  });
  const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 };
  input.onkeydown = (e) => { // a property: see script.py
    const step = steps[e.key];
    if (!step || e.ctrlKey || e.altKey || e.metaKey) return;
    e.preventDefault();
    const far = Math.round(now * FACTOR ** step);
    go(step > 0 ? Math.max(now + step, far) : Math.min(now + step, far));
  };
  return (v) => {
    now = v;
    if (+input.value !== place(v)) input.value = place(v);
    say(out, num(v));
    set(input, { "aria-valuetext": words(v) });
  };
}

// The seed in a field, and the button that shows many runs.
export function buttons(parent, { seed, show }, put) {
  const label = make("label", { class: "mc-seed" }, parent, `${seed.label} `);
  const field = make("input", { type: "number", min: seed.ends[0], max: seed.ends[1], step: 1, inputmode: "numeric" }, label);
  field.addEventListener("change", () => {
    const v = Math.round(Number(field.value));
    if (field.value.trim() !== "" && v >= seed.ends[0] && v <= seed.ends[1]) put("seed", v);
    else field.value = field.defaultValue; // not a seed: the last one stays
  });
  const showSeed = (v) => {
    if (field.defaultValue === String(v)) return; // what stays the same is left alone: see elements.js
    field.defaultValue = v;
    if (document.activeElement !== field || +field.value !== v) field.value = v;
  };
  if (!show) return { seed: showSeed };
  const toggle = make("button", { type: "button", class: "mc-i-many" }, parent);
  make("span", {}, toggle, show.values[1]);
  let many = false;
  toggle.addEventListener("click", () => put("show", show.values[many ? 0 : 1]));
  return {
    seed: showSeed,
    show(v) {
      many = v === show.values[1];
      set(toggle, { "aria-pressed": many });
    },
  };
}
