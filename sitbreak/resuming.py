"""What a start takes over from the runs before: the clock's axis, the state, and the drills on record."""

from __future__ import annotations

import os
from datetime import timedelta

from sitbreak.adapters.clock import Axis, SystemClock
from sitbreak.adapters.store import RecordStore
from sitbreak.core import delivering, program
from sitbreak.core.codec import begins, week_of
from sitbreak.core.machine import fresh
from sitbreak.core.model import At, State
from sitbreak.core.values import replace
from sitbreak.ports import Saved


def clock_of(saved: Saved | None) -> SystemClock:
    """A new axis, or the one of the checkpoint taken up again."""
    if saved is None:
        return SystemClock()
    boot, offset, asleep = (saved.axis.get(name, "") for name in ("boot", "offset", "asleep_offset"))
    known = isinstance(offset, float | int) and isinstance(asleep, float | int)
    axis = Axis(str(boot), float(offset), float(asleep)) if known else Axis("", 0.0, 0.0)
    return SystemClock.resume(axis, saved.state.t, saved.state.wall, saved.state.seat.slept)


def axis_of(clock: SystemClock) -> dict[str, float | str]:
    """The clock's axis as the checkpoint holds it."""
    origin = clock.origin()
    return {"boot": origin.boot, "offset": origin.offset, "asleep_offset": origin.asleep_offset}


def state_of(saved: Saved | None, at: At, store: RecordStore) -> State:
    """The checkpoint's state or a new one, with the drills of the last weeks that are on record, on any device."""
    state = saved.state if saved else fresh(os.urandom(4).hex(), at)
    found = store.between(at.wall - timedelta(days=program.KEPT_DAYS), at.wall)
    records = [record for part in found.values() for record in part]
    state = delivering.resumed(state, at.wall, {week_of(begins(record)) for record in records})
    return replace(state, history=program.remember(state.history, *program.history_of(records)))
