// Many runs at once: at each generation the mean, its standard error and five quantiles.
export const LEVELS = [0.05, 0.25, 0.5, 0.75, 0.95];

// Puts the values of the wanted places there where sorting would put them, and no others (Hoare's
// selection, 1961): half the time of sorting them all.
function settle(x, wanted, low, high) {
  while (low < high && wanted.some((k) => k >= low && k <= high)) {
    const pivot = x[(low + high) >> 1];
    let i = low, j = high;
    while (i <= j) {
      while (x[i] < pivot) i++;
      while (x[j] > pivot) j--;
      if (i <= j) {
        const v = x[i];
        x[i++] = x[j];
        x[j--] = v;
      }
    }
    settle(x, wanted, low, j);
    low = i;
  }
}

// `values(i)`: the number of run r in generation g at i = g * step + r, of the first `count` runs.
export function summary(values, generations, count, step) {
  const curve = () => new Float64Array(generations + 1), mean = curve(), error = curve();
  const quantiles = LEVELS.map(curve), some = new Float64Array(count);
  const places = LEVELS.map((level) => level * (count - 1)), wanted = places.flatMap((at) => [Math.floor(at), Math.floor(at) + 1]);
  for (let g = 0; g <= generations; g++) {
    let sum = 0, squares = 0;
    for (let r = 0; r < count; r++) sum += some[r] = values(g * step + r);
    mean[g] = sum / count;
    for (let r = 0; r < count; r++) squares += (some[r] - mean[g]) ** 2;
    error[g] = Math.sqrt(squares / (count - 1) / count);
    settle(some, wanted, 0, count - 1);
    places.forEach((at, i) => { // between two values where it falls on none
      const low = Math.floor(at);
      quantiles[i][g] = some[low] + (at - low) * (some[low + 1] - some[low]);
    });
  }
  return { mean, error, quantiles, count };
}
