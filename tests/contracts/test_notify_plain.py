"""The ways at the end of the chain: lines in a terminal, and plyer's plain text."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from sitbreak.adapters.notify.plain import PlainNotifier
from sitbreak.adapters.notify.terminal import TerminalNotifier
from sitbreak.core.model import Offer, PromptFailed, PromptShown, Say
from sitbreak.ports import Unavailable
from tests.contracts.stage import OFFER, Ears


@pytest.fixture
def ears() -> Ears:
    return Ears()


def test_terminal_shows_text_and_how_to_answer(ears: Ears) -> None:
    """In a terminal the prompt is text with a bell and the command to answer; escape sequences in it are taken out."""
    ours, theirs = os.openpty()
    with open(theirs, "w", encoding="utf-8") as stream:
        notifier = TerminalNotifier(ears, stream)
        notifier.show(Offer("p1", "52 minutes\x1b[2J sitting", "Stand up?", "walk", "Walk", 1))
        ears.wait(PromptShown("p1"))
        seen = os.read(ours, 4096).decode()
    os.close(ours)
    assert seen.startswith("\a\r\n52 minutes[2J sitting\r\n  Stand up?\r\n")
    assert "sitbreak answer" in seen


def test_closed_terminal_has_not_shown(ears: Ears) -> None:
    """When the terminal's window is gone, the prompt failed."""
    ours, theirs = os.openpty()
    with suppress(OSError), open(theirs, "w", encoding="utf-8") as stream:
        notifier = TerminalNotifier(ears, stream)
        os.close(ours)
        notifier.show(OFFER)
    assert [type(event) for event in ears.events] == [PromptFailed]


def test_pipe_is_no_terminal(ears: Ears, tmp_path: Path) -> None:
    """Prompts are not written into a file or a pipe, where nobody looks."""
    with (tmp_path / "out").open("w") as stream, pytest.raises(Unavailable, match="no terminal"):
        TerminalNotifier(ears, stream)


linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="plyer's Linux back end")


@linux_only
def test_plyer_says_but_never_claims(ears: Ears, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """plyer drops notify-send's exit status: messages are sent, prompts are never reported as shown."""
    said, command = tmp_path / "said", tmp_path / "notify-send"
    command.write_text(f'#!/bin/sh\necho "$1" >> {said}\nexit 1\n')
    command.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setitem(sys.modules, "dbus", None)
    notifier = PlainNotifier(ears)
    notifier.say(Say("Your week", "Twelve bouts over an hour."))
    assert said.read_text() == "Your week\n"
    notifier.show(OFFER)
    ears.wait(PromptFailed("p1", "plyer cannot tell on this system whether its message was seen"))


@linux_only
def test_plyer_without_any_sender_is_unavailable(
    ears: Ears, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """With neither notify-send nor dbus-python plyer has nothing to send with, says what to install, prints nothing."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "dbus", None)
    with pytest.raises(Unavailable) as refusal:
        PlainNotifier(ears)
    assert "libnotify" in refusal.value.remedy
    assert capfd.readouterr() == ("", "")
