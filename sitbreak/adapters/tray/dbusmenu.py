"""A pystray menu served as com.canonical.dbusmenu, the menu protocol of StatusNotifierItem hosts."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Any

from sitbreak.adapters.bus import Bus, BusError
from sitbreak.adapters.tray.exported import ERROR, Exported, Interface
from sitbreak.adapters.tray.layout import KEPT_LAYOUTS, Ids, Node, changes

PATH = "/MenuBar"
NODE = "(ia{sv}av)"
INTERFACE = Interface(
    "com.canonical.dbusmenu",
    methods={
        "GetLayout": (("i", "i", "as"), ("u", NODE)),
        "GetGroupProperties": (("ai", "as"), ("a(ia{sv})",)),
        "GetProperty": (("i", "s"), ("v",)),
        "Event": (("i", "s", "v", "u"), ()),
        "EventGroup": (("a(isvu)",), ("ai",)),
        "AboutToShow": (("i",), ("b",)),
        "AboutToShowGroup": (("ai",), ("ai", "ai")),
    },
    signals={
        "ItemsPropertiesUpdated": ("a(ia{sv})", "a(ias)"),
        "LayoutUpdated": ("u", "i"),
        "ItemActivationRequested": ("i", "u"),
    },
    properties={"Version": "u", "TextDirection": "s", "Status": "s", "IconThemePath": "as"},
)
VALUES = {"Version": 3, "TextDirection": "ltr", "Status": "normal", "IconThemePath": []}


class DBusMenu:
    """Serves the menu that `menu()` returns; `clicked(item)` is called on the bus's worker thread.

    A host may show a menu that is some layouts old: clicks on ids of the last few layouts are still served, with what
    the item stood for then.
    """

    def __init__(self, bus: Bus, menu: Callable[[], Any], clicked: Callable[[Any], None]) -> None:
        self._bus = bus
        self._menu = menu
        self._clicked = clicked
        self._ids = Ids()
        self._revision = 1
        self._root = self._ids.lay_out(None)
        self._nodes: deque[dict[int, Node]] = deque([{0: self._root}], maxlen=KEPT_LAYOUTS)
        # The app changes the menu on one thread while a host opens it on the receiver's.
        self._changing = threading.Lock()

    def export(self) -> None:
        """Begin to answer hosts."""
        methods: dict[str, Callable[..., tuple[Any, ...]]] = {
            "GetLayout": self._get_layout,
            "GetGroupProperties": self._get_group_properties,
            "GetProperty": self._get_property,
            "Event": self._event,
            "EventGroup": self._event_group,
            "AboutToShow": lambda item: (self.refresh(),),
            "AboutToShowGroup": self._about_to_show_group,
        }
        self._bus.export(PATH, Exported(INTERFACE, methods, VALUES.__getitem__))

    def refresh(self) -> bool:
        """Look at the menu again and tell hosts what changed, which is also the answer: whether anything did."""
        with self._changing:
            old, self._root = self._root, self._ids.lay_out(self._menu())
            if self._root == old:
                self._nodes[-1] = _index(self._root)
                return False
            self._nodes.append(_index(self._root))
            self._announce(old, self._root)
            return True

    def _announce(self, old: Node, new: Node) -> None:
        if not old.shaped_like(new):
            self._revision += 1
            self._emit("LayoutUpdated", self._revision, 0)
        changed, removed = changes(old, new)
        if changed or removed:
            self._emit("ItemsPropertiesUpdated", changed, removed)

    def _emit(self, signal: str, *body: Any) -> None:
        self._bus.emit(PATH, INTERFACE.name, signal, "".join(INTERFACE.signals[signal]), *body)

    def _find(self, number: int) -> Node | None:
        return next((nodes[number] for nodes in reversed(self._nodes) if number in nodes), None)

    def _get_layout(self, parent: int, depth: int, names: list[str]) -> tuple[Any, ...]:
        return self._revision, self._known(parent).wire(depth, names)

    def _get_group_properties(self, numbers: list[int], names: list[str]) -> tuple[Any, ...]:
        nodes = [self._find(number) for number in numbers] if numbers else list(self._root.walk())
        return ([(node.id, node.pick(names)) for node in nodes if node],)

    def _get_property(self, number: int, name: str) -> tuple[Any, ...]:
        value = self._known(number).properties.get(name)
        if value is None:
            raise BusError(f"{ERROR}InvalidArgs", f"item {number} has no property {name}")
        return (value,)

    def _event(self, number: int, kind: str, data: Any, time: int) -> tuple[Any, ...]:
        del data, time
        node = self._known(number)
        if kind == "clicked" and node.item is not None:
            self._bus.later(self._clicked, node.item)
        return ()

    def _event_group(self, events: list[tuple[int, str, Any, int]]) -> tuple[Any, ...]:
        bad = [event[0] for event in events if not self._find(event[0])]
        for event in events:
            if event[0] not in bad:
                self._event(*event)
        return (bad,)

    def _about_to_show_group(self, numbers: list[int]) -> tuple[Any, ...]:
        changed = self.refresh()
        known = [number for number in numbers if self._find(number)]
        return known if changed else [], [number for number in numbers if number not in known]

    def _known(self, number: int) -> Node:
        node = self._find(number)
        if node is None:
            raise BusError(f"{ERROR}InvalidArgs", f"the menu has no item {number}")
        return node


def _index(root: Node) -> dict[int, Node]:
    return {node.id: node for node in root.walk()}
