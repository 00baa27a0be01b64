"""How a command ends: what went wrong as one sentence on standard error, and the exit code that belongs to it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from sitbreak.commands import OK, REFUSED, Refusal

INTERRUPTED = 130
"""The exit code of a program that ended with Ctrl-C, as shells have it."""


def exit_code(command: Callable[[], int]) -> int:
    """Carry the command out; its own exit code, or that of what kept it from being carried out."""
    try:
        code = command()
        sys.stdout.flush()
    except Refusal as refusal:
        return _refused(str(refusal), refusal.code)
    except BrokenPipeError:
        return _unread()
    except OSError as error:
        return _refused(_told(error), REFUSED)
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _refused(sentence: str, code: int) -> int:
    sys.stderr.write(f"sitbreak: {sentence}\n")
    return code


def _told(error: OSError) -> str:
    if error.filename is None:
        return str(error)
    return f"{error.filename} cannot be used: {error.strerror}; check the place and who may read and write there."


def _unread() -> int:
    """Whoever read the output has seen enough; keep Python from flushing the rest into the closed pipe."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return OK
