// Elements, and numbers in words.
export const NS = "http://www.w3.org/2000/svg";
export const SVG = new Set(["svg", "clipPath", "rect", "g", "path", "line", "circle", "text"]);
export const make = (tag, attrs, parent, text) => {
  const node = SVG.has(tag) ? document.createElementNS(NS, tag) : document.createElement(tag);
  for (const name in attrs) node.setAttribute(name, attrs[name]);
  if (text !== undefined) node.textContent = text;
  parent?.append(node);
  return node;
};
// What stays the same is left alone, and a text node is kept: all else costs the page style and layout.
export const say = (node, text) => {
  if (node.textContent === text) return;
  if (node.firstChild) node.firstChild.data = text;
  else node.textContent = text;
};
// A button of an icon, which the style draws, and a word; gives what changes both.
export function button(parent, word, icon, press) {
  const node = make("button", { type: "button", class: `mc-i-${icon}` }, parent), text = make("span", {}, node, word);
  node.addEventListener("click", press);
  return (newWord, newIcon) => { text.textContent = newWord; node.className = `mc-i-${newIcon}`; };
}
export const set = (node, attrs) => {
  for (const name in attrs) if (node.getAttribute(name) !== String(attrs[name])) node.setAttribute(name, attrs[name]);
};
export const unique = () => `mc-${Math.random().toString(36).slice(2)}`;
export const minus = (text) => text.replaceAll("-", "−");
export const raised = (power) => String(power).replace(/./g, (c) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(c)]);
export const scientific = (text) => { // "1.5e-7", as JavaScript writes it
  const [mantissa, power] = text.split("e");
  return minus(`${mantissa} × 10`) + raised(+power);
};
const grouped = (text) => text.replace(/\B(?=(\d{3})+(?!\d))/g, ","); // `toLocaleString` begins slowly
// a number on an axis or a slider; what is measured goes through `shown` instead
export const num = (x) => {
  if (x === 0 || typeof x === "string") return String(x);
  const size = Math.abs(x), short = +x.toPrecision(6);
  if (size >= 1e-4 && size < 1e8) return minus(size < 1e4 ? String(short) : grouped(String(short)));
  return minus(scientific(short.toExponential()).replace(/^(−?)1 × /, "$1"));
};
export const labelled = (ticks) => ticks.map((v) => [v, num(v)]);
export const named = (dim) => dim.symbol ? `${dim.label.toLowerCase()} ${dim.symbol}` : dim.label.toLowerCase();
