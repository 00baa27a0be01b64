"""Reads the command line and hands over to the command's own module, which is imported only then."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter, _SubParsersAction
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from sitbreak.commands import USAGE
from sitbreak.commands.ending import exit_code

_SKIP_REASONS = ("busy", "meeting", "can't stand", "hurts", "other")

_ABOUT = """\
sitbreak knows how long you have been sitting and gets you up for a minute of hip work.

Without a command it starts in the tray; a second start talks to the first.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    options = parser().parse_args(argv)
    return exit_code(lambda: _run(options))


def _run(options: Namespace) -> int:
    module, _, function = options.does.partition(":")
    return int(getattr(import_module(f"sitbreak.commands.{module}"), function)(options))


class _Parser(ArgumentParser):
    """Says in one sentence what is wrong with the words."""

    def error(self, message: str) -> NoReturn:
        sentence = message.removeprefix("argument ").removeprefix("COMMAND: ")
        self.exit(USAGE, f"{self.prog}: {sentence}; `{self.prog} --help` tells more.\n")


def parser() -> ArgumentParser:
    """The whole command line."""
    top: ArgumentParser = _Parser(prog="sitbreak", description=_ABOUT, formatter_class=RawDescriptionHelpFormatter)
    top.add_argument("--version", action="store_true", help="print the version and exit")
    top.set_defaults(does="start:run", record=None, terminal=False)
    commands = top.add_subparsers(metavar="COMMAND")
    _starting(commands)
    _answering(commands)
    _saying(commands)
    _training(commands)
    _reading(commands)
    _keeping(commands)
    _settling(commands)
    return top


Commands = _SubParsersAction  # argparse has no public name for it


def _command(commands: Commands[ArgumentParser], name: str, does: str, about: str) -> ArgumentParser:
    made = commands.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".")
    made.set_defaults(does=does, command=name)
    return made


def _starting(commands: Commands[ArgumentParser]) -> None:
    run = _command(commands, "run", "start:run", "start in the tray, or in the terminal")
    run.add_argument("--record", metavar="FILE", help="record the day's signals to FILE, to be replayed later")
    run.add_argument("--terminal", action="store_true", help="live status, prompts and drills in this terminal")
    _command(commands, "quit", "remote:plain", "end the running program")


def _answering(commands: Commands[ArgumentParser]) -> None:
    answer = _command(commands, "answer", "remote:answer", "answer the open prompt")
    answers = answer.add_subparsers(dest="answer", required=True, metavar="accept|snooze|skip|walk")
    answers.add_parser("accept", help="do the offered drill, or DRILL").add_argument(
        "drill", nargs="?", metavar="DRILL"
    )
    answers.add_parser("snooze", help="ask again later").add_argument("span", nargs="?", metavar="10m")
    answers.add_parser("skip", help="not this time").add_argument("--reason", choices=_SKIP_REASONS)
    answers.add_parser("walk", help="just walk")
    drill = _command(commands, "drill", "drill:run", "do a drill now")
    drill.add_argument("id", nargs="?", metavar="ID", help="which one; left out, sitbreak chooses")
    instead = drill.add_mutually_exclusive_group()
    instead.add_argument("--list", action="store_true", help="list the drills")
    instead.add_argument("--preview", metavar="FILE", help="check a drill file and go through it, off the record")
    instead.add_argument("--sheet", metavar="FILE.png", help="draw every posture of all drills, or of ID")
    drill.add_argument("--terminal", action="store_true", help="guide it in this terminal")
    drill.add_argument("--json", action="store_true", help="print the result, or the list, as JSON")


def _saying(commands: Commands[ArgumentParser]) -> None:
    for name, about in (("pause", "count nothing for a while"), ("quiet", "count, but do not prompt, for a while")):
        span = _command(commands, name, "remote:mode", f"{about}: 1h, until 14:00, or today")
        span.add_argument("span", nargs="*" if name == "quiet" else "+", metavar="1h | until 14:00 | today")
    _command(commands, "resume", "remote:plain", "end a pause or quiet time")
    _command(commands, "stand", "remote:plain", "I am standing")
    _command(commands, "sit", "remote:plain", "I am sitting")
    _command(commands, "undo", "remote:plain", "take the last declaration or correction back")
    correct = _command(commands, "correct", "remote:correct", "put a past time right, of the last 14 days")
    correct.usage = "sitbreak correct FROM TO seated|away\n       sitbreak correct last seated|away|never"
    correct.add_argument(
        "words",
        nargs="+",
        metavar="WORD",
        help="times such as 14:02 or 2026-11-20T14:02, then what was true; last = the time sitbreak asked about",
    )
    away = _command(commands, "away", "remote:away", "I am away, or I was for the last while")
    away.add_argument("--since", metavar="10m", help="how long ago the walk began")


def _training(commands: Commands[ArgumentParser]) -> None:
    safety = _command(commands, "safety", "care:safety", "the safety notice, to be read once before the first drill")
    safety.add_argument("--acknowledge", action="store_true", help="say that you have read it")
    drills = _command(commands, "drills", "care:drills", "turn all drills off, or on again; prompts then offer a walk")
    drills.add_argument("state", choices=("on", "off"))
    hurt = _command(commands, "hurt", "care:hurt", "whether what hurt spread down the leg, or stayed where it was")
    hurt.add_argument("answer", choices=("spread", "stayed"))
    level = _command(commands, "level", "care:level", "go on at another step of a drill, or open more of a chain")
    level.add_argument("name", metavar="DRILL|CHAIN", help="the id of a drill, or the letters of a chain")
    level.add_argument("level", type=int, metavar="N", help="the step or level; lower at any time, higher when offered")
    check = _command(commands, "self-check", "care:self_check", "a rough feel for the hips, once a month at most")
    for side in ("left", "right"):
        check.add_argument(f"--{side}", choices=("level", "above", "unsure"), help=f"how the {side} thigh hung")


def _reading(commands: Commands[ArgumentParser]) -> None:
    status = _command(commands, "status", "remote:status", "where I am, since when, why, and what comes next")
    status.add_argument("--json", action="store_true", help="one JSON document")
    status.add_argument("--watch", action="store_true", help="go on with a line for each change")
    status.add_argument("--format", choices=("text", "waybar", "polybar"), default="text", help="for status bars")
    week = _command(commands, "week", "week:run", "the week in a table")
    week.add_argument("week", nargs="?", metavar="2026-W47", help="which ISO week; left out, this one")
    instead = week.add_mutually_exclusive_group()
    instead.add_argument("--open", action="store_true", help="as a page in the browser")
    instead.add_argument("--html", metavar="FILE", help="write that page to FILE; - for standard output")
    instead.add_argument("--csv", metavar="FILE", help="write a row for each bout to FILE; - for standard output")
    instead.add_argument("--json", action="store_true", help="one JSON document")
    log = _command(commands, "log", "log:run", "bouts, breaks, prompts and drills in order")
    log.add_argument(
        "--since", metavar="DATE", help="from this day on, such as 2026-11-20; left out, the last seven days"
    )
    log.add_argument("--json", action="store_true", help="one JSON document a line")


def _keeping(commands: Commands[ArgumentParser]) -> None:
    config = _command(commands, "config", "config:run", "look at the settings, check or change them")
    actions = config.add_subparsers(dest="action", required=True, metavar="path|show|check|set|edit")
    actions.add_parser("path", help="where the settings file is")
    actions.add_parser("show", help="the settings in force")
    actions.add_parser("check", help="every mistake at once").add_argument("file", nargs="?", metavar="FILE")
    change = actions.add_parser("set", help="change one setting and keep the rest as it is")
    change.add_argument("key", metavar="KEY")
    change.add_argument("value", metavar="VALUE")
    actions.add_parser("edit", help="open the settings file in your editor")
    _command(commands, "prefs", "prefs:run", "the preferences window")
    doctor = _command(commands, "doctor", "doctor:run", "what works here, what does not, and what to do about it")
    doctor.add_argument("--json", action="store_true", help="one JSON document")
    replay = _command(commands, "replay", "replay:run", "put a recorded day through the same rules")
    replay.add_argument("trace", metavar="TRACE")
    replay.add_argument("--json", action="store_true", help="one JSON document")
    out = _command(commands, "export", "export:run", "all records as one JSON document")
    out.add_argument("file", metavar="FILE", help="where to write it; - for standard output")
    back = _command(commands, "import", "import_:run", "add the records of such a document, or of ActivityWatch")
    back.add_argument("file", metavar="FILE", help="what to read; - for standard input")
    demo = _command(commands, "demo", "demo:run", "a made-up week at speed, in a folder of its own")
    demo.add_argument("--html", metavar="FILE", help="write its page to FILE")


def _settling(commands: Commands[ArgumentParser]) -> None:
    autostart = _command(commands, "autostart", "autostart:run", "start with the session, or no longer")
    autostart.add_argument("state", choices=("on", "off", "status"))
    autostart.add_argument("--systemd", action="store_true", help="with on: as a systemd unit of the user")
    completion = _command(commands, "completion", "completion:run", "print what makes a shell complete these commands")
    completion.add_argument("shell", choices=("bash", "zsh", "fish"))
    completion.set_defaults(parser=parser)


if __name__ == "__main__":
    sys.exit(main())
