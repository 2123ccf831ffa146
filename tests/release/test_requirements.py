"""What is imported anywhere is there in a fresh environment made from requirements.txt alone."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.imported import outside
from tools import ROOT

# Each name is imported with what is taken from it, which may be a module itself.
IMPORTING = """
import importlib, json, sys
failed = []
for module, name in json.load(sys.stdin):
    try:
        found = importlib.import_module(module)
        if name not in ("", "*") and not hasattr(found, name):
            importlib.import_module(f"{module}.{name}")
    except Exception as error:
        failed.append(f"{module}.{name}: {error!r}")
print("\\n".join(failed))
"""


def test_all_imports_work_in_a_fresh_environment(tmp_path: Path) -> None:
    """Some 1.7 GB are installed and removed again, which takes minutes."""
    python, home = tmp_path / "venv/bin/python", str(tmp_path)
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    pip = [python, "-m", "pip", "install", "--quiet", "--no-cache-dir"]
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [*pip, "-r", "requirements.txt"],
        cwd=ROOT,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.fail(f"the installation failed:\n{done.stderr}", pytrace=False)
    done = subprocess.run(
        [python, "-c", IMPORTING],
        input=json.dumps([*outside(ROOT), ("planted", "")]),
        cwd=tmp_path,
        env=clean | {"MPLCONFIGDIR": home, "IPYTHONDIR": home},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == """planted.: ModuleNotFoundError("No module named 'planted'")"""
    subprocess.run(["rm", "-r", tmp_path / "venv"], check=True)
