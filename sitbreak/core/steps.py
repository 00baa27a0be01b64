"""The steps of the drills in the menu: one up where it was offered and not taken yet, one down for what was done."""

from __future__ import annotations

from collections.abc import Iterator

from sitbreak.core.cards import DrillCard
from sitbreak.core.memory import LONG_AGO
from sitbreak.core.progress import OPEN_TO, Progress
from sitbreak.core.training_words import chain_words, dosed
from sitbreak.core.view import Entry


def steps(known: Progress) -> Iterator[Entry]:
    """Entries that change a step, the offers first."""
    for chain in OPEN_TO:
        level = known.next_level(chain)
        if level is not None and _was_offered(known, chain):
            yield Entry(f"{chain_words(chain)}: add level {level}", ("level", chain, str(level)))
    ladders = [card for card in known.book if known.wanted(card)]
    yield from _harder(known, ladders)
    yield from _easier(known, ladders)


def _harder(known: Progress, ladders: list[DrillCard]) -> Iterator[Entry]:
    for card in ladders:
        step = known.next_step(card)
        if step is not None and _was_offered(known, card.id):
            yield Entry(f"{card.name}: up to {dosed(card, step)}", ("level", card.id, str(step)))


def _easier(known: Progress, ladders: list[DrillCard]) -> Iterator[Entry]:
    done = {one.drill for one in known.history if one.counts}
    for card in ladders:
        lower = known.step(card) - 1
        if card.id in done and lower >= 1:
            yield Entry(f"{card.name}: down to {dosed(card, lower)}", ("level", card.id, str(lower)))


def _was_offered(known: Progress, name: str) -> bool:
    rung = known.training.rung(name)
    return rung is not None and rung.offered > LONG_AGO
