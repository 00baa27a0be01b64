"""Notices from the last prompts that another setting may suit better, and proposes it; the person decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sitbreak.core.durations import HOUR, MINUTE, format_duration
from sitbreak.core.memory import Asked, Tally
from sitbreak.core.records import PromptRecord
from sitbreak.core.rules import DAYS, MINUTES_OF_DAY, DayHours, Hours
from sitbreak.core.settings import Settings
from sitbreak.core.values import dataclass, replace

EVERY = timedelta(days=7)
"""One suggestion in so long at most."""

QUIET_SINCE_PROMPT = timedelta(minutes=5)
"""A suggestion does not come on the heels of a prompt."""

KEPT = 150
KEPT_DAYS = 35
MADE = 20
"""How many suggestions are remembered, so that none is made again."""

ENOUGH = 20
"""Answered prompts that a judgement takes."""

SELDOM, NEARLY_ALWAYS = 0.3, 0.8
"""Shares of answered prompts that were accepted."""

FORTNIGHT = timedelta(days=14)
SKIPS = 3
BUNCHED, BUNCHED_SHARE = 5, 0.6
"""Snoozes in one hour of the day, and their share of all, that make a bunch."""

EASY, BRISK = HOUR, 30 * MINUTE
UNANSWERED = frozenset({"natural", "withdrawn"})
MOVED = frozenset({"accepted", "walked"})
NOT_THE_DRILL = frozenset({"busy", "meeting"})


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A change of one setting and the reason for it; `before` is its present value."""

    key: str
    value: str
    before: str
    why: str
    what: str

    @property
    def mark(self) -> str:
        """What tells it from other suggestions."""
        return f"{self.key}={self.value}"


def noted(tally: Tally, record: PromptRecord) -> Tally:
    """The tally with one more prompt, if it was seen."""
    if record.shown is None:
        return tally
    declined = record.outcome == "skipped" and record.reason not in NOT_THE_DRILL
    asked = Asked(record.shown, record.outcome, record.drill, declined)
    oldest = record.shown - timedelta(days=KEPT_DAYS)
    return replace(tally, prompts=(*(one for one in tally.prompts if one.at >= oldest), asked)[-KEPT:], fresh=True)


def made(tally: Tally, suggestion: Suggestion, now: datetime) -> Tally:
    """The tally once the suggestion was put to the person."""
    return replace(tally, suggested=now, fresh=False, made=(*tally.made, suggestion.mark)[-MADE:])


def due(tally: Tally, now: datetime) -> bool:
    """Whether the time has come to look for a suggestion; what it would be is another question."""
    if not tally.fresh or not tally.prompts or now - tally.suggested < EVERY:
        return False
    return now - tally.prompts[-1].at >= QUIET_SINCE_PROMPT


def suggestion(tally: Tally, settings: Settings) -> Suggestion | None:
    """The first that the last prompts give reason for and that was not made before."""
    return next((found for found in _reasons(tally.prompts, settings) if found.mark not in tally.made), None)


def _reasons(prompts: Sequence[Asked], settings: Settings) -> Iterator[Suggestion]:
    yield from _seldom(prompts, settings)
    yield from _declined(prompts, settings)
    yield from _bunched(prompts, settings)
    yield from _nearly_always(prompts, settings)


def _seldom(prompts: Sequence[Asked], settings: Settings) -> Iterator[Suggestion]:
    last = _answered(prompts)[-ENOUGH:]
    if len(last) == ENOUGH and _share(last) < SELDOM and settings.sitting.limit < EASY:
        taken = sum(one.outcome in MOVED for one in last)
        why = f"{taken} of the last {ENOUGH} prompts got you up."
        yield _limit(EASY, settings, why)


def _nearly_always(prompts: Sequence[Asked], settings: Settings) -> Iterator[Suggestion]:
    known = _answered(prompts)
    recent = [one for one in known if one.at > known[-1].at - FORTNIGHT]
    weeks = [[one for one in recent if (known[-1].at - one.at < EVERY) is late] for late in (True, False)]
    spans = bool(recent) and recent[-1].at - recent[0].at >= FORTNIGHT - timedelta(days=2)
    often = len(recent) >= ENOUGH and all(week and _share(week) > NEARLY_ALWAYS for week in weeks)
    if spans and often and settings.sitting.limit > BRISK:
        yield _limit(BRISK, settings, "For two weeks nearly every prompt has got you up.")


def _limit(limit: float, settings: Settings, why: str) -> Suggestion:
    value, before = format_duration(limit), format_duration(settings.sitting.limit)
    return Suggestion("sitting.limit", value, before, why, f"Prompts after {value} of sitting, not {before}")


def _declined(prompts: Sequence[Asked], settings: Settings) -> Iterator[Suggestion]:
    """Drills skipped three times since they were last accepted."""
    skips: Counter[str] = Counter()
    for one in prompts:
        if one.outcome == "accepted":
            skips.pop(one.drill, None)
        skips[one.drill] += one.declined
    out = settings.drills.exclude
    for drill, number in skips.items():
        if number >= SKIPS and drill not in out and drill != "walk-break":
            value, before = _list((*out, drill)), _list(out)
            yield Suggestion(
                "drills.exclude", value, before, f"You skipped {drill} {number} times.", f"Leave out {drill}"
            )


def _bunched(prompts: Sequence[Asked], settings: Settings) -> Iterator[Suggestion]:
    hours = [one.at.hour for one in prompts if one.outcome == "snoozed"]
    hour, number = max(Counter(hours).items(), key=lambda item: item[1], default=(0, 0))
    now = settings.quiet.hours
    then = without_hour(now, hour) if number >= BUNCHED and number >= BUNCHED_SHARE * len(hours) else None
    if then is not None:
        span = f"{hour:02}:00-{hour + 1:02}:00"
        why = f"{number} of your last {len(hours)} snoozes fell between {hour:02}:00 and {hour + 1:02}:00."
        yield Suggestion("quiet.hours", _table(then), _table(now), why, f"No prompts {span}")


def _answered(prompts: Sequence[Asked]) -> list[Asked]:
    return [one for one in prompts if one.outcome not in UNANSWERED]


def _share(prompts: Sequence[Asked]) -> float:
    return sum(one.outcome in MOVED for one in prompts) / len(prompts)


def without_hour(hours: Hours, hour: int) -> Hours | None:
    """The prompting hours less one hour of every day; None when that hour is not a plain part of any."""
    if any(last <= first for ranges in hours.values() for first, last in ranges):
        return None  # a range across midnight belongs to two days; that is left to the person
    start, end = hour * 60, hour * 60 + 60
    every = {day: hours.get(day, ((0, MINUTES_OF_DAY),)) for day in DAYS}
    cut = {day: tuple(_cut(ranges, start, end)) for day, ranges in every.items()}
    return cut if cut != every else None


def _cut(ranges: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    for first, last in ranges:
        pieces = ((first, min(last, start)), (max(first, end), last))
        yield from (piece for piece in pieces if piece[0] < piece[1])


def _table(hours: Hours) -> str:
    written = DayHours().write(hours)
    assert isinstance(written, dict)
    return "{ " + ", ".join(f"{day} = {_list(ranges)}" for day, ranges in written.items()) + " }"


def _list(texts: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{text}"' for text in texts) + "]"
