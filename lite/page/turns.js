// One worker with Python in it runs one cell after the other; whoever stops a cell ends the worker.
let worker = null;
const waiting = [];

function next() {
  if (!waiting.length) return;
  if (!worker) {
    worker = new Worker(new URL("worker.js", import.meta.url));
    worker.onmessage = ({ data }) => hear(data);
    worker.onerror = (event) => hear({ kind: "failed", value: event.message || "its files did not load" });
  }
  const { before, code } = waiting[0];
  worker.postMessage({ before, code });
}

function hear({ kind, value }) {
  const end = ["done", "error", "failed"].includes(kind);
  const box = waiting[0]?.box;
  if (kind !== "done" || !waiting[0].wrong) box?.hear(kind, value);
  if (kind === "error") waiting[0].wrong = true; // "done" follows
  else if (end) {
    if (kind === "failed") endWorker();
    waiting.shift();
    next();
  }
}

function endWorker() {
  worker?.terminate();
  worker = null;
}

export function stop() {
  endWorker();
  for (const { box } of waiting.splice(0)) box.hear("stopped");
}

export const waits = () => waiting.length > 0;

export function start(box, before, code) {
  waiting.push({ box, before, code });
  if (waiting.length === 1) next();
}
