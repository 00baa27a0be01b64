"""Putting the past right on a real desktop: from the menu, and by the one question that sitbreak asks."""

from __future__ import annotations

import re

from tests.contracts.presence import missing, need
from tests.contracts.test_media import MPRIS_OF_MPV, MPV
from tests.desktop.conftest import OpenDesktop
from tests.desktop.program import UNPROMPTED, Program
from tests.desktop.test_menu import choose, wait_for_status

ASKING = UNPROMPTED | {"sitting.absence.idle": '"30s"', "sitting.assume_seated_max": '"60s"'}
"""Settings under which half a minute of a film is worth a question."""

HAS_OWNER = (
    *("gdbus", "call", "--session", "--dest", "org.freedesktop.DBus", "--object-path", "/org/freedesktop/DBus"),
    *("--method", "org.freedesktop.DBus.NameHasOwner"),
)

ANSWERS = ("I was sitting", "I was up", "Do not ask again")


def sitting(open_desktop: OpenDesktop, settings: dict[str, str]) -> Program:
    desktop = open_desktop(panel="light", notifier="xfce4-notifyd")
    program = Program(desktop, settings)
    desktop.type_on()
    program.start()
    program.wait_for(lambda: program.status()["state"] == "seated", "the first bout")
    return program


def film_script() -> str:
    """The script with which mpv tells the session that it plays."""
    need("mpv")
    script = next((path for path in MPRIS_OF_MPV if path.exists()), None)
    if script is None:
        missing("mpv-mpris")
    return str(script)


def silent_for(program: Program) -> int:
    """Seconds since the last input, as the program tells them."""
    found = re.search(r"last input (\d+) s ago", program.status()["why"]["text"])
    return int(found[1]) if found else 0


def film_without_hands(program: Program) -> None:
    """Half a minute of a film with the hands off, then typing again."""
    film = ["mpv", "--no-config", "--vo=null", "--ao=null", f"--script={film_script()}", "av://lavfi:testsrc"]
    player = program.desktop.run(film)
    program.wait_for(lambda: "true" in program.desktop.output(*HAS_OWNER, MPV), "the film")
    program.desktop.rest()
    program.wait_for(lambda: silent_for(program) >= 31, "half a minute without input", 60.0)
    program.desktop.type_on()
    program.wait_for(lambda: program.status()["question"], "the doubt")
    player.terminate()


def test_a_slip_is_undone_in_the_menu(open_desktop: OpenDesktop) -> None:
    """ "I am standing", taken back from the menu, leaves the bout as it was; the correction is on record."""
    program = sitting(open_desktop, UNPROMPTED)
    program.desktop.rest()
    start = program.status()["bout"]["start"]
    choose(program, "I am standing")
    wait_for_status(program, state="standing", bout=None)
    choose(program, "Undo: I am standing")
    wait_for_status(program, state="seated")
    assert program.status()["bout"]["start"] == start
    assert program.wait_for_record("corrections")["state"] == "seated"


def test_the_question_after_a_film(open_desktop: OpenDesktop) -> None:
    """Hands off through a film: one notification asks, and a click on its button takes the time off the bout."""
    program = sitting(open_desktop, ASKING)
    before = program.status()["bout"]["start"]
    film_without_hands(program)
    asked = program.status()["question"]
    program.wait_for(program.on_screen, "the question on the screen")
    program.desktop.press_notification_button("I was up", among=ANSWERS)
    kept = program.wait_for_record("corrections")
    assert (kept["start"], kept["end"], kept["state"]) == (asked["start"], asked["end"], "away")
    told = program.status()
    assert (told["question"], told["bout"]["start"] > before) == (None, True)


def test_do_not_ask_again(open_desktop: OpenDesktop) -> None:
    """The menu carries the question, too; "Do not ask again" turns it off in the settings file and corrects nothing."""
    program = sitting(open_desktop, ASKING)
    film_without_hands(program)
    program.desktop.rest()
    choose(program, "Were you at the desk", "Do not ask again")
    program.wait_for(
        lambda: "ask_about_gaps = false" in (program.home / "config/config.toml").read_text(), "the setting"
    )
    assert program.status()["question"] is None
    assert program.records("corrections") == []
