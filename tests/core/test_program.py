"""Which drill comes next: open and wanted ones only, moving first, the largest gap next, never the same twice."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from sitbreak.adapters.book import shipped_book
from sitbreak.core.model import DrillDone
from sitbreak.core.program import allowed, choose, find, first_side, remember
from sitbreak.core.settings import Settings, read_settings

BOOK = shipped_book()
MONDAY, TUESDAY, NEXT_MONDAY = "2026-03-02", "2026-03-03", "2026-03-09"
WARM = DrillDone("standing-march", MONDAY, "done")
DYNAMIC = {"standing-march", "sit-to-stand", "standing-hip-extension"}


def ruled(**drills: object) -> Settings:
    return read_settings({"drills": drills})


def done(*ids: str, on: str = MONDAY) -> tuple[DrillDone, ...]:
    return tuple(DrillDone(name, on, "done") for name in ids)


def chosen(history: tuple[DrillDone, ...], last: str | None = None, settings: Settings | None = None) -> str:
    card, _ = choose(BOOK, history, last, MONDAY, settings or Settings())
    assert card is not None
    return card.id


def category(drill: str) -> str:
    card = find(BOOK, drill)
    assert card is not None
    return card.category


@pytest.mark.parametrize("profile", ["desk", "chair", "floor"])
def test_lengthened_drills_stay_closed(profile: str) -> None:
    """Nobody is offered the lengthened chain, nor a later level of a chain that has to be opened."""
    offered = allowed(BOOK, ruled(profile=profile))
    assert not [card.id for card in offered if card.category == "strengthen-lengthened"]
    assert not [card.id for card in offered if card.chain in ("M", "SS") and card.level > 1]
    assert "single-leg-bridge" not in {card.id for card in offered}


def test_open_chains_are_open_to_their_end() -> None:
    """Both standing marches and all three standing glute drills are there from the first day."""
    offered = {card.id for card in allowed(BOOK, Settings())}
    assert offered == {
        *DYNAMIC,
        "march-hold",
        "glute-squeeze",
        "standing-hip-flexor-stretch",
        "standing-quad-stretch",
        "hip-hinge-hamstring-stretch",
    }


def test_the_floor_is_only_for_those_who_want_it() -> None:
    """Bridges and hands-and-knees drills appear with the floor profile alone."""
    desk, floor = ({card.id for card in allowed(BOOK, ruled(profile=name))} for name in ("desk", "floor"))
    assert floor - desk == {"glute-bridge", "donkey-kick", "bird-dog"}


def test_a_prompt_never_offers_a_drill_on_the_chair() -> None:
    """Drills that leave the person seated are done on request only."""
    assert {card.id for card in BOOK if not card.resets_bout} == {"seated-knee-lift", "seated-leg-liftover"}
    assert all(card.resets_bout for card in allowed(BOOK, ruled(profile="chair")))


def test_excluded_drills_are_never_chosen() -> None:
    """A fortnight of prompts leaves out what the person excluded."""
    out = {"standing-march", "glute-squeeze"}
    assert out.isdisjoint(fortnight(ruled(exclude=sorted(out))))


def test_nothing_to_choose_from() -> None:
    """With every drill excluded there is neither a drill nor an alternative."""
    assert choose(BOOK, (), None, MONDAY, ruled(exclude=[card.id for card in BOOK])) == (None, None)


def test_the_first_drill_of_a_day_moves() -> None:
    """Before any moving drill today only the dynamic ones come, whatever was done yesterday or held still today."""
    assert chosen(()) in DYNAMIC
    assert chosen(done("standing-march", on="2026-03-01")) in DYNAMIC
    assert chosen(done("glute-squeeze")) in DYNAMIC
    assert chosen((WARM,)) not in DYNAMIC


def test_without_dynamic_drills_others_begin_the_day() -> None:
    """Excluding all dynamic drills does not leave the morning without one."""
    assert category(chosen((), settings=ruled(exclude=sorted(DYNAMIC)))) == "mobility"


def test_the_largest_shortfall_comes_first() -> None:
    """After stretches the glutes are behind, after glute drills the stretches, and then strength."""
    assert category(chosen((WARM,))) == "mobility"
    assert category(chosen((WARM, *done("standing-quad-stretch")))) == "glute"
    many = ("standing-quad-stretch", "glute-squeeze") * 3
    assert category(chosen((WARM, *done(*many)))) == "hamstring"
    more = (*many, "hip-hinge-hamstring-stretch")
    assert category(chosen((WARM, *done(*more)))) == "strengthen-neutral"


def test_a_drill_that_may_not_come_again_still_counts() -> None:
    """The stretch offered last is out of the running, but having done it counts for its category."""
    history = (WARM, *done("standing-quad-stretch", "standing-quad-stretch"))
    assert category(chosen(history, last="standing-quad-stretch")) == "glute"


def test_chair_drills_count_for_strength() -> None:
    """Strength drills done on the chair share the target of the standing ones."""
    base = done("standing-quad-stretch", "glute-squeeze", "hip-hinge-hamstring-stretch") * 3
    without = chosen((WARM, *base))
    assert category(without) == "strengthen-neutral"
    assert category(chosen((WARM, *base, *done("seated-knee-lift", "seated-knee-lift")))) != "strengthen-neutral"


def test_last_week_does_not_count() -> None:
    """A Monday starts the targets afresh."""
    history = (*done(*["standing-quad-stretch"] * 9), *done("standing-march", on=NEXT_MONDAY))
    card, _ = choose(BOOK, history, None, NEXT_MONDAY, Settings())
    assert card is not None
    assert card.category == "mobility"


def test_the_drill_not_done_for_longest_comes_next() -> None:
    """Within a category the drills take turns."""
    history = (WARM, *done("standing-quad-stretch", "glute-squeeze", "glute-squeeze", "hip-hinge-hamstring-stretch"))
    assert chosen(history) == "standing-hip-flexor-stretch"


def test_a_target_of_zero_comes_last() -> None:
    """Who wants no stretches gets them only when nothing else is left."""
    settings = read_settings({"targets": {"mobility": 0}})
    assert category(chosen((WARM,), settings=settings)) != "mobility"


def fortnight(settings: Settings) -> list[str]:
    """What is offered in ten working days of six prompts, each drill done."""
    offers: list[str] = []
    history: tuple[DrillDone, ...] = ()
    for number in [*range(5), *range(7, 12)]:
        today = (date.fromisoformat(MONDAY) + timedelta(days=number)).isoformat()
        for _ in range(6):
            card, other = choose(BOOK, history, offers[-1] if offers else None, today, settings)
            assert card is not None
            assert other is not None
            assert other.category != card.category
            offers.append(card.id)
            history = remember(history, DrillDone(card.id, today, "done"))
    return offers


def test_never_the_same_drill_twice_running() -> None:
    """In a fortnight of prompts no drill follows itself, and each comes with an alternative of another category."""
    offers = fortnight(Settings())
    assert all(a != b for a, b in pairwise(offers))
    assert len(set(offers)) == 8


def test_the_same_again_when_there_is_no_other() -> None:
    """With a single drill left it is offered again rather than nothing."""
    only = ruled(exclude=[card.id for card in BOOK if card.id != "glute-squeeze"])
    assert chosen((), last="glute-squeeze", settings=only) == "glute-squeeze"


def test_stretches_and_glute_drills_keep_pace() -> None:
    """Over a fortnight in which every prompt is accepted the two differ by a fifth at most."""
    offers = [category(drill) for drill in fortnight(Settings())]
    stretches, glutes = offers.count("mobility"), offers.count("glute")
    assert abs(stretches - glutes) <= 0.2 * max(stretches, glutes)


def test_history_forgets_after_five_weeks() -> None:
    """A drill of 36 days ago is dropped when the next one is remembered, one of 35 days ago is kept."""
    old = (DrillDone("a", "2026-01-25", "done"), DrillDone("b", "2026-01-26", "done"))
    kept = remember(old, WARM)
    assert [one.drill for one in kept] == ["b", "standing-march"]


def test_the_first_side_changes_every_day() -> None:
    """Two days running never begin with the same side."""
    days = [date.fromisoformat(MONDAY) + timedelta(days=number) for number in range(5)]
    assert all(first_side(a) != first_side(b) for a, b in pairwise(days))
