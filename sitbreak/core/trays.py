"""The tray as data: what the icon says at a glance, the tooltip, and the menu with the open prompt's answers first."""

from __future__ import annotations

from collections.abc import Iterator

from sitbreak.core import correcting, program, prompter, status, today, training, wording
from sitbreak.core.aims import aims
from sitbreak.core.durations import MINUTE, format_duration
from sitbreak.core.model import At, ModeKind, Posture, SpanRecord, State, Today
from sitbreak.core.program import Book
from sitbreak.core.progress import Progress
from sitbreak.core.settings import Settings
from sitbreak.core.steps import steps
from sitbreak.core.values import dataclass
from sitbreak.core.view import Entry, Face, Icon, View

SEPARATOR = Entry("")

LAST_GAPS = 5

UNREAD = (Posture.AWAY, Posture.ASLEEP)
"""While the person is so, nobody looks at the tray."""

GAP_WORDS = {"away": "away", "unclear": "unclear", "untracked": "not running"}

_FACES = {
    Posture.SEATED: Face.SITTING,
    Posture.STANDING: Face.STANDING,
    Posture.AWAY: Face.AWAY,
    Posture.ASLEEP: Face.AWAY,
    Posture.PAUSED: Face.PAUSED,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """The view in the tray, made at `t` of the state and of what else is `known`.

    A view is what costs most of a look, and its menu counts in whole minutes, so it is made anew once a minute, and
    not at all while nobody is there to read it: who comes back changes the state.
    """

    view: View
    t: float = 0.0
    known: tuple[object, ...] = ()

    def serves(self, known: tuple[object, ...], state: State, at: At, settings: Settings) -> bool:
        """Whether it may stay, given that nothing but the time has changed in the state since."""
        if known != self.known:
            return False
        if state.seat.posture in UNREAD:
            return True
        if at.t - self.t >= MINUTE:
            return False
        return self.view.tooltip == status.sentence(state, at, settings) and self.view.icon == icon(state, at, settings)


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
    known = training.progress_of(state, at, settings, book)
    return (
        Entry(status.sentence(state, at, settings), enabled=False),
        *(Entry(notice, ("doctor",), enabled=False) for notice in notices),
        *_answers(state, settings, book),
        *_question(state, at),
        SEPARATOR,
        Entry("Start a drill", children=tuple(_drills(known)), enabled=state.drill is None),
        *_steps(known),
        *_modes(state),
        SEPARATOR,
        *_declarations(state),
        *_past(state, at),
        SEPARATOR,
        Entry("Today", children=tuple(_today(state, at, known))),
        Entry("This week", ("week", "--open"), main=state.prompting.prompt is None),
        Entry("Preferences", ("prefs",)),
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


def _drills(known: Progress) -> Iterator[Entry]:
    for card in program.on_request(known):
        yield Entry(f"{card.name}, {card.length(known.step(card))} s", ("drill", card.id))
    if known.training.stopped is not None:
        yield Entry("Turn the drills on again", ("drills", "on"))


def _steps(known: Progress) -> Iterator[Entry]:
    entries = tuple(steps(known))
    if entries:
        yield Entry("Change a step", children=entries)


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
    yield Entry("I just walked for", children=tuple(_walks()), enabled=counting)


def _walks() -> Iterator[Entry]:
    for number in (5, 10, 15, 30):
        yield Entry(f"{number} minutes", ("away", "--since", f"{number}m"))


def _question(state: State, at: At) -> Iterator[Entry]:
    """The question about a gap waits here for as long as it is open."""
    if state.question is None:
        return
    yield SEPARATOR
    answers = tuple(Entry(label, ("correct", "last", answer)) for label, answer in wording.GAP_ANSWERS)
    yield Entry(wording.gap_title(state.question, at), children=answers)


def _past(state: State, at: At) -> Iterator[Entry]:
    """What can be put right: the last thing said, and the latest gaps of the day."""
    if correcting.undoable(state, at.t) and state.said is not None:
        yield Entry(f"Undo: {wording.DECLARED[state.said.word]}", ("undo",))
    gaps = tuple(_gap(gap, state.today) for gap in sorted(state.today.gaps, key=lambda gap: gap.start)[-LAST_GAPS:])
    if gaps:
        yield Entry("Put right", children=gaps[::-1])


def _today(state: State, at: At, known: Progress) -> Iterator[Entry]:
    """The day in two lines, and how far the week's targets have come."""
    figures = today.figures(today.of_day(state.today, at.wall), state.seat, at)
    yield Entry(f"Sitting {wording.hours_minutes(figures.sitting)}, breaks: {figures.breaks}", enabled=False)
    yield Entry(f"Longest at a stretch: {wording.hours_minutes(figures.longest)}", enabled=False)
    yield SEPARATOR
    yield from (Entry(aim.words, enabled=False) for aim in aims(known))


def _gap(gap: SpanRecord, day: Today) -> Entry:
    span = f"{gap.start:%H:%M}-{gap.end:%H:%M}"
    now_seated = today.is_seated(day, gap)
    label = f"{span} sitting, as you said: I was up" if now_seated else f"{span} {GAP_WORDS[gap.state]}: I was sitting"
    wish = correcting.AWAY if now_seated else correcting.SEATED
    return Entry(label, ("correct", gap.start.isoformat(), gap.end.isoformat(), wish))
