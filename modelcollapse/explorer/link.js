// A position has an address in the page: "#explorer-1?sample_size=30&generation=12&seed=1".
import { nearest } from "./scales.js";

const STILL = 400; // milliseconds without a move; Safari refuses more than 100 addresses in 30 seconds

export function fragment(id, spec, position) {
  const values = new URLSearchParams();
  for (const name of spec.controls) values.set(name, position[name]);
  if (spec.seed !== null && !values.has("seed")) values.set("seed", spec.seed);
  return `#${id}?${values}`;
}

// The explorer that an address names, and what it says of it; null for any other address.
export function addressed(hash) {
  const [id, query] = hash.slice(1).split(/\?(.*)/s), host = query === undefined ? null : document.getElementById(id);
  return host?.matches(".mc-host") ? { host, values: new URLSearchParams(query) } : null;
}

// The position that a link asks for, and in words what of it cannot be had. A number off the grid is
// taken to the nearest one on it.
export function asked(spec, position, values) {
  const wanted = { ...position }, notes = [], cut = (text) => `“${text.slice(0, 60)}”`;
  for (const [name, text] of values) {
    if (spec.controls.includes(name)) {
      const { values: grid, label, ends } = spec.dims[name], exact = grid.find((v) => String(v) === text);
      const near = (ends || name !== "replicate") && typeof grid[0] === "number" && text.trim() !== "" && Number.isFinite(+text);
      if (exact !== undefined) wanted[name] = exact;
      else if (near) wanted[name] = ends ? Math.min(ends[1], Math.max(ends[0], Math.round(+text))) : grid[nearest(grid, +text)];
      else notes.push(`The link asks for ${label.toLowerCase()} ${cut(text)}, which is not here.`);
    } else if (name !== "seed") {
      notes.push(`The link names ${cut(name)}, which is no slider here.`);
    } else if (text !== spec.seed) {
      notes.push(`The link was made from seed ${text.slice(0, 60)}; this page shows ${spec.seed === null ? "no seed" : `seed ${spec.seed}`}.`);
    }
  }
  return { position: wanted, note: notes.join(" ") };
}

export function write(address) {
  try {
    history.replaceState(history.state, "", address);
  } catch { /* the page works without it */ }
}

// The page's address is that of the explorer moved last, once it stands still; a run that plays does
// not, however long a slow machine takes from frame to frame.
let later = 0;
export function follow(address, playing) {
  clearTimeout(later);
  later = setTimeout(() => (playing() ? follow(address, playing) : write(address())), STILL);
}
