"""What of the running program is worth a line of its recording, so that replaying it is the same day again."""

from __future__ import annotations

from datetime import date
from typing import Any

from sitbreak.core.codec import encode_state
from sitbreak.core.deeds import recorded
from sitbreak.core.machine import step
from sitbreak.core.memory import Tally
from sitbreak.core.model import (
    Accept,
    At,
    Effect,
    Event,
    Looked,
    News,
    PromptFailed,
    PromptShown,
    Reading,
    ReadWeek,
    Skip,
    Snooze,
    Started,
    State,
    Walk,
    WeekTold,
)
from sitbreak.core.program import Book
from sitbreak.core.settings import Settings
from sitbreak.core.settings_tree import plain_tree
from sitbreak.core.trace_fields import SAME
from sitbreak.core.values import dataclass, replace

SELDOM = 150.0
"""A line is written this often (seconds), however little happens, if the program looks so often."""

LATEST = 290.0
"""A line that comes so many seconds after the one before says that the program was running all the while."""

WALL_SLIP = 0.05
"""The wall clock is written down again when it is so many seconds from where the last one would have it."""

SLEEP_NOISE = 0.01
"""Two clocks read one after the other differ by less than this (seconds) without any sleep."""

_SIGNALS = ("locked", "call", "media", "fullscreen", "do_not_disturb", "app")
_RULES = ("sitting", "prompt", "quiet", "drills", "targets")
"""The settings that a replay depends on; folders, devices and looks are nobody's business."""

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """What a reader of the file knows so far: `t` and `asleep` count from `origin`, `wall` is the last wall clock."""

    origin: At
    wall: At
    rules: tuple[object, ...]
    t: float = 0.0
    asleep: float = 0.0
    reading: Reading | None = None

    @property
    def day(self) -> date:
        """The local day on which the recording begins."""
        return self.origin.wall.date()

    @property
    def now(self) -> float:
        """The time on the program's axis of the last line."""
        return self.origin.t + self.t


def first_line(at: At, state: State, settings: Settings, running: bool) -> tuple[Line, Written]:
    """The line that makes a file replay by itself: the settings, and the `state` before the first event, `at`.

    `running` says that the program goes on in this file rather than starts.
    """
    private = _masked(state.seat.reading, settings)
    # What only bears on which drill is offered and what is suggested stays at home.
    known = replace(state, history=(), tally=Tally(), news=News(), seat=replace(state.seat, reading=private))
    taken_up = {"t": at.t, "asleep": at.asleep, "running": running, "state": encode_state(known)}
    zone = getattr(at.wall.tzinfo, "key", None)
    head = {"sitbreak_trace": 1, "start": at.wall.isoformat()} | ({"zone": zone} if zone else {})
    line = head | {"settings": _told_rules(settings), "taken_up": taken_up}
    return line, Written(at, At(0.0, at.wall), _rules(settings))


@dataclass(frozen=True, slots=True)
class Turn:
    """One step of the program: what it was, and the states before and after it."""

    event: Event
    at: At
    before: State
    after: State
    settings: Settings

    def same_from(self, earlier: State, book: Book) -> bool:
        """Whether the step leads from an `earlier` state to the same end, so that what lay between need not be told."""
        return self._from(earlier, book) == self._from(self.before, book)

    def droppable(self, book: Book) -> bool:
        """A look that nothing came of: it may be left out if the next step leads to the same without it."""
        return isinstance(self.event, Looked) and not self._from(self.before, book)[1]

    def _from(self, state: State, book: Book) -> tuple[State, tuple[Effect, ...]]:
        return step(state, self.event, self.at, self.settings, book)


def next_line(written: Written, turn: Turn) -> tuple[Line, Written]:
    """The line for one step of the program, and what a reader knows after it."""
    rules, at = _rules(turn.settings), turn.at
    line: Line = {} if rules == written.rules else {"settings": _told_rules(turn.settings)}
    if isinstance(turn.event, Looked):
        reading = _masked(turn.event.reading, turn.settings)
        asleep, slept = _asleep(written, at)
        line |= slept | _reading(written, reading)
        written = replace(written, asleep=asleep, reading=reading)
    else:
        line |= _told(turn.event, turn.before)
    return _stamped(replace(written, rules=rules), at, line)


def _rules(settings: Settings) -> tuple[object, ...]:
    return tuple(getattr(settings, name) for name in _RULES)


def _told_rules(settings: Settings) -> Line:
    tree = plain_tree(settings)
    return {name: tree[name] for name in _RULES}


def _masked(reading: Reading, settings: Settings) -> Reading:
    """Only an app that the settings name is told; which other one was in front is nobody's business."""
    named = reading.app.casefold() in {app.casefold() for app in settings.quiet.apps}
    return reading if named else replace(reading, app="")


def _reading(written: Written, reading: Reading) -> Line:
    last = written.reading or Reading()
    changed = {name: getattr(reading, name) for name in _SIGNALS if getattr(reading, name) != getattr(last, name)}
    return {"idle": reading.idle} | changed


def _asleep(written: Written, at: At) -> tuple[float, Line]:
    """Seconds slept since the recording began, and since the last reading if the machine slept at all."""
    asleep = _between(written.origin.asleep, at.asleep)
    slept, passed = _between(written.asleep, asleep), at.t - written.now
    slept = passed if slept > passed + SAME else slept
    return (written.asleep + slept, {"slept": slept}) if slept > SLEEP_NOISE else (written.asleep, {})


def _told(event: Event, before: State) -> Line:
    """What a person or a screen told; nothing for what a replay does by itself."""
    words = {"prompt": "shown"} if isinstance(event, PromptShown) else {"prompt": "failed"}
    if not isinstance(event, PromptShown | PromptFailed):
        words = {} if isinstance(event, Started) else recorded(_unguarded(event)) or {}
    return words | ({"stale": True} if _stale(event, before) else {})


def _unguarded(event: Event) -> Event:
    """The event without what a replay need not know: the id of the prompt it was meant for, a week and its figures."""
    if isinstance(event, WeekTold | ReadWeek):
        return type(event)()
    return replace(event, prompt=None) if isinstance(event, Accept | Snooze | Skip | Walk) else event


def _stale(event: Event, before: State) -> bool:
    """Whether it answers a prompt or a question that is no longer there."""
    prompt, question = before.prompting.prompt, before.question
    meant = getattr(event, "id" if isinstance(event, PromptShown | PromptFailed) else "prompt", None)
    asked = getattr(event, "question", None)
    return (meant is not None and (prompt is None or meant != prompt.id)) or (
        asked is not None and (question is None or asked != question.id)
    )


def _stamped(written: Written, at: At, line: Line) -> tuple[Line, Written]:
    if not line:
        return line, written
    t = _between(written.origin.t, at.t)
    slipped = abs((written.wall.label(t) - at.wall).total_seconds()) > WALL_SLIP
    wall = {"wall": at.wall.isoformat()} if slipped else {}
    running = {"running": True} if t - written.t > LATEST else {}
    return {"t": t} | running | wall | line, replace(written, t=t, wall=At(t, at.wall) if slipped else written.wall)


def _between(start: float, end: float) -> float:
    """The shortest number of seconds that, added to `start`, is `end` to the last digit where there is one."""
    apart = end - start
    short = (round(apart, places) for places in (3, 6, 9))
    return next((seconds for seconds in short if start + seconds == end), apart)
