// A figure with sliders: one user interface, two hosts.
// In Jupyter `model` is anywidget's; in the published page a plain object (see `mount`).
// It needs get(name), set(name, value), save_changes(), on(event, f) and off(event, f).
// `_spec` describes the figure (spec.py writes it), `position` maps slider to value,
// `_row` holds what the kernel computed for a position off the grid.

const CSS = `
.mc{--mc-ink:#1f2328;--mc-dim:#57606a;--mc-grid:#dfe4e9;--mc-faint:#a3adb8;--mc-run:#0b63b5;--mc-theory:#b3470a;--mc-theory2:#7a3db8;--mc-edge:#8c959f;
 color:var(--mc-ink);font-size:15px;line-height:1.4;margin:1.2rem 0;text-align:left;border:1px solid var(--mc-grid);border-radius:.6rem;container-type:inline-size}
.mc-in{padding:1.1rem 1.3rem .9rem}
html[data-theme=dark] .mc,body[data-jp-theme-light=false] .mc{--mc-ink:#e6e9ee;--mc-dim:#a9b4c0;--mc-grid:#30373f;--mc-faint:#5f6b78;--mc-run:#6cb6ff;--mc-theory:#ffa657;--mc-theory2:#d2a8ff;--mc-edge:#7d8894}
.mc *{box-sizing:border-box}
.mc-controls{display:flex;flex-wrap:wrap;gap:.6rem 1.4rem;align-items:end;margin-bottom:1.2rem}
.mc-control{flex:1 1 8.5rem;display:grid;grid-template-columns:1fr auto;align-items:baseline}
.mc-control label{color:var(--mc-dim);margin:0}.mc-control i{font-family:serif;font-size:1.1em}
.mc-menu{flex-basis:12rem}.mc-control b{font-weight:600;font-variant-numeric:tabular-nums}
.mc-control input,.mc-control select{grid-column:1/-1;width:100%;margin:.25rem 0 0}
.mc-control input{accent-color:var(--mc-run);height:1.5rem;cursor:pointer}
.mc select,.mc button{font:inherit;color:inherit;background:transparent;border:1px solid var(--mc-edge);border-radius:.4rem;padding:.3rem .8rem;min-height:2.2rem}
.mc option{color:#1f2328;background:#fff}
.mc button{cursor:pointer;display:inline-flex;align-items:center;gap:.45rem}
.mc button:hover{border-color:var(--mc-run);color:var(--mc-run)}
.mc :focus-visible{outline:2px solid var(--mc-run);outline-offset:2px}
.mc-buttons{display:flex;align-items:center;gap:.6rem}.mc-buttons>span{color:var(--mc-dim);white-space:nowrap;min-width:5.2rem;font-variant-numeric:tabular-nums}
.mc-panels{display:flex;flex-wrap:wrap;gap:1.2rem 1.6rem}
.mc .mc-panels figure{flex:1 1 13rem;min-width:0;margin:0;padding:0;display:flex;flex-direction:column}.mc .mc-panels figure.mc-wide{flex:1.6 1 18rem}
.mc .mc-panels figcaption{font-weight:600;font-size:inherit;color:inherit;text-align:left;margin:0 0 .3rem;padding:0}
.mc svg{display:block;width:100%;height:16rem}.mc button svg{width:.8rem;height:.8rem;fill:currentColor}
.mc figure text{fill:var(--mc-dim);font-size:12.5px;font-variant-numeric:tabular-nums}
.mc-legend{display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;color:var(--mc-dim);font-size:.87rem;margin-top:.5rem}
.mc-legend span{display:inline-flex;align-items:center;gap:.4rem}
.mc-legend i{width:1.6rem;border-top:2.5px solid var(--mc-run)}.mc-legend i.mc-k-faint{border-top:1px solid var(--mc-faint)}
.mc-legend i.mc-k-bar{border-top:.8rem solid var(--mc-run);width:.8rem;opacity:.75}
.mc-legend i.mc-k-theory{border-top:2px dashed var(--mc-theory)}.mc-legend i.mc-k-theory2{border-top:2px dashed var(--mc-theory2)}.mc-legend i.mc-k-zero{border-top:2px dashed var(--mc-dim)}
.mc-line{fill:none;stroke-linejoin:round}.mc-run{stroke:var(--mc-run);stroke-width:2.4}.mc-ahead{stroke-width:1.6;stroke-opacity:.45}.mc-faint{stroke:var(--mc-faint);stroke-width:1}
.mc-theory{stroke:var(--mc-theory);stroke-width:2;stroke-dasharray:7 4}.mc-zero{stroke:var(--mc-dim);stroke-width:1.6;stroke-dasharray:4 3}
.mc-two{stroke:var(--mc-theory2);stroke-dasharray:3 3}.mc-gridline{stroke:var(--mc-grid)}.mc-cursor{stroke:var(--mc-dim)}.mc-dot{fill:var(--mc-run)}.mc-dot-theory{fill:var(--mc-theory)}.mc-dot-two{fill:var(--mc-theory2)}
.mc-bar{fill:var(--mc-run);fill-opacity:.75}.mc-solid{stroke-dasharray:none;stroke-width:3}.mc-fill{fill:var(--mc-run);fill-opacity:.16}.mc-drag{cursor:ew-resize;touch-action:pan-y}
.mc .mc-in .mc-read{display:flex;flex-wrap:wrap;gap:.4rem 2rem;margin:.9rem 0 0;padding:.6rem 0 0;border-top:1px solid var(--mc-grid)}
.mc .mc-in .mc-read dt,.mc .mc-in .mc-read dd{float:none;width:auto;margin:0;padding:0;font-variant-numeric:tabular-nums}
.mc .mc-in .mc-read dt{font-weight:400;color:var(--mc-dim);font-size:.87rem}.mc .mc-in .mc-read dd{font-size:1.15rem;font-weight:600;color:var(--mc-run)}
.mc .mc-in .mc-read .mc-theory dd{color:var(--mc-theory)}.mc .mc-in .mc-read .mc-theory2 dd{color:var(--mc-theory2)}.mc .mc-foot{color:var(--mc-dim);font-size:.87rem;line-height:1.4;margin:.5rem 0 0}
.mc-wait .mc-panels,.mc-wait .mc-read{opacity:.45}
.mc-say{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@container (max-width:34rem){.mc .mc-panels figure,.mc .mc-panels figure.mc-wide{flex:1 1 100%}.mc svg{height:14rem}.mc-in{padding:.8rem .8rem .7rem}.mc-control{flex:1 1 100%}}
@media print{.mc-controls{display:none}}`;

// ---- elements and words
const NS = "http://www.w3.org/2000/svg";
const SVG = new Set(["svg", "clipPath", "rect", "g", "path", "line", "circle", "text"]);
const make = (tag, attrs, parent, text) => {
  const node = SVG.has(tag) ? document.createElementNS(NS, tag) : document.createElement(tag);
  for (const name in attrs) node.setAttribute(name, attrs[name]);
  if (text !== undefined) node.textContent = text;
  parent?.append(node);
  return node;
};
const set = (node, attrs) => { for (const name in attrs) node.setAttribute(name, attrs[name]); };
const unique = () => `mc-${Math.random().toString(36).slice(2)}`;
const minus = (text) => text.replaceAll("-", "−");
const raised = (power) => String(power).replace(/./g, (c) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(c)]);
const scientific = (text) => { // "1.5e-7", as JavaScript writes it
  const [mantissa, power] = text.split("e");
  return minus(`${mantissa} × 10`) + raised(+power);
};
// a number on an axis or a slider; what is measured goes through `shown` instead
const num = (x) => {
  if (x === 0 || typeof x === "string") return String(x);
  const size = Math.abs(x), short = +x.toPrecision(6);
  if (size >= 1e-4 && size < 1e8) return minus(size < 1e4 ? String(short) : short.toLocaleString("en-GB"));
  return minus(scientific(short.toExponential()).replace(/^(−?)1 × /, "$1"));
};

// ---- numbers: two bytes each, see encode.py
const unpack = (text) => {
  const bytes = atob(text), n = bytes.length / 2, codes = new Uint16Array(n);
  for (let i = 0, code = 0; i < n; i++) {
    const zigzag = (bytes.charCodeAt(i) << 8) | bytes.charCodeAt(n + i);
    codes[i] = code = (code + ((zigzag >>> 1) ^ -(zigzag & 1))) & 65535;
  }
  return codes;
};
const scaled = (whole, power) => {
  const ten = Number(`1e${Math.abs(power)}`);
  return power < 0 ? whole / ten : whole * ten;
};
const decode = (code, form) => {
  if (code === 65535) return NaN;
  if ("low" in form) return scaled(form.low + code, -form.decimals);
  return code ? scaled(100 + ((code - 1) % 900), Math.floor((code - 1) / 900) + form.top - 73) : 0;
};
const shown = (x, form) => {
  if (Number.isNaN(x)) return "–";
  if (form.decimals >= 0) return minus(x.toFixed(form.decimals));
  if (x === 0) return "0";
  const size = Math.abs(x), whole = "low" in form;
  const digits = whole ? x.toExponential() : x.toExponential(2);
  if (whole ? size >= 1e6 : size < 1e-3 || size >= 1e5) return scientific(digits);
  return minus(x.toFixed(whole ? 0 : Math.max(0, 2 - Number(digits.split("e")[1]))));
};
// A quantity: its numbers, and the way from an index (dimension -> number) to one of them.
function table(record) {
  const step = {}, size = {}, codes = unpack(record.codes), long = codes.length / record.formats.length;
  record.dims.reduceRight((n, dim, i) => { step[dim] = n; size[dim] = record.shape[i]; return n * size[dim]; }, 1);
  const values = Float64Array.from(codes, (code, i) => decode(code, record.formats[Math.floor(i / long)]));
  const offset = (index) => record.dims.reduce((sum, dim) => sum + step[dim] * index[dim], 0);
  return {
    ...record, size,
    at: (index) => values[offset(index)],
    text: (index) => shown(values[offset(index)], record.formats[Math.floor(offset(index) / long)]),
    along: (index, dim, n) => { // n numbers along a dimension, the same one if it has none
      const from = offset({ ...index, [dim]: 0 }), stride = step[dim] ?? 0;
      return Float64Array.from({ length: n }, (_, i) => values[from + i * stride]);
    },
    row: (index, dim) => { // every number of the row; of all rows if the axis runs across them
      if (record.dims.indexOf(dim) >= 0 && step[dim] >= long) return values;
      const row = Math.floor(offset(Object.fromEntries(record.dims.map((d) => [d, step[d] >= long ? index[d] : 0]))) / long);
      return values.subarray(row * long, (row + 1) * long);
    },
  };
}

// ---- scales and axes
const scale = (log, lo, hi, from, to) => {
  const t = log ? Math.log10 : (v) => v, a = t(lo), k = (to - from) / (t(hi) - a);
  return (v) => from + (t(v) - a) * k;
};
const evenTicks = (lo, hi, count) => {
  const rough = (hi - lo) / count, unit = 10 ** Math.floor(Math.log10(rough));
  const step = unit * [1, 2, 5, 10].find((m) => m * unit >= rough * 0.999);
  const first = Math.ceil(lo / step - 1e-9);
  return Array.from({ length: Math.floor(hi / step + 1e-9) - first + 1 }, (_, i) => +((first + i) * step).toPrecision(12));
};
const logTicks = (lo, hi, count) => {
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
const extent = (arrays, log) => {
  let lo = Infinity, hi = -Infinity;
  for (const values of arrays) for (const v of values) if (v < lo && (v > 0 || !log)) lo = v;
  for (const values of arrays) for (const v of values) if (v > hi) hi = v;
  if (!(lo <= hi)) return [log ? 0.1 : 0, 1];
  if (log) { const pad = Math.max(0.02 * Math.log10(hi / lo), 0.004); return [lo / 10 ** pad, hi * 10 ** pad]; }
  if (lo > 0 && lo < 0.3 * hi) lo = 0;
  const pad = hi > lo ? 0.04 * (hi - lo) : Math.abs(hi) * 0.05 || 1;
  return [lo === 0 ? 0 : lo - pad, hi + pad];
};
const path = (xs, ys) => {
  let d = "", pen = "M";
  for (let i = 0; i < ys.length; i++) {
    if (!Number.isFinite(ys[i])) { pen = "M"; continue; }
    d += pen + xs[i] + " " + Math.round(ys[i] * 10) / 10;
    pen = "L";
  }
  return d;
};
const round = (v) => Math.round(v * 10) / 10;

// The stage of a panel: caption, drawing, legend; sizes follow the width of the page.
function stage(parent, title, wide) {
  const figure = make("figure", wide ? { class: "mc-wide" } : {}, parent);
  make("figcaption", {}, figure, title);
  const svg = make("svg", { role: "img" }, figure), axes = make("g", {}, svg);
  const legend = make("div", { class: "mc-legend" }, figure);
  const box = { left: 52, right: 14, top: 14, bottom: 40, width: 0, height: 0 };
  return {
    figure, svg, box, title,
    measure() { const { width, height } = svg.getBoundingClientRect(); box.width = width || 460; box.height = height || 240; },
    key(kind, text) { const item = make("span", {}, legend); make("i", { class: `mc-k-${kind}` }, item); item.append(text); },
    layer: (tag, name) => make(tag, { class: name }, svg),
    axes(x, xTicks, labelX, y, yTicks, labelY) {
      axes.replaceChildren();
      const { left, right, top, bottom, width, height } = box;
      for (const [v, text] of yTicks) {
        make("line", { x1: left, x2: width - right, y1: y(v), y2: y(v), class: "mc-gridline" }, axes);
        make("text", { x: left - 7, y: y(v) + 4, "text-anchor": "end" }, axes, text);
      }
      make("line", { x1: left, x2: width - right, y1: height - bottom, y2: height - bottom, class: "mc-cursor" }, axes);
      for (const [v, text] of xTicks) make("text", { x: Math.min(x(v), width - 4.2 * text.length), y: height - bottom + 18, "text-anchor": "middle" }, axes, text);
      make("text", { x: (left + width - right) / 2, y: height - 4, "text-anchor": "middle" }, axes, labelX);
      if (labelY) make("text", { x: 0, y: 11 }, axes, labelY);
    },
  };
}
const labelled = (ticks) => ticks.map((v) => [v, num(v)]);
const named = (dim) => dim.symbol ? `${dim.label.toLowerCase()} ${dim.symbol}` : dim.label.toLowerCase();

// ---- panels: each kind builds its parts once, redraws for a new row, and moves with the rest.
// `view` has index (dimension -> number), get(name) -> table, dims, go(dim, i).
function lines(parent, panel, view) {
  const { quantity, over, theory, log } = panel, dim = view.dims[over], n = dim.values.length;
  const text = typeof dim.values[0] === "string", steers = view.controls.includes(over);
  const one = view.get(quantity), runs = one.size.replicate ?? 1;
  const own = stage(parent, panel.title ?? one.label, true), { box } = own;
  if (panel.labelY) box.top = 26;
  const faint = own.layer("path", "mc-line mc-faint"), cursor = steers && own.layer("line", "mc-cursor");
  const dashed = theory.map((_, i) => own.layer("path", i ? "mc-line mc-theory mc-two" : "mc-line mc-theory"));
  // the run up to the cursor is bold, what is ahead of it paler
  const ahead = steers && own.layer("path", "mc-line mc-run mc-ahead"), bold = own.layer("path", "mc-line mc-run");
  const past = steers && make("rect", { x: 0, y: 0, height: "100%" }, make("clipPath", { id: unique() }, own.svg));
  if (steers) set(bold, { "clip-path": `url(#${past.parentNode.id})` });
  const dots = steers ? [...theory.map((_, i) => own.layer("circle", i ? "mc-dot-two" : "mc-dot-theory")), own.layer("circle", "mc-dot")] : [];
  own.key("run", runs > 1 ? "this run" : one.label);
  if (runs > 1) own.key("faint", runs > 2 ? `the other ${runs - 1} runs` : "the other run");
  theory.forEach((name, i) => own.key(i ? "theory2" : "theory", view.get(name).label));
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
      const at = e.clientX - own.svg.getBoundingClientRect().left;
      view.go(over, xs.reduce((best, v, i) => (Math.abs(v - at) < Math.abs(xs[best] - at) ? i : best), 0));
    };
    own.svg.addEventListener("pointerdown", (e) => { own.svg.setPointerCapture(e.pointerId); steer(e); });
    own.svg.addEventListener("pointermove", (e) => own.svg.hasPointerCapture(e.pointerId) && steer(e));
  }
  return {
    ...own,
    redraw() {
      const { left, right, top, bottom, width, height } = box, { index } = view;
      const at = text ? dim.values.map((_, i) => i) : dim.values;
      const [lo, hi] = extent([quantity, ...theory].map((name) => source(name).row(index, over)), log);
      const ends = [Math.min(...at), Math.max(...at)];
      const apart = ends[0] < ends[1] ? ends : [ends[0] - 0.5, ends[1] + 0.5];
      x = scale(panel.logX, ...apart, left, width - right);
      y = scale(log, lo, hi, height - bottom, top);
      xs = at.map((v) => round(x(v)));
      const few = Math.max(2, Math.floor((width - left - right) / 70));
      const xTicks = text ? at.map((i) => [i, dim.values[i]]) : labelled((panel.logX ? logTicks : evenTicks)(...apart, few));
      own.axes(x, xTicks, named(dim), y, labelled((log ? logTicks : evenTicks)(lo, hi, 5)), panel.labelY);
      if (steers) set(cursor, { y1: top, y2: height - bottom });
      curves();
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

function density(parent, panel, view) {
  const own = stage(parent, panel.title, false), { box } = own;
  box.left = box.right = 14;
  const zero = own.layer("path", "mc-line mc-zero"), bell = own.layer("path", "mc-line mc-run mc-fill");
  own.key("run", "this generation");
  own.key("zero", "generation 0");
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

function bars(parent, panel, view) {
  const { quantity, over, theory } = panel, dim = view.dims[over], n = dim.values.length, one = view.get(quantity);
  const own = stage(parent, panel.title ?? one.label, true), { box } = own, evolves = "generation" in one.size;
  if (panel.labelY) box.top = 26;
  const now = own.layer("path", "mc-bar"), before = evolves && own.layer("path", "mc-line mc-zero");
  const marks = theory.map((_, i) => own.layer("path", `mc-line mc-theory ${i ? "mc-two" : ""} mc-solid`));
  own.key("bar", evolves ? "this generation" : one.label);
  if (evolves) own.key("zero", "generation 0");
  theory.forEach((name, i) => own.key(i ? "theory2" : "theory", view.get(name).label));
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
      const { left, right, top, bottom, width, height } = box, { index, get } = view;
      const [lo, hi] = extent([[0], ...[quantity, ...theory].map((name) => get(name).row(index, over))], false);
      y = scale(false, lo, hi, height - bottom, top);
      base = y(0);
      slot = (width - left - right) / n;
      const words = dim.values.map(num), longest = Math.max(...words.map((word) => word.length));
      const every = Math.ceil((8 * longest + 8) / slot), even = new Set(every > 1 ? evenTicks(Math.min(...dim.values), Math.max(...dim.values), n / every) : []);
      const keep = dim.values.filter((v) => even.has(v)).length > 1 ? (i) => even.has(dim.values[i]) : (i) => i % every === 0;
      const xTicks = words.map((word, i) => [i, word]).filter(([i]) => keep(i));
      own.axes(middle, xTicks, named(dim), y, labelled(evenTicks(lo, hi, 5)), panel.labelY);
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

const KINDS = { lines, density, bars };

// ---- the figure
export function render({ model, el }) {
  const spec = model.get("_spec"), { dims, controls, rows } = spec;
  const grid = Object.fromEntries(Object.entries(spec.quantities).map(([name, record]) => [name, table(record)]));
  const titles = spec.panels.map((panel) => panel.title ?? spec.quantities[panel.quantity].label);
  const outer = make("div", { class: "mc", role: "group", "aria-label": `Explorer: ${titles.join("; ")}`, "data-lm-suppress-shortcuts": "true" }, el);
  make("style", {}, outer, CSS);
  const root = make("div", { class: "mc-in" }, outer);
  root.addEventListener("keydown", (e) => e.stopPropagation()); // or JupyterLab takes the arrow keys
  const nearest = (values, v) => {
    const exact = values.indexOf(v);
    return exact >= 0 ? exact : values.reduce((best, u, i) => (Math.abs(u - v) < Math.abs(values[best] - v) ? i : best), 0);
  };
  const spoken = (name, v) => name === "replicate" ? `run ${dims[name].values.indexOf(v) + 1} of ${dims[name].values.length}`
    : dims[name].units ? `${num(v)} ${dims[name].units}` : `${dims[name].label.toLowerCase()} ${num(v)}`;
  const put = (name, v) => {
    if (model.get("position")[name] === v) return;
    model.set("position", { ...model.get("position"), [name]: v });
    model.save_changes();
  };
  let off = null, from = null, said = "";
  const view = {
    dims, controls, rows, index: {},
    onGrid: (name) => grid[name],
    get: (name) => off?.[name] ?? grid[name], // the computed row, while the sliders are off the grid
    go: (name, i) => { stop(); put(name, dims[name].values[i]); },
    where: () => `At ${controls.map((name) => spoken(name, model.get("position")[name])).join(", ")}`,
  };

  // controls: one for each open dimension that has more than one value
  const ui = make("div", { class: "mc-controls" }, root), buttons = make("div", { class: "mc-buttons" });
  const movers = {};
  for (const name of controls.filter((c) => dims[c].values.length > 1 && c !== "replicate")) {
    const dim = dims[name], id = unique(), box = make("div", { class: "mc-control" }, ui);
    const label = make("label", { for: id }, box, `${dim.label} `);
    if (dim.symbol) make("i", {}, label, dim.symbol);
    if (dim.kind === "select") {
      box.classList.add("mc-menu");
      const menu = make("select", { id }, box);
      for (const v of dim.values) make("option", { value: v }, menu, v);
      menu.addEventListener("change", () => put(name, menu.value));
      movers[name] = (v) => { menu.value = v; };
      continue;
    }
    const stops = spec.live ? dim.stops : dim.values, out = make("b", { "aria-hidden": "true" }, box);
    const input = make("input", { id, type: "range", min: 0, max: stops.length - 1, step: 1 }, box);
    input.addEventListener("input", () => { stop(); put(name, stops[+input.value]); });
    movers[name] = (v) => {
      const i = nearest(stops, v);
      if (+input.value !== i) input.value = i;
      out.textContent = num(v);
      input.setAttribute("aria-valuetext", spoken(name, v));
    };
  }

  // Play runs the generations, in about six seconds from end to end
  let frame = 0, stop = () => {};
  const button = (text, icon, press) => {
    const node = make("button", { type: "button" }, buttons);
    const shape = make("path", { d: icon }, make("svg", { viewBox: "0 0 12 12", "aria-hidden": "true" }, node));
    const word = make("span", {}, node, text);
    word.style.color = "inherit";
    node.addEventListener("click", press);
    return (newText, newIcon) => { word.textContent = newText; set(shape, { d: newIcon }); };
  };
  const steps = dims.generation?.values ?? [], last = steps.length - 1;
  if (controls.includes("generation") && last > 0) {
    const PLAY = "M2 1L11 6L2 11Z", PAUSE = "M2 1H5V11H2ZM7 1H10V11H7Z";
    const face = button("Play", PLAY, () => {
      if (frame) return stop();
      const now = nearest(steps, model.get("position").generation), first = now === last ? 0 : now;
      if (matchMedia("(prefers-reduced-motion: reduce)").matches) return put("generation", steps[now === last ? 0 : last]);
      face("Pause", PAUSE);
      let began = 0;
      const tick = (time) => {
        began ||= time;
        const i = Math.min(last, first + Math.floor(((time - began) / 6000) * last));
        frame = requestAnimationFrame(tick);
        put("generation", steps[i]);
        if (i === last) stop();
      };
      frame = requestAnimationFrame(tick);
    });
    stop = () => { if (!frame) return; cancelAnimationFrame(frame); frame = 0; face("Play", PLAY); announce(); };
  }
  if (controls.includes("replicate") && dims.replicate.values.length > 1) {
    const runs = dims.replicate.values;
    button("New run", "M6 1A5 5 0 1 0 11 6H9.4A3.4 3.4 0 1 1 6 2.6V4.6L9.6 1.8L6 -1Z", () => put("replicate", runs[(nearest(runs, model.get("position").replicate) + 1) % runs.length]));
    const out = make("span", {}, buttons);
    movers.replicate = (v) => { out.textContent = spoken("replicate", v); };
  }
  if (buttons.firstChild) ui.append(buttons);
  if (!ui.firstChild) ui.remove();

  // panels, readout, and one line on where the numbers come from
  const stand = make("div", { class: "mc-panels" }, root);
  for (const name of Object.keys(dims)) view.index[name] = 0;
  const panels = spec.panels.map((panel) => KINDS[panel.kind](stand, panel, view));
  const place = (name) => Math.max(...spec.panels.map((panel) => (panel.theory ?? []).indexOf(name)));
  const list = make("dl", { class: "mc-read" }, root);
  const cells = spec.readout.map((name) => {
    const item = make("div", { class: ["mc-value", "mc-theory", "mc-theory2"][Math.min(place(name), 1) + 1] }, list), { label, symbol } = grid[name];
    make("dt", {}, item, symbol ? `${label}, ${symbol}` : label);
    return [name, make("dd", { "data-name": name }, item)];
  });
  if (!cells.length) list.remove();
  const foot = make("p", { class: "mc-foot" }, root), status = make("div", { class: "mc-say", role: "status" }, root);
  const ends = (name) => {
    const { values, label } = dims[name];
    if (values.length < 2) return `${label.toLowerCase()} ${num(values[0])}`;
    if (typeof values[0] === "string") return `${values.length} choices of ${label.toLowerCase()}`;
    if (name === "replicate") return `${values.length} runs`;
    return name === "generation" ? `generations ${num(values[0])} to ${num(values.at(-1))}`
      : `${values.length} values of ${label.toLowerCase()} from ${num(Math.min(...values))} to ${num(Math.max(...values))}`;
  };
  const source = [spec.seed === null ? "" : `Seed ${spec.seed}. `, controls.length ? `Grid: ${controls.map(ends).join(", ")}.` : ""].join("");

  // what a screen reader is told: the numbers, once the reader has stopped moving
  let later = 0, run;
  const announce = () => {
    clearTimeout(later);
    later = setTimeout(() => {
      if (frame) return;
      const position = model.get("position"), prefix = run !== position.replicate ? `${spoken("replicate", position.replicate)}. ` : "";
      run = position.replicate;
      status.textContent = prefix + cells.map(([name]) => `${grid[name].label} ${view.get(name).text(view.index)}`).join(", ");
    }, 600);
  };

  const draw = () => {
    const position = model.get("position"), row = model.get("_row");
    for (const name of controls) view.index[name] = nearest(dims[name].values, position[name]);
    for (const name in movers) movers[name](position[name]);
    const between = rows.some((name) => !dims[name].values.includes(position[name]));
    const here = between && row?.where && rows.every((name) => row.where[name] === position[name]);
    root.classList.toggle("mc-wait", between && !here);
    foot.textContent = !between ? source : here ? `${source} Here: computed by the kernel.` : "Waiting for the kernel …";
    if (between && !here) return;
    if (here && from !== row) off = Object.fromEntries(Object.entries(row.quantities).map(([name, record]) => [name, table(record)]));
    from = here ? row : null;
    if (!here) off = null;
    const still = JSON.stringify({ ...position, generation: 0 });
    for (const panel of panels) { // a new generation only moves the cursor
      const key = `${still} ${panel.box.width} ${panel.box.height}`;
      if (panel.drawn !== key || panel.off !== off) { panel.redraw(); panel.drawn = key; panel.off = off; }
      panel.move();
    }
    for (const [name, cell] of cells) cell.textContent = view.get(name).text(view.index);
    const state = JSON.stringify(position);
    if (said && said !== state) announce();
    said = state;
  };
  run = model.get("position").replicate;
  // sizes are read here and not while drawing, where each reading would cost a layout
  const fit = () => { for (const panel of panels) panel.measure(); draw(); };
  fit();
  const sizes = new ResizeObserver(fit);
  for (const panel of panels) sizes.observe(panel.figure);
  for (const name of ["position", "_row"]) model.on(`change:${name}`, draw);
  return () => {
    stop();
    clearTimeout(later);
    sizes.disconnect();
    for (const name of ["position", "_row"]) model.off(`change:${name}`, draw);
  };
}

// The host of the published page: a model that lives in the page.
export function mount(el, state) {
  const values = { _spec: state.spec, position: state.position, _row: null }, hear = {};
  const model = {
    get: (name) => values[name],
    set: (name, value) => { values[name] = value; for (const f of hear[`change:${name}`] ?? []) f(); },
    save_changes() {},
    on: (event, f) => { (hear[event] ??= new Set()).add(f); },
    off: (event, f) => hear[event]?.delete(f),
  };
  render({ model, el });
}

export default { render };
