// Runs of the Gaussian, known by their sufficient statistics: of M normal points the mean is normal,
// and the sum of squares about it a chi-square, twice a gamma, independent of it (Cochran 1934).
// chains.py is the same in Python.
import { binomial } from "./counts.js";
import { gamma, normal, other, stream, uniform } from "./streams.js";

// The data of a generation: number of points, mean, sum of squares about the mean.
let size = 0;
const data = new Float64Array(2);

function pool(count, mean, squares) {
  const gap = mean - data[0], share = count / (size + count);
  data[0] += gap * share;
  data[1] += squares + gap * gap * share * size;
  size += count;
}

// Pools `count` points of N(mu, sigma^2) with the data.
function draw(count, mu, sigma) {
  if (count === 0) return;
  const mean = mu + sigma * normal() / Math.sqrt(count);
  pool(count, mean, count > 1 ? sigma * sigma * 2 * gamma((count - 1) / 2, other[0]) : 0);
}

function empty() {
  size = data[0] = data[1] = 0;
}

// Points that are kept one by one, where fits see some of them again and again.
let points = new Float64Array(1024), kept = 0;
function keep(count, mu, sigma) {
  if (kept + count > points.length) {
    const larger = new Float64Array(2 * (kept + count));
    larger.set(points);
    points = larger;
  }
  for (let i = 0; i < count; i += 2) { // two at a time
    points[kept + i] = mu + sigma * normal();
    if (i + 1 < count) points[kept + i + 1] = mu + sigma * other[0];
  }
  kept += count;
}

// Pools `count` of the points that are kept, chosen at random without replacement: they change places
// with the first ones.
function choose(count) {
  for (let i = 0; i < count; i++) {
    const at = i + Math.floor(uniform() * (kept - i)), x = points[at];
    points[at] = points[i];
    points[i] = x;
    pool(1, x, 0);
  }
}

// The data of each generation, by the name of the rule. `one` has M, ddof and the rule's own numbers;
// g counts the fits from 1; model(i) puts into `now` the mean and the width that it draws with.
const now = new Float64Array(2);
const RULES = {
  replace(one, g, model) {
    empty();
    model(g - 1);
    draw(one.M, now[0], now[1]);
  },
  accumulate(one, g, model) {
    if (g === 1) empty();
    model(g - 1);
    draw(one.M, now[0], now[1]);
  },
  augment(one, g, model) {
    empty();
    if (g > 1) draw(one.real, 0, 1);
    model(g - 1);
    draw(one.M, now[0], now[1]);
  },
  // Each point is the newest model's, or real, or else of the last law, which asks the same again.
  mix(one, g, model) {
    let left = one.M, real = 0;
    empty();
    for (let i = g - 1; i > 0 && left; i--) {
      const newest = binomial(left, one.alpha);
      model(i);
      draw(newest, now[0], now[1]);
      left -= newest;
      const fresh = one.alpha < 1 ? binomial(left, one.gamma / (1 - one.alpha)) : 0;
      real += fresh;
      left -= fresh;
    }
    draw(real + left, 0, 1);
  },
  keep(one, g, model) {
    empty();
    if (g === 1) {
      kept = 0;
      keep(one.M, 0, 1);
      return choose(one.M);
    }
    choose(one.real);
    model(g - 1);
    return draw(one.M - one.real, now[0], now[1]);
  },
  subsample(one, g, model) {
    empty();
    if (g === 1) kept = 0;
    model(g - 1);
    keep(one.M, now[0], now[1]);
    choose(one.M);
  },
};

// One run: fills mu[g * step + at] and sigma[g * step + at] for g = 0 ... generations.
export function gaussian(one, seed, run, generations, mu, sigma, at, step) {
  const rule = RULES[one.rule], wide = Math.sqrt(one.bias); // of models, not of the original law
  const model = (i) => {
    now[0] = mu[i * step + at];
    now[1] = (i ? wide : 1) * sigma[i * step + at];
  };
  mu[at] = 0;
  sigma[at] = 1;
  for (let g = 1; g <= generations; g++) {
    stream(seed, run, g);
    rule(one, g, model);
    mu[g * step + at] = data[0];
    sigma[g * step + at] = Math.sqrt(data[1] / (size - one.ddof));
  }
}
