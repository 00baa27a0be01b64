"""Scripted weeks whose figures were computed by hand: midnights, clock changes, new years, journeys, corrections."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import count

from sitbreak.core.defining import of_settings
from sitbreak.core.model import BoutRecord, CorrectionRecord, DefinitionRecord, PromptRecord, Record, SpanRecord
from sitbreak.core.settings import Settings, read_settings
from sitbreak.core.week import WeekSummary, summarise

NUMBERS = count()
Figures = tuple[float, ...]


def at(label: str) -> datetime:
    return datetime.fromisoformat(label)


def bout(start: str, end: str, ended_by: str = "idle", assumed: float = 0.0) -> BoutRecord:
    """A bout as it was recorded: both labels with the offset of that moment; `assumed` in minutes."""
    return BoutRecord(f"b{next(NUMBERS)}", at(start), at(end), assumed * 60, ended_by)


def span(start: str, end: str, state: str) -> SpanRecord:
    return SpanRecord(f"s{next(NUMBERS)}", at(start), at(end), state, "idle")


def correction(said: str, start: str, end: str, state: str, withdrawn: bool = False) -> CorrectionRecord:
    return CorrectionRecord(f"c{next(NUMBERS)}", at(said), at(start), at(end), state, withdrawn)


def week(name: str, *records: Record, **others: Iterable[Record]) -> WeekSummary:
    return summarise(name, {"desk": records, **others}, Settings(), {})


def minutes(summary: WeekSummary) -> Figures:
    """Minutes of sitting from Monday to Sunday."""
    return tuple(day.sitting_seconds / 60 for day in summary.days)


def bouts(summary: WeekSummary) -> tuple[int, ...]:
    """Bouts that began from Monday to Sunday."""
    return tuple(day.bouts for day in summary.days)


def breaks(summary: WeekSummary) -> tuple[int, ...]:
    return tuple(day.breaks for day in summary.days)


def long(summary: WeekSummary) -> Figures:
    """Bouts of an hour or more: count, minutes, percent of all sitting."""
    row = summary.totals.bouts_60
    return row.count, row.seconds / 60, round(row.share * 100, 1)


def pattern(summary: WeekSummary) -> tuple[float | None, ...]:
    """Longest, mean, median and W50 in minutes, then Gini."""
    row = summary.totals
    lengths = (row.longest_bout_seconds, row.mean_bout_seconds, row.median_bout_seconds, row.w50_seconds)
    return (*(None if length is None else round(length / 60, 2) for length in lengths), row.gini and round(row.gini, 3))


def quality(summary: WeekSummary) -> tuple[int, int, int]:
    row = summary.totals.break_quality
    return row.brief, row.moderate, row.full


def began(summary: WeekSummary) -> str:
    """When the longest bout began."""
    start = summary.totals.longest_bout_start
    return start.isoformat(timespec="minutes") if start else ""


def tracked(summary: WeekSummary) -> float:
    """Hours seen."""
    return summary.coverage.tracked_seconds / 3600


def of_day(summary: WeekSummary, number: int) -> list[tuple[str, float]]:
    """State and minutes of the rows of one day, 0 for Monday."""
    return [(row.state, row.seconds / 60) for row in summary.days[number].timeline]


def test_nights_at_the_desk() -> None:
    """Bouts across midnight: Mon 22:50-00:10 (80), Tue 23:30-01:00 (90), Wed 09:00-09:20 (20).

    By hand: T = 190. Mon 70 before midnight; Tue 10 + 30; Wed 60 + 20. One bout begins on each day, so no break.
    >= 60: 2 bouts, 170 min, 170/190 = 89.5 %. Mean 190/3 = 63.33, median 80. W50: 20, then 20 + 80 = 100 >= 95: 80.
    Gini = 2 (1*20 + 2*80 + 3*90) / (3*190) - 4/3 = 900/570 - 1.3333 = 0.246. Nobody sat two hours in a day.
    """
    found = week(
        "2026-W47",
        bout("2026-11-16T22:50+01:00", "2026-11-17T00:10+01:00"),
        bout("2026-11-17T23:30+01:00", "2026-11-18T01:00+01:00"),
        bout("2026-11-18T09:00+01:00", "2026-11-18T09:20+01:00"),
    )
    assert minutes(found) == (70, 40, 80, 0, 0, 0, 0)
    assert bouts(found) == (1, 1, 1, 0, 0, 0, 0)
    assert breaks(found) == (0, 0, 0, 0, 0, 0, 0)
    assert long(found) == (2, 170, 89.5)
    assert pattern(found) == (90, 63.33, 80, 80, 0.246)
    assert (began(found), found.coverage.valid_days) == ("2026-11-17T23:30+01:00", 0)


def test_the_week_of_167_hours() -> None:
    """Berlin puts the clock forward on Sunday 29 March 2026, at 02:00; everything was seen.

    By hand: away Mon 00:00 to Sat 22:00 is 142 h; sitting Sat 22:00-23:00 is 1 h; away to Sun 01:30 is 2.5 h; sitting
    01:30 to 03:30 summer time is 1 h, though the labels are two apart; away from there to midnight is 20.5 h.
    142 + 1 + 2.5 + 1 + 20.5 = 167. Sunday has 1.5 + 1 + 20.5 = 23 h. >= 60: 2 bouts, 120 min, all of it.
    """
    found = week(
        "2026-W13",
        span("2026-03-23T00:00+01:00", "2026-03-28T22:00+01:00", "away"),
        bout("2026-03-28T22:00+01:00", "2026-03-28T23:00+01:00"),
        span("2026-03-28T23:00+01:00", "2026-03-29T01:30+01:00", "away"),
        bout("2026-03-29T01:30+01:00", "2026-03-29T03:30+02:00"),
        span("2026-03-29T03:30+02:00", "2026-03-30T00:00+02:00", "away"),
    )
    assert tracked(found) == 167
    assert minutes(found) == (0, 0, 0, 0, 0, 60, 60)
    assert of_day(found, 6) == [("away", 90), ("seated", 60), ("away", 20.5 * 60)]
    assert long(found) == (2, 120, 100)
    assert pattern(found) == (60, 60, 60, 60, 0)


def test_the_week_of_169_hours() -> None:
    """Berlin puts the clock back on Sunday 25 October 2026, at 03:00; everything was seen.

    By hand: away Mon 00:00 to Sat 23:00 is 143 h; away to Sun 02:30 summer time is 3.5 h; sitting from 02:30 summer
    time to 02:30 winter time is 1 h, though the labels are the same; standing to 03:00 is 0.5 h; away to midnight is
    21 h. 143 + 3.5 + 1 + 0.5 + 21 = 169. Sunday has 2.5 + 1 + 0.5 + 21 = 25 h.
    """
    found = week(
        "2026-W43",
        span("2026-10-19T00:00+02:00", "2026-10-24T23:00+02:00", "away"),
        span("2026-10-24T23:00+02:00", "2026-10-25T02:30+02:00", "away"),
        bout("2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00", "stand"),
        span("2026-10-25T02:30+01:00", "2026-10-25T03:00+01:00", "standing"),
        span("2026-10-25T03:00+01:00", "2026-10-26T00:00+01:00", "away"),
    )
    assert tracked(found) == 169
    assert of_day(found, 6) == [("away", 150), ("seated", 60), ("standing", 30), ("away", 21 * 60)]
    assert long(found) == (1, 60, 100)
    assert (began(found), found.totals.standing_seconds) == ("2026-10-25T02:30+02:00", 1800)
    assert breaks(found)[6] == 1


def test_week_53() -> None:
    """The week from Monday 28 December 2026 to Sunday 3 January 2027, with an hour of sitting right before and after.

    By hand: Mon 30; Thu 23:30-00:30 gives Thu 30 and Fri 30; Sun 45. T = 135, three bouts on three days. >= 60: one,
    60 min, 60/135 = 44.4 %. Mean 45, median 45, W50: 30, then 75 >= 67.5: 45.
    Gini = 2 (30 + 90 + 180) / (3*135) - 4/3 = 600/405 - 1.3333 = 0.148.
    """
    records = (
        bout("2026-12-27T20:00+01:00", "2026-12-27T21:00+01:00"),
        bout("2026-12-28T09:00+01:00", "2026-12-28T09:30+01:00"),
        bout("2026-12-31T23:30+01:00", "2027-01-01T00:30+01:00"),
        bout("2027-01-03T10:00+01:00", "2027-01-03T10:45+01:00"),
        bout("2027-01-04T09:00+01:00", "2027-01-04T10:00+01:00"),
    )
    found = week("2026-W53", *records)
    assert [found.days[0].date, found.days[6].date] == ["2026-12-28", "2027-01-03"]
    assert minutes(found) == (30, 0, 0, 30, 30, 0, 45)
    assert bouts(found) == (1, 0, 0, 1, 0, 0, 1)
    assert long(found) == (1, 60, 44.4)
    assert pattern(found) == (60, 45, 45, 45, 0.148)
    assert minutes(week("2027-W01", *records)) == (60, 0, 0, 0, 0, 0, 0)
    assert minutes(week("2026-W52", *records)) == (0, 0, 0, 0, 0, 0, 60)


def test_a_flight_to_the_east() -> None:
    """Tuesday in New York, an hour's work on the night flight, Wednesday in Berlin, six hours ahead.

    By hand: Tue 60 + 30, and the flight's bout, 22:00 New York time to 05:00 Berlin time: 60 min by the offsets on
    record, all on the Tuesday it began in. Tue 150 in 3 bouts with 2 breaks (8 h and 3.5 h), Wed 50 in one.
    T = 200. >= 60: 2 bouts, 120 min, 60 %. Mean 50, median (50 + 60)/2 = 55. W50: 30, 80, 140 >= 100: 60.
    Gini = 2 (30 + 100 + 180 + 240) / (4*200) - 5/4 = 1100/800 - 1.25 = 0.125.
    """
    found = week(
        "2026-W47",
        bout("2026-11-17T09:00-05:00", "2026-11-17T10:00-05:00"),
        bout("2026-11-17T18:00-05:00", "2026-11-17T18:30-05:00"),
        bout("2026-11-17T22:00-05:00", "2026-11-18T05:00+01:00"),
        bout("2026-11-18T10:00+01:00", "2026-11-18T10:50+01:00"),
    )
    assert minutes(found) == (0, 150, 50, 0, 0, 0, 0)
    assert (bouts(found)[1:3], breaks(found)[1:3], quality(found)) == ((3, 1), (2, 0), (0, 0, 2))
    assert long(found) == (2, 120, 60)
    assert pattern(found) == (60, 50, 55, 60, 0.125)


def test_a_flight_to_the_west() -> None:
    """Tuesday in Tokyo, then the same Tuesday again in Los Angeles, 17 hours behind.

    By hand: Monday 08:00 in Tokyo is still Sunday in Greenwich, and counts on Monday: 30. Tuesday 60 + 45 in Tokyo and
    30 in Los Angeles, at 20:00 in Greenwich: 135 in 3 bouts, 2 breaks, of 10 h and of 11:45 to 20:00 Greenwich time,
    8.25 h. T = 165. >= 60: 1 bout, 60 min, 36.4 %. Mean 41.25, median (30 + 45)/2 = 37.5. W50: 30, 60, 105 >= 82.5: 45.
    """
    found = week(
        "2026-W47",
        bout("2026-11-16T08:00+09:00", "2026-11-16T08:30+09:00"),
        bout("2026-11-17T09:00+09:00", "2026-11-17T10:00+09:00"),
        bout("2026-11-17T20:00+09:00", "2026-11-17T20:45+09:00"),
        bout("2026-11-17T12:00-08:00", "2026-11-17T12:30-08:00"),
    )
    assert minutes(found) == (30, 135, 0, 0, 0, 0, 0)
    assert (bouts(found)[:2], breaks(found)[:2], quality(found)) == ((1, 3), (0, 2), (0, 0, 2))
    assert long(found) == (1, 60, 36.4)
    assert pattern(found)[:4] == (60, 41.25, 37.5, 45)


def test_a_week_put_right() -> None:
    """Wednesday 09:00-10:00 and 11:00-12:00, corrected to sitting in between; Thursday 09:00-11:00, 40 min of them
    assumed, corrected to away 10:00-10:30; and a correction of all Wednesday that was taken back.

    By hand: Wed one bout of 180; Thu 60 and 30, one break of 30 min. T = 270. >= 60: 2 bouts, 240 min, 88.9 %.
    Mean 90, median 60, W50: 30, 90, 270 >= 135: 180. Of the 40 assumed minutes the cut half hour of the two hours takes
    a quarter: 30 stay. Two corrections count.
    """
    found = week(
        "2026-W47",
        bout("2026-11-18T09:00+01:00", "2026-11-18T10:00+01:00"),
        bout("2026-11-18T11:00+01:00", "2026-11-18T12:00+01:00"),
        bout("2026-11-19T09:00+01:00", "2026-11-19T11:00+01:00", assumed=40),
        correction("2026-11-18T13:00+01:00", "2026-11-18T10:00+01:00", "2026-11-18T11:00+01:00", "seated"),
        correction("2026-11-19T13:00+01:00", "2026-11-19T10:00+01:00", "2026-11-19T10:30+01:00", "away"),
        correction("2026-11-19T14:00+01:00", "2026-11-18T09:00+01:00", "2026-11-18T12:00+01:00", "away", True),
    )
    assert minutes(found) == (0, 0, 180, 90, 0, 0, 0)
    assert (bouts(found)[2:4], breaks(found)[2:4], quality(found)) == ((1, 2), (0, 1), (0, 0, 1))
    assert long(found) == (2, 240, 88.9)
    assert pattern(found)[:4] == (180, 90, 60, 180)
    assert of_day(found, 3) == [("seated", 60), ("away", 30), ("seated", 30)]
    assert (found.totals.assumed_seconds / 60, found.coverage.corrections) == (30, 2)


def test_two_devices() -> None:
    """A Monday at a desk and a laptop, with overlaps, a change of seats within the absence limit and one beyond it.

    By hand: desk 09:00-10:00 and laptop 09:40-10:30 are 90; desk 11:00-11:20 is 20, laptop 11:30-12:00, ten minutes
    later, is 30; desk 14:00-14:30 and laptop 14:33-15:00 are one bout of 60, for three minutes are no absence.
    T = 200, 4 bouts, 3 breaks: 30 min, 10 min, 2 h. >= 60: 2 bouts, 150 min, 75 %. Mean 50, median (30 + 60)/2 = 45.
    W50: 20, 50, 110 >= 100: 60. The desk says away 10:00-11:00, which is true from 10:30 on. Seen: 200 + 30 min.
    """
    found = week(
        "2026-W47",
        bout("2026-11-16T09:00+01:00", "2026-11-16T10:00+01:00"),
        span("2026-11-16T10:00+01:00", "2026-11-16T11:00+01:00", "away"),
        bout("2026-11-16T11:00+01:00", "2026-11-16T11:20+01:00"),
        bout("2026-11-16T14:00+01:00", "2026-11-16T14:30+01:00"),
        laptop=[
            bout("2026-11-16T09:40+01:00", "2026-11-16T10:30+01:00"),
            bout("2026-11-16T11:30+01:00", "2026-11-16T12:00+01:00"),
            bout("2026-11-16T14:33+01:00", "2026-11-16T15:00+01:00"),
        ],
    )
    assert minutes(found) == (200, 0, 0, 0, 0, 0, 0)
    assert (bouts(found)[0], breaks(found)[0], quality(found)) == (4, 3, (0, 0, 3))
    assert long(found) == (2, 150, 75)
    assert pattern(found)[:4] == (90, 50, 45, 60)
    assert round(tracked(found) * 60) == 230
    assert found.devices == ("desk", "laptop")
    both = ("desk", "laptop")
    assert [row.devices for row in found.bouts] == [both, ("desk",), ("laptop",), both]


def test_a_week_of_calls() -> None:
    """Monday to Friday 09:00-12:00, 150 min of it assumed, and 13:00-14:00, all of it assumed.

    By hand: 240 min a day, T = 1200, ten bouts, five breaks of an hour, 5/20 h = 0.25 an hour. >= 60: all. Assumed
    5 (150 + 60) = 1050. Mean 120, median (60 + 180)/2 = 120; W50: five bouts of 60 are 300, 480, 660 >= 600: 180.
    Gini = 2 (60 (1+2+3+4+5) + 180 (6+7+8+9+10)) / (10*1200) - 11/10 = 16200/12000 - 1.1 = 0.25. Fragmentation 10/20.
    """
    days = [f"2026-11-{number}" for number in range(16, 21)]
    mornings = [bout(f"{day}T09:00+01:00", f"{day}T12:00+01:00", assumed=150) for day in days]
    found = week("2026-W47", *mornings, *(bout(f"{day}T13:00+01:00", f"{day}T14:00+01:00", "cap", 60) for day in days))
    assert minutes(found) == (240,) * 5 + (0, 0)
    assert (found.totals.bouts, found.totals.breaks, quality(found)) == (10, 5, (0, 0, 5))
    assert (found.totals.breaks_per_sitting_hour, found.totals.bouts_per_sitting_hour) == (0.25, 0.5)
    assert long(found) == (10, 1200, 100)
    assert pattern(found) == (180, 120, 120, 180, 0.25)
    assert (found.totals.assumed_seconds / 60, found.coverage.valid_days) == (1050, 5)


def test_an_empty_week() -> None:
    """Nobody was there: a span of sleep from Monday to Sunday is all.

    By hand: no bout, no minute, no break; what needs a bout to be measured has no value; nothing tracked, for sleep is
    nobody's time.
    """
    found = week("2026-W47", span("2026-11-16T00:00+01:00", "2026-11-23T00:00+01:00", "asleep"))
    assert (minutes(found), bouts(found), breaks(found)) == ((0,) * 7, (0,) * 7, (0,) * 7)
    assert (long(found), quality(found), began(found)) == ((0, 0, 0), (0, 0, 0), "")
    assert pattern(found) == (0, None, None, None, None)
    assert found.totals.breaks_per_sitting_hour is None
    assert (tracked(found), found.coverage.valid_days, found.bouts) == (0, 0, ())


def test_through_sunday_midnight() -> None:
    """One bout from Sunday 20:00 to Monday 02:00.

    By hand: it is a bout of the first week, 360 min long, all of its long sitting; 240 of its minutes lie there. The
    second week has no bout, but 120 minutes, which make its Monday a valid day.
    """
    night = bout("2026-11-22T20:00+01:00", "2026-11-23T02:00+01:00")
    first, second = week("2026-W47", night), week("2026-W48", night)
    assert (minutes(first)[6], bouts(first)[6], long(first)) == (240, 1, (1, 360, 100))
    assert (minutes(second)[0], bouts(second)[0], long(second)) == (120, 0, (0, 0, 0))
    assert (first.coverage.valid_days, second.coverage.valid_days) == (1, 1)
    assert (len(first.bouts), len(second.bouts)) == (1, 0)


def prompt(shown: str, number: int = 1) -> PromptRecord:
    when = at(shown)
    return PromptRecord(f"p{next(NUMBERS)}", when, when, when + timedelta(minutes=1), "snoozed", 2700, number, "walk")


def test_from_the_prompt_to_standing() -> None:
    """First prompts at 09:45, 11:45 and 13:45 of bouts that end at 10:00, 12:15 and 14:05, the last of them in a pause.

    By hand: 15 min and 30 min to standing, the pause tells nothing: median 22.5. The second prompt of a bout, at 09:55,
    does not count.
    """
    found = week(
        "2026-W47",
        bout("2026-11-16T09:00+01:00", "2026-11-16T10:00+01:00", "drill"),
        bout("2026-11-16T11:00+01:00", "2026-11-16T12:15+01:00"),
        bout("2026-11-16T13:00+01:00", "2026-11-16T14:05+01:00", "pause"),
        *map(prompt, ("2026-11-16T09:45+01:00", "2026-11-16T11:45+01:00", "2026-11-16T13:45+01:00")),
        prompt("2026-11-16T09:55+01:00", 2),
    )
    assert found.prompts.to_break_seconds == 22.5 * 60


def test_kinds_of_breaks() -> None:
    """Breaks of 119 s, 2 min, 299 s and 5 min: one brief, two moderate, one full, by the published limits."""
    start, rows = at("2026-11-16T09:00+01:00"), []
    for pause in (119, 120, 299, 300, 0):
        end = start + timedelta(minutes=20)
        rows.append(bout(start.isoformat(), end.isoformat(), "walk"))
        start = end + timedelta(seconds=pause)
    assert quality(week("2026-W47", *rows)) == (1, 2, 1)


def limits(label: str, idle: str) -> DefinitionRecord:
    return of_settings(f"l{next(NUMBERS)}", at(label), read_settings({"sitting": {"absence": {"idle": idle}}}))


def test_each_week_has_its_own_definition() -> None:
    """The limits on record are kept with the figures, each from the moment it held; those of today say nothing of then.

    By hand: 10 min since Monday, written again on Tuesday after a restart, 8 min since Wednesday noon; the week before
    had 15 min, the week after has none on record and takes the 5 min of the settings.
    """
    records = (
        limits("2026-11-11T09:00+01:00", "15m"),
        limits("2026-11-16T09:00+01:00", "10m"),
        limits("2026-11-17T09:00+01:00", "10m"),
        limits("2026-11-18T12:00+01:00", "8m"),
    )
    found = week("2026-W47", *records)
    rows = [(row.since.isoformat(timespec="minutes"), row.absence_idle_seconds) for row in found.definitions]
    assert rows == [("2026-11-16T09:00+01:00", 600), ("2026-11-18T12:00+01:00", 480)]
    assert found.definition.absence_idle_seconds == 480
    assert week("2026-W46", *records).definition.absence_idle_seconds == 900
    later = week("2026-W48", *records)
    assert (later.definition.absence_idle_seconds, later.definitions) == (300, ())


def test_devices_are_joined_by_the_limit_of_then() -> None:
    """A change of seats that took seven minutes was no absence in a week recorded with 10 min, and is one with 5.

    By hand: 09:00-09:30 and 09:37-10:00 are one bout of 60, or two of 30 and 23 with a break of seven minutes.
    """
    desk, laptop = (
        ("2026-11-16T09:00+01:00", "2026-11-16T09:30+01:00"),
        ("2026-11-16T09:37+01:00", "2026-11-16T10:00+01:00"),
    )
    rules = limits("2026-11-16T09:00+01:00", "10m")
    assert minutes(week("2026-W47", rules, bout(*desk), laptop=[bout(*laptop)]))[0] == 60
    assert minutes(week("2026-W47", bout(*desk), laptop=[bout(*laptop)]))[0] == 53
