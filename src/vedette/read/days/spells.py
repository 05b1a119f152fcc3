"""The rules of relative time: from its parts and the day of publication to an interval in past and in future tense."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from vedette.read.days.spans import (
    Interval,
    Parts,
    Reading,
    month_at,
    of_end,
    of_month,
    of_month_day,
    of_month_of_year,
    of_nth,
    of_part_of_month,
    of_quarter_end,
    of_season,
    of_this_month,
    of_year,
    shift,
    year_of,
)
from vedette.terms.report import TimePrecision

__all__ = ["SPELLS", "Interval", "Parts", "moved"]

DAY, DAYS, WEEK = TimePrecision.DAY, TimePrecision.DAYS, TimePrecision.WEEK
_SOME_DAYS = 7
_UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


def _offset(_parts: Parts, value: int, published: date) -> Reading:
    day = _one(shift(published, value))
    return day, day, DAY


def _overnight(_parts: Parts, value: int, published: date) -> Reading:
    """The night before publication, or (value 1) the one after it."""
    first = shift(published, value - 1)
    both = (first, shift(first, 1))
    return both, both, DAYS


def _weekday(parts: Parts, value: int, published: date) -> Reading:
    """Value 0: tense decides; −1: "last", 1: "next"."""
    if parts.weekday is None:
        return None, None, DAY
    back = (published.weekday() - parts.weekday) % 7
    past = _one(shift(published, -(back or 7) if value == -1 else -back))
    future = _one(shift(published, 7 - back))
    if value == -1:
        return past, past, DAY
    return (future, future, DAY) if value == 1 else (past, future, DAY)


def _weekday_of_week(parts: Parts, value: int, published: date) -> Reading:
    """ "Friday of last week": the day within the week that lies `value` weeks on."""
    if parts.weekday is None:
        return None, None, DAY
    monday = published - timedelta(days=published.weekday())
    day = _one(shift(monday, 7 * value + parts.weekday))
    return day, day, DAY


def _night_between(parts: Parts, _value: int, published: date) -> Reading:
    past, future, _ = _weekday(parts, 0, published)
    wide = [(i[0], shift(i[0], 1)) if i and i[0] else None for i in (past, future)]
    if wide[0] and wide[0][1] and wide[0][1] > published and wide[0][0]:
        first = shift(wide[0][0], -7)
        wide[0] = (first, shift(first, 1))
    return wide[0], wide[1], DAYS


def _night_into(parts: Parts, _value: int, published: date) -> Reading:
    """ "Overnight into Tuesday": the day before the one that is named, and that day."""
    past, future, _ = _weekday(parts, 0, published)
    wide = [(shift(i[0], -1), i[0]) if i and i[0] else None for i in (past, future)]
    return wide[0], wide[1], DAYS


def _two_days(parts: Parts, _value: int, published: date) -> Reading:
    """ "On Friday and Saturday", one after the other: from the first to the second."""
    last = _weekday(Parts(weekday=parts.other), 0, published)
    if parts.weekday is None or parts.other is None:
        return None, None, DAYS
    back = (parts.other - parts.weekday) % 7
    wide = [(shift(i[0], -back), i[0]) if i and i[0] else None for i in last[:2]]
    return wide[0], wide[1], DAYS


def _ago(parts: Parts, value: int, published: date) -> Reading:
    """Value −1: "N days ago", that one day; months and years ago are that month and that year; hours count from now."""
    number = parts.number or 1
    if parts.unit in {"month", "year"}:
        span = month_at(published, value * number * (12 if parts.unit == "year" else 1))
        whole = span if parts.unit == "month" else year_of(span[0].year)
        return whole, whole, TimePrecision.MONTH if parts.unit == "month" else TimePrecision.YEAR
    if parts.unit == "hour":
        day = _one(shift(published, value * (number // 24)))
        return day, day, DAY
    day = _one(shift(published, value * number * (7 if parts.unit == "week" else 1)))
    return day, day, DAY


def _fortnight_ago(_parts: Parts, value: int, published: date) -> Reading:
    day = _one(shift(published, value * 14))
    return day, day, DAY


def _in_days(parts: Parts, _value: int, published: date) -> Reading:
    """ "In three days": that one day of the future, or all of the last three."""
    number = _days(parts)
    return (shift(published, -number), published), _one(shift(published, number)), DAY


def _week(_parts: Parts, value: int, published: date) -> Reading:
    monday = published - timedelta(days=published.weekday())
    if value == 0:
        return (monday, published), (published, shift(monday, 6)), WEEK
    first = shift(monday, 7 * value)
    whole = (first, shift(first, 6))
    return whole, whole, WEEK


def _weekend(_parts: Parts, value: int, published: date) -> Reading:
    monday = published - timedelta(days=published.weekday())
    this = (shift(monday, 5), shift(monday, 6))
    if value == 0:
        past = this if this[0] <= published else (shift(this[0], -7), shift(this[1], -7))
        return past, this, DAYS
    moved = (shift(this[0], 7 * value), shift(this[1], 7 * value))
    if value < 0 and published.weekday() == 6:
        moved = (shift(this[0], -7), shift(this[1], -7))
    return moved, moved, DAYS


def _coming(parts: Parts, value: int, published: date) -> Reading:
    """Value 1: "in the coming N days", publication to publication + N; −1 the past N days; beyond ±1: that many days."""
    number = abs(value) if abs(value) > 1 else _days(parts)
    other = shift(published, number if value > 0 else -number)
    if parts.unit == "month":
        other = _by_months(published, value * (parts.number or 1)) or other
    both = (published, other) if value > 0 else (other, published)
    return both, both, DAYS


def _lasting(parts: Parts, value: int, published: date) -> Reading:
    """ "For ten days": what is going on began so long before publication, what is to come ends so long after it."""
    if parts.unit == "month":
        months = parts.number or value or 1
        ends = _by_months(published, -months), _by_months(published, months)
    else:
        number = _days(parts) * (value or 1)
        ends = shift(published, -number), shift(published, number)
    return (ends[0], published), (published, ends[1]), DAYS


def _nth_running(parts: Parts, _value: int, published: date) -> Reading:
    """ "For a third day running": that many days up to publication."""
    both = (shift(published, 1 - max(parts.nth or 1, 1)), published)
    return both, both, DAYS


def moved(interval: Interval | None, value: int, parts: Parts) -> Interval | None:
    """An interval moved by the days, weeks, months or years of the parts; months and years keep the day where they can."""
    if interval is None:
        return None
    number = value * (parts.number if parts.number is not None else 1)
    if parts.unit in {"month", "year"}:
        months = number * (12 if parts.unit == "year" else 1)
        return _by_months(interval[0], months), _by_months(interval[1], months)
    days = number * (7 if parts.unit == "week" else 1)
    return interval[0] and shift(interval[0], days), interval[1] and shift(interval[1], days)


def _by_months(day: date | None, months: int) -> date | None:
    if day is None:
        return None
    first = month_at(day, months)[0]
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


def _one(day: date) -> Interval:
    return day, day


def _days(parts: Parts) -> int:
    number = parts.number
    if parts.unit is None:
        return number or _SOME_DAYS
    if parts.unit == "hour":
        return max(1, -(-(number or 24) // 24))
    if number is None:
        number = _SOME_DAYS if parts.unit == "day" else 1
    return number * _UNIT_DAYS[parts.unit]


SPELLS: dict[str, Callable[[Parts, int, date], Reading]] = {
    "offset": _offset,
    "overnight": _overnight,
    "weekday": _weekday,
    "weekday_of_week": _weekday_of_week,
    "night_between": _night_between,
    "night_into": _night_into,
    "two_days": _two_days,
    "ago": _ago,
    "fortnight_ago": _fortnight_ago,
    "in_days": _in_days,
    "week": _week,
    "weekend": _weekend,
    "coming": _coming,
    "lasting": _lasting,
    "nth_running": _nth_running,
    "month": of_month,
    "this_month": of_this_month,
    "month_day": of_month_day,
    "month_of_year": of_month_of_year,
    "nth": of_nth,
    "part_of_month": of_part_of_month,
    "quarter_end": of_quarter_end,
    "end_of": of_end,
    "year": of_year,
    "season": of_season,
}
"""The rules by the name that the rows of data/times/ give."""
