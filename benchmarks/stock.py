"""Two pages of the book as Jupyter Book makes them with nothing set: what our theme work saves."""

import shutil
import subprocess
import sys

import nbformat
import yaml

from tools import BUILD, ROOT, freshness
from tools.build import JUPYTER_BOOK

FRONT, CHAPTER = "book/index", "book/theory/gaussian"
FOLDER = BUILD / "stock"
SITE = FOLDER / "_build/html"
PAGES = f"{FRONT}.html", f"{CHAPTER}.html"
# the figures and formulas of the notebook as they are; without what other pages define
SETTINGS = {
    "title": "Model Collapse",
    "execute": {"execute_notebooks": "off"},
    "only_build_toc_files": True,
    "bibtex_bibfiles": ["references.bib"],
    "parse": {"myst_enable_extensions": ["amsmath", "colon_fence", "dollarmath"]},
    "sphinx": {
        "extra_extensions": ["sphinx_proof", "sphinx_exercise"],
        "config": {
            "nb_mime_priority_overrides": [
                ["html", "application/vnd.jupyter.widget-view+json", None]
            ]
        },
    },
}


def build() -> None:
    """Write the two pages into a folder of their own."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    for name in (FRONT, CHAPTER):
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(freshness.executed(ROOT / f"{name}.ipynb"), FOLDER / f"{name}.ipynb")
    shutil.copy(ROOT / "book/references.bib", FOLDER)
    contents = {"format": "jb-book", "root": FRONT, "chapters": [{"file": CHAPTER}]}
    for name, content in (("_toc.yml", contents), ("_config.yml", SETTINGS)):
        (FOLDER / name).write_text(yaml.safe_dump(content), "utf8")
    words = [sys.executable, "-c", JUPYTER_BOOK, "build", str(FOLDER)]
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
