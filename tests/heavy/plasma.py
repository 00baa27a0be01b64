"""A private Plasma on X11: kwin_x11, kded5 and plasmashell on an X server and buses of their own."""

from __future__ import annotations

import shutil
import signal

from tests.desktop import hands, peers
from tests.desktop.session import DesktopSession
from tests.heavy import icons

NEEDS = ("kwin_x11", "kded5", "plasmashell", "Xvfb", "xdotool", "xprop", "dbus-daemon", "mpv")
_SERVICES = ("org.kde.ActivityManager", "org.kde.kglobalaccel")
_SESSION = {
    "XDG_CURRENT_DESKTOP": "KDE",
    "KDE_FULL_SESSION": "true",
    "KDE_SESSION_VERSION": "5",
    "LIBGL_ALWAYS_SOFTWARE": "1",
    "QT_QUICK_BACKEND": "software",
    "KWIN_COMPOSE": "N",
}
_WITHIN = 40.0
_BUBBLE = "_NET_WM_WINDOW_TYPE_NOTIFICATION"
_MENU = "_NET_WM_WINDOW_TYPE_POPUP_MENU"


class PlasmaDesktop(DesktopSession):
    """Plasma's window manager, daemon and shell, without a session manager."""

    def __init__(self) -> None:
        super().__init__(screen="1280x800x24")

    @classmethod
    def lacks(cls) -> list[str]:
        """Programs that such a desktop needs and this machine lacks."""
        return [program for program in NEEDS if shutil.which(program) is None]

    def _start(self) -> None:
        self.env = peers.environment(self.root) | _SESSION
        self.env["DISPLAY"] = self._start_x()
        peers.write_bus_config(self.root, self.env)
        for name in _SERVICES:
            shutil.copy(f"/usr/share/dbus-1/services/{name}.service", self.root / "services")
        self.start_bus("session")
        self.start_bus("system")
        self._role("kwin_x11", ["kwin_x11"])
        self._role("kded5", ["kded5"])
        self.wait_for(lambda: self.owner_exists(peers.WATCHER), _WITHIN, "kded's list of tray icons")
        self.start_shell()

    def start_shell(self) -> None:
        """Start plasmashell and wait until it shows notifications and tray icons."""
        self._role("plasmashell", ["plasmashell"])
        self.wait_for(lambda: self.owner_exists(peers.NOTIFICATIONS), _WITHIN, "plasmashell's notifications")
        self.wait_for(lambda: icons.host_present(self), _WITHIN, "plasmashell's tray")

    def kill_shell(self) -> None:
        """End plasmashell as a crash does."""
        self._end_role("plasmashell", signal.SIGKILL)
        self.wait_for(lambda: not self.owner_exists(peers.NOTIFICATIONS), 10, "plasmashell's end")

    def icon(self) -> hands.Box | None:
        """Where the panel shows our tray icon."""
        return icons.drawn(self, self.look())

    def bubble(self) -> hands.Box | None:
        """Where a notification is shown."""
        return next(iter(self._windows_of(_BUBBLE)), None)

    def press(self, label: str, among: tuple[str, ...]) -> None:
        """Click this button of the notification on the screen; `among` are its buttons from left to right."""
        row = self.wait_for(lambda: self._buttons(len(among)), 15, f"the buttons {among}")
        hands.click(self, row[among.index(label)].middle)

    def choose(self, label: str) -> None:
        """Choose this line of the menu that a click on the icon opens, by keyboard."""
        keys = hands.keys(hands.tray_menu(self), (label,))
        self.wait_for(lambda: self._windows_of(_MENU), 10, "the menu")
        self.xdo("key", *keys)

    def _buttons(self, count: int) -> list[hands.Box]:
        box = self.bubble()
        return hands.button_row(self, box, count) if box else []

    def _windows_of(self, kind: str) -> list[hands.Box]:
        found = hands.windows(self, "plasmashell")
        return [box for window, box in found.items() if kind in self._type(window)]

    def _type(self, window: str) -> str:
        return self.output("xprop", "-id", window, "_NET_WM_WINDOW_TYPE")
