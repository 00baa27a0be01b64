"""A pystray menu as the nodes of com.canonical.dbusmenu, with ids that stay with the same logical item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Set
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

    def walk(self, but: Set[int] = frozenset()) -> Iterator[Node]:
        """This node and what is below it, save for the children with the ids `but` and theirs."""
        yield self
        for child in self.children:
            if child.id not in but:
                yield from child.walk()

    def shaped_like(self, other: Node) -> bool:
        """Whether ids, order, and which lines are separators or submenus are the same; else it is laid out anew."""
        if self is other:
            return True
        same = self._kind() == other._kind() and len(self.children) == len(other.children)
        return same and all(map(Node.shaped_like, self.children, other.children))

    def _kind(self) -> tuple[Any, ...]:
        return self.id, self.properties.get("type"), self.properties.get("children-display")


_Part = tuple[Node, set[Key]]
"""A node with the keys of all that is in it."""


class Ids:
    """Gives each logical item a number for as long as it was in one of the last few layouts.

    An item is recognised by its `key` attribute where it has one, by itself otherwise, and among equals by its place.
    One that says it is `still` looks as it did in the last layout, so its node is taken over as it is.
    """

    def __init__(self) -> None:
        self._numbers = count(1)
        self._known: dict[Key, int] = {}
        self._layouts: list[set[Key]] = []
        self._before: dict[Key, _Part] = {}
        self._last: dict[Key, _Part] = {}

    def lay_out(self, menu: Any) -> Node:
        """Build the tree of the visible items of a pystray Menu, or of none; its root has the id 0."""
        used: set[Key] = set()
        self._before, self._last = self._last, {}
        root = Node(0, {"children-display": ("s", "submenu")}, self._children(menu, (), used))
        self._layouts = [*self._layouts, used][-KEPT_LAYOUTS:]
        if len(self._known) > len(used):
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
        part = self._before.get(key)
        if part is None or part[0].item is not item or not getattr(item, "still", False):
            number = self._known.get(key) or self._number(key)
            keys = {key}
            part = Node(number, _properties(item), self._children(item.submenu, key, keys), item), keys
        self._last[key] = part
        used |= part[1]
        return part[0]

    def _number(self, key: Key) -> int:
        self._known[key] = next(self._numbers)
        return self._known[key]


def changes(old: Node, new: Node) -> tuple[list[tuple[int, Properties]], list[tuple[int, list[str]]]]:
    """Properties set and properties gone, by id, of the nodes that are in both trees."""
    same = {one.id for one, other in zip(old.children, new.children, strict=False) if one is other}
    before = {node.id: node.properties for node in old.walk(same)}
    pairs = [(node.id, before[node.id], node.properties) for node in new.walk(same) if node.id in before]
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
