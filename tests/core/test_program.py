"""Which drill comes next: open and wanted ones only, moving first, the largest gap next, never the same twice."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from sitbreak.core.cards import DrillCard
from sitbreak.core.memory import DrillDone
from sitbreak.core.model import DrillRecord
from sitbreak.core.program import allowed, choose, first_side, for_the_chair, history_of, on_request, remember
from sitbreak.core.settings import Settings, read_settings
from tests.core.trainee import BOOK, DAY, HOUR, MONDAY, Trainee, card, done, ruled

WARM = done("standing-march")
DYNAMIC = {"standing-march", "sit-to-stand", "standing-hip-extension"}


def offered(**person: object) -> set[str]:
    return {one.id for one in allowed(Trainee(**person).known)}  # type: ignore[arg-type]


def chosen(history: list[DrillDone], last: str | None = None, settings: Settings | None = None) -> DrillCard:
    found, _ = choose(Trainee(history, MONDAY + HOUR, settings or Settings()).known, last)
    assert found is not None
    return found


@pytest.mark.parametrize("profile", ["desk", "chair", "floor"])
def test_lengthened_drills_begin_closed(profile: str) -> None:
    """A newcomer is offered no lengthened drill, nor a later level of a chain that has to be opened."""
    ids = offered(settings=ruled(profile=profile))
    assert not [name for name in ids if card(name).chain == "SL"]
    assert not [name for name in ids if card(name).chain in ("M", "SS") and card(name).level > 1]
    assert "single-leg-bridge" not in ids


def test_open_chains_are_open_to_their_end() -> None:
    """Both standing marches and all three standing glute drills are there from the first day."""
    assert offered() == {
        *DYNAMIC,
        "march-hold",
        "glute-squeeze",
        "standing-hip-flexor-stretch",
        "standing-quad-stretch",
        "hip-hinge-hamstring-stretch",
    }


def test_the_floor_is_only_for_those_who_want_it() -> None:
    """Bridges and hands-and-knees drills appear with the floor profile alone; at a desk nobody is sent to the floor."""
    assert offered(settings=ruled(profile="floor")) - offered() == {"glute-bridge", "donkey-kick", "bird-dog"}
    assert {card(name).place for name in offered()} == {"desk"}


def test_a_prompt_never_offers_a_drill_on_the_chair() -> None:
    """Drills that leave the person seated come on request only, once their chain is open."""
    person = Trainee(done(*["standing-march"] * 4), MONDAY + HOUR, ruled(profile="chair"))
    assert {one.id for one in BOOK if not one.resets_bout} == {"seated-knee-lift", "seated-leg-liftover"}
    assert all(one.resets_bout for one in allowed(person.known))
    assert "seated-knee-lift" in {one.id for one in on_request(person.known)}
    seated = for_the_chair(person.known)
    assert seated is not None
    assert seated.id == "seated-knee-lift"
    assert for_the_chair(Trainee(person.history, person.now).known) is None


def test_excluded_drills_are_never_chosen() -> None:
    """A fortnight of prompts leaves out what the person excluded."""
    out = {"standing-march", "glute-squeeze"}
    assert out.isdisjoint(fortnight(ruled(exclude=sorted(out))))


def test_nothing_to_choose_from() -> None:
    """With every drill excluded there is neither a drill nor an alternative."""
    person = Trainee(settings=ruled(exclude=[one.id for one in BOOK]))
    assert choose(person.known, None) == (None, None)


def test_the_first_drill_of_a_day_moves() -> None:
    """Before any moving drill or walk today only the dynamic ones come, whatever was done yesterday or held today."""
    assert chosen([]).id in DYNAMIC
    assert chosen(done("standing-march", at=MONDAY - DAY)).id in DYNAMIC
    assert chosen(done("glute-squeeze")).id in DYNAMIC
    assert chosen(WARM).id not in DYNAMIC
    walked, _ = choose(Trainee(walks=(MONDAY,)).known, None)
    assert walked is not None
    assert walked.id not in DYNAMIC


def test_without_dynamic_drills_others_begin_the_day() -> None:
    """Excluding all dynamic drills does not leave the morning without one."""
    assert chosen([], settings=ruled(exclude=sorted(DYNAMIC))).category == "mobility"


def test_the_largest_shortfall_comes_first() -> None:
    """Against a fifth of the week's targets stretches are behind first, then the glutes, and so on down the list."""
    so_far = list(WARM)
    order: list[DrillCard] = []
    for minute in range(2, 8):
        found = chosen(so_far, order[-1].id if order else None)
        order.append(found)
        so_far += done(found.id, at=MONDAY + timedelta(minutes=minute))
    assert [one.target for one in order] == ["mobility", "glute", "mobility", "glute", "hamstring", "mobility"]


def test_the_week_so_far_counts_by_its_days() -> None:
    """On the second day of a week two fifths of the target are due, so what was missed on the first comes first."""
    monday = done("standing-march", "standing-quad-stretch", "standing-hip-flexor-stretch", "standing-quad-stretch")
    found, _ = choose(Trainee([*monday, *done("standing-march", at=MONDAY + DAY)], MONDAY + DAY + HOUR).known, None)
    assert found is not None
    assert found.category == "glute"


def test_a_drill_that_may_not_come_again_still_counts() -> None:
    """The stretch offered last is out of the running, but having done it counts for its category."""
    history = [*WARM, *done("standing-quad-stretch", "standing-quad-stretch")]
    assert chosen(history, last="standing-quad-stretch").category == "glute"


def test_chair_drills_count_for_strength() -> None:
    """Strength drills done on the chair share the target of the standing ones."""
    base = [*done("sit-to-stand"), *done("standing-quad-stretch", "glute-squeeze") * 2]
    assert chosen(base).target == "strength"
    assert chosen([*base, *done("seated-knee-lift")]).target != "strength"


def test_last_week_does_not_count() -> None:
    """A Monday starts the targets afresh."""
    next_monday = MONDAY + 7 * DAY
    history = [*done(*["standing-quad-stretch"] * 9), *done("standing-march", at=next_monday)]
    found, _ = choose(Trainee(history, next_monday + HOUR).known, None)
    assert found is not None
    assert found.category == "mobility"


def test_the_drill_not_done_for_longest_comes_next() -> None:
    """Within a category the drills take turns."""
    history = [*WARM, *done("standing-quad-stretch", "glute-squeeze", "glute-squeeze")]
    assert chosen(history).id == "standing-hip-flexor-stretch"


def test_a_target_of_zero_comes_last() -> None:
    """Who wants no stretches gets them only when nothing else is left."""
    assert "mobility" not in [card(name).category for name in fortnight(read_settings({"targets": {"mobility": 0}}))]


def test_a_pressing_prompt_offers_a_short_drill() -> None:
    """The last prompt of several takes a drill that has an express version, and not the one refused before."""
    known = Trainee(list(WARM), MONDAY + HOUR).known
    for last in ("glute-squeeze", "sit-to-stand", None):
        found, _ = choose(known, last, short=True)
        assert found is not None
        assert found.express_step is not None
        assert found.id != last


def fortnight(settings: Settings) -> list[str]:
    """What is offered in ten working days of six prompts, each drill done."""
    offers: list[str] = []
    history: tuple[DrillDone, ...] = ()
    for number in [*range(5), *range(7, 12)]:
        for hour in range(6):
            now = MONDAY + number * DAY + hour * HOUR
            found, other = choose(Trainee(list(history), now, settings).known, offers[-1] if offers else None)
            assert found is not None
            assert other is not None
            assert other.category != found.category
            offers.append(found.id)
            history = remember(history, *done(found.id, at=now))
    return offers


def test_never_the_same_drill_twice_running() -> None:
    """In a fortnight of prompts no drill follows itself, and each comes with an alternative of another category."""
    offers = fortnight(Settings())
    assert all(a != b for a, b in pairwise(offers))
    assert set(offers) == {one.id for one in BOOK if one.place == "desk"}


def test_the_same_again_when_there_is_no_other() -> None:
    """With a single drill left it is offered again rather than nothing."""
    only = ruled(exclude=[one.id for one in BOOK if one.id != "glute-squeeze"])
    assert chosen([], last="glute-squeeze", settings=only).id == "glute-squeeze"


def test_stretches_and_glute_drills_keep_pace() -> None:
    """Over a fortnight in which every prompt is accepted the two differ by a fifth at most."""
    offers = [card(drill).category for drill in fortnight(Settings())]
    stretches, glutes = offers.count("mobility"), offers.count("glute")
    assert abs(stretches - glutes) <= 0.2 * max(stretches, glutes)


def test_no_day_is_all_stretching() -> None:
    """A day of four prompts or more holds strengthening, too."""
    offers = fortnight(Settings())
    days = [offers[at : at + 4] for at in range(0, len(offers), 6)]
    assert all({card(name).category for name in day} - {"mobility", "hamstring"} for day in days)


def test_hamstrings_and_trunk_come_second() -> None:
    """Their targets are at most half of that of the glutes."""
    targets = Settings().targets
    assert max(targets.hamstring, targets.core) <= targets.glute / 2


def test_history_forgets_after_five_weeks_but_for_the_last_of_each_drill() -> None:
    """What is older than 35 days goes, except the last time of a drill, which tells how rusty it is."""
    old = [
        *done("bird-dog", "bird-dog", "glute-squeeze", at=MONDAY - 36 * DAY),
        *done("bird-dog", at=MONDAY - 34 * DAY),
    ]
    kept = remember(old, *WARM)
    assert [one.drill for one in kept] == ["glute-squeeze", "bird-dog", "standing-march"]


def test_history_has_an_end() -> None:
    """However much is done, the checkpoint keeps some hundreds of drills at most."""
    many = [one for day in range(30) for one in done(*["standing-march"] * 20, at=MONDAY + day * DAY)]
    assert len(remember(many)) == 300


def test_records_are_remembered_once() -> None:
    """History can be filled from the records at any time: what is known already is not counted twice."""
    record = DrillRecord("d1", "glute-squeeze", 2, MONDAY, MONDAY, "done", 70.0, {}, "ok")
    once = remember((), *history_of((record,)))
    assert remember(once, *history_of((record,))) == once
    assert (once[0].step, once[0].effort, once[0].on) == (2, "ok", "2026-03-02")


def test_the_first_side_changes_every_day() -> None:
    """Two days running never begin with the same side."""
    days = [date(2026, 3, 2) + timedelta(days=number) for number in range(5)]
    assert all(first_side(a) != first_side(b) for a, b in pairwise(days))
