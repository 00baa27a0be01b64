"""Inhibitors are believed for as long as a film may last, unless something plays."""

from __future__ import annotations

from sitbreak.core.trusting import FORGOTTEN, TRUSTED_FOR, Trust

CAFFEINE, BROWSER = "gnome: caffeine", "gnome: browser"
MINUTE = 60.0


def stands(trust: Trust, begin: float, seconds: float, *held: str, playing: bool = False) -> Trust:
    """The inhibitors are seen every minute, at the beginning and at the end."""
    for minute in range(int(seconds // MINUTE) + 1):
        trust = trust.seen(begin + minute * MINUTE, held, playing)
    return trust


def test_believed_for_a_film() -> None:
    """An inhibitor is believed at once, and just until it has stood too long."""
    trust = stands(Trust(), 0, TRUSTED_FOR - MINUTE, BROWSER)
    assert trust.believed([BROWSER]) == (BROWSER,)
    assert trust.distrusted() == ()


def test_distrusted_after_hours() -> None:
    """One that stands for hours with nothing playing is not believed, and named."""
    trust = stands(Trust(), 0, TRUSTED_FOR, CAFFEINE)
    assert trust.believed([CAFFEINE]) == ()
    assert trust.distrusted() == (CAFFEINE,)


def test_each_by_itself() -> None:
    """A new inhibitor is believed beside a stale one."""
    trust = stands(Trust(), 0, TRUSTED_FOR, CAFFEINE).seen(TRUSTED_FOR + 1, [CAFFEINE, BROWSER], False)
    assert trust.believed([CAFFEINE, BROWSER]) == (BROWSER,)


def test_a_player_vouches() -> None:
    """While something plays, no inhibitor grows stale, and a stale one is believed again."""
    trust = stands(Trust(), 0, 2 * TRUSTED_FOR, BROWSER, playing=True)
    assert trust.believed([BROWSER]) == (BROWSER,)
    stale = stands(Trust(), 0, TRUSTED_FOR, BROWSER)
    assert stale.seen(TRUSTED_FOR + 1, [BROWSER], True).believed([BROWSER]) == (BROWSER,)


def test_one_that_ends_begins_anew() -> None:
    """An inhibitor that was gone at one look counts from its return."""
    trust = stands(Trust(), 0, TRUSTED_FOR, BROWSER).seen(TRUSTED_FOR + 60, [], False)
    assert trust.distrusted() == ()
    assert trust.seen(TRUSTED_FOR + 120, [BROWSER], False).believed([BROWSER]) == (BROWSER,)


def test_unseen_for_long() -> None:
    """After a long time unlooked-at the same name may be another inhibitor and begins anew."""
    trust = stands(Trust(), 0, TRUSTED_FOR, BROWSER).seen(TRUSTED_FOR + FORGOTTEN, [BROWSER], False)
    assert trust.believed([BROWSER]) == (BROWSER,)
