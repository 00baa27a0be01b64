"""Puts the program that stays all day into an interpreter without what only its start or its developers need."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import NoReturn

_PATH = "SITBREAK_PATH"
_ONE_HEAP = "MALLOC_ARENA_MAX"
"""glibc's: threads that allocate little need no heap each."""

_BEGIN = """\
import os, sys
sys.path[:] = os.environ["{path}"].split(os.pathsep)
from {module} import main
main()
"""


def become(module: str, *words: str) -> NoReturn:
    """Put the `main` of that module into the place of this process, with the same number; POSIX only.

    It runs without docstrings, tables of columns, `site` and the parser of the command line, which would stay
    all day and serve nobody; `words` are its arguments.
    """
    python = [sys.executable, "-SPOO", "-X", "no_debug_ranges", *_kept_bytecode()]
    begin = _BEGIN.format(path=_PATH, module=module)
    own = {_PATH: os.pathsep.join(map(os.path.abspath, sys.path)), _ONE_HEAP: "1"}
    os.execve(sys.executable, [*python, "-c", begin, *words], {**os.environ, **own})


def settle(name: str) -> None:
    """For the new program: what it starts finds the environment as it was; task managers and `pkill` find its name."""
    for own in (_PATH, _ONE_HEAP):
        del os.environ[own]
    with suppress(OSError), open("/proc/self/comm", "w", encoding="ascii") as file:
        file.write(name)


def _kept_bytecode() -> list[str]:
    """Where compiled modules are kept when their own folders are somebody else's; compiling takes seconds."""
    if sys.pycache_prefix or (os.access(os.__file__, os.W_OK) and os.access(__file__, os.W_OK)):
        return []
    caches = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return ["-X", f"pycache_prefix={caches}/sitbreak/bytecode"]
