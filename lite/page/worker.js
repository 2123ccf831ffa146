// Python beside the page: the page answers while it computes, and whoever ends this worker ends a loop.
importScripts("../static/pyodide/pyodide.js");

const PLACE = new URL("../static/pyodide/", location).href;
const FEW = new URL("few.json", PLACE).href; // the list on which our package needs little to begin
const say = (kind, value) => postMessage({ kind, value });
const loaded = { messageCallback: (text) => text.startsWith("Loading") && say("doing", text), errorCallback: console.error };

const ready = (async () => {
  say("doing", "Loading Python");
  const cell = fetch(new URL("cell.py", location)).then((answer) => answer.text());
  const env = { HOME: "/home/pyodide", MPLBACKEND: "agg" };
  const packages = ["modelcollapse"]; // fetched while Python starts
  const python = await loadPyodide({ indexURL: PLACE, lockFileURL: FEW, env, packages });
  python.runPython(await cell);
  return python;
})();

async function run({ before, code }) {
  const python = await ready;
  await python.loadPackagesFromImports(`${before}\n${code}`, loaded);
  for (;;) {
    const [missing, error] = python.globals.get("run")(before, code, say).toJs();
    if (!error) return;
    // a library that some function imports when it is called: load it, and begin again
    const found = missing ? await python.loadPackagesFromImports(`import ${missing}`, loaded) : [];
    if (!found.length) return say("error", error);
    say("again");
  }
}

onmessage = async ({ data }) => {
  try {
    await run(data);
    say("done");
  } catch (error) {
    say("failed", String(error));
  }
};
