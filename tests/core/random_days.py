"""Random days: strategies for what people, desktops and clocks may do, and the day that comes of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from sitbreak.core.codec import decode_state, encode_state
from sitbreak.core.model import (
    Accept,
    Acknowledge,
    AnswerGap,
    Away,
    Change,
    Correct,
    DrillEnded,
    DrillResult,
    ModeKind,
    PromptFailed,
    Quit,
    Resume,
    SelfCheck,
    SetLevel,
    SetMode,
    Sit,
    Skip,
    Snooze,
    Spread,
    Stand,
    StartDrill,
    Started,
    SwitchDrills,
    Undo,
    Walk,
)
from tests.timeline import Day

Act = tuple[str, Any]

BETWEEN = 0.01
"""Seconds between two acts of a wild day: nobody does two things in the same instant."""

SPANS = st.sampled_from([0.0, 1.0, 3.0, 30.0, 59.0, 61.0, 119.0, 121.0, 299.0, 300.0, 301.0, 1800.0, 2700.0, 4000.0])
SIGNALS = st.fixed_dictionaries(
    {},
    optional={name: st.booleans() for name in ("locked", "call", "media", "fullscreen", "do_not_disturb")},
)
DEEDS = st.sampled_from(
    [
        Accept(),
        Accept("seated-knee-lift"),
        Walk(),
        Snooze(),
        Snooze(300.0),
        Skip("busy"),
        Stand(),
        Sit(),
        Away(),
        Away(600.0),
        StartDrill(),
        DrillEnded(DrillResult.DONE, 77.0),
        DrillEnded(DrillResult.ABANDONED),
        SetMode(ModeKind.QUIET, seconds=1800.0),
        SetMode(ModeKind.PAUSED, seconds=1800.0),
        Resume(),
        PromptFailed("any", "no server"),
    ]
)
ACTS = st.one_of(
    st.tuples(st.sampled_from(["types", "still", "sleeps", "dies", "shift"]), SPANS),
    st.tuples(st.just("signal"), SIGNALS),
    st.tuples(st.just("does"), DEEDS),
    st.tuples(st.sampled_from(["bumps", "blind"]), st.none()),
)
DAYS = st.lists(ACTS, min_size=1, max_size=25)

RARER_DEEDS = st.sampled_from(
    [
        Accept("no-such-drill"),
        Accept(prompt="an-older-one"),
        Walk(prompt="an-older-one"),
        Skip(),
        Snooze(7200.0),
        Away(86_400.0),
        StartDrill("couch-stretch-active"),
        StartDrill("standing-march", elsewhere=True),
        DrillEnded(DrillResult.PARTIAL, 30.0, 15.0, 15.0, "hurt"),
        DrillEnded(DrillResult.EXPIRED),
        SetMode(ModeKind.QUIET),
        SetMode(ModeKind.PAUSED),
        AnswerGap("seated"),
        AnswerGap("away"),
        AnswerGap("never"),
        Undo(),
        DrillEnded(DrillResult.DONE, 70.0, effort="hard", acknowledged=True),
        Acknowledge(),
        Spread(True),
        SwitchDrills(True),
        SetLevel("standing-march", 1),
        Change("sitting.limit", "1h", "45m"),
        SelfCheck("level", "above"),
    ]
)
RARER_ACTS = st.one_of(
    st.tuples(st.sampled_from(["quits", "sleeps_dead"]), SPANS),
    st.tuples(st.just("signal"), st.fixed_dictionaries({"app": st.sampled_from(["zoom", "Editor", ""])})),
    st.tuples(st.just("does"), RARER_DEEDS),
    st.tuples(st.sampled_from(["quiet", "paused"]), st.sampled_from([-60.0, 60.0, 1800.0, 9000.0])),
    st.tuples(st.just("shows"), st.booleans()),
    st.tuples(st.just("corrects"), st.tuples(SPANS, SPANS, st.sampled_from(["seated", "away"]))),
    st.tuples(st.sampled_from(["sees", "loses_prompt"]), st.none()),
)
WORK = st.tuples(st.just("types"), st.sampled_from([250.0, 700.0, 1500.0]))
ANSWERS = st.tuples(st.just("does"), st.sampled_from([Accept(), Walk(), Snooze(), Skip()]))
WILD_DAYS = st.lists(st.one_of(WORK, WORK, WORK, ANSWERS, ACTS, RARER_ACTS), min_size=12, max_size=50)
"""Days on which everything happens that can: every signal, every command, every clock, starts and stops."""


def play(acts: list[Act], every: float = 30.0, shifts: bool = False, saved_at: int = -1) -> Day:
    """The day of those acts; `shift` sets the wall clock, which only some properties can bear.

    Before act number `saved_at` the state goes through the checkpoint's form and back.
    """
    day = Day.ruled(quiet={"hours": {}})
    day.every = every
    for number, act in enumerate(acts):
        if number == saved_at:
            day.state = decode_state(json.loads(json.dumps(encode_state(day.state))))
        happen(day, act, shifts)
    return day


def live(acts: list[Act], shifts: bool = False) -> Day:
    """A wild day, of somebody who wants to be asked often."""
    day = wild_day()
    for act in acts:
        happen(day, act, shifts)
        day.t += BETWEEN
    return day


def wild_day() -> Day:
    """The morning of such a day."""
    rules = {"sitting": {"limit": "10m"}, "prompt": {"max_per_day": 60}, "quiet": {"hours": {}, "apps": ["editor"]}}
    day = Day.ruled(**rules)
    day.every = 20.0
    return day


def happen(day: Day, act: Act, shifts: bool = False) -> None:
    """One act of the day; setting the wall clock only where `shifts` says so."""
    name, detail = act
    if name == "shift":
        day.begins += timedelta(seconds=detail * (-1 if detail % 2 else 1)) if shifts else timedelta(0)
    elif name == "signal":
        day.signal(**detail)
    elif name in _HAPPENINGS:
        _HAPPENINGS[name](day, detail)
    elif detail is None:
        getattr(day, name)()
    else:
        getattr(day, name)(detail)


def _quits(day: Day, seconds: float) -> None:
    """Somebody quits the program and starts it again later."""
    day.feed(Quit())
    day.t += seconds
    day.feed(Started()).look()


def _sleeps_dead(day: Day, seconds: float) -> None:
    """The program is killed, and starts on a machine that has slept since."""
    day.t, day.asleep = day.t + seconds, day.asleep + seconds
    day.feed(Started()).look()


def _until(kind: ModeKind) -> Callable[[Day, float], None]:
    def set_mode(day: Day, seconds: float) -> None:
        day.does(SetMode(kind, until=day.at.wall + timedelta(seconds=seconds)))

    return set_mode


def _shows(day: Day, able: bool) -> None:
    """Whether prompts reach a screen from now on."""
    day.shows = able


def _corrects(day: Day, wish: tuple[float, float, str]) -> None:
    """A span so long ago, so long, was different."""
    ago, length, state = wish
    end = day.at.wall - timedelta(seconds=ago)
    day.does(Correct(end - timedelta(seconds=length), end, state))


def _sees(day: Day, _: None) -> None:
    """There is an idle source again."""
    day.signal(idle=0.0)


def _loses_prompt(day: Day, _: None) -> None:
    """Whatever showed the open prompt has died."""
    prompt = day.state.prompting.prompt
    if prompt is not None:
        day.feed(PromptFailed(prompt.id, "gone"))


_HAPPENINGS: dict[str, Callable[[Day, Any], None]] = {
    "quits": _quits,
    "sleeps_dead": _sleeps_dead,
    "quiet": _until(ModeKind.QUIET),
    "paused": _until(ModeKind.PAUSED),
    "shows": _shows,
    "corrects": _corrects,
    "sees": _sees,
    "loses_prompt": _loses_prompt,
}
