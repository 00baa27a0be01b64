"""The commands that only talk to the running program; they import next to nothing, since status bars call them often."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from sitbreak.adapters.control_client import NotRunning, ask, runtime_folder, watch

NOT_RUNNING = 3
NOT_RUNNING_SENTENCE = "sitbreak is not running; start it with `sitbreak`."


def plain(options: Namespace) -> int:
    """A command of one word: resume, stand, sit, quit."""
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


def mode(options: Namespace) -> int:
    return send([options.command, *options.span])


def away(options: Namespace) -> int:
    return send(["away", "--since", options.since] if options.since else ["away"])


def send(words: Sequence[str]) -> int:
    """Have the running program carry out command words; its sentence goes to standard error when it refuses."""
    reply = asked(words)
    if reply is None:
        return NOT_RUNNING
    if reply.get("out"):
        sys.stdout.write(f"{reply['out']}\n")
    if reply.get("error"):
        sys.stderr.write(f"sitbreak: {reply['error']}\n")
    return int(reply["exit"])


def asked(words: Sequence[str]) -> dict[str, Any] | None:
    """The running program's reply, or None, said on standard error, when none answers."""
    try:
        return ask(runtime_folder(), {"command": list(words)})
    except NotRunning:
        sys.stderr.write(f"sitbreak: {NOT_RUNNING_SENTENCE}\n")
    except OSError as error:
        sys.stderr.write(
            f"sitbreak: the running program does not answer ({error}); `sitbreak quit` and start it again.\n"
        )
    return None


def status(options: Namespace) -> int:
    """Where I am; with --watch a line for each change until the program ends."""
    if not options.watch:
        reply = asked(["status"])
        return NOT_RUNNING if reply is None else _print(reply["status"], options)
    try:
        for reply in watch(runtime_folder(), {"command": ["status"]}):
            _print(reply["status"], options)
    except NotRunning:
        sys.stderr.write(f"sitbreak: {NOT_RUNNING_SENTENCE}\n")
        return NOT_RUNNING
    return 0


def _print(told: Any, options: Namespace) -> int:
    sys.stdout.write(_shown(told, options) + "\n")
    sys.stdout.flush()
    return 0


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
        f"Today: {_hours(today['sitting_seconds'])} sitting, {today['breaks']} breaks, "
        f"longest bout {_hours(today['longest_bout_seconds'])}, {today['drills_done']} drills.",
    ]
    if told["prompt"]:
        lines.append(f"Offered: {told['prompt']['drill']}. Answer with `sitbreak answer accept`, snooze, skip or walk.")
    return "\n".join(lines + [f"! {notice}" for notice in told.get("notices", ())])


def _hours(seconds: int) -> str:
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min"
