"""Opens the drill window as a child process and turns its one line into an event."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence

from sitbreak.adapters.child import Child
from sitbreak.adapters.window_place import WindowPlace
from sitbreak.core.durations import ENDLESS
from sitbreak.core.model import DrillEnded, DrillOrder, DrillResult
from sitbreak.ports import Post

log = logging.getLogger(__name__)

MODULE = "sitbreak.ui.drill_window"
EFFORTS = ("easy", "ok", "hard", "hurt")
ABANDONED = DrillEnded(DrillResult.ABANDONED)


class ChildLauncher:
    """One drill at a time; every started drill ends in exactly one `DrillEnded`.

    `locate` turns a drill's id into what the window is told (an id, or the path of the person's own drill file);
    `options` gives further arguments of the window, such as `--dark` or `--hold 20`, asked at each start; `place`
    remembers where the person moved it.
    """

    def __init__(
        self,
        post: Post,
        locate: Callable[[str], str] = str,
        options: Callable[[], Sequence[str]] = tuple,
        place: WindowPlace | None = None,
        module: str = MODULE,
    ) -> None:
        self._post, self._locate, self._options, self._module = post, locate, options, module
        self._child: Child | None = None
        self._ended = ABANDONED
        self._place = place or WindowPlace()
        self._lock = threading.Lock()

    def drill(self, order: DrillOrder) -> None:
        """Open the window; with one open already, this order is let go."""
        with self._lock:
            if self._child is not None:
                log.warning("a drill is already open, %s is not opened", order.drill)
                return
            self._ended = ABANDONED
            try:
                self._child = Child(self._module, self._arguments(order), self._heard, self._closed, listens=True)
            except OSError:
                log.exception("the drill window cannot be started")
                self._post(ABANDONED)

    def stop_drill(self) -> None:
        """Close the window; it still reports what was done."""
        with self._lock:
            if self._child is not None:
                self._child.stop()

    def pause_drill(self) -> None:
        """Have the window stop its countdown and ask, unless the input that goes on is its own."""
        with self._lock:
            if self._child is not None:
                self._child.tell("pause")

    def _arguments(self, order: DrillOrder) -> list[str]:
        named = ["--drill", self._locate(order.drill), "--level", str(order.level), "--first-side", order.first_side]
        first = ["--warm-up", f"{order.warm_up:g}"] if order.warm_up else []
        notice = ["--notice"] if order.notice else []
        return [*named, *first, *notice, *self._place.argument(), "--heed", *self._options()]

    def _heard(self, message: Mapping[str, object]) -> None:
        self._ended = ended(message)
        self._place.note(message)

    def _closed(self, code: int) -> None:
        with self._lock:
            self._child = None
        if code:
            log.warning("the drill window ended with exit code %d", code)
        self._post(ABANDONED if code else self._ended)


def _seconds(value: object) -> float:
    seconds = float(str(value))
    if not 0 <= seconds < ENDLESS:
        raise ValueError(f"{seconds} is no length of a drill")
    return seconds


def ended(message: Mapping[str, object]) -> DrillEnded:
    """The event a window's line stands for; a line that makes no sense counts as abandoned."""
    try:
        result = DrillResult(str(message["result"]))
        seconds, left, right = (_seconds(message[key]) for key in ("seconds", "left", "right"))
    except (KeyError, ValueError) as error:
        log.warning("the drill window's report makes no sense: %.200r", error)
        return ABANDONED
    effort, spread = message.get("effort"), message.get("spread")
    return DrillEnded(
        result,
        seconds,
        left,
        right,
        effort=str(effort) if effort in EFFORTS else None,
        spread=spread if isinstance(spread, bool) else None,
        acknowledged=message.get("acknowledged") is True,
    )
