"""One D-Bus connection for all adapters: calls, signals, name watches and exported objects; it comes back by itself."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import partial
from itertools import count
from queue import Empty, SimpleQueue
from typing import Any, Self

from jeepney import DBusAddress, HeaderFields, Message, MessageFlag, MessageType, new_method_call, new_signal

from sitbreak.adapters.bus_listen import Listeners, OwnerCallback, SignalCallback, Subscription, Watch
from sitbreak.adapters.bus_serve import Handler, MethodCall, answer
from sitbreak.adapters.bus_wire import BusError, BusGone, Wire, session_address, system_address

__all__ = ["Bus", "BusError", "BusGone", "MethodCall"]

log = logging.getLogger(__name__)

Body = tuple[Any, ...]
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
MISFIT = "org.freedesktop.DBus.Error.InvalidSignature"


class Bus:
    """A connection to one message bus.

    Two daemon threads: the receiver reads the socket, hands out replies and answers calls to exported objects; the
    worker runs callbacks of subscriptions and name watches in the order of their messages, so these may use `call`.
    When the bus dies, calls raise BusGone and the receiver tries again after 1, 2, 4 .. 60 seconds; then subscriptions,
    name watches and exports are in force again, under a new `unique_name`.
    """

    def __init__(self, address: str) -> None:
        """Connect now; raises BusGone."""
        self._address = address
        self._wire: Wire | None = Wire(address)
        self._serials = count(2)
        self._pending: dict[int, Callable[[Message | None], None]] = {}
        self._listeners = Listeners(self._ask, self._tell_bus, self.later)
        self._handlers: dict[str, Handler] = {}
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._closing = threading.Event()
        self._receiver = threading.Thread(target=self._receive, name="bus-receiver", daemon=True)
        self._worker = threading.Thread(target=self._run_callbacks, name="bus-worker", daemon=True)
        self._receiver.start()
        self._worker.start()

    @classmethod
    def session(cls) -> Self:
        """The user's bus, from DBUS_SESSION_BUS_ADDRESS or $XDG_RUNTIME_DIR/bus; raises BusGone."""
        return cls(session_address())

    @classmethod
    def system(cls) -> Self:
        """The machine's bus, from DBUS_SYSTEM_BUS_ADDRESS or the usual socket; raises BusGone."""
        return cls(system_address())

    @property
    def unique_name(self) -> str:
        """The name the bus gave this connection, such as ":1.42"; "" while the bus is away."""
        wire = self._wire
        return wire.unique_name if wire else ""

    def call(  # noqa: PLR0913 - a call has as many parts
        self,
        destination: str,
        path: str,
        interface: str,
        method: str,
        signature: str = "",
        *args: Any,
        timeout: float = 2.0,
        gives: str | None = None,
    ) -> Body:
        """Call a method and return the body of the reply, whose signature must be `gives` where that is said.

        Raises BusError with the error the other side answered, or with MISFIT for a reply of another signature, and
        BusGone when there is no bus or no answer within `timeout` seconds. Safe from any thread but the one that runs
        handlers of exported objects.
        """
        if threading.current_thread() is self._receiver:
            raise RuntimeError("a handler of an exported object must not wait for the bus; use later()")
        address = DBusAddress(path, destination, interface)
        answers: SimpleQueue[Message | None] = SimpleQueue()
        serial = self._ask(new_method_call(address, method, signature or None, args), answers.put)
        try:
            return _body(answers.get(timeout=timeout), gives)
        except Empty:
            raise BusGone(f"{destination} did not answer {method} within {timeout:g} s") from None
        finally:
            self._pending.pop(serial, None)

    def subscribe(
        self,
        callback: SignalCallback,
        *,
        interface: str,
        member: str,
        path: str | None = None,
        sender: str | None = None,
        arg0: str | None = None,
    ) -> Callable[[], None]:
        """Have `callback(body, sender, path)` called on the worker thread for each such signal, across reconnects.

        A well-known name as `sender` stands for whoever owns it at the time. `arg0` is what the first argument has to
        be; one that ends in ".*" stands for that name and all below it. Calling the result unsubscribes.
        """
        return self._listeners.subscribe(Subscription(callback, interface, member, path, sender, arg0))

    def watch_name(self, name: str, callback: OwnerCallback) -> Callable[[], None]:
        """Have `callback(owner)` called on the worker thread: soon, on each change, and with None when the bus goes.

        `owner` is the unique name that owns `name`, or None. Calling the result ends the watch.
        """
        return self._listeners.watch(Watch(name, lambda owner: self.later(callback, owner)))

    def export(self, path: str, handler: Handler) -> None:
        """Answer calls to `path` with `handler(call) -> (signature, body)`; a BusError it raises becomes the reply.

        The handler runs on the receiver thread: it must be quick and must not use `call`.
        """
        self._handlers[path] = handler

    def emit(self, path: str, interface: str, member: str, signature: str = "", *body: Any) -> None:
        """Broadcast a signal; while the bus is away there is nobody to hear it and nothing happens."""
        self._tell_bus(new_signal(DBusAddress(path, interface=interface), member, signature or None, body))

    def later(self, work: Callable[..., None], *args: Any) -> None:
        """Run `work(*args)` on the worker thread, after everything already waiting there."""
        self._work.put(partial(work, *args))

    def close(self) -> None:
        """Hang up and end both threads; everything still waiting for an answer gets BusGone."""
        self._closing.set()
        self._work.put(None)
        if wire := self._wire:
            wire.close()
        for thread in (self._receiver, self._worker):
            if thread is not threading.current_thread():
                thread.join(timeout=2.0)

    def _ask(self, message: Message, answered: Callable[[Message | None], None]) -> int:
        wire = self._wire
        if wire is None:
            raise BusGone("the bus is away")
        serial = next(self._serials)
        self._pending[serial] = answered
        try:
            wire.send(message, serial)
        except BusGone:
            self._pending.pop(serial, None)
            raise
        return serial

    def _tell_bus(self, message: Message) -> None:
        """Send what needs no answer; a bus that is away learns of rules when it is back and misses signals."""
        if message.header.message_type is MessageType.method_call:
            message.header.flags |= MessageFlag.no_reply_expected
        if wire := self._wire:
            try:
                wire.send(message, next(self._serials))
            except BusGone as gone:
                log.debug("not sent: %s", gone)

    # ------------------------------------------------ receiver thread

    def _receive(self) -> None:
        pause = FIRST_PAUSE
        while not self._closing.is_set():
            if wire := self._wire:
                pause = FIRST_PAUSE
                self._drain(wire)
            elif self._closing.wait(pause) or not self._reconnect():
                pause = min(2 * pause, LONGEST_PAUSE)
        if wire := self._wire:
            wire.close()

    def _drain(self, wire: Wire) -> None:
        try:
            while True:
                self._dispatch(wire.receive(), wire)
        except ConnectionError as error:
            self._lose(wire, error)

    def _lose(self, wire: Wire, error: ConnectionError) -> None:
        self._wire = None
        wire.close()
        if not self._closing.is_set():
            log.warning("lost the bus at %s, trying again: %s", self._address, error)
        for serial in list(self._pending):
            if answered := self._pending.pop(serial, None):
                answered(None)
        self._listeners.bus_left()

    def _reconnect(self) -> bool:
        try:
            self._wire = Wire(self._address)
        except BusGone as gone:
            log.debug("still away: %s", gone)
            return False
        log.info("the bus at %s is back", self._address)
        self._listeners.bus_came()
        return True

    def _dispatch(self, message: Message, wire: Wire) -> None:
        match message.header.message_type:
            case MessageType.method_call:
                self._serve(message, wire)
            case MessageType.signal:
                self._listeners.hear(message)
            case _:
                if answered := self._pending.pop(message.header.fields.get(HeaderFields.reply_serial, 0), None):
                    answered(message)

    def _serve(self, message: Message, wire: Wire) -> None:
        answer(message, self._handlers, lambda reply: wire.send(reply, next(self._serials)))

    # ------------------------------------------------ worker thread

    def _run_callbacks(self) -> None:
        while work := self._work.get():
            try:
                work()
            except Exception:
                log.exception("a callback of the bus failed")


def _body(reply: Message | None, gives: str | None) -> Body:
    if reply is None:
        raise BusGone("the bus went away before the answer came")
    if reply.header.message_type is MessageType.error:
        text = reply.body[0] if reply.body and isinstance(reply.body[0], str) else ""
        raise BusError(reply.header.fields[HeaderFields.error_name], text)
    found = reply.header.fields.get(HeaderFields.signature, "")
    if gives not in (None, found):
        raise BusError(MISFIT, f"an answer of type {found!r} came where {gives!r} belongs")
    return tuple(reply.body)
