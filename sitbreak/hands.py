"""What carries out the effects of a step, one by one."""

from __future__ import annotations

import logging
from collections.abc import Callable

from sitbreak.core.model import (
    CloseDrill,
    Configure,
    Effect,
    Keep,
    OpenDrill,
    OpenWeek,
    PauseDrill,
    Recall,
    Refuse,
    Say,
    Show,
    Withdraw,
)
from sitbreak.core.values import dataclass
from sitbreak.ports import Launcher, Notifier, Store, Ticker, Weeks

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hands:
    """The ports that act; `configure` takes the dotted key and the value of a setting to change for good."""

    notifier: Notifier
    launcher: Launcher
    store: Store
    ticker: Ticker
    configure: Callable[[str, str], None]
    weeks: Weeks

    def perform(self, effect: Effect) -> None:
        """Do what one effect asks; facts are kept by the engine, which knows what else it has not stored yet."""
        match effect:
            case Show(offer):
                self.notifier.show(offer)
            case Withdraw():
                self.notifier.withdraw()
            case Say():
                self.notifier.say(effect)
            case Configure(key, value):
                self.configure(key, value)
            case OpenDrill(order):
                self.launcher.drill(order)
            case CloseDrill():
                self.launcher.stop_drill()
            case PauseDrill():
                self.launcher.pause_drill()
            case Recall(week):
                self.weeks.recall(week)
            case OpenWeek(week):
                self.weeks.open(week)
            case Refuse(sentence):
                log.info("refused: %s", sentence)
            case Keep():
                pass
