"""A private desktop for tests: own folders, X server, buses, window manager, panel and notification daemon."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, TypeVar

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import unwrap_msg
from PIL import Image, ImageGrab

from tests.desktop import hands, peers
from tests.desktop.children import Children

T = TypeVar("T")
Theme = Literal["light", "dark"]
Notifier = Literal["dunst", "xfce4-notifyd"]
Process = subprocess.Popen[bytes]

USUAL_SCREEN, SMALLEST_SCREEN = "1280x800x24", "800x600x24"
"""Pixels and bits of each; nobody has a smaller one any more."""
BUS = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
_INPUT = {
    "pointer": "trap exit TERM; while :; do xdotool mousemove 600 400 sleep 0.2 mousemove 603 402 sleep 0.2; done",
    "typing": "trap exit TERM; while :; do xdotool key --clearmodifiers Shift_L sleep 0.3; done",
}
"""With the trap a shell that is ended waits for its last stroke, so that none comes after the hands are off."""


def wait_for(look: Callable[[], T | None], timeout: float, what: str) -> T:
    """Look until the answer is true and return it; AssertionError naming `what` after `timeout` seconds.

    Between two looks are 30 ms, or as long as the look itself took: half of the time is left to what is looked at.
    """
    began = time.monotonic()
    deadline = began + timeout
    while not (found := look()):
        looked = time.monotonic()
        assert looked < deadline, f"waited {timeout:g} s for {what}"
        time.sleep(max(0.03, looked - began))
        began = time.monotonic()
    return found


class DesktopSession:
    """A desktop of its own, from `__enter__` to `__exit__`.

    `panel` starts xfce4-panel with nothing but a tray, light or dark, its icons `icon_size` pixels; `notifier` starts
    that daemon. Nothing else answers on its session bus, and its system bus is empty. `root` holds HOME, the runtime
    folder, SITBREAK_HOME and the logs, and is removed at the end.
    """

    def __init__(
        self,
        *,
        panel: Theme | None = None,
        icon_size: int = 22,
        notifier: Notifier | None = None,
        screen: str = USUAL_SCREEN,
    ) -> None:
        self.panel, self.icon_size, self.notifier, self.screen = panel, icon_size, notifier, screen
        self.root = Path()
        self.env: dict[str, str] = {}
        self._roles: dict[str, Process] = {}

    @classmethod
    def missing(cls, *, panel: bool = False, notifier: str | None = None) -> list[str]:
        """Programs that such a desktop needs and this machine lacks."""
        return peers.missing(panel=panel, notifier=notifier)

    # ------------------------------------------------------------ life

    def __enter__(self) -> Self:
        self.root = Path(tempfile.mkdtemp(prefix="sitbreak-"))
        self.children = Children(self.root / "logs")
        try:
            self._start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End every program and remove the folder."""
        self.children.close()
        shutil.rmtree(self.root, ignore_errors=True)

    def _start(self) -> None:
        self.env = peers.environment(self.root)
        self.env["DISPLAY"] = self._start_x()
        peers.write_bus_config(self.root, self.env)
        self.start_bus("session")
        self.start_bus("system")
        self._role("openbox", ["openbox", "--sm-disable"])
        self.wait_for(lambda: "window id" in self._root_property("_NET_SUPPORTING_WM_CHECK"), 10, "openbox")
        if self.notifier:
            self.start_notifier(self.notifier)
        if self.panel:
            self.start_panel()

    def _start_x(self) -> str:
        readable, writable = os.pipe()
        argv = ["Xvfb", "-displayfd", str(writable), "-screen", "0", self.screen, *peers.X_OPTIONS]
        self._roles["Xvfb"] = self.children.start("Xvfb", argv, self.env, pass_fds=[writable])
        os.close(writable)
        with open(readable, encoding="ascii") as answer:
            number = answer.readline().strip()
        assert number, f"Xvfb did not start\n{self.children.log('Xvfb')}"
        return f":{number}"

    def kill_x(self) -> None:
        """Let the X server die, and with it whoever cannot live without one."""
        self._end_role("Xvfb", signal.SIGKILL)

    def _root_property(self, name: str) -> str:
        return self.output("xprop", "-root", name)

    # ------------------------------------------------------------ programs

    def run(self, argv: Sequence[str], *, name: str = "", **env: str) -> Process:
        """Start a program on this desktop, with more environment if wanted; it ends with the session."""
        return self.children.start(name or Path(argv[0]).name, argv, self.env | env)

    def stop(self, process: Process, how: signal.Signals = signal.SIGTERM) -> None:
        self.children.stop(process, how)

    def output(self, *argv: str) -> str:
        """What a short command prints; raises CalledProcessError when it fails."""
        done = subprocess.run(argv, env=self.env, capture_output=True, text=True, timeout=60, check=True)
        return done.stdout.strip()

    def wait_for(self, look: Callable[[], T | None], timeout: float, what: str) -> T:
        """As the module's `wait_for`, with the logs in the message."""
        try:
            return wait_for(look, timeout, what)
        except AssertionError as late:
            late.add_note(self.children.tails())
            raise

    def _role(self, role: str, argv: Sequence[str], **env: str) -> Process:
        self._roles[role] = self.run(argv, name=role, **env)
        return self._roles[role]

    def _end_role(self, role: str, how: signal.Signals = signal.SIGTERM) -> None:
        if (process := self._roles.pop(role, None)) is not None:
            self.stop(process, how)

    # ------------------------------------------------------------ buses

    def start_bus(self, which: Literal["session", "system"] = "session") -> None:
        """Start a bus, at the same address as before when it had been stopped."""
        (self.root / "run" / ("bus" if which == "session" else "system")).unlink(missing_ok=True)
        self._role(f"{which}-bus", ["dbus-daemon", "--nofork", f"--config-file={self.root}/{which}.conf"])
        self.wait_for(lambda: self._answers(which), 10, f"the {which} bus")

    def stop_bus(self, which: Literal["session", "system"] = "session") -> None:
        self._end_role(f"{which}-bus", signal.SIGKILL)

    def _answers(self, which: Literal["session", "system"]) -> bool:
        try:
            open_dbus_connection(self.env[f"DBUS_{which.upper()}_BUS_ADDRESS"]).close()
        except OSError:
            return False
        return True

    def call(self, address: DBusAddress, method: str, signature: str = "", *args: object) -> tuple[object, ...]:
        """One call on the session bus through a connection of its own; raises what jeepney raises."""
        with open_dbus_connection(self.env["DBUS_SESSION_BUS_ADDRESS"]) as bus:
            message = new_method_call(address, method, signature or None, args)
            return tuple(unwrap_msg(bus.send_and_get_reply(message, timeout=5)))

    def owner_exists(self, name: str) -> bool:
        """Whether anybody owns that name on the session bus."""
        return bool(self.call(BUS, "NameHasOwner", "s", name)[0])

    # ------------------------------------------------------------ panel and notifications

    def start_panel(self) -> None:
        """Start xfce4-panel with one tray and wait until it takes icons."""
        peers.write_panel_config(self.root, dark=self.panel == "dark", icon_size=self.icon_size)
        theme = "Adwaita:dark" if self.panel == "dark" else "Adwaita"
        self._role("xfce4-panel", ["xfce4-panel", "--sm-client-disable", "--disable-wm-check"], GTK_THEME=theme)
        self.wait_for(lambda: self.owner_exists(peers.WATCHER), 20, "the panel's tray")

    def stop_panel(self, how: signal.Signals = signal.SIGTERM) -> None:
        self._end_role("xfce4-panel", how)
        self.wait_for(lambda: not self.owner_exists(peers.WATCHER), 10, "the panel's end")

    def start_notifier(self, name: Notifier) -> None:
        """Start that notification daemon and wait until it answers."""
        self.notifier = name
        if name == "dunst":
            peers.write_dunst_config(self.root)
        self._role("notifier", peers.notifier_command(name))
        self.wait_for(lambda: self.owner_exists(peers.NOTIFICATIONS), 15, name)

    def stop_notifier(self, how: signal.Signals = signal.SIGTERM) -> None:
        self._end_role("notifier", how)
        self.wait_for(lambda: not self.owner_exists(peers.NOTIFICATIONS), 10, "the notifier's end")

    def signal_notifier(self, which: signal.Signals) -> None:
        """Send the notification daemon a signal, such as SIGSTOP to let it hang."""
        self._roles["notifier"].send_signal(which)

    # ------------------------------------------------------------ eyes and hands

    def look(self) -> Image.Image:
        """The whole screen as a picture."""
        return ImageGrab.grab(xdisplay=self.env["DISPLAY"]).convert("RGB")

    def screenshot(self, path: Path | str) -> None:
        """Save the whole screen as PNG."""
        self.look().save(path)

    def xdo(self, *args: object) -> str:
        """One xdotool command; raises CalledProcessError when it fails (a search that finds nothing does)."""
        return self.output("xdotool", *map(str, args))

    def tray_icon_geometry(self) -> hands.Box | None:
        """Where the tray's icons are drawn, None while there is none."""
        return hands.tray_icon_geometry(self)

    def click_menu(self, *labels: str) -> None:
        """Right-click the tray icon and choose this line, submenus first; AssertionError when there is none."""
        hands.click_menu(self, *labels)

    def press_notification_button(self, label: str, among: tuple[str, ...] = ("Start", "Snooze", "Skip")) -> None:
        """Press this button of the notification on the screen; `among` are its buttons from left to right."""
        hands.press_notification_button(self, label, among)

    def move_pointer(self) -> None:
        """Keep the pointer moving until `rest()`."""
        self._input("pointer")

    def type_on(self) -> None:
        """Keep a key (Shift, which writes nothing) going until `rest()`."""
        self._input("typing")

    def rest(self) -> None:
        """Take the hands off mouse and keyboard."""
        for kind in _INPUT:
            self._end_role(kind)

    def _input(self, kind: str) -> None:
        self.rest()
        self._role(kind, ["sh", "-c", _INPUT[kind]])
