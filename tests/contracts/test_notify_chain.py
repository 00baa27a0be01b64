"""What follows when a way to show prompts fails, and what doctor says of each."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest

from sitbreak.adapters.bus import Bus
from sitbreak.adapters.notify.candidates import Candidate, Means, candidates, doctor
from sitbreak.adapters.notify.chain import Chain, Maker
from sitbreak.core.model import Accept, Offer, PromptFailed, PromptShown, Say
from sitbreak.ports import Post, Unavailable
from tests.contracts.stage import OFFER, Ears
from tests.desktop.conftest import desktop_or_skip
from tests.desktop.session import wait_for

URGENT = Offer("p2", "90 minutes sitting", "Standing march might feel good.", "standing-march", "Standing march", 0, 2)


class Way:
    """A notifier that does as it is told: `outcome` is "shown", a reason to fail, or "" to stay silent."""

    def __init__(self, name: str, log: list[str], outcome: str = "shown") -> None:
        self.name, self.log, self.outcome = name, log, outcome
        self.post: Post = log.append  # type: ignore[assignment]

    def __call__(self, post: Post) -> Way:
        self.post = post
        return self

    def show(self, offer: Offer) -> None:
        self.log.append(f"{self.name} show {offer.id}")
        if self.outcome == "shown":
            self.post(PromptShown(offer.id))
        elif self.outcome:
            self.post(PromptFailed(offer.id, self.outcome))

    def withdraw(self) -> None:
        self.log.append(f"{self.name} withdraw")

    def say(self, message: Say) -> None:
        self.log.append(f"{self.name} say {message.title}")
        if self.outcome != "shown":
            self.post(PromptFailed("", self.outcome))

    def close(self) -> None:
        self.log.append(f"{self.name} close")


def absent(_post: Post) -> Way:
    raise Unavailable("not here")


@pytest.fixture
def ears() -> Ears:
    return Ears()


@pytest.fixture
def log() -> list[str]:
    return []


@contextmanager
def chain_of(ears: Ears, makers: dict[str, Maker], prefer: str = "") -> Iterator[Chain]:
    with closing(Chain(ears, makers, prefer)) as chain:
        yield chain


def test_first_way_that_works_is_used(ears: Ears, log: list[str]) -> None:
    """What shows the prompt ends the search; later ways are not even made."""
    with chain_of(ears, {"a": Way("a", log), "b": Way("b", log)}) as chain:
        chain.show(OFFER)
        ears.wait(PromptShown("p1"))
    assert log == ["a show p1", "a withdraw", "a close"]


def test_failure_is_followed_by_the_next_way(ears: Ears, log: list[str]) -> None:
    """A way that cannot be made or fails gives way to the next, and the engine hears only that the prompt is shown."""
    with chain_of(ears, {"a": absent, "b": Way("b", log, "broken"), "c": Way("c", log)}) as chain:
        chain.show(OFFER)
        ears.wait(PromptShown("p1"))
    assert log[:2] == ["b show p1", "c show p1"]


def test_only_when_all_fail_it_failed(ears: Ears, log: list[str]) -> None:
    """The one failure the engine hears carries every reason."""
    with chain_of(ears, {"a": absent, "b": Way("b", log, "broken")}) as chain:
        chain.show(OFFER)
        ears.wait(PromptFailed("p1", "a: not here; b: broken"))


def test_raising_way_is_a_failure(ears: Ears, log: list[str]) -> None:
    """A notifier with a fault of its own does not take the next one's turn, nor the chain's thread."""

    class Faulty(Way):
        def show(self, offer: Offer) -> None:
            raise KeyError(offer.id)

    with chain_of(ears, {"a": Faulty("a", log), "b": Way("b", log)}) as chain:
        chain.show(OFFER)
        ears.wait(PromptShown("p1"))
        chain.show(URGENT)
        ears.wait(PromptShown("p1"), PromptShown("p2"))


def test_prompt_lost_after_it_was_shown_is_told(ears: Ears, log: list[str]) -> None:
    """A prompt that was seen and then vanished goes back to the engine, which decides whether to show it again."""
    a, b = Way("a", log), Way("b", log)
    with chain_of(ears, {"a": a, "b": b}) as chain:
        chain.show(OFFER)
        ears.wait(PromptShown("p1"))
        a.post(PromptFailed("p1", "daemon gone"))
        ears.wait(PromptShown("p1"), PromptFailed("p1", "a: daemon gone"))


def test_window_goes_first_from_level_two_on(ears: Ears, log: list[str]) -> None:
    """The second prompt of a bout is a window where there is one, and the notification before it is taken away."""
    with chain_of(ears, {"a": Way("a", log), "window": Way("window", log)}) as chain:
        chain.show(OFFER)
        ears.wait(PromptShown("p1"))
        chain.show(URGENT)
        ears.wait(PromptShown("p1"), PromptShown("p2"))
        assert log == ["a show p1", "a withdraw", "window show p2"]


def test_gentle_people_get_no_windows(ears: Ears, log: list[str]) -> None:
    """Somebody who wants notifications only gets no window, neither first nor when the others fail."""
    gentle = replace(URGENT, level=1, windows=False)
    with chain_of(ears, {"window": Way("window", log), "plain": Way("plain", log, "broken")}) as chain:
        chain.show(gentle)
        ears.wait(PromptFailed("p2", "plain: broken"))
    assert "window show p2" not in log


def test_named_way_goes_first(ears: Ears, log: list[str]) -> None:
    """A way asked for by name is tried before all others, which stay behind it."""
    ways: dict[str, Maker] = {"a": Way("a", log), "b": Way("b", log), "c": Way("c", log, "broken")}
    with chain_of(ears, ways, prefer="c") as chain:
        chain.show(OFFER)
        ears.wait(PromptShown("p1"))
        assert log == ["c show p1", "a show p1"]


def test_withdraw_goes_to_what_shows(ears: Ears, log: list[str]) -> None:
    """Only the way that holds the prompt is told, and nothing it says afterwards about that prompt counts."""
    a, b = Way("a", log, "broken"), Way("b", log, "")
    with chain_of(ears, {"a": a, "b": b}) as chain:
        chain.show(OFFER)
        wait_for(lambda: "b show p1" in log, 5, "the second way")
        chain.withdraw()
        chain.say(Say("barrier", ""))
        wait_for(lambda: "a say barrier" in log, 5, "the chain")
        b.post(PromptShown("p1"))
        b.post(Accept(prompt="p9"))
    assert ears.events == [Accept(prompt="p9")]
    assert log[:3] == ["a show p1", "b show p1", "b withdraw"]


def test_messages_are_said_by_the_first_who_can(ears: Ears, log: list[str]) -> None:
    """A message goes down the chain as a prompt does, and its failure never reaches the engine."""
    with chain_of(ears, {"a": absent, "b": Way("b", log, "broken"), "c": Way("c", log)}) as chain:
        chain.say(Say("Your week", ""))
        wait_for(lambda: "c say Your week" in log, 5, "the message")
    assert ears.events == []


@pytest.mark.parametrize("with_window", [True, False])
def test_window_takes_over_where_no_buttons_are_drawn(ears: Ears, log: list[str], with_window: bool) -> None:
    """On dunst, which draws no buttons, the small window shows the prompt; without one, text says where to answer."""
    window = Candidate("window", Way("window", log), lambda: "small window") if with_window else None
    with desktop_or_skip(notifier="dunst") as desktop, closing(Bus(desktop.env["DBUS_SESSION_BUS_ADDRESS"])) as bus:
        found = candidates(Means(bus, window), "linux")
        with chain_of(ears, {way.name: way.make for way in found}) as chain:
            chain.show(OFFER)
            ears.wait(PromptShown("p1"))
            shown = desktop.output("dunstctl", "count", "displayed")
            assert (shown, log[:1]) == (("0", ["window show p1"]) if with_window else ("1", []))


def test_doctor_tells_why_not(log: list[str]) -> None:
    """Every way has a row: what works says how, what does not says why and what to do."""
    with desktop_or_skip(notifier="dunst") as desktop, closing(Bus(desktop.env["DBUS_SESSION_BUS_ADDRESS"])) as bus:
        rows = {row.name: row for row in doctor(candidates(Means(bus), "linux"))}
    assert list(rows) == ["freedesktop", "freedesktop-text", "plyer", "terminal"]
    assert (rows["freedesktop"].ok, rows["freedesktop"].reason) == (False, "dunst draws no buttons")
    assert rows["freedesktop-text"].ok
    assert "text only" in rows["freedesktop-text"].reason
    assert "sitbreak run --terminal" in rows["terminal"].remedy


def test_other_systems_never_load_dbus() -> None:
    """On Windows and macOS, where jeepney is not installed, listing the ways loads nothing of D-Bus."""
    code = (
        "import sys; from sitbreak.adapters.notify.candidates import Means, candidates\n"
        "print([way.name for way in candidates(Means(), 'win32')], 'jeepney' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30).stdout
    assert said.strip() == "['desktop-notifier', 'plyer', 'terminal'] False"


def test_no_bus_is_a_reason() -> None:
    """Without a session bus the notification rows say so."""
    rows = {row.name: row for row in doctor(candidates(Means(), "linux"))}
    assert rows["freedesktop"].reason == rows["freedesktop-text"].reason == "no session bus"
