"""Every process that is begun with this folder on its path runs our own code as if on Windows.

Our packages find no module and no function that only POSIX systems have, and another ``sys.platform``; renaming onto a file
that is there fails. Libraries see the system as it is: those for Windows are other builds of theirs, which cannot run here.
"""

from __future__ import annotations

import builtins
import os
import signal
import sys
import types
from typing import Any

OURS = ("planner", "api", "cli")
MODULES = frozenset(
    [
        "crypt",
        "curses",
        "fcntl",
        "grp",
        "nis",
        "posix",
        "pty",
        "pwd",
        "readline",
        "resource",
        "spwd",
        "syslog",
        "termios",
        "tty",
        "_posixsubprocess",
        "_curses",
    ]
)
OF_OS = frozenset(
    [
        "chown",
        "confstr",
        "fchmod",
        "fchown",
        "fork",
        "forkpty",
        "getegid",
        "geteuid",
        "getgid",
        "getgroups",
        "getloadavg",
        "getpgid",
        "getpgrp",
        "getpriority",
        "getsid",
        "getuid",
        "killpg",
        "lchown",
        "mkfifo",
        "mknod",
        "nice",
        "openpty",
        "pread",
        "pwrite",
        "register_at_fork",
        "sched_getaffinity",
        "setegid",
        "seteuid",
        "setgid",
        "setpgid",
        "setpriority",
        "setsid",
        "setuid",
        "statvfs",
        "sync",
        "sysconf",
        "sysconf_names",
        "ttyname",
        "uname",
        "wait",
        "wait3",
        "wait4",
        "waitid",
        "WNOHANG",
        "WIFSIGNALED",
        "O_CLOEXEC",
        "O_DIRECTORY",
        "O_NOFOLLOW",
        "O_NONBLOCK",
        "O_SYNC",
    ]
)
OF_SIGNAL = frozenset(
    [
        "SIGALRM",
        "SIGCHLD",
        "SIGHUP",
        "SIGKILL",
        "SIGPIPE",
        "SIGQUIT",
        "SIGSTOP",
        "SIGUSR1",
        "SIGUSR2",
        "SIGXCPU",
        "alarm",
        "pause",
        "pthread_kill",
        "pthread_sigmask",
        "setitimer",
        "sigwait",
    ]
)


class _Seen(types.ModuleType):
    """A module as our code sees it."""

    def __init__(self, real: types.ModuleType, without: frozenset[str] = frozenset(), **instead: Any) -> None:
        super().__init__(real.__name__)
        object.__setattr__(self, "_real", real)
        object.__setattr__(self, "_without", without)
        object.__setattr__(self, "_instead", instead)

    def __getattribute__(self, name: str) -> Any:
        get = object.__getattribute__
        if name in get(self, "_instead"):
            return get(self, "_instead")[name]
        if name in get(self, "_without"):
            raise AttributeError(f"Windows has no {get(self, '_real').__name__}.{name}")
        return getattr(get(self, "_real"), name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(object.__getattribute__(self, "_real"), name, value)


def _locking(descriptor: int, mode: int, count: int) -> None:
    """Windows locks a number of bytes from where the file is read next; the end of the process lets them go."""
    import fcntl

    if mode == 0:
        fcntl.lockf(descriptor, fcntl.LOCK_UN, count, 0, os.SEEK_CUR)
    else:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, count, 0, os.SEEK_CUR)


def _rename(source: Any, target: Any, **options: Any) -> None:
    if os.path.lexists(target):
        raise FileExistsError(183, "file exists", str(source), None, str(target))
    _renamed(source, target, **options)


_renamed = os.rename
os.rename = _rename
_msvcrt = types.ModuleType("msvcrt")
for _name, _value in {"locking": _locking, "LK_UNLCK": 0, "LK_LOCK": 1, "LK_NBLCK": 2}.items():
    setattr(_msvcrt, _name, _value)
_seen = {
    "os": _Seen(os, OF_OS, name="nt"),
    "signal": _Seen(signal, OF_SIGNAL),
    "sys": _Seen(sys, platform="win32"),
    "msvcrt": _msvcrt,
}
_import = builtins.__import__


def _as_on_windows(
    name: str, globals_: Any = None, locals_: Any = None, fromlist: Any = (), level: int = 0
) -> types.ModuleType:
    asking = (globals_ or {}).get("__package__") or (globals_ or {}).get("__name__") or ""
    if asking.partition(".")[0] in OURS and level == 0:
        first = name.partition(".")[0]
        if first in MODULES:
            raise ModuleNotFoundError(f"No module named {name!r}: this is Windows", name=name)
        if first in _seen and (name == first or not fromlist):
            return _seen[first]
    return _import(name, globals_, locals_, fromlist, level)


builtins.__import__ = _as_on_windows
