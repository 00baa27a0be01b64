"""`sitbreak config edit` and `prefs`: the settings file in an editor, and what there is without a desktop."""

from __future__ import annotations

import stat
from pathlib import Path

from tests.commands.home import Home


def editor(path: Path, does: str) -> str:
    """A program that does so to the file it is given."""
    path.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_a_first_edit(home: Home, tmp_path: Path) -> None:
    """A file is there to edit, with every setting explained and as a comment; what was changed holds."""
    home.env["EDITOR"] = editor(tmp_path / "ed", """sed -i 's/^# limit = .*/limit = "30m"/' "$1" """)
    with home.terminal("config", "edit") as terminal:
        terminal.shows("no mistakes found")
        assert terminal.ends() == 0
    assert stat.S_IMODE(home.settings.stat().st_mode) == 0o600
    assert "# How long you may sit" in home.settings.read_text()
    assert 'limit = "30m"' in home.does("config", "show").stdout


def test_mistakes_are_named_after_the_edit(home: Home, tmp_path: Path) -> None:
    """Exit code 1, the line and what is allowed; VISUAL goes before EDITOR, and may have arguments."""
    home.configure('[sitting]\nlimit = "45m"\n')
    home.env["VISUAL"] = editor(tmp_path / "my ed", 'echo "$1" > "$2"').replace(" ", "\\ ") + " 'limit = 5'"
    home.env["EDITOR"] = "false"
    with home.terminal("config", "edit") as terminal:
        terminal.shows("config.toml:1: limit: found an unknown key")
        assert terminal.ends() == 1


def test_an_editor_that_fails(home: Home) -> None:
    """One that cannot be started, or ends badly, is named in a sentence; the settings stay."""
    home.configure('[sitting]\nlimit = "30m"\n')
    for named, why in (("/nowhere/ed", "cannot be started"), ("false", "ended with 1")):
        home.env["EDITOR"] = named
        with home.terminal("config", "edit") as terminal:
            terminal.shows(f"{named} {why}")
            assert terminal.ends() == 1
    assert home.settings.read_text() == '[sitting]\nlimit = "30m"\n'


def test_no_terminal_and_no_desktop(home: Home, tmp_path: Path) -> None:
    """Where nothing can open the file, the sentence says where it is."""
    home.env["PATH"] = str(tmp_path)
    done = home.does("config", "edit")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert str(home.settings) in done.stderr


def test_no_preferences_without_a_desktop(home: Home) -> None:
    """The window cannot be shown, and the sentence says what can be done."""
    done = home.does("prefs")
    assert (done.returncode, done.stdout) == (1, "")
    assert "sitbreak config edit" in done.stderr
