"""How numbers and days are said on pages about forecasts."""

from datetime import date, timedelta

__all__ = [
    "attacks",
    "chance",
    "day_words",
    "month_words",
    "number",
    "percent",
    "signed",
    "span_words",
    "thousandth",
]

_GAP = "\u00a0"


def day_words(day: date, year: bool = True) -> str:
    """A day as people write it, such as 1 October 2007."""
    return f"{day.day}{_GAP}{day:%B}{_GAP}{day.year}" if year else f"{day.day}{_GAP}{day:%B}"


def span_words(first: date, last: date) -> str:
    """A span of days in words, naming a year that both share once."""
    if first == last:
        return day_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day_words(last)}"
    return f"{day_words(first, year=first.year != last.year)} to {day_words(last)}"


def month_words(first: date, last: date) -> str:
    """A calendar month by name, or the span of it that is meant."""
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    return f"{first:%B}{_GAP}{first.year}" if whole else span_words(first, last)


def percent(share: float, digits: int = 0) -> str:
    """A share as a percentage."""
    return f"{100 * share:.{digits}f}{_GAP}%"


def chance(share: float) -> str:
    """A probability as a percentage that is never rounded to certainty."""
    if share > 0.995:
        return f"over{_GAP}99{_GAP}%"
    if share < 0.001:
        return f"under{_GAP}0.1{_GAP}%"
    return percent(share, 0 if share >= 0.1 else 1)


def attacks(value: float) -> str:
    """An expected number of attacks: whole from 100 on, one decimal from 1 on, else two digits that count."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2g}"


def thousandth(score: float) -> str:
    """A small score per 1,000 rows: whole from 100 on, two decimals from 1 on, else three digits that count."""
    value = 1000 * score
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}" if value >= 1 else f"{value:.3g}"


def number(value: float, digits: int = 3) -> str:
    """A number rounded to `digits` significant ones, thousands parted; whole from 100 on."""
    if value == 0:
        return "0"
    if abs(value) >= 10 ** (digits - 1):
        return f"{value:,.0f}"
    text = f"{value:.{digits}g}"
    if "e" in text:
        return f"{value:.1e}"
    return text


def signed(value: float, digits: int = 3) -> str:
    """A difference with its own sign, even where it is rounded to nothing: an interval ends on one side of 0."""
    return f"{value + 0.0:+.{digits}f}".replace("-", "−")
