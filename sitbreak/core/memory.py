"""What is remembered of a person's drills and answers, as far as the program adapts to them."""

from datetime import UTC, datetime

from sitbreak.core.values import dataclass

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DrillDone:
    """A drill of the past weeks: when it ended, at which step of its ladder, and how it felt, if that was said."""

    drill: str
    result: str
    at: datetime = LONG_AGO
    step: int = 0
    effort: str | None = None
    id: str = ""

    @property
    def counts(self) -> bool:
        """Whether at least a part of it was done."""
        return self.result in ("done", "partial")

    @property
    def on(self) -> str:
        """The local day, such as "2026-03-02"."""
        return self.at.date().isoformat()


@dataclass(frozen=True, slots=True)
class Rung:
    """How far a drill's ladder (`name` is its id) or a chain (`name` is its letters) has been climbed, and since when.

    Only what was done after `since` counts for the next step. `offered` is when the next one was last offered.
    """

    name: str
    level: int
    since: datetime = LONG_AGO
    offered: datetime = LONG_AGO


@dataclass(frozen=True, slots=True)
class Training:
    """What must outlast the history: steps reached, the notice read, and drills that a person's pain turned off."""

    rungs: tuple[Rung, ...] = ()
    acknowledged: datetime | None = None
    stopped: datetime | None = None
    checked: datetime | None = None

    def rung(self, name: str) -> Rung | None:
        return next((rung for rung in self.rungs if rung.name == name), None)


@dataclass(frozen=True, slots=True)
class Asked:
    """A prompt that was shown and how it ended; `declined` when it was skipped for a reason that may be the drill."""

    at: datetime
    outcome: str
    drill: str
    declined: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """The last prompts, and the suggestions made from them; `fresh` when prompts came since one was looked for."""

    prompts: tuple[Asked, ...] = ()
    fresh: bool = False
    suggested: datetime = LONG_AGO
    made: tuple[str, ...] = ()
