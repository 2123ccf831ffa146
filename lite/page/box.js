// The editor below a cell, and what the code in it gives.
import { kept, make } from "./parts.js";
import { start, stop, waits } from "./turns.js";

const START = "Python runs in this page, on this computer. The first time, it is fetched: about";
const ELSEWHERE = "The notebook itself runs in Jupyter and in Colab: see the buttons at the head of this page.";
const PATIENCE = 8; // seconds after which a word of comfort is due

export class Box {
  constructor(button, { code, before }, megabytes) {
    this.code = code;
    this.before = before;
    this.key = `run:${button.dataset.cell}`;
    this.button = button;
    const rows = Math.min(24, code.split("\n").length + 1);
    const look = { rows, wrap: "off", spellcheck: "false", autocapitalize: "off", autocomplete: "off" };
    this.editor = make("textarea", { ...look, "aria-label": "Code of this cell; Control and Enter run it" });
    this.editor.value = kept.get(this.key, code);
    this.start = this.control("Run", () => this.run());
    this.end = this.control("Stop", stop);
    this.back = this.control("Back to the book's code", () => this.reset());
    this.close = this.control("Close", () => this.open(false));
    this.said = make("span", { role: "status" }, `${START} ${megabytes} MB, less if the server compresses it.`);
    this.clock = make("span", { "aria-hidden": "true" });
    this.result = make("div", { class: "run-result", role: "group", "aria-label": "Result", tabindex: "0" });
    const lines = before ? before.split("\n").length : 0;
    const first = make("details", {}, make("summary", {}, `${lines} ${lines === 1 ? "line" : "lines"} of this page run before it`));
    first.append(make("pre", { tabindex: "0" }, before));
    const keys = make("p", { class: "run-keys" }, "Control+Enter runs, Escape stops, Tab leaves the code.");
    const bar = make("div", { class: "run-bar" }, this.start, this.end, this.back, this.close);
    const place = make("p", { class: "run-said" }, this.said, " ", this.clock);
    this.element = make("section", { class: "run-box d-print-none", "aria-label": "This cell, to be changed and run" });
    this.element.append(...(lines ? [first] : []), this.editor, bar, keys, place, this.result);
    this.editor.addEventListener("input", () => this.changed());
    this.element.addEventListener("keydown", (event) => this.press(event));
    button.parentElement.after(this.element);
    this.changed();
    this.busy(false);
  }

  control(text, act) {
    const button = make("button", { type: "button", class: "btn btn-sm btn-outline-primary" }, text);
    button.addEventListener("click", act);
    return button;
  }

  open(shown) {
    this.element.hidden = !shown;
    this.button.setAttribute("aria-expanded", shown);
    (shown ? this.editor : this.button).focus();
    if (!shown && this.running) stop();
  }

  changed() {
    kept.put(this.key, this.code, this.editor.value);
    this.back.disabled = this.editor.value === this.code;
  }

  reset() {
    this.editor.value = this.code;
    this.changed();
    this.editor.focus();
  }

  press(event) {
    const { key, ctrlKey, metaKey, shiftKey } = event;
    if (key === "Escape" && this.running) stop();
    else if (key === "Enter" && (ctrlKey || metaKey || shiftKey)) this.run();
    else if (key === "Enter" && event.target === this.editor) {
      const line = this.editor.value.slice(0, this.editor.selectionStart).split("\n").pop();
      const deeper = line.trimEnd().endsWith(":") ? "    " : "";
      document.execCommand("insertText", false, `\n${line.match(/^ */)[0]}${deeper}`); // can be undone
    } else return;
    event.preventDefault();
  }

  busy(running) {
    this.running = running;
    this.start.disabled = running;
    this.end.disabled = !running;
    this.element.setAttribute("aria-busy", running);
    clearInterval(this.ticking);
    if (!running) return;
    this.began = performance.now();
    this.ticking = setInterval(() => this.tick(), 1000);
    this.clock.textContent = "";
  }

  seconds() {
    return (performance.now() - this.began) / 1000;
  }

  tick() {
    const hint = this.seconds() > PATIENCE && !this.computing ? ". The first start is the long one" : "";
    this.clock.textContent = `${this.seconds().toFixed(0)} s${hint}`;
  }

  run() {
    if (this.running) return;
    this.computing = false;
    this.result.replaceChildren();
    this.busy(true);
    this.said.textContent = waits() ? "Waiting for another cell" : "Starting";
    start(this, this.before, this.editor.value);
  }

  finish(text) {
    this.busy(false);
    this.clock.textContent = "";
    this.said.textContent = text;
  }

  hear(kind, value) {
    if (kind === "doing") {
      this.computing = value.startsWith("Running");
      this.said.textContent = value.length > 90 ? `${value.slice(0, 90)} …` : value;
    } else if (kind === "again") this.result.replaceChildren();
    else if (kind === "text") this.print(value);
    else if (kind === "error") {
      this.result.append(make("pre", { class: "run-error", tabindex: "0" }, value));
      this.finish(`Ended with an error after ${this.seconds().toFixed(1)} s.`);
    } else if (kind === "html") this.markup(value);
    else if (kind === "picture") {
      const picture = make("img", { alt: "The figure that this code draws", src: `data:image/png;base64,${value}` });
      this.result.append(picture);
    } else if (kind === "done") this.finish(`Done in ${this.seconds().toFixed(1)} s.`);
    else if (kind === "stopped") this.finish("Stopped. The next run starts Python again, in some seconds.");
    else if (kind === "failed") this.finish(`Python could not be started in this browser (${value}). ${ELSEWHERE}`);
  }

  print(text) {
    const last = this.result.lastElementChild;
    if (last?.className === "run-text") last.append(text);
    else this.result.append(make("pre", { class: "run-text", tabindex: "0" }, text));
  }

  markup(html) {
    const place = make("div");
    place.innerHTML = html;
    this.result.append(place);
    const host = place.querySelector(".mc-host");
    if (host) window.explorers?.mount(host);
  }
}
