"""What somebody does at a desk in the soak, move by move; the clocks of the machine pass the hours at a stroke."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from sitbreak.adapters.control_client import ask, watch
from tests.contracts.sound_server import SoundServer
from tests.desktop import hands
from tests.desktop.machine import Machine
from tests.desktop.program import Program
from tests.soak.meter import Sample, sample

MINUTE, HOUR = 60, 3600
STEP = 9 * MINUTE
"""A sleep that is part of the bout, since the settings below take only half an hour for a break."""

SETTINGS = {
    "sitting.absence.idle": '"10m"',
    "sitting.absence.asleep": '"30m"',
    "sitting.confirm_break": '"5s"',
    "prompt.style": '"gentle"',
    "prompt.lull": '"1s"',
    "prompt.wait_for_lull": '"1s"',
    "prompt.answer_within": '"5s"',
    "prompt.max_per_day": "100",
    "quiet.hours": "{}",
}
"""Bouts, naps and the limit of 45 minutes last as long as they do; what the person waits for is short."""

QUESTIONS = 40
"""How often a status bar asks while one bout lasts."""


GLANCES, GLANCE = 5, 0.2
"""How often, and after how many seconds each, the program is looked at for one sample."""


class Moves:
    """Somebody at a real desktop with the real program, whose days pass quickly; every deed is waited for."""

    def __init__(self, program: Program, laptop: Machine, sound: SoundServer) -> None:
        self.program, self.desktop, self._laptop, self._sound = program, program.desktop, laptop, sound
        self.counts: dict[str, int] = {}

    def rests(self, seconds: int) -> None:
        """Nobody comes near the machine, which is asleep."""
        self._sleep(seconds)

    def sampled(self, at: float) -> Sample:
        """What the program weighs now without its children, in the calmest of a few moments: answers take threads."""
        return min((self._glance(at) for _ in range(GLANCES)), key=lambda one: (one.threads, one.descriptors))

    def _glance(self, at: float) -> Sample:
        time.sleep(GLANCE)
        return sample(at, self.program.process.pid, self.program.home, sum(self.counts.values()))

    def status(self) -> dict[str, Any]:
        told: dict[str, Any] = self.says("status")["status"]
        return told

    def says(self, *words: str) -> dict[str, Any]:
        """One command over the control socket, from this process."""
        self._count("requests")
        return ask(str(self.program.home / "runtime"), {"command": list(words)}, 20.0)

    def _becomes(self, *states: str) -> None:
        """Wait until it has seen the person so."""

        def seen() -> bool:
            self._look()
            return self.status()["state"] in states

        self._wait(seen, f"{' or '.join(states)}, not {self.status()['text']}")

    def _prompt(self) -> str:
        prompt = self._wait(lambda: self.status()["prompt"], f"a prompt, not {self.status()}")
        self._count("prompts")
        return str(prompt["id"])

    def _answer(self, *words: str) -> None:
        self._prompt()
        self._wait(lambda: not self.says("answer", *words)["error"], f"the answer {words}")
        self._wait(lambda: not self.status()["prompt"], "the prompt to go")

    def _drill_runs(self, before: int) -> None:
        """The drill's window opens, the drill goes by at twenty times its speed and on record, the window closes."""
        self.desktop.rest()
        self._wait(lambda: len(self.program.records("drills")) > before, "the drill on record")
        self._wait(lambda: not hands.windows(self.desktop, "Sitbreak"), "an empty screen")
        self._count("drills")
        self._return()

    def _go(self) -> None:
        """Away by the person's own word, and back minutes later."""
        self.says("away")
        self._sleep(STEP)
        self._return()

    def _leave(self) -> None:
        """Hands off until the real idle alarm has fired, which the person wants soon this time; minutes later back."""
        self._set("sitting.absence.idle", "5s")
        self.desktop.rest()
        self._becomes("away", "standing")
        self._count("idle alarms")
        self._set("sitting.absence.idle", "10m")
        self._sleep(STEP)
        self._return()

    def _return(self) -> None:
        self.desktop.type_on()
        self._becomes("seated")

    def _night(self) -> None:
        """The lid is closed until the next morning."""
        self.desktop.rest()
        self._sleep(15 * HOUR)
        self._becomes("away", "asleep")
        self._count("nights")

    def _pass(self, seconds: int = STEP) -> None:
        """Some minutes at the desk; somebody is seen to type right after them."""
        self._sleep(seconds)
        self._wait(self._types, f"input, not {self.status()}")

    def _types(self) -> bool:
        self._look()
        return str(self.status()["why"]["text"]).endswith(" s ago")

    def _sleep(self, seconds: int) -> None:
        """Time passes at a stroke."""
        self._laptop.logind.sleep(begins=True)
        self._look()
        self._laptop.wakes_after(seconds)
        self._laptop.logind.sleep(begins=False)
        self._look()
        self._count("sleeps")

    def _look(self) -> None:
        """Have it read the signals now; the report of a drill that nobody does is no input and changes nothing."""
        self.says("drill-ended", "abandoned", "0", "0", "0")

    def _bar(self) -> None:
        """A status bar that asks again and again, and one that watches for a moment."""
        for _ in range(QUESTIONS):
            self.status()
        told = watch(str(self.program.home / "runtime"), {"command": ["status"]}, 20.0)
        next(told)
        told.close()  # type: ignore[attr-defined]  # a generator

    def _menu(self) -> None:
        """The menu is opened in the real panel and closed again."""
        self.desktop.rest()
        hands.open_menu(self.desktop)
        self.desktop.xdo("key", "Escape")
        self.desktop.type_on()
        self._count("menus opened")

    def _set(self, key: str, value: str) -> None:
        self.program.configure(SETTINGS | {key: value if value in ("true", "false") else f'"{value}"'})
        self._look()
        self._count("settings")

    def _count(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1

    def _wait(self, look: Callable[[], Any], what: str) -> Any:
        return self.program.wait_for(look, what)
