"""Windows as children: whatever they print or fail to print becomes exactly one event."""

from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from sitbreak.adapters.launcher import ABANDONED, ChildLauncher
from sitbreak.adapters.prompt_child import PromptWindow
from sitbreak.adapters.window_place import WindowPlace
from sitbreak.core.model import (
    Accept,
    DrillEnded,
    DrillOrder,
    DrillResult,
    Event,
    Offer,
    PromptFailed,
    PromptShown,
    Skip,
    Snooze,
    Walk,
)
from sitbreak.ports import Unavailable
from tests.desktop.session import DesktopSession

Pretend = Callable[[str], str]
DONE = '{"version": 1, "result": "done", "seconds": 77, "left": 30, "right": 30, "effort": "ok"}'
OFFER = Offer("p1", "Title", "Body", "standing-march", "Standing march", 2, level=2)
SHOWN = 'print(\'{"version": 1, "shown": true}\', flush=True)'
WAIT = "import time; time.sleep(60)"


@pytest.fixture
def pretend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pretend:
    """Makes a module out of a script, for a child to run in the window's place."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def made(script: str) -> str:
        (tmp_path / "pretended_window.py").write_text(script, encoding="utf-8")
        return "pretended_window"

    return made


@pytest.fixture
def on_screen(screen: DesktopSession, monkeypatch: pytest.MonkeyPatch) -> DesktopSession:
    """Children of this process appear on the private desktop."""
    monkeypatch.setenv("DISPLAY", screen.env["DISPLAY"])
    return screen


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (f"print('{DONE}')", DrillEnded(DrillResult.DONE, 77, 30, 30, "ok")),
        ("print('garbage')", ABANDONED),
        ('print(\'{"version": 1, "result": "won"}\')', ABANDONED),
        (f"print('{DONE}'); raise SystemExit(3)", ABANDONED),
        ("", ABANDONED),
    ],
    ids=["done", "garbage", "nonsense", "failed", "silent"],
)
def test_every_drill_ends_in_one_event(pretend: Pretend, script: str, expected: DrillEnded) -> None:
    """A good line is passed on; garbage, a bad exit or silence count as abandoned."""
    events: queue.Queue[Event] = queue.Queue()
    ChildLauncher(events.put, module=pretend(script)).drill(DrillOrder("standing-march"))
    assert events.get(timeout=10) == expected
    assert events.empty()


def test_the_window_is_told_what_to_show(pretend: Pretend, tmp_path: Path) -> None:
    """Drill, level, side and the person's options reach the child as plain arguments."""
    told = tmp_path / "told"
    events: queue.Queue[Event] = queue.Queue()
    module = pretend(f"import sys; open({str(told)!r}, 'w').write('|'.join(sys.argv[1:]))")
    launcher = ChildLauncher(
        events.put, locate=lambda name: f"/my/{name}.toml", options=lambda: ["--dark"], module=module
    )
    launcher.drill(DrillOrder("a; b", level=2, first_side="left"))
    events.get(timeout=10)
    assert told.read_text() == "--drill|/my/a; b.toml|--level|2|--first-side|left|--heed|--dark"


def test_a_window_that_was_moved_comes_back_there(pretend: Pretend, tmp_path: Path) -> None:
    """The place a window tells is where the next ones open, also after a restart; a window left alone tells none."""
    told = tmp_path / "told"
    events: queue.Queue[Event] = queue.Queue()
    script = f"""
import sys
from pathlib import Path
told = Path({str(told)!r})
before = told.read_text() if told.exists() else ""
told.write_text(before + ",".join(word for word in sys.argv if "place" in word) + ";")
print('{DONE[:-1]}, "place": [-5, 70]}}' if not before else '{DONE}')
"""
    module, kept = pretend(script), tmp_path / "place"
    for _ in range(3):
        launcher = ChildLauncher(events.put, place=WindowPlace(kept), module=module)
        launcher.drill(DrillOrder("standing-march"))
        assert events.get(timeout=10) == DrillEnded(DrillResult.DONE, 77, 30, 30, "ok")
    assert told.read_text() == ";--place=-5,70;--place=-5,70;"


def test_a_second_drill_waits_for_nobody(pretend: Pretend) -> None:
    """While one window is open another order is let go; stopping ends the first with one event."""
    events: queue.Queue[Event] = queue.Queue()
    launcher = ChildLauncher(events.put, module=pretend(WAIT))
    launcher.drill(DrillOrder("standing-march"))
    launcher.drill(DrillOrder("glute-squeeze"))
    launcher.stop_drill()
    assert events.get(timeout=10) == ABANDONED
    assert events.empty()


def test_a_window_hears_that_it_is_to_pause(pretend: Pretend) -> None:
    """The order to pause reaches the open window, and with none open it goes nowhere."""
    events: queue.Queue[Event] = queue.Queue()
    script = f"import sys; assert sys.stdin.readline() == 'pause\\n'; print('{DONE}')"
    launcher = ChildLauncher(events.put, module=pretend(script))
    launcher.pause_drill()
    launcher.drill(DrillOrder("standing-march"))
    launcher.pause_drill()
    assert events.get(timeout=10) == DrillEnded(DrillResult.DONE, 77, 30, 30, "ok")


def test_a_window_that_will_not_end_is_killed(pretend: Pretend) -> None:
    """A child that ignores SIGTERM is gone a few seconds later all the same."""
    events: queue.Queue[Event] = queue.Queue()
    script = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SHOWN}; {WAIT}"
    launcher = ChildLauncher(events.put, module=pretend(script))
    launcher.drill(DrillOrder("standing-march"))
    launcher.stop_drill()
    assert events.get(timeout=10) == ABANDONED


@pytest.mark.parametrize(
    ("answer", "event"),
    [
        ("accept", Accept(prompt="p1")),
        ("snooze", Snooze(prompt="p1")),
        ("skip", Skip(prompt="p1")),
        ("walk", Walk(prompt="p1")),
    ],
)
def test_each_answer_carries_the_prompts_id(
    pretend: Pretend, on_screen: DesktopSession, answer: str, event: Event
) -> None:
    """The window's word becomes the event of that name, after it has said that it is shown."""
    events: queue.Queue[Event] = queue.Queue()
    module = pretend(f'{SHOWN}; print(\'{{"version": 1, "answer": "{answer}"}}\')')
    PromptWindow(events.put, module=module).show(OFFER)
    assert [events.get(timeout=10), events.get(timeout=10)] == [PromptShown("p1"), event]


def test_a_window_that_fails_says_so(pretend: Pretend, on_screen: DesktopSession) -> None:
    """A child that dies unseen is a prompt that failed, never one that was shown."""
    events: queue.Queue[Event] = queue.Queue()
    PromptWindow(events.put, module=pretend("raise SystemExit(1)")).show(OFFER)
    failed = events.get(timeout=10)
    assert isinstance(failed, PromptFailed)
    assert failed.id == "p1"


@pytest.mark.parametrize(("code", "outcomes"), [(0, [PromptShown]), (3, [PromptShown, PromptFailed])])
def test_closed_by_the_person_or_crashed(
    pretend: Pretend, on_screen: DesktopSession, code: int, outcomes: list[type[Event]]
) -> None:
    """A window the person closed was seen and is not shown again; one that crashed is a prompt that failed."""
    events: queue.Queue[Event] = queue.Queue()
    module = pretend(f"{SHOWN}; raise SystemExit({code})")
    PromptWindow(events.put, module=module).show(OFFER)
    on_screen.wait_for(lambda: not any(module in thread.name for thread in threading.enumerate()), 10, "its end")
    assert [type(events.get_nowait()) for _ in range(events.qsize())] == outcomes


def test_the_real_window_is_shown_and_withdrawn(on_screen: DesktopSession) -> None:
    """The real window reports that it is on the screen, and taking it away is not a failure."""
    events: queue.Queue[Event] = queue.Queue()
    notifier = PromptWindow(events.put)
    notifier.show(OFFER)
    assert events.get(timeout=10) == PromptShown("p1")
    notifier.show(Offer("p2", "Title", "Body", "standing-march", "Standing march", 1, level=3))
    assert events.get(timeout=10) == PromptShown("p2")
    notifier.close()
    assert events.empty()


def test_the_real_drill_window_reports(on_screen: DesktopSession) -> None:
    """The launcher's own window plays a drill to its end and comes back as done."""
    events: queue.Queue[Event] = queue.Queue()
    ChildLauncher(events.put, options=lambda: ["--speed", "40"]).drill(DrillOrder("standing-march", level=1))
    assert events.get(timeout=20) == DrillEnded(DrillResult.DONE, 37, 15, 15, None)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only X11 needs DISPLAY")
def test_no_display_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a screen the window notifier refuses with a reason and a remedy."""
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(Unavailable) as refused:
        PromptWindow(lambda event: None)
    assert "DISPLAY" in refused.value.reason
    assert refused.value.remedy
