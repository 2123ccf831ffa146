import { make, say } from "./elements.js";

const PAUSE_BEFORE_SPEAKING = 600; // milliseconds without a move
const KINDS_OF_NUMBER = ["mc-value", "mc-theory", "mc-theory2"];

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
  const more = view.live?.tallies(list); // of many runs
  if (!cells.length) list.remove();
  const foot = make("p", { class: "mc-foot" }), words = spec.source;
  const status = make("div", { class: "mc-say", role: "status" });
  let later = 0, run = view.drawn();
  return {
    close() { parent.append(foot, status); }, // at the end, below the panels
    show() {
      for (const [name, cell] of cells) say(cell, view.get(name).text(view.index));
      more?.show(view.position());
    },
    origin(waiting, computed, error, note) {
      say(foot, error ? `The kernel could not compute this: ${error}` : waiting ? "Waiting for the kernel …" : computed ? `${words} Here: computed by the kernel.` : note ? `${note} ${words}` : words);
    },
    speak: function speak() {
      clearTimeout(later);
      later = setTimeout(() => {
        if (playing()) return;
        if (view.live?.growing()) return speak(); // there are more numbers to come
        const now = view.drawn(), news = now === run || !now ? "" : `${now}. `;
        run = now;
        status.textContent = news + cells.map(([name, cell]) => `${spec.quantities[name].label} ${cell.textContent}`).join(", ") + (more?.words() ?? "");
      }, PAUSE_BEFORE_SPEAKING);
    },
    tell(words) { status.textContent = words; },
    hush() { clearTimeout(later); },
  };
}
