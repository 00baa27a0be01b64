"""Configuration and commands of the real programs a private desktop is made of."""

from __future__ import annotations

import os
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

WATCHER = "org.kde.StatusNotifierWatcher"
NOTIFICATIONS = "org.freedesktop.Notifications"

_ALWAYS = ("Xvfb", "dbus-daemon", "openbox", "xdotool", "xprop")
X_OPTIONS = ("-nolisten", "tcp", "-noreset", "-r")
"""Of every Xvfb; no key repeats itself (-r), as one does that a busy machine lets go of late."""

_SERVICES = Path("/usr/share/dbus-1/services")

_BUS = """<busconfig>
  <type>session</type>
  <listen>{address}</listen>
  {services}
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""

_PANEL = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="dark-mode" type="bool" value="{dark}"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="{size}"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray">
      <property name="icon-size" type="uint" value="{icon_size}"/>
    </property>
  </property>
</channel>
"""

_DUNST = """[global]
    dmenu = {script}
    font = Sans 10
    frame_width = 2
    markup = full
"""


def environment(root: Path) -> dict[str, str]:
    """Make the folders under `root` and the environment which points into them and nowhere else."""
    home, run = root / "home", root / "run"
    home.mkdir()
    run.mkdir(mode=0o700)
    return {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "XDG_DATA_HOME": str(home / ".local/share"),
        "XDG_STATE_HOME": str(home / ".local/state"),
        "XDG_RUNTIME_DIR": str(run),
        "XDG_SESSION_TYPE": "x11",
        "SITBREAK_HOME": str(root / "sitbreak"),
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={run}/bus",
        "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={run}/system",
        "GDK_BACKEND": "x11",
        "NO_AT_BRIDGE": "1",
        "GSETTINGS_BACKEND": "memory",
        "PYTHONFAULTHANDLER": "1",
        "TZ": _forenoon(),
    }


def _forenoon() -> str:
    """The time zone where it is past eleven now, so that no midnight cuts a test's hours in two."""
    east = 11 - datetime.now(UTC).hour
    return f"Etc/GMT{-east:+d}"


def write_bus_config(root: Path, env: dict[str, str]) -> None:
    """Two buses; the session bus may start Xfce's settings service and nothing else."""
    services = root / "services"
    services.mkdir()
    xfconf = _SERVICES / "org.xfce.Xfconf.service"
    if xfconf.exists():
        command = re.search(r"^Exec=(.*)$", xfconf.read_text(), re.MULTILINE)
        assert command, f"no Exec line in {xfconf}"
        (services / xfconf.name).write_text(f"[D-BUS Service]\nName=org.xfce.Xfconf\nExec={command[1]}\n")
    for which, folder in (("session", f"<servicedir>{services}</servicedir>"), ("system", "")):
        address = env[f"DBUS_{which.upper()}_BUS_ADDRESS"]
        (root / f"{which}.conf").write_text(_BUS.format(address=address, services=folder))


def write_panel_config(root: Path, *, dark: bool, icon_size: int) -> None:
    """A panel along the top edge that holds one tray."""
    folder = root / "home/.config/xfce4/xfconf/xfce-perchannel-xml"
    folder.mkdir(parents=True, exist_ok=True)
    text = _PANEL.format(dark=str(dark).lower(), size=icon_size + 8, icon_size=icon_size)
    (folder / "xfce4-panel.xml").write_text(text)


def write_dunst_config(root: Path) -> None:
    """Let dunst's own menu of actions be answered by a script that picks the line in `root`/choice, not at dmenu."""
    script = root / "choose"
    script.write_text(f'#!/bin/sh\ngrep -F -m1 "$(cat {root}/choice)"\n')
    script.chmod(0o700)
    folder = root / "home/.config/dunst"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dunstrc").write_text(_DUNST.format(script=script))


def notifier_command(name: str) -> list[str]:
    """How to start that daemon; FileNotFoundError when it is not installed."""
    if (found := shutil.which(name) or _by_service(name)) is None:
        raise FileNotFoundError(name)
    return [found]


def _by_service(name: str) -> str | None:
    """The daemon's path as its own D-Bus service file tells it, since it need not be on PATH."""
    for service in _SERVICES.glob("*.service"):
        exec_line = re.search(r"^Exec=(\S+)", service.read_text(), re.MULTILINE)
        if exec_line and Path(exec_line[1]).name == name and Path(exec_line[1]).exists():
            return exec_line[1]
    return None


def missing(*, panel: bool, notifier: str | None) -> list[str]:
    """Programs which the wanted desktop needs and this machine lacks."""
    wanted = [*_ALWAYS, *(["xfce4-panel"] if panel else []), *(["dunstctl"] if notifier == "dunst" else [])]
    absent = [program for program in wanted if shutil.which(program) is None]
    if notifier and shutil.which(notifier) is None and _by_service(notifier) is None:
        absent.append(notifier)
    return absent
