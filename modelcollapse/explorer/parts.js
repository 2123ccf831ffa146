// What only some explorers need, and a page asks for when it has one: `live` computes chains (live.js).
export const parts = {};
