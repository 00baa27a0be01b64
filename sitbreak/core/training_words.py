"""What is said about steps, pain and suggestions: plainly, as an offer, with the way back beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sitbreak.core import safety
from sitbreak.core.cards import DrillCard
from sitbreak.core.effects import Choice, Say
from sitbreak.core.events import Away, Change, SetLevel, Spread, Stand, StartDrill, SwitchDrills
from sitbreak.core.fields import shown
from sitbreak.core.suggesting import Suggestion

CHAINS = {
    "M": "stretches",
    "SN": "hip flexor drills",
    "SS": "hip flexor drills on the chair",
    "SL": "lengthened hip flexor drills",
    "G": "glute drills",
    "H": "hamstring drills",
    "C": "trunk drills",
}


def hurt(card: DrillCard) -> Say:
    """The one question after something hurt."""
    choices = (Choice("Yes", Spread(True)), Choice("No", Spread(False)))
    body = f"{card.name} rests for a week. {safety.HURT_QUESTION}"
    return Say("Sorry that it hurt", body, choices, "If so: sitbreak drills off.")


def rests(card: DrillCard) -> Say:
    return Say("Sorry that it hurt", f"{card.name} rests for a week. If it lasts, a physician can tell you more.")


def refer() -> Say:
    """Drills are off because of something that spread."""
    return Say(safety.REFER_TITLE, safety.REFER, by_command=safety.BACK_ON)


def drills_off() -> Say:
    """Drills are off because the person said so."""
    turn_on = (Choice("Turn them on again", SwitchDrills(True)),)
    return Say(safety.REFER_TITLE, f"{safety.OFF} {_if_it_spreads()}", turn_on, safety.BACK_ON)


def _if_it_spreads() -> str:
    return "If something spreads down the leg, or feels numb or weak, a physician comes first."


def drills_on() -> Say:
    return Say("The drills are back", "Start gently, within a comfortable range; stop if anything hurts.")


def pair() -> Say:
    """The second half of a drill on the chair."""
    choices = (Choice("I walk", Away()), Choice("I am standing", Stand()))
    body = "The chair drill is done; a short stand or walk may round it off."
    return Say("And now a minute on your feet?", body, choices)


def on_the_chair(card: DrillCard) -> Say:
    """For somebody who cannot stand up now."""
    choices = (Choice(f"Start: {card.name}", StartDrill(card.id)),)
    body = f"{card.name}, {card.seconds} s, can be done where you sit. It does not replace getting up later."
    return Say("Something for the chair?", body, choices, f"Start it: sitbreak drill {card.id}.")


def next_step(card: DrillCard, step: int) -> Say:
    """A harder step of one drill is offered."""
    choices = (Choice("Take the next step", SetLevel(card.id, step)),)
    body = f"{card.name} has felt fine for a while. The next step, if you like: {dosed(card, step)}."
    return Say("Ready for a little more?", body, choices, f"Take it: sitbreak level {card.id} {step}.")


def next_level(chain: str, level: int, names: Sequence[str]) -> Say:
    """Harder drills of a chain are offered."""
    choices = (Choice("Add to my drills", SetLevel(chain, level)),)
    body = f"Your {CHAINS.get(chain, 'drills')} have felt fine for a while. New, if you like: {', '.join(names)}."
    return Say("Ready for something new?", body, choices, f"Take it: sitbreak level {chain} {level}.")


def level_set(card: DrillCard | None, wish: SetLevel, before: int) -> Say:
    """How things stand now, and the way back down."""
    what = f"{card.name}: {dosed(card, wish.level)}" if card else f"{chain_words(wish.name)} up to level {wish.level}"
    back = (Choice("Undo", SetLevel(wish.name, before)),) if wish.level > before else ()
    return Say("From now on", f"{what}.", back, f"Easier again: sitbreak level {wish.name} {before}." if back else "")


def no_such_level(wish: SetLevel, now: int, lowest: int) -> str:
    """Why that level cannot be had."""
    if now == 0:
        return f"There is no open drill or chain {shown(wish.name)}; `sitbreak drill --list` names the drills."
    if wish.level > now:
        return (
            f"{wish.name} is at {now}; the next step opens after six times on three days, "
            "the last three easy or ok, and nothing that hurt."
        )
    return f"{wish.name} is at {now} and can go down to {lowest}."


def chain_words(name: str) -> str:
    """A chain's letters as what its drills are called."""
    words = CHAINS.get(name, name)
    return words[0].upper() + words[1:]


def dosed(card: DrillCard, step: int) -> str:
    """A step in words: what it asks for, and its length."""
    dose = card.dose(step)
    return f"{dose}, {card.length(step)} s" if dose else f"{card.length(step)} s"


def suggested(suggestion: Suggestion) -> Say:
    """A change that the person may want; nothing happens unless they say so."""
    take = Change(suggestion.key, suggestion.value, suggestion.before)
    command = f"Take it: sitbreak config set {suggestion.key} '{suggestion.value}'."
    return Say("A suggestion", f"{suggestion.why} {suggestion.what}?", (Choice("Change it", take),), command)


def changed(wish: Change, back: Change) -> Say:
    """A suggestion was taken, and can be taken back."""
    body = f"{wish.key} is {wish.value} now; it was {wish.before}."
    return Say("Changed", body, (Choice("Undo", back),), "Take it back: sitbreak undo.")


def checked_lately(last: datetime, following: datetime) -> str:
    """Why there is no self-check today."""
    return f"The last self-check was on {last:%d %B}; it changes slowly, so the next one is from {following:%d %B} on."
