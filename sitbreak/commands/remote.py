"""The commands that only talk to the running program; lean, since status bars start them again and again."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from sitbreak.adapters.control_client import NotRunning, ask, runtime_folder, watch
from sitbreak.commands import NOT_RUNNING, OK, Refusal

_NOBODY = "sitbreak is not running; start it with `sitbreak`."


def plain(options: Namespace) -> int:
    """A command of one word: resume, stand, sit, undo, quit."""
    return send([options.command])


def answer(options: Namespace) -> int:
    words = ["answer", options.answer]
    match options.answer:
        case "accept" if options.drill:
            words.append(options.drill)
        case "snooze" if options.span:
            words.append(options.span)
        case "skip" if options.reason:
            words += ["--reason", options.reason]
    return send(words)


def correct(options: Namespace) -> int:
    return send(["correct", *options.words])


def mode(options: Namespace) -> int:
    return send([options.command, *options.span])


def away(options: Namespace) -> int:
    return send(["away", "--since", options.since] if options.since else ["away"])


def send(words: Sequence[str]) -> int:
    """Have the running program carry out command words, and tell how things stand then."""
    reply = asked(words)
    if reply["error"]:
        raise Refusal(reply["error"], int(reply["exit"]))
    if reply["out"]:
        sys.stdout.write(f"{reply['out']}.\n")
    return OK


def asked(words: Sequence[str]) -> dict[str, Any]:
    """The running program's reply; raises Refusal when none answers."""
    reply = asked_if_running(words)
    if reply is None:
        raise Refusal(_NOBODY, NOT_RUNNING)
    return reply


def asked_if_running(words: Sequence[str], timeout: float = 5.0) -> dict[str, Any] | None:
    """The running program's reply, None when none runs; raises Refusal when one runs that does not answer."""
    try:
        return ask(runtime_folder(), {"command": list(words)}, timeout)
    except NotRunning:
        return None
    except OSError as error:
        raise Refusal(f"the running program does not answer ({error}); end it and start it again.") from error


def status(options: Namespace) -> int:
    """Where I am; with --watch a line for each change until the program ends."""
    if not options.watch:
        return _print(_status_of(asked(["status"])), options)
    try:
        for reply in watch(runtime_folder(), {"command": ["status"]}):
            _print(_status_of(reply), options)
    except NotRunning as nobody:
        raise Refusal(_NOBODY, NOT_RUNNING) from nobody
    return OK


def _status_of(reply: dict[str, Any]) -> dict[str, Any]:
    if "status" not in reply:
        raise Refusal(reply["error"])
    return reply["status"]  # type: ignore[no-any-return]


def _print(told: dict[str, Any], options: Namespace) -> int:
    sys.stdout.write(_shown(told, options) + "\n")
    sys.stdout.flush()
    return OK


def _shown(told: dict[str, Any], options: Namespace) -> str:
    if options.json:
        return json.dumps({key: value for key, value in told.items() if key != "text"})
    if options.format == "waybar":
        return json.dumps(_waybar(told))
    if options.format == "polybar":
        return _short(told)
    return told["text"] if options.watch else _told_in_full(told)


def _waybar(told: dict[str, Any]) -> dict[str, Any]:
    bout, limit = told["bout"] or {"seconds": 0}, told["limit_seconds"]
    due = "due" if told["prompt"] else told["state"]
    share = min(100, round(100 * bout["seconds"] / limit))
    return {"text": _short(told), "tooltip": told["text"], "class": due, "percentage": share}


def _short(told: dict[str, Any]) -> str:
    if told["bout"]:
        return f"{told['bout']['seconds'] // 60} min"
    return str(told["mode"] if told["mode"] == "paused" else told["state"])


def _told_in_full(told: dict[str, Any]) -> str:
    today = told["today"]
    lines = [
        f"{told['text']}.",
        f"Since {told['since'][11:16]}: {told['why']['text']} (source: {told['why']['source']}).",
        f"Today: {_hours(today['sitting_seconds'])} sitting, {_count(today['breaks'], 'break')}, "
        f"longest bout {_hours(today['longest_bout_seconds'])}, {_count(today['drills_done'], 'drill')}.",
    ]
    if told["prompt"]:
        lines.append(f"Offered: {told['prompt']['drill']}. Answer with `sitbreak answer accept`, snooze, skip or walk.")
    return "\n".join(lines + [f"! {notice}" for notice in told["notices"]])


def _hours(seconds: int) -> str:
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
