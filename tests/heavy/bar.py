"""A private sway whose tray is waybar's."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

from PIL import Image

from tests.desktop import hands, peers
from tests.desktop.wayland import WaylandSession
from tests.heavy import icons
from tests.heavy.wayland_desktop import WaylandDesktop

NEEDS = ("waybar", "grim", "dbus-daemon")
_CONFIG = '{"layer": "top", "position": "top", "height": 32, "modules-right": ["tray"], "tray": {"icon-size": 24}}\n'
_STYLE = "window#waybar { background: #2b303b; }\n"


class SwayDesktop(WaylandDesktop):
    """sway without a screen, with a bar of nothing but a tray along its upper edge."""

    make = "sway"

    @classmethod
    def lacks(cls) -> list[str]:
        """Programs that such a desktop needs and this machine lacks."""
        return [program for program in NEEDS if shutil.which(program) is None] + WaylandSession.missing("sway")

    def _start(self) -> None:
        super()._start()
        self.env["SWAYSOCK"] = self.compositor.env["SWAYSOCK"]
        self.env["XDG_CURRENT_DESKTOP"] = "sway"
        (self.root / "home/bar").write_text(_CONFIG)
        (self.root / "home/bar.css").write_text(_STYLE)
        self.start_bar()

    def start_bar(self) -> None:
        """Start waybar and wait until it shows tray icons."""
        bar = self.root / "home/bar"
        self._role("waybar", ["waybar", "--config", str(bar), "--style", f"{bar}.css"])
        self.wait_for(lambda: icons.host_present(self), 20, "waybar's tray")

    def kill_bar(self) -> None:
        """End waybar as a crash does."""
        self._end_role("waybar", signal.SIGKILL)
        self.wait_for(lambda: not self.owner_exists(peers.WATCHER), 10, "waybar's end")

    def look(self) -> Image.Image:
        """The whole screen as a picture."""
        path = Path(self.root / "screen.png")
        self.output("grim", str(path))
        with Image.open(path) as picture:
            return picture.convert("RGB")

    def icon(self) -> hands.Box | None:
        """Where the bar shows our tray icon."""
        return icons.drawn(self, self.look())
