"""The student's process: runs cells as Jupyter would, and answers what the marker asks.

It holds no test and no mark. Whatever a student's code does to it,
it can answer with values only.
"""

from __future__ import annotations

import json
import os
import pickle
import resource
import struct
import sys
import types
from typing import Any

import values  # type: ignore[import-not-found]  # beside this file


class Channel:
    """Messages of JSON, each after its length."""

    def __init__(self, source: int, target: int) -> None:
        self.source, self.target = os.fdopen(source, "rb"), os.fdopen(target, "wb")

    def read(self) -> Any:
        """The next message; the end of all is an EOFError."""
        head = self.source.read(4)
        if len(head) < 4:
            raise EOFError
        return json.loads(self.source.read(struct.unpack("<I", head)[0]))

    def write(self, message: Any) -> None:
        data = json.dumps(message).encode()
        self.target.write(struct.pack("<I", len(data)) + data)
        self.target.flush()


class Silent:
    """Takes any call and says nothing: the check cells of a notebook, when it is marked."""

    def __init__(self, *_: Any, **__: Any) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        return lambda *_, **__: None


def shell() -> Any:
    """An IPython without a terminal, a history or a check that answers."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "NoColor"
    otter = types.ModuleType("otter")
    otter.Notebook = Silent  # type: ignore[attr-defined]
    sys.modules["otter"] = otter
    made = InteractiveShell.instance(config=config)
    vars(made)["showtraceback"] = lambda *_, **__: None
    return made


def told(error: BaseException | None) -> str:
    """An error in a line."""
    if error is None:
        return ""
    return f"{type(error).__name__}: {error}"[:200].replace("\n", " ")


def main() -> None:
    """Answer until nobody asks."""
    channel = Channel(int(sys.argv[1]), int(sys.argv[2]))
    room = int(sys.argv[3])
    for limit, value in ((resource.RLIMIT_AS, room), (resource.RLIMIT_FSIZE, 2**27)):
        resource.setrlimit(limit, (value, value))
    ip, held = shell(), []

    def hold(function: Any) -> int:
        held.append(function)
        return len(held) - 1

    channel.write({"ready": True})
    while True:
        try:
            asked = channel.read()
        except EOFError:
            return
        try:
            if asked["do"] == "run":
                ran = ip.run_cell(asked["source"], store_history=False, silent=True)
                answer: dict[str, Any] = {"error": told(ran.error_before_exec or ran.error_in_exec)}
            elif asked["do"] == "value":
                answer = {"value": values.encode(ip.user_ns[asked["name"]], hold)}
            else:
                args, named = pickle.loads(bytes.fromhex(asked["args"]))
                answer = {"value": values.encode(held[asked["number"]](*args, **named), hold)}
        except BaseException as error:  # whatever a student's code raises
            answer = {"error": told(error) or type(error).__name__}
        channel.write(answer)


if __name__ == "__main__":
    main()
