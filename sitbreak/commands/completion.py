"""`sitbreak completion bash | zsh | fish`: the command line as a script for the shell, which then asks us nothing."""

from __future__ import annotations

import sys
from argparse import Action, ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Iterator

from sitbreak.adapters.catalogue_files import load_with
from sitbreak.adapters.system import Places
from sitbreak.commands import OK

_FILES = ("FILE", "FILE.png", "TRACE")
_DRILLS = ("ID", "DRILL")


def run(options: Namespace) -> int:
    sys.stdout.write(script(options.shell, options.parser()))
    return OK


def script(shell: str, commands: ArgumentParser) -> str:
    """The script; it knows the drills there are now, so a new drill wants it anew."""
    import shtab

    drills = tuple(drill.id for drill in load_with(Places.find().config).catalogue)
    for action in _actions(commands):
        if action.metavar in _FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
        if action.metavar in _DRILLS:
            action.choices = drills
        elif action.choices and not isinstance(action, _SubParsersAction):
            action.choices = tuple(filter(_plain, map(str, action.choices)))
    return shtab.complete(commands, shell)


def _plain(word: str) -> bool:
    """Whether a shell takes the word as it is; one in need of quotes is left to be typed."""
    return word.replace("-", "").isalnum()


def _actions(parser: ArgumentParser) -> Iterator[Action]:
    for action in parser._actions:  # argparse has no public way to them
        yield action
        if isinstance(action, _SubParsersAction):
            for command in action.choices.values():
                yield from _actions(command)
