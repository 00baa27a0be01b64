"""What the running program answers to the commands that talk to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sitbreak.core.commands import BadCommand
from sitbreak.core.status import sentence, status
from sitbreak.engine import Engine
from sitbreak.ports import Clock

DONE, REFUSED, USAGE = 0, 1, 2

NO_WINDOW = "no window can open here; `sitbreak drill --terminal` guides a drill in a terminal and answers a prompt."

Message = dict[str, Any]


class Requests:
    """Answers one request at a time, on whichever thread asks; the engine alone changes anything."""

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        notices: Callable[[], tuple[str, ...]],
        ports: Callable[[], Message],
        show: Callable[[str], None],
        guides: bool,
    ) -> None:
        self._engine, self._clock, self._guides = engine, clock, guides
        self._notices, self._ports, self._show = notices, ports, show

    def handle(self, request: Message) -> Message:
        """The reply to a request of the control socket."""
        words = request.get("command")
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            return _reply(USAGE, error="a request needs a list of command words")
        match words:
            case ["status"]:
                return _reply() | {"status": self.status(), "guides": self._guides}
            case ["doctor"]:
                return _reply() | {"ports": self._ports()}
            case ["show"]:
                self._show(self._sentence())
                return _reply(out=self._sentence())
            case ["drill", *rest] | ["answer", "accept", *rest] if not self._guides and "--elsewhere" not in rest:
                return _reply(REFUSED, error=NO_WINDOW)
            case _:
                return self._carry_out(words)

    def status(self) -> Message:
        """Where the person is now, with whatever they should know of."""
        told = status(self._engine.state, self._clock.now(), self._engine.settings)
        return told | {"notices": list(self._notices())}

    def _carry_out(self, words: Sequence[str]) -> Message:
        try:
            refusal = self._engine.ask(tuple(words))
        except BadCommand as error:
            return _reply(USAGE, error=str(error))
        if refusal:
            return _reply(REFUSED, error=refusal)
        return _reply() if list(words) == ["quit"] else _reply(out=self._sentence())

    def _sentence(self) -> str:
        return sentence(self._engine.state, self._clock.now(), self._engine.settings)


def _reply(code: int = DONE, out: str = "", error: str = "") -> Message:
    return {"version": 1, "exit": code, "out": out, "error": error}
