"""What to do about what is missing: in the words of each distribution's family and of each desktop."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitbreak.adapters import packages

SYSTEMS = {
    "debian": 'ID=debian\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n',
    "mint": 'NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n',
    "fedora": "ID=fedora\n",
    "rocky": 'ID="rocky"\nID_LIKE="rhel centos fedora"\n',
    "manjaro": "ID=manjaro\nID_LIKE=arch\n",
    "leap": 'ID="opensuse-leap"\nID_LIKE="suse opensuse"\n',
    "tumbleweed": 'ID="opensuse-tumbleweed"\n',
    "alpine": "# a comment\nID=alpine\n",
}


def system(root: Path, name: str) -> Path:
    (root / "etc").mkdir(parents=True)
    (root / "etc/os-release").write_text(SYSTEMS[name])
    return root


@pytest.mark.parametrize(
    ("name", "family", "windows", "mako"),
    [
        ("debian", "debian", "sudo apt install python3-tk", "sudo apt install mako-notifier"),
        ("mint", "debian", "sudo apt install python3-tk", "sudo apt install mako-notifier"),
        ("fedora", "fedora", "sudo dnf install python3-tkinter", "sudo dnf install mako"),
        ("rocky", "fedora", "sudo dnf install python3-tkinter", "sudo dnf install mako"),
        ("manjaro", "arch", "sudo pacman -S tk", "sudo pacman -S mako"),
        ("leap", "suse", "sudo zypper install python3-tk", "sudo zypper install mako"),
        ("tumbleweed", "suse", "sudo zypper install python3-tk", "sudo zypper install mako"),
    ],
)
def test_each_family(tmp_path: Path, name: str, family: str, windows: str, mako: str) -> None:
    """A distribution is known by itself or by what it is like, and is told its own command and package alone."""
    root = system(tmp_path, name)
    assert packages.family(root) == family
    assert packages.install("windows", root) == windows
    assert packages.notification_service({"WAYLAND_DISPLAY": "wayland-1"}, root) == mako
    assert packages.notification_service({"DISPLAY": ":0"}, root).endswith(" dunst")


def test_unknown_distribution(tmp_path: Path) -> None:
    """Elsewhere every family's name is told, once where they agree; so it is without any os-release."""
    root = system(tmp_path / "alpine", "alpine")
    names = "install python3-tk (Debian, Ubuntu), python3-tkinter (Fedora), tk (Arch), python3-tk (openSUSE)"
    assert packages.install("windows", root) == names
    assert packages.install("notifications on X11", root) == "install dunst"
    assert packages.install("windows", tmp_path / "nothing") == names


def test_gnome(tmp_path: Path) -> None:
    """On GNOME the extension is to be installed and enabled, or enabled only where it is there already."""
    root, gnome = system(tmp_path, "fedora"), {"XDG_CURRENT_DESKTOP": "GNOME", "HOME": str(tmp_path / "home")}
    package, uuid = "gnome-shell-extension-appindicator", "appindicatorsupport@rgcjonas.gmail.com"
    wanted = f"sudo dnf install {package}, log out and in again, then gnome-extensions enable {uuid}"
    assert packages.tray_host(gnome, root) == wanted
    (tmp_path / "home/.local/share/gnome-shell/extensions" / uuid).mkdir(parents=True)
    assert packages.tray_host(gnome, root).startswith(f"gnome-extensions enable {uuid}")


def test_ubuntu(tmp_path: Path) -> None:
    """Ubuntu has an extension of its own, under its own name."""
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/os-release").write_text("ID=ubuntu\nID_LIKE=debian\n")
    advice = packages.tray_host({"XDG_CURRENT_DESKTOP": "ubuntu:GNOME"}, tmp_path)
    assert advice.startswith("sudo apt install gnome-shell-extension-appindicator")
    assert advice.endswith("gnome-extensions enable ubuntu-appindicators@ubuntu.com")


def test_sway(tmp_path: Path) -> None:
    """On sway waybar is to be installed, or, where it is there, to be given its tray."""
    root = system(tmp_path, "manjaro")
    sway = {"SWAYSOCK": "/run/sway", "PATH": str(tmp_path / "bin")}
    assert packages.tray_host(sway, root).startswith('sudo pacman -S waybar, put "tray" among the modules')
    program(tmp_path, "waybar")
    assert packages.tray_host(sway, root).startswith('start waybar with "tray" among the modules')


@pytest.mark.parametrize(
    ("environ", "word"),
    [({"XDG_CURRENT_DESKTOP": "KDE"}, "System Tray"), ({"XDG_CURRENT_DESKTOP": "XFCE"}, "Status Tray"), ({}, "panel")],
)
def test_other_desktops(environ: dict[str, str], word: str) -> None:
    """Plasma and Xfce have a tray to add to the panel; elsewhere any panel with a tray does."""
    assert word in packages.tray_host(environ)


def test_player(tmp_path: Path) -> None:
    """mpv without its plugin is advised of it; without mpv, or with the plugin, there is nothing to say."""
    root, environ = system(tmp_path, "debian"), {"PATH": str(tmp_path / "bin"), "HOME": str(tmp_path / "home")}
    assert packages.player(environ, root) == ""
    program(tmp_path, "mpv")
    assert packages.player(environ, root) == "sudo apt install mpv-mpris"
    (tmp_path / "etc/mpv/scripts").mkdir(parents=True)
    (tmp_path / "etc/mpv/scripts/mpris.so").touch()
    assert packages.player(environ, root) == ""


def program(root: Path, name: str) -> None:
    (root / "bin").mkdir(exist_ok=True)
    (root / "bin" / name).touch(mode=0o755)
