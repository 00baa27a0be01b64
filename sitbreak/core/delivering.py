"""The word on last week: once, to the first who is there in a new week, and only when there is something to tell."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sitbreak.core.codec import week_of
from sitbreak.core.durations import MINUTE
from sitbreak.core.model import At, Choice, News, OpenWeek, ReadWeek, Recall, Say, State, WeekTold
from sitbreak.core.turn import Turn
from sitbreak.core.values import replace

ASK_AGAIN = 10 * MINUTE
"""Seconds without an answer after which the records are asked once more."""

WEEK = timedelta(days=7)
TITLE = "Your last week at the desk"
OPEN = "Open the week"


def resumed(state: State, wall: datetime, weeks: Collection[str]) -> State:
    """A state that knows of no word so far, in front of `weeks` on record: last week's is owed if it is one of them."""
    last = week_of(wall - WEEK)
    return replace(state, news=News(last)) if not state.news.week and last in weeks else state


def noticed(turn: Turn) -> Turn:
    """Nothing is owed to somebody who begins only now, nor this week to somebody who does not want it."""
    news, wanted = turn.state.news, turn.settings.week.deliver
    owed = _owed(news, turn.at.wall)
    return turn if (owed and wanted) or (news.week and not owed) else _with(turn, _settled(turn.at))


def waiting(news: News, at: At) -> bool:
    """Whether there is something to tell, or to ask of the records."""
    wall = at.wall
    if not _owed(news, wall):
        return False
    asked = news.asked is not None and at.t - news.asked < ASK_AGAIN
    return _sentence(news, wall) != "" or not asked


def tell(turn: Turn) -> Turn:
    """Say it, or have the records asked what there is to say; for a moment in which the person can read it."""
    news, week = turn.state.news, week_of(turn.at.wall - WEEK)
    sentence = _sentence(news, turn.at.wall)
    if not sentence:
        return _with(turn, replace(news, asked=turn.at.t)).doing(Recall(week))
    return _with(turn, _settled(turn.at)).doing(
        Say(TITLE, sentence, (Choice(OPEN, ReadWeek(week)),), f"Open it: sitbreak week {week} --open")
    )


def heard(turn: Turn, event: WeekTold | ReadWeek) -> Turn:
    """The records have answered, or the person wants to read on."""
    return turn.doing(OpenWeek(event.week)) if isinstance(event, ReadWeek) else _told(turn, event)


def _told(turn: Turn, answer: WeekTold) -> Turn:
    """What the records say about last week; an answer about any other week comes too late."""
    if answer.week != week_of(turn.at.wall - WEEK) or not _owed(turn.state.news, turn.at.wall):
        return turn
    if not answer.sentence:
        return _with(turn, _settled(turn.at))
    return _with(turn, replace(turn.state.news, about=answer.week, sentence=answer.sentence, asked=None))


def _owed(news: News, wall: datetime) -> bool:
    """Whether this week has had no word yet; a week still to come counts, for those who fly west on a Monday."""
    return news.week not in ("", week_of(wall), week_of(wall + WEEK))


def _settled(at: At) -> News:
    return News(week_of(at.wall))


def _sentence(news: News, wall: datetime) -> str:
    return news.sentence if news.about == week_of(wall - WEEK) else ""


def _with(turn: Turn, news: News) -> Turn:
    return replace(turn, state=replace(turn.state, news=news))
