"""What the store does while the power may go: each with the disk it begins on and with what has to be so afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sitbreak.adapters.store import RecordStore
from sitbreak.core.codec import week_of
from sitbreak.core.model import BoutRecord, Record, State
from tests.contracts.killed_writer import bout

OLD, NEW = bout(0), (bout(3), bout(0, "lock"))
WEEKS = (bout(3), bout(4), bout(5))
BEFORE, AFTER = State(t=1.0), State(t=2.0)
WEEK_FILE = "history/desk/2026-W47.json"
DAMAGED = b'{"bouts": {"1": {"id": "bout'


@dataclass(frozen=True, slots=True)
class Scene:
    """Something the store does: on what disk, how, and what is wrong with what a cut has left ("" when nothing).

    `judge` gets the folder, a store on it and the words promised until the cut.
    """

    name: str
    prepare: Callable[[Path, RecordStore], None]
    act: Callable[[RecordStore, Callable[[str], None]], None]
    judge: Callable[[Path, RecordStore, frozenset[str]], str]


def _prepare_one(_: Path, store: RecordStore) -> None:
    store.put([OLD])


def _prepare_weeks(_: Path, store: RecordStore) -> None:
    store.put([bout(0), bout(1), bout(2)])


def _prepare_checkpoint(_: Path, store: RecordStore) -> None:
    store.save(BEFORE, (), {})


def _prepare_both(_: Path, store: RecordStore) -> None:
    store.put([OLD])
    store.save(BEFORE, (), {})


def _prepare_nothing(*_: object) -> None:
    """A disk on which sitbreak never was."""


def _prepare_damaged(folder: Path, store: RecordStore) -> None:
    store.put([OLD])
    (folder / WEEK_FILE).write_bytes(DAMAGED)


def _put(records: tuple[BoutRecord, ...]) -> Callable[[RecordStore, Callable[[str], None]], None]:
    def act(store: RecordStore, promise: Callable[[str], None]) -> None:
        store.put(records)
        promise("stored")

    return act


def _save(store: RecordStore, promise: Callable[[str], None]) -> None:
    store.save(AFTER, NEW, {})
    promise("saved")


def _engine(store: RecordStore, promise: Callable[[str], None]) -> None:
    """As the engine does: what waits from the run before, the checkpoint, the week's file, the next checkpoint."""
    if (saved := store.load()) and saved.outbox:
        store.put(saved.outbox)
    store.save(AFTER, NEW, {})
    promise("saved")
    store.put(NEW)
    promise("stored")
    store.save(AFTER, (), {})
    promise("settled")


def _weeks_whole(before: tuple[BoutRecord, ...], after: tuple[BoutRecord, ...]) -> Callable[..., str]:
    """Each week's file as before or after, and as after once it was promised."""

    def judge(_: Path, store: RecordStore, promised: frozenset[str]) -> str:
        for week, old in _by_week(before).items():
            found, new = _in_week(store, week), old | _by_week(after)[week]
            if found != new and (found != old or "stored" in promised):
                return f"{week} holds {sorted(found)}"
        return "; ".join(store.check())

    return judge


def _by_week(records: tuple[BoutRecord, ...]) -> dict[str, dict[str, Record]]:
    weeks: dict[str, dict[str, Record]] = {week: {} for week in ("2026-W47", "2026-W48", "2026-W49")}
    for record in records:
        weeks[week_of(record.start)][record.id] = record
    return weeks


def _in_week(store: RecordStore, week: str) -> dict[str, Record]:
    return {record.id: record for record in store.week(week, "desk")["desk"]}


def _checkpoint_whole(_: Path, store: RecordStore, promised: frozenset[str]) -> str:
    saved = store.load()
    if saved is None:
        return "the checkpoint is gone"
    good = [(AFTER, NEW)] if "saved" in promised else [(BEFORE, ()), (AFTER, NEW)]
    return "" if (saved.state, saved.outbox) in good else f"the checkpoint holds {saved}"


def _nothing_lost(folder: Path, store: RecordStore, promised: frozenset[str]) -> str:
    """A record promised in the checkpoint is there or in its week's file, whatever became of the rest."""
    saved = store.load()
    if saved is None:
        return "the checkpoint is gone"
    if "settled" in promised and saved.outbox:
        return "the outbox is full again"
    wanted = {record.id: record for record in NEW} if "saved" in promised else {}
    found = {record.id: record for record in (*store.week("2026-W47", "desk")["desk"], *saved.outbox)}
    if lost := [name for name, record in wanted.items() if found.get(name) != record]:
        return f"lost: {lost}"
    return _weeks_whole((OLD,), NEW)(folder, store, promised)


def _damage_kept(folder: Path, store: RecordStore, promised: frozenset[str]) -> str:
    """The damaged file is there under one of its names, and what was promised is in a new one."""
    if DAMAGED not in [path.read_bytes() for path in folder.glob(f"{WEEK_FILE}*")]:
        return "the damaged file is gone"
    found = _in_week(store, "2026-W47")
    whole = {record.id: record for record in NEW}
    return "" if found == whole or (not found and "stored" not in promised) else f"the new file holds {sorted(found)}"


SCENES = (
    Scene("put of one week", _prepare_one, _put(NEW), _weeks_whole((OLD,), NEW)),
    Scene("put of three weeks", _prepare_weeks, _put(WEEKS), _weeks_whole((bout(0), bout(1), bout(2)), WEEKS)),
    Scene("first put in a new folder", _prepare_nothing, _put(NEW), _weeks_whole((), NEW)),
    Scene("save of the checkpoint", _prepare_checkpoint, _save, _checkpoint_whole),
    Scene("put into a damaged week", _prepare_damaged, _put(NEW), _damage_kept),
    Scene("checkpoint, week, checkpoint", _prepare_both, _engine, _nothing_lost),
)
