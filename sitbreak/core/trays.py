"""The tray as data: what the icon says at a glance, the tooltip, and the menu with the open prompt's answers first."""

from __future__ import annotations

from collections.abc import Iterator

from sitbreak.core import program, prompter, status, wording
from sitbreak.core.durations import format_duration
from sitbreak.core.model import At, ModeKind, Posture, State
from sitbreak.core.program import Book
from sitbreak.core.settings import Settings
from sitbreak.core.view import Entry, Face, Icon, View

SEPARATOR = Entry("")

_FACES = {
    Posture.SEATED: Face.SITTING,
    Posture.STANDING: Face.STANDING,
    Posture.AWAY: Face.AWAY,
    Posture.ASLEEP: Face.AWAY,
    Posture.PAUSED: Face.PAUSED,
}


def view(state: State, at: At, settings: Settings, book: Book, notices: tuple[str, ...] = ()) -> View:
    """What the tray shows now; `notices` are troubles that the person should know of."""
    return View(
        icon(state, at, settings), status.sentence(state, at, settings), menu(state, at, settings, book, notices)
    )


def icon(state: State, at: At, settings: Settings) -> Icon:
    """The face, and for a sitting person how far the bout is along."""
    face = _face(state, at, settings)
    if face not in (Face.SITTING, Face.QUIET, Face.HELD, Face.DUE):
        return Icon(face)
    share = prompter.bout_seconds(state.seat, at.t) / settings.sitting.limit
    return Icon(face, min(16, int(share * 16)))


def _face(state: State, at: At, settings: Settings) -> Face:
    prompt = state.prompting.prompt
    if state.drill is not None:
        return Face.DRILL
    if prompt is not None:
        held = prompt.shown is None and prompter.holds(state.seat.reading, state.mode, at, settings)
        return Face.HELD if held else Face.DUE
    if state.mode.kind is ModeKind.QUIET and state.seat.seated:
        return Face.QUIET
    return _FACES.get(state.seat.posture, Face.UNCLEAR)


def menu(state: State, at: At, settings: Settings, book: Book, notices: tuple[str, ...] = ()) -> tuple[Entry, ...]:
    """The menu from top to bottom."""
    return (
        Entry(status.sentence(state, at, settings), enabled=False),
        *(Entry(notice, ("doctor",), enabled=False) for notice in notices),
        *_answers(state, settings, book),
        SEPARATOR,
        Entry("Start a drill", children=tuple(_drills(book, settings)), enabled=state.drill is None),
        *_modes(state),
        SEPARATOR,
        *_declarations(state),
        SEPARATOR,
        Entry("This week", ("week", "--open"), main=state.prompting.prompt is None),
        Entry("Quit", ("quit",)),
    )


def _answers(state: State, settings: Settings, book: Book) -> Iterator[Entry]:
    prompt = state.prompting.prompt
    if prompt is None or state.drill is not None:
        return
    yield SEPARATOR
    card = program.find(book, prompt.drill)
    if card is not None:
        yield Entry(f"Start: {card.name}", ("answer", "accept"), main=True)
    left = status.snoozes_left(state, settings)
    yield Entry("Snooze", children=tuple(_snoozes(settings)), enabled=left > 0)
    yield Entry("Skip", ("answer", "skip"))
    yield Entry("Just walk", ("answer", "walk"))


def _snoozes(settings: Settings) -> Iterator[Entry]:
    for seconds in settings.prompt.snooze:
        yield Entry(wording.minutes(seconds), ("answer", "snooze", format_duration(seconds)))


def _drills(book: Book, settings: Settings) -> Iterator[Entry]:
    for card in program.allowed(book, settings):
        yield Entry(f"{card.name}, {card.seconds} s", ("drill", card.id))


def _modes(state: State) -> Iterator[Entry]:
    if state.mode.kind is not ModeKind.NORMAL:
        word = "pause" if state.mode.kind is ModeKind.PAUSED else "quiet time"
        until = f" (until {state.mode.until_wall:%H:%M})" if state.mode.until_wall else ""
        yield Entry(f"End the {word}{until}", ("resume",))
        return
    yield Entry("Quiet: count, but do not prompt", children=tuple(_spans("quiet")))
    yield Entry("Pause: do not count either", children=tuple(_spans("pause")))


def _spans(command: str) -> Iterator[Entry]:
    for label, word in (("30 minutes", "30m"), ("1 hour", "1h"), ("2 hours", "2h"), ("Rest of today", "today")):
        yield Entry(label, (command, word))


def _declarations(state: State) -> Iterator[Entry]:
    posture, counting = state.seat.posture, state.mode.kind is not ModeKind.PAUSED
    yield Entry("I am sitting", ("sit",), enabled=counting, checked=posture is Posture.SEATED)
    yield Entry("I am standing", ("stand",), enabled=counting, checked=posture is Posture.STANDING)
    yield Entry("I am away", ("away",), enabled=counting, checked=posture is Posture.AWAY)
    yield Entry("I just walked for 5 minutes", ("away", "--since", "5m"), enabled=counting)
