import { labelled, set } from "./elements.js";
import { evenTicks, extent, round, scale } from "./scales.js";
import { stage } from "./stage.js";

const DEVIATIONS = 2;
const STRETCH = 4; // the axes have one scale, unless that left one of them less than a quarter
const MARKS = [ // by shape as well as by colour
  (x, y) => `M${x - 4} ${y}a4 4 0 1 0 8 0a4 4 0 1 0-8 0Z`, (x, y) => `M${x - 3.5} ${y - 3.5}h7v7h-7Z`,
  (x, y) => `M${x} ${y - 4.5}l4.5 7.5h-9Z`, (x, y) => `M${x} ${y - 5}l5 5l-5 5l-5-5Z`,
];

export function cloud(parent, panel, view) {
  const own = stage(parent, panel), { box } = own;
  box.top = 26;
  const { axis, component } = view.dims, n = view.dims.point.values.length, each = component.values.map((_, k) => k);
  const evolves = "generation" in view.get(panel.means).size;
  const [nameX, nameY] = axis.values.map((v, i) => (typeof v === "string" ? v : ["x₁", "x₂"][i]));
  const named = (k) => (typeof component.values[k] === "string" ? component.values[k] : `component ${k + 1}`);
  const dots = own.layer("path", "mc-points"), before = evolves && own.layer("path", "mc-line mc-zero");
  const rings = each.map((k) => own.layer("path", `mc-ellipse mc-c${k + 1}`)), marks = each.map((k) => own.layer("path", `mc-mark mc-c${k + 1}`));
  let x, y, across, down; // places, and pixels to a unit
  // mean and covariance of a component, in pixels
  const bell = (index, k) => {
    const means = view.get(panel.means), covs = view.get(panel.covs), at = { ...index, component: k };
    const cov = (i, j) => covs.at({ ...at, axis: i, axis_: j });
    const place = [x(means.at({ ...at, axis: 0 })), y(means.at({ ...at, axis: 1 }))].map(round);
    return [...place, across * across * cov(0, 0), across * down * cov(0, 1), down * down * cov(1, 1)];
  };
  // a needle is drawn as a line, and of a point the mark is left
  const ellipse = (cx, cy, xx, xy, yy) => {
    if (!Number.isFinite(cx + cy + xx + xy + yy)) return "";
    const middle = (xx + yy) / 2, spread = Math.hypot((xx - yy) / 2, xy), angle = Math.atan2(2 * xy, xx - yy) / 2;
    const [long, short] = [spread, -spread].map((s) => round(DEVIATIONS * Math.sqrt(Math.max(0, middle + s))));
    const dx = round(long * Math.cos(angle)), dy = round(long * Math.sin(angle));
    const arc = `A${long} ${short} ${round(angle * 180 / Math.PI)} 1 0`;
    return `M${cx - dx} ${cy - dy}${arc} ${cx + dx} ${cy + dy}${arc} ${cx - dx} ${cy - dy}Z`;
  };
  // the ends of what is seen along both axes, in every generation and run
  const ends = () => {
    const { index, dims } = view, means = view.get(panel.means), covs = view.get(panel.covs), points = view.get(panel.points);
    const generations = dims.generation?.values.length ?? 1, runs = dims.replicate?.values.length ?? 1, limits = [];
    const row = points.row(index), step = points.step.axis;
    for (const i of [0, 1]) {
      let lo = Infinity, hi = -Infinity;
      const widen = (v) => { if (v < lo) lo = v; if (v > hi) hi = v; };
      for (let from = i * step; from < row.length; from += 2 * step) for (let at = from; at < from + step; at++) widen(row[at]);
      for (let run = 0; run < runs; run++) for (const k of each) {
        const at = { ...index, replicate: run, component: k, axis: i, axis_: i };
        const squares = covs.along(at, "generation", generations);
        means.along(at, "generation", generations).forEach((mean, g) => {
          const reach = DEVIATIONS * Math.sqrt(squares[g]);
          widen(mean - reach);
          widen(mean + reach);
        });
      }
      limits.push(extent([[lo, hi]], false));
    }
    return limits;
  };
  return {
    ...own,
    redraw() {
      const { left, right, top, bottom, width, height } = box, { index } = view;
      const limits = ends(), room = [width - left - right, height - top - bottom];
      const units = limits.map(([lo, hi], i) => room[i] / (hi - lo)), least = Math.min(...units);
      if (Math.max(...units) < STRETCH * least) limits.forEach((ends, i) => {
        const middle = (ends[0] + ends[1]) / 2, half = room[i] / least / 2;
        ends.splice(0, 2, middle - half, middle + half);
      });
      [across, down] = limits.map(([lo, hi], i) => room[i] / (hi - lo));
      down = -down;
      x = scale(false, ...limits[0], left, width - right);
      y = scale(false, ...limits[1], height - bottom, top);
      const few = Math.max(2, Math.floor(room[0] / 60));
      own.axes(x, labelled(evenTicks(...limits[0], few)), `${nameX} (ellipses: ${DEVIATIONS} standard deviations)`, y, labelled(evenTicks(...limits[1], 5)), nameY);
      if (before) set(before, { d: each.map((k) => ellipse(...bell({ ...index, generation: 0 }, k))).join("") });
    },
    move() {
      const { index, get } = view, points = get(panel.points), means = get(panel.means), weights = panel.weights && get(panel.weights);
      const [xs, ys] = [0, 1].map((i) => points.along({ ...index, axis: i }, "point", n));
      let d = ""; // a line of no length ends in two round caps: a dot
      for (let i = 0; i < n; i++) if (Number.isFinite(xs[i] + ys[i])) d += `M${round(x(xs[i]))} ${round(y(ys[i]))}h0`;
      set(dots, { d });
      for (const k of each) {
        const [cx, cy, ...cov] = bell(index, k);
        set(rings[k], { d: ellipse(cx, cy, ...cov) });
        if (weights) rings[k].style.strokeWidth = 1 + 2.4 * (weights.at({ ...index, component: k }) || 0);
        set(marks[k], { d: Number.isFinite(cx + cy) ? MARKS[k](cx, cy) : "" });
      }
      const places = each.map((k) => `${named(k)} at (${[0, 1].map((i) => means.text({ ...index, component: k, axis: i })).join(", ")})`);
      set(own.svg, { "aria-label": `${own.title}: ${n} points, and an ellipse for each component. ${view.where()}: ${places.join(", ")}.${evolves ? " Dashed: generation 0." : ""}` });
    },
  };
}
