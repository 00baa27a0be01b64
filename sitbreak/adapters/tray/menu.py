"""The menu of a view as a pystray menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from sitbreak.adapters.tray.library import Menu, MenuItem
from sitbreak.core.values import dataclass
from sitbreak.core.view import Entry

Command = Callable[[tuple[str, ...]], None]

Headline = Callable[[], str]
"""The menu's first line as of this moment; it ages while the menu is closed."""


@dataclass(frozen=True, slots=True)
class Wires:
    """What a menu is connected to: `command` hears clicks, `headline` is asked whenever a host looks at the menu."""

    command: Command
    headline: Headline | None = None


class Item(MenuItem):  # type: ignore[misc]  # pystray has no types
    """A menu item that `key` recognises from one menu to the next, whatever its label says by then."""

    def __init__(self, entry: Entry, action: Any, default: bool, headline: Headline | None = None) -> None:
        checked = None if entry.checked is None else lambda _: bool(entry.checked)
        super().__init__(
            (lambda _: headline()) if headline else entry.label,
            action,
            checked=checked,
            radio=entry.checked is not None,
            default=default,
            enabled=_enabled(entry),
        )
        self.key = ("submenu", entry.label) if entry.children else entry.command
        self.still = headline is None


class Builder:
    """Makes pystray menus whose items call `command` with the words of their entry; the main one is the default.

    `headline` is asked for the first line whenever a host looks. A line that the menu before had, too, is the same
    item again: most are, and what is the same need not be laid out and compared anew each minute.
    """

    def __init__(self, command: Command, headline: Headline | None = None) -> None:
        self._command, self._headline = command, headline
        self._made: dict[tuple[Entry, bool], Any] = {}

    def build(self, entries: Sequence[Entry]) -> Any:
        main, before, self._made = main_entry(entries), self._made, {}
        for entry in entries:
            key = entry, entry is main
            self._made[key] = before.get(key) or _item(entry, self._command, main)
        items = [self._made[entry, entry is main] for entry in entries]
        if self._headline is not None and entries and entries[0].label:
            items[0] = Item(entries[0], partial(_click, self._command, entries[0]), False, self._headline)
        return Menu(*items)


def main_entry(entries: Sequence[Entry]) -> Entry | None:
    """What a click on the icon itself stands for; nothing when no line claims it."""
    return next((entry for entry in entries if entry.main and _enabled(entry)), None)


def _menu(entries: Sequence[Entry], command: Command, main: Entry | None) -> Any:
    return Menu(*(_item(entry, command, main) for entry in entries))


def _item(entry: Entry, command: Command, main: Entry | None) -> Any:
    if not entry.label:
        return Menu.SEPARATOR
    action = _menu(entry.children, command, None) if entry.children else partial(_click, command, entry)
    return Item(entry, action, entry is main)


def _enabled(entry: Entry) -> bool:
    """A line that only informs cannot be clicked."""
    return entry.enabled and bool(entry.command or entry.children)


def _click(command: Command, entry: Entry, icon: Any, item: Any) -> None:
    del icon, item
    if _enabled(entry):
        command(entry.command)
