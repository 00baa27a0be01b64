"""Does a piece of work in a short-lived copy of the program, so that what it imports and throws away stays there."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable
from typing import Any, NoReturn

_STAYS = os.getpid()
"""Who imported this; whoever has another number is a copy and throws everything away soon, anyway."""


def forked(work: Callable[[], Any]) -> Any:
    """The value of `work()`, which must be one that JSON can carry; raises what `work` raises.

    Before the first thread on Linux; anywhere else, in a copy, and when the copy fails, the work is done right here.
    """
    if sys.platform != "linux" or threading.active_count() > 1 or os.getpid() != _STAYS:
        return work()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _tell(work, writing)
    os.close(writing)
    with open(reading, encoding="utf-8") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    return json.loads(told) if status == 0 else work()


def _tell(work: Callable[[], Any], writing: int) -> NoReturn:
    status = 1
    try:
        with open(writing, "w", encoding="utf-8") as pipe:
            pipe.write(json.dumps(work()))
        status = 0
    finally:
        os._exit(status)
