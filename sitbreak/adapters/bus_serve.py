"""How calls that come in over a bus are answered: by the handler of the exported object, or with the fitting error."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from jeepney import HeaderFields, Message, MessageFlag, new_error, new_method_return

from sitbreak.adapters.bus_wire import BusError
from sitbreak.core.values import dataclass

log = logging.getLogger(__name__)

FAILED = "org.freedesktop.DBus.Error.Failed"
UNKNOWN_METHOD = "org.freedesktop.DBus.Error.UnknownMethod"
UNKNOWN_OBJECT = "org.freedesktop.DBus.Error.UnknownObject"
PEER = "org.freedesktop.DBus.Peer"
MACHINE_ID = "/etc/machine-id"

Result = tuple[str, tuple[Any, ...]]
"""A reply's signature and body."""


@dataclass(frozen=True, slots=True)
class MethodCall:
    """A call that came in; `interface` is "" when the caller named none."""

    path: str
    interface: str
    member: str
    signature: str
    body: tuple[Any, ...]
    sender: str


Handler = Callable[[MethodCall], Result]


def answer(message: Message, handlers: Mapping[str, Handler], send: Callable[[Message], None]) -> None:
    """Let the handler of the called object answer `message` and `send` the reply, unless the caller wants none."""
    call = _method_call(message)
    reply = send if not message.header.flags & MessageFlag.no_reply_expected else _nobody
    try:
        signature, body = _result(call, handlers)
        reply(new_method_return(message, signature or None, body))
    except BusError as error:
        reply(new_error(message, error.name, "s", (error.text,)))
    except ConnectionError:
        raise
    except Exception:
        log.exception("%s.%s at %s failed", call.interface, call.member, call.path)
        reply(new_error(message, FAILED, "s", ("internal error",)))


def _nobody(reply: Message) -> None:
    del reply


def _result(call: MethodCall, handlers: Mapping[str, Handler]) -> Result:
    if call.interface == PEER:
        return _peer(call)
    handler = handlers.get(call.path)
    if handler is None:
        raise BusError(UNKNOWN_OBJECT, f"no object at {call.path}")
    return handler(call)


def _peer(call: MethodCall) -> Result:
    match call.member:
        case "Ping":
            return "", ()
        case "GetMachineId":
            return "s", (_machine_id(),)
    raise BusError(UNKNOWN_METHOD, f"{PEER} has no method {call.member}")


def _machine_id() -> str:
    try:
        with open(MACHINE_ID, encoding="utf-8") as file:
            return file.read().strip()
    except OSError as error:
        raise BusError(FAILED, f"this machine has no id: {error.strerror}") from error


def _method_call(message: Message) -> MethodCall:
    fields = message.header.fields
    return MethodCall(
        path=fields[HeaderFields.path],
        interface=fields.get(HeaderFields.interface, ""),
        member=fields[HeaderFields.member],
        signature=fields.get(HeaderFields.signature, ""),
        body=tuple(message.body),
        sender=fields.get(HeaderFields.sender, ""),
    )
