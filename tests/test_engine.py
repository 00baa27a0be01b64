"""One queue, one thread, one state: what is stored when, what is told, and what is carried out in which order."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from sitbreak import engine as engine_module
from sitbreak.core import machine
from sitbreak.core.commands import BadCommand
from sitbreak.core.model import (
    Accept,
    Acknowledge,
    Away,
    BoutRecord,
    CloseDrill,
    DrillEnded,
    DrillOrder,
    DrillResult,
    Effect,
    Looked,
    OpenDrill,
    Quit,
    Reading,
    Say,
    Sit,
    Stand,
    Withdraw,
)
from sitbreak.core.settings import read_settings
from tests.fakes import Bench, FakeClock, FakeStore

HOUR = 3600.0
Make = Callable[..., Bench]


@pytest.fixture
def make() -> Iterator[Make]:
    """Makes benches and ends their threads."""
    made: list[Bench] = []

    def bench(store: FakeStore | None = None, clock: FakeClock | None = None) -> Bench:
        made.append(Bench(store, clock))
        return made[-1]

    yield bench
    for each in made:
        each.store.full = frozenset()
        each.engine.post(Quit())
        each.engine.join(5.0)


@pytest.fixture
def bench(make: Make) -> Bench:
    return make().start()


def bouts(bench: Bench) -> list[BoutRecord]:
    return [record for record in bench.store.records.values() if isinstance(record, BoutRecord)]


def test_the_checkpoint_comes_before_the_week_file(bench: Bench) -> None:
    """A record is in the checkpoint before it goes to its week's file, so that a kill in between loses nothing."""
    bench.sits(600).does(Stand())
    bout = bouts(bench)[0].id
    writes = [entry for entry in bench.journal if bout in entry[1:][0]]  # type: ignore[operator]
    assert [entry[0] for entry in writes] == ["save", "put"]


def test_what_the_disk_refuses_waits_and_is_delivered(bench: Bench) -> None:
    """A week's file that cannot be written: the record lies in the checkpoint, which is told, and comes later."""
    bench.sits(600)
    bench.store.full = frozenset({"put"})
    bench.does(Stand())
    assert bouts(bench) == []
    assert bench.store.saved is not None
    assert [record.id for record in bench.store.saved.outbox if isinstance(record, BoutRecord)]
    assert "No space left on device" in bench.engine.trouble
    bench.store.full = frozenset()
    bench.does(Sit())
    assert (len(bouts(bench)), bench.engine.trouble) == (1, "")


def test_a_full_disk_loses_nothing_that_fits_in_memory(bench: Bench) -> None:
    """With the checkpoint refused, too, no week's file is touched before it; everything comes later, in one piece."""
    bench.store.full = frozenset({"save", "put"})
    bench.sits(600).does(Stand())
    bench.clock.t += 300
    bench.does(Sit())
    bench.sits(600).does(Stand())
    assert not [entry for entry in bench.journal if entry[0] == "put refused"]
    bench.store.full = frozenset()
    bench.sits(120)
    assert [(bout.end - bout.start).total_seconds() for bout in bouts(bench)] == [600.0, 600.0]


def test_delivery_is_tried_again_without_any_event(bench: Bench) -> None:
    """Records that wait are tried again at least once a minute while nothing else happens."""
    bench.sits(600)
    bench.store.full = frozenset({"put"})
    bench.does(Stand())
    bench.store.full = frozenset()
    bench.reading = replace(bench.reading, idle=None)
    bench.clock.t += 61
    bench.look()
    assert len(bouts(bench)) == 1


def test_a_refused_checkpoint_is_tried_again_though_no_record_waits(bench: Bench) -> None:
    """A state that could not be written is written within a minute, and the trouble is gone, with nobody there."""
    bench.sits(600).does(Away())
    bench.store.full = frozenset({"save"})
    bench.does(Acknowledge())
    assert "No space left on device" in bench.engine.trouble
    bench.store.full = frozenset()
    bench.reading = replace(bench.reading, idle=None)
    bench.clock.t += 61
    bench.look()
    assert bench.engine.trouble == ""
    assert bench.store.saved is not None
    assert bench.store.saved.state.training.acknowledged


def test_a_restart_repeats_nothing(make: Make) -> None:
    """Killed between checkpoint and week's file, started again twice: each record is there once, under one id."""
    first = make().start().sits(600)
    first.store.full = frozenset({"put"})
    first.does(Stand())
    killed = FakeStore([], first.store.saved)
    second = make(killed, FakeClock(first.clock.t + 1.0)).start()
    assert len(bouts(second)) == 1
    before = dict(killed.records)
    third = make(FakeStore([], killed.saved, dict(killed.records)), FakeClock(first.clock.t + 2.0)).start()
    assert third.store.records == before


def test_a_restart_takes_the_bout_up_again(make: Make) -> None:
    """Back within the absence limit the bout goes on; it is stored once, over both lives of the program."""
    first = make().start().sits(600).quits()
    second = make(first.store, FakeClock(first.clock.t + 60.0)).start().sits(600)
    second.does(Stand())
    assert [(bout.end - bout.start).total_seconds() for bout in bouts(second)] == [1260.0]


def test_every_event_is_stamped_once(make: Make) -> None:
    """On a clock that moves at every reading, an event's records and its watchers carry one and the same moment."""
    bench = make(clock=FakeClock(ticks=0.25)).start().sits(600)
    bench.does(Stand())
    stamped = next(turned for turned in bench.turns if isinstance(turned.event, Stand))
    assert bouts(bench)[0].end == stamped.at.wall
    assert stamped.state.t == stamped.at.t
    moments = [turned.at.t for turned in bench.turns]
    assert moments == sorted(set(moments))


def test_watchers_are_told_when_only_time_has_passed(bench: Bench) -> None:
    """Somebody who types on changes nothing but times, which is all that `still` says; a declared posture is more."""
    bench.sits(600)
    assert bench.turns[-1].still
    bench.does(Stand())
    assert [turned.still for turned in bench.turns if isinstance(turned.event, Stand)] == [False]


def test_effects_are_carried_out_in_order_after_the_checkpoint(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a step asks for happens in the order asked for, and not before it is on disk."""
    effects: tuple[Effect, ...] = (Withdraw(), OpenDrill(DrillOrder("d")), Say("one", ""), CloseDrill(), Say("two", ""))
    real = machine.step

    def step(state: object, event: object, *rest: object) -> object:
        after, wanted = real(state, event, *rest)  # type: ignore[arg-type]
        return after, wanted + effects if isinstance(event, Stand) else wanted

    monkeypatch.setattr("sitbreak.engine.step", step)
    bench.does(Stand())
    kinds = [entry[:2] for entry in bench.journal if entry[0] != "put"]
    done = [("withdraw",), ("drill", "d"), ("say", "one"), ("stop drill",), ("say", "two")]
    assert kinds[-5:] == done
    assert kinds[-6][0] == "save"


def test_a_prompt_is_shown_answered_and_recorded(bench: Bench) -> None:
    """The whole way: due, shown, accepted, drill, record; the notifier is told to take the prompt away first."""
    quickly = {"sitting": {"limit": "10m"}, "quiet": {"hours": {}}, "prompt": {"wait_for_lull": "0s"}}
    bench.settings = read_settings(quickly)
    bench.sits(620)
    assert [entry[0] for entry in bench.journal if entry[0] in ("show", "withdraw")] == ["show"]
    bench.does(Accept())
    assert [entry[0] for entry in bench.journal if entry[0] not in ("save", "put")][-2:] == ["withdraw", "drill"]
    bench.does(DrillEnded(DrillResult.DONE, 77.0))
    kinds = sorted(type(record).__name__ for record in bench.store.records.values())
    assert kinds.count("DrillRecord") == kinds.count("PromptRecord") == 1


def test_the_signals_are_read_before_an_event_is_judged(bench: Bench) -> None:
    """A click after an hour of absence finds the absence noticed first."""
    bench.sits(600)
    bench.clock.t += HOUR
    bench.reading = replace(bench.reading, idle=HOUR)
    bench.does(Stand())
    assert bouts(bench)[0].ended_by == "idle"


class Drowsy(Bench):
    """Nobody types after ten minutes; `naps` is how long the machine sleeps in the middle of the next reading."""

    naps = 0.0

    def _read(self, *_wants: object) -> Reading:
        idle = max(0.0, self.clock.t - 600)
        self.clock.sleep(self.naps)
        self.naps = 0.0
        return Reading(idle=idle, source="fake")


def test_a_sleep_in_the_middle_of_a_reading() -> None:
    """An idle time read just before the machine fell asleep is read again: nobody typed at two in the night."""
    bench = Drowsy()
    bench.start().sits(600)
    bench.clock.t += 100
    bench.naps = HOUR
    bench.look().does(Quit())
    bench.engine.join(5.0)
    looked = [turned.state.seat.input for turned in bench.turns if isinstance(turned.event, Looked)]
    assert looked[-1] == 600


def test_who_asks_is_answered(bench: Bench) -> None:
    """An empty answer when done, the refusal's sentence when not, BadCommand for words without meaning."""
    assert bench.engine.ask(("stand",)) == ""
    assert "No prompt is open" in bench.engine.ask(("answer", "skip"))
    with pytest.raises(BadCommand):
        bench.engine.ask(("dance",))
    assert bench.engine.ask(("sit",)) == ""


def test_who_asks_a_busy_engine_is_not_kept_waiting(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that does not get to the question says so after a few seconds."""
    monkeypatch.setattr(engine_module, "ANSWER_WITHIN", 0.05)
    bench = make()
    assert "busy" in bench.engine.ask(("stand",))
    bench.start()


def test_a_refusal_is_no_effect_on_the_world(bench: Bench) -> None:
    """Refused, nothing is shown, opened or recorded."""
    before = [entry for entry in bench.journal if entry[0] != "save"]
    bench.does(Accept())
    assert [entry for entry in bench.journal if entry[0] != "save"] == before


def test_it_arms_the_ticker_after_everything(bench: Bench) -> None:
    """After each event it says when to look next, never less than half a second and never more than two minutes."""
    before = len(bench.ticker.armed)
    bench.does(Stand())
    bench.does(Sit())
    bench.look()
    assert len(bench.ticker.armed) >= before + 2
    assert all(0.5 <= seconds <= 120.0 for seconds in bench.ticker.armed)


def test_presence_is_checkpointed_at_least_once_a_minute(make: Make) -> None:
    """While somebody sits, a kill costs at most a minute."""
    bench = make().start()
    stamps: list[float] = []
    save = bench.store.save

    def noted(*values: object) -> None:
        stamps.append(bench.clock.t)
        save(*values)  # type: ignore[arg-type]

    bench.store.save = noted  # type: ignore[method-assign, assignment]
    bench.sits(HOUR)
    assert len(stamps) >= 60
    assert max(later - sooner for sooner, later in pairwise(stamps)) <= 60.0


def test_quit_is_the_last_thing(bench: Bench) -> None:
    """Quit saves, ends the thread, and leaves the bout to the checkpoint."""
    bench.sits(600).quits()
    assert bench.journal[-1][0] == "save"
    assert bench.store.saved is not None
    assert bench.store.saved.state.seat.seated
    assert not [thread for thread in threading.enumerate() if thread.name == "engine" and thread.is_alive()]


def test_settings_that_change_are_in_force_at_the_next_event(bench: Bench) -> None:
    """The engine asks for the settings at every event, and anybody may ask it for the latest."""
    bench.settings = read_settings({"sitting": {"limit": "20m"}})
    bench.look()
    assert bench.engine.settings.sitting.limit == 1200.0
