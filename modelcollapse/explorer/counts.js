// Counts: how many of n points have what each has with probability p. streams.py is the same in Python.
import { uniform } from "./streams.js";

const SMALL = 10; // below this mean by inversion, from it on by rejection

// log k! by Stirling's series, for small k by the product
const logFactorial = (k) => {
  if (k < 10) {
    let product = 1;
    for (let i = 2; i <= k; i++) product *= i;
    return Math.log(product);
  }
  const z = k + 1, square = z * z;
  return (z - 0.5) * Math.log(z) - z + 0.9189385332046727 + (1 / 12 - (1 / 360 - 1 / (1260 * square)) / square) / z;
};

// One uniform number is cut by the probabilities of 0, 1, 2, ... in turn (Kachitvichyanukul and
// Schmeiser 1988 call it BINV).
function inverted(n, p) {
  const odds = p / (1 - p), none = Math.exp(n * Math.log1p(-p));
  for (;;) {
    let left = uniform(), chance = none, k = 0;
    while (left > chance && k <= n) {
      left -= chance;
      k += 1;
      chance *= odds * (n - k + 1) / k;
    }
    if (k <= n) return k; // past n only where rounding has left a rest
  }
}

// Transformed rejection with a squeeze, Hörmann's BTRS ("The generation of binomial random variates",
// Journal of Statistical Computation and Simulation 46, 1993).
function rejected(n, p) {
  const spread = Math.sqrt(n * p * (1 - p)), b = 1.15 + 2.53 * spread, a = -0.0873 + 0.0248 * b + 0.01 * p;
  const centre = n * p + 0.5, sure = 0.92 - 4.2 / b, alpha = (2.83 + 5.1 / b) * spread;
  const logOdds = Math.log(p / (1 - p)), mode = Math.floor((n + 1) * p);
  const height = logFactorial(mode) + logFactorial(n - mode);
  for (;;) {
    const u = uniform() - 0.5, v = uniform(), edge = 0.5 - Math.abs(u);
    const k = Math.floor((2 * a / edge + b) * u + centre);
    if (edge >= 0.07 && v <= sure) return k;
    if (k < 0 || k > n) continue;
    const w = Math.log(v * alpha / (a / (edge * edge) + b));
    if (w <= height - logFactorial(k) - logFactorial(n - k) + (k - mode) * logOdds) return k;
  }
}

export function binomial(n, p) {
  if (n === 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - binomial(n, 1 - p);
  return n * p < SMALL ? inverted(n, p) : rejected(n, p);
}
