// What is derived of the Gaussian's runs: the mean of the variance and the variance of the mean, by the
// recurrences of the chapter "Mixing in the past", and the typical run, by those of "What becomes of a
// run". In floats what `modelcollapse.theory` has in fractions; tests hold one to the other.

// psi(x) by its recurrence and its asymptotic series
const digamma = (x) => {
  let shift = 0;
  for (; x < 12; x++) shift -= 1 / x;
  const w = 1 / (x * x);
  return shift + Math.log(x) - 0.5 / x - w * (1 / 12 - w * (1 / 120 - w * (1 / 252 - w * (1 / 240 - w / 132))));
};
// Gamma(a + 1/2) / Gamma(a), likewise
const halfStep = (a) => {
  let factor = 1;
  for (; a < 40; a++) factor *= a / (a + 0.5);
  const w = 1 / a;
  return factor * Math.sqrt(a) * (1 - w * (1 / 8 - w * (1 / 128 + w * (5 / 1024 - w * (21 / 32768)))));
};

// E sigma_i^2 and Var mu_i of i = 0 ... n.
const MOMENTS = {
  mix({ M, ddof, alpha, gamma, bias }, v, V) { // of the law that data are drawn from: b, w
    let b = 0, w = 1;
    for (let i = 1; i < v.length; i++) {
      v[i] = (M - 1) / (M - ddof) * w;
      V[i] = b + w / M;
      const next = (1 - gamma) ** 2 * b + alpha ** 2 * w / M;
      w = bias * (w * (1 - gamma + alpha * (ddof - alpha) / M) + gamma * (1 - gamma) * b + gamma);
      b = next;
    }
  },
  pool({ M, ddof, rule }, v, V) { // of two points of the pool: q the mean of x x, c that of x y
    let q = 1, c = 0;
    for (let i = 1; i < v.length; i++) {
      const N = i * M, m = rule === "accumulate" ? N : M;
      v[i] = (m - 1) / (m - ddof) * (q - c);
      V[i] = q / m + (1 - 1 / m) * c;
      const mean = q / N + (1 - 1 / N) * c;
      q = (i * q + V[i] + v[i]) / (i + 1);
      c = (N * (N - 1) * c + 2 * N * M * mean + M * (M - 1) * V[i]) / ((N + M) * (N + M - 1));
    }
  },
  real({ M, ddof, rule, real }, v, V) { // a share of real points: the same ones again, or fresh ones
    const N = rule === "keep" ? M : M + real, share = real / N, twice = rule === "keep" ? 3 - 2 * share : 1;
    v[1] = (M - 1) / (M - ddof);
    V[1] = 1 / M;
    for (let i = 2; i < v.length; i++) {
      const own = (1 - share) * v[i - 1], before = V[i - 1];
      V[i] = (1 - share) ** 2 * before + (own + share * twice) / N;
      v[i] = (share * (1 - twice / N) + share * (1 - share) * before + own * (1 - 1 / N)) * N / (N - ddof);
    }
  },
};
const MOMENTS_OF = { mix: "mix", accumulate: "pool", subsample: "pool", keep: "real", augment: "real" };
const FIRST_ORDER = 0.5; // what is derived to first order is shown as long as both numbers are below this

export function derive(one, generations) {
  const curve = () => new Float64Array(generations + 1), { M, ddof, bias } = one;
  const plain = one.rule === "replace" || one.real === 0;
  const v = curve(), V = curve(), log = curve(), scale = curve().fill(NaN);
  const grown = (i) => bias ** Math.max(0, i - 1); // by the bias alone: the first data are real
  v[0] = 1;
  if (generations) MOMENTS[plain ? "mix" : MOMENTS_OF[one.rule]](plain ? { M, ddof, bias, alpha: 1, gamma: 0 } : one, v, V);
  const half = (M - 1) / 2, drift = digamma(half) - Math.log(half) + (ddof ? 0 : Math.log1p(-1 / M));
  const keeps = Math.sqrt(2 / (M - ddof)) * halfStep(half); // E sigma_1
  for (let i = 0; i <= generations; i++) {
    if (plain) {
      log[i] = i * drift;
      scale[i] = keeps ** i * Math.sqrt(grown(i));
    } else if (one.rule === "mix" && !one.gamma) {
      log[i] = i && v[1] - 1 - V[1] + (i - 1) * (ddof * one.alpha - 2 * one.alpha ** 2) / M;
    } else {
      log[i] = Math.abs(v[i] - 1) <= FIRST_ORDER && V[i] <= FIRST_ORDER ? v[i] - 1 - V[i] : NaN;
    }
  }
  return {
    expected_variance: v,
    typical_variance: log.map((x, i) => Math.exp(x) * grown(i)),
    expected_sigma: scale,
    typical_sigma: log.map((x, i) => Math.exp(x / 2) * Math.sqrt(grown(i))),
    risk: v.map((x, i) => x + V[i] + 1 - 2 * scale[i]),
    paper_risk: v.map((_, i) => (!plain || bias !== 1 ? NaN : i && i / M + 1 / (2 * M))),
    mu_low: V.map((x) => 0 - Math.sqrt(x)),
    mu_high: V.map(Math.sqrt),
  };
}
