// From numbers to places in a drawing.
export const scale = (log, lo, hi, from, to) => {
  const t = log ? Math.log10 : (v) => v, a = t(lo), k = (to - from) / (t(hi) - a);
  return (v) => from + (t(v) - a) * k;
};
// The place of a value in a list, or of the number nearest to it.
export const nearest = (values, v) => {
  const exact = values.indexOf(v);
  return exact >= 0 ? exact : values.reduce((best, u, i) => (Math.abs(u - v) < Math.abs(values[best] - v) ? i : best), 0);
};
export const evenTicks = (lo, hi, count) => {
  const rough = (hi - lo) / count, unit = 10 ** Math.floor(Math.log10(rough));
  const step = unit * [1, 2, 5, 10].find((m) => m * unit >= rough * 0.999);
  const first = Math.ceil(lo / step - 1e-9);
  return Array.from({ length: Math.floor(hi / step + 1e-9) - first + 1 }, (_, i) => +((first + i) * step).toPrecision(12));
};
export const logTicks = (lo, hi, count) => {
  const a = Math.log10(lo), b = Math.log10(hi);
  if (b - a < 0.8) return evenTicks(lo, hi, count);
  if (b - a < count / 2.5) {
    const few = b - a < 1.6 ? [1, 2, 5] : [1, 3], ticks = [];
    for (let p = Math.floor(a); p <= b; p++) for (const m of few) ticks.push(+`${m}e${p}`);
    return ticks.filter((v) => v >= lo && v <= hi);
  }
  const every = Math.ceil(evenTicks(0, b - a, count)[1]);
  return Array.from({ length: Math.floor(b / every) - Math.ceil(a / every) + 1 }, (_, i) => +`1e${(Math.ceil(a / every) + i) * every}`);
};
export const extent = (arrays, log) => {
  let lo = Infinity, hi = -Infinity;
  for (const values of arrays) for (const v of values) if (v < lo && (v > 0 || !log)) lo = v;
  for (const values of arrays) for (const v of values) if (v > hi) hi = v;
  if (!(lo <= hi)) return [log ? 0.1 : 0, 1];
  if (log) { const pad = Math.max(0.02 * Math.log10(hi / lo), 0.004); return [lo / 10 ** pad, hi * 10 ** pad]; }
  if (lo > 0 && lo < 0.3 * hi) lo = 0;
  const pad = hi > lo ? 0.04 * (hi - lo) : Math.abs(hi) * 0.05 || 1;
  return [lo === 0 ? 0 : lo - pad, hi + pad];
};
export const path = (xs, ys) => {
  let d = "", pen = "M";
  for (let i = 0; i < ys.length; i++) {
    if (!Number.isFinite(ys[i])) { pen = "M"; continue; }
    d += pen + xs[i] + " " + Math.round(ys[i] * 10) / 10;
    pen = "L";
  }
  return d;
};
export const round = (v) => Math.round(v * 10) / 10;
