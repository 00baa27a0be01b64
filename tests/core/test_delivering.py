"""Last week is told once, to the first who is there in a new week, when it can be read and when there is anything."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sitbreak.core.codec import decode_state, encode_state
from sitbreak.core.deeds import deed
from sitbreak.core.delivering import ASK_AGAIN, resumed
from sitbreak.core.model import ModeKind, News, OpenWeek, ReadWeek, Recall, Resume, Say, SetMode, State, WeekTold
from sitbreak.core.recording import Turn, first_line, next_line
from tests.timeline import HOUR, MINUTE, Day

FRIDAY = datetime(2026, 11, 20, 16, 0, tzinfo=ZoneInfo("Europe/Berlin"))
WEEKEND = 64 * HOUR
"""From Friday 17:00 to Monday 09:00."""
SENTENCE = "About 3 h 40 min in sittings of an hour or more."


def friday(**groups: object) -> Day:
    """Somebody who has worked for an hour on a Friday and then left the machine asleep until Monday at nine."""
    day = Day.ruled(**groups)
    day = Day(settings=day.settings, begins=FRIDAY).types(HOUR).sleeps(WEEKEND)
    assert day.at.wall.isoformat() == "2026-11-23T09:00:00+01:00"
    return day


def asked(day: Day) -> list[str]:
    return [effect.week for effect in day.effects if isinstance(effect, Recall)]


def said(day: Day) -> list[Say]:
    return [effect for effect in day.effects if isinstance(effect, Say) and "week" in effect.title]


def told(day: Day, sentence: str = SENTENCE, week: str = "2026-W47") -> Day:
    return day.feed(WeekTold(week, sentence))


def test_monday() -> None:
    """At the first presence the records are asked about last week; what they say is said, with a way to the page."""
    day = friday()
    assert asked(day) == []
    day.types(MINUTE)
    assert asked(day) == ["2026-W47"]
    assert said(day) == []
    (message,) = said(told(day))
    assert message.body == SENTENCE
    assert [choice.event for choice in message.choices] == [ReadWeek("2026-W47")]
    assert "sitbreak week 2026-W47 --open" in message.in_text


def test_once() -> None:
    """Neither the rest of the week nor a restart brings it again, whatever the records say meanwhile."""
    day = told(friday().types(MINUTE))
    day.dies(HOUR).types(2 * MINUTE)
    told(day).sleeps(3 * 24 * HOUR).types(HOUR)
    assert (len(asked(day)), len(said(day))) == (1, 1)


def test_every_week() -> None:
    """The week after has its own word."""
    day = told(friday().types(MINUTE)).sleeps(7 * 24 * HOUR).types(MINUTE)
    told(day, "Another one.", "2026-W48")
    assert asked(day) == ["2026-W47", "2026-W48"]
    assert [message.body for message in said(day)] == [SENTENCE, "Another one."]


def test_an_empty_week() -> None:
    """After a week in which nothing was recorded nothing is said, and nothing is asked again."""
    day = told(friday().types(MINUTE), "").types(HOUR)
    assert (len(asked(day)), said(day)) == (1, [])


def test_not_wanted() -> None:
    """With delivery turned off nothing is asked; turned on during the week it begins with the next one."""
    day = friday(week={"deliver": False}).types(MINUTE)
    assert day.state.news == News("2026-W48")
    day.settings = Day().settings
    assert asked(day.types(MINUTE)) == []


def test_a_beginner() -> None:
    """Somebody who starts sitbreak for the first time has no last week."""
    assert asked(Day().types(HOUR)) == []


@pytest.mark.parametrize(
    ("holding", "free"),
    [
        ({"do_not_disturb": True}, {"do_not_disturb": False}),
        ({"fullscreen": True}, {"fullscreen": False}),
        ({"call": True}, {"call": False}),
    ],
)
def test_waits_for_the_desktop(holding: dict[str, Any], free: dict[str, Any]) -> None:
    """A call, a full screen and do-not-disturb hold it; it is not lost with them."""
    day = told(friday().types(MINUTE).signal(**holding).types(MINUTE))
    assert said(day.types(3 * HOUR)) == []
    assert len(said(day.signal(**free).types(MINUTE))) == 1


def test_waits_for_quiet_and_pause() -> None:
    """Quiet and a pause hold it until they end, on another day if need be."""
    day = friday().feed(SetMode(ModeKind.QUIET)).types(HOUR).feed(SetMode(ModeKind.PAUSED, 30 * HOUR)).types(HOUR)
    assert asked(day) == []
    day.sleeps(24 * HOUR).feed(Resume()).types(MINUTE)
    assert len(said(told(day))) == 1


def test_waits_for_the_hours() -> None:
    """Outside prompting hours nothing is said, also when it was already known what."""
    day = friday(quiet={"hours": {"mon": ["10:00-12:00"]}}).types(30 * MINUTE)
    assert asked(day) == []
    assert len(said(told(day.types(31 * MINUTE)))) == 1


def test_a_slow_answer() -> None:
    """Records that do not answer are asked again after ten minutes, not before."""
    day = friday().types(ASK_AGAIN)
    assert len(asked(day)) == 1
    assert len(asked(day.types(2 * MINUTE))) == 2
    assert len(said(told(day))) == 1


def test_killed_between_question_and_answer() -> None:
    """The question, and an answer that waits to be said, survive a restart through the checkpoint."""
    day = told(friday().types(MINUTE).signal(do_not_disturb=True))
    day.state = decode_state(encode_state(day.state))
    day.dies(5.0).types(MINUTE)
    assert said(day) == []
    assert [message.body for message in said(day.signal(do_not_disturb=False).types(MINUTE))] == [SENTENCE]


def test_a_late_answer() -> None:
    """An answer about a week that is no longer the last one is not said."""
    day = told(friday().types(MINUTE).signal(do_not_disturb=True)).sleeps(7 * 24 * HOUR)
    told(day.signal(do_not_disturb=False).types(MINUTE))
    assert asked(day) == ["2026-W47", "2026-W48"]
    assert said(day) == []


def test_west_on_a_monday() -> None:
    """Flying west into Sunday again, and into Monday once more, tells nothing twice."""
    day = told(friday().types(MINUTE))
    day.begins = (FRIDAY - timedelta(hours=10)).replace(tzinfo=ZoneInfo("Europe/Berlin"))
    assert f"{day.at.wall:%A}" == "Sunday"
    day.types(MINUTE).sleeps(4 * HOUR).types(MINUTE)
    assert f"{day.at.wall:%A}" == "Monday"
    assert (len(asked(day)), len(said(day))) == (1, 1)


def test_the_button() -> None:
    """The message's button opens the page of the week it is about, whenever it is clicked."""
    day = told(friday().types(MINUTE)).does(ReadWeek("2026-W47"))
    assert [effect.week for effect in day.effects if isinstance(effect, OpenWeek)] == ["2026-W47"]


@pytest.mark.parametrize(
    ("known", "weeks", "owed"),
    [
        ("", {"2026-W47"}, True),
        ("", {"2026-W46", "2026-W48"}, False),
        ("2026-W48", {"2026-W47"}, False),
        ("2026-W47", set[str](), True),
    ],
)
def test_taken_over(known: str, weeks: set[str], owed: bool) -> None:
    """A state that knows of no word yet, such as an older version's, owes one for a last week that is on record."""
    day = Day(begins=FRIDAY + timedelta(days=3))
    day.state = resumed(replace(day.state, news=News(known)), day.at.wall, weeks)
    assert bool(asked(day.types(MINUTE))) is owed


def test_a_recording_keeps_it_to_itself() -> None:
    """A recording says that a week was told or read, not what; a replay goes on from there without it."""
    at, settings = Day().at, Day().settings
    for event, word in ((WeekTold("2026-W47", SENTENCE), "week_told"), (ReadWeek("2026-W47"), "read_week")):
        state = replace(State(), news=News("2026-W46", "2026-W47", SENTENCE))
        head, written = first_line(at, state, settings, running=True)
        line, _ = next_line(written, Turn(event, at, state, state, settings))
        assert line == {"t": 0.0, "do": word}
        assert SENTENCE not in json.dumps([head, line])
        assert deed(line, at.wall) == type(event)()
