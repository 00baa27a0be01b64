"""ActivityWatch's record of who was at the keyboard, read as the sitting of a device of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any

from sitbreak.core.decoding import CodecError, as_object, decode, expected, inside
from sitbreak.core.device_names import plain
from sitbreak.core.exchange import Parcel, parcels_of
from sitbreak.core.model import BoutRecord
from sitbreak.core.soundness import require_amount, require_time
from sitbreak.core.values import dataclass

MARK = "buckets"
"""The field by which an export of ActivityWatch is known."""

KIND = "afkstatus"
"""The type of the buckets that tell presence; all others are passed over."""

_STATUS = ("afk", "not-afk")
_SECOND = timedelta(seconds=1)

Interval = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Rules:
    """How presence becomes sitting: pauses shorter than `absence` (seconds) count, times are labelled in `zone`."""

    absence: float
    zone: tzinfo


def read_buckets(document: Mapping[str, Any], rules: Rules, mistakes: list[CodecError]) -> Iterator[Parcel]:
    """The bouts of each host, week by week; what makes no sense goes to `mistakes`."""
    hosts: dict[str, list[Interval]] = {}
    for name, bucket in _presence(document, mistakes):
        place = f"{MARK}.{name}"
        try:
            host = plain(decode(str, bucket.get("hostname"), inside(place, "hostname"))) or "unknown"
        except CodecError as mistake:
            mistakes.append(mistake)
            continue
        hosts.setdefault(f"activitywatch-{host}", []).extend(_present(bucket.get("events"), place, mistakes))
    for device in sorted(hosts):
        yield from parcels_of(device, _bouts(hosts[device], rules))


def _presence(document: Mapping[str, Any], mistakes: list[CodecError]) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        buckets = as_object(document.get(MARK), MARK)
        found = [(name, as_object(bucket, inside(MARK, name))) for name, bucket in buckets.items()]
    except CodecError as mistake:
        mistakes.append(mistake)
        return
    wanted = [(name, bucket) for name, bucket in found if bucket.get("type") == KIND]
    if not wanted:
        mistakes.append(CodecError(MARK, f"expected a bucket of type {KIND}, found none"))
    yield from wanted


def _present(events: object, place: str, mistakes: list[CodecError]) -> Iterator[Interval]:
    if not isinstance(events, list):
        mistakes.append(expected("a list", events, inside(place, "events")))
        return
    for index, event in enumerate(events):
        try:
            present, interval = _event(event, f"{place}.events[{index}]")
        except CodecError as mistake:
            mistakes.append(mistake)
        else:
            if present:
                yield interval


def _event(value: object, place: str) -> tuple[bool, Interval]:
    event = as_object(value, place)
    start: datetime = decode(datetime, event.get("timestamp"), inside(place, "timestamp"))
    seconds: float = decode(float, event.get("duration", 0), inside(place, "duration"))
    require_time(start, inside(place, "timestamp"))
    require_amount(seconds, inside(place, "duration"))
    status = as_object(event.get("data"), inside(place, "data")).get("status")
    if status not in _STATUS:
        raise expected(" or ".join(_STATUS), status, inside(place, "data.status"))
    start = start.astimezone(UTC)
    return status == "not-afk", (start, start + timedelta(seconds=seconds))


def _bouts(intervals: Iterable[Interval], rules: Rules) -> Iterator[BoutRecord]:
    for start, end in _joined(intervals, timedelta(seconds=rules.absence)):
        if end - start >= _SECOND:
            name = f"aw-{start:%Y%m%dT%H%M%SZ}"
            yield BoutRecord(name, _label(start, rules.zone), _label(end, rules.zone), 0.0, "idle")


def _joined(intervals: Iterable[Interval], absence: timedelta) -> list[Interval]:
    """Presence with the pauses in it that are too short to be an absence."""
    joined: list[Interval] = []
    for start, end in sorted(intervals):
        if joined and (start < joined[-1][1] or start - joined[-1][1] < absence):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _label(moment: datetime, zone: tzinfo) -> datetime:
    """The local time to the second, its offset fixed."""
    local = moment.replace(microsecond=0).astimezone(zone)
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta()))
