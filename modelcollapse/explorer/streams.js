// Random numbers of a run. Each generation of each run of each seed has a stream of its own, so that
// a slider of the sample size leaves the numbers where they are, and a curve bends and does not jump.
// streams.py is the same in Python, line by line, and tests hold one to the other.
//
// The generator is xoroshiro64** of Blackman and Vigna ("Scrambled linear pseudorandom number
// generators", ACM Transactions on Mathematical Software 47, 2021), 64 bits of state, 32 out. Its state
// is a hash of seed, run and generation, made of rounds that multiply and shift as in Murmur's last
// step, with the constants that Wellons found by search ("Prospecting for hash functions", 2018).
const state = new Uint32Array(2); // a typed array: a variable of 32 bits would be allocated anew each time

const mix = (x) => {
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0xd35a2d97);
  return x ^ (x >>> 15);
};
const turn = (x, k) => (x << k) | (x >>> (32 - k));
const key = (first, seed, run, generation) => mix(mix(mix(first + seed) + run) + generation);

export function stream(seed, run, generation) {
  state[0] = key(0x9e3779b9, seed, run, generation);
  state[1] = key(0x7f4a7c15, seed, run, generation);
  if (!(state[0] | state[1])) state[1] = 1; // it would stay there
}

// Between 0 and 1, never at the ends: the middle of one of 2^32 equal parts.
export function uniform() {
  const a = state[0], b = state[1] ^ a;
  state[0] = turn(a, 26) ^ b ^ (b << 9);
  state[1] = turn(b, 13);
  return ((Math.imul(turn(Math.imul(a, 0x9e3779bb), 5), 5) >>> 0) + 0.5) / 4294967296;
}

// Two independent standard normal numbers by the polar method (Marsaglia and Bray 1964): the first is
// given, the second left in `other`.
export const other = new Float64Array(1);
export function normal() {
  let u, v, square;
  do {
    u = 2 * uniform() - 1;
    v = 2 * uniform() - 1;
    square = u * u + v * v;
  } while (square >= 1);
  const stretch = Math.sqrt(-2 * Math.log(square) / square);
  other[0] = v * stretch;
  return u * stretch;
}

// Gamma with this shape and scale 1 (Marsaglia and Tsang 2000): a cubed normal number, nearly always
// taken. x: a standard normal number for the first try. Below shape 1 that of shape + 1, times a power.
export function gamma(shape, x) {
  if (shape < 1) {
    const larger = gamma(shape + 1, x);
    return larger * Math.pow(uniform(), 1 / shape);
  }
  const d = shape - 1 / 3, c = 1 / Math.sqrt(9 * d);
  for (;;) {
    let v = 1 + c * x;
    if (v > 0) {
      v = v * v * v;
      const u = uniform(), square = x * x;
      if (u < 1 - 0.0331 * square * square) return d * v;
      if (Math.log(u) < 0.5 * square + d * (1 - v + Math.log(v))) return d * v;
    }
    x = normal();
  }
}
