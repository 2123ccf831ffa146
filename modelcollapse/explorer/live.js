// Chains that the page computes: what live.py describes in `spec.chain`, at a position of the sliders.
import { band } from "./band.js";
import { gaussian } from "./chains.js";
import { derive } from "./derived.js";
import { LEVELS, summary } from "./ensemble.js";
import { buttons, logSlider } from "./knobs.js";
import { laid } from "./numbers.js";
import { categorical, survivors } from "./states.js";
import { tallies } from "./tallies.js";

export const RUNS = 1000; // of an ensemble
const BUDGET = 20; // milliseconds of a step that an ensemble may take; the rest comes in later frames

// Each law: room for so many runs, a run, what can be read of it, and what is derived.
const LAWS = {
  gaussian({ regimes, fits, shares, generations, first }, { sample_size: M, regime, fit, share, bias = 1 }) {
    const listed = regimes[regime] ?? regimes[""], rule = shares ? listed[shares.indexOf(share)] : listed, real = rule.real?.[M - first] ?? rule.real;
    const one = { ...rule, M, real, bias, ddof: fits[fit] ?? fits[""] };
    return {
      room: (count) => [new Float64Array((generations + 1) * count), new Float64Array((generations + 1) * count)],
      run: ([mu, sigma], seed, run, at, step) => gaussian(one, seed, run, generations, mu, sigma, at, step),
      read: { mu: ([mu]) => (i) => mu[i], sigma: ([, sigma]) => (i) => sigma[i], variance: ([, sigma]) => (i) => sigma[i] * sigma[i], distance: ([mu, sigma]) => (i) => mu[i] ** 2 + (1 - sigma[i]) ** 2 },
      derived: () => derive(one, generations),
    };
  },
  categorical({ p: law, generations }, { sample_size: M }, quantities) {
    const K = law.length;
    const over = (f) => (p) => (i) => {
      let sum = 0;
      for (let k = i * K; k < (i + 1) * K; k++) sum += f(p[k]);
      return sum;
    };
    const squares = law.reduce((sum, x) => sum + x * x, 0);
    return {
      room: (count) => new Float64Array((generations + 1) * count * K),
      run: (p, seed, run, at, step) => categorical(law, M, seed, run, generations, p, at, step),
      read: { states: over((x) => (x > 0 ? 1 : 0)), diversity: (p) => { const f = over((x) => x * x)(p); return (i) => 1 - f(i); } },
      whole: { p: (p) => p },
      derived: () => ({
        expected_diversity: Float64Array.from({ length: generations + 1 }, (_, g) => (1 - squares) * (1 - 1 / M) ** g),
        ...("expected_states" in quantities && { expected_states: survivors(law, M, generations) }),
      }),
    };
  },
};

// `changed`: called when an ensemble has more runs than before.
export function live(spec, position, changed) {
  const { chain, quantities, rows, many: drawn } = spec, { generations, shown } = chain, long = generations + 1;
  const many = () => "show" in spec.dims && position().show === spec.dims.show.values[1];
  const table = (name, values) => laid({ ...quantities[name], formats: [quantities[name].form] }, values);
  let key = "", law, row = null, crowd = null, frame = 0, timer = 0;

  const few = ({ seed, replicate }) => {
    const store = law.room(shown), derived = law.curves ??= law.derived(), made = {};
    for (let r = 0; r < shown; r++) law.run(store, seed, replicate + r, r * long, 1);
    for (const name in quantities) {
      const read = law.read[name]?.(store);
      made[name] = table(name, law.whole?.[name]?.(store) ?? (read ? Float64Array.from({ length: shown * long }, (_, i) => read(i)) : derived[name]));
    }
    return made;
  };
  // More runs of the ensemble, for so many milliseconds.
  const grow = () => {
    const { seed } = position(), end = performance.now() + BUDGET;
    for (; crowd.count < RUNS && (crowd.count < 50 || performance.now() < end); crowd.count++) law.run(crowd.store, seed, crowd.count, crowd.count, RUNS);
    crowd.by = Object.fromEntries(drawn.map((name) => [name, summary(law.read[name](crowd.store), generations, crowd.count, RUNS)]));
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    // after what is there has been drawn
    if (crowd.count < RUNS) frame = requestAnimationFrame(() => { timer = setTimeout(more); });
  };
  const more = () => {
    if (!crowd || !many()) return;
    grow();
    row = { ...row }; // what is drawn from it is drawn anew
    changed();
  };
  const own = {
    many, drawn, generations,
    // The tables of the position; the same object as long as nothing in it has changed.
    row() {
      const now = position(), chosen = JSON.stringify([...rows, "seed"].map((name) => now[name]));
      const next = JSON.stringify([chosen, now.replicate, now.show]);
      if (next === key) return row;
      if (crowd?.key !== chosen) crowd = null;
      if (law?.key !== chosen) law = { ...LAWS[chain.law](chain, now, quantities), key: chosen };
      row = few(now);
      if (many()) crowd ??= { key: chosen, store: law.room(RUNS), count: 0 };
      if (many() && crowd.count < RUNS) grow();
      key = next;
      return row;
    },
    summary: (name) => (many() ? crowd?.by[name] : null) ?? null,
    // For the table that is copied: by quantity the numbers of the runs shown together.
    columns: () => drawn.flatMap((name) => {
      const found = own.summary(name);
      if (!found) return [];
      const { mean, error, quantiles } = found, levels = LEVELS.map((level) => `${name}_q${String(100 * level).padStart(2, "0")}`);
      return [[`${name}_mean`, mean], [`${name}_mean_error`, error], ...quantiles.map((one, i) => [levels[i], one])];
    }),
    growing: () => many() && crowd.count < RUNS,
    stop: () => { cancelAnimationFrame(frame); clearTimeout(timer); },
    logSlider,
  };
  own.band = (stage, panel) => band(stage, panel, own);
  own.tallies = (list) => tallies(list, own, spec);
  own.buttons = (parent, put) => buttons(parent, spec.dims, put);
  return own;
}
