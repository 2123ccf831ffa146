"""Starts the student's process, asks it, and ends it when it takes too long."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import sympy as sp

from problems import ROOT
from problems.marking import values

HERE = Path(__file__).resolve().parent
ROOM = 4 * 2**30  # bytes of memory for a student's process
LONGEST = 2**28  # bytes of an answer
TICK = 0.5  # seconds after which an answer that does not come is looked after
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc/alternatives", "/etc/ld.so.cache")


class Ended(Exception):
    """The student's process is no more: it stopped, or it was stopped."""


class Refused(Exception):
    """A student's function, or the reading of its value, raised an error."""


@cache
def sandbox() -> str | None:
    """The path of bubblewrap, if it works here."""
    path = shutil.which("bwrap")
    if path is None:
        return None
    words = [path, "--ro-bind", "/", "/", "--unshare-all", "--proc", "/proc", "true"]
    return path if subprocess.run(words, capture_output=True, check=False).returncode == 0 else None


def command(home: Path, files: Sequence[Path], open_: tuple[int, int]) -> tuple[list[str], str]:
    """The words that start the process, in a sandbox where there is one, and where it starts."""
    inside = sandbox() is not None
    book, code = ("/book", "/marker") if inside else (str(home / "book"), str(HERE))
    ends = [f"{code}/child.py", *map(str, open_), str(ROOM)]
    # -s: no packages of the marker's own; the book's package comes from this checkout alone
    python = [sys.executable, "-s", "-W", "ignore", *ends]
    if not inside:
        for path in files:
            (home / "results").mkdir(exist_ok=True)
            shutil.copy(path, home / "results")
        (home / "book").mkdir()
        (home / "book" / "modelcollapse").symlink_to(ROOT / "modelcollapse")
        return python, book
    bound = [str(path) for path in map(Path, SYSTEM) if path.exists()]
    # the name of the environment, what it is a link to, and the Python that it was made from
    bound += [sys.prefix, os.path.realpath(sys.prefix), sys.base_prefix]
    bound.append(str(Path(os.path.realpath(sys.executable)).parent.parent))
    words = [str(sandbox()), "--unshare-all", "--die-with-parent", "--new-session"]
    words += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--dir", "/home/student"]
    for shown in dict.fromkeys(bound):
        words += ["--ro-bind", shown, shown]
    words += ["--ro-bind", str(ROOT / "modelcollapse"), "/book/modelcollapse"]
    for name in ("child.py", "values.py"):
        words += ["--ro-bind", str(HERE / name), f"/marker/{name}"]
    for file in files:
        words += ["--ro-bind", str(file), f"/home/student/results/{file.name}"]
    return [*words, "--chdir", "/home/student", "--", *python], book


class Student:
    """A process that runs a student's cells."""

    def __init__(self, files: Sequence[Path], seconds: float) -> None:
        self.seconds = seconds
        self.place = tempfile.TemporaryDirectory(prefix="marking-", ignore_cleanup_errors=True)
        home = Path(self.place.name)
        theirs, self.target = os.pipe()
        self.source, ours = os.pipe()
        words, book = command(home, files, (theirs, ours))
        environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": "/home/student" if sandbox() else str(home),
            "IPYTHONDIR": "/tmp/ipython" if sandbox() else str(home / "ipython"),
            "MPLCONFIGDIR": "/tmp/mpl" if sandbox() else str(home / "mpl"),
            "MPLBACKEND": "agg",
            "PYTHONPATH": book,
            "PYTHONHASHSEED": "0",
            "LANG": "C.UTF-8",
            **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
        }
        self.process = subprocess.Popen(
            words,
            cwd=home,
            env=environment,
            pass_fds=(theirs, ours),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(theirs)
        os.close(ours)
        try:
            self.receive(max(seconds, 60))  # it is ready
        except Ended:
            self.end()
            raise

    def end(self) -> None:
        """Stop it, whatever it does."""
        for stop in (lambda: os.killpg(self.process.pid, signal.SIGKILL), self.process.kill):
            with contextlib.suppress(ProcessLookupError):
                stop()
        self.process.wait()
        for end in (self.source, self.target):
            os.close(end)
        self.place.cleanup()

    def receive(self, seconds: float) -> dict[str, Any]:
        """The next answer, within so many seconds of computing, and as many of doing nothing.

        A busy machine makes neither longer: what waits for a processor is not asleep.
        """
        used, asleep = computing(self.process.pid)[0], 0.0

        def read(count: int) -> bytes:
            nonlocal asleep
            parts = []
            while count:
                if not select.select([self.source], [], [], TICK)[0]:
                    worked, awake = computing(self.process.pid)
                    asleep += 0 if awake else TICK
                    if max(worked - used, asleep) > seconds:
                        raise Ended(f"ran for more than {seconds:g} seconds")
                    continue
                part = os.read(self.source, min(count, 2**20))
                if not part:
                    raise Ended("stopped its process")
                parts.append(part)
                count -= len(part)
            return b"".join(parts)

        length = struct.unpack("<I", read(4))[0]
        if length > LONGEST:
            raise Ended("answered with too much")
        try:
            answer = json.loads(read(length))
        except ValueError:
            raise Ended("answered with what is no answer") from None
        return answer if isinstance(answer, dict) else {}

    def ask(self, **message: Any) -> dict[str, Any]:
        """Ask, and wait for the answer."""
        data = json.dumps(message).encode()
        try:
            view = memoryview(struct.pack("<I", len(data)) + data)
            while view:
                if not select.select([], [self.target], [], self.seconds)[1]:
                    raise Ended("did not listen")
                view = view[os.write(self.target, view[:4096]) :]
        except BrokenPipeError:
            raise Ended("stopped its process") from None
        return self.receive(self.seconds)

    def run(self, source: str) -> str:
        """Run a cell; return the error that it ended with, or nothing."""
        return str(self.ask(do="run", source=source).get("error", ""))

    def value(self, answer: dict[str, Any], symbols: Sequence[sp.Symbol]) -> Any:
        """The value in an answer."""
        if "value" not in answer:
            raise Refused(str(answer.get("error", "no value"))[:200])
        try:
            return values.Decoder(lambda k: Function(self, k, symbols), symbols).read(
                answer["value"]
            )
        except RecursionError:
            raise Refused("the value is too deep") from None
        except Exception as error:  # whatever SymPy makes of a strange tree
            raise Refused(f"the value cannot be read: {error}"[:200]) from None

    def named(self, name: str, symbols: Sequence[sp.Symbol]) -> Any:
        """The value of a name of the notebook."""
        return self.value(self.ask(do="value", name=name), symbols)


class Function:
    """A student's function, called where it is."""

    def __init__(self, student: Student, number: int, symbols: Sequence[sp.Symbol]) -> None:
        self.student, self.number, self.symbols = student, number, symbols

    def __call__(self, *args: Any, **named: Any) -> Any:
        """What it returns. A generator is used up: what it gives next is far from what was used."""
        sent = pickle.dumps((args, named)).hex()
        for given in (*args, *named.values()):
            if isinstance(given, np.random.Generator):
                state = given.bit_generator
                state.state = state.jumped().state  # type: ignore[attr-defined]
        known = [*values.symbols_in((args, named)), *self.symbols]  # what it was given comes back
        return self.student.value(self.student.ask(do="call", number=self.number, args=sent), known)


def computing(pid: int) -> tuple[float, bool]:
    """The seconds that a process and all below it have computed, and whether one of them would."""
    total, awake, left = 0.0, False, [pid]
    while left:
        place = Path(f"/proc/{left.pop()}")
        try:
            fields = (place / "stat").read_text().rpartition(")")[2].split()
            for task in (place / "task").iterdir():
                left += [int(child) for child in (task / "children").read_text().split()]
        except OSError:  # it has ended meanwhile
            continue
        total += sum(int(fields[k]) for k in (11, 12, 13, 14)) / os.sysconf("SC_CLK_TCK")
        awake = awake or fields[0] in "RD"
    return total, awake
