import { labelled, set } from "./elements.js";
import { evenTicks, path, round, scale } from "./scales.js";
import { stage } from "./stage.js";

export function density(parent, panel, view) {
  const own = stage(parent, panel), { box } = own;
  box.left = box.right = 14;
  const zero = own.layer("path", "mc-line mc-zero"), bell = own.layer("path", "mc-line mc-run mc-fill");
  let x;
  const shape = (mu, sigma) => { // points where the bell bends, however narrow it is
    const { top, bottom, height } = box, base = height - bottom;
    const z = Array.from({ length: 121 }, (_, i) => 4.5 * Math.sign(i - 60) * (Math.abs(i - 60) / 60) ** 1.5);
    return path(z.map((v) => round(x(mu + sigma * v))), z.map((v) => base - Math.exp(-v * v / 2) * (base - top)));
  };
  return {
    ...own,
    redraw() {
      const { left, right, bottom, width, height } = box, { index, get } = view;
      const mu = get(panel.mu), sigma = get(panel.sigma), start = { ...index, generation: 0 };
      const m0 = mu.at(start), s0 = sigma.at(start);
      let [lo, hi] = [m0 - 4 * s0, m0 + 4 * s0];
      const n = view.dims.generation?.values.length ?? 1;
      const means = mu.along(index, "generation", n), spreads = sigma.along(index, "generation", n);
      means.forEach((m, i) => { lo = Math.min(lo, m - 2.5 * spreads[i]); hi = Math.max(hi, m + 2.5 * spreads[i]); });
      x = scale(false, lo, hi, left, width - right);
      own.axes(x, labelled(evenTicks(lo, hi, Math.max(3, Math.floor(width / 60)))), "x (each peak scaled to 1)", () => height - bottom, []);
      set(zero, { d: shape(m0, s0) });
    },
    move() {
      const { index, get } = view, mu = get(panel.mu), sigma = get(panel.sigma);
      set(bell, { d: shape(mu.at(index), sigma.at(index)) });
      set(own.svg, { "aria-label": `${own.title}: a bell curve. ${view.where()}: ${mu.label} ${mu.text(index)}, ${sigma.label} ${sigma.text(index)}. Dashed: generation 0.` });
    },
  };
}
