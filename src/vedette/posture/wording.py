"""The sentences of a posture, in one place: why it is at its level, and when it would fall."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from vedette.posture.outlook import Outlook
from vedette.posture.systems import Condition, LevelSystem

__all__ = [
    "commanded",
    "commander_text",
    "condition_text",
    "day_text",
    "forecast_text",
    "level_text",
    "shown",
    "span_text",
]

_COMMANDED = re.compile(r"raised to level (\d+) by (.+?) until (\S+Z): (.*)", re.DOTALL)


def level_text(system: LevelSystem, number: int) -> str:
    """A level with its name, "level 3 (Heightened)"."""
    return f"level {number} ({system.level(number).name.en})"


def forecast_text(outlook: Outlook) -> str:
    """What the forecast says, in one clause with its days."""
    span = (
        f"on {day_text(outlook.first)}"
        if outlook.days == 1
        else f"in the {outlook.days} days from {day_text(outlook.first)}"
    )
    issued = "" if outlook.issued == outlook.first else f"forecast of {day_text(outlook.issued)}: "
    text = (
        f"{issued}{_percent(outlook.p_any)} chance of an attack {span}, {outlook.mean:.3g} expected, "
        f"at most {outlook.worst:.0f} on one day with 90 % certainty"
    )
    if outlook.ratio == outlook.ratio:
        text += f", {outlook.ratio:.2g} times its own past"
    if outlook.from_children:
        count = len(outlook.from_children)
        text += f" (summed over {count} area{'s' if count > 1 else ''} within it)"
    return text


def condition_text(condition: Condition, *, leaving: bool) -> str:
    """A condition as words: what has to be reached to enter, or what keeps the level until it is no longer reached."""
    names = {
        "p_any": "the chance of an attack in the window",
        "p_day": "the chance of an attack on one day",
        "mean": "the expected number of attacks in the window",
        "worst": "the 90 % quantile of one day",
        "ratio": "the ratio to the area's own past",
    }
    parts = []
    for name, threshold in condition.thresholds().items():
        value = threshold.exit if leaving else threshold.enter
        figure = _percent(value) if name.startswith("p_") else f"{value:g}"
        parts.append(f"{names[name]} {'is below' if leaving else 'reaches'} {figure}")
    return (" or " if leaving else " and ").join(parts)


def commander_text(level: int, commander: str, until: datetime, reason: str) -> str:
    """The reason of a commander's raise; `commanded` reads it back, so that it is kept while it lasts."""
    return f"raised to level {level} by {commander} until {until:%Y-%m-%dT%H:%M:%SZ}: {reason}"


def commanded(text: str) -> tuple[int, datetime] | None:
    """Level and end (UTC) of a commander's raise from its reason, None if the text is no such reason."""
    found = _COMMANDED.fullmatch(text)
    return (int(found[1]), datetime.fromisoformat(found[3])) if found else None


def day_text(day: date) -> str:
    """A day as "12 May 2031"."""
    return f"{day.day} {day:%B %Y}"


def span_text(start: date, end: date) -> str:
    """Whole days, both included, as "12 May 2031" or "12 May 2031 to 14 May 2031"."""
    return day_text(start) if start == end else f"{day_text(start)} to {day_text(end)}"


def shown(grade: object, names: Sequence[str]) -> str:
    """A grade with the first names behind it, "C2, Tigris Observer"."""
    return ", ".join([f"graded {grade}", *names[:2]])


def _percent(value: float) -> str:
    if 0.99 < value < 1:
        return "over 99 %"
    return f"{100 * value:.0f} %" if value >= 0.01 or value == 0 else "under 1 %"
