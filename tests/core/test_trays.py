"""The tray as data: what the icon says at a glance, and a menu that is right for the moment."""

from __future__ import annotations

from dataclasses import replace

from sitbreak.core.model import Accept, Away, ModeKind, Posture, SetMode, Stand
from sitbreak.core.trays import Shown, icon, menu, view
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


def shown(day: Day) -> Shown:
    return Shown(view(day.state, day.at, day.settings, CARDS), day.at.t, ("known",))


def serves(what: Shown, day: Day, *known: str) -> bool:
    return what.serves(known, day.state, day.at, day.settings)


def test_a_view_stays_until_its_words_or_its_face_are_old() -> None:
    """A second later the view still serves; once the words count another minute or the face differs, not."""
    day = Day().types(10 * MINUTE + 30)
    before = shown(day)
    assert serves(before, day.types(1), "known")
    assert not serves(replace(before, view=replace(before.view, icon=Icon(Face.QUIET, 3))), day, "known")
    assert not serves(before, day.types(40), "known")


def test_a_view_serves_a_minute_at_most_and_only_what_it_was_made_of() -> None:
    """While paused the words stand still, so the clock says when to look again; other notices end it at once."""
    day = Day().types(MINUTE).does(SetMode(ModeKind.PAUSED, seconds=HOUR))
    before = shown(day)
    assert not serves(before, day, "something else")
    assert serves(before, day.still(0.9 * MINUTE), "known")
    assert not serves(before, day.still(0.2 * MINUTE), "known")


def test_a_view_stays_while_nobody_is_there_to_read_it() -> None:
    """Away it serves for hours, whatever its words count, until the person is back or something else is known."""
    day = Day().types(MINUTE).still(10 * MINUTE)
    assert day.state.seat.posture is Posture.AWAY
    before = shown(day)
    assert serves(before, day.still(3 * HOUR), "known")
    assert not serves(before, day, "something else")
    assert not serves(before, day.types(MINUTE), "known")
