"""The week's figures follow the published definitions, also across midnights, devices and corrections."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import accumulate, count, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitbreak.core.codec import week_of
from sitbreak.core.model import BoutRecord, CorrectionRecord, DrillRecord, PromptRecord, Record, SpanRecord
from sitbreak.core.settings import Settings
from sitbreak.core.week import WeekSummary, days_of, summarise, to_json, weeks_needed

CET = timezone(timedelta(hours=1))
WEEK = "2026-W47"
MONDAY = datetime(2026, 11, 16, tzinfo=CET)
DAY_P = (12, 18, 25, 31, 40, 47, 64, 88)
DAY_B = (22, 24, 25, 27, 28, 30, 30, 31, 33, 35, 40)
serial = count()


def bout(start: datetime, minutes: float, ended_by: str = "idle", assumed: float = 0.0) -> BoutRecord:
    return BoutRecord(str(next(serial)), start, start + timedelta(minutes=minutes), assumed, ended_by)


def span(start: datetime, minutes: float, state: str) -> SpanRecord:
    return SpanRecord(str(next(serial)), start, start + timedelta(minutes=minutes), state, "idle")


def correction(start: datetime, minutes: float, state: str) -> CorrectionRecord:
    end = start + timedelta(minutes=minutes)
    return CorrectionRecord(str(next(serial)), end + timedelta(hours=1), start, end, state)


def day(start: datetime, lengths: tuple[int, ...], pause: float = 3) -> list[Record]:
    """Bouts of these minutes, one after the other."""
    starts = accumulate((length + pause for length in lengths[:-1]), initial=0.0)
    return [bout(start + timedelta(minutes=after), length) for after, length in zip(starts, lengths, strict=True)]


def summary(*records: Record, week: str = WEEK, **devices: list[Record]) -> WeekSummary:
    return summarise(
        week, {"desk": records, **devices}, Settings(), {"lunge": "mobility", "curl": "strengthen-neutral"}
    )


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        (DAY_P, (8, 7, 1.29, 5, 270, 0.831, 2, 152, 0.468, 88, 40.6, 35.5, 47, 0.322)),
        (DAY_B, (11, 10, 1.85, 6, 199, 0.612, 0, 0, 0.0, 40, 29.5, 30, 30, 0.094)),
    ],
)
def test_worked_example(lengths: tuple[int, ...], expected: tuple[float, ...]) -> None:
    """The prolonger and the breaker of the published example come out as published, though both sat 325 minutes."""
    totals = summary(*day(MONDAY + timedelta(hours=8), lengths)).totals
    assert totals.sitting_seconds == 325 * 60
    found = (
        totals.bouts,
        totals.breaks,
        round(totals.breaks_per_sitting_hour or 0, 2),
        totals.bouts_30.count,
        totals.bouts_30.seconds / 60,
        round(totals.bouts_30.share, 3),
        totals.bouts_60.count,
        totals.bouts_60.seconds / 60,
        round(totals.bouts_60.share, 3),
        totals.longest_bout_seconds / 60,
        round((totals.mean_bout_seconds or 0) / 60, 1),
        (totals.median_bout_seconds or 0) / 60,
        (totals.w50_seconds or 0) / 60,
        round(totals.gini or 0, 3),
    )
    assert found == expected


def test_empty_week() -> None:
    """A week without records has seven empty days, and says nothing rather than zero where nothing was measured."""
    empty = summary()
    assert [row.date for row in empty.days] == [row.isoformat() for row in days_of(WEEK)]
    assert empty.totals.sitting_seconds == 0
    assert empty.totals.gini is None
    assert empty.prompts.acceptance is None


@pytest.mark.parametrize(("ended_by", "breaks"), [("drill", 2), ("walk", 2), ("stand", 2), ("idle", 1), ("sleep", 1)])
def test_confirmed_last_break(ended_by: str, breaks: int) -> None:
    """The end of a day's last bout is a break only if the person confirmed it."""
    start = MONDAY + timedelta(hours=9)
    assert summary(bout(start, 30), bout(start + timedelta(hours=1), 30, ended_by)).days[0].breaks == breaks


def test_midnight() -> None:
    """A bout across midnight counts once, on its start day; its minutes go to the days in which they lie."""
    monday, tuesday, *_ = summary(bout(MONDAY + timedelta(hours=23, minutes=40), 50)).days
    assert (monday.bouts, monday.sitting_seconds, monday.longest_bout_seconds) == (1, 20 * 60, 50 * 60)
    assert (tuesday.bouts, tuesday.sitting_seconds) == (0, 30 * 60)
    assert [row.state for row in tuesday.timeline] == ["seated"]


def test_sunday_night() -> None:
    """A bout from Sunday into Monday is a bout of the old week and minutes of the new one."""
    late = bout(MONDAY - timedelta(minutes=10), 40)
    assert summary(late).totals.bouts == 0
    assert summary(late).totals.sitting_seconds == 30 * 60
    assert summary(late, week="2026-W46").totals.bouts == 1
    assert summary(late, week="2026-W46").totals.sitting_seconds == 10 * 60


def test_clock_change() -> None:
    """The hour that a clock change skips or repeats is neither sat nor lost."""
    berlin = ZoneInfo("Europe/Berlin")
    start = datetime(2026, 10, 25, 1, 30, tzinfo=berlin)
    end = (start.astimezone(UTC) + timedelta(hours=2)).astimezone(berlin)
    night = BoutRecord("1", start, end, 0, "idle")
    assert end.hour == 2
    assert summary(night, week="2026-W43").totals.sitting_seconds == 2 * 3600


def test_valid_day() -> None:
    """A day counts as valid from two hours of sitting on."""
    start = MONDAY + timedelta(hours=9)
    days = summary(bout(start, 120), bout(start + timedelta(days=1), 119)).days
    assert [row.valid for row in days] == [True, *[False] * 6]


def test_devices_merge() -> None:
    """Sitting at two devices at the same time is sitting once: the union of the intervals."""
    start = MONDAY + timedelta(hours=9)
    merged = summary(bout(start, 60), laptop=[bout(start + timedelta(minutes=30), 60, "drill")])
    assert merged.devices == ("desk", "laptop")
    assert (merged.totals.bouts, merged.totals.sitting_seconds) == (1, 90 * 60)
    assert merged.days[0].breaks == 1


def test_device_left_alone() -> None:
    """What an abandoned device says does not hide what the person did at the other."""
    start = MONDAY + timedelta(hours=9)
    row = summary(bout(start, 60), laptop=[span(start - timedelta(hours=1), 180, "away")]).days[0]
    assert [(item.state, item.seconds / 60) for item in row.timeline] == [("away", 60), ("seated", 60), ("away", 60)]


def test_corrected_to_seated() -> None:
    """A span corrected to seated joins the bouts that it touches."""
    start = MONDAY + timedelta(hours=9)
    rows = (
        bout(start, 30),
        span(start + timedelta(minutes=30), 20, "unclear"),
        bout(start + timedelta(minutes=50), 10),
    )
    fixed = summary(*rows, correction(start + timedelta(minutes=30), 20, "seated"))
    assert (fixed.totals.bouts, fixed.totals.longest_bout_seconds) == (1, 60 * 60)
    assert fixed.coverage.corrections == 1


def test_corrected_to_away() -> None:
    """A span corrected to away is cut out of a bout, and shows as away."""
    start = MONDAY + timedelta(hours=9)
    fixed = summary(bout(start, 60, assumed=3000), correction(start + timedelta(minutes=20), 30, "away"))
    assert (fixed.totals.bouts, fixed.totals.sitting_seconds) == (2, 30 * 60)
    assert fixed.totals.assumed_seconds <= 30 * 60
    assert [row.state for row in fixed.days[0].timeline] == ["seated", "away", "seated"]


def test_later_correction_wins() -> None:
    """Of two corrections of the same span the one made later stands."""
    start = MONDAY + timedelta(hours=9)
    first = correction(start, 60, "seated")
    second = CorrectionRecord("z", first.at + timedelta(days=1), start, first.end, "away")
    assert summary(second, first).totals.sitting_seconds == 0


def test_running_bout() -> None:
    """The bout still open counts up to now, without a break after it."""
    start = MONDAY + timedelta(hours=9)
    row = summary(bout(start, 30), bout(start + timedelta(hours=1), 45, "")).days[0]
    assert (row.bouts, row.breaks, row.sitting_seconds) == (2, 1, 75 * 60)


def prompt(start: datetime, outcome: str, number: int = 1, shown: bool = True) -> PromptRecord:
    return PromptRecord(
        str(next(serial)), start, start if shown else None, start + timedelta(minutes=1), outcome, 2700, number, "lunge"
    )


def test_funnel() -> None:
    """Prompts are counted by outcome; acceptance is accepted of shown; the way to the break starts at the first."""
    start = MONDAY + timedelta(hours=9)
    prompts = (
        prompt(start + timedelta(minutes=45), "snoozed"),
        prompt(start + timedelta(minutes=55), "accepted", number=2),
        prompt(start + timedelta(days=1), "natural", shown=False),
    )
    funnel = summary(bout(start, 56, "drill"), *prompts).prompts
    assert (funnel.due, funnel.shown, funnel.snoozed, funnel.accepted, funnel.natural) == (3, 2, 1, 1, 1)
    assert (funnel.acceptance, funnel.to_break_seconds) == (0.5, 11 * 60)


def drill(name: str, result: str, **sides: float) -> DrillRecord:
    start = MONDAY + timedelta(hours=10)
    return DrillRecord(str(next(serial)), name, 1, start, start + timedelta(minutes=1), result, 60, dict(sides))


def test_drills() -> None:
    """Drills count by category against the target; only stretches of the hip flexors make stretch seconds."""
    drills = summary(
        drill("lunge", "done", left=30, right=30),
        drill("lunge", "partial", left=20),
        drill("curl", "abandoned", right=10),
        drill("own-invention", "done"),
    ).drills
    assert (drills.by_category["mobility"].done, drills.by_category["mobility"].partial) == (1, 1)
    assert drills.by_category["mobility"].target == Settings().targets.mobility
    assert drills.by_category["strength"].aborted == 1
    assert drills.by_category["other"].done == 1
    assert drills.stretch_seconds == {"left": 50, "right": 30}


def weeks_of_work(valid_days: dict[int, int]) -> list[Record]:
    """Some weeks back -> that many days, each with one bout of three hours."""
    starts = (
        MONDAY - timedelta(weeks=back) + timedelta(days=ahead, hours=9)
        for back, days in valid_days.items()
        for ahead in range(days)
    )
    return [bout(start, 180) for start in starts]


@pytest.mark.parametrize(
    ("valid_days", "previous", "mean"),
    [
        ({0: 3, 1: 3}, True, False),
        ({0: 2, 1: 5}, False, False),
        ({0: 5, 1: 2, 2: 5, 3: 5, 4: 5}, False, False),
        ({0: 3, 1: 3, 2: 3, 3: 3, 4: 3}, True, True),
    ],
)
def test_change_needs_valid_weeks(valid_days: dict[int, int], previous: bool, mean: bool) -> None:
    """A change is said only where every week it rests on has three valid days."""
    change = summary(*weeks_of_work(valid_days)).change
    assert (change.previous_week is not None, change.four_week_mean is not None) == (previous, mean)


def test_change_is_per_valid_day() -> None:
    """A week with fewer days of the same kind is no change."""
    change = summary(*weeks_of_work({0: 3, 1: 5})).change
    assert change.previous_week is not None
    assert change.previous_week.sitting_seconds_per_day == 0


def test_json_names() -> None:
    """The JSON has the published names and goes through json unchanged."""
    data = to_json(summary(*day(MONDAY + timedelta(hours=8), DAY_P)))
    assert json.loads(json.dumps(data)) == data
    assert (data["version"], data["week"]) == (1, WEEK)
    assert {"date", "sitting_seconds", "bouts", "breaks", "longest_bout_seconds", "valid", "timeline"} <= set(
        data["days"][0]
    )
    assert data["days"][0]["timeline"][0] == {
        "start": "2026-11-16T08:00:00+01:00",
        "end": "2026-11-16T08:12:00+01:00",
        "state": "seated",
    }
    assert set(data["change"]) == {"previous_week", "four_week_mean"}
    assert {"count", "seconds", "share"} <= set(data["totals"]["bouts_60"])
    assert data["definition"]["absence_idle_seconds"] == 300


def test_weeks() -> None:
    """Weeks are ISO weeks, also around a new year; a week that does not exist is refused."""
    assert week_of(date(2027, 1, 1)) == "2026-W53"
    assert days_of("2026-W53")[0] == date(2026, 12, 28)
    assert weeks_needed("2027-W01")[-2:] == ("2026-W53", "2027-W01")
    for wrong in ("2026-47", "2025-W53", "last", ""):
        with pytest.raises(ValueError, match="is not a week"):
            days_of(wrong)


PIECES = st.lists(
    st.tuples(
        st.integers(0, 7 * 1440 - 300),
        st.integers(1, 300),
        st.sampled_from(("seated", "standing", "away", "asleep", "unclear", "untracked", "paused")),
    ),
    max_size=25,
)


@given(PIECES)
def test_no_minute_twice(pieces: list[tuple[int, int, str]]) -> None:
    """However records of several devices overlap, no minute of the week is counted twice and none is lost."""
    records: list[Record] = []
    minutes: set[int] = set()
    seated: set[int] = set()
    for start, length, state in pieces:
        begin = MONDAY + timedelta(minutes=start)
        records.append(bout(begin, length) if state == "seated" else span(begin, length, state))
        minutes |= set(range(start, start + length))
        seated |= set(range(start, start + length)) if state == "seated" else set()
    result = summary(*records)
    rows = [row for day in result.days for row in day.timeline]
    assert sum(row.seconds for row in rows) == len(minutes) * 60
    assert result.totals.sitting_seconds == len(seated) * 60
    assert all(one.end <= two.start for one, two in pairwise(rows))
