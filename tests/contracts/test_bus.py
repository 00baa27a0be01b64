"""The bus against a real dbus-daemon: calls, signals, names, exported objects, and life after the daemon's death."""

from __future__ import annotations

import logging
import socket
import threading
from pathlib import Path

import pytest
from jeepney import DBusAddress, MessageFlag, MessageType, new_method_call
from jeepney.io.blocking import open_dbus_connection

from sitbreak.adapters.bus import Bus, BusError, BusGone, MethodCall
from tests.contracts.dbus_private import PrivateBus, until

DAEMON = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
AGAIN = 10.0
"""Seconds within which a bus that is back is found again, its first pauses being 1 and 2 s."""


def own(bus: Bus, name: str) -> None:
    bus.call(*DAEMON, "RequestName", "su", name, 0)


def echo(call: MethodCall) -> tuple[str, tuple[object, ...]]:
    return call.signature, call.body


def refuse(call: MethodCall) -> tuple[str, tuple[object, ...]]:
    raise BusError("org.example.Refused", f"not {call.member}")


def test_a_call_returns_the_body_of_the_reply(private_bus: PrivateBus) -> None:
    """The arguments go out with their signature and the reply's body comes back as a tuple."""
    server, client = private_bus.connect(), private_bus.connect()
    server.export("/thing", echo)
    assert client.call(server.unique_name, "/thing", "org.example.Thing", "Echo", "si", "hello", 7) == ("hello", 7)


def test_an_error_reply_is_raised_with_its_name(private_bus: PrivateBus) -> None:
    """A BusError raised by a handler arrives as the same error at the caller."""
    server, client = private_bus.connect(), private_bus.connect()
    server.export("/thing", refuse)
    with pytest.raises(BusError, match="not Go") as caught:
        client.call(server.unique_name, "/thing", "org.example.Thing", "Go")
    assert caught.value.name == "org.example.Refused"


def test_a_path_nobody_exported_is_an_unknown_object(private_bus: PrivateBus) -> None:
    """A call to a path without a handler is answered with UnknownObject, not with silence."""
    server, client = private_bus.connect(), private_bus.connect()
    with pytest.raises(BusError) as caught:
        client.call(server.unique_name, "/nothing", "org.example.Thing", "Go")
    assert caught.value.name == "org.freedesktop.DBus.Error.UnknownObject"


def test_a_failing_handler_is_answered_and_logged(private_bus: PrivateBus, caplog: pytest.LogCaptureFixture) -> None:
    """A handler that breaks, or whose reply does not fit its signature, costs an error reply and nothing else."""
    server, client = private_bus.connect(), private_bus.connect()
    server.export("/broken", lambda call: ("i", ("not a number",)))
    server.export("/thing", echo)
    with pytest.raises(BusError) as caught:
        client.call(server.unique_name, "/broken", "org.example.Thing", "Go")
    assert caught.value.name == "org.freedesktop.DBus.Error.Failed"
    assert "org.example.Thing.Go at /broken failed" in caplog.text
    assert client.call(server.unique_name, "/thing", "org.example.Thing", "Echo", "s", "alive") == ("alive",)


def test_every_path_answers_to_peer(private_bus: PrivateBus) -> None:
    """Ping and GetMachineId of org.freedesktop.DBus.Peer work without any export."""
    server, client = private_bus.connect(), private_bus.connect()
    assert client.call(server.unique_name, "/", "org.freedesktop.DBus.Peer", "Ping") == ()
    (machine,) = client.call(server.unique_name, "/", "org.freedesktop.DBus.Peer", "GetMachineId")
    assert len(machine) == 32


def test_a_caller_that_wants_no_reply_gets_none(private_bus: PrivateBus) -> None:
    """The no-reply flag is honoured: the call is served, the next thing that arrives is another call's reply."""
    server = private_bus.connect()
    served: list[str] = []

    def handler(call: MethodCall) -> tuple[str, tuple[object, ...]]:
        served.append(call.member)
        return "", ()

    server.export("/thing", handler)
    with open_dbus_connection(private_bus.address) as raw:
        address = DBusAddress("/thing", server.unique_name, "org.example.Thing")
        silent = new_method_call(address, "Silent")
        silent.header.flags |= MessageFlag.no_reply_expected
        raw.send(silent)
        reply = raw.send_and_get_reply(new_method_call(address, "Loud"), timeout=5)
    assert served == ["Silent", "Loud"]
    assert reply.header.message_type is MessageType.method_return


def test_silence_ends_a_call_after_its_timeout(private_bus: PrivateBus) -> None:
    """A peer that never answers raises BusGone once the call's time is over, naming peer and method."""
    client = private_bus.connect()
    gone = pytest.raises(BusGone, match=r"did not answer Go within 0\.1 s")
    with open_dbus_connection(private_bus.address) as deaf, gone:
        client.call(deaf.unique_name, "/thing", "org.example.Thing", "Go", timeout=0.1)


def test_a_handler_must_not_wait_for_the_bus(private_bus: PrivateBus) -> None:
    """`call` on the receiver thread fails at once instead of waiting for a reply nobody can read."""
    server, client = private_bus.connect(), private_bus.connect()
    refused: list[str] = []

    def handler(call: MethodCall) -> tuple[str, tuple[object, ...]]:
        with pytest.raises(RuntimeError) as caught:
            server.call(*DAEMON, "GetId")
        refused.append(str(caught.value))
        return "", ()

    server.export("/thing", handler)
    client.call(server.unique_name, "/thing", "org.example.Thing", "Go")
    assert "later()" in refused[0]


def test_a_signal_reaches_those_who_asked_for_it(private_bus: PrivateBus) -> None:
    """Interface, member, path and first argument all have to match; body, sender and path are handed over."""
    server, client = private_bus.connect(), private_bus.connect()
    heard: list[tuple[object, ...]] = []
    wanted = {"interface": "org.example.Thing", "member": "Changed", "path": "/a", "arg0": "yes"}
    client.subscribe(lambda *news: heard.append(news), **wanted)
    client.call(*DAEMON, "GetId")
    server.emit("/b", "org.example.Thing", "Changed", "s", "yes")
    server.emit("/a", "org.example.Thing", "Changed", "s", "no")
    server.emit("/a", "org.example.Thing", "Other", "s", "yes")
    server.emit("/a", "org.example.Thing", "Changed", "s", "yes")
    until(lambda: heard, "the signal")
    assert heard == [(("yes",), server.unique_name, "/a")]


def test_a_name_and_all_below_it(private_bus: PrivateBus) -> None:
    """A first argument that ends in a dot and a star stands for that name and those below it, no other."""
    server, client = private_bus.connect(), private_bus.connect()
    heard: list[object] = []
    wanted = {"interface": "org.example.Thing", "member": "Changed", "arg0": "org.example.Player.*"}
    client.subscribe(lambda body, sender, path: heard.append(body[0]), **wanted)
    client.call(*DAEMON, "GetId")
    names = ["org.example", "org.example.Players", "org.example.Player", "org.example.Player.one"]
    for name in names:
        server.emit("/a", "org.example.Thing", "Changed", "s", name)
    until(lambda: len(heard) == 2, "both signals")
    assert heard == names[2:]


def test_a_well_known_sender_means_its_owner(private_bus: PrivateBus) -> None:
    """A subscription to a name hears its owner of the moment and nobody else, also one addressed to us directly."""
    first, second, client = private_bus.connect(), private_bus.connect(), private_bus.connect()
    heard: list[object] = []
    owners: list[str | None] = []
    client.subscribe(
        lambda body, sender, path: heard.append(body[0]),
        interface="org.example.Thing",
        member="Changed",
        sender="org.example.Name",
    )
    client.subscribe(lambda *news: None, interface="org.example.Thing", member="Changed")
    client.watch_name("org.example.Name", owners.append)
    own(first, "org.example.Name")
    until(lambda: first.unique_name in owners, "the first owner")
    second.emit("/a", "org.example.Thing", "Changed", "s", "impostor")
    first.emit("/a", "org.example.Thing", "Changed", "s", "first")
    until(lambda: heard, "the owner's signal")
    first.call(*DAEMON, "ReleaseName", "s", "org.example.Name")
    own(second, "org.example.Name")
    until(lambda: second.unique_name in owners, "the second owner")
    second.emit("/a", "org.example.Thing", "Changed", "s", "second")
    until(lambda: len(heard) > 1, "the new owner's signal")
    assert heard == ["first", "second"]


def test_unsubscribing_ends_the_calls(private_bus: PrivateBus) -> None:
    """After the returned function was called, the callback is not, while others on the same rule are."""
    server, client = private_bus.connect(), private_bus.connect()
    gone: list[object] = []
    kept: list[object] = []
    rule = {"interface": "org.example.Thing", "member": "Changed"}
    unsubscribe = client.subscribe(lambda *news: gone.append(news), **rule)
    client.subscribe(lambda *news: kept.append(news), **rule)
    unsubscribe()
    unsubscribe()
    client.call(*DAEMON, "GetId")
    server.emit("/a", "org.example.Thing", "Changed")
    until(lambda: kept, "the signal")
    assert gone == []


def test_a_callback_may_call(private_bus: PrivateBus) -> None:
    """Callbacks run on the worker thread, where a call to the sender works."""
    server, client = private_bus.connect(), private_bus.connect()
    server.export("/thing", echo)
    answers: list[object] = []

    def changed(body: tuple[object, ...], sender: str, path: str) -> None:
        answers.append(client.call(sender, path, "org.example.Thing", "Echo", "s", *body))

    client.subscribe(changed, interface="org.example.Thing", member="Changed")
    client.call(*DAEMON, "GetId")
    server.emit("/thing", "org.example.Thing", "Changed", "s", "news")
    until(lambda: answers, "the callback's call")
    assert answers == [("news",)]


def test_a_failing_callback_leaves_the_worker_alive(private_bus: PrivateBus, caplog: pytest.LogCaptureFixture) -> None:
    """An exception in a callback is logged and the next callback still runs."""
    bus = private_bus.connect()
    done = threading.Event()
    bus.later([].pop)
    bus.later(done.set)
    assert done.wait(5)
    assert "a callback of the bus failed" in caplog.text


def test_a_name_watch_tells_each_owner_once(private_bus: PrivateBus) -> None:
    """The watcher hears the state of now and every change, and nothing twice."""
    server, client = private_bus.connect(), private_bus.connect()
    owners: list[str | None] = []
    end = client.watch_name("org.example.Name", owners.append)
    own(server, "org.example.Name")
    until(lambda: len(owners) == 2, "the owner")
    server.call(*DAEMON, "ReleaseName", "s", "org.example.Name")
    until(lambda: len(owners) == 3, "the end of ownership")
    end()
    own(server, "org.example.Name")
    client.call(*DAEMON, "GetId")
    assert owners == [None, server.unique_name, None]


def test_everything_is_in_force_again_after_the_bus_died(private_bus: PrivateBus) -> None:
    """A killed bus fails calls with BusGone; after its return exports, subscriptions and name watches work again."""
    server, client = private_bus.connect(), private_bus.connect()
    server.export("/thing", echo)
    heard: list[object] = []
    owners: list[str | None] = []
    client.subscribe(lambda body, *rest: heard.append(body[0]), interface="org.example.Thing", member="Changed")
    client.watch_name("org.example.Name", owners.append)
    own(server, "org.example.Name")
    until(lambda: len(owners) == 2, "the owner")

    private_bus.kill()
    until(lambda: not server.unique_name and not client.unique_name, "the loss to be noticed")
    with pytest.raises(BusGone):
        client.call(*DAEMON, "GetId")
    server.emit("/thing", "org.example.Thing", "Changed", "s", "into the void")
    until(lambda: owners[-1] is None, "the watch to hear of the loss")

    private_bus.start()
    until(lambda: server.unique_name and client.unique_name, "both to be back", AGAIN)
    own(server, "org.example.Name")
    until(lambda: owners[-1] == server.unique_name, "the owner on the new bus")
    server.emit("/thing", "org.example.Thing", "Changed", "s", "back")
    until(lambda: heard, "a signal on the new bus")
    assert heard == ["back"]
    assert client.call(server.unique_name, "/thing", "org.example.Thing", "Echo", "s", "hi") == ("hi",)


def test_a_call_in_flight_ends_when_the_bus_dies(private_bus: PrivateBus) -> None:
    """A call waiting for its answer raises BusGone as soon as the bus is gone, not at its timeout."""
    client = private_bus.connect()
    outcome: list[BaseException] = []

    def ask(name: str) -> None:
        try:
            client.call(name, "/thing", "org.example.Thing", "Go", timeout=60)
        except BusGone as gone:
            outcome.append(gone)

    with open_dbus_connection(private_bus.address) as deaf:
        thread = threading.Thread(target=ask, args=(deaf.unique_name,))
        thread.start()
        while deaf.receive(timeout=5).header.message_type is not MessageType.method_call:
            pass  # the bus first tells a newcomer its name
        private_bus.kill()
        thread.join(5)
    assert [str(gone) for gone in outcome] == ["the bus went away before the answer came"]


def test_close_ends_threads_and_waiting_calls(private_bus: PrivateBus) -> None:
    """After `close` none of the bus's threads lives, whether the bus is there or away."""
    before = set(threading.enumerate())
    present, away = private_bus.connect(), private_bus.connect()
    present.close()
    private_bus.kill()
    until(lambda: not away.unique_name, "the loss to be noticed")
    away.close()
    assert set(threading.enumerate()) <= before


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({}, "there is no session bus"),
        ({"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/bus"}, "no bus answers at unix:path=/nonexistent/bus"),
        ({"DBUS_SESSION_BUS_ADDRESS": "tcp:host=localhost,port=1"}, "cannot be used"),
        ({"DBUS_SESSION_BUS_ADDRESS": "nonsense"}, "cannot be used"),
    ],
)
def test_no_session_bus_is_one_clear_sentence(
    environment: dict[str, str], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a usable session bus BusGone says in words what is wrong."""
    for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BusGone, match=sentence):
        Bus.session()


def test_the_runtime_folder_holds_the_session_bus(private_bus: PrivateBus, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without DBUS_SESSION_BUS_ADDRESS the bus in XDG_RUNTIME_DIR is used."""
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", private_bus.address.removeprefix("unix:path=").removesuffix("/bus"))
    bus = Bus.session()
    assert bus.unique_name.startswith(":")
    bus.close()


def test_a_server_that_does_not_speak_is_given_up(tmp_path: Path) -> None:
    """A socket behind which nobody answers raises BusGone after the greeting's timeout instead of hanging."""
    from sitbreak.adapters.bus_wire import Wire

    with socket.socket(socket.AF_UNIX) as mute:
        mute.bind(str(tmp_path / "mute"))
        mute.listen()
        with pytest.raises(BusGone):
            Wire(f"unix:path={tmp_path}/mute", timeout=0.2)


def test_garbage_on_the_wire_counts_as_a_lost_bus(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Bytes that are no message end the connection with a warning; the receiver goes on to try again."""
    caplog.set_level(logging.WARNING)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "odd"))
        server.listen()
        serve = threading.Thread(target=greet_then_babble, args=(server,))
        serve.start()
        bus = Bus(f"unix:path={tmp_path}/odd")
        until(lambda: not bus.unique_name and "lost the bus" in caplog.text, "the garbage to be noticed and told")
        bus.close()
        serve.join(5)


def greet_then_babble(server: socket.socket) -> None:
    """Play a bus up to its Hello reply, then send what is no D-Bus message."""
    from jeepney import Parser, new_method_return

    peer, _ = server.accept()
    with peer:
        peer.recv(1024)
        peer.sendall(b"OK 0123456789abcdef0123456789abcdef\r\n")
        parser, hello, rest = Parser(), None, b""
        while hello is None:
            rest += peer.recv(1024)
            _, begin, frames = rest.partition(b"BEGIN\r\n")
            if begin and frames:
                parser.add_data(frames)
                hello, rest = parser.get_next_message(), b"BEGIN\r\n"
        peer.sendall(new_method_return(hello, "s", (":1.0",)).serialise(serial=1) + b"x" * 64)
        peer.recv(1)
