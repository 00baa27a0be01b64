"""How far a person has come with each drill and chain, and what may be offered now, out of what they have done.

The numbers are design judgement, on the careful side: there is no study that says six completions and not five.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum

from sitbreak.core.cards import Book, DrillCard, find
from sitbreak.core.memory import LONG_AGO, DrillDone, Rung, Training
from sitbreak.core.settings import Profile, Settings
from sitbreak.core.values import dataclass

COMPLETIONS, DIFFERENT_DAYS, LAST_EASY = 6, 3, 3
"""A next step is offered after so many completions on so many days, the last few of them easy or ok."""

RUSTY = timedelta(days=21)
"""A drill not done for so long comes back one step easier."""

SUSPENDED = timedelta(days=7)
"""How long a drill that hurt is left out."""

BLOCKED = timedelta(days=14)
"""How long what is harder in the chain of a drill that hurt is left out."""

WARM_FOR = timedelta(hours=2)
"""A standing drill or a walk warms up for a lengthened drill this long."""

MOST_OF_CHAIN, MOST_LENGTHENED = 3, 1
"""Strengthening drills of one chain on one day, and lengthened ones."""

OPEN_TO = {"M": 1, "SS": 0, "SL": 0, "G": 2}
"""The level up to which a chain is open from the start; chains not named are open to their end."""

STRENGTHENING = frozenset({"SN", "SS", "SL", "G"})

SHORTENED_AFTER = 4
"""Completed neutral drills that open the shortened chain."""

LENGTHENED_AFTER, DAYS_OF_USE = 6, 7
"""Completed stretches, as many hip flexor drills, and days with a drill, that open the lengthened chain."""

PLACES = tuple(profile.value for profile in Profile)
EASY = ("easy", "ok")


class Bar(StrEnum):
    """What keeps a drill from being offered."""

    OFF = "off"
    PLACE = "place"
    EXCLUDED = "excluded"
    HURT = "hurt"
    RESTING = "resting"
    LOCKED = "locked"
    ENOUGH = "enough"


@dataclass(frozen=True, slots=True)
class Progress:
    """A person's drills at one moment; `history` is oldest first, `walks` are when today's walks began."""

    book: Book
    history: Sequence[DrillDone]
    training: Training
    now: datetime
    settings: Settings
    walks: Sequence[datetime] = field(default=())

    def step(self, card: DrillCard) -> int:
        """The step of the ladder to do next: the one reached, one less when the drill has become rusty."""
        reached = self.reached(card)
        last = self._last(card.id)
        rusty = last is not None and self.now - last.at > RUSTY
        return max(1, reached - 1) if rusty else reached

    def reached(self, card: DrillCard) -> int:
        rung = self.training.rung(card.id)
        return rung.level if rung else card.default_step

    def too_hard(self, card: DrillCard) -> bool:
        """Whether the drill was hard twice in a row since its step was reached."""
        felt = [done.effort for done in self._done(card.id, self._since(card.id))]
        return felt[-2:] == ["hard", "hard"]

    def next_step(self, card: DrillCard) -> int | None:
        """The step that may be offered after this drill's present one."""
        step = self.step(card)
        at_step = [done for done in self._done(card.id, self._since(card.id)) if done.step == step]
        return step + 1 if step < len(card.lengths) and ready(at_step) and not self._blocked(card.chain) else None

    def chain_level(self, chain: str) -> int:
        """The highest level of a chain that is open."""
        rung = self.training.rung(chain)
        top = max((card.level for card in self.book if card.chain == chain), default=0)
        return max(OPEN_TO.get(chain, top), rung.level if rung else 0, self._opened(chain))

    def next_level(self, chain: str) -> int | None:
        """The level of a chain that may be offered after the present one, where the person's places have one."""
        level = self.chain_level(chain)
        higher = [card.level for card in self.book if card.chain == chain and card.level > level and self.wanted(card)]
        own = {card.id for card in self.book if card.chain == chain and card.level == level}
        done = [one for one in self.history if one.drill in own and one.counts and one.at > self._since(chain)]
        return min(higher) if level and higher and ready(done) and not self._blocked(chain) else None

    def wanted(self, card: DrillCard) -> bool:
        """Whether the settings allow the drill."""
        return self._by_settings(card) is None

    def bar(self, card: DrillCard) -> Bar | None:
        """What keeps the drill from being offered now, None when nothing does."""
        if self.training.stopped is not None:
            return Bar.OFF
        return self._by_settings(card) or self.resting(card) or self._by_progress(card)

    def resting(self, card: DrillCard) -> Bar | None:
        """A drill that hurt, or one done so lately that it may not come again even if asked for."""
        if any(self.now - hurt.at < SUSPENDED for hurt in self._hurts() if hurt.drill == card.id):
            return Bar.HURT
        return Bar.RESTING if self.rested_at(card) > self.now else None

    def rested_at(self, card: DrillCard) -> datetime:
        """When the hours of rest are over; after a lengthened drill they hold for its whole chain."""
        mates = {mate.id: mate for mate in self.book if mate.chain == card.chain == "SL"} | {card.id: card}
        ends = (
            one.at + timedelta(hours=mates[one.drill].min_rest_h)
            for one in self.history
            if one.drill in mates and one.counts and mates[one.drill].min_rest_h
        )
        return max(ends, default=LONG_AGO)

    def hurt_until(self, card: DrillCard) -> datetime:
        """When a drill that hurt may come again."""
        return max((one.at + SUSPENDED for one in self._hurts() if one.drill == card.id), default=LONG_AGO)

    def warm(self) -> bool:
        """Whether a moving drill was done, or a walk begun, today."""
        dynamic = {card.id for card in self.book if card.dynamic}
        return bool(self.walks) or any(done.drill in dynamic for done in self.today())

    def warmed(self) -> bool:
        """Whether a standing drill or a walk lies so little back that muscles are warm."""
        standing = {card.id for card in self.book if card.place == "desk"}
        drills = (done.at for done in self.today() if done.drill in standing)
        return any(self.now - at < WARM_FOR for at in (*drills, *self.walks))

    def today(self) -> list[DrillDone]:
        """What was done today, at least in part."""
        today = self.now.date().isoformat()
        return [done for done in self.history if done.on == today and done.counts]

    def completed(self, *chains: str) -> int:
        """How many drills of those chains were done to the end."""
        own = {card.id for card in self.book if card.chain in chains}
        return sum(done.drill in own and done.result == "done" for done in self.history)

    def _by_settings(self, card: DrillCard) -> Bar | None:
        reach = PLACES[: PLACES.index(self.settings.drills.profile.value) + 1]
        if card.place not in reach:
            return Bar.PLACE
        return Bar.EXCLUDED if card.id in self.settings.drills.exclude else None

    def _by_progress(self, card: DrillCard) -> Bar | None:
        if card.level > self.chain_level(card.chain) or self._harder_than_what_hurt(card):
            return Bar.LOCKED
        return Bar.ENOUGH if self._enough(card.chain) else None

    def _harder_than_what_hurt(self, card: DrillCard) -> bool:
        hurt = (find(self.book, one.drill) for one in self._hurts() if self.now - one.at < BLOCKED)
        return any(mate.chain == card.chain and mate.level < card.level for mate in hurt if mate)

    def _enough(self, chain: str) -> bool:
        own = {card.id for card in self.book if card.chain == chain}
        most = MOST_LENGTHENED if chain == "SL" else MOST_OF_CHAIN
        return chain in STRENGTHENING and sum(done.drill in own for done in self.today()) >= most

    def _opened(self, chain: str) -> int:
        if chain == "SS":
            return int(self.completed("SN") >= SHORTENED_AFTER)
        return int(self._ready_to_lengthen()) if chain == "SL" else 0

    def _ready_to_lengthen(self) -> bool:
        strong = min(self.completed("M"), self.completed("SN", "SS")) >= LENGTHENED_AFTER
        return strong and len({done.on for done in self.history if done.counts}) >= DAYS_OF_USE

    def _blocked(self, chain: str) -> bool:
        own = {card.id for card in self.book if card.chain == chain}
        return any(hurt.drill in own and self.now - hurt.at < BLOCKED for hurt in self._hurts())

    def _hurts(self) -> Iterable[DrillDone]:
        return (done for done in self.history if done.effort == "hurt")

    def _since(self, name: str) -> datetime:
        rung: Rung | None = self.training.rung(name)
        return rung.since if rung else LONG_AGO

    def _last(self, drill: str) -> DrillDone | None:
        return next((done for done in reversed(self.history) if done.drill == drill and done.counts), None)

    def _done(self, drill: str, since: datetime) -> list[DrillDone]:
        return [done for done in self.history if done.drill == drill and done.counts and done.at > since]


def ready(done: Sequence[DrillDone]) -> bool:
    """Whether what was done at one step is enough for the next; what came before something hurt does not count."""
    hurt = max((number for number, one in enumerate(done, 1) if one.effort == "hurt"), default=0)
    since = done[hurt:]
    complete = [one for one in since if one.result == "done"]
    felt = [one.effort in EASY for one in since[-LAST_EASY:]]
    enough = len(complete) >= COMPLETIONS and len({one.on for one in complete}) >= DIFFERENT_DAYS
    return enough and all(felt)
