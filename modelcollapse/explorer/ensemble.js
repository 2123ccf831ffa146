// Many runs at once: at each generation the mean, its standard error and five quantiles.
export const LEVELS = [0.05, 0.25, 0.5, 0.75, 0.95];

// Between two of the sorted values where it does not fall on one.
const quantile = (sorted, level) => {
  const at = (sorted.length - 1) * level, low = Math.floor(at);
  return sorted[low] + (at - low) * ((sorted[low + 1] ?? sorted[low]) - sorted[low]);
};

// `values(i)`: the number of run r in generation g at i = g * step + r, of the first `count` runs.
export function summary(values, generations, count, step) {
  const curve = () => new Float64Array(generations + 1), mean = curve(), error = curve();
  const quantiles = LEVELS.map(curve), some = new Float64Array(count);
  for (let g = 0; g <= generations; g++) {
    let sum = 0, squares = 0;
    for (let r = 0; r < count; r++) sum += some[r] = values(g * step + r);
    mean[g] = sum / count;
    for (let r = 0; r < count; r++) squares += (some[r] - mean[g]) ** 2;
    error[g] = Math.sqrt(squares / (count - 1) / count);
    some.sort();
    quantiles.forEach((one, i) => { one[g] = quantile(some, LEVELS[i]); });
  }
  return { mean, error, quantiles, count };
}
