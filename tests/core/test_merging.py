"""Several machines are one person: the union of their bouts, joined where the person only moved from one to another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from itertools import count, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitbreak.adapters.conflicts import together
from sitbreak.core.bouts import Bout
from sitbreak.core.merging import DECIDED, SKEW, distinct, merged, newer
from sitbreak.core.model import BoutRecord, CorrectionRecord, DrillRecord, Record, SpanRecord
from sitbreak.core.settings import Settings
from sitbreak.core.week import summarise

CET = timezone(timedelta(hours=1))
NINE = datetime(2026, 11, 16, 9, tzinfo=CET)
LIMIT = Settings().sitting.absence.idle
INFERRED = ("idle", "lock", "sleep", "cap", "untracked")
serial = count()

Devices = Mapping[str, Sequence[BoutRecord]]


def sat(start: float, end: float, ended_by: str = "idle", assumed: float = 0.0) -> BoutRecord:
    """A bout between two minutes after nine."""
    return BoutRecord(str(next(serial)), at(start), at(end), assumed, ended_by)


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def told(found: Sequence[Bout]) -> list[tuple[float, float, str]]:
    """The bouts in minutes after nine."""
    return [((one.start - NINE) / MINUTE, (one.end - NINE) / MINUTE, one.ended_by) for one in found]


MINUTE = timedelta(minutes=1)


def person(**devices: list[BoutRecord]) -> list[tuple[float, float, str]]:
    return told(merged(devices, LIMIT))


@pytest.mark.parametrize("ended_by", INFERRED)
def test_moving_is_no_break(ended_by: str) -> None:
    """However the laptop saw the person leave, sitting down at the desktop within the absence limit goes on with it."""
    assert person(laptop=[sat(0, 30, ended_by)], desktop=[sat(34, 60, "lock")]) == [(0, 60, "lock")]


@pytest.mark.parametrize("ended_by", sorted(DECIDED))
def test_a_break_that_was_told_stands(ended_by: str) -> None:
    """After a drill, a walk, standing or a word the person has been up, however soon they sit at the other machine."""
    rows = person(laptop=[sat(0, 30, ended_by)], desktop=[sat(32, 60)])
    assert rows == [(0, 30, ended_by), (32, 60, "idle")]


@pytest.mark.parametrize(("back", "bouts"), [(34.9, 1), (35, 2), (60, 2)])
def test_moving_takes_less_than_the_absence_limit(back: float, bouts: int) -> None:
    """A gap as long as the limit is an absence, as it is on one machine."""
    assert len(person(laptop=[sat(0, 30)], desktop=[sat(back, 90)])) == bouts


def test_a_machine_s_own_breaks_stand() -> None:
    """A short gap on one machine alone was a lock or a sleep that its own limit called a break."""
    assert len(person(laptop=[sat(0, 30, "lock"), sat(33, 60)])) == 2
    assert len(person(laptop=[sat(0, 30, "lock"), sat(33, 60)], desktop=[sat(100, 120)])) == 3


def test_there_and_back() -> None:
    """A machine left for the other and come back to is one bout, the walk between them included."""
    assert person(laptop=[sat(0, 30, "lock"), sat(40, 60)], desktop=[sat(32, 37)]) == [(0, 60, "idle")]


def test_three_machines() -> None:
    """Moving twice is moving."""
    assert person(a=[sat(0, 30)], b=[sat(33, 50)], c=[sat(54, 70, "drill")]) == [(0, 70, "drill")]


@pytest.mark.parametrize("skew", [-60, -20, 0, 20, 60])
def test_skew_neither_makes_nor_takes_a_break(skew: float) -> None:
    """With clocks up to a minute apart a break that both machines saw is one break, also one of a minute."""
    off = skew / 60
    for length, ended_by in ((1.0, "drill"), (2.0, "lock"), (1.0, "sleep")):
        one = [sat(0, 30, ended_by), sat(30 + length, 60)]
        two = [sat(10 + off, 30 + off), sat(30 + length + off, 55 + off)]
        assert len(person(one=one, two=two)) == 2, (length, ended_by)
        assert len(person(one=one, two=[sat(10 + off, 30 + off)])) == 2
        assert len(person(one=[one[0]], two=[sat(31 + off, 60 + off)])) == (2 if ended_by == "drill" else 1)


def test_an_overlap_within_the_skew_keeps_a_told_break() -> None:
    """A drill shorter than the clocks differ is still a break between two bouts, and no second counts twice."""
    assert person(one=[sat(0, 30, "drill")], two=[sat(29.5, 60)]) == [(0, 30, "drill"), (30, 60, "idle")]
    assert person(one=[sat(0, 30, "drill")], two=[sat(28, 60)]) == [(0, 60, "idle")]


def test_one_break_stays_one() -> None:
    """A touch of the other machine after a drill began is part of what follows, not a bout between two breaks."""
    assert len(person(one=[sat(0, 30, "drill"), sat(31.5, 60)], two=[sat(30.2, 30.5)])) == 2


def test_the_told_end_counts() -> None:
    """Where both machines saw the end within the skew, the one that was told how it ended knows better."""
    assert person(one=[sat(0, 30, "drill")], two=[sat(0, 30.5)]) == [(0, 30.5, "drill")]


def test_assumed_seconds() -> None:
    """What rests on a call adds up over a move, and counts once where two machines saw the same call."""
    (moved,) = merged({"a": [sat(0, 30, assumed=600)], "b": [sat(32, 60, assumed=300)]}, LIMIT)
    (same,) = merged({"a": [sat(0, 30, assumed=600)], "b": [sat(5, 30, assumed=300)]}, LIMIT)
    assert (moved.assumed_seconds, same.assumed_seconds) == (900, 600)


def test_away_here_is_not_away() -> None:
    """While the person sits at one machine, or moves to it, the absence from the other shows and counts nowhere."""
    laptop: list[Record] = [sat(0, 30), SpanRecord("s", at(30), at(120), "away", "idle")]
    desktop: list[Record] = [
        SpanRecord("t", at(-60), at(33), "away", "idle"),
        sat(33, 90),
        SpanRecord("u", at(90), at(120), "asleep", "sleep"),
    ]
    week = summarise("2026-W47", {"laptop": laptop, "desktop": desktop}, Settings(), {})
    rows = [(row.state, (row.start - NINE) / MINUTE, (row.end - NINE) / MINUTE) for row in week.days[0].timeline]
    assert rows == [("away", -60, 0), ("seated", 0, 90), ("away", 90, 120)]
    assert week.coverage.tracked_seconds == 180 * 60
    assert (week.totals.bouts, week.totals.breaks, week.totals.sitting_seconds) == (1, 0, 90 * 60)


def test_the_same_record_under_two_names() -> None:
    """A folder that was copied under another name counts once; records that only share an id all count."""
    drill = DrillRecord("d", "lunge", 1, at(0), at(1), "done", 60.0, {"left": 30.0})
    other = replace(drill, started=at(5), ended=at(6))
    kept = distinct({"new": [drill, other], "old": [drill]})
    assert [len(rows) for rows in kept.values()] == [2, 0]
    assert set(kept) == {"new", "old"}


CORRECTION = CorrectionRecord("c", at(100), at(0), at(5), "away")
DRILL = DrillRecord("d", "lunge", 1, at(0), at(1), "done", 60.0, {})


@pytest.mark.parametrize(
    ("one", "other", "later"),
    [
        (sat(0, 5), sat(0, 6), True),
        (sat(0, 6), sat(0, 5), False),
        (sat(0, 5), sat(0, 5, "lock"), False),
        (CORRECTION, replace(CORRECTION, withdrawn=True), True),
        (replace(CORRECTION, withdrawn=True), CORRECTION, False),
        (DRILL, replace(DRILL, effort="ok"), True),
        (DRILL, sat(0, 60), False),
    ],
)
def test_the_later_state_of_a_record(one: Record, other: Record, later: bool) -> None:
    """What goes on longer, was taken back or has an answer is the later state of the same record."""
    assert newer(one, other) is later


ENDS = (*INFERRED, *sorted(DECIDED), "end")


@st.composite
def days(draw: st.DrawFn) -> dict[str, list[BoutRecord]]:
    """Up to three machines, each with bouts that do not overlap."""
    return {name: draw(machine(name)) for name in draw(st.sampled_from(("a", "ab", "abc")))}


@st.composite
def machine(draw: st.DrawFn, name: str) -> list[BoutRecord]:
    now, rows = float(draw(st.integers(0, 60))), []
    for number in range(draw(st.integers(0, 6))):
        length, gap = draw(st.integers(1, 300)) / 10, draw(st.integers(10, 120)) / 10
        rows.append(BoutRecord(f"{name}{number}", at(now), at(now + length), 0.0, draw(st.sampled_from(ENDS))))
        now += length + gap
    return rows


def seconds(found: Sequence[Bout]) -> float:
    return sum(one.seconds for one in found)


def union(devices: Devices) -> float:
    """Seconds in which any machine saw the person sit, counted in the steps of six seconds that `days` draws."""
    step = timedelta(seconds=6)
    ticks: set[int] = set()
    for row in (row for rows in devices.values() for row in rows):
        ticks |= set(range(round((row.start - NINE) / step), round((row.end - NINE) / step)))
    return len(ticks) * step.total_seconds()


@given(days(), st.randoms(use_true_random=False))
def test_the_order_of_machines_does_not_matter(devices: Devices, chance: object) -> None:
    """Merging is the same in whatever order machines and records come."""
    shuffled = {name: list(reversed(devices[name])) for name in sorted(devices, reverse=True)}
    assert merged(shuffled, LIMIT) == merged(devices, LIMIT)


@given(days())
def test_merging_twice_is_merging_once(devices: Devices) -> None:
    """What was merged, taken as one machine's bouts, merges to itself."""
    once = merged(devices, LIMIT)
    again = [BoutRecord(str(n), one.start, one.end, one.assumed_seconds, one.ended_by) for n, one in enumerate(once)]
    assert merged({"all": again}, LIMIT) == once


@given(days())
def test_the_union_and_the_moves_are_all(devices: Devices) -> None:
    """Merged bouts do not overlap, cover all that any machine saw, and add only gaps shorter than the limit."""
    found = merged(devices, LIMIT)
    assert all(one.end <= two.start for one, two in pairwise(found))
    added = seconds(found) - union(devices)
    moves = sum(map(len, devices.values())) - len(found)
    assert 0 <= added <= max(0, moves) * LIMIT
    assert not added or len(devices) > 1


@given(days())
def test_one_machine_alone_is_left_as_it_is(devices: Devices) -> None:
    """The bouts of one machine are the person's, whatever the gaps between them."""
    rows = devices["a"]
    assert [(one.start, one.end, one.ended_by) for one in merged({"a": rows}, LIMIT)] == [
        (row.start, row.end, row.ended_by) for row in rows
    ]


@st.composite
def true_day(draw: st.DrawFn) -> tuple[dict[str, list[BoutRecord]], int]:
    """What two machines record of a day, "b" with its clock up to a minute off, and how many bouts there truly were."""
    off = draw(st.integers(-60, 60)) / 60
    devices: dict[str, list[BoutRecord]] = {"a": [], "b": []}
    now, bouts, used = 0.0, 1, draw(st.sampled_from(("a", "b", "ab")))
    for _ in range(draw(st.integers(1, 8))):
        length = draw(st.integers(30, 600)) / 10
        following = draw(st.sampled_from(("a", "b", "ab")))
        ended_by, gap = draw(_leaving(used, following))
        for name in used:
            clock = now + (off if name == "b" else 0)
            devices[name].append(sat(clock, clock + length, ended_by if name == used[0] else "idle"))
        names, now, used = used, now + length + gap, following
        bouts += ended_by in DECIDED or gap > LIMIT / 60 or bool(set(names) & set(used))
    for name in used:
        devices[name].append(sat(now + (off if name == "b" else 0), now + 10))
    return devices, bouts


def _leaving(used: str, following: str) -> st.SearchStrategy[tuple[str, float]]:
    """How a bout can end, and minutes until the next; nobody is away for want of input alone before the limit."""
    absent = st.tuples(st.sampled_from(INFERRED), st.integers(61, 600).map(lambda tenths: tenths / 10))
    rested = st.tuples(st.sampled_from(sorted(DECIDED)), st.integers(10, 100).map(lambda tenths: tenths / 10))
    moved = st.tuples(st.sampled_from(INFERRED), st.integers(0, 39).map(lambda tenths: tenths / 10))
    locked = st.tuples(st.just("lock"), st.integers(20, 49).map(lambda tenths: tenths / 10))
    if used == following == "ab":
        return absent
    return absent | rested | (locked if set(used) & set(following) else moved)


@given(true_day())
def test_skew_up_to_a_minute_is_harmless(day: tuple[dict[str, list[BoutRecord]], int]) -> None:
    """Whatever the day, a clock that is wrong by up to a minute neither makes a break nor takes one away."""
    devices, bouts = day
    assert len(merged(devices, LIMIT)) == bouts
    assert timedelta(minutes=1) <= SKEW


@given(days(), st.data())
def test_copies_change_nothing(devices: Devices, data: st.DataObject) -> None:
    """However a machine's records are spread over its file and conflict copies, also twice, they count once."""
    rows = devices["a"]
    parts = [[row for row in rows if data.draw(st.booleans())] for _ in range(2)]
    rest = [row for row in rows if not any(row in part for part in parts)]
    spread = {**devices, "a": [row for row in together([*parts, rest]) if isinstance(row, BoutRecord)]}
    assert merged(spread, LIMIT) == merged(devices, LIMIT)
