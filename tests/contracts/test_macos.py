"""The signals of macOS keep what every signal promises, over stand-ins of the calls they make."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import cast

import pytest

from sitbreak.adapters.bus import Bus
from sitbreak.adapters.signals import native
from sitbreak.adapters.signals.asked import Asked, Probe
from sitbreak.adapters.signals.call.macos import Audio, Cameras, MacCall
from sitbreak.adapters.signals.front.macos import MacFront
from sitbreak.adapters.signals.front.window import Window
from sitbreak.adapters.signals.idle.macos import MacIdle
from sitbreak.adapters.signals.lock import Lock
from sitbreak.adapters.signals.lock_macos import MacLock
from sitbreak.adapters.signals.pmset import Assertions
from sitbreak.adapters.signals.polled import Polled
from sitbreak.adapters.signals.sense import open_sense
from sitbreak.adapters.signals.silence_macos import FILE, MacSilence
from sitbreak.core.model import Reading
from sitbreak.ports import Unavailable
from tests.contracts.macos_calls import (
    SYSTEM,
    Applications,
    ApplicationServices,
    CoreAudio,
    CoreMediaIO,
    Quartz,
    window,
)
from tests.contracts.presence import Calls
from tests.contracts.probe_contract import Rig, follows_the_fact, survives_a_failing_call

GLOBAL, INPUT = b"glob", b"inpt"
SCREEN, SECOND = (0.0, 0.0, 1440.0, 900.0), (1440.0, -180.0, 1920.0, 1080.0)
SMALL, ZOOMED = (100.0, 100.0, 640.0, 480.0), (0.0, 25.0, 1440.0, 875.0)
MICROPHONE, SIRI, PLAYER, RECORDER, CAMERA = 40, 50, 51, 52, 60


def no_bus() -> Bus:
    raise ConnectionError("this system has no message bus")


def locked(_home: Path, key: str, on: object, off: object) -> Rig:
    quartz = Quartz()
    session = quartz.session or {}
    lock = Lock([("macos", lambda: Polled("macos", MacLock(quartz)))], None)

    def switch(now: bool) -> None:
        session[key] = on if now else off

    def broken(now: bool) -> None:
        quartz.session = None if now else session

    return Rig(lock.read, lambda: lock.report, switch, broken)


def asked(make: Callable[[], Probe[bool]], switch: Callable[[bool], None], broken: Callable[[bool], None]) -> Rig:
    port = Asked("made up", [("macos", make)], False, steady=count(0.0, 60.0).__next__)
    return Rig(port.ask, lambda: port.report, switch, broken)


def audio() -> CoreAudio:
    """A macOS 14 on which Siri waits for its name and a player plays through a headset."""
    return CoreAudio(
        {
            (SYSTEM, b"prs#", GLOBAL): [SIRI, PLAYER, RECORDER, 99],
            (SIRI, b"piri", GLOBAL): [1],
            (SIRI, b"pdv#", INPUT): [],
            (PLAYER, b"piri", GLOBAL): [0],
            (PLAYER, b"pdv#", INPUT): [],
            (RECORDER, b"piri", GLOBAL): [0],
            (RECORDER, b"pdv#", INPUT): [MICROPHONE],
            (SYSTEM, b"dIn ", GLOBAL): [MICROPHONE],
            (MICROPHONE, b"gone", GLOBAL): [1],
        }
    )


def cameras(*running: int) -> CoreMediaIO:
    numbers = range(CAMERA, CAMERA + len(running))
    each = {(camera, b"gone", GLOBAL): [runs] for camera, runs in zip(numbers, running, strict=True)}
    return CoreMediaIO({(SYSTEM, b"dev#", GLOBAL): list(numbers), **each})


def microphone(_home: Path) -> Rig:
    library = audio()

    def switch(on: bool) -> None:
        library.properties[RECORDER, b"piri", GLOBAL] = [int(on)]

    make = partial(MacCall, Audio(library), Cameras(cameras(0)))
    return asked(make, switch, lambda broken: setattr(library, "broken", broken))


def camera(_home: Path) -> Rig:
    library, films = audio(), cameras(0, 0)

    def switch(on: bool) -> None:
        films.properties[CAMERA + 1, b"gone", GLOBAL] = [int(on)]

    def broken(now: bool) -> None:
        library.broken = films.broken = now

    return asked(partial(MacCall, Audio(library), Cameras(films)), switch, broken)


def fullscreen(_home: Path) -> Rig:
    quartz = Quartz()
    windows = [window(7, SMALL)]
    quartz.windows = windows
    make = partial(MacFront, quartz, Applications(p7="org.videolan.vlc"))
    port = Asked("fullscreen", [("macos", make)], Window(), steady=count(0.0, 60.0).__next__)

    def switch(on: bool) -> None:
        windows[0] = window(7, SCREEN if on else SMALL)

    def broken(now: bool) -> None:
        quartz.windows = None if now else windows

    def ask() -> bool:
        return port.ask().fullscreen

    return Rig(ask, lambda: port.report, switch, broken)


def focus(home: Path, *records: object) -> None:
    (home / FILE).parent.mkdir(parents=True, exist_ok=True)
    told = {"data": [{"storeAssertionRecords": list(records)}, {}]}
    (home / FILE).write_text(json.dumps(told), encoding="utf-8")


def silence(home: Path) -> Rig:
    focus(home)

    def switch(on: bool) -> None:
        focus(home, *[{"assertionDetails": {}}] * on)

    def broken(now: bool) -> None:
        hidden = (home / FILE).with_suffix(".hidden")
        (home / FILE).rename(hidden) if now else hidden.rename(home / FILE)

    return asked(partial(MacSilence, home), switch, broken)


RIGS: dict[str, Callable[[Path], Rig]] = {
    "lock": partial(locked, key="CGSSessionScreenIsLocked", on=1, off=0),
    "switched away": partial(locked, key="kCGSSessionOnConsoleKey", on=False, off=True),
    "microphone": microphone,
    "camera": camera,
    "full screen": fullscreen,
    "do-not-disturb": silence,
}


@pytest.mark.parametrize("rig", RIGS.values(), ids=RIGS)
@pytest.mark.parametrize("promise", [follows_the_fact, survives_a_failing_call])
def test_promises(promise: Callable[[Rig], None], rig: Callable[[Path], Rig], tmp_path: Path) -> None:
    """Every source follows its fact and outlives a failing call."""
    promise(rig(tmp_path))


@pytest.mark.parametrize(
    ("session", "locked"),
    [
        ({"kCGSSessionOnConsoleKey": True}, False),
        ({"kCGSSessionOnConsoleKey": 1, "CGSSessionScreenIsLocked": 1}, True),
        ({"kCGSSessionOnConsoleKey": 0}, True),
        ({}, True),
        ({"kCGSSessionOnConsoleKey": False, "CGSSessionScreenIsLocked": True}, True),
    ],
    ids=["unlocked", "locked", "switched", "no word of the screen", "both"],
)
def test_lock(session: dict[str, object], locked: bool) -> None:
    """Locked and switched away count; the key of the lock is absent while there is none."""
    quartz = Quartz()
    quartz.session = session
    assert MacLock(quartz).ask() is locked


class TestCall:
    def test_siri_and_music(self) -> None:
        """Neither Siri waiting for its name nor music through a headset that could record is a call."""
        assert not MacCall(Audio(audio()), Cameras(cameras())).ask()

    @pytest.mark.parametrize("runs", [0, 1])
    def test_before_macos_14(self, runs: int) -> None:
        """Where processes are not listed the default microphone's device has to do."""
        library = audio()
        del library.properties[SYSTEM, b"prs#", GLOBAL]
        library.properties[MICROPHONE, b"gone", GLOBAL] = [runs]
        assert MacCall(Audio(library), Cameras(cameras())).ask() is bool(runs)

    def test_no_microphone(self) -> None:
        """A Mac without a microphone, whose default device is none, is in no call."""
        library = audio()
        del library.properties[SYSTEM, b"prs#", GLOBAL]
        library.properties[SYSTEM, b"dIn ", GLOBAL] = [0]
        assert not MacCall(Audio(library), Cameras(cameras())).ask()

    def test_no_cameras(self) -> None:
        """A Mac that cannot list cameras still tells of its microphone."""
        library, films = audio(), cameras(1)
        films.broken = True
        call = MacCall(Audio(library), Cameras(films))
        assert not call.ask()
        library.properties[RECORDER, b"piri", GLOBAL] = [1]
        assert call.ask()

    def test_very_long_list(self) -> None:
        """A list longer than we have room for is cut, not written beyond."""
        library = audio()
        library.properties[SYSTEM, b"prs#", GLOBAL] = [*range(10_000, 15_000), RECORDER]
        library.properties[RECORDER, b"piri", GLOBAL] = [1]
        assert not MacCall(Audio(library), Cameras(cameras())).ask()


class TestFront:
    def look(self, *windows: object, displays: tuple[tuple[float, float, float, float], ...] = (SCREEN,)) -> Window:
        quartz = Quartz()
        quartz.windows, quartz.displays = list(windows), list(displays)
        return MacFront(quartz, Applications(p7="org.videolan.vlc", p8=None)).ask()

    def test_menu_bar_is_no_window_in_front(self) -> None:
        """Bars and panels lie before the window in front, in layers of their own."""
        assert self.look(window(1, (0.0, 0.0, 1440.0, 25.0), layer=24), window(7, SMALL)).app == "org.videolan.vlc"

    def test_zoomed_is_not_full(self) -> None:
        """A window that leaves the menu bar free does not fill the screen."""
        assert self.look(window(7, ZOOMED)) == Window(False, "org.videolan.vlc")

    def test_own_controls_before_the_film(self) -> None:
        """The controls of a player before its own film do not hide that it fills the screen."""
        assert self.look(window(7, SMALL), window(7, SCREEN)).fullscreen

    def test_film_behind_another_program(self) -> None:
        """A film on the whole screen behind somebody else's window is not in front."""
        assert self.look(window(8, SMALL), window(7, SCREEN)) == Window()

    def test_second_display(self) -> None:
        """Any display may be the one that is filled."""
        assert self.look(window(7, SECOND), displays=(SCREEN, SECOND)).fullscreen

    def test_nothing_in_front(self) -> None:
        """Without a window, or with one whose program is gone, there is no program in front."""
        assert self.look() == Window()
        assert self.look(window(9, SMALL)) == Window()

    def test_unknown_form(self) -> None:
        """A list in another form is a failure of the call, not ours."""
        with pytest.raises(OSError, match="kCGWindowOwnerPID"):
            self.look({"kCGWindowLayer": 0})

    def test_no_displays(self) -> None:
        """Displays that cannot be listed are a failure of the call."""
        quartz = Quartz()
        quartz.windows, quartz.display_error = [window(7, SCREEN)], 1000
        with pytest.raises(OSError, match="1000"):
            MacFront(quartz, Applications())


class TestSilence:
    def test_not_ours_to_read(self, tmp_path: Path) -> None:
        """Where macOS does not let us look it is refused, and nobody is asked to open the whole disk to us."""
        with pytest.raises(Unavailable, match="No such file") as refusal:
            MacSilence(tmp_path)
        assert refusal.value.remedy == "`sitbreak quiet` holds prompts by hand"

    @pytest.mark.parametrize("text", ["", "[]", "{}", '{"data": 3}', '{"data": [3]}', "\x00\xff"])
    def test_another_form(self, tmp_path: Path, text: str) -> None:
        """A list in another form is refused, not guessed at."""
        focus(tmp_path)
        (tmp_path / FILE).write_text(text, encoding="latin-1")
        with pytest.raises(Unavailable, match="a form we do not know"):
            MacSilence(tmp_path)


def test_whole_sense(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """On a Mac every port but sleep and films is served by the system, and one reading holds what they tell."""
    quartz, libraries = Quartz(), {"CoreAudio": audio(), "CoreMediaIO": cameras(1)}
    quartz.windows = [window(7, SCREEN)]
    focus(tmp_path, {})
    applications = SimpleNamespace(NSRunningApplication=Applications(p7="org.videolan.vlc"))
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setitem(sys.modules, "Quartz", cast("ModuleType", quartz))
    monkeypatch.setitem(sys.modules, "AppKit", cast("ModuleType", applications))
    monkeypatch.setattr(native, "framework", {**libraries, "ApplicationServices": ApplicationServices()}.__getitem__)
    sense = open_sense(no_bus, no_bus, Calls(), {})
    reading = sense.read()
    assert reading.idle == pytest.approx(0, abs=2)
    assert reading == Reading(reading.idle, False, True, False, True, True, "org.videolan.vlc", "macos")
    chosen = {port: report.chosen for port, report in sense.describe().items()}
    assert chosen == dict.fromkeys(chosen, "macos") | {"sleep": "clock", "media": "none"}
    sense.close()


@pytest.mark.parametrize("make", [MacIdle, MacLock, MacCall, MacFront, Assertions])
def test_elsewhere(make: Callable[[], object]) -> None:
    """On another system each refuses, as a candidate does."""
    with pytest.raises((OSError, Unavailable)):
        make()
