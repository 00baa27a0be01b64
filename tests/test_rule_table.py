"""The column of settings in the published rules says what the settings are."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from sitbreak.core.declared import AWAY_GRACE
from sitbreak.core.durations import parse_duration
from sitbreak.core.settings import Settings, read_settings

ROOT = Path(__file__).parent.parent
ROW = re.compile(
    r"\| .* \| .* \| (?:`(?P<key>[a-z_.]+)`, (?P<here>here )?)?(?P<value>\d+ \w+) \| \[.*\]\(\.\./(?P<trace>.*)\) \|"
)
ROWS = [
    found.groupdict() for line in (ROOT / "docs/behaviour.md").read_text().splitlines() if (found := ROW.match(line))
]


def sitting(settings: Settings, key: str) -> Any:
    value: Any = settings.sitting
    for name in key.split("."):
        value = getattr(value, name)
    return value


@pytest.mark.parametrize("row", ROWS, ids=lambda row: Path(row["trace"]).stem)
def test_the_published_value_is_the_one_in_force(row: dict[str, str]) -> None:
    """A row names the setting that decides it with its default, or with the value its recorded day was played under."""
    head = json.loads((ROOT / row["trace"]).read_text().splitlines()[0])
    settings = read_settings(head["settings"]) if row["here"] else Settings()
    value = sitting(settings, row["key"]) if row["key"] else AWAY_GRACE
    assert parse_duration(row["value"].replace(" min", "m").replace(" s", "s")) == value


def test_every_setting_of_absence_is_published() -> None:
    """No setting that decides what counts as sitting is left out of the rules."""
    absence = {f"absence.{name}" for name in Settings().sitting.absence.__slots__}
    assert {row["key"] for row in ROWS} >= absence | {"assume_seated_max", "confirm_break"}
