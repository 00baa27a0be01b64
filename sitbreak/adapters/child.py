"""One child process that speaks JSON lines: started without a shell, heard to its end, ended in two steps."""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial

log = logging.getLogger(__name__)

KILL_AFTER = 3.0
"""Seconds a child gets to end by itself."""

LONGEST = 64 * 1024
"""Signs in one line; a child that never ends its line must not fill our memory."""


class Child:
    """Runs `python -m module arguments...`; both callbacks come from the child's own waiter thread.

    `on_line` gets each JSON object the child prints, `on_end` the exit code once nothing more can come; `listens` when
    the child reads what it is told. Raises OSError when the child cannot be started.
    """

    def __init__(
        self,
        module: str,
        arguments: Sequence[str],
        on_line: Callable[[Mapping[str, object]], None],
        on_end: Callable[[int], None],
        listens: bool = False,
    ) -> None:
        import subprocess

        self._on_line, self._on_end = on_line, on_end
        self._killer: threading.Timer | None = None
        command = [sys.executable, "-m", module, *arguments]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE if listens else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
        )
        threading.Thread(target=self._hear, name=f"child {module}", daemon=True).start()

    def tell(self, word: str) -> None:
        """Say one word to a child that listens."""
        if self._process.stdin is None:
            return
        try:
            self._process.stdin.write(word + "\n")
            self._process.stdin.flush()
        except OSError as gone:
            log.info("a child ended before it heard %r: %s", word, gone)

    def stop(self) -> None:
        """Ask the child to end; a few seconds later make it, and not without that does our process end."""
        self._process.terminate()
        if self._killer is None:
            self._killer = threading.Timer(KILL_AFTER, self.kill)
            self._killer.daemon = False  # as it would be if the thread that stops is one
            self._killer.start()

    def kill(self) -> None:
        """End a child that hangs."""
        self._process.kill()

    def _hear(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in iter(partial(lines.readline, LONGEST), ""):
                message = _object(line)
                if message is not None:
                    self._on_line(message)
        code = self._process.wait()
        if self._killer is not None:
            self._killer.cancel()
        if self._process.stdin is not None:
            with suppress(BrokenPipeError):  # what was left to say comes too late
                self._process.stdin.close()
        self._on_end(code)


def open_child(module: str, arguments: Sequence[str]) -> None:
    """Start `python -m module arguments...` and wait for nothing but its end."""
    try:
        Child(module, arguments, lambda _: None, lambda code: log.info("%s ended with %d", module, code))
    except OSError:
        log.exception("%s cannot be started", module)


def _object(line: str) -> Mapping[str, object] | None:
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        log.warning("a child window printed something that is not JSON: %.80r", line)
        return None
    return message if isinstance(message, dict) else None
