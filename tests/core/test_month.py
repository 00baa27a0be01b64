"""A month of prompts: chains open in order, stretches and glutes keep pace, and nothing is offered that should rest."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import cycle, groupby, pairwise
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitbreak.core.model import DrillRecord, PromptRecord
from sitbreak.core.progress import BLOCKED, SUSPENDED
from sitbreak.core.settings import Settings, read_settings
from tests.core.month import Month, Offered, since
from tests.core.trainee import BOOK, HOUR, card, ruled

PROFILES = ("desk", "chair", "floor")
REACH = {"desk": {"desk"}, "chair": {"desk", "chair"}, "floor": {"desk", "chair", "floor"}}


def busy(profile: str) -> Settings:
    return read_settings({"drills": {"profile": profile}})


@cache
def willing(profile: str) -> Month:
    """A month of somebody who takes every prompt, finds it easy or ok, and takes every next step."""
    feelings = cycle(("easy", "ok", "ok"))
    return Month(busy(profile), lambda: ("accept", next(feelings))).lives(28)


def first_time(month: Month, chain: str, level: int = 1) -> int:
    """The place among the drills done of the first one of that level of a chain; far away if there is none."""
    own = {one.id for one in BOOK if one.chain == chain and one.level >= level}
    return next((place for place, one in enumerate(month.drills) if one.drill in own), 10_000)


def done_before(month: Month, place: int, *chains: str) -> int:
    return sum(card(one.drill).chain in chains for one in month.drills[:place])


@pytest.mark.parametrize("profile", PROFILES)
def test_every_prompt_comes_with_a_drill(profile: str) -> None:
    """Who takes every prompt is offered several drills a day, all within their places."""
    month = willing(profile)
    assert len(month.offers) >= 20 * 5
    assert {card(one.drill).place for one in month.drills} <= REACH[profile]


def test_chains_open_in_order() -> None:
    """Stretches and neutral drills come from the first day; the lengthened chain only once it has been earned."""
    month = willing("floor")
    opened = first_time(month, "SL")
    assert max(first_time(month, "M"), first_time(month, "SN")) < opened < 10_000
    assert min(done_before(month, opened, "M"), done_before(month, opened, "SN", "SS")) >= 6
    assert len({one.started.date() for one in month.drills[:opened]}) >= 7


def test_later_levels_come_after_earlier_ones() -> None:
    """The kneeling stretch comes before the couch stretches, the lengthened drills one after the other."""
    month = willing("floor")
    for chain, levels in (("M", (1, 2, 3)), ("SL", (1, 2)), ("G", (1, 3))):
        places = [first_time(month, chain, level) for level in levels]
        assert places == sorted(places)
        assert places[-1] < 10_000


def test_steps_are_climbed_only_when_taken() -> None:
    """With every offer taken the doses grow; with none taken each drill stays at the step it began with."""
    assert any(one.level > card(one.drill).default_step for one in willing("desk").drills)
    feelings = cycle(("easy", "ok"))
    modest = Month(busy("desk"), lambda: ("accept", next(feelings)), climbs=False).lives(21)
    assert "Ready for a little more?" in modest.said
    assert {one.level for one in modest.drills} <= {1, 2}
    assert all(one.level in (card(one.drill).default_step, card(one.drill).express_step) for one in modest.drills)


@pytest.mark.parametrize("profile", PROFILES)
def test_stretches_and_glute_drills_keep_pace(profile: str) -> None:
    """Week by week their counts differ by a fifth at most."""
    for _, week in groupby(willing(profile).drills, lambda one: one.started.isocalendar().week):
        found = Counter(card(one.drill).category for one in week)
        assert abs(found["mobility"] - found["glute"]) <= 0.2 * max(found["mobility"], found["glute"])


@pytest.mark.parametrize("profile", PROFILES)
def test_both_sides_get_the_same(profile: str) -> None:
    """Over the month, and in each drill, left and right are exercised equally long."""
    drills = [one for one in willing(profile).drills if one.sides]
    assert drills
    assert all(one.sides["left"] == one.sides["right"] for one in drills)


@pytest.mark.parametrize("profile", PROFILES)
def test_the_side_to_begin_with_changes_from_day_to_day(profile: str) -> None:
    """Days that follow each other begin with different sides."""
    month = willing(profile)
    by_day = {one.started.date(): order.first_side for one, order in zip(month.drills, month.orders, strict=True)}
    days = sorted(by_day)
    assert all(by_day[a] != by_day[b] for a, b in pairwise(days) if (b - a).days == 1)


@pytest.mark.parametrize("profile", PROFILES)
def test_no_drill_follows_itself(profile: str) -> None:
    """No two offers running are the same, and over a week of them there is variety."""
    offers = [one.drill for one in willing(profile).offers]
    assert all(a != b for a, b in pairwise(offers))
    assert len(set(offers[:30])) >= 7


def test_every_day_has_strengthening() -> None:
    """A day of four accepted prompts or more is never all stretching."""
    for _, day in groupby(willing("desk").drills, lambda one: one.started.date()):
        targets = [card(one.drill).target for one in day]
        assert len(targets) < 4 or set(targets) - {"mobility", "hamstring"}


def test_hamstrings_and_trunk_stay_secondary() -> None:
    """They come, but not half as often as the glutes."""
    found = Counter(card(one.drill).target for one in willing("floor").drills)
    assert 0 < found["core"] <= found["glute"] / 2
    assert 0 < found["hamstring"] <= found["glute"] / 2


def test_the_default_drills_need_no_equipment() -> None:
    """At the desk nothing is asked for but a desk and a chair."""
    from tests.core.month import CATALOGUE

    allowed = {"none", "desk", "chair", "a", "to", "hold", "for", "balance", "edge", "stable", "that", "does", "not"}
    allowed |= {"roll", "the", "only", "and", "floor", "slip"}
    for drill in CATALOGUE:
        words = set(drill.equipment.replace(",", " ").replace(";", " ").split())
        assert drill.profile != "desk" or words <= allowed


def offered_in_peace(offer: Offered, out: set[str], profile: str) -> None:
    """Every rule about what must not be offered, checked against the records alone."""
    drill = card(offer.drill)
    assert drill.id not in out
    assert drill.place in REACH[profile]
    assert drill.resets_bout
    for one in offer.before:
        other, ago = card(one.drill), since(one, offer.due)
        if one.effort == "hurt":
            assert drill.id != other.id or ago >= SUSPENDED
            assert not (drill.chain == other.chain and drill.level > other.level) or ago >= BLOCKED
        if one.result == "done" and (drill.id == other.id or drill.chain == other.chain == "SL"):
            assert ago >= other.min_rest_h * HOUR
    today = [card(one.drill) for one in finished(offer) if one.ended.date() == offer.due.date()]
    same = sum(one.chain == drill.chain for one in today)
    assert drill.chain not in ("SN", "SS", "G") or same < 3
    assert drill.chain != "SL" or same < 1


def finished(offer: Offered) -> list[DrillRecord]:
    return [one for one in offer.before if one.result in ("done", "partial")]


@pytest.mark.parametrize("profile", PROFILES)
def test_the_first_drill_of_every_day_moves(profile: str) -> None:
    """Each morning begins with a dynamic drill."""
    for _, day in groupby(willing(profile).offers, lambda one: one.due.date()):
        assert card(next(day).drill).dynamic


MOODS = ("accept",) * 6 + ("walk", "skip", "give up")
FEELINGS = ("easy", "ok", "ok", "hard", "hurt", None)


def moody(seed: int, profile: str, out: frozenset[str], days: int = 12) -> Month:
    chance = Random(seed)
    rules = ruled(profile=profile, exclude=sorted(out))
    return Month(rules, lambda: (chance.choice(MOODS), chance.choice(FEELINGS))).lives(days)


NAMES = st.frozensets(st.sampled_from([one.id for one in BOOK]), max_size=6)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10_000), profile=st.sampled_from(PROFILES), out=NAMES)
def test_nothing_barred_is_ever_offered(seed: int, profile: str, out: frozenset[str]) -> None:
    """Whatever is refused, hurts or is excluded: no barred drill is offered."""
    month = moody(seed, profile, out)
    offers = [offer for offer in month.offers if offer.drill != "walk-break"]
    for offer in offers:
        offered_in_peace(offer, set(out), profile)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10_000), profile=st.sampled_from(PROFILES))
def test_nothing_is_offered_twice_running_whatever_is_answered(seed: int, profile: str) -> None:
    """Accepted, refused or given up: as long as there is another drill, the next offer is another one."""
    chance = Random(seed)
    month = Month(ruled(profile=profile), lambda: (chance.choice(MOODS), chance.choice(("easy", "hard", None))))
    assert all(a.drill != b.drill for a, b in pairwise(month.lives(12).offers))


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10_000), profile=st.sampled_from(PROFILES))
def test_the_same_month_is_the_same_again(seed: int, profile: str) -> None:
    """The same answers at the same times give the same prompts, drills and state."""
    once, again = (moody(seed, profile, frozenset(), days=9) for _ in range(2))
    assert once.day.state == again.day.state
    assert once.day.records == again.day.records


def test_a_month_of_refusals_offers_one_suggestion_a_week() -> None:
    """Who skips everything hears of another limit, or of a drill to leave out, once a week at most; nothing changes."""
    month = Month(busy("desk"), lambda: ("skip", None)).lives(28)
    shown = [record for record in month.day.records if isinstance(record, PromptRecord)]
    assert len(shown) > 20
    suggestions = [effect for effect in month.day.effects if getattr(effect, "title", "") == "A suggestion"]
    assert 2 <= len(suggestions) <= 4
    assert not [effect for effect in month.day.effects if type(effect).__name__ == "Configure"]
