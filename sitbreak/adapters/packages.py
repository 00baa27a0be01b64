"""What to do about what is missing: one table of packages, and the words for this machine and this desktop."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

ROOT = Path("/")

_OS_RELEASE = ("etc/os-release", "usr/lib/os-release")
_FAMILIES = {
    "debian": "debian",
    "ubuntu": "debian",
    "fedora": "fedora",
    "rhel": "fedora",
    "centos": "fedora",
    "arch": "arch",
    "suse": "suse",
    "opensuse": "suse",
}
"""The family that a word of ID or ID_LIKE stands for; "opensuse-leap" goes by its first part."""

_HOW = {
    "debian": "sudo apt install",
    "fedora": "sudo dnf install",
    "arch": "sudo pacman -S",
    "suse": "sudo zypper install",
}
_CALLED = {"debian": "Debian, Ubuntu", "fedora": "Fedora", "arch": "Arch", "suse": "openSUSE"}

_EXTENSION = "gnome-shell-extension-appindicator"
_PACKAGES: Mapping[str, tuple[str, str, str, str]] = {
    "windows": ("python3-tk", "python3-tkinter", "tk", "python3-tk"),
    "notifications on X11": ("dunst", "dunst", "dunst", "dunst"),
    "notifications on Wayland": ("mako-notifier", "mako", "mako", "mako"),
    "plain notifications": ("libnotify-bin", "libnotify", "libnotify", "libnotify-tools"),
    "session bus": ("dbus-user-session", "dbus-daemon", "dbus", "dbus-1"),
    "tray on GNOME": (_EXTENSION, _EXTENSION, _EXTENSION, _EXTENSION),
    "tray on sway": ("waybar", "waybar", "waybar", "waybar"),
    "sound server": ("pipewire-pulse", "pipewire-pulseaudio", "pipewire-pulse", "pipewire-pulseaudio"),
    "X programs on Wayland": ("xwayland", "xorg-x11-server-Xwayland", "xorg-xwayland", "xwayland"),
    "films in mpv": ("mpv-mpris", "mpv-mpris", "mpv-mpris", "mpv-mpris"),
}
"""The package that serves each need: in Debian, Fedora, Arch and openSUSE, and their families."""

_OURS = "appindicatorsupport@rgcjonas.gmail.com"
_UBUNTUS = "ubuntu-appindicators@ubuntu.com"
_MPV_SCRIPTS = ("etc/mpv/scripts", "usr/share/mpv/scripts", "usr/lib/mpv-mpris")
_EXTENSIONS = ("usr/share/gnome-shell/extensions", "usr/local/share/gnome-shell/extensions")


@cache  # a machine stays of its family, and whoever finds nothing that serves asks again at each look
def family(root: Path = ROOT) -> str:
    """The family of the distribution whose files lie under `root`: debian, fedora, arch, suse, or "" for any other."""
    told = _os_release(root)
    words = (word.split("-")[0] for word in (told.get("ID", ""), *told.get("ID_LIKE", "").split()))
    return next((_FAMILIES[word] for word in words if word in _FAMILIES), "")


def install(need: str, root: Path = ROOT) -> str:
    """How to get what serves `need` on this machine; on a distribution nobody knows, what it is called elsewhere."""
    names = dict(zip(_HOW, _PACKAGES[need], strict=True))
    here = family(root)
    if here:
        return f"{_HOW[here]} {names[here]}"
    if len(set(names.values())) == 1:
        return f"install {names['debian']}"
    return "install " + ", ".join(f"{package} ({_CALLED[name]})" for name, package in names.items())


def session_bus(root: Path = ROOT) -> str:
    """Where there is no session bus."""
    got = install("session bus", root)
    return f"start sitbreak from the desktop session; where there is none: {got}, then `dbus-run-session sitbreak`"


def notification_service(environ: Mapping[str, str] = os.environ, root: Path = ROOT) -> str:
    """Where nobody shows notifications; GNOME, Plasma and Xfce bring a service of their own."""
    return install("notifications on Wayland" if environ.get("WAYLAND_DISPLAY") else "notifications on X11", root)


def sound_server(root: Path = ROOT) -> str:
    """Where no sound server tells who records."""
    return f"{install('sound server', root)}, then log out and in again"


def xwayland(root: Path = ROOT) -> str:
    """Where a Wayland session shows no windows of X programs, such as Tk's."""
    return f"switch XWayland on in the compositor; if it is missing: {install('X programs on Wayland', root)}"


def tray_host(environ: Mapping[str, str] = os.environ, root: Path = ROOT) -> str:
    """Where nothing shows tray icons."""
    desktop = environ.get("XDG_CURRENT_DESKTOP", "").upper()
    if "GNOME" in desktop:
        return _gnome(environ, root)
    if environ.get("SWAYSOCK") or environ.get("HYPRLAND_INSTANCE_SIGNATURE"):
        return _bar(environ, root)
    if "KDE" in desktop:
        return "add the System Tray to a panel: right-click the panel, Add Widgets"
    if "XFCE" in desktop:
        return "add the Status Tray plugin to a panel: right-click the panel, Panel, Add New Items"
    return "start a panel with a status tray (xfce4-panel, lxqt-panel, waybar); the icon comes as soon as one is there"


def xembed_on_plasma(forced: bool) -> str:
    """Where Plasma 6 is asked for an icon of the old kind."""
    if forced:
        return "unset SITBREAK_TRAY; Plasma shows the icon of the kind sitbreak prefers"
    return session_bus()


def _gnome(environ: Mapping[str, str], root: Path) -> str:
    known = _UBUNTUS if family(root) == "debian" else _OURS
    enable = f"gnome-extensions enable {known}"
    own = Path(environ.get("XDG_DATA_HOME") or Path(environ.get("HOME", "/"), ".local/share"))
    folders = (own / "gnome-shell/extensions", *(root / folder for folder in _EXTENSIONS))
    if any((folder / known).is_dir() for folder in folders):
        return f"{enable}; the icon appears as soon as the extension is on"
    return f"{install('tray on GNOME', root)}, log out and in again, then {enable}"


def _bar(environ: Mapping[str, str], root: Path) -> str:
    if _installed("waybar", environ):
        return 'start waybar with "tray" among the modules in its config, as in "modules-right": ["clock", "tray"]'
    return f'{install("tray on sway", root)}, put "tray" among the modules in its config, and start it'


def player(environ: Mapping[str, str] = os.environ, root: Path = ROOT) -> str:
    """Where mpv is installed without the plugin by which players tell what they do; "" where all is well."""
    home = Path(environ.get("HOME", "/"))
    scripts = (*(root / folder for folder in _MPV_SCRIPTS), home / ".config/mpv/scripts")
    told = any(next(folder.glob("*mpris*"), None) for folder in scripts)
    return "" if told or not _installed("mpv", environ) else install("films in mpv", root)


def _installed(program: str, environ: Mapping[str, str]) -> bool:
    folders = environ.get("PATH", "").split(":")
    return any(os.access(Path(folder, program), os.X_OK) for folder in folders if folder)


def _os_release(root: Path) -> dict[str, str]:
    for place in _OS_RELEASE:
        try:
            text = (root / place).read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        pairs = (line.partition("=") for line in text.splitlines() if "=" in line and not line.startswith("#"))
        return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}
    return {}
