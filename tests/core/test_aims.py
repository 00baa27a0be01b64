"""How far the week's targets have come: what the person sees in the menu under "Today"."""

from __future__ import annotations

from sitbreak.core.aims import aims
from sitbreak.core.memory import DrillDone
from sitbreak.core.settings import read_settings
from sitbreak.core.trays import menu
from tests.core.trainee import BOOK, DAY, MONDAY, Trainee, done
from tests.timeline import HOUR, MINUTE, Day


def test_today_and_the_week_are_counted_apart() -> None:
    """What was done on Monday counts for Tuesday's week and not for its today; last week counts for neither."""
    history = done("glute-squeeze", at=MONDAY - DAY) + done("glute-squeeze", "standing-march", at=MONDAY)
    told = {aim.name: aim for aim in aims(Trainee(history + done("sit-to-stand", at=MONDAY + DAY), MONDAY + DAY).known)}
    assert (told["glute"].today, told["glute"].week, told["glute"].target) == (1, 2, 10)
    assert told["glute"].words == "Glute drills: 1 today, 2 of 10 this week"
    assert told["strength"].words == "Hip strength: 1 of 5 this week"
    assert told["mobility"].words == "Hip stretches: 0 of 10 this week"


def test_only_what_was_done_counts() -> None:
    """A drill that was called off counts for nothing, one done in part counts."""
    history = [DrillDone("glute-squeeze", result, MONDAY) for result in ("abandoned", "expired", "partial")]
    assert next(aim for aim in aims(Trainee(history).known) if aim.name == "glute").week == 1


def test_a_target_of_nothing_is_not_told() -> None:
    """Who turned a target off is not reminded of it."""
    quiet = read_settings({"targets": {"core": 0}})
    assert "core" not in {aim.name for aim in aims(Trainee(settings=quiet).known)}


def test_the_menu_tells_of_the_day() -> None:
    """Under "Today": how long was sat, how many breaks, the longest stretch, and a line for each target."""
    day = Day(book=BOOK).types(90 * MINUTE).still(HOUR).types(21 * MINUTE)
    (found,) = [entry for entry in menu(day.state, day.at, day.settings, BOOK) if entry.label == "Today"]
    lines = [entry.label for entry in found.children if entry.label]
    assert lines[:2] == ["Sitting 1 h 50 min, breaks: 1", "Longest at a stretch: 1 h 30 min"]
    assert lines[2:] == [aim.words for aim in aims(Trainee().known)]
    assert not any(entry.enabled for entry in found.children if entry.label)
