// Numbers as they arrive, encoded by encode.py and packed by packing.py, and the words for them.
import { minus, scientific } from "./elements.js";

// Codes as packing.py packs them; a number that is missing has all bits set.
const unpack = (text, n, bits) => {
  const bytes = atob(text), codes = new (bits === 16 ? Uint16Array : Uint8Array)(n);
  if (bits === 4) for (let i = 0; i < n; i += 2) {
    const byte = bytes.charCodeAt(i >> 1);
    codes[i] = byte >> 4;
    codes[i + 1] = byte & 15;
  }
  else if (bits === 8) for (let i = 0; i < n; i++) codes[i] = bytes.charCodeAt(i);
  else for (let i = 0, code = 0; i < n; i++) {
    const zigzag = (bytes.charCodeAt(i) << 8) | bytes.charCodeAt(n + i);
    codes[i] = code = (code + ((zigzag >>> 1) ^ -(zigzag & 1))) & 65535;
  }
  return codes;
};
const TENS = []; // to read one takes longer than all else that is done with a number
const ten = (power) => (TENS[power] ??= Number(`1e${power}`)); // `10 ** power` may be rounded otherwise
const scaled = (whole, power) => (power < 0 ? whole / ten(-power) : whole * ten(power));
// From a code to its number; of few bits, by a list of all numbers.
const reader = (form, bits) => {
  const none = 2 ** bits - 1;
  const number = (code) => {
    if (code === none) return NaN;
    if ("step" in form) return form.first + code * form.step;
    if ("low" in form) return scaled(form.low + code, -form.decimals);
    return code ? scaled(100 + ((code - 1) % 900), Math.floor((code - 1) / 900) + form.top - 73) : 0;
  };
  if (bits === 16) return number;
  const all = Float64Array.from({ length: none + 1 }, (_, code) => number(code));
  return (code) => all[code];
};
export const shown = (x, form) => {
  if (Number.isNaN(x)) return "–";
  if (form.decimals >= 0 && form.decimals < 9) return minus(x.toFixed(form.decimals));
  if (x === 0) return "0";
  if (form.decimals > 0) return scientific(x.toExponential(Math.max(0, form.decimals + +x.toExponential().split("e")[1])));
  const size = Math.abs(x), whole = "low" in form;
  const digits = whole ? x.toExponential() : x.toExponential(2);
  if (whole ? size >= 1e6 : size < 1e-3 || size >= 1e5) return scientific(digits);
  return minus(x.toFixed(whole ? 0 : Math.max(0, 2 - Number(digits.split("e")[1]))));
};
// A quantity that arrived encoded.
export function table(record) {
  const n = record.shape.reduce((product, size) => product * size, 1), long = n / record.formats.length;
  const codes = unpack(record.codes, n, record.bits), values = new Float64Array(n); // filled in a loop: `from` takes twice as long
  record.formats.forEach((form, row) => {
    const read = reader(form, record.bits);
    for (let i = row * long; i < (row + 1) * long; i++) values[i] = read(codes[i]);
  });
  return laid(record, values);
}
// A quantity: its numbers, and the way from an index (dimension -> number) to one of them.
export function laid(record, values) {
  const step = {}, size = {}, long = values.length / record.formats.length;
  record.dims.reduceRight((n, dim, i) => { step[dim] = n; size[dim] = record.shape[i]; return n * size[dim]; }, 1);
  const offset = (index) => record.dims.reduce((sum, dim) => sum + step[dim] * index[dim], 0);
  return {
    ...record, size, step, values, offset,
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
