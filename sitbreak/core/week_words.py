"""The week in two sentences: what matters most in it, and the one thing that may be worth a try."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from statistics import median

from sitbreak.core.cards import TARGET_WORDS
from sitbreak.core.durations import HOUR, MINUTE
from sitbreak.core.sittings import whole_bouts
from sitbreak.core.timeline import Row
from sitbreak.core.week import WeekSummary
from sitbreak.core.wording import hours_minutes

LITTLE = 3 * HOUR
"""A week with less sitting than this has no pattern to speak of."""

FEWEST_PROMPTS = 5
SELDOM = 0.25
UNEVEN = 3 * MINUTE
NOTHING = "Nothing was recorded in this week."
PARTS = ((5, "night"), (12, "morning"), (17, "afternoon"), (24, "evening"))
"""The parts of a day by the hour in which they end."""


def is_empty(summary: WeekSummary) -> bool:
    """Whether no sitting was recorded."""
    return not summary.totals.bouts and not summary.totals.sitting_seconds


def lead(summary: WeekSummary) -> str:
    """The one sentence that matters: how much of the sitting came in one piece."""
    totals = summary.totals
    if is_empty(summary):
        return NOTHING
    long, whole = hours_minutes(totals.bouts_60.seconds), hours_minutes(totals.sitting_seconds)
    if not totals.bouts_60.count:
        return f"No bout lasted an hour, in {whole} at the desk."
    if totals.bouts_60.count == 1:
        return f"One bout lasted an hour or more: {long} of {whole} at the desk."
    return f"{long} of {whole} at the desk came in bouts of an hour or more."


def suggestion(summary: WeekSummary) -> str | None:
    """The first thing that may be worth a try, None for a week without sitting."""
    if is_empty(summary):
        return None
    return next(_ideas(summary))


def _ideas(summary: WeekSummary) -> Iterator[str]:
    if summary.totals.sitting_seconds < LITTLE:
        yield "This is too little to see a pattern in; a few more days at the desk may show one."
    yield from _about_prompts(summary)
    yield from _about_long_bouts(summary)
    yield from _about_sides(summary)
    yield from _about_targets(summary)
    yield "This looks like an even pattern; going on just like this may be all it takes."


def _about_prompts(summary: WeekSummary) -> Iterator[str]:
    shown, taken = summary.prompts.shown, summary.prompts.accepted + summary.prompts.walked
    if shown >= FEWEST_PROMPTS and taken < SELDOM * shown:
        yield (
            f"Of {shown} prompts {_number(taken)} led to a break. Perhaps another limit, or quiet hours around "
            "the busiest part of the day, would suit you better."
        )


def _about_long_bouts(summary: WeekSummary) -> Iterator[str]:
    long = {whole for whole in whole_bouts(summary.days).values() if whole.seconds >= HOUR}
    parts: defaultdict[str, list[float]] = defaultdict(list)
    for middle in map(_middle, long):
        parts[_part(middle)].append(middle)
    if not parts:
        return
    name, middles = max(parts.items(), key=lambda part: len(part[1]))
    if len(long) == 1:
        yield f"The one long bout fell into the {name}; standing up around {_clock(middles)} might have broken it up."
    elif len(middles) > len(long) / 2:
        most = f"{len(middles)} of the {len(long)} long bouts fell into the {name}"
        yield f"{most}; a short walk around {_clock(middles)} might break up some of them."
    else:
        yield "The long bouts came at different times of day; taking the first prompt, if only for a minute, may help."


def _about_sides(summary: WeekSummary) -> Iterator[str]:
    left, right = (summary.drills.stretch_seconds[side] for side in ("left", "right"))
    if abs(left - right) >= UNEVEN:
        less = "left" if left < right else "right"
        minutes = round(abs(left - right) / MINUTE)
        yield f"The {less} side was stretched {minutes} min less than the other; beginning with it may even that out."


def _about_targets(summary: WeekSummary) -> Iterator[str]:
    shares = {
        name: group.done / group.target
        for name, group in summary.drills.by_category.items()
        if group.target and name in TARGET_WORDS and group.done < group.target
    }
    if shares:
        name = min(shares, key=lambda name: shares[name])
        group = summary.drills.by_category[name]
        yield f"{TARGET_WORDS[name]} came to {group.done} of {group.target}; one more a day may be a good next step."


def _middle(bout: Row) -> float:
    """The hour of the day in which a bout was half over."""
    moment = bout.start + (bout.end - bout.start) / 2
    return moment.hour + moment.minute / 60


def _part(hour: float) -> str:
    return next(name for end, name in PARTS if hour < end)


def _clock(hours: Iterable[float]) -> str:
    """The middle one of these hours of the day, to the half hour."""
    halves = round(2 * median(hours)) % 48
    return f"{halves // 2:02d}:{30 * (halves % 2):02d}"


def _number(count: int) -> str:
    return str(count) if count else "none"
