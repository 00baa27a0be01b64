"""A person's eyes and hands on a private desktop: finds and clicks the tray icon, its menu and notification buttons."""

from __future__ import annotations

from collections.abc import Iterator
from subprocess import CalledProcessError
from typing import TYPE_CHECKING, Any, NamedTuple

from jeepney import DBusAddress
from PIL import Image, ImageChops

from tests.desktop import peers

if TYPE_CHECKING:
    from tests.desktop.session import DesktopSession

PROPERTIES = "org.freedesktop.DBus.Properties"
ITEM = "org.kde.StatusNotifierItem"
_BUTTON_WIDTH = 30


class Box(NamedTuple):
    """A rectangle on the screen, in pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y + self.height // 2


class Entry(NamedTuple):
    """One line of a tray menu as it is served."""

    label: str
    enabled: bool
    entries: tuple[Entry, ...]


# ---------------------------------------------------------------- windows


def windows(desktop: DesktopSession, of_class: str) -> dict[str, Box]:
    """The visible windows of that class by their X ids."""
    try:
        found = desktop.xdo("search", "--onlyvisible", "--class", of_class).split()
    except CalledProcessError:
        return {}
    return {window: box for window in found if (box := _box(desktop, window))}


def _box(desktop: DesktopSession, window: str) -> Box | None:
    try:
        shell = desktop.xdo("getwindowgeometry", "--shell", window)
    except CalledProcessError:
        return None
    facts = dict(line.split("=", 1) for line in shell.splitlines())
    return Box(*(int(facts[key]) for key in ("X", "Y", "WIDTH", "HEIGHT")))


def click(desktop: DesktopSession, at: tuple[int, int], button: int = 1) -> None:
    desktop.xdo("mousemove", *at, "sleep", 0.1, "click", button)


# ---------------------------------------------------------------- tray


def tray_icon_geometry(desktop: DesktopSession) -> Box | None:
    """Where the tray's icons are drawn on the panel, None while there is none."""
    panel = max(windows(desktop, "Xfce4-panel").values(), key=lambda box: box.width, default=None)
    if panel is None:
        return None
    edge = 2
    strip = desktop.look().crop((panel.x, panel.y, panel.x + panel.width, panel.y + panel.height - edge))
    background = Image.new("RGB", strip.size, strip.getpixel((strip.width - edge, strip.height // 2)))
    if (drawn := _difference(strip, background)) is None:
        return None
    left, top, right, bottom = drawn
    return Box(panel.x + left, panel.y + top, right - left, bottom - top)


def _difference(one: Image.Image, other: Image.Image) -> tuple[int, int, int, int] | None:
    return ImageChops.difference(one, other).convert("L").point(lambda level: 255 if level > 12 else 0).getbbox()


def tray_menu(desktop: DesktopSession) -> tuple[Entry, ...]:
    """The menu our tray item serves, invisible lines and separators left out."""
    return tuple(_entries(_layout(desktop)[1]))


def _layout(desktop: DesktopSession) -> tuple[DBusAddress, Any]:
    """Our menu and all its lines, as panels are given them."""
    items = tray_items(desktop)
    assert "sitbreak" in items, f"not in the tray, only {list(items)}"
    item = items["sitbreak"]
    menu = DBusAddress(item_property(desktop, item, "Menu"), item.bus_name, "com.canonical.dbusmenu")
    _, root = desktop.call(menu, "GetLayout", "iias", 0, -1, [])
    return menu, root


def tray_items(desktop: DesktopSession) -> dict[str, DBusAddress]:
    """The properties of the items in the tray by their ids."""
    watcher = DBusAddress("/StatusNotifierWatcher", peers.WATCHER, PROPERTIES)
    ((_, names),) = _call(desktop, watcher, "Get", peers.WATCHER, "RegisteredStatusNotifierItems")
    places = [name.replace("@/", "/").partition("/") for name in names]
    items = [DBusAddress(f"/{path}", owner, PROPERTIES) for owner, _, path in places]
    return {str(item_property(desktop, item, "Id")): item for item in items}


def item_property(desktop: DesktopSession, item: DBusAddress, name: str) -> Any:
    ((_, value),) = _call(desktop, item, "Get", ITEM, name)
    return value


def _call(desktop: DesktopSession, address: DBusAddress, method: str, *words: str) -> tuple[Any, ...]:
    return desktop.call(address, method, "s" * len(words), *words)


def _entries(node: Any) -> Iterator[Entry]:
    _, _, children = node
    for _, child in children:
        facts = {key: value for key, (_, value) in child[1].items()}
        if facts.get("visible", True) and facts.get("type") != "separator":
            label = str(facts.get("label", "")).replace("__", "_")
            yield Entry(label, bool(facts.get("enabled", True)), tuple(_entries(child)))


def tooltip(desktop: DesktopSession) -> str:
    """The words our tray item gives to who points at it."""
    return str(item_property(desktop, tray_items(desktop)["sitbreak"], "ToolTip")[2])


def send_click(desktop: DesktopSession, label: str) -> None:
    """Tell our menu, as a panel does, that this line was clicked."""
    layout, root = _layout(desktop)
    numbers = {line[1]["label"][1]: line[0] for _, line in root[2] if "label" in line[1]}
    desktop.call(layout, "Event", "isvu", numbers[label], "clicked", ("i", 0), 0)


def open_menu(desktop: DesktopSession) -> None:
    """Right-click the tray icon and wait until the panel has drawn the menu."""
    box = desktop.wait_for(lambda: tray_icon_geometry(desktop), 15, "the tray icon")
    before = _menus(desktop)
    click(desktop, box.middle, button=3)
    _wait_for_another_menu(desktop, before)


def _wait_for_another_menu(desktop: DesktopSession, before: set[str]) -> None:
    desktop.wait_for(lambda: _menus(desktop) - before, 15, "the tray menu or a submenu of it")


def click_menu(desktop: DesktopSession, *labels: str) -> None:
    """Open the tray menu and choose the line with the last label, going through the submenus named before it.

    Chooses by keyboard in the real menu; AssertionError names the lines when there is none with the wanted label.
    """
    desktop.rest()
    pressed = keys(tray_menu(desktop), labels)
    open_menu(desktop)
    for key in pressed:
        before = _menus(desktop) if key == "Right" else set()
        desktop.xdo("key", key, "sleep", 0.02)
        if key == "Right":
            _wait_for_another_menu(desktop, before)


def keys(entries: tuple[Entry, ...], labels: tuple[str, ...]) -> list[str]:
    """What to press in the open menu; a disabled line is not stepped on."""
    label, deeper = labels[0], labels[1:]
    choosable = [entry for entry in entries if entry.enabled]
    names = [entry.label for entry in choosable]
    assert label in names, f"no line {label!r} to choose in the tray menu: {names}"
    index = names.index(label)
    here = ["Home", *["Down"] * index]
    return [*here, "Right", *keys(choosable[index].entries, deeper)] if deeper else [*here, "Return"]


def _menus(desktop: DesktopSession) -> set[str]:
    """The panel's windows that are menus; a tooltip over the icon is none, and no key reaches it."""
    return {window for window in windows(desktop, "Xfce4-panel|Wrapper-2.0") if "POPUP_MENU" in _kind(desktop, window)}


def _kind(desktop: DesktopSession, window: str) -> str:
    try:
        return desktop.output("xprop", "-id", window, "_NET_WM_WINDOW_TYPE")
    except CalledProcessError:
        return ""


# ---------------------------------------------------------------- notifications


def press_notification_button(desktop: DesktopSession, label: str, among: tuple[str, ...]) -> None:
    """Answer the notification on the screen; `among` are its buttons' labels from left to right."""
    if desktop.notifier == "dunst":
        _choose_in_dunst(desktop, label)
        return
    boxes = desktop.wait_for(lambda: notification_buttons(desktop, len(among)), 5, f"the buttons {among}")
    click(desktop, boxes[among.index(label)].middle)


def notification_buttons(desktop: DesktopSession, count: int) -> list[Box]:
    """Where xfce4-notifyd has drawn that many buttons, left to right; empty when it has not."""
    rows = (button_row(desktop, box, count) for box in windows(desktop, "Xfce4-notifyd").values())
    return next(filter(None, rows), [])


def button_row(desktop: DesktopSession, box: Box, count: int) -> list[Box]:
    """The row of that many buttons in the lower part of a bubble, left to right; empty when there is none."""
    picture = desktop.look().crop((box.x, box.y, box.x + box.width, box.y + box.height)).convert("L")
    rows = [y for y in range(box.height // 3, box.height - 8) if len(_runs(picture, y)) == count]
    if not rows:
        return []
    y = rows[len(rows) // 2]
    return [Box(box.x + left, box.y + y, right - left, 1) for left, right in _runs(picture, y)]


def _runs(picture: Image.Image, y: int) -> list[tuple[int, int]]:
    """Stretches of one row that differ from the row's left edge and are as wide as a button."""
    row = [picture.getpixel((x, y)) for x in range(picture.width)]
    plain = row[4]
    ends = [x for x in range(5, len(row)) if (row[x] == plain) != (row[x - 1] == plain)]
    pairs = zip(ends[::2], ends[1::2], strict=False)
    return [(left, right) for left, right in pairs if right - left >= _BUTTON_WIDTH]


def _choose_in_dunst(desktop: DesktopSession, label: str) -> None:
    shown = ("dunstctl", "count", "displayed")
    desktop.wait_for(lambda: desktop.output(*shown) != "0", 5, "a notification of dunst")
    (desktop.root / "choice").write_text(f"#{label} ")
    desktop.output("dunstctl", "context")
