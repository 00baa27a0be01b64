"""One live socket to a message bus, so that the bus itself only has to think in messages."""

from __future__ import annotations

import logging
import os
import select
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress

from jeepney import HeaderFields, Message, MessageType, Parser
from jeepney.auth import AuthenticationError
from jeepney.bus import get_connectable_addresses
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import prep_socket

log = logging.getLogger(__name__)

SYSTEM_SOCKET = "unix:path=/var/run/dbus/system_bus_socket"
GREETING_SERIAL = 1


class BusError(Exception):
    """A D-Bus error: received as the answer to a call, or raised by a handler to answer with one.

    `name` is the error's name, such as "org.freedesktop.DBus.Error.UnknownMethod".
    """

    def __init__(self, name: str, text: str = "") -> None:
        super().__init__(f"{name}: {text}" if text else name)
        self.name = name
        self.text = text


class BusGone(ConnectionError):
    """There is no bus, it went away, or nobody answered in time; the text says which in one sentence."""

    remedy = ""
    """What the person could do about it; "" when nothing."""


class Wire:
    """A connected, greeted socket; `send` may be called by any thread, `receive` by one."""

    def __init__(self, address: str, timeout: float = 2.0) -> None:
        """Connect and say Hello within `timeout` seconds; raises BusGone."""
        self._socket = _connect(address, timeout)
        self._parser = Parser()
        self._sending = threading.Lock()
        try:
            self.unique_name = self._greet(timeout)
        except OSError as error:
            self._socket.close()
            raise BusGone(f"the bus at {address} did not greet back: {error}") from error

    def send(self, message: Message, serial: int) -> None:
        """Write one message; raises BusGone when the bus is no longer there."""
        data = message.serialise(serial=serial)
        try:
            with self._sending:
                self._socket.sendall(data)
        except OSError as error:
            raise BusGone(f"the bus went away: {error}") from error

    def receive(self) -> Message:
        """The next message, however long it takes; raises ConnectionResetError when the bus dies or after `close`.

        A message that cannot be read, such as one that speaks of open files, is passed over.
        """
        while True:
            try:
                message = self._parser.get_next_message()
            except (ValueError, LookupError, AssertionError, RecursionError) as error:
                self._pass_over(error)
                continue
            if message is not None:
                return message
            self._parser.add_data(self._read())

    def close(self) -> None:
        """Hang up, which also ends a `receive` that is waiting in another thread."""
        with suppress(OSError):  # the other side hung up first, which is what was wanted
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _pass_over(self, error: Exception) -> None:
        """Go on behind a message that was taken out but not understood; without its length there is no behind."""
        if self._parser.next_msg_size is None:
            raise ConnectionResetError(f"the bus sent what cannot be read: {error}") from error
        self._parser.next_msg_size = None
        log.info("a message on the bus cannot be read and is passed over: %s", error)

    def _read(self) -> bytes:
        try:
            if self._socket.gettimeout() is None:
                self._sleep()
            data = self._socket.recv(4096)
        except TimeoutError:
            raise
        except OSError as error:
            raise ConnectionResetError(str(error)) from error
        if not data:
            raise ConnectionResetError("the bus closed the connection")
        return data

    def _sleep(self) -> None:
        """Wait for something to read; a thread waiting in recv would wake each time the bus takes what we sent, too."""
        descriptor = self._socket.fileno()
        if sys.platform == "win32" or descriptor < 0:  # Windows has no bus, and no poll
            raise ConnectionResetError("hung up")
        waiting = select.poll()
        waiting.register(descriptor, select.POLLIN)
        waiting.poll()

    def _greet(self, timeout: float) -> str:
        self._socket.settimeout(timeout)
        self.send(message_bus.Hello(), GREETING_SERIAL)
        while (reply := self.receive()).header.fields.get(HeaderFields.reply_serial) != GREETING_SERIAL:
            continue
        self._socket.settimeout(None)
        if reply.header.message_type is MessageType.error:
            raise ConnectionRefusedError(str(reply.body))
        return str(reply.body[0])


def session_address() -> str:
    """Where the session bus is said to be: the environment's word, else the user's runtime folder; raises BusGone."""
    if address := os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return address
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime and os.path.exists(path := f"{runtime}/bus"):
        return f"unix:path={path}"
    raise BusGone("there is no session bus: DBUS_SESSION_BUS_ADDRESS is not set and XDG_RUNTIME_DIR holds no bus")


def system_address() -> str:
    """Where the system bus is: the environment's word, else the usual socket."""
    return os.environ.get("DBUS_SYSTEM_BUS_ADDRESS") or SYSTEM_SOCKET


def _connect(address: str, timeout: float) -> socket.socket:
    reason = "no address given"
    for place in _places(address):
        try:
            connected: socket.socket = prep_socket(place, timeout=timeout)
            return connected
        except (OSError, AuthenticationError) as error:
            reason = str(error)
    raise BusGone(f"no bus answers at {address}: {reason}")


def _places(address: str) -> Iterator[str]:
    try:
        yield from get_connectable_addresses(address)
    except (RuntimeError, ValueError) as error:
        raise BusGone(f"the bus address {address!r} cannot be used: {error}") from error
