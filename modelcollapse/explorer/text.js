import { make, num, say } from "./elements.js";
import { frame } from "./stage.js";

// Passages one below the other, each with room for its longest text: only the words move.
export function text(parent, panel, view) {
  const { quantity, over, room } = panel, labels = over ? view.dims[over].values : [null];
  const own = frame(parent, panel, "div"), { drawing } = own;
  drawing.className = "mc-text";
  drawing.removeAttribute("role"); // text, not an image: it is read
  const after = (label, words) => (label === null || /^\s/.test(words) ? words : ` ${words}`);
  const spans = labels.map((label, i) => {
    const name = label === null ? "" : num(label), words = make("span");
    const here = make("span", {}, make("p", { "data-room": name + after(label, room[i]) }, drawing));
    if (name) make("b", {}, here, name);
    here.append(words);
    return words;
  });
  return {
    ...own,
    redraw() {},
    move() {
      const { index } = view, one = view.get(quantity);
      spans.forEach((span, i) => say(span, after(labels[i], one.texts[one.at(over ? { ...index, [over]: i } : index)])));
    },
  };
}
