"""Months, seasons, years and parts of them as whole days; the parts of a relative time that its words name."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from vedette.terms.report import TimePrecision

__all__ = [
    "Interval",
    "Parts",
    "Reading",
    "month_at",
    "of_end",
    "of_month",
    "of_month_day",
    "of_month_of_year",
    "of_nth",
    "of_part_of_month",
    "of_quarter_end",
    "of_season",
    "of_this_month",
    "of_year",
    "shift",
    "year_of",
]

Interval = tuple[date | None, date | None]
Reading = tuple[Interval | None, Interval | None, TimePrecision]
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_MONTHS = {"quarter": 3, "half": 6}
_THIRDS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}


@dataclass(frozen=True)
class Parts:
    """What the words of a relative time name; None where they do not. `nth` is an ordinal, `unit` what is counted."""

    number: int | None = None
    unit: str | None = None
    part: str | None = None
    weekday: int | None = None
    other: int | None = None
    month: int | None = None
    year: int | None = None
    season: str | None = None
    nth: int | None = None


def of_month(parts: Parts, value: int, published: date) -> Reading:
    """A named month: value 0 the tense decides, −1 "last March", 1 "next March"; early, mid and late are ten days each."""
    if parts.month is None:
        return None, None, TimePrecision.MONTH
    precision = TimePrecision.DAYS if parts.part else TimePrecision.MONTH
    if parts.year:
        span = _part(_month_of(parts.year, parts.month), parts.part)
        return span, span, precision
    spans = [_part(_month_of(published.year + k, parts.month), parts.part) for k in (-2, -1, 0, 1)]
    past = max(s for s in spans if s[0] <= published)
    if value == -1 and past[1] >= published:
        past = spans[spans.index(past) - 1]
    future = min((s for s in spans if s[1] >= published), default=past)
    if value == 1 and future[0] <= published and future in spans[:-1]:
        future = spans[spans.index(future) + 1]
    if value:
        return (past, past, precision) if value < 0 else (future, future, precision)
    return past, future, precision


def of_month_of_year(parts: Parts, value: int, published: date) -> Reading:
    """ "March last year": the month in the year that lies `value` years on."""
    return of_month(Parts(month=parts.month, part=parts.part, year=published.year + value), 0, published)


def of_this_month(parts: Parts, value: int, published: date) -> Reading:
    """The month of publication (value 0) or that many months on; part by part like a named month."""
    span = month_at(published, value)
    if parts.part:
        cut = _part(span, parts.part)
        return cut, cut, TimePrecision.DAYS
    if value == 0:
        return (span[0], published), (published, span[1]), TimePrecision.MONTH
    return span, span, TimePrecision.MONTH


def of_month_day(parts: Parts, value: int, published: date) -> Reading:
    """ "The third of the month": value 0 the tense decides, −1 and 1 the day in the last and in the next month."""
    if not parts.nth:
        return None, None, TimePrecision.DAY
    found = []
    for months in (value,) if value else (-1, 0, 1):
        first, last = month_at(published, months)
        if parts.nth <= last.day:
            found.append(first.replace(day=parts.nth))
    if value or parts.unit == "month":
        one = _one(found[min(1, len(found) - 1)]) if found else None
        return one, one, TimePrecision.DAY
    past = max((d for d in found if d <= published), default=None)
    future = min((d for d in found if d >= published), default=None)
    return _one(past) if past else None, _one(future) if future else None, TimePrecision.DAY


def of_part_of_month(parts: Parts, _value: int, published: date) -> Reading:
    """ "Early in the month": in the past tense the latest such part that is over or begun, the next one else."""
    spans = [_part(month_at(published, months), parts.part) for months in (-1, 0, 1)]
    past = max(s for s in spans if s[0] <= published) if spans[1][1] <= published else spans[0]
    return past, min(s for s in spans if s[1] >= published), TimePrecision.DAYS


def of_quarter_end(_parts: Parts, _value: int, published: date) -> Reading:
    """The last month of the quarter of publication."""
    span = month_at(published, (3 - published.month) % 3)
    return span, span, TimePrecision.MONTH


def of_nth(parts: Parts, value: int, published: date) -> Reading:
    """ "The first week of December", "the second half of 2023", "the third quarter": weeks are days 1–7, 8–14, …"""
    nth = parts.nth or 1
    if parts.unit == "week":
        month = Parts(month=parts.month, year=parts.year)
        past, future, _ = (
            of_month(month, 0, published) if parts.month else of_this_month(Parts(part=None), value, published)
        )
        if parts.month is None:
            past = future = month_at(published, value)
        cuts = [_week_of(i, nth) for i in (past, future)]
        return cuts[0], cuts[1], TimePrecision.WEEK
    size = _MONTHS.get(parts.unit or "", 6)
    last = 12 // size
    if not -1 <= nth <= last:
        return None, None, TimePrecision.MONTH
    year = parts.year or published.year + value
    month_one = (nth - 1 if nth > 0 else last - 1) * size + 1
    start = _month_of(year, month_one)[0]
    whole = (start, _month_of(year, month_one + size - 1)[1])
    return whole, whole, TimePrecision.DAYS


def of_end(parts: Parts, value: int, published: date) -> Reading:
    """The end of a month (from its 21st), of a week (its last day) or of a year (from 1 September), value units on.

    Where "by" or "until" leaves the start open, the last day is what remains.
    """
    if parts.month is not None:
        late = Parts(month=parts.month, year=parts.year, part="late")
        past, future, _ = of_month(late, value, published)
        return past, future, TimePrecision.DAYS
    if parts.unit == "year":
        year = year_of(parts.year or published.year + value)
        return (year[0].replace(month=9), year[1]), (year[0].replace(month=9), year[1]), TimePrecision.DAYS
    if parts.unit == "week":
        day = shift(published, 6 - published.weekday() + 7 * value)
        return _one(day), _one(day), TimePrecision.DAY
    span = _part(month_at(published, value), "late")
    return span, span, TimePrecision.DAYS


def of_year(parts: Parts, value: int, published: date) -> Reading:
    """A year, or the early, middle or late third of it."""
    span = year_of(parts.year or published.year + value)
    if parts.part:
        first, last = _THIRDS[parts.part]
        cut = (span[0].replace(month=first), _month_of(span[0].year, last)[1])
        return cut, cut, TimePrecision.DAYS
    if parts.year is None and value == 0:
        return (span[0], published), (published, span[1]), TimePrecision.YEAR
    return span, span, TimePrecision.YEAR


def of_season(parts: Parts, value: int, published: date) -> Reading:
    """Spring is March to May, summer June to August, autumn September to November, winter December to February."""
    month = _SEASONS[parts.season or "spring"]
    years = [parts.year] if parts.year else [published.year + k for k in (-2, -1, 0, 1)]
    starts = [_month_of(y, month)[0] for y in years]
    spans = [(first, month_at(first, 2)[1]) for first in starts]
    past = max((s for s in spans if s[0] <= published), default=spans[0])
    future = min((s for s in spans if s[1] >= published), default=spans[-1])
    if value == -1 and past[1] >= published and past in spans[1:]:
        past = spans[spans.index(past) - 1]
    if value == 1:
        return future, future, TimePrecision.MONTH
    return past, (past if value == -1 else future), TimePrecision.MONTH


def month_at(day: date, months: int) -> tuple[date, date]:
    """The month of a day, moved by months."""
    number = day.year * 12 + day.month - 1 + months
    return _month_of(number // 12, number % 12 + 1)


def year_of(year: int) -> tuple[date, date]:
    """All of a year."""
    year = min(max(year, 1), 9999)
    return date(year, 1, 1), date(year, 12, 31)


def shift(day: date, days: int) -> date:
    """A day moved, held within the calendar."""
    number = min(max(day.toordinal() + days, 1), date.max.toordinal())
    return date.fromordinal(number)


def _one(day: date) -> Interval:
    return day, day


def _month_of(year: int, month: int) -> tuple[date, date]:
    year = min(max(year, 1), 9999)
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _week_of(interval: Interval | None, nth: int) -> Interval | None:
    """Week `nth` of a month in sevens from its first day; −1 its last seven days."""
    if interval is None or interval[0] is None or interval[1] is None:
        return None
    first, last = interval[0].replace(day=1), interval[1]
    if nth < 0:
        return last - timedelta(days=6), last
    start = shift(first, 7 * (nth - 1))
    return (start, min(shift(start, 6), last)) if start <= last else None


def _part(span: tuple[date, date], part: str | None) -> tuple[date, date]:
    first, last = span
    if part == "early":
        return first, first.replace(day=10)
    if part == "mid":
        return first.replace(day=11), first.replace(day=20)
    return (first.replace(day=21), last) if part == "late" else span
