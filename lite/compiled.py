"""Wheels whose modules are compiled already, so that no reader's browser has to do it.

Python compiles a module at its first import, and a browser forgets what it has compiled: that was
two thirds of an import's time. Here the very Python that will read them does it once, in Chromium.
Without Chromium the wheels stay as they are, and only the reader's first result takes longer.
"""

import base64
import shutil
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

from lite import FILES, sha256
from tools.browser import launch, serving

KEPT = FILES / "compiled"
SOURCES = ("modelcollapse", "verification", "myst_nb")  # read again: their sums name stored runs
COMPILE = '''
import base64, io, zipfile
from importlib._bootstrap_external import _code_to_hash_pyc
from importlib.util import cache_from_source, source_hash

def compiled(wheel, with_source):
    """A wheel with compiled modules, beside their sources or in their place."""
    read, made = zipfile.ZipFile(io.BytesIO(wheel)), io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in read.namelist():
            if "/tests/" in name:  # half of some wheels
                continue
            content = read.read(name)
            try:
                if not name.endswith(".py"):
                    raise SyntaxError
                code = compile(content, f"/lib/python3.12/site-packages/{name}", "exec", 0, True)
            except SyntaxError:  # or a file that is no module
                archive.writestr(name, content)
                continue
            if with_source:
                archive.writestr(name, content)
            place = cache_from_source(name) if with_source else name + "c"
            archive.writestr(place, _code_to_hash_pyc(code, source_hash(content), False))
    return base64.b64encode(made.getvalue()).decode()

compiled
'''
PAGE = """async (python) => {
  const pyodide = await loadPyodide();
  const compiled = pyodide.runPython(python);
  window.compiled = async (name, sources) => {
    const bytes = new Uint8Array(await (await fetch(name)).arrayBuffer());
    const wheel = pyodide.toPy(bytes);
    try { return compiled(wheel, sources); } finally { wheel.destroy(); }
  };
}"""


def compile_all(folder: Path) -> None:
    """Compile what is in the wheels of a folder, unless an earlier build has done so."""
    KEPT.mkdir(parents=True, exist_ok=True)
    wheels = {p: KEPT / sha256(p) for p in folder.glob("*.whl")}
    absent = {path: kept for path, kept in wheels.items() if not kept.exists()}
    if absent:
        print(f"Compiling the modules of {len(absent)} wheels", flush=True)
        with serving(folder) as address, sync_playwright() as playwright:
            try:
                browser = launch(playwright)
            except Error:
                print("No Chromium: the reader's browser compiles them, at each visit.")
                return
            page = browser.new_page()
            page.goto(f"{address}pyodide-lock.json")
            page.add_script_tag(url="pyodide.js")
            page.evaluate(PAGE, COMPILE)
            for path, kept in absent.items():
                words = [path.name, path.name.startswith(SOURCES)]
                made = page.evaluate("([name, sources]) => compiled(name, sources)", words)
                kept.write_bytes(base64.b64decode(made))
            browser.close()
    for path, kept in wheels.items():
        shutil.copy(kept, path)
