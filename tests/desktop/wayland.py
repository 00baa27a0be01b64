"""A private Wayland session for tests: a real compositor, its input, and a film that keeps it awake."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from tests.desktop import peers
from tests.desktop.children import Children
from tests.desktop.session import wait_for

Compositor = Literal["sway", "kwin"]

_NEEDS = {"sway": ["sway", "swaymsg", "foot"], "kwin": ["kwin_wayland", "Xvfb", "xdotool"]}
_SWAY_CONFIG = "output HEADLESS-1 resolution 800x600\nxwayland disable\n"
_START_WITHIN = 20.0


class WaylandSession:
    """sway without a screen, or KWin in a window of an X server of its own, from `__enter__` to `__exit__`.

    `env` holds what a client needs to find it. A compositor that is killed and started again has the same name.
    """

    def __init__(self, compositor: Compositor = "sway") -> None:
        self.compositor = compositor
        self.root = Path()
        self.env: dict[str, str] = {}

    @classmethod
    def missing(cls, compositor: Compositor) -> list[str]:
        """Programs that such a session needs and this machine lacks."""
        return [program for program in _NEEDS[compositor] if not shutil.which(program)]

    def __enter__(self) -> Self:
        self.root = Path(tempfile.mkdtemp(prefix="sitbreak-"))
        self.children = Children(self.root / "logs")
        try:
            self._prepare()
            self.start()
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

    def start(self) -> None:
        """Start the compositor and wait until it takes input."""
        self._sway_socket.unlink(missing_ok=True)
        argv = self._sway_argv() if self.compositor == "sway" else self._kwin_argv()
        self._process = self.children.start(self.compositor, [*_unprivileged(), *argv], self._compositor_env)
        self._wait(self._answers, self.compositor)

    def kill(self) -> None:
        """End the compositor as a crash does."""
        self.children.stop(self._process, signal.SIGKILL)

    def touch(self) -> None:
        """Move the pointer there and back."""
        if self.compositor == "sway":
            self.sway("seat - cursor move 5 5; seat - cursor move -5 -5")
        else:
            self._run("xdotool", "mousemove", "100", "100", "mousemove", "120", "120")

    def sway(self, command: str) -> None:
        """Give sway an order; raises CalledProcessError when it does not take it."""
        self._run("swaymsg", "--quiet", command)

    def keep_awake(self) -> None:
        """Open a window that holds an idle inhibitor, as a player does with a film."""
        self.sway('for_window [app_id="film"] inhibit_idle open')
        self._film = self.children.start("film", ["foot", "--app-id=film", "sleep", "1000"], self.env)
        self._wait(lambda: '"app_id": "film"' in self._run("swaymsg", "--type", "get_tree"), "the window")

    def end_film(self) -> None:
        """Close that window."""
        self.children.stop(self._film)

    def _prepare(self) -> None:
        runtime, home = self.root / "runtime", self.root / "home"
        runtime.mkdir(mode=0o700)
        home.mkdir()
        (home / "sway").write_text(_SWAY_CONFIG, encoding="utf-8")
        inherited = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        folders = {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_CACHE_HOME": str(home)}
        self._sway_socket = runtime / "sway.sock"
        own = {"XDG_RUNTIME_DIR": str(runtime), "SWAYSOCK": str(self._sway_socket)}
        own |= {"DBUS_SESSION_BUS_ADDRESS": "disabled:"}  # or KWin starts a bus that outlives it
        self.env = inherited | folders | own | {"WAYLAND_DISPLAY": "wayland-1"}
        drawing = {"WLR_BACKENDS": "headless", "WLR_LIBINPUT_NO_DEVICES": "1", "WLR_RENDERER": "pixman"}
        self._compositor_env = {name: value for name, value in self.env.items() if name != "WAYLAND_DISPLAY"} | drawing
        if self.compositor == "kwin":
            self._compositor_env |= {"DISPLAY": self._start_x(), "KWIN_COMPOSE": "Q", "LIBGL_ALWAYS_SOFTWARE": "1"}

    def _start_x(self) -> str:
        readable, writable = os.pipe()
        argv = ["Xvfb", "-displayfd", str(writable), "-screen", "0", "800x600x24", *peers.X_OPTIONS]
        self.children.start("Xvfb", argv, self.env, pass_fds=[writable])
        os.close(writable)
        with open(readable, encoding="ascii") as answer:
            return f":{answer.readline().strip()}"

    def _sway_argv(self) -> list[str]:
        return ["sway", "--config", str(self.root / "home" / "sway")]

    def _kwin_argv(self) -> list[str]:
        place = ["--x11-display", self._compositor_env["DISPLAY"], "--socket", self.env["WAYLAND_DISPLAY"]]
        return ["kwin_wayland", *place, "--no-lockscreen", "--no-global-shortcuts", "--width", "800", "--height", "600"]

    def _answers(self) -> bool:
        if self.compositor == "sway":
            return (
                self._sway_socket.exists() and self._ask("swaymsg", "--quiet", "--type", "get_version").returncode == 0
            )
        windows = self._ask("xdotool", "search", "--onlyvisible", "--class", ".*").stdout.split()
        return len(windows) > 1  # the root and KWin's

    def _ask(self, *argv: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(argv, env=self._compositor_env, capture_output=True, text=True, timeout=20, check=False)

    def _run(self, *argv: str) -> str:
        done = self._ask(*argv)
        done.check_returncode()
        return done.stdout

    def _wait(self, look: Callable[[], bool], what: str) -> None:
        try:
            wait_for(look, _START_WITHIN, what)
        except AssertionError as late:
            late.add_note(self.children.tails())
            raise


def _unprivileged() -> list[str]:
    """sway refuses to run as root, and KWin's file capabilities are refused in containers."""
    return ["unshare", "--user"] if os.getuid() == 0 else []
