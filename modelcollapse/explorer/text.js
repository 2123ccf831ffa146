import { make, num, say } from "./elements.js";
import { frame } from "./stage.js";

const TRIED = 20; // texts of a passage that are laid out to find the highest
const LINE = 60; // characters, roughly

// Passages one below the other, each with room for its longest text: only the words move.
export function text(parent, panel, view) {
  const { quantity, over } = panel, grid = view.onGrid(quantity), labels = over ? view.dims[over].values : [null];
  const own = frame(parent, panel.title ?? grid.label, false, "div"), { drawing } = own;
  own.figure.classList.add("mc-whole");
  drawing.className = "mc-text";
  drawing.removeAttribute("role"); // text, not an image: it is read
  const after = (label, words) => (label === null || /^\s/.test(words) ? words : ` ${words}`);
  const passage = (parent, label) => {
    const p = make("p", {}, parent);
    if (label !== null) make("b", {}, p, num(label));
    return make("span", {}, p);
  };
  const spans = labels.map((label) => passage(drawing, label));
  const rough = (words) => words.length + LINE * words.split("\n").length;
  const longest = labels.map((_, i) => {
    const found = new Set(grid.values.filter((_, at) => !over || Math.floor(at / grid.step[over]) % labels.length === i));
    return [...found].map((number) => grid.texts[number]).sort((a, b) => rough(b) - rough(a)).slice(0, TRIED);
  });
  return {
    ...own,
    measure() {
      own.measure();
      const trial = make("div", { class: "mc-trial", "aria-hidden": "true" }, drawing);
      const tried = longest.map((texts, i) => texts.map((words) => {
        const span = passage(trial, labels[i]);
        span.textContent = after(labels[i], words);
        return span.parentNode;
      }));
      const heights = tried.map((nodes) => Math.max(...nodes.map((p) => p.offsetHeight)));
      trial.remove();
      heights.forEach((height, i) => { spans[i].parentNode.style.minHeight = `${height}px`; });
    },
    redraw() {},
    move() {
      const { index } = view, one = view.get(quantity);
      spans.forEach((span, i) => say(span, after(labels[i], one.texts[one.at(over ? { ...index, [over]: i } : index)])));
    },
  };
}
