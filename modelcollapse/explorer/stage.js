import { make, say, set } from "./elements.js";

// The frame of a panel: caption, drawing, legend; sizes follow the width of the page.
export function frame(parent, { title, look, keys }, tag) {
  const figure = make("figure", look ? { class: `mc-${look}` } : {}, parent);
  make("figcaption", {}, figure, title);
  const drawing = make(tag, { class: "mc-draw", role: "img" }, figure), legend = keys.length && make("div", { class: "mc-legend" }, figure);
  for (const [kind, words] of keys) {
    const item = make("span", {}, legend);
    make("i", { class: `mc-k-${kind}` }, item);
    item.append(words);
  }
  const box = { left: 52, right: 14, top: 14, bottom: 40, width: 0, height: 0 };
  return {
    figure, drawing, box, title,
    measure() { box.width = drawing.clientWidth || 460; box.height = drawing.clientHeight || 240; },  // as laid out, also where a slide is scaled
    layer: (tag, name) => make(tag, { class: name }, drawing),
  };
}

// A frame whose drawing has axes: lines, and the words over them. Their elements are kept from one
// drawing to the next.
export function stage(parent, panel) {
  const own = frame(parent, panel, "svg"), { drawing: svg, box } = own, axes = { line: own.layer("g", ""), text: own.layer("g", "") };
  return {
    ...own, svg,
    // Makes room for the words beside the axis of y: 8 pixels a digit, 4 for what is narrower. It grows
    // and does not shrink, so that a drawing keeps its place while a slider moves.
    room(ticks) { for (const [, words] of ticks) box.left = Math.max(box.left, [...words].reduce((sum, c) => sum + (/[.,\s]/.test(c) ? 4 : 8), 8)); },
    axes(x, xTicks, labelX, y, yTicks, labelY) {
      const { left, right, top, bottom, width, height } = box, used = { line: 0, text: 0 };
      const put = (tag, attrs, words = "") => {
        const node = axes[tag].children[used[tag]++] ?? make(tag, {}, axes[tag]);
        set(node, attrs);
        say(node, words);
      };
      for (const [v, words] of yTicks) {
        put("line", { x1: left, x2: width - right, y1: y(v), y2: y(v), class: "mc-gridline" });
        put("text", { x: left - 7, y: y(v) + 4, "text-anchor": "end" }, words);
      }
      put("line", { x1: left, x2: width - right, y1: height - bottom, y2: height - bottom, class: "mc-cursor" });
      for (const [v, words] of xTicks) put("text", { x: Math.min(x(v), width - 4.2 * words.length), y: height - bottom + 18, "text-anchor": "middle" }, words);
      put("text", { x: (left + width - right) / 2, y: height - 4, "text-anchor": "middle" }, labelX);
      if (labelY) put("text", { x: 0, y: 11, "text-anchor": "start" }, labelY);
      for (const tag in axes) while (axes[tag].children.length > used[tag]) axes[tag].lastChild.remove();
    },
  };
}
