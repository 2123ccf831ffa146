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

const MOST = 1000; // points: more would take a phone too long
const NOTHING = 1e-18; // beside the largest chance of a row

// The chances of `from`, `from` + 1, ... points of M, each with this share: from the most probable
// number outwards, by the quotients of neighbours.
function chances(M, share) {
  if (share <= 0 || share >= 1) return { from: share < 1 ? 0 : M, row: [1] };
  const odds = share / (1 - share), mode = Math.min(M, Math.floor((M + 1) * share)), up = [1], down = [];
  let from = mode;
  for (let j = mode, x = 1; j < M && x > NOTHING; j++) up.push(x *= odds * (M - j) / (j + 1));
  for (let x = 1; from > 0 && x > NOTHING; from--) down.push(x *= from / (odds * (M - from + 1)));
  const row = Float64Array.from(down.reverse().concat(up)), sum = row.reduce((a, b) => a + b);
  return { from, row: row.map((x) => x / sum) };
}

// The mean number of states that are left, by what follows from a number of points: one more matrix of
// binomial chances for each generation. derived.py has the same from `modelcollapse.theory`.
export function survivors(law, M, generations) {
  const left = new Float64Array(generations + 1).fill(NaN);
  left[0] = law.filter((x) => x > 0).length;
  if (M > MOST) return left;
  const hits = law.map((x) => chances(M, x)), steps = Array.from({ length: M + 1 }, (_, j) => chances(M, j / M));
  let alive = new Float64Array(M + 1).fill(1, 1);
  const mean = ({ from, row }) => {
    let sum = 0;
    for (let i = 0; i < row.length; i++) sum += row[i] * alive[from + i];
    return sum;
  };
  for (let g = 1; g <= generations; g++) {
    left[g] = hits.reduce((sum, row) => sum + mean(row), 0);
    alive = Float64Array.from(steps, mean);
  }
  return left;
}
