"""What doctor says: one line for what works, advice for what does not, silence about what nobody needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sitbreak.adapters.system import Places
from sitbreak.commands.doctor import in_words
from sitbreak.commands.records import opened
from sitbreak.survey import with_host_advice

FINE = {"ok": True, "errors": []}
SNI = {"name": "sni", "ok": True, "reason": "serves", "remedy": ""}
UNTRIED = {"name": "xembed", "ok": False, "reason": "not tried: an earlier one serves", "remedy": ""}
NO_PANEL = {"name": "host", "ok": False, "reason": "no panel shows icons", "remedy": "start a panel"}
NO_TK = {"name": "tk", "ok": False, "reason": "tkinter is missing", "remedy": "install python3-tk"}


def row(name: str, reason: str, remedy: str = "") -> dict[str, Any]:
    return {"name": name, "ok": False, "reason": reason, "remedy": remedy}


@pytest.fixture
def say(tmp_path: Path) -> Any:
    """The report in words for one port."""
    here = opened(Places.find({"SITBREAK_HOME": str(tmp_path)}))

    def words(name: str, chosen: str, *tried: dict[str, Any]) -> str:
        ports = {name: {"chosen": chosen, "tried": list(tried)}}
        return in_words({"ports": ports, "config": FINE, "drills": FINE, "records": FINE, "crashes": FINE}, True, here)

    return words


def test_candidates_that_were_not_needed_are_no_failures(say: Any) -> None:
    """A port that serves is one line; whoever was not asked is not mentioned."""
    text = say("tray", "sni", SNI, UNTRIED)
    assert "ok  tray            sni\n" in text
    assert "xembed" not in text
    assert text.endswith("All that this version needs works here.\n")


def test_a_better_one_that_can_be_helped_is_advised(say: Any) -> None:
    """Where a second choice serves and the first could, too, doctor says how."""
    text = say("notify", "window", row("freedesktop", "nobody answers", "install dunst"), {**SNI, "name": "window"})
    assert "ok  notifications   window" in text
    assert "freedesktop: nobody answers\n            -> install dunst" in text


def test_an_icon_that_no_panel_shows_needs_a_look(say: Any) -> None:
    """The tray serves, but nobody would see it: advice, and a place in the last line."""
    text = say("tray", "sni", SNI, UNTRIED, NO_PANEL)
    assert "!!  tray            sni\n" in text
    assert "host: no panel shows icons\n            -> start a panel" in text
    assert text.endswith("Worth a look: tray.\n")


def test_what_does_not_serve_says_what_that_means(say: Any) -> None:
    """The consequence first, then every reason once with all the names it keeps away."""
    text = say("lock", "none", row("logind", "no system bus"), row("gnome", "no bus"), row("mate", "no bus"))
    assert "!!  lock            a locked screen goes unnoticed" in text
    assert "logind: no system bus\n        gnome, mate: no bus\n        -> let the screen locker" in text
    assert text.endswith("Worth a look: lock.\n")


def test_the_stand_in_for_windows_is_told_from_a_window(say: Any) -> None:
    """Without tkinter drills go to the terminal, with the package that would change that."""
    text = say("window", "terminal", NO_TK)
    assert "!!  window          drills are guided in the terminal" in text
    assert "-> install python3-tk" in text


def test_what_this_version_does_not_use_is_neither_good_nor_bad(say: Any) -> None:
    """An unused port is marked as such and asks for nothing."""
    text = say("voice", "none", {"name": "none", "ok": True, "reason": "this version does not use it", "remedy": ""})
    assert "--  voice           this version does not use it" in text
    assert text.endswith("All that this version needs works here.\n")


def test_services_that_are_not_running_are_one_line(say: Any) -> None:
    """Five names that nobody owns are one reason, not five."""
    rows = [row(name, f"nobody owns org.{name}.ScreenSaver on the bus") for name in ("gnome", "mate", "xfce")]
    assert "        gnome, mate, xfce: not running here\n" in say("lock", "none", *rows)


def test_a_remedy_is_told_once(tmp_path: Path) -> None:
    """What helps several ports stands below the first, and the others point there."""
    here = opened(Places.find({"SITBREAK_HOME": str(tmp_path)}))
    ports = {name: {"chosen": "none", "tried": [row("a", "no bus", "get a bus")]} for name in ("tray", "notify")}
    text = in_words({"ports": ports, "config": FINE, "drills": FINE, "records": FINE, "crashes": FINE}, True, here)
    assert text.count("-> get a bus") == 1
    assert "-> as for tray" in text


def test_where_the_person_is_now(tmp_path: Path) -> None:
    """The state, since when, by which signal and source, and why no prompt comes now stand first."""
    here = opened(Places.find({"SITBREAK_HOME": str(tmp_path)}))
    now = {
        "state": "seated",
        "since": "2026-11-20T09:02:11+01:00",
        "why": {"signal": "input", "source": "xsync", "text": "last input 3 s ago"},
        "text": "Sitting 50 min, no prompt now: a call is on",
    }
    text = in_words({"ports": {}, "config": FINE, "drills": FINE, "records": FINE, "crashes": FINE}, True, here, now)
    assert "You are seated since 09:02: last input 3 s ago (signal: input, told by xsync).\n" in text
    assert "  Sitting 50 min, no prompt now: a call is on.\n" in text


@pytest.mark.parametrize(
    ("environ", "advice"),
    [({"SITBREAK_TRAY": "xembed"}, "unset SITBREAK_TRAY"), ({}, "start sitbreak from the desktop session")],
)
def test_an_old_icon_on_plasma_6(environ: dict[str, str], advice: str) -> None:
    """Plasma 6 shows no XEmbed icon, docked or not: what to do depends on whether somebody asked for it."""
    entry = with_host_advice("xembed", (), True, environ | {"KDE_SESSION_VERSION": "6"})
    assert entry["tried"][-1]["remedy"].startswith(advice)
    assert with_host_advice("xembed", (), True, environ | {"KDE_SESSION_VERSION": "5"})["tried"] == []
