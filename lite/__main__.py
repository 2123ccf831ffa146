"""`python -m lite`: make the site on which the notebooks run in the reader's browser."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from lite import CONTENTS, PLACE, WHEELS, cells, contents, files, wheels
from tools import freshness

# The kernel, and what draws widgets; extensions of the JupyterLab beside us are of another version.
EXTENSIONS = ("jupyterlite_pyodide_kernel", "jupyterlab_widgets", "anywidget")


def main() -> int:
    """Return 0 if the site is made; where Pyodide's files cannot be had, the book goes without."""
    start = time.perf_counter()
    try:
        files.fetch()
    except files.NotFetched as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    contents.gather()
    with TemporaryDirectory() as folder:  # its settings are looked for where it runs
        shutil.copy(files.HERE / "settings.json", f"{folder}/jupyter-lite.json")
        extensions = [str(path) for name in EXTENSIONS for path in WHEELS.glob(f"{name}-*.whl")]
        config = {"ignore_sys_prefix": ["federated_extensions"], "federated_extensions": extensions}
        Path(f"{folder}/jupyter_lite_config.json").write_text(
            json.dumps({"LiteBuildConfig": config}), "utf8"
        )
        words = ["--contents", str(CONTENTS), "--output-dir", str(PLACE), "--no-sourcemaps"]
        built = subprocess.run(
            [sys.executable, "-m", "jupyter", "lite", "build", *words], cwd=folder, check=False
        )
    if built.returncode != 0:
        return built.returncode
    wheels.gather(PLACE / "static/pyodide")
    cells.write()
    for mark in (freshness.PAGES_MARK, freshness.SITE_MARK):  # pages may have other buttons now
        mark.unlink(missing_ok=True)
    size = sum(path.stat().st_size for path in PLACE.rglob("*") if path.is_file()) / 1e6
    print(f"{PLACE}: {size:.0f} MB in {time.perf_counter() - start:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
