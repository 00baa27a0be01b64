"""Decides what to say about a bout and when: due, held, waiting for a lull, shown, answered or overtaken by events.

The seat model says what happened; nothing here changes it. A prompt is *due* once its bout is long enough and nothing
uses it up, *held* while a call, a film on the whole screen or the person's own wish speaks against it, and *shown* at
the next lull after that.
"""

from __future__ import annotations

from sitbreak.core.model import At, Mode, ModeKind, Outcome, Prompt, Prompting, PromptRecord, Reading, Seat
from sitbreak.core.settings import Settings, Style, within_hours
from sitbreak.core.values import replace

FRESH_INPUT = 30.0
"""A prompt comes only to somebody whose last input is younger than this (seconds)."""

BACKED_OFF = 600.0
"""An ignored prompt and an abandoned drill count as a snooze this long (seconds)."""

REST_OF_BOUT = 1e9
"""Seconds that no bout lasts: silence until there is a new one."""

RETRY = 15.0
"""Seconds until a prompt that could not be shown is tried again."""


def holds(reading: Reading, mode: Mode, at: At, settings: Settings) -> tuple[str, ...]:
    """What speaks against a prompt just now, in the words of `held_by`."""
    quiet = settings.quiet
    reasons = {
        "call": quiet.calls and reading.call,
        "do_not_disturb": quiet.do_not_disturb and reading.do_not_disturb,
        "fullscreen": quiet.fullscreen and reading.fullscreen,
        "app": reading.app.casefold() in {app.casefold() for app in quiet.apps} if reading.app else False,
        "hours": not within_hours(settings, at.wall),
        "quiet": mode.kind is ModeKind.QUIET,
        "paused": mode.kind is ModeKind.PAUSED,
    }
    return tuple(name for name, speaks in reasons.items() if speaks)


def bout_seconds(seat: Seat, now: float) -> float:
    """Length of the open bout, 0.0 when nobody sits."""
    return now - seat.began if seat.seated else 0.0


def input_age(seat: Seat, now: float) -> float | None:
    """Seconds since the last input; None when nothing can sense it."""
    return None if seat.reading.idle is None or seat.input is None else now - seat.input


def _fresh(seat: Seat, now: float) -> bool:
    age = input_age(seat, now)
    return age is None or age < FRESH_INPUT


def wanted(prompting: Prompting, seat: Seat, held: bool, at: At, settings: Settings) -> bool:
    """Whether this bout has earned a prompt that nothing has used up.

    That takes somebody who is seen to be there: by fresh input or, while something holds it anyway, by a call or film.
    """
    length = bout_seconds(seat, at.t)
    if not seat.seated or seat.pending is not None or length < settings.sitting.limit:
        return False
    listening = held and seat.evidence - seat.began >= settings.sitting.limit
    return (listening or _fresh(seat, at.t)) and not spent(prompting, length, at, settings)


def spent(prompting: Prompting, length: float, at: At, settings: Settings) -> bool:
    """Whether a snooze, a skip or a ceiling keeps this bout silent."""
    snoozing = prompting.snooze_until is not None and at.t < prompting.snooze_until
    silent = prompting.silent_until_seconds is not None and length < prompting.silent_until_seconds
    used_up = prompting.shown_in_bout >= settings.prompt.max_per_bout
    return snoozing or silent or used_up or day_is_full(prompting, at, settings)


def day_is_full(prompting: Prompting, at: At, settings: Settings) -> bool:
    """Whether today's prompts are used up."""
    return shown_today(prompting, at) >= settings.prompt.max_per_day


def shown_today(prompting: Prompting, at: At) -> int:
    return prompting.shown_that_day if prompting.shown_on == at.wall.date().isoformat() else 0


def hold(prompt: Prompt, held: tuple[str, ...], now: float) -> Prompt:
    """Remember what holds an unshown prompt, and since when it is free."""
    if not held:
        return replace(prompt, free_since=now if prompt.free_since is None else prompt.free_since)
    added = tuple(reason for reason in held if reason not in prompt.held_by)
    return replace(prompt, held_by=prompt.held_by + added, free_since=None)


def ready(prompt: Prompt, prompting: Prompting, seat: Seat, now: float, settings: Settings) -> bool:
    """Whether an unheld prompt comes now: at a lull in the input, or when it has waited for one long enough."""
    if prompt.sent is not None or prompt.free_since is None or seat.reading.locked:
        return False
    if not _fresh(seat, now) or (prompting.retry_at is not None and now < prompting.retry_at):
        return False
    age = input_age(seat, now)
    return age is None or age >= settings.prompt.lull or now >= prompt.free_since + settings.prompt.wait_for_lull


def shown(prompting: Prompting, prompt: Prompt, seat: Seat, at: At) -> Prompting:
    """The prompt is on the screen; a second showing of the same one counts once."""
    if prompt.shown is not None:
        return prompting
    on_screen = replace(prompt, shown=at.t, shown_bout_seconds=bout_seconds(seat, at.t))
    return replace(
        prompting,
        prompt=on_screen,
        shown_in_bout=prompting.shown_in_bout + 1,
        shown_on=at.wall.date().isoformat(),
        shown_that_day=shown_today(prompting, at) + 1,
        shown_ever=prompting.shown_ever + 1,
        retry_at=None,
    )


def lost(prompting: Prompting, prompt: Prompt, at: At) -> Prompting:
    """The prompt is on no screen: it is still owed, and tried again shortly."""
    return replace(prompting, prompt=replace(prompt, sent=None), retry_at=at.t + RETRY)


def unanswered(prompt: Prompt, seat: Seat, now: float, settings: Settings) -> bool:
    """Nobody answered in time although somebody is typing."""
    if prompt.shown is None or prompt.sent is None or now < prompt.sent + settings.prompt.answer_within:
        return False
    age = input_age(seat, now)
    return age is None or (age < FRESH_INPUT and now - age > prompt.shown + 1.0)


def snoozed(prompting: Prompting, now: float, seconds: float, counts: bool = True) -> Prompting:
    """Nothing for some seconds; `counts` against the snoozes of this bout."""
    used = prompting.snoozes_used + (1 if counts else 0)
    return replace(prompting, prompt=None, snooze_until=now + seconds, snoozes_used=used)


def skipped(prompting: Prompting, seat: Seat, now: float, settings: Settings) -> Prompting:
    """Silence for the rest of the bout, at most until it is twice the limit long."""
    twice = 2 * settings.sitting.limit
    silent = twice if bout_seconds(seat, now) < twice else REST_OF_BOUT
    return replace(prompting, prompt=None, silent_until_seconds=silent)


def next_bout(prompting: Prompting) -> Prompting:
    """What a bout used up ends with it; a snooze lapses."""
    return Prompting(
        shown_on=prompting.shown_on, shown_that_day=prompting.shown_that_day, shown_ever=prompting.shown_ever
    )


def closed(
    prompt: Prompt, outcome: Outcome, at: At, snooze: float | None = None, reason: str | None = None
) -> PromptRecord:
    """The record of a prompt that ends now."""
    return PromptRecord(
        id=prompt.id,
        due=at.stamp(prompt.due),
        shown=None if prompt.shown is None else at.stamp(prompt.shown),
        ended=at.stamp(at.t),
        outcome=outcome.value,
        bout_seconds=prompt.shown_bout_seconds,
        number=prompt.number,
        drill=prompt.drill,
        held_by=prompt.held_by,
        snooze_seconds=snooze,
        reason=reason,
    )


def level(prompt: Prompt, seat: Seat, now: float, settings: Settings) -> int:
    """How loud: 1 a notification, 2 a small window, 3 a centred window, 4 a window that fills every monitor."""
    match settings.prompt.style:
        case Style.GENTLE:
            return 1
        case Style.STRICT:
            return 4
        case _:
            return 3 if pressing(prompt, seat, now, settings) else min(prompt.number, 3)


def pressing(prompt: Prompt, seat: Seat, now: float, settings: Settings) -> bool:
    """Whether the offer is the last of several, or long overdue; then a short form of the drill is offered."""
    return prompt.number >= 3 or bout_seconds(seat, now) >= 2 * settings.sitting.limit
