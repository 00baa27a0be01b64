"""Scripts of a day: a person who types, leaves, calls and answers, played through the real `step`.

    day = Day().types(50 * MINUTE).leaves(10 * MINUTE)
    assert day.bouts == [(0, 50 * MINUTE, "idle")]

Time is in seconds since the day began; a reading is taken every `every` seconds, as the program would.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sitbreak.core.course import close
from sitbreak.core.machine import fresh, step
from sitbreak.core.model import (
    At,
    BoutRecord,
    Effect,
    Event,
    Keep,
    Looked,
    Offer,
    PromptRecord,
    PromptShown,
    Reading,
    Record,
    Refuse,
    Show,
    SpanRecord,
    Started,
    State,
)
from sitbreak.core.program import Book, DrillCard
from sitbreak.core.settings import Settings, read_settings
from sitbreak.core.turn import record_of

SECOND, MINUTE, HOUR = 1.0, 60.0, 3600.0
MONDAY_NINE = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))

CARDS: Book = (
    DrillCard("standing-march", "Standing march", "strengthen-neutral", "SN", 1, "desk", True, True, False, 77, 1, 0),
    DrillCard("sit-to-stand", "Sit-to-stand", "glute", "G", 1, "desk", True, True, False, 83, 1, 0),
    DrillCard("glute-squeeze", "Glute squeeze", "glute", "G", 1, "desk", False, True, False, 70, 1, 0),
    DrillCard("hip-stretch", "Hip stretch", "mobility", "M", 1, "desk", False, True, True, 75, 1, None),
    DrillCard(
        "couch-stretch-active", "Active couch stretch", "mobility", "M", 3, "floor", False, True, True, 107, 1, None
    ),
    DrillCard(
        "seated-knee-lift", "Seated knee lift", "strengthen-shortened", "SS", 1, "chair", False, False, True, 84, 1
    ),
)


@dataclass
class Day:
    """A day in the making; every method goes on from where the last one stopped."""

    settings: Settings = field(default_factory=Settings)
    every: float = 10.0
    begins: datetime = MONDAY_NINE
    shows: bool = True
    book: Book = CARDS

    def __post_init__(self) -> None:
        self.t, self.asleep, self.last_input = 0.0, 0.0, 0.0
        self.signals = Reading(idle=0.0, source="script")
        self.state: State = fresh("day", self.at)
        self.effects: list[Effect] = []
        self.feed(Started()).look()

    @classmethod
    def ruled(cls, **groups: object) -> Day:
        """A day under settings as they stand in the file: `Day.ruled(sitting={"limit": "30m"})`."""
        return cls(settings=read_settings(groups))

    @property
    def at(self) -> At:
        return At(self.t, At(0.0, self.begins).label(self.t), self.asleep)

    # what happens

    def types(self, seconds: float) -> Day:
        """Input goes on, a second or two before every reading."""
        return self._pass(seconds, typing=True)

    def still(self, seconds: float) -> Day:
        """Nothing is touched; whether that is absence is for sitbreak to say."""
        return self._pass(seconds, typing=False)

    leaves = still

    def bumps(self) -> Day:
        """One stray input, now."""
        self.last_input = self.t
        return self.look()

    def signal(self, **changes: object) -> Day:
        """The desktop's signals change from here on: `signal(call=True)`."""
        self.signals = replace(self.signals, **changes)  # type: ignore[arg-type]
        return self.look()

    def blind(self) -> Day:
        """No idle source from here on."""
        self.signals = replace(self.signals, idle=None)
        return self.look()

    def sleeps(self, seconds: float) -> Day:
        """The machine sleeps and wakes; waking is no input."""
        self.t, self.asleep = self.t + seconds, self.asleep + seconds
        return self.look()

    def dies(self, seconds: float) -> Day:
        """The program is killed and starts again after `seconds`; the last look was its checkpoint."""
        self.t += seconds
        return self.feed(Started())

    def does(self, event: Event) -> Day:
        """The person clicks or says something."""
        self.last_input = self.t
        return self.feed(event)

    def look(self) -> Day:
        idle = None if self.signals.idle is None else self.t - self.last_input
        return self.feed(Looked(replace(self.signals, idle=idle)))

    def feed(self, event: Event) -> Day:
        self.state, effects = step(self.state, event, self.at, self.settings, self.book)
        self.effects += effects
        for effect in effects:
            if isinstance(effect, Show) and self.shows:
                self.feed(PromptShown(effect.offer.id))
        return self

    def _pass(self, seconds: float, typing: bool) -> Day:
        end = self.t + seconds
        while self.t < end:
            self.t = min(end, self.t + self.every)
            if typing:
                self.last_input = self.t
            self.look()
        return self

    # what came of it

    @property
    def records(self) -> list[Record]:
        return [effect.record for effect in self.effects if isinstance(effect, Keep)]

    @property
    def bouts(self) -> list[tuple[float, float, str]]:
        """(start, end, ended_by) of the closed bouts, in seconds since the day began."""
        found = (record for record in self.records if isinstance(record, BoutRecord))
        return [(self._since(bout.start), self._since(bout.end), bout.ended_by) for bout in found]

    @property
    def bout_records(self) -> list[BoutRecord]:
        return [record for record in self.records if isinstance(record, BoutRecord)]

    @property
    def spans(self) -> list[tuple[float, float, str]]:
        """(start, end, state) of the closed spans that were not sitting."""
        found = (record for record in self.records if isinstance(record, SpanRecord))
        return [(self._since(span.start), self._since(span.end), span.state) for span in found]

    @property
    def prompts(self) -> list[PromptRecord]:
        return [record for record in self.records if isinstance(record, PromptRecord)]

    @property
    def outcomes(self) -> list[str]:
        return [prompt.outcome for prompt in self.prompts]

    @property
    def shown(self) -> list[Offer]:
        return [effect.offer for effect in self.effects if isinstance(effect, Show)]

    @property
    def refusals(self) -> list[str]:
        return [effect.sentence for effect in self.effects if isinstance(effect, Refuse)]

    @property
    def posture(self) -> str:
        return self.state.seat.posture.value

    @property
    def whole(self) -> list[Record]:
        """Every stretch up to now, the open one included."""
        last = (record_of(stretch, "day", self.at) for stretch in close(self.state.seat, self.t, "end"))
        return [*(record for record in self.records if isinstance(record, BoutRecord | SpanRecord)), *last]

    def _since(self, label: datetime) -> float:
        return (label - self.begins) / timedelta(seconds=1)
