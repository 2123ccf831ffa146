import { make, num, say } from "./elements.js";

const PAUSE_BEFORE_SPEAKING = 600; // milliseconds without a move
const KINDS_OF_NUMBER = ["mc-value", "mc-theory", "mc-theory2"];

// The grid in words: which values the sliders take, and the seed behind them.
function source(spec) {
  const ends = (name) => {
    const { values, label } = spec.dims[name], what = label.toLowerCase();
    if (values.length < 2) return `${what} ${num(values[0])}`;
    if (name === "replicate") return `${values.length} runs`;
    if (name === "generation") return `generations ${num(values[0])} to ${num(values.at(-1))}`;
    if (typeof values[0] === "string") return `${values.length} choices of ${what}`;
    return `${values.length} values of ${what} from ${num(Math.min(...values))} to ${num(Math.max(...values))}`;
  };
  const seed = spec.seed === null ? "" : `Seed ${spec.seed}. `;
  return seed + (spec.controls.length ? `Grid: ${spec.controls.map(ends).join(", ")}.` : "");
}

// The numbers at the position, where they come from, and what a screen reader is told:
// the numbers once more, when the reader has stopped moving.
export function makeReadout(parent, spec, view, playing) {
  const place = (name) => Math.max(...spec.panels.map((panel) => (panel.theory ?? []).indexOf(name)));
  const list = make("dl", { class: "mc-read" }, parent);
  const cells = spec.readout.map((name) => {
    const item = make("div", { class: KINDS_OF_NUMBER[Math.min(place(name), 1) + 1] }, list);
    const { label, symbol } = spec.quantities[name];
    make("dt", {}, item, symbol ? `${label}, ${symbol}` : label);
    return [name, make("dd", { "data-name": name }, item)];
  });
  if (!cells.length) list.remove();
  const foot = make("p", { class: "mc-foot" }), words = source(spec);
  const status = make("div", { class: "mc-say", role: "status" });
  let later = 0, run = view.position().replicate;
  return {
    close() { parent.append(foot, status); }, // at the end, below the panels
    show() {
      for (const [name, cell] of cells) say(cell, view.get(name).text(view.index));
    },
    origin(waiting, computed, error) {
      say(foot, error ? `The kernel could not compute this: ${error}` : waiting ? "Waiting for the kernel …" : computed ? `${words} Here: computed by the kernel.` : words);
    },
    speak() {
      clearTimeout(later);
      later = setTimeout(() => {
        if (playing()) return;
        const now = view.position().replicate, news = now === run ? "" : `${view.spoken("replicate", now)}. `;
        run = now;
        status.textContent = news + cells.map(([name, cell]) => `${spec.quantities[name].label} ${cell.textContent}`).join(", ");
      }, PAUSE_BEFORE_SPEAKING);
    },
    hush() { clearTimeout(later); },
  };
}
