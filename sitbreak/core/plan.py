"""A drill laid out in time: which phase, how long to go and what the figure does, t seconds from the start."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import accumulate

from sitbreak.core.phases import Kind, Level, Move, Phase, Side
from sitbreak.core.pose import Pose, blend, ease, sway
from sitbreak.core.values import dataclass

SLOWEST_MOVE = 2.0
"""Seconds the figure takes at most from one posture to the next outside a loop."""


@dataclass(frozen=True, slots=True)
class Postures:
    """The drill's keyframes by name, and which of them stand for what."""

    frames: Mapping[str, Pose]
    entry: tuple[str, ...]
    rest: str
    finish: tuple[str, ...]

    def pose(self, name: str, side: Side) -> Pose:
        """The keyframe with the working side nearest for the right, farthest for the left."""
        frame = self.frames[name]
        return frame.swapped() if side is Side.LEFT else frame


@dataclass(frozen=True, slots=True)
class Key:
    """From `start` on the figure moves to `pose`, taking `move` seconds; then it rests there, swaying if `sways`."""

    start: float
    move: float
    pose: Pose
    sways: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """Where the drill stands; seconds throughout, `share` (0..1) of the whole drill."""

    index: int
    phase: Phase
    elapsed: float
    remaining: float
    share: float
    pose: Pose
    still: Pose
    rep: int
    following: Phase | None

    @property
    def kind(self) -> Kind:
        return self.phase.kind

    @property
    def side(self) -> Side:
        return self.phase.side


@dataclass(frozen=True, slots=True)
class Plan:
    """The phases of one run with sides resolved; `starts` has one more entry than there are phases."""

    phases: tuple[Phase, ...]
    starts: tuple[float, ...]
    keys: tuple[Key, ...]
    cycle: float

    @property
    def total(self) -> float:
        """Length of the run in seconds."""
        return self.starts[-1]

    def at(self, seconds: float) -> Moment:
        """Where the drill stands that many seconds in; before the start and after the end count as those."""
        now = min(max(seconds, 0.0), self.total)
        index = min(bisect_right(self.starts, now), len(self.phases)) - 1
        phase, elapsed = self.phases[index], now - self.starts[index]
        key = self._key(now)
        return Moment(
            index=index,
            phase=phase,
            elapsed=elapsed,
            remaining=self.starts[index + 1] - now,
            share=now / self.total,
            pose=self._pose(now, key),
            still=self.keys[key].pose,
            rep=self._rep(phase, elapsed),
            following=self.phases[index + 1] if index + 1 < len(self.phases) else None,
        )

    def _rep(self, phase: Phase, elapsed: float) -> int:
        counts = phase.kind is Kind.WORK and self.cycle > 0
        return min(int(elapsed / self.cycle) + 1, round(phase.seconds / self.cycle)) if counts else 0

    def _key(self, now: float) -> int:
        return max(bisect_right(self.keys, now, key=lambda key: key.start) - 1, 0)

    def _pose(self, now: float, index: int) -> Pose:
        key, before = self.keys[index], self.keys[max(index - 1, 0)]
        since = now - key.start
        if since < key.move:
            return blend(before.pose, key.pose, ease(since / key.move))
        if not key.sways:
            return key.pose
        return sway(key.pose, since - key.move, ease(since - key.move))


def lay_out(level: Level, postures: Postures, hold_share: float, first: Side) -> Plan:
    """The plan of a level; hold phases last `hold_share` times as long, `first` is the side to begin with."""
    phases = tuple(_held(phase, hold_share).starting(first) for phase in level.phases)
    starts = tuple(accumulate((phase.seconds for phase in phases), initial=0.0))
    figure = _Choreography(level, postures, phases, starts, first)
    keys = tuple(key for index in range(len(phases)) for key in figure.keys(index))
    return Plan(phases, starts, keys, sum(move.total for move in level.loop) if level.reps else 0.0)


def _held(phase: Phase, share: float) -> Phase:
    seconds = float(round(phase.seconds * share)) if phase.kind is Kind.HOLD else phase.seconds
    return Phase(phase.kind, phase.side, seconds, phase.text)


@dataclass(frozen=True, slots=True)
class _Choreography:
    """What the figure does in each phase."""

    level: Level
    postures: Postures
    phases: tuple[Phase, ...]
    starts: tuple[float, ...]
    first: Side

    def keys(self, index: int) -> Iterator[Key]:
        kind, postures = self.phases[index].kind, self.postures
        if kind.exercise:
            return self._exercise(index)
        if kind is Kind.PREPARE:
            return self._through(postures.entry, index)
        if kind is Kind.SWITCH:
            return self._through((postures.rest, postures.entry[-1]), index)
        return self._through(postures.finish if kind is Kind.FINISH else (postures.rest,), index)

    def _through(self, names: tuple[str, ...], index: int) -> Iterator[Key]:
        """One posture after the other, each with the same share of the phase."""
        share = self.phases[index].seconds / len(names)
        side = self._side_ahead(index)
        for number, name in enumerate(names):
            yield Key(self.starts[index] + number * share, min(SLOWEST_MOVE, share), self.postures.pose(name, side))

    def _side_ahead(self, index: int) -> Side:
        sides = (phase.side for phase in self.phases[index:] if phase.side in (Side.LEFT, Side.RIGHT))
        return next(sides, self.first)

    def _exercise(self, index: int) -> Iterator[Key]:
        phase, start, end = self.phases[index], self.starts[index], self.starts[index + 1]
        loop = self.level.hold_loop if phase.kind is Kind.HOLD else self.level.loop
        side = self.first if phase.side is Side.ALTERNATE else phase.side
        while start < end - 1e-6:
            yield from self._turn(loop, start, side)
            side = side.other if phase.side is Side.ALTERNATE else side
            start = end if loop[-1].dwell is None else start + sum(move.total for move in loop)

    def _turn(self, loop: tuple[Move, ...], start: float, side: Side) -> Iterator[Key]:
        for move in loop:
            yield Key(start, move.seconds, self.postures.pose(move.frame, side), sways=move.dwell is None)
            start += move.total
