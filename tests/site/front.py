"""A kernel in which a notebook was run, and what a browser is to it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.blocking import BlockingKernelClient
from jupyter_core.utils import ensure_event_loop
from nbclient import NotebookClient


class Front:
    """What a browser is to the kernel: it executes code and sends the state of widgets."""

    def __init__(self, client: BlockingKernelClient, thread: ThreadPoolExecutor) -> None:
        self.client, self.thread = client, thread

    def answers(self, kind: str, content: dict[str, Any]) -> list[dict]:
        """Send a message; return what the kernel put out until it was idle again."""
        return self.thread.submit(self.exchange, kind, content).result()

    def exchange(self, kind: str, content: dict[str, Any]) -> list[dict]:
        """What `answers` does, in the thread of its own."""
        message = self.client.session.msg(kind, content)
        self.client.shell_channel.send(message)
        found = []
        while True:
            answer = self.client.get_iopub_msg(timeout=120)
            if answer["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                found.append(answer)
                if answer["content"].get("execution_state") == "idle":
                    return found

    def run(self, code: str) -> list[dict]:
        """Execute a line of code."""
        return self.answers("execute_request", {"code": code, "silent": False})

    def value(self, expression: str) -> Any:
        """The value of an expression in the kernel."""
        said = self.run(f"print(repr({expression}))")
        return ast.literal_eval("".join(map(text_of, said)))  # it may come in pieces

    def move(self, widget: str, **state: Any) -> list[dict]:
        """What the browser sends when a reader works a widget."""
        data = {"method": "update", "state": state, "buffer_paths": []}
        return self.tell(widget, data)

    def tell(self, widget: str, data: dict[str, Any]) -> list[dict]:
        """Send a widget's message."""
        comm = self.value(f"{widget}.model_id")
        return self.answers("comm_msg", {"comm_id": comm, "data": data})


def text_of(message: dict) -> str:
    """What was printed."""
    return message["content"].get("text", "") if message["msg_type"] == "stream" else ""


def pictures(messages: list[dict]) -> list[str]:
    """The figures that were drawn."""
    drawn = [m["content"]["data"] for m in messages if m["msg_type"] == "display_data"]
    return [data["image/png"] for data in drawn if "image/png" in data]


@contextmanager
def answered(notebook: nbformat.NotebookNode, folder: Path) -> Iterator[Front]:
    """Run every cell, those that a page skips too; gives a front end to the kernel.

    In a thread of its own: in that of the tests runs Playwright's event loop, for which
    nbclient would wait for ever.
    """
    with ThreadPoolExecutor(1) as thread, ExitStack() as last:
        stack = ExitStack()
        last.callback(lambda: thread.submit(stack.close).result())
        yield Front(thread.submit(run, notebook, folder, stack).result(), thread)


def run(notebook: nbformat.NotebookNode, folder: Path, stack: ExitStack) -> BlockingKernelClient:
    """Run every cell; gives a client to the kernel, which ends with the stack."""
    student = NotebookClient(
        notebook,
        timeout=300,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        extra_arguments=["--IPKernelApp.log_level=40"],
        skip_cells_with_tag="none is skipped",
    )
    student.comm_open_handlers = {}  # this test is the front end, and not nbclient
    stack.callback(lambda: ensure_event_loop().close())  # this thread's, which nbclient opens
    stack.enter_context(student.setup_kernel())
    for index, cell in enumerate(notebook.cells):
        student.execute_cell(cell, index)
    client = BlockingKernelClient(connection_file=student.km.connection_file)
    client.load_connection_file()
    client.start_channels()
    stack.callback(client.stop_channels)
    client.wait_for_ready(timeout=60)
    return client
