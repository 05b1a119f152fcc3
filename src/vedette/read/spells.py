"""The rules of relative time: from its parts and the day of publication to an interval in past and in future tense."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from vedette.terms.report import TimePrecision

__all__ = ["SPELLS", "Interval", "Parts"]

Interval = tuple[date | None, date | None]
Reading = tuple[Interval | None, Interval | None, TimePrecision]
DAY, DAYS, WEEK, MONTH, YEAR = (
    TimePrecision.DAY,
    TimePrecision.DAYS,
    TimePrecision.WEEK,
    TimePrecision.MONTH,
    TimePrecision.YEAR,
)
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_SOME_DAYS = 7


@dataclass(frozen=True)
class Parts:
    """What the words of a relative time name; None where they do not."""

    number: int | None = None
    unit: str | None = None
    part: str | None = None
    weekday: int | None = None
    other: int | None = None
    month: int | None = None
    year: int | None = None
    season: str | None = None


def _offset(_parts: Parts, value: int, published: date) -> Reading:
    day = _shift(published, value)
    return _one(day), _one(day), DAY


def _overnight(_parts: Parts, value: int, published: date) -> Reading:
    """The night before publication, or (value 1) the one after it."""
    first = _shift(published, value - 1)
    both = (first, _shift(first, 1))
    return both, both, DAYS


def _weekday(parts: Parts, value: int, published: date) -> Reading:
    """Value 0: tense decides; −1: "last", 1: "next"; 2: "this", which follows the tense but stays within the week."""
    if parts.weekday is None:
        return None, None, DAY
    back = (published.weekday() - parts.weekday) % 7
    past = _one(_shift(published, -(back or 7) if value == -1 else -back))
    future = _one(_shift(published, 7 - back))
    if value == -1:
        return past, past, DAY
    return (future, future, DAY) if value == 1 else (past, future, DAY)


def _night_between(parts: Parts, _value: int, published: date) -> Reading:
    past, future, _ = _weekday(parts, 0, published)
    wide = [(i[0], _shift(i[0], 1)) if i and i[0] else None for i in (past, future)]
    if wide[0] and wide[0][1] and wide[0][1] > published and wide[0][0]:
        first = _shift(wide[0][0], -7)
        wide[0] = (first, _shift(first, 1))
    return wide[0], wide[1], DAYS


def _ago(parts: Parts, value: int, published: date) -> Reading:
    """Value −1: "N days ago", that one day; months and years ago are that month and that year."""
    number = parts.number or 1
    if parts.unit in {"month", "year"}:
        months = number * (12 if parts.unit == "year" else 1)
        span = _month_at(published, value * months)
        whole = span if parts.unit == "month" else _year_of(span[0].year)
        return whole, whole, MONTH if parts.unit == "month" else YEAR
    day = _one(_shift(published, value * number * (7 if parts.unit == "week" else 1)))
    return day, day, DAY


def _fortnight_ago(_parts: Parts, value: int, published: date) -> Reading:
    day = _one(_shift(published, value * 14))
    return day, day, DAY


def _week(_parts: Parts, value: int, published: date) -> Reading:
    monday = published - timedelta(days=published.weekday())
    if value == 0:
        return (monday, published), (published, _shift(monday, 6)), WEEK
    first = _shift(monday, 7 * value)
    whole = (first, _shift(first, 6))
    return whole, whole, WEEK


def _weekend(_parts: Parts, value: int, published: date) -> Reading:
    monday = published - timedelta(days=published.weekday())
    this = (_shift(monday, 5), _shift(monday, 6))
    if value == 0:
        past = this if this[0] <= published else (_shift(this[0], -7), _shift(this[1], -7))
        return past, this, DAYS
    moved = (_shift(this[0], 7 * value), _shift(this[1], 7 * value))
    if value < 0 and published.weekday() == 6:
        moved = (_shift(this[0], -7), _shift(this[1], -7))
    return moved, moved, DAYS


def _coming(parts: Parts, value: int, published: date) -> Reading:
    """Value 1: "in the coming N days", publication to publication + N; −1 the past N days; beyond ±1: that many days."""
    number = abs(value) if abs(value) > 1 else _days(parts)
    other = _shift(published, number if value > 0 else -number)
    both = (published, other) if value > 0 else (other, published)
    return both, both, DAYS


def _month(parts: Parts, value: int, published: date) -> Reading:
    """A named month: value 0 the tense decides, −1 "last March", 1 "next March"; early, mid and late are ten days each."""
    if parts.month is None:
        return None, None, MONTH
    if parts.year:
        span = _part(_month_of(parts.year, parts.month), parts.part)
        return span, span, MONTH if not parts.part else DAYS
    spans = [_part(_month_of(published.year + k, parts.month), parts.part) for k in (-2, -1, 0, 1)]
    past = max(s for s in spans if s[0] <= published)
    if value == -1 and past[1] >= published:
        past = spans[spans.index(past) - 1]
    future = min((s for s in spans if s[1] >= published), default=past)
    precision = DAYS if parts.part else MONTH
    if value:
        return (past, past, precision) if value < 0 else (future, future, precision)
    return past, future, precision


def _this_month(parts: Parts, value: int, published: date) -> Reading:
    span = _month_at(published, value)
    if parts.part:
        cut = _part(span, parts.part)
        return cut, cut, DAYS
    if value == 0:
        return (span[0], published), (published, span[1]), MONTH
    return span, span, MONTH


def _end_of(parts: Parts, value: int, published: date) -> Reading:
    """The last day of the month or year at hand (value months on), or of a named month."""
    if parts.month is not None:
        past, future, _ = _month(Parts(month=parts.month, year=parts.year), 0, published)
        ends = [_one(i[1]) if i and i[1] else None for i in (past, future)]
        return ends[0], ends[1], DAY
    if parts.unit == "year":
        last = date(parts.year or published.year, 12, 31)
    elif parts.unit == "week":
        last = published + timedelta(days=6 - published.weekday())
    else:
        last = _month_at(published, value)[1]
    return _one(last), _one(last), DAY


def _year(parts: Parts, value: int, published: date) -> Reading:
    span = _year_of(parts.year or published.year + value)
    if parts.year is None and value == 0:
        return (span[0], published), (published, span[1]), YEAR
    return span, span, YEAR


def _season(parts: Parts, value: int, published: date) -> Reading:
    month = _SEASONS[parts.season or "spring"]
    years = [parts.year] if parts.year else [published.year + k for k in (-2, -1, 0, 1)]
    spans = [(date(y, month, 1), _month_at(date(y, month, 1), 2)[1]) for y in years]
    past = max((s for s in spans if s[0] <= published), default=spans[0])
    future = min((s for s in spans if s[1] >= published), default=spans[-1])
    if value == -1 and past[1] >= published and past in spans[1:]:
        past = spans[spans.index(past) - 1]
    return past, (past if value == -1 else future), MONTH


def _shift(day: date, days: int) -> date:
    """A day moved, held within the calendar."""
    number = min(max(day.toordinal() + days, 1), date.max.toordinal())
    return date.fromordinal(number)


def _one(day: date) -> Interval:
    return day, day


def _days(parts: Parts) -> int:
    number = parts.number
    if parts.unit is None:
        return number or _SOME_DAYS
    if number is None:
        number = _SOME_DAYS if parts.unit == "day" else 1
    return number * {"day": 1, "week": 7, "month": 30, "year": 365}[parts.unit]


def _month_of(year: int, month: int) -> tuple[date, date]:
    year = min(max(year, 1), 9999)
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _month_at(day: date, months: int) -> tuple[date, date]:
    number = day.year * 12 + day.month - 1 + months
    return _month_of(number // 12, number % 12 + 1)


def _year_of(year: int) -> tuple[date, date]:
    year = min(max(year, 1), 9999)
    return date(year, 1, 1), date(year, 12, 31)


def _part(span: tuple[date, date], part: str | None) -> tuple[date, date]:
    first, last = span
    if part == "early":
        return first, first.replace(day=10)
    if part == "mid":
        return first.replace(day=11), first.replace(day=20)
    return (first.replace(day=21), last) if part == "late" else span


SPELLS: dict[str, Callable[[Parts, int, date], Reading]] = {
    "offset": _offset,
    "overnight": _overnight,
    "weekday": _weekday,
    "night_between": _night_between,
    "ago": _ago,
    "fortnight_ago": _fortnight_ago,
    "week": _week,
    "weekend": _weekend,
    "coming": _coming,
    "month": _month,
    "this_month": _this_month,
    "end_of": _end_of,
    "year": _year,
    "season": _season,
}
"""The rules by the name that the lexicons' `time` rows give."""
