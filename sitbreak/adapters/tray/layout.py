"""A pystray menu as the nodes of com.canonical.dbusmenu, with ids that stay with the same logical item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import field
from itertools import count
from typing import Any

from sitbreak.adapters.tray.library import Menu
from sitbreak.core.values import dataclass

Properties = dict[str, tuple[str, Any]]
Key = tuple[Hashable, ...]
KEPT_LAYOUTS = 8


@dataclass(frozen=True, slots=True)
class Node:
    """One line of the menu; `item` is what pystray calls a MenuItem and takes no part in comparisons."""

    id: int
    properties: Properties
    children: tuple[Node, ...] = ()
    item: Any = field(default=None, compare=False, repr=False)

    def wire(self, depth: int, names: list[str]) -> tuple[int, Properties, list[tuple[str, Any]]]:
        """As D-Bus wants it, (ia{sv}av), `depth` levels deep (-1 = all), with the named properties (none = all)."""
        children = self.children if depth else ()
        return (self.id, self.pick(names), [("(ia{sv}av)", child.wire(depth - 1, names)) for child in children])

    def pick(self, names: list[str]) -> Properties:
        return {name: value for name, value in self.properties.items() if not names or name in names}

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()

    def shape(self) -> tuple[Any, ...]:
        """What has to be laid out anew when it differs: ids, order, and which lines are separators or submenus."""
        kind = self.properties.get("type"), self.properties.get("children-display")
        return (self.id, kind, tuple(child.shape() for child in self.children))


class Ids:
    """Gives each logical item a number for as long as it was in one of the last few layouts.

    An item is recognised by its `key` attribute where it has one, by itself otherwise, and among equals by its place.
    """

    def __init__(self) -> None:
        self._numbers = count(1)
        self._known: dict[Key, int] = {}
        self._layouts: list[set[Key]] = []

    def lay_out(self, menu: Any) -> Node:
        """Build the tree of the visible items of a pystray Menu, or of none; its root has the id 0."""
        used: set[Key] = set()
        root = Node(0, {"children-display": ("s", "submenu")}, self._children(menu, (), used))
        self._layouts = [*self._layouts, used][-KEPT_LAYOUTS:]
        alive = set().union(*self._layouts)
        self._known = {key: number for key, number in self._known.items() if key in alive}
        return root

    def _children(self, menu: Any, parent: Key, used: set[Key]) -> tuple[Node, ...]:
        seen: Counter[Hashable] = Counter()
        return tuple(self._node(item, parent, seen, used) for item in menu or ())

    def _node(self, item: Any, parent: Key, seen: Counter[Hashable], used: set[Key]) -> Node:
        name = getattr(item, "key", item)
        key = (*parent, (name, seen[name]))
        seen[name] += 1
        used.add(key)
        number = self._known.get(key) or self._number(key)
        children = self._children(item.submenu, key, used)
        return Node(number, _properties(item), children, item)

    def _number(self, key: Key) -> int:
        self._known[key] = next(self._numbers)
        return self._known[key]


def changes(old: Node, new: Node) -> tuple[list[tuple[int, Properties]], list[tuple[int, list[str]]]]:
    """Properties set and properties gone, by id, of the nodes that are in both trees."""
    before = {node.id: node.properties for node in old.walk()}
    pairs = [(node.id, before[node.id], node.properties) for node in new.walk() if node.id in before]
    changed = [(i, {k: v for k, v in after.items() if was.get(k) != v}) for i, was, after in pairs]
    removed = [(i, [k for k in was if k not in after]) for i, was, after in pairs]
    return [row for row in changed if row[1]], [row for row in removed if row[1]]


def _properties(item: Any) -> Properties:
    if item is Menu.SEPARATOR:
        return {"type": ("s", "separator")}
    properties: Properties = {
        "label": ("s", item.text.replace("_", "__")),
        "enabled": ("b", bool(item.enabled)),
        "visible": ("b", True),
    }
    if item.submenu:
        properties["children-display"] = ("s", "submenu")
    if item.checked is not None:
        properties["toggle-type"] = ("s", "radio" if item.radio else "checkmark")
        properties["toggle-state"] = ("i", int(item.checked))
    return properties
