import { labelled, named, num, set } from "./elements.js";
import { evenTicks, extent, path, round, scale } from "./scales.js";
import { stage } from "./stage.js";

export function bars(parent, panel, view) {
  const { quantity, over, theory } = panel, dim = view.dims[over], n = dim.values.length, one = view.get(quantity);
  const own = stage(parent, panel), { box } = own, evolves = "generation" in one.size;
  if (panel.labelY) box.top = 26;
  const now = own.layer("path", "mc-bar"), before = evolves && own.layer("path", "mc-line mc-zero");
  const marks = theory.map((_, i) => own.layer("path", `mc-line mc-theory ${i ? "mc-two" : ""} mc-solid`));
  let y, base, slot;
  const middle = (i) => box.left + (i + 0.5) * slot;
  const edges = (i) => { const half = (slot > 4 ? 0.36 : 0.5) * slot; return [round(middle(i) - half), round(middle(i) + half)]; };
  const each = (heights, shape) => [...heights].map((h, i) => (Number.isFinite(h) ? shape(...edges(i), round(y(h))) : "")).join("");
  const box4 = (a, b, h) => `M${a} ${round(base)}V${h}H${b}V${round(base)}`;
  const mark = (a, b, h) => `M${a} ${h}H${b}`;
  // bars too thin for outlines of their own share one line across their tops
  const tops = (heights, shape) => slot > 6 ? each(heights, shape) : path([...heights].map((_, i) => round(middle(i))), heights.map(y));
  return {
    ...own,
    redraw() {
      const { index, get } = view;
      const [lo, hi] = extent([[0], ...[quantity, ...theory].map((name) => get(name).row(index, over))], false);
      const yTicks = labelled(evenTicks(lo, hi, 5));
      own.room(yTicks);
      const { left, right, top, bottom, width, height } = box;
      y = scale(false, lo, hi, height - bottom, top);
      base = y(0);
      slot = (width - left - right) / n;
      const words = dim.values.map(num), longest = Math.max(...words.map((word) => word.length));
      const every = Math.ceil((8 * longest + 8) / slot), even = new Set(every > 1 ? evenTicks(Math.min(...dim.values), Math.max(...dim.values), n / every) : []);
      const keep = dim.values.filter((v) => even.has(v)).length > 1 ? (i) => even.has(dim.values[i]) : (i) => i % every === 0;
      const xTicks = words.map((word, i) => [i, word]).filter(([i]) => keep(i));
      own.axes(middle, xTicks, named(dim), y, yTicks, panel.labelY);
      if (before) set(before, { d: tops(get(quantity).along({ ...index, generation: 0 }, over, n), box4) });
    },
    move() {
      const { index, get } = view, heights = get(quantity).along(index, over, n);
      set(now, { d: each(heights, box4) });
      marks.forEach((node, i) => set(node, { d: tops(get(theory[i]).along(index, over, n), mark) }));
      const top = heights.reduce((best, h, i) => (h > heights[best] ? i : best), 0);
      set(own.svg, { "aria-label": `${own.title}, one bar for each of ${n} values of ${named(dim)}. ${view.where()}: the highest is at ${num(dim.values[top])}.` });
    },
  };
}
