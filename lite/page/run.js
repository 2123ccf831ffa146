// What a page loads when a reader first presses "Run it here" (lite/buttons.py). The editor comes with
// it, and then Python, in a worker, which stays for the visit.
window.runHere = (() => {
  const HOME = new URL(".", document.currentScript.src).href;
  const ELSEWHERE = "The notebook itself runs in Jupyter and in Colab: see the buttons at the head of this page.";

  const link = document.createElement("link");
  Object.assign(link, { rel: "stylesheet", href: `${HOME}run.css` });
  document.head.append(link);

  const pages = new Map();
  function cellsOf(page) {
    if (!pages.has(page)) {
      const asked = fetch(`${HOME}cells/${page}.json`).then((answer) => {
        if (!answer.ok) throw new Error(`${answer.status}`);
        return answer.json();
      });
      asked.catch(() => pages.delete(page)); // the next press asks again
      pages.set(page, asked);
    }
    return pages.get(page);
  }

  function note(button, text) {
    for (const old of button.parentElement.querySelectorAll(".run-note")) old.remove();
    const place = Object.assign(document.createElement("span"), { className: "run-note", textContent: ` ${text}` });
    place.setAttribute("role", "status");
    button.after(place);
  }

  async function opened(button) {
    const [page, name] = button.dataset.cell.split("#");
    const [{ Box }, { megabytes, cells }] = await Promise.all([import(`${HOME}box.js`), cellsOf(page)]);
    if (!cells[name]) throw new Error("this cell has changed since; `make lite` renews it");
    return new Box(button, cells[name], megabytes);
  }

  const boxes = new Map();

  return async (button) => {
    if (boxes.has(button)) {
      const box = await boxes.get(button);
      return box?.open(box.element.hidden);
    }
    if (location.protocol === "file:") return note(button, "A page opened from the disk cannot start Python. Put the site on a server: `make serve`.");
    if (!window.Worker || !window.WebAssembly) return note(button, `This browser cannot run Python. ${ELSEWHERE}`);
    note(button, "");
    boxes.set(button, opened(button).catch((error) => {
      boxes.delete(button); // the next press tries again
      note(button, `The code could not be fetched: ${error.message}.`);
    }));
    const box = await boxes.get(button);
    box?.open(true);
    box?.run();
  };
})();
