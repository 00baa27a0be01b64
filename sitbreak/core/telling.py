"""What the log says of a day: that prompts came and how they ended, and nothing of what the person does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sitbreak.core import status
from sitbreak.core.model import At, DrillRecord, Effect, Keep, ModeKind, PromptRecord, State
from sitbreak.core.settings import Settings
from sitbreak.core.values import dataclass


@dataclass(frozen=True, slots=True)
class Gist:
    """What the log knew last: the mode, the number of the open prompt (0 = none), if it is shown, what holds it."""

    mode: ModeKind = ModeKind.NORMAL
    prompt: int = 0
    shown: bool = False
    held: tuple[str, ...] = ()


def gist(state: State, at: At, settings: Settings) -> Gist:
    """As much of this moment as the log is told."""
    prompt = state.prompting.prompt
    if prompt is None:
        return Gist(state.mode.kind)
    shown = prompt.shown is not None
    return Gist(state.mode.kind, prompt.number, shown, () if shown else status.held_by(state, at, settings))


def news(before: Gist, after: Gist, effects: Sequence[Effect]) -> Iterator[str]:
    """One line for each thing that is new since `before`, the ends first."""
    yield from (line for effect in effects if isinstance(effect, Keep) for line in _ended(effect))
    if after.mode is not before.mode:
        yield f"mode: {after.mode}"
    if after.prompt and after.prompt != before.prompt:
        yield f"prompt {after.prompt} is due"
    if after.held and after.held != before.held:
        yield f"prompt {after.prompt} is held by {', '.join(after.held)}"
    if after.shown and not (before.shown and before.prompt == after.prompt):
        yield f"prompt {after.prompt} is on the screen"


def _ended(kept: Keep) -> Iterator[str]:
    match kept.record:
        case PromptRecord(number=number, outcome=outcome):
            yield f"prompt {number} ended: {outcome}"
        case DrillRecord(result=result):
            yield f"a drill ended: {result}"
