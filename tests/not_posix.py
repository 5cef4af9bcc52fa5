"""Run ``watcher`` as where there is nothing of POSIX: ``python not_posix.py demo``.

What others' packages hold of it stays: they are loaded before, and ask for it when they are. The processes that ``watcher`` begins are whole.
"""

import importlib
import os
import pkgutil
import shutil
import signal
import sys
from types import SimpleNamespace

import digests
import sources
import watcher.cli

# "Availability: Unix" (https://docs.python.org/3/library/os.html); ``fchmod`` too, which filelock calls and Windows has since 3.13.
OF_OS = "killpg getpgid setsid getuid geteuid chown fchown pread pwrite O_NOFOLLOW O_DIRECTORY fork"
OF_SIGNAL = "setitimer getitimer SIGPROF ITIMER_PROF SIGKILL SIGHUP SIGUSR1 SIGALRM SIGPIPE SIGCHLD alarm pause"
MODULES = ("fcntl", "pwd", "grp", "resource", "termios", "tty", "pty", "syslog")


def become_windows() -> None:
    """Load everything, take what POSIX has away, and forget our own modules, which are loaded anew."""
    for package in (watcher, sources, digests):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    for name in [name for name in sys.modules if name.split(".")[0] in {"watcher", "sources", "digests"}]:
        del sys.modules[name]
    for where, names in ((os, OF_OS), (signal, OF_SIGNAL)):
        for name in names.split():
            delattr(where, name)
    sys.modules |= dict.fromkeys(MODULES)
    shutil._winapi = SimpleNamespace(NeedCurrentDirectoryForExePath=bool)  # what looks for programs there, since 3.12
    sys.platform = "win32"


if __name__ == "__main__":
    become_windows()
    importlib.import_module("watcher.cli").main()
