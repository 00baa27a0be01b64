"""Where the commands come in: a socket in a private folder, or a port with a token, and who stands at the other end."""

from __future__ import annotations

import os
import socket
import struct
import sys
from pathlib import Path

from sitbreak.adapters.atomic import write_atomic
from sitbreak.adapters.control_client import PORT, SOCKET, at_socket

_LOCAL_PEERCRED = 1


def own_user() -> int | None:
    """The id of who runs this; None where people have none that a socket could tell."""
    if sys.platform == "win32":
        return None
    return os.getuid()


def local_door(runtime: Path) -> tuple[socket.socket, Path, str]:
    """A socket in that folder, the way to it and no token: the folder keeps others out. Raises OSError."""
    if sys.platform == "win32":
        raise OSError("Windows has no local sockets")
    door = runtime / SOCKET
    door.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX)
    try:
        at_socket(str(runtime), listener.bind)
        door.chmod(0o600)
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener, door, ""


def loopback_door(runtime: Path) -> tuple[socket.socket, Path, str]:
    """A port of this machine alone, the file that names it, and the token without which nobody is served."""
    listener = socket.create_server(("127.0.0.1", 0))
    token = os.urandom(16).hex()
    door = runtime / PORT
    write_atomic(door, f"{listener.getsockname()[1]} {token}\n")
    return listener, door, token


def peer(client: socket.socket) -> int | None:
    """The user id at the other end; None where nobody tells, and the token or the folder's mode has to do."""
    if client.family == socket.AF_INET:
        return None
    if sys.platform == "linux":
        credentials = client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        return int(struct.unpack("3i", credentials)[1])
    if sys.platform == "darwin":
        credentials = client.getsockopt(0, _LOCAL_PEERCRED, 76)
        return int(struct.unpack_from("2I", credentials)[1])
    return None
