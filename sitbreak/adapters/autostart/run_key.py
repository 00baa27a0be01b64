"""Starting with a Windows session: a value below the user's Run key."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from sitbreak.adapters.autostart.way import Found, NotOurs, Start

RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
"""Where Windows' settings note what the person has switched off: binary values whose first byte is odd then."""

VALUE = "sitbreak"


class RunKey:
    """`registry` is the module winreg; the value is ours as long as it starts some sitbreak."""

    name = "registry"

    def __init__(self, registry: Any) -> None:
        self._registry = registry

    def found(self) -> Found | None:
        command = self._value(RUN)
        if command is None:
            return None
        switched = self._value(APPROVED)
        off = isinstance(switched, bytes) and bool(switched[:1]) and bool(switched[0] & 1)
        ours = isinstance(command, str) and "sitbreak" in command.lower()
        return Found(
            rf"HKEY_CURRENT_USER\{RUN}", not off, ours, "it was switched off in Windows' settings" if off else ""
        )

    def on(self, start: Start) -> Found:
        if start.environ:
            raise OSError("Windows starts programs without an environment of their own; unset SITBREAK_HOME first")
        self._refuse_others()
        from subprocess import list2cmdline

        registry = self._registry
        with registry.CreateKey(registry.HKEY_CURRENT_USER, RUN) as key:
            registry.SetValueEx(key, VALUE, 0, registry.REG_SZ, list2cmdline(start.argv))
        self._drop(APPROVED)
        return Found(rf"HKEY_CURRENT_USER\{RUN}", True)

    def off(self) -> bool:
        self._refuse_others()
        if self.found() is None:
            return False
        self._drop(RUN)
        self._drop(APPROVED)
        return True

    def _refuse_others(self) -> None:
        found = self.found()
        if found and not found.ours:
            raise NotOurs(found.place)

    def _value(self, path: str) -> Any:
        registry = self._registry
        try:
            with registry.OpenKey(registry.HKEY_CURRENT_USER, path) as key:
                return registry.QueryValueEx(key, VALUE)[0]
        except FileNotFoundError:
            return None

    def _drop(self, path: str) -> None:
        registry = self._registry
        with (
            suppress(FileNotFoundError),
            registry.OpenKey(registry.HKEY_CURRENT_USER, path, 0, registry.KEY_SET_VALUE) as key,
        ):
            registry.DeleteValue(key, VALUE)
