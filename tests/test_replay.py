"""Recorded days through the real command: one for every row of the published rules, and what is no recording at all."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sitbreak.cli import main
from tests.recorded_days import CASES, Case

ROOT = Path(__file__).parent.parent
TRACES = ROOT / "tests" / "traces"
RULES = ROOT / "docs" / "behaviour.md"
HEAD = '{"sitbreak_trace": 1, "start": "2026-03-02T09:00:00+01:00"}'


def replayed(trace: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert main(["replay", str(trace), "--json"]) == 0
    day: dict[str, Any] = json.loads(capsys.readouterr().out)
    return day


def clock(moment: str | None) -> str:
    return "never" if moment is None else moment[11:19]


def prompt_line(prompt: dict[str, Any]) -> str:
    held = f" held by {', '.join(prompt['held_by'])}" if prompt["held_by"] else ""
    return f"{clock(prompt['due'])} {clock(prompt['shown'])} {prompt['outcome'] or 'open'}{held}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.trace)
def test_recorded_day(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    """Each row of the published rules comes out of its recorded day as it is written."""
    day = replayed(TRACES / f"{case.trace}.jsonl", capsys)
    assert tuple(f"{clock(b['start'])} {clock(b['end'])} {b['ended_by']}" for b in day["bouts"]) == case.bouts
    assert tuple(f"{clock(s['start'])} {clock(s['end'])} {s['state']}" for s in day["spans"]) == case.spans
    assert tuple(prompt_line(prompt) for prompt in day["prompts"]) == case.prompts
    assert round(sum(bout["assumed_seconds"] for bout in day["bouts"])) == case.assumed


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.trace)
def test_the_sums_of_a_recorded_day(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    """The seconds of all postures add up to the time elapsed, which is the time of the last line."""
    totals = replayed(TRACES / f"{case.trace}.jsonl", capsys)["totals"]
    last = json.loads((TRACES / f"{case.trace}.jsonl").read_text().splitlines()[-1])
    assert totals.pop("elapsed_seconds") == last["t"]
    assert sum(totals.values()) == pytest.approx(last["t"], abs=0.01)


def test_rules_and_recordings_agree() -> None:
    """Every recording stands in exactly one row of the published rules, in the words of its case, and the reverse."""
    rows = [line.split(" | ")[0].removeprefix("| ") for line in RULES.read_text().splitlines() if "](../tests/" in line]
    linked = re.findall(r"\[([a-z-]+)\]\(\.\./tests/traces/([a-z-]+)\.jsonl\)", RULES.read_text())
    assert [(case.row, case.trace, case.trace) for case in CASES] == [
        (row, *names) for row, names in zip(rows, linked, strict=True)
    ]
    assert {path.stem for path in TRACES.iterdir()} == {case.trace for case in CASES}


def test_replay_as_a_command() -> None:
    """Run from a shell, replay writes one JSON document and nothing else."""
    command = [sys.executable, "-m", "sitbreak", "replay", str(TRACES / "idle.jsonl"), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["version"] == 1


BAD = (
    ("", "the file is empty"),
    (HEAD, "no readings"),
    ("[1]", "line 1: found no JSON object"),
    ('{"t": 0, "idle": 0}', 'line 1: found no "sitbreak_trace": 1'),
    ('{"sitbreak_trace": 1, "start": "yesterday"}', 'line 1: start: found "yesterday", allowed a time'),
    ('{"sitbreak_trace": 1, "start": "2026-03-02T09:00:00"}', "allowed a time with an offset"),
    ('{"sitbreak_trace": 1, "start": "9999-12-31T09:00:00+01:00"}', "found the year 9999, allowed 1971 to 2200"),
    (HEAD.replace("}", ', "zone": "Mars"}'), 'line 1: zone: found "Mars", allowed a time zone'),
    (HEAD.replace("}", ', "settings": 5}'), "line 1: settings: found 5, allowed a table"),
    (HEAD.replace("}", ', "settings": {"sitting": {"limit": "zap"}}}'), 'found "zap", allowed a duration'),
    (HEAD + "\n{idle}", "line 2: this is not JSON"),
    (HEAD + '\n{"idle": 3}', "line 2: t: found nothing, allowed a number of seconds from 0"),
    (HEAD + '\n\n{"t": -3}', "line 3: t: found -3, allowed a number of seconds from 0"),
    (HEAD + '\n{"t": NaN}', "line 2: t: found nan, allowed"),
    (HEAD + '\n{"t": 9}\n{"t": 8}', "line 3: t: found 8, allowed 9 or later"),
    (HEAD + '\n{"t": 1, "idle": "x"}', 'line 2: idle: found "x", allowed'),
    (HEAD + '\n{"t": 1, "locked": 1}', "line 2: locked: found 1, allowed true or false"),
    (HEAD + '\n{"t": 1, "app": 5}', "line 2: app: found 5, allowed a text"),
    (HEAD + '\n{"t": 1, "slept": 10}', "line 2: slept: found 10, allowed up to 1"),
    (HEAD + '\n{"t": 1, "do": "dance"}', 'line 2: do: found "dance", allowed'),
    (HEAD + '\n{"t": 1, "do": "pause"}', 'line 2: pause: found "", allowed'),
    (HEAD + '\n{"t": 1, "do": "snooze", "for": 5}', "line 2: for: found 5, allowed a text"),
    (HEAD + '\n{"t": 1, "do": "skip", "reason": "lazy"}', 'line 2: reason: found "lazy", allowed one of'),
    (HEAD + '\n{"t": 1, "do": "drill_ended"}', "line 2: result: found None, allowed one of done"),
    (HEAD + '\n{"t": 1, "do": "drill_ended", "result": "done", "seconds": -4}', "line 2: seconds: found -4, allowed"),
    (HEAD + '\n{"t": 1, "do": "drill_ended", "result": "done", "sides": [1]}', "line 2: sides: found [1], allowed"),
)


@pytest.mark.parametrize(("text", "sentence"), BAD)
def test_what_is_no_recording(text: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A trace that cannot be understood is refused with one line: the place, what was found, what is allowed."""
    trace = tmp_path / "bad.jsonl"
    trace.write_text(text)
    assert main(["replay", str(trace), "--json"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert sentence in told.err
    assert told.err.count("\n") == 1


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_what_cannot_be_read(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is not there, or is a folder, is refused with one line."""
    assert main(["replay", str(tmp_path / name)]) == 1
    assert capsys.readouterr().err.count("\n") == 1
