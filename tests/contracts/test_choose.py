"""The rules by which one candidate of a port is chosen and the others are accounted for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sitbreak.adapters.choose import NobodyServes, choose
from sitbreak.ports import Tried, Unavailable


def refuses(reason: str, remedy: str = "") -> Callable[[], str]:
    def make() -> str:
        raise Unavailable(reason, remedy)

    return make


def dies() -> str:
    raise ConnectionRefusedError("nobody listens")


def unexpected() -> str:
    raise AssertionError("a later candidate was constructed")


def test_first_that_constructs_wins() -> None:
    """The first candidate that constructs is chosen, and no later one is constructed."""
    chosen = choose("tray", [("a", refuses("no host", "start a panel")), ("b", lambda: "B"), ("c", unexpected)])
    assert (chosen.name, chosen.adapter) == ("b", "B")
    assert chosen.tried == (
        Tried("a", False, "no host", "start a panel"),
        Tried("b", True, "serves"),
        Tried("c", False, "not tried: an earlier one serves"),
    )


def test_missing_peer_is_a_refusal() -> None:
    """A candidate whose peer is not there refuses with the system's own words."""
    chosen = choose("tray", [("a", dies), ("b", lambda: "B")])
    assert chosen.tried[0] == Tried("a", False, "nobody listens")


def test_other_errors_are_not_hidden() -> None:
    """A programming error in a candidate is no refusal."""
    with pytest.raises(AssertionError, match="constructed"):
        choose("tray", [("a", unexpected), ("b", lambda: "B")])


def test_forced_name_is_asked_alone() -> None:
    """A forced candidate is taken although earlier ones would serve, and the rows of the others say why."""
    chosen = choose("tray", [("a", unexpected), ("b", lambda: "B")], "b")
    assert chosen.name == "b"
    assert chosen.tried[0] == Tried("a", False, "not tried: SITBREAK_TRAY=b asks for another")


def test_empty_force_is_none() -> None:
    """An empty environment variable forces nothing."""
    assert choose("tray", [("a", lambda: "A")], "").name == "a"


def test_unknown_forced_name() -> None:
    """A forced name nobody has is refused with one sentence naming the allowed ones."""
    with pytest.raises(Unavailable) as caught:
        choose("tray", [("a", unexpected), ("b", unexpected)], "z")
    assert caught.value.reason == "SITBREAK_TRAY=z names no tray adapter of this system; it may be one of: a, b"
    assert "unset" in caught.value.remedy


def test_nobody_serves() -> None:
    """When all refuse, the error joins the reasons, carries the first remedy and keeps every row."""
    with pytest.raises(NobodyServes) as caught:
        choose("tray", [("a", refuses("no host")), ("b", refuses("no library", "install it"))])
    assert caught.value.reason == "no tray adapter serves here (a: no host; b: no library)"
    assert caught.value.remedy == "install it"
    assert [row.name for row in caught.value.tried] == ["a", "b"]


def test_forced_candidate_refuses() -> None:
    """A forced candidate that refuses is not replaced by another one."""
    with pytest.raises(NobodyServes, match="a: no host") as caught:
        choose("tray", [("a", refuses("no host")), ("b", unexpected)], "a")
    assert caught.value.tried[1].reason.startswith("not tried")
