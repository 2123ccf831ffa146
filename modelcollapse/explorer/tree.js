import { labelled, named, set } from "./elements.js";
import { evenTicks, round, scale } from "./scales.js";
import { stage } from "./stage.js";

const COLOURS = ["mc-c1", "mc-c2", "mc-c3", "mc-c4"]; // whole, or the style sheet is made without them

// Lines of descent: from each point to its parent, as far as the generation at which the reader is.
export function tree(parent, panel, view) {
  const own = stage(parent, panel), { box } = own, { generation, point } = view.dims;
  const times = generation.values, n = times.length, size = point.values.length;
  const faint = own.layer("path", "mc-line mc-faint"), cursor = own.layer("line", "mc-cursor");
  const kept = COLOURS.map((k) => own.layer("path", `mc-line mc-descent ${k}`));
  const first = COLOURS.map((k) => own.layer("path", `mc-mark ${k}`));
  let x, y, parents, founders;
  const place = (at) => `${x[Math.floor(at / size)]} ${y[at % size]}`;
  const dot = (at) => `M${round(x[Math.floor(at / size)] - 3)} ${y[at % size]}a3 3 0 1 0 6 0a3 3 0 1 0-6 0Z`;
  return {
    ...own,
    redraw() {
      const { left, right, top, bottom, width, height } = box, few = Math.max(2, Math.floor((width - left - right) / 70));
      const across = scale(false, times[0], times[n - 1], left, width - right), up = scale(false, 0, size - 1, height - bottom - 8, top);
      x = times.map((v) => round(across(v)));
      y = point.values.map((_, i) => round(up(i)));
      own.axes(across, labelled(evenTicks(times[0], times[n - 1], few)), named(generation), up, []);
      set(cursor, { y1: top, y2: height - bottom });
      const table = view.get(panel.quantity), rows = times.map((_, i) => table.along({ ...view.index, generation: i }, "point", size));
      parents = rows.flatMap((row) => [...row]);
      founders = [];
      parents.forEach((from, at) => founders.push(Number.isFinite(from) ? founders[from] : at));
    },
    move() {
      const now = view.index.generation, end = (now + 1) * size, back = new Uint8Array(end), lines = ["", "", "", ""], dots = ["", "", "", ""], roots = new Set();
      let others = "";
      for (let at = end - 1; at >= 0; at--) {
        const from = parents[at], colour = founders[at] % COLOURS.length;
        if (at >= now * size) back[at] = 1;
        if (!Number.isFinite(from)) {
          if (back[at]) { dots[colour] += dot(at); roots.add(at); }
        } else if (back[at]) {
          back[from] = 1;
          lines[colour] += `M${place(from)}L${place(at)}`;
        } else others += `M${place(from)}L${place(at)}`;
      }
      set(faint, { d: others });
      kept.forEach((node, k) => set(node, { d: lines[k] }));
      first.forEach((node, k) => set(node, { d: dots[k] }));
      set(cursor, { x1: x[now], x2: x[now] });
      set(own.svg, { "aria-label": `${own.title}: a line from each of ${size} points back to its founder. ${view.where()}: founders ${roots.size}.` });
    },
  };
}
