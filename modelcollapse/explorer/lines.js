import { labelled, make, named, set, unique } from "./elements.js";
import { evenTicks, extent, logTicks, path, round, scale } from "./scales.js";
import { stage } from "./stage.js";

// `view` has index (dimension -> number), get(name) -> table, dims, go(dim, i).
export function lines(parent, panel, view) {
  const { quantity, over, theory, log } = panel, dim = view.dims[over], n = dim.values.length;
  const text = typeof dim.values[0] === "string", steers = view.controls.includes(over);
  const one = view.get(quantity), runs = one.size.replicate ?? 1;
  const own = stage(parent, panel), { box } = own;
  if (panel.labelY) box.top = 26;
  const band = view.live?.band(own, panel); // of many runs
  const faint = own.layer("path", "mc-line mc-faint"), cursor = steers && own.layer("line", "mc-cursor");
  const dashed = theory.map((_, i) => own.layer("path", i ? "mc-line mc-theory mc-two" : "mc-line mc-theory"));
  // the run up to the cursor is bold, what is ahead of it paler
  const ahead = steers && own.layer("path", "mc-line mc-run mc-ahead"), bold = own.layer("path", "mc-line mc-run");
  const past = steers && make("rect", { x: 0, y: 0, height: "100%" }, make("clipPath", { id: unique() }, own.svg));
  if (steers) set(bold, { "clip-path": `url(#${past.parentNode.id})` });
  const dots = steers ? [...theory.map((_, i) => own.layer("circle", i ? "mc-dot-two" : "mc-dot-theory")), own.layer("circle", "mc-dot")] : [];
  // a curve across the rows is the grid's own; a computed row would be one point of it
  const source = view.rows.includes(over) ? view.onGrid : view.get;
  let x, y, xs;
  const curves = () => {
    const { index } = view, main = source(quantity);
    const curve = (t, at) => path(xs, t.along(at, over, n).map(y));
    let all = "";
    if (runs > 1) for (let r = 0; r < runs; r++) all += curve(main, { ...index, replicate: r });
    set(faint, { d: all });
    const d = curve(main, index);
    set(bold, { d });
    if (ahead) set(ahead, { d });
    dashed.forEach((node, i) => set(node, { d: curve(source(theory[i]), index) }));
  };
  if (steers) {
    own.svg.classList.add("mc-drag");
    const steer = (e) => {
      const seen = own.svg.getBoundingClientRect(), at = (e.clientX - seen.left) * (box.width / seen.width);
      view.go(over, xs.reduce((best, v, i) => (Math.abs(v - at) < Math.abs(xs[best] - at) ? i : best), 0));
    };
    own.svg.addEventListener("pointerdown", (e) => { own.svg.setPointerCapture(e.pointerId); steer(e); });
    own.svg.addEventListener("pointermove", (e) => own.svg.hasPointerCapture(e.pointerId) && steer(e));
  }
  return {
    ...own,
    redraw() {
      const { index } = view;
      const at = text ? dim.values.map((_, i) => i) : dim.values;
      const [lo, hi] = extent([quantity, ...theory].map((name) => source(name).row(index, over)).concat(band?.extremes() ?? []), log);
      const yTicks = labelled((log ? logTicks : evenTicks)(lo, hi, 5));
      own.room(yTicks);
      const { left, right, top, bottom, width, height } = box;
      const ends = [Math.min(...at), Math.max(...at)];
      const apart = ends[0] < ends[1] ? ends : [ends[0] - 0.5, ends[1] + 0.5];
      x = scale(panel.logX, ...apart, left, width - right);
      y = scale(log, lo, hi, height - bottom, top);
      xs = at.map((v) => round(x(v)));
      const few = Math.max(2, Math.floor((width - left - right) / 70));
      const xTicks = text ? at.map((i) => [i, dim.values[i]]) : labelled((panel.logX ? logTicks : evenTicks)(...apart, few));
      own.axes(x, xTicks, named(dim), y, yTicks, panel.labelY);
      if (steers) set(cursor, { y1: top, y2: height - bottom });
      if (over === "generation") curves(); // else they follow each move, and a move follows
      band?.redraw(xs, y);
    },
    move() {
      const { index, get } = view;
      if (over !== "generation") curves();
      const names = [...theory, quantity], parts = names.map(source);
      dots.forEach((dot, i) => {
        const cy = y(parts[i].at(index)), seen = Number.isFinite(cy);
        set(dot, { cx: xs[index[over]], cy: seen ? cy : 0, r: seen ? (i < theory.length ? 3.5 : 5) : 0 });
      });
      if (steers) {
        set(cursor, { x1: xs[index[over]], x2: xs[index[over]] });
        set(past, { width: xs[index[over]] });
      }
      const numbers = steers ? names.toReversed().map(get).map((t) => `${t.label} ${t.text(index)}`).join(", ") : "";
      set(own.svg, { "aria-label": `${own.title}, against ${named(dim)}. ${view.where()}${numbers ? `: ${numbers}` : ""}.` });
    },
  };
}
