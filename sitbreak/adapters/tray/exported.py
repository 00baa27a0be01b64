"""A D-Bus object described by a table: argument checks, properties and introspection follow from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any

from sitbreak.adapters.bus import BusError, MethodCall
from sitbreak.core.values import dataclass

PROPERTIES = "org.freedesktop.DBus.Properties"
INTROSPECTABLE = "org.freedesktop.DBus.Introspectable"
ERROR = "org.freedesktop.DBus.Error."

Types = tuple[str, ...]
Body = tuple[Any, ...]
Result = tuple[str, Body]


@dataclass(frozen=True, slots=True)
class Interface:
    """The shape of an interface: types of what goes in and out, by name."""

    name: str
    methods: Mapping[str, tuple[Types, Types]] = field(default_factory=dict)
    signals: Mapping[str, Types] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)


class Exported:
    """Answers calls to one object, as a handler for `Bus.export`.

    `methods` holds a function for each method of the interface, called with the arguments, and returning the values of
    the reply; `read` tells the value of a property by name; `children` are the names of objects below this one.
    """

    def __init__(
        self,
        interface: Interface,
        methods: Mapping[str, Callable[..., Body]],
        read: Callable[[str], Any],
        children: Types = (),
    ) -> None:
        self._interface = interface
        self._methods = methods
        self._read = read
        self._children = children

    def __call__(self, call: MethodCall) -> Result:
        if call.interface == PROPERTIES:
            return self._properties(call)
        if call.interface == INTROSPECTABLE:
            return "s", (introspection(self._interface, self._children),)
        return self._invoke(call)

    def _properties(self, call: MethodCall) -> Result:
        match call.member, call.body:
            case "Get", (str(interface), str(name)):
                self._check(interface)
                return "v", (self._variant(name),)
            case "GetAll", (str(interface),):
                self._check(interface)
                return "a{sv}", ({name: self._variant(name) for name in self._interface.properties},)
            case "Set", _:
                raise BusError(f"{ERROR}PropertyReadOnly", "nothing can be set here")
        raise BusError(f"{ERROR}UnknownMethod", f"{PROPERTIES} has no method {call.member} for that")

    def _invoke(self, call: MethodCall) -> Result:
        if call.interface not in ("", self._interface.name) or call.member not in self._interface.methods:
            raise BusError(f"{ERROR}UnknownMethod", f"{call.interface} has no method {call.member} at {call.path}")
        takes, gives = self._interface.methods[call.member]
        if call.signature != "".join(takes):
            raise BusError(f"{ERROR}InvalidArgs", f"{call.member} takes {''.join(takes)!r}, not {call.signature!r}")
        return "".join(gives), self._methods[call.member](*call.body)

    def _check(self, interface: str) -> None:
        if interface != self._interface.name:
            raise BusError(f"{ERROR}UnknownInterface", f"no properties of {interface}")

    def _variant(self, name: str) -> tuple[str, Any]:
        signature = self._interface.properties.get(name)
        if signature is None:
            raise BusError(f"{ERROR}UnknownProperty", f"{self._interface.name} has no property {name}")
        return signature, self._read(name)


def introspection(interface: Interface | None, children: Types = ()) -> str:
    """The XML that tells others what is at a path; the names in it are D-Bus names, which need no escaping."""
    lines = ["<node>"]
    if interface:
        lines += [f"<interface name='{interface.name}'>", *_members(interface), "</interface>"]
    return "".join([*lines, *(f"<node name='{child}'/>" for child in children), "</node>"])


def root(children: Types) -> Callable[[MethodCall], Result]:
    """A handler for "/", where hosts come looking for the objects named `children`."""
    return Exported(Interface(INTROSPECTABLE), {}, lambda name: None, children)


def _members(interface: Interface) -> list[str]:
    methods = [_member("method", name, _args(i, "in") + _args(o, "out")) for name, (i, o) in interface.methods.items()]
    signals = [_member("signal", name, _args(types)) for name, types in interface.signals.items()]
    properties = [
        f"<property name='{name}' type='{kind}' access='read'/>" for name, kind in interface.properties.items()
    ]
    return methods + signals + properties


def _member(kind: str, name: str, arguments: str) -> str:
    return f"<{kind} name='{name}'>{arguments}</{kind}>"


def _args(types: Types, direction: str = "") -> str:
    way = f" direction='{direction}'" if direction else ""
    return "".join(f"<arg type='{kind}'{way}/>" for kind in types)
