// Runs of a law on K states: each is given its share of M points (the Wright-Fisher chain). The counts
// are multinomial, one binomial after the other. chains.py is the same in Python.
import { binomial } from "./counts.js";
import { stream } from "./streams.js";

// Fills p[(g * step + at) * K + k] for g = 0 ... generations. What has died out stays so: from the first
// generation on the chances are quotients of whole numbers, and the last state alive takes the rest.
export function categorical(law, M, seed, run, generations, p, at, step) {
  const K = law.length, counts = Float64Array.from(law);
  let total = 1;
  for (let k = 0; k < K; k++) p[at * K + k] = law[k];
  for (let g = 1; g <= generations; g++) {
    stream(seed, run, g);
    let left = M, rest = total, last = K - 1;
    while (counts[last] === 0) last -= 1;
    for (let k = 0; k <= last; k++) {
      const share = counts[k];
      counts[k] = k === last ? left : binomial(left, Math.min(1, share / rest));
      rest -= share;
      left -= counts[k];
    }
    total = M;
    for (let k = 0; k < K; k++) p[(g * step + at) * K + k] = counts[k] / M;
  }
}
