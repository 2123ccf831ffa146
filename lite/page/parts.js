// What the editor is made of, and what this browser keeps.
export function make(tag, marks = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(marks)) element.setAttribute(name, value);
  element.append(...inside);
  return element;
}

// What a reader has written, kept in this browser as long as the book's own cell is the same
export const kept = {
  get: (key, code) => {
    try {
      const found = JSON.parse(localStorage.getItem(key));
      return found?.of === code ? found.code : code;
    } catch {
      return code;
    }
  },
  put: (key, of, code) => {
    try {
      if (code === of) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify({ of, code }));
    } catch {} // a browser that keeps nothing
  },
};
