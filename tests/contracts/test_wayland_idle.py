"""Idle time on Wayland: which protocol is taken, what a compositor may do to us, and what a film hides."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sitbreak.adapters.clock import steady
from sitbreak.adapters.signals.idle.reviving import Reviving
from sitbreak.adapters.signals.idle.wayland import CAVEAT, NEAR, SLACK, WaylandIdle
from sitbreak.ports import Unavailable
from tests.contracts.presence import Calls, wait_for
from tests.contracts.stand_in_compositor import Request, StandInCompositor
from tests.desktop.wayland import WaylandSession

pytest_plugins = ["tests.contracts.presence_fixtures"]

SEAT, EXT, KDE = "wl_seat", "ext_idle_notifier_v1", "org_kde_kwin_idle"
SEAT_ID, NOTIFIER_ID, NEAR_ID, FAR_ID = 4, 5, 6, 7
IDLED, RESUMED = 0, 1
BOTH_NOTIFICATIONS = 2

Order = Callable[[int], tuple[int, int]]
TIME_FIRST: Order = lambda milliseconds: (milliseconds, SEAT_ID)  # noqa: E731
SEAT_FIRST: Order = lambda milliseconds: (SEAT_ID, milliseconds)  # noqa: E731

Compose = Callable[..., StandInCompositor]


@pytest.fixture
def compose(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Compose]:
    """Starts stand-in compositors that this session's clients find."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-9")
    made: list[StandInCompositor] = []

    def make(mute: bool = False, **offered: int) -> StandInCompositor:
        (tmp_path / "wayland-9").unlink(missing_ok=True)
        made.append(StandInCompositor(tmp_path / "wayland-9", offered, mute))
        return made[-1]

    yield make
    for compositor in made:
        compositor.close()


def orders(compositor: StandInCompositor) -> list[Request]:
    """The two requests for a notification, once both have come."""

    def found() -> list[Request]:
        return [request for request in compositor.requests if request[0] == NOTIFIER_ID]

    wait_for(lambda: len(found()) == BOTH_NOTIFICATIONS, "the orders")
    return found()


def fall_silent(compositor: StandInCompositor, idle: WaylandIdle) -> None:
    """Two seconds after the last input the compositor says so; from then on its age grows past what is certain."""
    wait_for(lambda: idle.seconds() >= NEAR, "two seconds without a word")
    compositor.tell(NEAR_ID, IDLED)
    wait_for(lambda: idle.seconds() > NEAR + SLACK + 0.2, "the dating", timeout=2)


def words(*numbers: int) -> bytes:
    return struct.pack(f"={len(numbers)}I", *numbers)


class TestProtocols:
    @pytest.mark.parametrize(
        ("offered", "opcode", "order", "caveat"),
        [
            ({SEAT: 9, KDE: 1, EXT: 2}, 2, TIME_FIRST, ""),
            ({SEAT: 9, KDE: 1, EXT: 1}, 1, TIME_FIRST, CAVEAT),
            ({KDE: 1, SEAT: 1}, 0, SEAT_FIRST, CAVEAT),
        ],
    )
    def test_takes_the_best(
        self, compose: Compose, offered: dict[str, int], opcode: int, order: Order, caveat: str
    ) -> None:
        """The request that counts input only is taken where it is offered, and only then a film hides nothing."""
        compositor = compose(**offered)
        idle = WaylandIdle(Calls())
        near, far = words(NEAR_ID, *order(2000)), words(FAR_ID, *order(30_000))
        assert orders(compositor) == [(NOTIFIER_ID, opcode, near), (NOTIFIER_ID, opcode, far)]
        assert idle.caveat == caveat
        idle.close()

    def test_events_of_the_newest_version(self, compose: Compose, calls: Calls) -> None:
        """The notifications of version 2 are read alike: the short dates the input, the long tells of absence."""
        compositor = compose(**{SEAT: 9, EXT: 2})
        idle = WaylandIdle(calls)
        orders(compositor)
        fall_silent(compositor, idle)
        assert calls.count == 0
        compositor.tell(FAR_ID, IDLED)
        wait_for(lambda: calls.count == 1, "the call at leaving")
        compositor.tell(FAR_ID, RESUMED)
        wait_for(lambda: calls.count == BOTH_NOTIFICATIONS, "the call at the return")
        assert idle.seconds() < 0.5
        idle.close()

    def test_report(self, compose: Compose, calls: Calls) -> None:
        """`doctor` is told who serves and what that takes for presence by mistake."""
        compose(**{SEAT: 9, EXT: 1})
        idle = Reviving([("wayland", lambda: WaylandIdle(calls))])
        (row,) = idle.report.tried
        assert (row.ok, row.reason) == (True, f"serves; {CAVEAT}")
        idle.close()


class TestRefusals:
    def test_without_compositor(self, calls: Calls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A socket that is not there is refused with the system's reason; an absolute name is taken as it is."""
        monkeypatch.setenv("WAYLAND_DISPLAY", str(tmp_path / "nobody"))
        monkeypatch.setenv("XDG_RUNTIME_DIR", "/nowhere")
        with pytest.raises(Unavailable, match=r"does not let us in: .*No such file"):
            WaylandIdle(calls)

    @pytest.mark.parametrize(("offered", "reason"), [({EXT: 1}, "no seat"), ({SEAT: 9}, "neither ext_idle_notifier")])
    def test_without_offer(self, compose: Compose, calls: Calls, offered: dict[str, int], reason: str) -> None:
        """A compositor that does not tell idle time, or has nobody to tell of, is refused by name of what it lacks."""
        compose(**offered)
        with pytest.raises(Unavailable, match=reason):
            WaylandIdle(calls)

    def test_mute_compositor(self, compose: Compose, calls: Calls) -> None:
        """A compositor that hangs holds nobody up for longer than a moment."""
        compose(mute=True)
        began = steady()
        with pytest.raises(Unavailable, match="does not tell what it offers"):
            WaylandIdle(calls)
        assert steady() - began < 3.0


class TestLosses:
    @pytest.fixture
    def compositor(self, compose: Compose) -> StandInCompositor:
        return compose(**{SEAT: 9, EXT: 1})

    @pytest.fixture
    def idle(self, compositor: StandInCompositor, calls: Calls) -> Iterator[WaylandIdle]:
        source = WaylandIdle(calls)
        orders(compositor)
        yield source
        source.close()

    def lost(self, idle: WaylandIdle, calls: Calls, reason: str) -> None:
        wait_for(lambda: calls.count, "the call at the loss")
        with pytest.raises(ConnectionError, match=reason):
            idle.seconds()

    def test_protocol_error(self, compositor: StandInCompositor, idle: WaylandIdle, calls: Calls) -> None:
        """What a compositor holds against us is a lost connection with its own words."""
        compositor.complain("no such object")
        self.lost(idle, calls, "finds fault with us: no such object")

    @pytest.mark.parametrize("number", [1, 2])
    def test_seat_or_notifier_withdrawn(
        self, compositor: StandInCompositor, idle: WaylandIdle, calls: Calls, number: int
    ) -> None:
        """Without seat or notifier no event would come any more, so nobody may go on waiting for one."""
        compositor.take_back(number)
        self.lost(idle, calls, "took back what tells of input")

    def test_strangers_come_and_go(self, compositor: StandInCompositor, idle: WaylandIdle, calls: Calls) -> None:
        """What else a compositor offers or takes back concerns nobody here."""
        compositor.take_back(77)
        compositor.tell(SEAT_ID, 0, words(3))
        fall_silent(compositor, idle)
        assert calls.count == 0


class TestFilm:
    def test_hides_absence(self, sway: WaylandSession, calls: Calls) -> None:
        """The caveat is true on sway: who leaves during a film seems present until it ends."""
        idle = WaylandIdle(calls, idle_after=3.0)
        assert idle.caveat == CAVEAT
        wait_for(lambda: idle.seconds() > 3.0, "absence without a film")
        sway.touch()
        sway.keep_awake()
        began = steady()
        wait_for(lambda: steady() > began + 4.0, "the film")
        assert idle.seconds() < 3.0
        calls.count = 0
        sway.end_film()
        wait_for(lambda: idle.seconds() > 3.0, "absence after the film")
        wait_for(lambda: calls.count, "the call at leaving")
        idle.close()
