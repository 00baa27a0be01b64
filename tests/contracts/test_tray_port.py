"""The tray port apart from any panel: which trays are offered, what they need, and how they start and stop."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from sitbreak.adapters.bus import Bus, BusGone
from sitbreak.adapters.tray import NullTray, candidates
from sitbreak.ports import Unavailable
from tests.contracts.dbus_private import PrivateBus
from tests.contracts.tray_views import running, view

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="StatusNotifierItem and XEmbed are Linux's")

PROJECT = Path(__file__).parents[2]


def no_bus() -> Bus:
    raise BusGone("there is no session bus: test")


def test_linux_offers_sni_then_xembed_then_none() -> None:
    """The order in which trays are tried is part of what doctor shows."""
    assert [name for name, _ in candidates(view(), lambda words: None)] == ["sni", "xembed", "none"]


def test_without_a_session_bus_sni_says_so() -> None:
    """The refusal carries the bus's own sentence and a remedy."""
    make = dict(candidates(view(), lambda words: None, no_bus))["sni"]
    with pytest.raises(Unavailable, match="there is no session bus") as caught:
        make()
    assert "dbus-run-session sitbreak" in caught.value.remedy


@pytest.mark.parametrize(("display", "reason"), [("", "there is no X display"), (":9997", "does not answer")])
def test_without_a_display_xembed_says_so(display: str, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a missing nor a dead display is more than a refusal with a remedy."""
    monkeypatch.setenv("DISPLAY", display)
    make = dict(candidates(view(), lambda words: None))["xembed"]
    with pytest.raises(Unavailable, match=reason) as caught:
        make()
    assert caught.value.remedy


def test_importing_the_tray_needs_no_display_and_leaves_no_trace() -> None:
    """The import works without DISPLAY, loads no toolkit and no backend, and keeps the environment as it was."""
    code = (
        "import os, sys; before = dict(os.environ); import sitbreak.adapters.tray, sitbreak.adapters.tray.sni;"
        "assert dict(os.environ) == before;"
        "heavy = {'Xlib', 'gi', 'asyncio', 'ssl', 'subprocess', 'pystray._xorg', 'tkinter'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    bare = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "PYSTRAY_BACKEND")}
    subprocess.run([sys.executable, "-c", code], env=bare, cwd=PROJECT, check=True, timeout=30)


def test_a_tray_stopped_before_it_runs_returns_at_once(private_bus: PrivateBus) -> None:
    """A stop that comes before run, or twice, leaves nothing hanging."""
    tray = dict(candidates(view(), lambda words: None, private_bus.connect))["sni"]()
    tray.stop()
    with running(tray):
        tray.stop()


def test_the_process_ends_when_the_tray_is_stopped(private_bus: PrivateBus) -> None:
    """A program that runs the tray on its main thread exits by itself after stop, within two seconds."""
    code = (
        "import threading; from sitbreak.adapters.tray import candidates; from tests.contracts.tray_views import view\n"
        "tray = dict(candidates(view(), print))['sni']()\n"
        "threading.Timer(0.3, tray.stop).start(); tray.run()"
    )
    env = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": private_bus.address}
    begun = time.monotonic()
    subprocess.run([sys.executable, "-c", code], env=env, cwd=PROJECT, check=True, timeout=30)
    assert time.monotonic() - begun < 2.3


def test_the_null_tray_waits_for_stop() -> None:
    """Without a tray, run still occupies the main thread until stop, and updates are taken."""
    tray = NullTray()
    thread = threading.Thread(target=tray.run, daemon=True)
    thread.start()
    tray.update(view(minutes=28))
    thread.join(0.1)
    assert thread.is_alive()
    tray.stop()
    thread.join(5)
    assert not thread.is_alive()
