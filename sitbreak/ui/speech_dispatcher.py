"""The desktop's own voice, with the person's speed and pitch.

A small client instead of its command `spd-say`, which can only silence every program at once, a screen reader included.
"""

from __future__ import annotations

import logging
import os
import socket
import subprocess
from collections.abc import Mapping
from pathlib import Path

from sitbreak.core.cues import plain
from sitbreak.ports import Unavailable
from sitbreak.ui.process import found
from sitbreak.ui.speaker import Timed

log = logging.getLogger(__name__)

INSTALL = "install speech-dispatcher with a synthesizer (Debian: speech-dispatcher-espeak-ng), or espeak-ng"
PATIENCE = 2.0
"""Seconds for an answer."""

START_UP = 15.0
"""Seconds the service may take to start."""

LETTERS_A_SECOND = 14
"""An unhurried voice; only for knowing about when a sentence is over."""

_NOBODY = {"dummy"}
"""Modules that only say that there is no synthesizer."""


class SpeechDispatcher:
    """One connection to the speech service, which is started if need be; Unavailable where it is not to be had."""

    def __init__(self, language: str = "en", environ: Mapping[str, str] = os.environ) -> None:
        self._socket = _connected(environ)
        self._socket.settimeout(PATIENCE)
        self._replies = self._socket.makefile("r", encoding="utf-8", errors="replace")
        try:
            if not set(self._ask("LIST OUTPUT_MODULES")) - _NOBODY:
                raise Unavailable("speech-dispatcher has no synthesizer", INSTALL)
            self._ask("SET self CLIENT_NAME user:sitbreak:drill")
            self._ask(f"SET self LANGUAGE {language}")
        except Unavailable:
            self.close()
            raise

    def start(self, words: str) -> Timed:
        said = plain(words)
        if said:
            self._ask("SPEAK")
            self._ask(f"{said}\r\n.")
        return Timed(len(said) / LETTERS_A_SECOND, self._stop)

    def close(self) -> None:
        self._replies.close()
        self._socket.close()

    def _stop(self) -> None:
        try:
            self._ask("CANCEL self")
        except Unavailable as error:
            log.info("there is nobody left to be silenced: %s", error)

    def _ask(self, order: str) -> list[str]:
        """Give an order; the lines of its answer without the last, which says that all is well."""
        try:
            self._socket.sendall(f"{order}\r\n".encode())
            lines = [self._replies.readline()]
            while lines[-1][3:4] == "-":
                lines.append(self._replies.readline())
        except OSError as error:
            raise Unavailable(f"speech-dispatcher went away: {error}") from error
        if not lines[-1].startswith("2"):
            raise Unavailable(f"speech-dispatcher refuses: {lines[-1].strip() or 'it hung up'}")
        return [line[4:].strip() for line in lines[:-1]]


def _connected(environ: Mapping[str, str]) -> socket.socket:
    address = str(_address(environ))
    try:
        return _call(address)
    except OSError:
        _spawn()
    try:
        return _call(address)
    except OSError as error:
        raise Unavailable(f"speech-dispatcher does not answer: {error.strerror}", INSTALL) from error


def _address(environ: Mapping[str, str]) -> Path:
    runtime = environ.get("XDG_RUNTIME_DIR") or environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    named = environ.get("SPEECHD_ADDRESS", "").removeprefix("unix_socket:")
    return Path(named or Path(runtime, "speech-dispatcher", "speechd.sock"))


def _call(address: str) -> socket.socket:
    if not hasattr(socket, "AF_UNIX"):
        raise Unavailable("no such sockets on this system")
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(PATIENCE)
    try:
        line.connect(address)
    except OSError:
        line.close()
        raise
    return line


def _spawn() -> None:
    """Start the service as its own library does; it goes by itself when nobody has needed it for a while."""
    command = [found("speech-dispatcher", INSTALL), "--spawn"]
    quiet = subprocess.DEVNULL
    try:
        subprocess.run(command, stdin=quiet, stdout=quiet, stderr=quiet, timeout=START_UP, check=False)
    except subprocess.TimeoutExpired as error:
        raise Unavailable(f"speech-dispatcher does not start within {START_UP:g} s", INSTALL) from error
