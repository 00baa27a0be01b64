"""A private GNOME: the real Shell in a window of an X server of its own, on buses of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from jeepney import DBusAddress
from jeepney.wrappers import DBusErrorResponse

from tests.desktop import hands, peers
from tests.desktop.session import DesktopSession
from tests.heavy.services import Machine

EXTENSION = "ubuntu-appindicators@ubuntu.com"
MONITOR = "org.gnome.Mutter.IdleMonitor"
NEEDS = ("gnome-shell", "Xwayland", "gjs", "gsettings", "Xvfb", "xdotool", "dbus-daemon")
_EXTENSIONS = Path("/usr/share/gnome-shell/extensions")
_SERVICES = ("org.gnome.Shell.Notifications", "org.gnome.ScreenSaver")
SAVER = DBusAddress("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "org.gnome.ScreenSaver")
_SHELL = DBusAddress("/org/gnome/Shell", "org.gnome.Shell", "org.gnome.Shell")
_WITHIN, _ATTEMPTS = 12.0, 4
_ARGV = ["gnome-shell", "--nested", "--wayland", "--wayland-display", "wayland-7", "--unsafe-mode"]

_PLACE = "[...it.get_transformed_position(), ...it.get_transformed_size()]"
_INDICATOR = "Object.entries(Main.panel.statusArea).filter(([k]) => k.startsWith('appindicator-')).map(([k, it]) => it)"
_ACTORS = """
    const found = [];
    const walk = it => {
        if (!it.mapped) return;
        if (it instanceof %(kind)s) found.push([%(place)s, it.text ?? it.label ?? ""].flat());
        it.get_children().forEach(walk);
    };
    walk(Main.layoutManager.uiGroup);
    found
"""
"""Where the Shell has drawn the actors of a class, and their texts."""


class GnomeDesktop(DesktopSession):
    """GNOME Shell without a session manager; its window covers the X screen, so what xdotool does happens in it.

    The Shell runs in its unsafe mode, in which it tells where it has drawn what: eyes for the tests, nothing more.
    """

    def __init__(self, *, extension: bool = True) -> None:
        super().__init__(screen="1280x800x24")
        self._extension = extension
        self._machine: Machine | None = None

    @classmethod
    def lacks(cls) -> list[str]:
        """What such a desktop needs and this machine lacks."""
        absent = [program for program in NEEDS if shutil.which(program) is None]
        return absent if (_EXTENSIONS / EXTENSION).is_dir() else [*absent, "gnome-shell-extension-appindicator"]

    @property
    def client(self) -> dict[str, str]:
        """What a program started in the Shell would find in its environment."""
        xwayland = {name: str(self.ask(f"imports.gi.GLib.getenv('{name}')")) for name in ("DISPLAY", "XAUTHORITY")}
        return xwayland | {"WAYLAND_DISPLAY": "wayland-7", "XDG_SESSION_TYPE": "wayland"}

    def _start(self) -> None:
        self.env = peers.environment(self.root)
        self.env |= {"GSETTINGS_BACKEND": "keyfile", "XDG_CURRENT_DESKTOP": "GNOME", "XDG_SESSION_ID": "c1"}
        self.env |= {"LIBGL_ALWAYS_SOFTWARE": "1", "GDK_BACKEND": "x11,wayland"}
        self.env["DISPLAY"] = self._start_x()
        peers.write_bus_config(self.root, self.env)
        for name in _SERVICES:
            shutil.copy(f"/usr/share/dbus-1/services/{name}.service", self.root / "services")
        self.start_bus("session")
        self.start_bus("system")
        self._machine = Machine(self.env["DBUS_SYSTEM_BUS_ADDRESS"])
        self.set("org.gnome.shell", "welcome-dialog-last-shown-version", "'999'")
        if self._extension:
            self.set("org.gnome.shell", "enabled-extensions", f"['{EXTENSION}']")
        self.start_shell()

    def close(self) -> None:
        """End every program and remove the folder."""
        if self._machine:
            self._machine.close()
        super().close()

    def start_shell(self) -> None:
        """Start the Shell, wait until it takes input, and leave its overview.

        GNOME Shell 43 runs JavaScript between fork and exec when it looks for ibus, and now and then waits for ever
        for a lock that no thread of the new process holds; then another Shell is started.
        """
        attempts = (self._comes_up() for _ in range(_ATTEMPTS))
        assert any(attempts), f"GNOME Shell did not start\n{self.children.log('gnome-shell')[-3000:]}"
        self.ask("Main.overview.hide()")
        self.wait_for(lambda: self.ask("!Main.overview.visible"), _WITHIN, "the desk behind the overview")
        if self._extension:
            self.wait_for(lambda: self.owner_exists(peers.WATCHER), _WITHIN, "the extension's tray")

    def _comes_up(self) -> bool:
        self._role("gnome-shell", _ARGV, MUTTER_DEBUG_DUMMY_MODE_SPECS="1280x800")
        try:
            self.wait_for(self._ready, _WITHIN, "GNOME Shell")
        except AssertionError:
            self.kill_shell()
            return False
        return True

    def _ready(self) -> bool:
        try:
            return self.owner_exists(MONITOR) and bool(self.ask("!Main.layoutManager._startingUp"))
        except (DBusErrorResponse, TimeoutError):
            return False

    def kill_shell(self) -> None:
        """End the Shell as a crash does, and what it was about to become, which holds its place on the bus."""
        shell = self._roles["gnome-shell"].pid
        started = Path(f"/proc/{shell}/task/{shell}/children").read_text().split()
        self._end_role("gnome-shell", signal.SIGKILL)
        for child in map(int, started):
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        self.wait_for(lambda: not self.owner_exists(MONITOR), 10, "the Shell's end")

    def set(self, schema: str, key: str, value: str) -> None:
        """Change one of the desktop's settings, as the settings program does."""
        self.output("gsettings", "set", schema, key, value)

    # ------------------------------------------------------------ eyes

    def ask(self, script: str) -> Any:
        """What a line of the Shell's own language says, as JSON knows it; AssertionError when it fails."""
        done, text = self.call(_SHELL, "Eval", "s", script)
        assert done, f"{script}: {text}"
        return json.loads(str(text)) if text else None

    def find(self, label: str) -> hands.Box | None:
        """Where the Shell has drawn a button with that text."""
        return next((box for box, text in self._drawn("St.Button") if text == label), None)

    def icon(self) -> hands.Box | None:
        """Where the panel shows our tray icon."""
        rows = self.ask(f"{_INDICATOR}.filter(it => it.mapped).map(it => {_PLACE})")
        return _box(rows[0]) if rows else None

    def aloud(self) -> str:
        """What a screen reader says of our tray icon."""
        return str(self.ask(f"{_INDICATOR}.map(it => it.accessible_name ?? '')")[0])

    def windows(self) -> list[str]:
        """The classes of the open windows."""
        return list(self.ask("global.get_window_actors().map(it => it.meta_window.get_wm_class())"))

    # ------------------------------------------------------------ hands

    def click(self, label: str, among: list[str]) -> None:
        """Click this button of a bubble; `among` are all its buttons from left to right."""
        self.wait_for(lambda: self._labels("St.Button") == among, 15, f"the buttons {among}")
        box = self._at_rest(lambda: self.find(label))
        hands.click(self, box.middle)

    def click_line(self, label: str) -> None:
        """Click this line of the open menu."""
        box = self._at_rest(lambda: next((box for box, text in self._drawn("St.Label") if text == label), None))
        hands.click(self, box.middle)

    def _at_rest(self, look: Callable[[], hands.Box | None]) -> hands.Box:
        """The box, once two looks in a row find it in the same place."""
        before: list[hands.Box | None] = [None]

        def settled() -> hands.Box | None:
            before.append(look())
            return before[-1] if before[-1] == before[-2] else None

        return self.wait_for(settled, 15, "a button that stands still")

    def _labels(self, kind: str) -> list[str]:
        return [text for _, text in self._drawn(kind) if text]

    def _drawn(self, kind: str) -> list[tuple[hands.Box, str]]:
        """All of that class in bubbles and menus, with their texts."""
        rows = self.ask(_ACTORS % {"kind": f"imports.gi.{kind}", "place": _PLACE})
        return [(box, row[4]) for row in rows if (box := _box(row))]


def _box(row: list[float | None]) -> hands.Box | None:
    """None for what has no place on the screen yet."""
    numbers = [round(number) for number in row[:4] if number is not None]
    return hands.Box(*numbers) if len(numbers) == len(hands.Box._fields) else None
