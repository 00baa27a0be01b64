"""Working days of the real program on a real desktop, as many as a month holds, and what it weighs after each.

The clocks of the machine pass the hours at a stroke, in sleeps too short to count as a break, so every bout is of
real length; what happens to the program really happens: input, idle alarms, prompts, windows, buttons, menus.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from tests.contracts.sound_server import SoundServer
from tests.desktop import hands
from tests.desktop.browsers import no_browser
from tests.desktop.machine import machine
from tests.desktop.program import Program
from tests.desktop.session import DesktopSession
from tests.soak.moves import MINUTE, SETTINGS, STEP, Moves

FILM = ("mpv", "--no-config", "--vo=x11", "--ao=null", "--fs", "av://lavfi:testsrc")
DO_NOT_DISTURB = ("xfconf-query", "-c", "xfce4-notifyd", "-p", "/do-not-disturb", "--create", "-t", "bool", "-s")
HOLDS = {"call": "call", "film": "fullscreen", "silence": "do_not_disturb"}
"""What holds a prompt while the person does that."""


class Desk(Moves):
    """A day there with the real program; every deed is waited for."""

    def day(self, bouts: Sequence[str]) -> None:
        """So many bouts, each ended or answered by that deed, then the night."""
        self.desktop.type_on()
        self._becomes("seated")
        self._menu()
        for deed in bouts:
            self._bout(deed)
        self._night()

    def _bout(self, deed: str) -> None:
        """Three quarters of an hour of work, in a call or a film if that is the deed, and what follows."""
        self._bar()
        with self._holding(deed):
            self._work()
            if deed in HOLDS:
                self.program.wait_for(lambda: HOLDS[deed] in self.status()["held_by"], f"a prompt held by a {deed}")
        if deed in HOLDS:
            self._count("prompts held")
            self._pass(MINUTE)
            self._answer("skip")
            self._go()
        else:
            getattr(self, f"_{deed}")()

    def _work(self) -> None:
        for _ in range(5):
            self._pass()
            hands.tray_menu(self.desktop)
            hands.tooltip(self.desktop)
            self._count("menus asked for")

    @contextmanager
    def _holding(self, what: str) -> Iterator[None]:
        """Something real that speaks against a prompt; nothing for other words."""
        with ExitStack() as ends:
            if what == "call":
                ends.enter_context(self._sound.recorder("mic"))
            elif what == "film":
                ends.callback(self.desktop.stop, self.desktop.run(FILM))
                self.desktop.wait_for(lambda: "mpv" in self.desktop.output("wmctrl", "-lx"), 20, "the film")
            elif what == "silence":
                self.desktop.output(*DO_NOT_DISTURB, "true")
                ends.callback(self.desktop.output, *DO_NOT_DISTURB, "false")
            yield

    def _accept(self) -> None:
        """Start, by command; the drill window opens, runs to its end and closes."""
        before = len(self.program.records("drills"))
        self._answer("accept")
        self._drill_runs(before)

    def _press(self) -> None:
        """The same by the real button of the real notification."""
        before = len(self.program.records("drills"))
        self._prompt()
        self.desktop.press_notification_button("Start")
        self._count("buttons")
        self._drill_runs(before)

    def _snooze(self) -> None:
        self._answer("snooze", "5m")
        self._pass()
        self._answer("skip")
        self._go()

    def _skip(self) -> None:
        self._answer("skip", "--reason", "busy")
        self._leave()

    def _walk(self) -> None:
        self._answer("walk")
        self._go()

    def _ignore(self) -> None:
        """Typing goes on past the time to answer."""
        prompt = self._prompt()
        self._wait(lambda: (self.status()["prompt"] or {"id": ""})["id"] != prompt, "an ignored prompt to go")
        self._go()

    def _natural(self) -> None:
        self._prompt()
        self._leave()

    def _declared(self) -> None:
        """Everything that a person may tell it."""
        self._answer("snooze", "5m")
        for words in (("stand",), ("sit",), ("undo",), ("quiet", "10m"), ("resume",), ("pause", "10m"), ("resume",)):
            self.says(*words)
        self.says("drill", "sit-to-stand", "--elsewhere")
        self.says("drill-ended", "abandoned", "5", "0", "0")
        self.says("away", "--since", "3m")
        self._set("drills.voice", "true")
        self._sleep(STEP)
        self._return()

    def _locked(self) -> None:
        """Lunch behind the lock."""
        self._prompt()
        self.desktop.rest()
        self._laptop.logind.hint(locked=True)
        for _ in range(4):
            self._sleep(STEP)
        self._laptop.logind.hint(locked=False)
        self._return()


@contextmanager
def at_desk() -> Iterator[Desk]:
    """A desk with panel, notifications, sound, a machine that sleeps, and the program begun on it."""
    with ExitStack() as ends:
        desktop = ends.enter_context(DesktopSession(panel="light", notifier="xfce4-notifyd"))
        no_browser(desktop)
        laptop = ends.enter_context(machine(desktop))
        sound = SoundServer(desktop.root / "sound")
        ends.callback(sound.end)
        program = Program(desktop, SETTINGS)
        desktop.type_on()
        program.start(PULSE_SERVER=f"unix:{sound.socket}", **laptop.env)
        program.read_notice()
        yield Desk(program, laptop, sound)
