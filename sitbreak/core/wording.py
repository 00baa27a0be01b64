"""Every sentence the program says of its own accord: honest about the time, hedged about the body, never a threat."""

from __future__ import annotations

from sitbreak.core import program, prompter, training
from sitbreak.core.cards import DrillCard
from sitbreak.core.durations import HOUR
from sitbreak.core.model import (
    AnswerGap,
    At,
    Away,
    Choice,
    ModeKind,
    Offer,
    Posture,
    Prompt,
    Question,
    Say,
    Seat,
    SetMode,
    Sit,
    State,
)
from sitbreak.core.settings import Settings, Style
from sitbreak.core.tips import tip
from sitbreak.core.turn import Turn

INVITATIONS = (
    "A minute on your feet may feel good now.",
    "Your hips have been folded for a while; a short stretch can ease that.",
    "Nothing heroic: one short drill, then back to it.",
    "A good moment to stand up and open the hips.",
    "Standing up now and then may help more than sitting perfectly.",
    "Legs first, then the rest of the work.",
    "One small drill, as easy as you like.",
    "Up for a minute? A walk counts just as much.",
    "Your chair will keep while you stretch.",
    "A short drill now may make the next hour easier to sit through.",
    "How about a minute for the hips?",
    "Stand tall, breathe, and let the hips open a little.",
    "The work keeps for a minute; a stretch may feel good.",
    "A change of position is often all it takes.",
    "Gently does it: one drill, at your own pace.",
    "Time to unfold for a moment, if it suits you.",
    "A minute of movement, then on with what you were doing.",
    "If you can spare a minute, your legs may like it.",
    "Somewhere to walk to? That counts, too.",
    "One drill now, and the next bout starts afresh.",
    "A little movement, no more than feels right.",
)

HOLD_WORDS = {
    "call": "a call is on",
    "do_not_disturb": "do-not-disturb is on",
    "fullscreen": "an app fills the screen",
    "app": "an app you excluded is in front",
    "hours": "it is outside your prompting hours",
    "quiet": "quiet is on",
    "paused": "sitbreak is paused",
    "snooze": "the last prompt is snoozed",
    "lull": "it waits for a pause in your typing",
}


def minutes(seconds: float) -> str:
    """Whole minutes, or seconds below two of them: "47 min", "90 s"."""
    return f"{int(seconds // 60)} min" if seconds >= 120 else f"{int(seconds)} s"


def hours_minutes(seconds: float) -> str:
    """ "3 h 05 min" from an hour on, minutes below."""
    whole = int(seconds // 60)
    return f"{whole // 60} h {whole % 60:02d} min" if whole >= 60 else minutes(seconds)


def offer(turn: Turn, prompt: Prompt) -> Offer:
    """The prompt in words, with the time sat and, where it was held by a call, the time in it."""
    card = program.find(turn.book, prompt.drill)
    left = max(0, turn.settings.prompt.max_snoozes - turn.prompting.snoozes_used)
    snoozes = "" if prompt.number == 1 else f" Snoozes left: {left}."
    return Offer(
        id=prompt.id,
        title=_title(turn.seat, turn.at.t),
        body=f"{_what(turn, prompt, card)}. {_invitation(turn)}{snoozes} {tip(turn.prompting.shown_ever)}",
        drill=prompt.drill,
        drill_name=card.name if card else "Just walk",
        snoozes_left=left,
        level=prompter.level(prompt, turn.seat, turn.at.t, turn.settings),
        windows=turn.settings.prompt.style is not Style.GENTLE,
    )


def _what(turn: Turn, prompt: Prompt, card: DrillCard | None) -> str:
    """The drill and how long it takes at the step that would be done."""
    if card is None:
        stopped = turn.state.training.stopped is not None
        return "A plain stand or an easy walk, if comfortable" if stopped else "Just walk for two minutes"
    short = prompter.pressing(prompt, turn.seat, turn.at.t, turn.settings) and card.express_step is not None
    step = card.express_step if short else training.progress(turn).step(card)
    return f"{card.name}, {card.length(step or 0)} s"


def _title(seat: Seat, now: float) -> str:
    sitting = f"{minutes(prompter.bout_seconds(seat, now))} sitting"
    return f"{sitting}, {minutes(seat.call_seconds)} of them in a call" if seat.call_seconds >= 60 else sitting


def _invitation(turn: Turn) -> str:
    return INVITATIONS[turn.prompting.shown_ever % len(INVITATIONS)]


def mode_over(kind: ModeKind) -> Say:
    """Said when a quiet time or a pause ends, with the offer of some more of it."""
    more = Choice("One hour more", SetMode(kind, HOUR))
    if kind is ModeKind.PAUSED:
        return Say("The pause is over", "sitbreak counts again from your next move.", (more,))
    return Say("Quiet time is over", "Prompts can come again.", (more,))


GAP_ANSWERS = (("I was sitting", "seated"), ("I was up", "away"), ("Do not ask again", "never"))
"""What a person can say of a time that nothing could tell, and the word for it."""


def gap_title(question: Question, at: At) -> str:
    """ "Were you at the desk 14:02-14:40?" """
    start, end = at.label(question.start), at.label(question.end)
    return f"Were you at the desk {start:%H:%M}-{end:%H:%M}?"


def gap_question(question: Question, at: At) -> Say:
    """The one quiet question after a time in which only a call or a film spoke for the person."""
    choices = (Choice(label, AnswerGap(answer, question.id)) for label, answer in GAP_ANSWERS)
    body = "A call or a film was on, but nothing was typed. Without an answer it stays as it was estimated."
    by_command = "Answer: sitbreak correct last seated, away or never."
    return Say(gap_title(question, at), body, tuple(choices), by_command)


def stood_long(seconds: float) -> Say:
    """Said to somebody who has been standing for long: a change is what helps, not standing itself."""
    body = "A change of position may feel good now: sit down for a while, or take a short walk."
    return Say(f"{hours_minutes(seconds)} standing", body, (Choice("I am sitting", Sit()), Choice("I walk", Away())))


DECLARED = {
    "stand": "I am standing",
    "sit": "I am sitting",
    "away": "I am away",
    "correct": "the correction",
    "change": "the changed setting",
}
"""What a person declared, in the words of the menu."""


def headline(state: State, at: At) -> str:
    """The state in three words and a time: "Sitting 27 min"."""
    seat = state.seat
    lasted = hours_minutes(at.t - seat.began)
    match seat.posture:
        case Posture.SEATED:
            return f"Sitting {lasted}"
        case Posture.STANDING:
            return f"Standing {lasted}"
        case Posture.AWAY:
            return f"Away {lasted}"
        case Posture.ASLEEP:
            return f"Asleep {lasted}"
        case Posture.PAUSED:
            return "Paused" + _until(state)
        case _:
            return "Cannot tell whether you sit"


def _until(state: State) -> str:
    end = state.mode.until_wall
    return f" until {end:%H:%M}" if end else ""


def why(state: State, at: At) -> tuple[str, str]:
    """The signal behind the present posture, and one sentence about it."""
    seat = state.seat
    match seat.posture:
        case Posture.SEATED:
            return _why_seated(seat, at)
        case Posture.STANDING:
            return "declared", "a standing drill was done" if seat.signal == "drill" else "you said so"
        case Posture.AWAY:
            return _why_away(seat, at)
        case Posture.ASLEEP:
            return "sleep", "the machine is asleep"
        case Posture.PAUSED:
            return "declared", f"paused{_until(state)}"
        case _:
            return (
                "none",
                "no input was seen since" if seat.input is not None else "nothing here can tell when you type",
            )


def _why_seated(seat: Seat, at: At) -> tuple[str, str]:
    if seat.signal == "declared" and seat.reading.idle is None:
        return "declared", "you said so, and nothing here can tell when you type"
    age = 0.0 if seat.input is None else at.t - seat.input
    if seat.reading.passive and age >= 60:
        signal = "call" if seat.reading.call else "media"
        return signal, f"a {'call' if signal == 'call' else 'film'} is on, last input {minutes(age)} ago"
    return "input", f"last input {minutes(age)} ago"


def _why_away(seat: Seat, at: At) -> tuple[str, str]:
    words = {
        "lock": ("lock", "the screen was locked"),
        "sleep": ("sleep", "the machine was asleep, and nobody is back yet"),
        "declared": ("declared", "you said so"),
        "walk": ("declared", "you went for a walk"),
    }
    return words.get(seat.signal, ("input", f"no input since {at.label(seat.since):%H:%M}"))


def forecast(state: State, at: At, settings: Settings, held: tuple[str, ...]) -> str:
    """When the next prompt comes, or why it does not."""
    if state.drill is not None:
        return "a drill is open"
    if state.prompting.prompt is not None and state.prompting.prompt.shown is not None:
        return "a break is due now"
    if state.seat.posture is Posture.PAUSED:
        return ""
    if held:
        return "no prompt now: " + ", ".join(HOLD_WORDS[reason] for reason in held)
    if not state.seat.seated:
        return ""
    left = settings.sitting.limit - prompter.bout_seconds(state.seat, at.t)
    return f"break in {minutes(left)}" if left > 0 else _over_limit(state, at, settings)


def _over_limit(state: State, at: At, settings: Settings) -> str:
    length = prompter.bout_seconds(state.seat, at.t)
    spent = prompter.spent(state.prompting, length, at, settings)
    return "no further prompt in this bout for now" if spent else "a break is due"
