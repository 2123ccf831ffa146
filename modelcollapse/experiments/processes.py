"""The chains of an experiment shared among processes."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from dataclasses import dataclass
from multiprocessing.managers import SyncManager
from typing import Any

from .task import Note


def share(job: Callable[[int, Note], None], order: Iterable[int], jobs: int, note: Note) -> None:
    """Do a job for each number, in this order; the news of all come through a queue."""
    context = multiprocessing.get_context("spawn")
    manager = SyncManager(ctx=context)
    manager.start(end_with_parent)
    with manager, ProcessPoolExecutor(jobs, context, initializer=end_with_parent) as pool:
        news = manager.Queue()
        running = {pool.submit(job, i, Post(news)) for i in order}
        try:
            while running:
                done, running = wait(running, timeout=0.5, return_when=FIRST_COMPLETED)
                while not news.empty():
                    note(*news.get())
                for future in done:
                    future.result()  # raises what the chain raised
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def end_with_parent() -> None:
    """End this process when the one that started it is killed: a pool alone would wait for ever.

    What is stored stays whole, since files are written aside and renamed.
    """
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@dataclass(frozen=True)
class Post:
    """A `Note` that goes through a queue, to the process that started this one."""

    queue: Any

    def __call__(self, i: int, done: float, text: str) -> None:
        """Send it."""
        self.queue.put((i, done, text))
