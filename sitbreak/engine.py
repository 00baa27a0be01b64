"""One queue, one thread, one state: stamp the event, step, store what happened, then carry out the effects.

The checkpoint is the commit point: it holds the state together with the records that are not yet in a week's file,
so a kill at any instant neither loses nor repeats one.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue

from sitbreak.core.commands import command
from sitbreak.core.looking import next_look
from sitbreak.core.machine import step
from sitbreak.core.model import (
    At,
    Effect,
    Event,
    Keep,
    Looked,
    PromptFailed,
    Quit,
    Reading,
    Record,
    Refuse,
    Seat,
    Started,
    State,
)
from sitbreak.core.program import Book
from sitbreak.core.settings import Settings
from sitbreak.core.values import dataclass, replace
from sitbreak.core.wanting import Signal, Wants, wants
from sitbreak.hands import Hands
from sitbreak.ports import Axis, Clock

log = logging.getLogger(__name__)

CHECKPOINT_EVERY = 60.0
"""Seconds of presence that a kill may cost at most."""

ANSWER_WITHIN = 5.0
"""Seconds that somebody who asks waits for the engine."""


@dataclass(frozen=True, slots=True)
class Turned:
    """One finished step, for those who watch: the tray, the recorder, the status streams."""

    event: Event
    at: At
    state: State
    settings: Settings
    effects: tuple[Effect, ...] = ()
    still: bool = False
    """Nothing but the passing of time has changed."""


@dataclass(frozen=True, slots=True)
class Eyes:
    """What the engine reads: the time, the signals, the settings in force and the drills to choose from."""

    clock: Clock
    read: Callable[[Wants], Reading]
    told: Callable[[], bool]
    settings: Callable[[], Settings]
    book: Callable[[], Book]
    axis: Callable[[], Axis]


@dataclass(frozen=True, slots=True)
class _Ask:
    """An event whose sender wants an answer: "" when done, else a sentence."""

    event: Event
    reply: SimpleQueue[str]


_NEVER = State().wall

NAP = 1.0
"""Seconds; less is no sleep, but two clocks read one after the other."""


class _Look:
    """Time to read the signals."""


_LOOK = _Look()


class Engine:
    """Owns the state; everybody else posts."""

    def __init__(self, state: State, outbox: Sequence[Record], eyes: Eyes) -> None:
        self.state = state
        """The latest state; any thread may read it, only the engine's thread replaces it."""
        self.trouble = ""
        """Why records wait in memory, "" when none do."""
        self._eyes, self._outbox, self._saved = eyes, tuple(outbox), -CHECKPOINT_EVERY
        self._queue: SimpleQueue[Event | _Ask | _Look] = SimpleQueue()
        self._watchers: list[Callable[[Turned], None]] = []
        self._settings = eyes.settings()
        self._thread = threading.Thread(target=self._run, name="engine")
        self._hands: Hands | None = None

    def post(self, event: Event) -> None:
        """Hand over an event from any thread."""
        self._queue.put(event)

    def look(self) -> None:
        """Ask for the signals to be read now, from any thread."""
        self._queue.put(_LOOK)

    def ask(self, words: tuple[str, ...]) -> str:
        """Carry out command words; "" when done, else a sentence that says why not. BadCommand for no command."""
        reply: SimpleQueue[str] = SimpleQueue()
        self._queue.put(_Ask(command(words, self._eyes.clock.now().wall), reply))
        try:
            return reply.get(timeout=ANSWER_WITHIN)
        except Empty:
            return "sitbreak is busy; try again in a moment."

    def watch(self, watcher: Callable[[Turned], None]) -> None:
        """Be called after every step, on the engine's thread; register before `start`."""
        self._watchers.append(watcher)

    def start(self, hands: Hands) -> None:
        self._hands = hands
        self.post(Started())
        self.look()
        self._thread.start()

    @property
    def settings(self) -> Settings:
        """The settings of the last step; any thread may ask."""
        return self._settings

    def join(self, timeout: float | None = None) -> None:
        """Wait until a Quit has been carried out."""
        self._thread.join(timeout)

    def _run(self) -> None:
        while True:
            item = self._next()
            self._look_first(item)
            if self._done(item):
                return
            self._arm()

    def _next(self) -> Event | _Ask | _Look:
        """What to do next; while there is nothing, this thread sleeps until the ticker wants a look."""
        while True:
            try:
                return self._queue.get(timeout=self._handy.ticker.rest())
            except Empty:
                continue

    def _done(self, item: Event | _Ask | _Look) -> bool:
        """Carry out one item; True when it was the last."""
        if isinstance(item, _Look):
            return False
        event = item.event if isinstance(item, _Ask) else item
        effects = self._turn(event)
        if isinstance(item, _Ask):
            item.reply.put(next((effect.sentence for effect in effects if isinstance(effect, Refuse)), ""))
        return isinstance(event, Quit)

    def _look_first(self, item: Event | _Ask | _Look) -> None:
        """Every event is judged by signals as fresh as itself, except those that only report on our own windows."""
        if not isinstance(item, Started | Quit | PromptFailed):
            self._turn(Looked(self._reading()))

    def _reading(self) -> Reading:
        """The signals, read again where the machine slept meanwhile: an old idle time would look like input since."""
        slept = self._eyes.clock.now().asleep
        reading = self._eyes.read(self._wants)
        return reading if self._eyes.clock.now().asleep - slept < NAP else self._eyes.read(self._wants)

    def _wants(self, known: Reading) -> frozenset[Signal]:
        return wants(self.state, known, self._eyes.clock.now(), self._eyes.settings())

    def _turn(self, event: Event) -> tuple[Effect, ...]:
        at, settings = self._eyes.clock.now(), self._eyes.settings()
        self._settings = settings
        before = self.state
        self.state, effects = step(before, event, at, settings, self._eyes.book())
        still = not _matters(before, self.state)
        self._commit(effects, at, must=not still or isinstance(event, Quit))
        for effect in effects:
            self._handy.perform(effect)
        for watcher in self._watchers:
            watcher(Turned(event, at, self.state, settings, effects, still))
        return effects

    def _commit(self, effects: Sequence[Effect], at: At, must: bool) -> None:
        self._outbox += tuple(effect.record for effect in effects if isinstance(effect, Keep))
        present = self.state.seat.present and at.t + self._next_look(at) - self._saved > CHECKPOINT_EVERY
        waiting = bool(self._outbox or self.trouble)
        retry = waiting and (bool(effects) or at.t - self._saved >= CHECKPOINT_EVERY)
        if must or present or retry:
            self._save(at)

    def _save(self, at: At) -> None:
        """Checkpoint first, then the records; what the disk refuses stays in memory and is tried again."""
        self._saved = at.t
        try:
            self._handy.store.save(self.state, self._outbox, self._eyes.axis())
            if self._outbox:
                self._handy.store.put(self._outbox)
                self._outbox = ()
            self.trouble = ""
        except OSError as error:
            self.trouble = f"Records cannot be written and wait in memory: {error.strerror or error}"
            log.error("%s (%s)", self.trouble, error.filename)

    @property
    def _handy(self) -> Hands:
        if self._hands is None:
            raise RuntimeError("the engine has not been started")
        return self._hands

    def _arm(self) -> None:
        self._handy.ticker.arm(self._next_look(self._eyes.clock.now()))

    def _next_look(self, at: At) -> float:
        """Seconds until the signals must be read again."""
        return next_look(self.state, at, self._settings, self._eyes.told())


def _matters(before: State, after: State) -> bool:
    """Whether anything but the passing of time has changed."""
    return _gist(before) != _gist(after)


def _gist(state: State) -> State:
    """The state without what moves as time goes by."""
    seat, prompt = state.seat, state.prompting.prompt
    still = Seat(posture=seat.posture, since=seat.since, pending=seat.pending, corrected=seat.corrected)
    held = None if prompt is None else replace(prompt, free_since=None)
    return replace(state, t=0.0, wall=_NEVER, seat=still, prompting=replace(state.prompting, prompt=held))
