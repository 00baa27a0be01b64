"""What a desktop stands on: a machine that can be put to sleep under the running program, and a real screen saver."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Literal

from sitbreak.adapters.bus import Bus
from tests.contracts.presence import MateSaver, MockedLogind, need
from tests.desktop.session import DesktopSession

_CLOCKS = r"""
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static volatile const int64_t *slept; /* and behind it by how many seconds the wall clock was set */

__attribute__((constructor)) static void begin(void) {
    int file = open(getenv("SLEPT"), O_RDONLY);
    void *page = mmap(0, 2 * sizeof *slept, PROT_READ, MAP_SHARED, file, 0);
    slept = page == MAP_FAILED ? 0 : page;
    close(file);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    int failed = syscall(SYS_clock_gettime, clock, now);
    if (!failed && slept && (clock == CLOCK_BOOTTIME || clock == CLOCK_REALTIME)) now->tv_sec += slept[0];
    if (!failed && slept && clock == CLOCK_REALTIME) now->tv_sec += slept[1];
    return failed;
}
"""
"""What a sleep does to the clocks of the kernel: boot time and wall time have gone on, the monotonic clock stood still.

And what setting the clock does: the wall time alone has jumped. The library faketime knows no such sleep, a time
namespace has no wall time, and a running program with threads cannot enter one.
"""


class Place:
    """A bus of a desktop and its display, for a service that wants to be there."""

    def __init__(self, desktop: DesktopSession, which: Literal["SESSION", "SYSTEM"], ends: ExitStack) -> None:
        self.address, self.display = desktop.env[f"DBUS_{which}_BUS_ADDRESS"], desktop.env["DISPLAY"]
        self._ends = ends

    def connect(self) -> Bus:
        bus = Bus(self.address)
        self._ends.callback(bus.close)
        return bus


class Machine:
    """Programs run with `env` live through its sleeps; everybody else on the desktop, as with them, loses no time."""

    def __init__(self, logind: MockedLogind, folder: Path) -> None:
        self.logind = logind
        self._slept, self._seconds, self._set = folder / "slept", 0, 0
        self._write()
        self.env = {"LD_PRELOAD": _compiled(folder), "SLEPT": str(self._slept), "XDG_SESSION_ID": "c1"}

    def wakes_after(self, seconds: int) -> None:
        """So many seconds have gone by without anybody being awake."""
        self._seconds += seconds
        self._write()

    def sets_clock(self, seconds: int) -> None:
        """Somebody sets the wall clock by so many seconds; no other clock hears of it."""
        self._set += seconds
        self._write()

    def _write(self) -> None:
        with self._slept.open("r+b" if self._slept.exists() else "wb") as file:
            file.write(self._seconds.to_bytes(8, "little") + self._set.to_bytes(8, "little", signed=True))


@contextmanager
def machine(desktop: DesktopSession) -> Iterator[Machine]:
    """The machine that this desktop runs on."""
    need("cc")
    with ExitStack() as ends:
        logind = MockedLogind(Place(desktop, "SYSTEM", ends))
        ends.callback(logind.end)
        yield Machine(logind, desktop.root)


@contextmanager
def mate_saver(desktop: DesktopSession) -> Iterator[MateSaver]:
    """MATE's screen saver on this desktop."""
    with ExitStack() as ends:
        place = Place(desktop, "SESSION", ends)
        saver = MateSaver(place, place, desktop.root / "home")
        ends.callback(saver.end)
        yield saver


def _compiled(folder: Path) -> str:
    source, library = folder / "clocks.c", folder / "clocks.so"
    source.write_text(_CLOCKS)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source], check=True, capture_output=True, timeout=60)
    return str(library)
