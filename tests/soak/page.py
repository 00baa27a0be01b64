"""The section of the docs that tells what a run has shown: one table, the curves, and how it was done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.soak.judge import SEEN, SETTLED
from tests.soak.meter import Sample, slope
from tests.soak.month import Month
from tests.soak.picture import Curve, svg
from tests.soak.year import Year

TITLE = "## A simulated year"
PICTURE = Path("docs/pictures/soak.svg")

_YEAR = """\
A made-up person works, calls, watches films, stands, walks, leaves, locks, sleeps and travels for {weeks} weeks. The
real engine, the real store with its files (in memory), the real settings file and the real APScheduler live through it
in one process; only the machine's clocks are stepped, so that {weeks} weeks take {minutes:.1f} minutes. The program is
killed {killed} times without warning, the machine is off for {off} nights and asleep for {asleep}, the disk is full
{full} times, the wall clock is set wrong {set} times, a week is spent in another time zone, and daylight saving time
comes and goes. The figures are taken once a week. `make soak` does it again.
"""

_MONTH = """\
The running program on a real desktop (X server, xfce4-panel, xfce4-notifyd, PulseAudio), weighed in the evening of each
of {days} working days with bouts of real length. Their hours pass at a stroke, in naps of the machine too short to be a
break; all that reaches the program is real: input and idle alarms, {prompts} prompts, {drills} drills in their windows,
{opened} openings of the menu in the panel and {asked} readings of it, calls, films, do-not-disturb, locks,
{sleeps} sleeps, {requests} requests by socket. It took {minutes:.0f} minutes. The process alone, without its children.
"""


def section(year: Year, month: Month | None) -> str:
    """Markdown, with the picture's place."""
    account, counts = year.account, year.counts
    told = _YEAR.format(
        weeks=len(year.samples),
        minutes=year.seconds / 60,
        set=counts.get("clock set", 0),
        full=counts.get("full disk", 0),
        **{name: counts.get(name, 0) for name in ("killed", "off", "asleep")},
    )
    parts = [TITLE, told, _table(_year_rows(year)), "![the curves](pictures/soak.svg)", _accounting(year)]
    if month is not None:
        parts += ["### Days in the real process", _told(month), _table(_rows(month.samples, SEEN, "day"))]
    prompts = sum(number for name, number in counts.items() if name.startswith("prompt "))
    parts.insert(2, f"{account.records} records came of {sum(counts.values())} happenings; {prompts} are prompts.\n")
    return "\n\n".join(part.strip() for part in parts) + "\n"


def picture(year: Year, month: Month | None) -> str:
    """The curves of the same."""
    mega, weeks = 1e6, year.samples
    curves = [
        Curve("Private dirty memory of the year's process, MB", "weeks", [(one.at, one.dirty / mega) for one in weeks]),
        Curve("Python's blocks of memory, thousands", "weeks", [(one.at, one.blocks / 1e3) for one in weeks]),
        Curve("Everything on disk, MB", "weeks", [(one.at, one.stored / mega) for one in weeks]),
    ]
    if month is not None:
        days = [(one.at, one.dirty / mega) for one in month.samples]
        curves.append(Curve("Private dirty memory of the real program, MB", "working days", days))
    return svg(curves)


def _accounting(year: Year) -> str:
    account = year.account
    hours = ", ".join(f"{name} {seconds / 3600:.1f} h" for name, seconds in sorted(account.by_state.items()))
    return (
        f"Every second is somebody's: {hours}. That is off by {abs(account.missing) * 1e6:.0f} microseconds from the "
        f"{account.elapsed:.0f} s elapsed. Of {account.stretches} stretches {account.gaps} begin elsewhere than where "
        f"the one before ended, and {account.lost} of {account.records} records are missing on disk.\n"
    )


def _told(month: Month) -> str:
    named = {"opened": "menus opened", "asked": "menus asked for"} | {
        name: name for name in ("prompts", "drills", "sleeps", "requests")
    }
    counts = {word: month.counts.get(name, 0) for word, name in named.items()}
    return _MONTH.format(days=len(month.samples), minutes=month.seconds / 60, **counts)


def _year_rows(year: Year) -> Iterator[tuple[str, ...]]:
    yield from _rows(year.samples, SETTLED, "week")
    blocks = [(one.at, float(one.blocks)) for one in year.samples]
    first, last = year.samples[min(SETTLED, len(blocks) - 1)].blocks, year.samples[-1].blocks
    yield "Python's blocks of memory", f"{first}", f"{last}", f"{slope(blocks[SETTLED:]):+.0f} a week"


def _rows(samples: tuple[Sample, ...], settled: int, span: str) -> Iterator[tuple[str, ...]]:
    """Name, how it was once settled, how at the end, and the growth between."""
    first, last = samples[min(settled, len(samples) - 1)], samples[-1]
    growth = slope([(one.at, float(one.dirty)) for one in samples[settled:]])
    yield "", f"{span} {first.at:.0f}", f"{span} {last.at:.0f}", "slope"
    yield (
        "private dirty memory, MB",
        f"{first.dirty / 1e6:.2f}",
        f"{last.dirty / 1e6:.2f}",
        f"{growth / 1e3:+.1f} kB a {span}",
    )
    for name, field in (("threads", "threads"), ("open files", "descriptors"), ("files on disk", "files")):
        pairs = [(one.at, float(getattr(one, field))) for one in samples[settled:]]
        yield name, str(getattr(first, field)), str(getattr(last, field)), f"{slope(pairs):+.1f} a {span}"
    stored = slope([(one.at, float(one.stored)) for one in samples[settled:]])
    yield "bytes on disk", str(first.stored), str(last.stored), f"{stored / 1e3:+.1f} kB a {span}"


def _table(rows: Iterator[tuple[str, ...]]) -> str:
    head, *body = rows
    lines = [f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *body)]
    return "\n".join(lines) + "\n"
