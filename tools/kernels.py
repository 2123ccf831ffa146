"""Kernels that begin with what nearly every notebook loads: forks of one process that has it."""

import os
import sys
import warnings
from functools import partial
from multiprocessing import get_context, parent_process
from threading import Thread
from types import SimpleNamespace
from typing import Any, cast

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner

# The first, because each fork reads the module that the program began with, which is no fault.
warnings.filterwarnings("ignore", "'tools.build' found in sys.modules", RuntimeWarning)
# What kernels that are ended have left open is closed for them, by a process with these options.
sys.warnoptions.append("ignore::UserWarning:multiprocessing.resource_tracker")
LOADED = "tools.build ipykernel.kernelapp matplotlib.pyplot myst_nb scipy.stats sympy xarray"
FORKS = get_context("forkserver")
FORKS.set_forkserver_preload([*LOADED.split(), "modelcollapse.explorer", "modelcollapse.figures"])


def run(words: list[str], folder: str, environment: dict[str, str]) -> None:
    """Be a kernel, until the program that asked for it has ended, however that came."""
    from ipykernel.kernelapp import IPKernelApp

    os.chdir(folder)
    os.environ.update(environment)
    Thread(target=lambda: (parent_process().join(), os._exit(1)), daemon=True).start()
    IPKernelApp.launch_instance([*words, "--IPKernelApp.parent_handle=1"])  # it watches none


class ForkedKernelManager(AsyncKernelManager):
    """Starts kernels as forks; all the rest is Jupyter's."""

    async def _async_launch_kernel(self, kernel_cmd: list[str], **kw: Any) -> None:
        fork = FORKS.Process(target=run, args=(kernel_cmd[3:], str(kw["cwd"]), kw["env"]))
        fork.start()
        names: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"))  # those of a Popen
        names |= {"poll": lambda: fork.exitcode, "wait": fork.join}
        names["send_signal"] = partial(os.kill, fork.pid)
        local = cast(LocalProvisioner, self.provisioner)
        local.process = SimpleNamespace(**names)
        self._reconcile_connection_info(local.connection_info)
