"""Picks, for one port, the first candidate that serves here, and remembers for `doctor` why the others do not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from sitbreak.core.values import dataclass
from sitbreak.ports import Tried, Unavailable

T = TypeVar("T")

Candidate = tuple[str, Callable[[], T]]


@dataclass(frozen=True, slots=True)
class Report:
    """What `doctor` says of one port: who serves, and every candidate's result in order."""

    chosen: str
    tried: tuple[Tried, ...]


@dataclass(frozen=True, slots=True)
class Chosen(Generic[T]):
    """The candidate that serves, and what became of all of them in order."""

    adapter: T
    name: str
    tried: tuple[Tried, ...]


class NobodyServes(Unavailable):
    """Every candidate that was asked refused; `tried` holds a row for each candidate, asked or not."""

    def __init__(self, port: str, asked: Iterable[Tried], tried: tuple[Tried, ...]) -> None:
        rows = list(asked)
        reasons = "; ".join(f"{row.name}: {row.reason}" for row in rows)
        super().__init__(f"no {port} adapter serves here ({reasons})", next((r.remedy for r in rows if r.remedy), ""))
        self.tried = tried


def choose(port: str, candidates: Sequence[Candidate[T]], forced: str | None = None) -> Chosen[T]:
    """Construct the candidates in order until one serves; `forced` asks for a single one by name.

    A candidate refuses by raising Unavailable, or OSError when its peer is not there. Raises Unavailable when `forced`
    names none of the candidates, and NobodyServes when all that were asked refuse.
    """
    names = [name for name, _ in candidates]
    check_name(port, names, forced)
    asked: dict[str, Tried] = {}
    for name, make in candidates:
        if forced and name != forced:
            continue
        try:
            adapter = make()
        except (Unavailable, OSError) as refusal:
            asked[name] = refused(name, refusal)
            continue
        asked[name] = Tried(name, True, "serves")
        return Chosen(adapter, name, _rows(port, names, asked, forced))
    raise NobodyServes(port, asked.values(), _rows(port, names, asked, forced))


def gather(
    port: str, candidates: Iterable[Candidate[T]], forced: str | None = None
) -> tuple[tuple[T, ...], tuple[Tried, ...]]:
    """Construct every candidate that serves, for a port that all of them feed; and the rows of those that do not.

    `forced` asks for a single one by name; Unavailable when there is none of that name, "none" apart.
    """
    rows = dict(candidates)
    check_name(port, [*rows, "none"], forced)
    serving: list[T] = []
    refusals: list[Tried] = []
    for name, make in rows.items():
        if forced and name != forced:
            refusals.append(not_asked(port, name, forced))
            continue
        try:
            serving.append(make())
        except (Unavailable, OSError) as refusal:
            refusals.append(refused(name, refusal))
    return tuple(serving), tuple(refusals)


def check_name(port: str, names: Sequence[str], forced: str | None) -> None:
    """Raise Unavailable when `forced` is given and is none of the names."""
    if forced and forced not in names:
        allowed = ", ".join(names)
        raise Unavailable(
            f"{variable(port)}={forced} names no {port} adapter of this system; it may be one of: {allowed}",
            f"set {variable(port)} to one of {allowed}, or unset it",
        )


def variable(port: str) -> str:
    """The environment variable that forces an adapter for this port."""
    return f"SITBREAK_{port.upper()}"


def refused(name: str, refusal: Unavailable | OSError) -> Tried:
    """The row of a candidate that does not serve."""
    if isinstance(refusal, Unavailable):
        return Tried(name, False, refusal.reason, refusal.remedy)
    return Tried(name, False, str(refusal), getattr(refusal, "remedy", ""))


def not_asked(port: str, name: str, forced: str | None) -> Tried:
    """The row of a candidate nobody asked: `forced` named another, or an earlier one serves."""
    why = f"{variable(port)}={forced} asks for another" if forced else "an earlier one serves"
    return Tried(name, False, f"not tried: {why}")


def _rows(port: str, names: Sequence[str], asked: dict[str, Tried], forced: str | None) -> tuple[Tried, ...]:
    return tuple(asked.get(name) or not_asked(port, name, forced) for name in names)
