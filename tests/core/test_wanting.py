"""Which signals are asked when, and that leaving out the others changes nothing."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from sitbreak.core.looking import next_look
from sitbreak.core.machine import fresh, step
from sitbreak.core.model import (
    At,
    Effect,
    Keep,
    Looked,
    Mode,
    ModeKind,
    Posture,
    Prompt,
    Prompting,
    PromptShown,
    Reading,
    RunningDrill,
    Seat,
    Show,
    Started,
    State,
)
from sitbreak.core.prompter import REST_OF_BOUT
from sitbreak.core.settings import Settings, read_settings
from sitbreak.core.wanting import Signal, wants
from tests.timeline import CARDS, HOUR, MINUTE, MONDAY_NINE

CALL, MEDIA = Signal.CALL, Signal.MEDIA
HOLDING = {Signal.FULLSCREEN, Signal.DO_NOT_DISTURB}
LIMIT = 45 * MINUTE
TYPING, STILL, LOCKED = Reading(idle=1), Reading(idle=60), Reading(idle=60, locked=True)


def at(t: float) -> At:
    return At(t, MONDAY_NINE + timedelta(seconds=t))


def seated(**more: object) -> State:
    state = State(seat=Seat(Posture.SEATED, since=0.0, signal="input", evidence=0.0, input=0.0))
    return replace(state, **more)  # type: ignore[arg-type]


def test_typing_asks_for_a_call_only() -> None:
    """While somebody types in the midst of a bout, a call is all that could matter: its time is counted."""
    assert wants(seated(), TYPING, at(10 * MINUTE), Settings()) == {CALL}


def test_still_hands_ask_for_a_film() -> None:
    """Once the hands rest, or nothing can tell whether they do, a film matters, too."""
    assert wants(seated(), STILL, at(10 * MINUTE), Settings()) == {CALL, MEDIA}
    assert wants(seated(), Reading(), at(10 * MINUTE), Settings()) == {CALL, MEDIA}


def test_a_short_absence_limit_asks_sooner() -> None:
    """With a limit shorter than a few looks the film is asked for at once, so that it is known before the limit."""
    settings = read_settings({"sitting": {"absence": {"idle": "30s"}}})
    assert wants(seated(), TYPING, at(10 * MINUTE), settings) == {CALL, MEDIA}


@pytest.mark.parametrize("posture", [Posture.AWAY, Posture.ASLEEP, Posture.UNCLEAR, Posture.PAUSED])
def test_nobody_there(posture: Posture) -> None:
    """With nobody at the desk, nothing is asked: neither a call nor a film brings anybody back."""
    state = replace(seated(), seat=replace(seated().seat, posture=posture))
    assert wants(state, STILL, at(2 * HOUR), Settings()) == frozenset()


def test_coming_back() -> None:
    """An input during an absence may be the return, and a call on at the return counts from there."""
    state = replace(seated(), seat=replace(seated().seat, posture=Posture.AWAY))
    assert wants(state, TYPING, at(2 * HOUR), Settings()) == {CALL}


def test_locked() -> None:
    """A locked screen wins over everything else."""
    assert wants(seated(), LOCKED, at(2 * HOUR), Settings()) == frozenset()


@pytest.mark.parametrize(("t", "asked"), [(LIMIT - 10, False), (LIMIT - 5, True), (LIMIT, True), (2 * LIMIT, True)])
def test_about_to_be_due(t: float, asked: bool) -> None:
    """What may hold a prompt is asked from just before it is due."""
    assert (wants(seated(), TYPING, at(t), Settings()) >= HOLDING) is asked


def test_waiting_prompt() -> None:
    """A prompt that waits is asked about; one that is on the screen no longer is."""
    prompt = Prompt("p", LIMIT, "walk")
    waiting = seated(prompting=Prompting(prompt))
    sent = seated(prompting=Prompting(replace(prompt, sent=LIMIT)))
    assert wants(waiting, TYPING, at(LIMIT + 60), Settings()) == {CALL, *HOLDING}
    assert wants(sent, TYPING, at(LIMIT + 60), Settings()) == {CALL}


def test_settings_decide() -> None:
    """What the person does not want to be held by is never asked; an app only when some are named."""
    quiet = {"do_not_disturb": False, "fullscreen": False, "calls": False, "apps": ["zoom"]}
    asked = wants(seated(), TYPING, at(LIMIT), read_settings({"quiet": quiet}))
    assert asked == {CALL, Signal.APP}


@pytest.mark.parametrize(
    "state",
    [
        seated(prompting=Prompting(snooze_until=LIMIT + 60)),
        seated(prompting=Prompting(silent_until_seconds=REST_OF_BOUT)),
        seated(prompting=Prompting(shown_in_bout=3)),
        seated(drill=RunningDrill("d", "walk", 0, LIMIT)),
        seated(mode=Mode(ModeKind.QUIET)),
        seated(mode=Mode(ModeKind.QUIET, until=LIMIT + 60)),
    ],
    ids=["snoozed", "skipped", "used up", "drill", "quiet", "quiet for a minute"],
)
def test_no_prompt_can_come(state: State) -> None:
    """While something else keeps prompts away, nothing that could hold them is asked."""
    assert wants(state, TYPING, at(LIMIT), Settings()) == {CALL}


@pytest.mark.parametrize(
    "state",
    [seated(prompting=Prompting(snooze_until=LIMIT + 4)), seated(mode=Mode(ModeKind.QUIET, until=LIMIT + 4))],
    ids=["snooze", "quiet"],
)
def test_what_ends_in_a_moment(state: State) -> None:
    """A snooze or quiet time that is all but over is foreseen to be over."""
    assert wants(state, TYPING, at(LIMIT), Settings()) == {CALL, *HOLDING}


def test_outside_hours() -> None:
    """Outside prompting hours nothing is asked for a prompt's sake, until just before they begin."""
    settings = read_settings({"quiet": {"hours": {"mon": ["10:00-21:00"]}}})
    assert wants(seated(), TYPING, at(LIMIT), settings) == {CALL}
    assert wants(seated(), TYPING, at(HOUR - 4), settings) == {CALL, *HOLDING}


class World:
    """A made-up afternoon: spells of typing and rest, calls, films, full screen and do-not-disturb."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        self._typing = self._spells(chance, 60, 25 * MINUTE)
        self._others = [self._spells(chance, 30, 40 * MINUTE) for _ in range(4)]

    @staticmethod
    def _spells(chance: random.Random, shortest: float, longest: float) -> list[float]:
        edges, t = [0.0], 0.0
        while t < 10 * HOUR:
            t += chance.uniform(shortest, longest)
            edges.append(t)
        return edges

    def read(self, t: float) -> Reading:
        begun = [edge for edge in self._typing if edge <= t]
        idle = t % 12 if len(begun) % 2 else t - begun[-1]
        call, media, fullscreen, silent = (len([e for e in edges if e <= t]) % 3 == 0 for edges in self._others)
        return Reading(idle, False, call, media, fullscreen, silent, source="made up")


def only(reading: Reading, asked: frozenset[Signal]) -> Reading:
    """What is left of a reading when only these signals are asked for."""
    no: dict[str, object] = {
        signal.value: "" if signal is Signal.APP else False for signal in Signal if signal not in asked
    }
    return replace(reading, **no)  # type: ignore[arg-type]


def turned(state: State, reading: Reading, now: At) -> tuple[State, tuple[Effect, ...]]:
    """One look; a prompt is on the screen at once."""
    state, effects = step(state, Looked(reading), now, Settings(), CARDS)
    for effect in effects:
        if isinstance(effect, Show):
            state, more = step(state, PromptShown(effect.offer.id), now, Settings(), CARDS)
            effects += more
    return state, effects


@pytest.mark.parametrize("seed", range(12))
def test_asking_less_changes_nothing(seed: int) -> None:
    """A day seen through the wanted signals only has the records and prompts of the same day with all signals."""
    world, t = World(seed), 0.0
    lean = full = step(fresh("run", at(0)), Started(), at(0), Settings(), CARDS)[0]
    facts: list[tuple[Effect, Effect]] = []
    while t < 8 * HOUR:
        t += next_look(lean, at(t), Settings(), told=False)
        reading = world.read(t)
        lean, done = turned(lean, only(reading, wants(lean, reading, at(t), Settings())), at(t))
        full, expected = turned(full, reading, at(t))
        assert [e for e in done if isinstance(e, Keep | Show)] == [e for e in expected if isinstance(e, Keep | Show)]
        facts += zip(done, expected, strict=True)
    assert any(isinstance(effect, Show) for effect, _ in facts)
    assert any(isinstance(effect, Keep) for effect, _ in facts)


def test_a_start_is_blind() -> None:
    """A program that starts into a long bout shows nothing before the first look has told what may hold a prompt."""
    seat = replace(seated().seat, evidence=LIMIT, input=LIMIT, looked=LIMIT)
    state, effects = step(seated(t=LIMIT, wall=at(LIMIT).wall, seat=seat), Started(), at(LIMIT + 20), Settings(), CARDS)
    assert state.seat.seated
    assert effects == ()
    film = Reading(idle=15, fullscreen=True, source="made up")
    state, effects = step(state, Looked(film), at(LIMIT + 20), Settings(), CARDS)
    assert effects == ()
    assert state.prompting.prompt is not None
    assert state.prompting.prompt.held_by == ("fullscreen",)
