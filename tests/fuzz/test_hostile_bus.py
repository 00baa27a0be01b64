"""A peer on the session bus that says anything to anybody: nobody's thread ends, and everybody serves afterwards."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jeepney import DBusAddress, HeaderFields, new_method_call, new_signal
from jeepney.io.blocking import open_dbus_connection

from sitbreak.adapters.bus import Bus, BusError, MethodCall
from sitbreak.adapters.looks import Looks
from sitbreak.adapters.notify.freedesktop import FreedesktopNotifier
from sitbreak.adapters.signals.idle.freedesktop import FreedesktopIdle
from sitbreak.adapters.signals.idle.last_input import LONGEST
from sitbreak.adapters.signals.idle.mutter import MutterIdle
from sitbreak.adapters.signals.lock import open_lock
from sitbreak.adapters.signals.media import open_media
from sitbreak.adapters.signals.silent_service import SilentService
from sitbreak.adapters.signals.sleep import open_sleep
from sitbreak.core.model import Accept, PromptFailed, PromptShown
from sitbreak.core.settings import Settings
from sitbreak.ports import Unavailable
from tests.contracts.dbus_private import PrivateBus, missing, until
from tests.contracts.stage import OFFER, Ears
from tests.contracts.test_tray_sni import ITEM, MENU, PROPERTIES, Host, make
from tests.contracts.tray_views import running, view
from tests.desktop.conftest import require

DAEMON = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
NOTIFICATIONS, LOGIND, MUTTER = (
    "org.freedesktop.Notifications",
    "org.freedesktop.login1",
    "org.gnome.Mutter.IdleMonitor",
)
SAVER = "org.freedesktop.ScreenSaver"
NAMES = (
    NOTIFICATIONS,
    LOGIND,
    MUTTER,
    SAVER,
    "org.gnome.ScreenSaver",
    "org.freedesktop.portal.Desktop",
    "org.gnome.SessionManager",
    "org.freedesktop.PowerManagement",
    "org.mpris.MediaPlayer2.evil",
    "org.xfce.Xfconf",
)
Said = tuple[str, tuple[Any, ...]]
SESSION = {"Seat": ("i", 1), "State": ("as", ["x"]), "Class": ("b", True), "LockedHint": ("d", float("nan"))}
NONSENSE: tuple[Said, ...] = (
    ("", ()),
    ("s", ("x",)),
    ("s", ("<b>\n" * 100,)),
    ("i", (-1,)),
    ("u", (2**32 - 1,)),
    ("t", (2**64 - 1,)),
    ("d", (float("nan"),)),
    ("b", (True,)),
    ("o", ("/x",)),
    ("v", (("s", "Playing"),)),
    ("v", (("a{sv}", {}),)),
    ("v", (("ay", b"/" * 3000),)),
    ("as", (["x", "actions", ""],)),
    ("ao", (["/", "/x"],)),
    ("ay", (b"\xff" * 100_000,)),
    ("uu", (1, 2)),
    ("us", (1, "start")),
    ("su", ("start", 1)),
    ("ssss", ("dunst", "", "", "")),
    ("ssss", ("mako", "x" * 5000, "\n", "9")),
    ("a{sv}", (SESSION,)),
    ("a{sv}", ({"Seat": ("s", ""), "Active": ("s", "")},)),
    ("sa{sv}as", ("org.freedesktop.login1.Session", {"Active": ("i", 7)}, ["State"])),
    ("a{sa{sv}}", ({"org.freedesktop.appearance": {"color-scheme": ("s", "x"), "contrast": ("ay", b"")}},)),
    ("a(ssssuu)", ([("idle", "", "", "block", 0, 2**32 - 1)],)),
)
SIGNALS = (
    (NOTIFICATIONS, "/org/freedesktop/Notifications", "ActionInvoked"),
    (NOTIFICATIONS, "/org/freedesktop/Notifications", "NotificationClosed"),
    (MUTTER, "/org/gnome/Mutter/IdleMonitor/Core", "WatchFired"),
    (SAVER, "/x", "ActiveChanged"),
    (f"{LOGIND}.Manager", "/x", "PrepareForSleep"),
    (f"{LOGIND}.Manager", "/x", "SessionNew"),
    (f"{LOGIND}.Session", "/x", "Lock"),
    (PROPERTIES, "/x", "PropertiesChanged"),
    ("org.freedesktop.DBus", "/org/freedesktop/DBus", "NameOwnerChanged"),
    ("org.freedesktop.portal.Settings", "/org/freedesktop/portal/desktop", "SettingChanged"),
)
bounded = settings(deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


class Peer:
    """Owns every name that we look for, and answers every call with the same nonsense."""

    def __init__(self, bus: Bus) -> None:
        self.bus = bus
        self.answer: Said = ("", ())
        bus._handlers = _Everywhere(self._say)
        for name in NAMES:
            assert bus.call(*DAEMON, "RequestName", "su", name, 0) == (1,)

    def _say(self, call: MethodCall) -> Said:
        return self.answer


class _Everywhere(dict[str, Any]):
    """The same object at every path."""

    def __init__(self, handler: Any) -> None:
        self._handler = handler

    def get(self, path: str, default: Any = None) -> Any:
        return self._handler


@pytest.fixture
def daemon(tmp_path: Any) -> Iterator[PrivateBus]:
    require(missing())
    bus = PrivateBus(tmp_path)
    bus.start()
    yield bus
    bus.close()


@pytest.fixture
def peer(daemon: PrivateBus) -> Peer:
    return Peer(daemon.connect())


@pytest.fixture
def ours(daemon: PrivateBus) -> Bus:
    return daemon.connect()


@pytest.fixture(autouse=True)
def unhurt(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """No thread ends by an error, and no foreign nonsense leaves a traceback in the log."""
    dead: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", dead.append)
    caplog.set_level(logging.INFO)
    yield
    assert not dead, dead
    assert not [record.getMessage() for record in caplog.get_records("call") if record.exc_info]


def serves(ours: Bus, peer: Bus) -> None:
    """Both threads of our bus are alive: one answers calls, the other runs callbacks."""
    assert peer.call(ours.unique_name, "/", "org.freedesktop.DBus.Peer", "Ping") == ()
    done = threading.Event()
    ours.later(done.set)
    assert done.wait(10), "the worker is gone"


# ---------------------------------------------------------------- answers


def test_answers_of_any_type(ours: Bus, peer: Peer) -> None:
    """Whatever a service answers, each signal has its answer: a plain yes or no, a number, or nothing."""
    changes: list[None] = []
    change = lambda: changes.append(None)  # noqa: E731
    with ExitStack() as stack:
        media = stack.enter_context(closing(open_media(lambda: ours, lambda: ours)))
        lock = stack.enter_context(closing(open_lock(lambda: ours, lambda: ours, change)))
        sleep = stack.enter_context(closing(open_sleep(lambda: ours, change)))
        for peer.answer in NONSENSE:
            assert media.ask() in (True, False)
            assert (lock.read(), sleep.read()) in [(a, b) for a in (True, False) for b in (True, False)]
            assert Looks(Settings, ours, {}).taste() <= {"dark", "contrast"}
            assert not odd(ours)
            for source in lock._sources:
                source._answer()  # type: ignore[attr-defined]
            serves(ours, peer.bus)


def mutter(bus: Bus) -> float:
    return MutterIdle(bus, lambda: None).seconds()


def saver(bus: Bus) -> float | None:
    return FreedesktopIdle(bus).seconds()


def silence(bus: Bus) -> bool:
    return SilentService(bus).ask()


def odd(ours: Bus) -> list[Any]:
    """What a source that is only asked tells, if it comes to be at all, and is neither yes or no nor a sound number."""
    found: list[Any] = []
    for ask in (mutter, saver, silence):
        with suppress(Unavailable, ConnectionError):
            found.append(ask(ours))
    return [one for one in found if one is not None and not (isinstance(one, float | bool) and 0 <= one <= LONGEST)]


def test_every_prompt_has_an_end(ours: Bus, peer: Peer) -> None:
    """Whatever the notification service answers, a prompt is shown or has failed, and the next one is tried."""
    ears = Ears()
    with closing(FreedesktopNotifier(ears, ours)) as notifier:
        for count, peer.answer in enumerate(NONSENSE, start=1):
            notifier.show(OFFER)
            until(lambda wanted=count: len(ears.events) >= wanted, f"the end of prompt {count}")  # type: ignore[misc]
            assert isinstance(ears.events[-1], PromptFailed | PromptShown)
        serves(ours, peer.bus)


# ---------------------------------------------------------------- signals


@pytest.mark.parametrize("stranger", [False, True], ids=["the owner", "a stranger"])
def test_signals_of_any_type(ours: Bus, peer: Peer, daemon: PrivateBus, stranger: bool) -> None:
    """Signals of any type, from whoever owns the names or from a stranger, hurt nobody and answer no prompt."""
    ears = Ears()
    says = daemon.connect() if stranger else peer.bus
    with ExitStack() as stack:
        stack.enter_context(closing(open_media(lambda: ours, lambda: ours)))
        stack.enter_context(closing(open_lock(lambda: ours, lambda: ours, lambda: None)))
        stack.enter_context(closing(open_sleep(lambda: ours, lambda: None)))
        stack.enter_context(closing(FreedesktopNotifier(ears, ours)))

        @settings(bounded, max_examples=1500)
        @given(st.sampled_from(SIGNALS), st.sampled_from(NONSENSE), st.booleans())
        def hurl(where: tuple[str, str, str], what: Said, direct: bool) -> None:
            interface, path, member = where
            message = new_signal(DBusAddress(path, interface=interface), member, what[0] or None, what[1])
            if direct:
                message.header.fields[HeaderFields.destination] = ours.unique_name
            says._tell_bus(message)

        hurl()
        serves(ours, peer.bus)
    assert ears.events == []


class _Server(Peer):
    """A notification service that shows everything under the number 7, and then says what it likes."""

    def _say(self, call: MethodCall) -> Said:
        answers: dict[str, Said] = {
            "GetServerInformation": ("ssss", ("evil", "evil", "1", "1")),
            "GetCapabilities": ("as", (["actions", "body-markup"],)),
            "Notify": ("u", (7,)),
        }
        return answers.get(call.member, ("", ()))

    def clicks(self, number: int, key: str) -> None:
        self.bus.emit("/org/freedesktop/Notifications", NOTIFICATIONS, "ActionInvoked", "us", number, key)

    def closes(self, number: int, reason: int) -> None:
        self.bus.emit("/org/freedesktop/Notifications", NOTIFICATIONS, "NotificationClosed", "uu", number, reason)


def test_clicks_nobody_offered(ours: Bus, daemon: PrivateBus) -> None:
    """Unknown numbers, unknown buttons and ten thousand closings answer nothing; the one real click still does."""
    server, ears = _Server(daemon.connect()), Ears()
    with closing(FreedesktopNotifier(ears, ours)) as notifier:
        notifier.show(OFFER)
        ears.wait(PromptShown("p1"))
        for number, key in ((7, "nonsense"), (7, ""), (0, "start"), (8, "start"), (2**32 - 1, "skip"), (7, "x" * 9999)):
            server.clicks(number, key)
        for count in range(10_000):
            server.closes(count, count % 9)
        serves(ours, server.bus)
        assert ears.events == [PromptShown("p1")]
        server.clicks(7, "start")
        ears.wait(PromptShown("p1"), Accept(prompt="p1"))


# ---------------------------------------------------------------- calls to us


def test_calls_of_any_type(ours: Bus, daemon: PrivateBus) -> None:
    """A host that calls the icon and its menu with anything gets an answer each time; no command comes of it."""
    commands: list[tuple[str, ...]] = []
    host = Host(daemon.connect())
    host.open()
    members = ("Activate", "Scroll", "ContextMenu", "Event", "EventGroup", "GetLayout", "GetProperty", "AboutToShow")
    calls = st.tuples(
        st.sampled_from(["/StatusNotifierItem", "/MenuBar", "/", "/nowhere"]),
        st.sampled_from([ITEM, MENU, PROPERTIES, "org.freedesktop.DBus.Introspectable", "a.b"]),
        st.sampled_from([*members, "GetGroupProperties", "AboutToShowGroup", "Get", "GetAll", "Set", "Introspect"]),
        st.sampled_from(NONSENSE) | WILD,
    )
    with running(make(view(), commands.append, ours)):
        until(lambda: host.items, "the icon to register")

        @settings(bounded, max_examples=2500)
        @given(calls)
        def hurl(call: tuple[str, str, str, Said]) -> None:
            path, interface, member, (signature, body) = call
            with suppress(BusError):
                host.bus.call(ours.unique_name, path, interface, member, signature, *body, timeout=10)

        hurl()
        assert commands == []
        host.click(host.lines()["I am standing"])
        until(lambda: commands == [("stand",)], "the click")
        serves(ours, host.bus)


NUMBERS = st.sampled_from([-(2**31), -1, 0, 9999, 2**31 - 1])
NAMED = st.sampled_from(["clicked", "opened", "", "label", "x" * 3000])
WILD = st.one_of(
    st.tuples(st.just("isvu"), st.tuples(st.just(9999), NAMED, st.just(("s", "x")), st.just(0))),
    st.tuples(st.just("isvu"), st.tuples(NUMBERS, st.just("opened"), st.just(("i", 1)), st.just(2**32 - 1))),
    st.tuples(st.just("iias"), st.tuples(NUMBERS, NUMBERS, st.lists(NAMED, max_size=2))),
    st.tuples(st.just("is"), st.tuples(NUMBERS, NAMED)),
    st.tuples(st.just("aias"), st.tuples(st.lists(NUMBERS, max_size=5), st.lists(NAMED, max_size=2))),
    st.tuples(st.just("ai"), st.tuples(st.lists(NUMBERS, max_size=5))),
    st.tuples(st.just("i"), st.tuples(NUMBERS)),
    st.tuples(st.just("ss"), st.tuples(NAMED | st.just(ITEM), NAMED)),
)
"""Arguments of the right types with the wrong things in them."""


# ---------------------------------------------------------------- the wire


def test_a_message_that_cannot_be_read(ours: Bus, daemon: PrivateBus) -> None:
    """A message that speaks of an open file nobody sent is passed over; it does not cost us the connection."""
    name, heard = ours.unique_name, []
    ours.subscribe(lambda body, *_: heard.append(body), interface="a.b", member="C")
    with open_dbus_connection(daemon.address) as stranger:
        good = new_signal(DBusAddress("/x", interface="a.b"), "C", "u", (5,))
        bad = bytearray(good.serialise(serial=2))
        bad[bad.index(b"\x01u\0") + 1] = ord("h")
        stranger.sock.sendall(bytes(bad))
        stranger.sock.sendall(good.serialise(serial=3))
        until(lambda: heard, "the next message")
    assert (heard, ours.unique_name) == ([(5,)], name)
    serves(ours, daemon.connect())


def test_messages_of_many_megabytes(ours: Bus, daemon: PrivateBus) -> None:
    """Signals and calls of twenty megabytes are read and forgotten."""
    with open_dbus_connection(daemon.address) as stranger:
        address = DBusAddress("/nowhere", ours.unique_name, "a.b")
        for body in (b"x" * (20 << 20), b""):
            reply = stranger.send_and_get_reply(new_method_call(address, "C", "ay", (body,)), timeout=30)
            assert reply.header.fields[HeaderFields.error_name].endswith("UnknownObject")
    serves(ours, daemon.connect())


def test_a_reply_of_another_type_is_an_error(ours: Bus, peer: Peer) -> None:
    """Who says what type an answer must have never sees another one."""
    peer.answer = ("s", ("x",))
    with pytest.raises(BusError, match="an answer of type 's' came where 'u' belongs"):
        ours.call(NOTIFICATIONS, "/", NOTIFICATIONS, "Notify", gives="u")
    assert ours.call(NOTIFICATIONS, "/", NOTIFICATIONS, "Notify", gives="s") == ("x",)
