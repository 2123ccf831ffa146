// Behind the lines of a panel: half and nine tenths of many runs, their mean and their median.
import { make, set } from "./elements.js";
import { path } from "./scales.js";

const KEYS = [["mc-k-band", "9 of 10 runs, and every other"], ["mc-k-some", "mean of the runs"], ["mc-k-some2", "median of the runs"]];

export function band(own, panel, live) {
  if (!live.drawn.includes(panel.quantity) || panel.over !== "generation") return null;
  const areas = [0, 1].map(() => own.layer("path", "mc-band"));
  const lines = ["mc-line mc-some", "mc-line mc-some mc-some2"].map((name) => own.layer("path", name));
  const legend = own.figure.querySelector(".mc-legend") ?? make("div", { class: "mc-legend" }, own.figure);
  const items = KEYS.map(([name, words]) => {
    const item = make("span");
    make("i", { class: name }, item);
    item.append(words);
    return item;
  });
  const area = (xs, low, high) => {
    const seen = [...xs.keys()].filter((i) => Number.isFinite(low[i]) && Number.isFinite(high[i]));
    const there = path(seen.map((i) => xs[i]), seen.map((i) => high[i])), back = path(seen.map((i) => xs[i]).reverse(), seen.map((i) => low[i]).reverse());
    return there && `${there}${back.replace("M", "L")}Z`;
  };
  return {
    extremes() {
      const found = live.summary(panel.quantity);
      return found ? [found.quantiles[0], found.quantiles[4], found.mean] : [];
    },
    redraw(xs, y) {
      const found = live.summary(panel.quantity);
      for (const item of items) if (found) legend.append(item); else item.remove();
      areas.forEach((node, i) => set(node, { d: found ? area(xs, found.quantiles[i].map(y), found.quantiles[4 - i].map(y)) : "" }));
      lines.forEach((node, i) => set(node, { d: found ? path(xs, (i ? found.quantiles[2] : found.mean).map(y)) : "" }));
    },
  };
}
