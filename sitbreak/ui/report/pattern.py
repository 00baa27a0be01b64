"""The figures around the charts: the pattern that leads, the change, the details and the small print."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sitbreak.core.durations import MINUTE
from sitbreak.core.metrics import LongBouts
from sitbreak.core.values import dataclass
from sitbreak.core.week import WeekSummary
from sitbreak.core.week_change import Difference
from sitbreak.ui.report.phrases import Figure, counted, figure, length, limit, listed, more_or_less, whole_minutes

FEWEST_BOUTS = 3


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure with its name and a line that says more."""

    name: str
    value: Figure
    note: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the prompt funnel; `percent` of the widest."""

    name: str
    count: int
    percent: float
    note: str


@dataclass(frozen=True, slots=True)
class Shift:
    """A row of the comparison; a text is empty where there is nothing to compare with."""

    name: str
    since_last: str
    since_four: str


def facts(summary: WeekSummary) -> tuple[Fact, ...]:
    """The pattern in three figures."""
    totals = summary.totals
    start, rate = totals.longest_bout_start, totals.breaks_per_sitting_hour
    when = f"{start:%A}, {start:%H:%M}" if start else ""
    breaks = f"{counted(totals.breaks, 'break')} in {length(totals.sitting_seconds)}"
    return (
        Fact("In hour-long bouts", figure(length(totals.bouts_60.seconds)), _of_sitting(totals.bouts_60)),
        Fact("Longest bout", figure(length(totals.longest_bout_seconds)), when),
        Fact("Breaks per sitting hour", figure("-" if rate is None else f"{rate:.1f}"), breaks),
    )


def _of_sitting(long: LongBouts) -> str:
    return f"{counted(long.count, 'bout')}, {long.share:.0%} of all sitting" if long.count else "no such bout"


def funnel(summary: WeekSummary) -> tuple[Stage, ...]:
    """Prompts from due to taken, empty when none was due."""
    row = summary.prompts
    taken = " and ".join(counted(*one) for one in ((row.accepted, "drill"), (row.walked, "walk")) if one[0])
    stages = (
        ("Due", row.due, listed({"left before": row.natural, "withdrawn": row.withdrawn})),
        ("Shown", row.shown, listed({"snoozed": row.snoozed, "skipped": row.skipped, "unanswered": row.ignored})),
        ("Taken", row.accepted + row.walked, taken),
    )
    return tuple(Stage(name, count, round(100 * count / row.due, 1), note) for name, count, note in stages if row.due)


def funnel_note(summary: WeekSummary) -> str:
    """How long the way from a prompt to the break was."""
    seconds = summary.prompts.to_break_seconds
    return "" if seconds is None else f"Typically {length(seconds)} from a first prompt to the break."


def shifts(summary: WeekSummary) -> tuple[Shift, ...]:
    """This week against earlier ones, empty where too little was sat to compare."""
    last, four = summary.change.previous_week, summary.change.four_week_mean
    if last is None and four is None:
        return ()
    return tuple(Shift(name, say(last) if last else "", say(four) if four else "") for name, say in SHIFTS.items())


def _minutes(seconds: float) -> str:
    return more_or_less(round(seconds / MINUTE) * MINUTE, whole_minutes)


def _points(share: float) -> str:
    return more_or_less(round(100 * share), lambda points: counted(int(points), "point"))


SHIFTS: dict[str, Callable[[Difference], str]] = {
    "In hour-long bouts, a day": lambda row: _minutes(row.bouts_60_seconds_per_day),
    "Their share of all sitting": lambda row: _points(row.bouts_60_share),
    "Longest bout": lambda row: _minutes(row.longest_bout_seconds),
    "Breaks per sitting hour": lambda row: more_or_less(round(row.breaks_per_sitting_hour, 1), str),
    "Sitting, a day": lambda row: _minutes(row.sitting_seconds_per_day),
}


def details(summary: WeekSummary) -> tuple[Fact, ...]:
    """The measures of research, each with what it says in plain words; none for a bout or two."""
    return tuple(_details(summary)) if summary.totals.bouts >= FEWEST_BOUTS else ()


def _details(summary: WeekSummary) -> Iterator[Fact]:
    totals, quality = summary.totals, summary.totals.break_quality
    if totals.mean_bout_seconds is None or totals.median_bout_seconds is None or totals.w50_seconds is None:
        return
    usual = length(totals.w50_seconds)
    yield Fact("Usual bout (W50)", figure(usual), f"Half of all sitting was in bouts of {usual} or longer.")
    mean = length(totals.mean_bout_seconds)
    yield Fact("Mean bout", figure(mean), f"All sitting shared out evenly over {counted(totals.bouts, 'bout')}.")
    yield Fact("Median bout", figure(length(totals.median_bout_seconds)), "As many bouts were shorter as were longer.")
    if totals.gini is not None:
        yield Fact(
            "Unevenness (Gini)",
            figure(f"{totals.gini:.2f}"),
            "0 when all bouts are alike, towards 1 when a few hold it all.",
        )
    yield Fact(
        "Breaks of 5 min or more",
        figure(str(quality.full)),
        f"Besides {quality.moderate} of 2 to 5 min and {quality.brief} shorter ones, within a day.",
    )


def small_print(summary: WeekSummary) -> tuple[str, ...]:
    """By which rules and out of what the figures were made."""
    rules, seen = summary.definition, summary.coverage
    idle, locked, asleep, assumed = (
        limit(seconds)
        for seconds in (
            rules.absence_idle_seconds,
            rules.absence_locked_seconds,
            rules.absence_asleep_seconds,
            rules.assume_seated_max_seconds,
        )
    )
    devices = f"From {', '.join(summary.devices)}." if summary.devices else "No device has records of this week."
    return (
        f"Desk sitting, estimated from computer use. {devices}",
        f"A bout ends with {idle} without input, {locked} locked or {asleep} asleep, with a walk, or with a drill on "
        f"your feet. Without input a call or a film counts as sitting for {assumed} at most.{_mixed(summary)}",
        f"Seen: {length(seen.tracked_seconds)}, {counted(seen.valid_days, 'day')} with two hours of sitting or more; "
        f"{length(summary.totals.assumed_seconds)} assumed from calls and films; {_corrections(seen.corrections)}.",
    )


def _mixed(summary: WeekSummary) -> str:
    """A word on limits that were not the same all week and everywhere."""
    rules = {
        (
            row.absence_idle_seconds,
            row.absence_locked_seconds,
            row.absence_asleep_seconds,
            row.assume_seated_max_seconds,
        )
        for row in summary.definitions
    }
    return " These limits were others in a part of the week or on another device." if len(rules) > 1 else ""


def _corrections(count: int) -> str:
    return counted(count, "correction") if count else "nothing corrected by hand"
