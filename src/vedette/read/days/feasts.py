"""Feasts, holy days, and days of the Hijri and the solar year, with the day of the common calendar that they fall on."""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from vedette.read.days.calendars import easter, from_hijri, from_solar, hijri_year, orthodox_easter
from vedette.read.days.month_names import alternation, hijri_months, ordinals, solar_months, vocabulary
from vedette.read.words.cues import AnyCue, Cue
from vedette.read.words.expressions import compiled
from vedette.read.words.letters import fold
from vedette.terms.report import TimePrecision

__all__ = ["FeastMention", "find_feasts", "find_other_calendars"]

_YEAR = r"(?P<year>1[2-4]\d\d|2[0-8]\d\d)"
_SOLAR_BELOW = 1420
_SHABAN = 8
"""The middle of Shaban is a feast."""
_NTH = {"last": 0, "first": 1, "second": 2, "third": 3, "fourth": 4}


@dataclass(frozen=True)
class FeastMention:
    """Days at [start, end) of a folded text, in past and in future tense; `sighted` where the moon may move them by one."""

    start: int
    end: int
    past: tuple[date, date] | None
    future: tuple[date, date] | None
    precision: TimePrecision
    sighted: bool = False


@dataclass(frozen=True)
class _Feast:
    days: int
    sighted: bool
    first: Callable[[int], date | None]


def find_feasts(text: str, published: date, tag: str) -> list[FeastMention]:
    """Feasts that a preposition leads to, so that they are a time and no name: "on Ashura", "the eve of Newroz"."""
    words, pattern, feasts, nths = _named(tag)
    out: list[FeastMention] = []
    for match in pattern.finditer(text):
        lead, got = match.group("lead") or "", match.groupdict()
        meant = feasts[_key(tag, match.group("name"))]
        eve = bool(got["eve"] or got["after_eve"])
        if not (lead or eve or got["nth"]):
            continue
        whole = bool(got["holiday"] or compiled(words["whole"]).fullmatch(lead)) and not eve and not got["nth"]
        nth = nths.get(_key(tag, got["nth"]), 1) if got["nth"] else 1
        years = [int(got["year"])] if got["year"] else range(published.year - 2, published.year + 3)
        spans = sorted(s for f in meant for y in years if (s := _days(f, y, whole, nth or f.days, eve)))
        past, future = _nearest(spans, published)
        start = match.start("eve") if got["eve"] else match.start("nth_of") if got["nth"] else match.start("name")
        sighted = any(f.sighted for f in meant)
        precision = TimePrecision.DAYS if sighted or whole else TimePrecision.DAY
        out.append(FeastMention(start, match.end(), past, future, precision, sighted))
    return [m for m in out if m.past or m.future]


def find_other_calendars(text: str, published: date, tag: str) -> list[FeastMention]:
    """Dates and months of the Hijri and the solar year: 10 محرم 1446, 1ی خاکەلێوەی 2724, "during Ramadan"."""
    out: list[FeastMention] = []
    patterns, solar = _dated(tag)
    for number, match in patterns.each(text):
        if any(m.start < match.end() and match.start() < m.end for m in out):
            continue
        found = _date_of(match, published, tag, solar[number])
        if found:
            out.append(found)
    return out


def _date_of(match: re.Match[str], published: date, tag: str, solar: bool) -> FeastMention | None:
    got = match.groupdict()
    year = int(got["year"]) if got.get("year") else None
    names = solar_months(tag) if solar else hijri_months(tag)
    month = names.get(_key(tag, got["name"])) if got.get("name") else int(got["month"])
    if month is None or not 1 <= month <= 12 or (got.get("mid") and month == _SHABAN):
        return None
    solar = solar or (not got.get("name") and year is not None and year < _SOLAR_BELOW)
    of = from_solar if solar else from_hijri
    now = published.year - 621 if solar else hijri_year(published)
    spans: list[tuple[date, date]] = []
    for candidate in [year] if year else [now - 1, now, now + 1]:
        if got.get("day") or got.get("nth"):
            day = int(got["day"]) if got.get("day") else ordinals(tag).get(_key(tag, got["nth"] or ""), 0)
            if (found := of(candidate, month, day)) is not None:
                spans.append((found, found))
        elif (whole := _month(of, candidate, month, got)) is not None:
            spans.append(whole)
    past, future = _nearest(spans, published)
    if past is None and future is None:
        return None
    one = past or future
    precision = TimePrecision.DAY if one and one[0] == one[1] else TimePrecision.MONTH
    dated = got.get("day") or got.get("nth")
    lead = next((part for part in ("early", "mid", "late") if got.get(part)), "name")
    start = match.start() if dated else match.start(lead)
    return FeastMention(start, match.end(), past, future, precision, not solar)


def _month(
    of: Callable[[int, int, int], date | None], year: int, month: int, got: dict[str, str | None]
) -> tuple[date, date] | None:
    first = of(year, month, 1)
    last = next((d for n in (31, 30, 29) if (d := of(year, month, n))), None)
    if first is None or last is None:
        return None
    if got.get("early"):
        return first, first + timedelta(days=9)
    if got.get("mid"):
        return first + timedelta(days=10), first + timedelta(days=19)
    return (first + timedelta(days=20), last) if got.get("late") else (first, last)


def _nearest(
    spans: list[tuple[date, date]], published: date
) -> tuple[tuple[date, date] | None, tuple[date, date] | None]:
    """The latest that has begun and the earliest that is not over; a single one is both."""
    if len(spans) == 1:
        return spans[0], spans[0]
    past = max((s for s in spans if s[0] <= published), default=None)
    return past, min((s for s in spans if s[1] >= published), default=None)


def _days(feast: _Feast, year: int, whole: bool, nth: int, eve: bool) -> tuple[date, date] | None:
    if not 1000 < year < 9990 or (first := feast.first(year)) is None:
        return None
    if eve:
        return first - timedelta(days=1), first - timedelta(days=1)
    if whole:
        return first, first + timedelta(days=feast.days - 1)
    day = first + timedelta(days=min(nth, feast.days) - 1)
    return day, day


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("vedette.read").joinpath("data", "feasts.toml").read_text(encoding="utf-8"))


@cache
def _named(tag: str) -> tuple[dict[str, str], Cue, dict[str, list[_Feast]], dict[str, int]]:
    words = {key: fold(text) for key, text in _table()["words"][tag].items()}
    feasts: dict[str, list[_Feast]] = {}
    for row in _table()["feast"]:
        for name in row[tag]:
            feasts.setdefault(_key(tag, name), []).append(_feast(row))
    pattern = (
        rf"(?<!\w)(?:(?P<lead>{words['lead']})\s(?:the\s)?)?(?P<eve>(?:{words['eve']})\s(?:the\s)?)?"
        rf"(?P<nth_of>{words['nth']}\s(?:the\s)?)?(?P<name>{alternation(feasts)}){words['tail']}(?!\w)"
        rf"(?:\s(?P<after_eve>{words['after_eve']})(?!\w))?(?:\s(?P<holiday>{words['holiday']})(?!\w))?(?:\s{_YEAR}(?!\w))?"
    )
    nths = _NTH if tag == "en" else {fold(w): i for i, w in _ORDERS[tag]}
    return words, vocabulary(tag).cue(pattern, re.IGNORECASE if tag == "en" else 0), feasts, nths


_ORDERS = {
    "ar": [(1, "أول"), (2, "ثاني"), (3, "ثالث"), (4, "رابع"), (0, "آخر")],
    "ckb": [(1, "یەکەم"), (2, "دووەم"), (3, "سێیەم"), (4, "چوارەم")],
}


def _feast(row: dict[str, Any]) -> _Feast:
    kind, moved = row["calendar"], timedelta(days=row.get("moved", 0))

    def first(year: int) -> date | None:
        if kind == "gregorian":
            return date(year, row["month"], row["day"])
        if kind == "weekday_of":
            start = date(year, row["month"], row["day"])
            return start + timedelta(days=(row["weekday"] - start.weekday()) % 7)
        if kind in {"easter", "orthodox"}:
            sunday = easter(year) if kind == "easter" else orthodox_easter(year)
            return sunday + timedelta(days=row["offset"])
        return next((d for d in _hijri_days(year, row["month"], row["day"], moved) if d.year == year), None)

    return _Feast(row.get("days", 1), "give" in row, first)


def _hijri_days(year: int, month: int, day: int, moved: timedelta) -> Iterator[date]:
    """The days of a Hijri date near a common year; in some years there are two, of which the first is taken."""
    near = hijri_year(date(year, 7, 1))
    for candidate in (near - 1, near, near + 1):
        found = from_hijri(candidate, month, day)
        if found:
            yield found + moved


@cache
def _dated(tag: str) -> tuple[AnyCue, tuple[bool, ...]]:
    """The expressions of dates in both years, and for each whether it is of the solar one."""
    out = []
    for solar, months in ((False, hijri_months(tag)), (True, solar_months(tag))):
        out += [(text, solar) for text in _PATTERNS[tag](alternation(months), alternation(ordinals(tag)), solar)]
    flags = re.IGNORECASE if tag == "en" else 0
    words = vocabulary(tag)
    return AnyCue([words.cue(fold(text), flags) for text, _ in out], words.seen), tuple(solar for _, solar in out)


def _english(name: str, nth: str, solar: bool) -> list[str]:
    after = rf"(?:,?\s{_YEAR}(?!\d))?(?:\s?A?H\b)?"
    day = rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?|(?P<nth>{nth}))"
    out = [
        rf"(?<![\w:])(?:the\s)?{day}(?:\sof)?\s(?P<name>{name})\b{after}",
        rf"(?<!\w)(?P<name>{name})\s(?P<day>\d{{1,2}})(?!\d){after}",
    ]
    if not solar:
        part = r"(?:(?P<early>(?:in\s)?early|(?:the\s)?(?:start|beginning) of)|(?P<mid>mid|the middle of)|(?P<late>(?:in\s)?late|(?:the\s)?end of|the last ten days of))"
        out.append(
            rf"(?<!\w)(?:{part}[\s-]|(?:in|during|throughout|until|before|after|since|for)\s)(?:the\s)?(?:holy\s)?(?:month\sof\s)?(?:the\s)?(?P<name>{name})\b{after}"
        )
    return out


def _arabic(name: str, nth: str, solar: bool) -> list[str]:
    after = rf"(?:\s*،?\s?(?:عام\s|سنة\s|لعام\s)?{_YEAR}(?!\d))?(?:\s?ه(?!\w))?"
    out = [
        rf"(?<!\d)(?P<day>\d{{1,2}})\s(?:من\s)?(?:شهر\s)?(?P<name>{name})(?!\w){after}",
        rf"(?<!\w)(?:ال)?(?P<nth>{nth})\sمن\s(?:شهر\s)?(?P<name>{name})(?!\w){after}",
    ]
    if not solar:
        part = r"(?:(?P<early>مطلع|أوائل|بداية)|(?P<mid>منتصف|أواسط)|(?P<late>أواخر|نهاية|العشر الأواخر من|(?:الأيام )?العشرة? الأخيرة من))"
        out += [
            r"(?<![\d/])(?P<day>\d{1,2})\s?[/-]\s?(?P<month>\d{1,2})\s?[/-]\s?(?P<year>1[34]\d\d)(?!\d)(?:\s?ه(?!\w))?",
            r"(?<![\d/])(?P<year>1[34]\d\d)\s?[/-]\s?(?P<month>\d{1,2})\s?[/-]\s?(?P<day>\d{1,2})(?!\d)(?:\s?ه(?!\w))?",
            rf"(?<!\w)(?:{part}\s(?:شهر\s)?|(?:في|خلال|طيلة|طوال|قبل|بعد|حتى)\s(?:شهر\s)?|شهر\s)(?P<name>{name})(?:\sالمبارك)?(?!\w){after}",
        ]
    return out


def _sorani(name: str, _nth: str, solar: bool) -> list[str]:
    after = rf"(?:ی|دا|یدا|ەوە)?(?!\w)(?:\s?(?:ساڵی\s)?{_YEAR}(?!\d)(?:\s?ی\s?(?:کوردی|کۆچی|هەتاوی))?)?"
    out = [rf"(?<!\d)(?P<day>\d{{1,2}})\s?ی?\s(?:مانگی\s)?(?P<name>{name}){after}"]
    lead = r"(?:مانگی\s)" if solar else r"(?:لە\s(?:مانگی\s)?|مانگی\s|سەرەتای\s|کۆتایی\s)"
    out.append(rf"(?<!\w){lead}(?P<name>{name}){after}")
    return out


_PATTERNS: dict[str, Callable[[str, str, bool], list[str]]] = {"en": _english, "ar": _arabic, "ckb": _sorani}


def _key(tag: str, name: str) -> str:
    folded = compiled(r"\s+").sub(" ", fold(name))
    return folded.casefold() if tag == "en" else folded
