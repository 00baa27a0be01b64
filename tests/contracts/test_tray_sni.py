"""The StatusNotifierItem backend as a host sees it over a real bus: registration, item, menu, clicks, no idle talk."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from sitbreak.adapters.bus import Bus, BusError, MethodCall
from sitbreak.adapters.tray import PystrayTray, candidates
from sitbreak.adapters.tray.menu import Wires
from sitbreak.core.view import Entry, Face, View
from tests.contracts.dbus_private import PrivateBus, until
from tests.contracts.tray_views import DRILL, QUIT, STAND, running, view

WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
PROPERTIES = "org.freedesktop.DBus.Properties"
INTROSPECTABLE = "org.freedesktop.DBus.Introspectable"
AGAIN = 10.0


@dataclass
class Host:
    """Plays the panel: owns the watcher's name, takes items, reads them, and remembers their signals."""

    bus: Bus
    items: list[str] = field(default_factory=list)
    signals: list[str] = field(default_factory=list)

    def open(self) -> None:
        for interface, names in (
            (ITEM, ("NewIcon", "NewTitle", "NewToolTip", "NewIconAccessibleDesc", "NewStatus")),
            (MENU, ("LayoutUpdated", "ItemsPropertiesUpdated")),
        ):
            for name in names:
                self.bus.subscribe(self._hear(name), interface=interface, member=name)
        self.bus.export("/StatusNotifierWatcher", self._serve)
        self.own()

    def own(self) -> None:
        self._daemon("RequestName", "su", WATCHER, 0)

    def leave(self) -> None:
        self._daemon("ReleaseName", "s", WATCHER)

    def ask(self, interface: str, method: str, signature: str = "", *args: Any, path: str = "") -> Any:
        where = path or ("/MenuBar" if interface == MENU else "/StatusNotifierItem")
        return self.bus.call(self.items[-1], where, interface, method, signature, *args)

    def item(self, name: str) -> Any:
        return self.ask(PROPERTIES, "Get", "ss", ITEM, name)[0]

    def lines(self) -> dict[str, int]:
        """The ids of the menu's lines by label, submenus included."""
        _, (_, _, children) = self.ask(MENU, "GetLayout", "iias", 0, -1, [])
        return dict(_labels(children))

    def click(self, number: int, kind: str = "clicked") -> None:
        self.ask(MENU, "Event", "isvu", number, kind, ("i", 0), 0)

    def settle(self) -> list[str]:
        """The signals so far, once everything sent before has arrived."""
        self.ask("org.freedesktop.DBus.Peer", "Ping")
        done = threading.Event()
        self.bus.later(done.set)
        assert done.wait(5)
        heard, self.signals = self.signals, []
        return heard

    def _serve(self, call: MethodCall) -> tuple[str, tuple[Any, ...]]:
        if call.member == "Get":
            return "v", (("b", True),)
        self.items.append(call.body[0])
        return "", ()

    def _hear(self, name: str) -> Callable[..., None]:
        return lambda *news: self.signals.append(name)

    def _daemon(self, method: str, signature: str, *args: Any) -> None:
        self.bus.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", method, signature, *args)


def _labels(children: list[Any]) -> Iterator[tuple[str, int]]:
    for _, (number, properties, below) in children:
        if "label" in properties:
            yield properties["label"][1], number
        yield from _labels(below)


@dataclass
class Shown:
    """A tray on the bus, its host, and the commands its clicks gave."""

    host: Host
    tray: PystrayTray
    bus: Bus
    commands: list[tuple[str, ...]]

    def clicked(self, *words: str) -> None:
        until(lambda: words in self.commands, f"the command {words}, not {self.commands}")


@pytest.fixture
def shown(private_bus: PrivateBus) -> Iterator[Shown]:
    """A tray that a host already displays."""
    host = Host(private_bus.connect())
    host.open()
    commands: list[tuple[str, ...]] = []
    bus = private_bus.connect()
    tray = make(view(), commands.append, bus)
    with running(tray):
        until(lambda: host.items, "the icon to register")
        until(lambda: tray.icon.visible, "the icon to be visible")
        host.settle()
        yield Shown(host, tray, bus, commands)


def make(shown: View, command: Callable[[tuple[str, ...]], None], bus: Bus) -> PystrayTray:
    tray = dict(candidates(shown, command, lambda: bus))["sni"]()
    assert isinstance(tray, PystrayTray)
    return tray


# ---------------------------------------------------------------- registration


def test_the_item_registers_under_its_unique_name(shown: Shown) -> None:
    """Hosts that watch well-known names lose icons now and then; the unique name is safe, and registered once."""
    assert shown.host.items == [shown.bus.unique_name]


def test_a_host_that_comes_late_gets_the_item(private_bus: PrivateBus) -> None:
    """Without a host nothing fails; the first one to appear is given the item."""
    tray = make(view(), lambda words: None, private_bus.connect())
    with running(tray):
        until(lambda: tray.icon.visible, "the icon")
        assert not tray.host_present
        host = Host(private_bus.connect())
        host.open()
        until(lambda: host.items, "the registration")
        assert tray.host_present


def test_a_host_that_restarts_gets_the_item_again(shown: Shown) -> None:
    """Each new owner of the watcher's name is given the item, well within five seconds."""
    shown.host.leave()
    shown.host.own()
    until(lambda: len(shown.host.items) == 2, "the second registration", 5)


def test_the_item_comes_back_with_the_bus(shown: Shown, private_bus: PrivateBus) -> None:
    """After the bus was killed and started anew, the item registers under its new unique name and serves its menu."""
    private_bus.kill()
    until(lambda: not shown.bus.unique_name and not shown.host.bus.unique_name, "the loss to be noticed")
    private_bus.start()
    until(lambda: shown.host.bus.unique_name, "the host to be back", AGAIN)
    shown.host.own()
    until(lambda: len(shown.host.items) == 2, "the second registration", AGAIN)
    assert shown.host.items[-1] == shown.bus.unique_name
    assert QUIT.label in shown.host.lines()


def test_stopping_hides_the_item(shown: Shown) -> None:
    """A stopped tray says Passive, so that hosts hide it at once though the shared connection stays."""
    shown.tray.stop()
    assert shown.host.item("Status") == ("s", "Passive")
    assert shown.host.settle() == ["NewStatus"]


# ---------------------------------------------------------------- the item


def test_the_item_has_every_property_hosts_ask_for(shown: Shown) -> None:
    """GetAll answers all of them with their types, and the icon in all usual sizes."""
    (everything,) = shown.host.ask(PROPERTIES, "GetAll", "s", ITEM)
    types = {name: signature for name, (signature, _) in everything.items()}
    pixmaps = ("IconPixmap", "OverlayIconPixmap", "AttentionIconPixmap")
    words = ("Category", "Id", "Title", "Status", "IconThemePath", "IconName", "OverlayIconName")
    more = ("AttentionIconName", "AttentionMovieName", "IconAccessibleDesc", "AttentionAccessibleDesc")
    assert types == {
        **dict.fromkeys(words + more, "s"),
        **dict.fromkeys(pixmaps, "a(iiay)"),
        "WindowId": "i",
        "ToolTip": "(sa(iiay)ss)",
        "ItemIsMenu": "b",
        "Menu": "o",
    }
    values = {name: value for name, (_, value) in everything.items()}
    assert (values["Id"], values["Status"], values["Menu"]) == ("sitbreak", "Active", "/MenuBar")
    assert values["ItemIsMenu"] is False
    assert values["ToolTip"] == ("", [], "Sitting for 27 min", "")
    assert values["IconAccessibleDesc"] == values["AttentionAccessibleDesc"] == "Sitting for 27 min"
    assert [(w, h, len(b)) for w, h, b in values["IconPixmap"]] == [(s, s, 4 * s * s) for s in (16, 22, 24, 32, 48, 64)]


@pytest.mark.parametrize(
    ("method", "signature", "args", "error"),
    [
        ("Get", "ss", (ITEM, "XAyatanaLabel"), "UnknownProperty"),
        ("Get", "ss", ("org.example.Other", "Id"), "UnknownInterface"),
        ("GetAll", "s", ("org.example.Other",), "UnknownInterface"),
        ("Set", "ssv", (ITEM, "Id", ("s", "x")), "PropertyReadOnly"),
        ("Frobnicate", "", (), "UnknownMethod"),
    ],
)
def test_what_the_item_has_not_is_an_error(
    shown: Shown, method: str, signature: str, args: tuple[Any, ...], error: str
) -> None:
    """Unknown properties, interfaces and methods get their D-Bus error, never silence."""
    with pytest.raises(BusError) as caught:
        shown.host.ask(PROPERTIES, method, signature, *args)
    assert caught.value.name == f"org.freedesktop.DBus.Error.{error}"


@pytest.mark.parametrize(
    ("interface", "call", "error"),
    [
        (ITEM, ("Dance",), "UnknownMethod"),
        (ITEM, ("Activate", "s", "here"), "InvalidArgs"),
        (MENU, ("GetLayout", "iias", 9999, -1, []), "InvalidArgs"),
        (MENU, ("GetProperty", "is", 0, "colour"), "InvalidArgs"),
    ],
)
def test_calls_that_make_no_sense_are_errors(shown: Shown, interface: str, call: tuple[Any, ...], error: str) -> None:
    """An unknown method, wrong arguments or an unknown line are named as such."""
    with pytest.raises(BusError) as caught:
        shown.host.ask(interface, *call)
    assert caught.value.name == f"org.freedesktop.DBus.Error.{error}"


def test_introspection_leads_from_the_root_to_item_and_menu(shown: Shown) -> None:
    """Hosts that walk the tree find both objects, and that Activate exists."""
    (tree,) = shown.host.ask(INTROSPECTABLE, "Introspect", path="/")
    assert "<node name='StatusNotifierItem'/><node name='MenuBar'/>" in tree
    (item,) = shown.host.ask(INTROSPECTABLE, "Introspect")
    assert "<interface name='org.kde.StatusNotifierItem'><method name='Activate'>" in item
    (menu,) = shown.host.ask(INTROSPECTABLE, "Introspect", path="/MenuBar")
    assert "<signal name='LayoutUpdated'><arg type='u'/><arg type='i'/></signal>" in menu


def test_activate_does_the_main_thing_of_the_menu(shown: Shown) -> None:
    """A left click stands for the main line; the other calls of hosts are accepted."""
    for method, signature, args in (
        ("ProvideXdgActivationToken", "s", ("token",)),
        ("SecondaryActivate", "ii", (0, 0)),
        ("ContextMenu", "ii", (0, 0)),
        ("Scroll", "is", (1, "vertical")),
    ):
        assert shown.host.ask(ITEM, method, signature, *args) == ()
    shown.host.ask(ITEM, "Activate", "ii", 3, 4)
    shown.clicked("drill")
    assert shown.commands == [("drill",)]


# ---------------------------------------------------------------- the menu


def test_a_click_gives_the_entry_s_command(shown: Shown) -> None:
    """Lines of the menu and of its submenus call with their words; opening and hovering do nothing."""
    lines = shown.host.lines()
    for kind in ("opened", "hovered", "closed"):
        shown.host.click(lines["Pause"], kind)
    shown.host.click(lines["for 1 hour"])
    shown.clicked("pause", "1h")
    assert shown.host.ask(
        MENU, "EventGroup", "a(isvu)", [(lines["Quit"], "clicked", ("s", ""), 0), (9999, "x", ("i", 0), 0)]
    ) == ([9999],)
    shown.clicked("quit")
    assert len(shown.commands) == 2


def test_information_and_disabled_lines_do_nothing(shown: Shown) -> None:
    """A host that lets a disabled line be clicked after all changes nothing by it."""
    shown.tray.update(view(Entry("Not now", ("x",), enabled=False), DRILL))
    lines = shown.host.lines()
    for label in ("Not now", "Sitting for 27 min", "Start a drill now"):
        shown.host.click(lines[label])
    shown.clicked("drill")
    assert shown.commands == [("drill",)]


def test_a_click_on_an_older_menu_does_what_was_read_there(shown: Shown) -> None:
    """A line that has just left the menu is still served, and a new line never takes over its id."""
    old = shown.host.lines()
    shown.tray.update(view(Entry("Something else", ("else",))))
    assert old["I am standing"] not in shown.host.lines().values()
    shown.host.click(old["I am standing"])
    shown.clicked("stand")
    assert shown.commands == [("stand",)]


def test_a_slow_command_holds_up_nobody(private_bus: PrivateBus) -> None:
    """While a command runs, the host's questions are answered and the next click is served."""
    host = Host(private_bus.connect())
    host.open()
    release, second = threading.Event(), threading.Event()

    def command(words: tuple[str, ...]) -> None:
        second.set() if words == ("stand",) else release.wait(10)

    tray = make(view(), command, private_bus.connect())
    with running(tray):
        until(lambda: host.items, "the icon to register")
        lines = host.lines()
        host.click(lines[DRILL.label])
        host.click(lines[STAND.label])
        assert second.wait(5)
        assert host.item("Id") == ("s", "sitbreak")
        release.set()


def test_group_questions_are_answered(shown: Shown) -> None:
    """GetGroupProperties gives all lines or the named ones; unknown ids are left out."""
    (everything,) = shown.host.ask(MENU, "GetGroupProperties", "aias", [], [])
    assert len(everything) == len(shown.host.lines()) + 3
    quit_line = shown.host.lines()["Quit"]
    (some,) = shown.host.ask(MENU, "GetGroupProperties", "aias", [quit_line, 9999], ["label"])
    assert some == [(quit_line, {"label": ("s", "Quit")})]
    assert shown.host.ask(MENU, "GetProperty", "is", quit_line, "enabled") == (("b", True),)
    assert shown.host.ask(MENU, "AboutToShowGroup", "ai", [0, 9999]) == ([], [9999])
    assert shown.host.ask(PROPERTIES, "Get", "ss", MENU, "Version", path="/MenuBar") == (("u", 3),)


# ---------------------------------------------------------------- changes


def test_nothing_is_said_while_nothing_changes(shown: Shown) -> None:
    """The same view again, a click, or a look at the menu causes no signal at all."""
    shown.tray.update(view())
    assert shown.host.ask(MENU, "AboutToShow", "i", 0) == (False,)
    shown.host.click(shown.host.lines()["Quit"])
    shown.clicked("quit")
    assert shown.host.settle() == []


@pytest.mark.parametrize(
    ("change", "signals"),
    [
        (view(minutes=28), ["NewToolTip", "NewIconAccessibleDesc", "ItemsPropertiesUpdated"]),
        (view(ring=7), ["NewIcon"]),
        (view(face=Face.DUE, ring=16), ["NewIcon"]),
        (view(DRILL), ["LayoutUpdated"]),
    ],
)
def test_a_change_is_said_once_and_only_that(shown: Shown, change: View, signals: list[str]) -> None:
    """A new minute changes words, a new face the icon, new lines the layout; each with its own signal only."""
    shown.tray.update(change)
    assert shown.host.settle() == signals


def test_labels_made_when_read_are_made_anew_for_an_opening_menu(private_bus: PrivateBus) -> None:
    """AboutToShow looks at a label's function again, says what changed and answers that it did."""
    from sitbreak.adapters.tray.library import Menu, MenuItem
    from sitbreak.adapters.tray.sni import Icon

    host = Host(private_bus.connect())
    host.open()
    minutes = iter(range(100))
    menu = Menu(MenuItem(lambda item: f"in {next(minutes)} min", None))
    tray = PystrayTray(
        "sni",
        lambda **made: Icon("sitbreak", bus=private_bus.connect(), **made | {"menu": menu}),
        view(),
        Wires(print),
        lambda icon: _square(),
    )
    with running(tray):
        until(lambda: host.items and tray.icon.visible, "the icon to register")
        (before,) = host.lines()
        host.settle()
        assert host.ask(MENU, "AboutToShow", "i", 0) == (True,)
        assert host.settle() == ["ItemsPropertiesUpdated"]
        (after,) = host.lines()
        assert after != before


def test_the_first_line_is_as_fresh_as_the_opening(private_bus: PrivateBus) -> None:
    """Whoever opens the menu reads the time of now, not that of the last look a while ago."""
    host = Host(private_bus.connect())
    host.open()
    minutes = iter(range(100))
    bus = private_bus.connect()
    offered = candidates(view(), lambda words: None, lambda: bus, lambda: f"Sitting {next(minutes)} min")
    tray = dict(offered)["sni"]()
    assert isinstance(tray, PystrayTray)
    with running(tray):
        until(lambda: host.items and tray.icon.visible, "the icon to register")
        first = next(iter(host.lines()))
        assert host.ask(MENU, "AboutToShow", "i", 0) == (True,)
        assert (first.startswith("Sitting"), next(iter(host.lines())) != first) == (True, True)


def _square() -> Any:
    from PIL import Image

    return Image.new("RGBA", (40, 40), "red")
