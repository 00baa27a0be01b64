"""The tray as data: what the icon says at a glance, and a menu that is right for the moment."""

from __future__ import annotations

from sitbreak.core.model import Accept, Away, ModeKind, SetMode, Stand
from sitbreak.core.trays import icon, menu, view
from sitbreak.core.view import Entry, Face, Icon
from tests.timeline import CARDS, HOUR, MINUTE, Day


def face(day: Day) -> Icon:
    return icon(day.state, day.at, day.settings)


def entries(day: Day) -> list[Entry]:
    return list(menu(day.state, day.at, day.settings, CARDS))


def labels(day: Day) -> list[str]:
    return [entry.label for entry in entries(day) if entry.label]


def test_the_ring_shows_how_far_the_bout_is_along() -> None:
    """The ring grows with the bout, in sixteenths of the limit."""
    day = Day()
    assert face(day.types(1)) == Icon(Face.SITTING, 0)
    assert face(day.types(22.5 * MINUTE)) == Icon(Face.SITTING, 8)
    assert face(day.types(22 * MINUTE)) == Icon(Face.SITTING, 15)


def test_due_and_held_look_different() -> None:
    """A prompt that waits for its moment is due; one that a call holds back is held."""
    assert face(Day(every=2.0).types(46 * MINUTE)).face is Face.DUE
    assert face(Day(every=2.0).signal(call=True).types(46 * MINUTE)).face is Face.HELD


def test_every_posture_has_its_face() -> None:
    """Standing, away, paused, quiet, unclear and a drill can be told apart."""
    assert face(Day().types(MINUTE).does(Stand())).face is Face.STANDING
    assert face(Day().types(MINUTE).does(Away())).face is Face.AWAY
    assert face(Day().types(MINUTE).does(SetMode(ModeKind.PAUSED, seconds=HOUR))).face is Face.PAUSED
    assert face(Day().types(MINUTE).does(SetMode(ModeKind.QUIET))).face is Face.QUIET
    assert face(Day().blind().still(HOUR)).face is Face.UNCLEAR
    assert face(Day().types(49 * MINUTE).does(Accept())).face is Face.DRILL


def test_the_tooltip_tells_what_comes_next() -> None:
    """The tooltip is one line: the state, and when the break comes."""
    day = Day().types(27 * MINUTE)
    assert view(day.state, day.at, day.settings, CARDS).tooltip == "Sitting 27 min, break in 18 min"


def test_the_open_prompt_is_answered_first() -> None:
    """While a prompt is open its answers stand first, right under the state."""
    assert labels(Day().types(49 * MINUTE))[1:5] == ["Start: Sit-to-stand", "Snooze", "Skip", "Just walk"]
    assert "Skip" not in labels(Day().types(MINUTE))


def test_used_up_snoozes_cannot_be_clicked() -> None:
    """With no snooze left in this bout the entry is greyed out."""
    day = Day.ruled(prompt={"max_snoozes": 0}).types(49 * MINUTE)
    assert [entry.enabled for entry in entries(day) if entry.label == "Snooze"] == [False]


def test_a_pause_offers_its_end() -> None:
    """In a pause the menu offers to end it, with the time it would end by itself."""
    day = Day().types(MINUTE).does(SetMode(ModeKind.PAUSED, seconds=HOUR))
    assert "End the pause (until 10:01)" in labels(day)


def test_troubles_are_told_under_the_state() -> None:
    """What the person should know of stands under the state line, and cannot be clicked."""
    day = Day().types(MINUTE)
    told = menu(day.state, day.at, day.settings, CARDS, ("Records cannot be written.",))
    assert told[1] == Entry("Records cannot be written.", ("doctor",), enabled=False)
