"""Puts the program that stays all day into an interpreter without what only its start or its developers need."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

_PATH = "SITBREAK_PATH"
_HEAP = {"MALLOC_ARENA_MAX": "1", "MALLOC_TOP_PAD_": "4096"}
"""glibc's: threads that allocate little need neither a heap each nor room ahead of their needs."""

_OFTEN = (150, 1, 0)
"""A search for young garbage at so many new things, for old in every second one; it takes a third of a millisecond."""

_SPARSE = ["-SPOO", "-X", "no_debug_ranges"]
_BEGIN = """\
import os, sys
sys.path[:] = os.environ["{path}"].split(os.pathsep)
from {module} import main
main()
"""


def become(module: str, *words: str, whole: bool = False) -> NoReturn:
    """Put the `main` of that module into the place of this process, with the same number; POSIX only.

    It runs without docstrings, tables of columns, `site` and the parser of the command line, which would stay
    all day and serve nobody, or else in a whole interpreter; `words` are its arguments.
    """
    python = [sys.executable, *([] if whole else _SPARSE), *_kept_bytecode()]
    begin = _BEGIN.format(path=_PATH, module=module)
    own = {_PATH: os.pathsep.join(map(os.path.abspath, sys.path)), **_HEAP}
    os.execve(sys.executable, [*python, "-c", begin, *words], {**os.environ, **own})


def settle(name: str) -> None:
    """For the new program: what it starts finds the environment as it was; task managers and `pkill` find its name."""
    for own in (_PATH, *_HEAP):
        del os.environ[own]
    with suppress(OSError), open("/proc/self/comm", "w", encoding="utf-8") as file:
        file.write(name)


def let_go() -> None:
    """Once all is made that stays all day: forget what only the start needed, and let little garbage gather henceforth.

    Python looks through everything when a quarter as much has been made anew as the last such search found alive. After
    the freeze a search finds next to nothing: 1 MB less after a day. Such a search also gives back the tuples and lists
    that Python keeps to use again, up to 2000 of each size, and is otherwise rare in a program that mostly waits.
    """
    sys.path_importer_cache.clear()  # the names of all files in every folder of modules, 0.1 MB
    gc.collect()
    gc.freeze()
    gc.collect()
    gc.set_threshold(*_OFTEN)


def _kept_bytecode() -> list[str]:
    """Where compiled modules are kept when their own folders are somebody else's; compiling takes seconds."""
    if sys.pycache_prefix or (os.access(os.__file__, os.W_OK) and os.access(__file__, os.W_OK)):
        return []
    caches = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return ["-X", f"pycache_prefix={caches}/sitbreak/bytecode"]
