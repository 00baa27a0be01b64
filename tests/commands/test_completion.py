"""The real shells complete our commands from what `sitbreak completion` prints."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.home import Home
from tests.desktop.conftest import require

_BASH = """
source "$1"; shift
complete -p sitbreak >&2
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
_shtab_sitbreak sitbreak "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
printf '%s\\n' "${COMPREPLY[@]}"
"""


def script(home: Home, shell: str) -> Path:
    done = home.does("completion", shell)
    assert (done.returncode, done.stderr) == (0, "")
    path = home.path / f"completion.{shell}"
    path.parent.mkdir(exist_ok=True)
    path.write_text(done.stdout)
    return path


def bash(home: Home, *words: str) -> set[str]:
    """What bash offers for the last word."""
    argv = ["bash", "--norc", "-c", _BASH, "bash", str(script(home, "bash")), "sitbreak", *words]
    done = subprocess.run(argv, capture_output=True, text=True, check=True, timeout=20)
    assert "-F _shtab_sitbreak sitbreak" in done.stderr
    return set(done.stdout.split())


def fish(home: Home, *words: str) -> set[str]:
    """What fish offers for the last word."""
    line = " ".join(("sitbreak", *words))
    code = f"source {script(home, 'fish')}; complete -C '{line}'"
    env = os.environ | {"HOME": str(home.path)}
    done = subprocess.run(["fish", "-N", "-c", code], env=env, capture_output=True, text=True, check=True, timeout=20)
    assert done.stderr == ""
    return {line.partition("\t")[0] for line in done.stdout.splitlines()}


def zsh(home: Home, *words: str) -> set[str]:
    """What an interactive zsh shows when Tab is pressed twice behind the words, with all offers in a list."""
    code = f'autoload -Uz compinit; compinit -u -D; eval "$(<{script(home, "zsh")})"; PS1=; setopt autolist'
    program, ours = _in_a_terminal(["zsh", "-f", "-i"], os.environ | {"HOME": str(home.path), "TERM": "dumb"})
    try:
        os.write(ours, f"{code}; print rea''dy\n".encode())
        _shown(ours, "ready\r\n")
        os.write(ours, " ".join(("sitbreak", *words)).encode() + b"\t\t")
        return set(_settled(ours).replace("\r", " ").split())
    finally:
        program.kill()
        program.wait()
        os.close(ours)


def _in_a_terminal(argv: list[str], env: dict[str, str]) -> tuple[subprocess.Popen[bytes], int]:
    ours, theirs = pty.openpty()
    program = subprocess.Popen(argv, env=env, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    return program, ours


def _shown(terminal: int, words: str) -> None:
    text, deadline = "", time.monotonic() + 20
    while words not in text:
        assert time.monotonic() < deadline, text
        if select.select([terminal], [], [], 0.1)[0]:
            text += os.read(terminal, 4096).decode(errors="replace")


def _settled(terminal: int) -> str:
    """What comes until nothing has come for a while."""
    text, deadline = "", time.monotonic() + 20
    while select.select([terminal], [], [], 1.0 if text else 10.0)[0]:
        assert time.monotonic() < deadline, text
        text += os.read(terminal, 4096).decode(errors="replace")
    return text


SHELLS: dict[str, Callable[..., set[str]]] = {"bash": bash, "zsh": zsh, "fish": fish}


@pytest.fixture(params=SHELLS)
def offers(request: pytest.FixtureRequest, home: Home) -> Callable[..., set[str]]:
    """What a shell offers to complete the given words."""
    shell = str(request.param)
    require([] if shutil.which(shell) else [shell])
    return lambda *words: SHELLS[shell](home, *words)


def test_a_command_is_completed(offers: Callable[..., set[str]]) -> None:
    """Rule: the beginning of a command brings the command."""
    assert "pause" in offers("pau")


def test_all_that_a_command_takes_is_offered(offers: Callable[..., set[str]]) -> None:
    """Rule: the words that may follow are offered, and no others."""
    offered = offers("autostart", "")
    assert {"on", "off", "status"} <= offered
    assert not {"pause", "waybar"} & offered


def test_drills_are_offered_by_their_ids(offers: Callable[..., set[str]]) -> None:
    """Rule: the drills there are stand behind `sitbreak drill`."""
    offered = offers("drill", "standing-")
    assert {"standing-march", "standing-quad-stretch"} <= offered


def test_options_are_offered_with_what_they_take(offers: Callable[..., set[str]]) -> None:
    """Rule: so do the values of an option."""
    assert {"waybar", "polybar", "text"} <= offers("status", "--format", "")


def test_own_drills_are_among_them(home: Home) -> None:
    """Rule: a drill of the person's own is completed, too."""
    shipped = Path(__file__).parents[2] / "config" / "drills" / "standing-march.toml"
    own = home.path / "config" / "drills" / "mine.toml"
    own.parent.mkdir(parents=True)
    own.write_text(shipped.read_text().replace('id = "standing-march"', 'id = "my-own-march"'))
    assert "my-own-march" in bash(home, "drill", "my-")


def test_another_shell_is_refused(home: Home) -> None:
    """Rule: a shell we know nothing of is bad usage."""
    assert home.does("completion", "tcsh").returncode == 2
