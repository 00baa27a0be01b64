"""What the made-up person says and does to sitbreak, by lot: answers, reports of drills, declarations, settings."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from sitbreak.core.model import (
    Accept,
    Acknowledge,
    AnswerGap,
    At,
    Away,
    Correct,
    DrillEnded,
    DrillResult,
    Event,
    ModeKind,
    Offer,
    PromptFailed,
    Resume,
    SelfCheck,
    SetLevel,
    SetMode,
    Sit,
    Skip,
    Snooze,
    Spread,
    Stand,
    StartDrill,
    SwitchDrills,
    Undo,
    Walk,
)

ANSWERS = {"accept": 5, "walk": 2, "snooze": 3, "skip": 2, "ignore": 2, "fail": 0.3}
RESULTS = {"done": 6, "partial": 2, "abandoned": 1, "silent": 0.5}
EFFORTS = (None, "easy", "ok", "ok", "hard", "hurt")
SETTINGS = (
    "",
    '[sitting]\nlimit = "30m"\n',
    '[sitting]\nlimit = "1h"\n[prompt]\nstyle = "standard"\n',
    '[prompt]\nsnooze = ["5m"]\nmax_per_day = 6\n',
    '[drills]\nprofile = "floor"\n',
    "[week]\ndeliver = false\n",
    '[sitting]\nlimit = "nonsense"\n',
)
"""What the settings file may come to hold; the last is a mistake, with which the settings before stay in force."""

WORDS = ("stand", "sit", "undo", "quiet", "pause", "resume", "away", "correct", "drill", "gap", "training")


def answer(offer: Offer, chance: Random) -> Event | None:
    """What is said to a prompt; None is an ignored one."""
    match _drawn(ANSWERS, chance):
        case "accept":
            return Accept(prompt=offer.id)
        case "walk":
            return Walk(offer.id)
        case "snooze":
            return Snooze(prompt=offer.id)
        case "skip":
            return Skip(chance.choice((None, "busy", "meeting", "other")), offer.id)
        case "fail":
            return PromptFailed(offer.id, "the server is gone")
        case _:
            return None


def report(chance: Random) -> DrillEnded | None:
    """What a drill's window says at its end; None for one that never reports."""
    result = _drawn(RESULTS, chance)
    if result == "silent":
        return None
    seconds = {"done": 75.0, "partial": 40.0, "abandoned": 5.0}[result]
    effort = chance.choice(EFFORTS) if result == "done" else None
    return DrillEnded(DrillResult(result), seconds, seconds / 2, seconds / 2, effort, spread=False, acknowledged=True)


def deed(at: At, chance: Random) -> Event:
    """Something that the person tells sitbreak by themselves."""
    ago = chance.uniform(60, 86_400)
    end = at.wall - timedelta(seconds=ago)
    deeds: dict[str, Event] = {
        "stand": Stand(),
        "sit": Sit(),
        "undo": Undo(),
        "quiet": SetMode(ModeKind.QUIET, seconds=1200.0),
        "pause": SetMode(ModeKind.PAUSED, seconds=900.0),
        "resume": Resume(),
        "away": Away(since=90.0),
        "correct": Correct(end - timedelta(minutes=20), end, chance.choice(("seated", "away"))),
        "drill": StartDrill(elsewhere=chance.random() < 0.3),
        "gap": AnswerGap(chance.choice(("seated", "away"))),
        "training": _training(chance),
    }
    return deeds[chance.choice(WORDS)]


def _training(chance: Random) -> Event:
    return chance.choice(
        (
            Acknowledge(),
            Spread(False),
            SwitchDrills(True),
            SetLevel("standing-march", 1),
            SelfCheck("level", "above"),
        )
    )


def _drawn(lots: dict[str, float], chance: Random) -> str:
    return chance.choices(list(lots), list(lots.values()))[0]
