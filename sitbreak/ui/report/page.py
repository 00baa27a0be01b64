"""The week as one HTML file that needs nothing else: no script, no network, no second file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sitbreak.core.values import dataclass
from sitbreak.core.week import WeekSummary
from sitbreak.core.week_words import is_empty, lead, suggestion
from sitbreak.ui import palette
from sitbreak.ui.report import pattern, svg_rings
from sitbreak.ui.report.phrases import dates, unbroken
from sitbreak.ui.report.scale import STEP_WORDS
from sitbreak.ui.report.svg_days import Marks, day_chart
from sitbreak.ui.report.svg_totals import columns

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Made:
    """What the page is made of: the figures, the drills and calls of each day, and the moment of making."""

    summary: WeekSummary
    marks: Marks
    at: datetime


def html(made: Made) -> str:
    """The whole page; every word that comes from outside is escaped."""
    return _environment().get_template("week.html.j2").render(_context(made))


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _context(made: Made) -> Mapping[str, object]:
    summary = made.summary
    return {
        "week": int(summary.week[-2:]),
        "dates": dates(summary),
        "so_far": _runs(made),
        "empty": is_empty(summary),
        "lead": unbroken(lead(summary)),
        "facts": pattern.facts(summary),
        "funnel": pattern.funnel(summary),
        "funnel_note": pattern.funnel_note(summary),
        "days": day_chart(summary, made.marks),
        "columns": columns(summary),
        "steps": STEP_WORDS,
        "families": svg_rings.families(summary.drills),
        "sides": svg_rings.sides(summary.drills),
        "shifts": pattern.shifts(summary),
        "suggestion": suggestion(summary),
        "details": pattern.details(summary),
        "small_print": pattern.small_print(summary),
        "made": made.at,
        "light": _inks(palette.LIGHT),
        "dark": _inks(palette.DARK),
    }


def _runs(made: Made) -> bool:
    """Whether the week is not over yet."""
    return made.at.date() <= date.fromisoformat(made.summary.days[-1].date)


def _inks(colours: palette.Palette) -> Mapping[str, str]:
    return {
        "page": palette.as_hex(colours.page),
        "text": palette.as_hex(colours.text),
        "faint": palette.as_hex(colours.faint),
        "accent": palette.as_hex(colours.accent),
    }
