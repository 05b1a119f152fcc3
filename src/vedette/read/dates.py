"""Explicit dates in the three languages: 15 March 2023, Mar. 15, 2024/02/07, 20 شباط 2024, 31ی کانوونی دووەمی 2024."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache

from vedette.read.lexicon import LANGUAGES, calendar, limits

__all__ = ["DateMention", "find_dates", "safe_date"]


@dataclass(frozen=True)
class DateMention:
    """A date at [start, end) of a folded text. `year` is None where the text leaves it out; `last` ends a range of days."""

    start: int
    end: int
    day: int
    month: int
    year: int | None
    last: tuple[int, int] | None = None

    def on(self, year: int | None = None) -> date | None:
        """The first day, in its own year or else in `year`; None if there is no such day."""
        return safe_date(self.year or year, self.month, self.day)

    def until(self, year: int | None = None) -> date | None:
        """The last day of a range, or the day itself."""
        day, month = self.last or (self.day, self.month)
        return safe_date(self.year or year, month, day)


def safe_date(year: int | None, month: int, day: int) -> date | None:
    """The date, or None where the calendar has no such day or the year is outside data/limits.toml."""
    if year is None or not limits()["year_first"] <= year <= limits()["year_last"]:
        return None
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def find_dates(text: str, language: str) -> list[DateMention]:
    """Dates in a folded text, in order, without overlaps. Slashed figures are day/month/year unless only m/d fits."""
    if not any(c.isdigit() for c in text):
        return []
    found: list[DateMention] = []
    for pattern in _patterns(language):
        for match in pattern.finditer(text):
            mention = _mention(match, language)
            if mention and not any(m.start < mention.end and mention.start < m.end for m in found):
                found.append(mention)
    return sorted(found, key=lambda m: m.start)


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    numeric = (
        r"(?<![\d/.-])(?P<year>(?:19|20)\d\d)\s?[-/.]\s?(?P<month>\d{1,2})\s?[-/.]\s?(?P<day>\d{1,2})(?=$|[^\d/]|T\d)",
        r"(?<![\d/.-])(?P<day>\d{1,2})\s?(?P<sep>[-/.])\s?(?P<month>\d{1,2})\s?(?P=sep)\s?(?P<year>(?:19|20)\d\d)(?!\d)",
    )
    names = calendar(language if language in LANGUAGES else "en")
    day = r"(?P<day>\d{1,2})"
    year = r"(?P<year>(?:19|20)\d\d)(?!\d)"
    worded: tuple[str, ...]
    if language == "ar":
        month = rf"(?P<name>{names.month})(?:\s?[/(]\s?{names.month}\)?)?"
        worded = (
            rf"(?<!\d){day}(?:\s?(?:-|إلى|الى|حتى)\s?(?P<last>\d{{1,2}}))?\s+(?:من\s+)?(?:شهر\s+)?{month}(?!\w)(?:\s*،?\s+(?:من\s+)?(?:عام\s+|سنه\s+)?{year})?",
        )
    elif language == "ckb":
        tail = r"(?:ي|دا|يدا|هوه)?(?!\w)"
        worded = (
            rf"(?<!\d){day}\s?ي?(?:\s?(?:-|تا)\s?(?P<last>\d{{1,2}})\s?ي?)?\s*(?:مانگي\s+)?(?P<name>{names.month}){tail}(?:\s*،?\s*(?:سالي\s+)?{year})?",
        )
    else:
        month = rf"(?P<name>{names.month})\b\.?"
        range_ = r"(?:\s?(?:-|to|and|until|through)\s?(?P<last>\d{1,2})(?:st|nd|rd|th)?)?"
        worded = (
            rf"(?<![\d:/.])\b{day}(?:st|nd|rd|th)?{range_}(?:\s+of)?[\s-]+{month}(?:(?:,?\s*|-){year})?",
            rf"(?<!\w){month}\s+{day}(?:st|nd|rd|th)?{range_}(?![\d:]|\s?%)(?:(?:\s*,\s*|\s+){year})?",
        )
    flags = re.IGNORECASE if language not in {"ar", "ckb"} else 0
    return tuple(re.compile(p, flags) for p in (*numeric, *worded))


def _mention(match: re.Match[str], language: str) -> DateMention | None:
    got = match.groupdict()
    day = int(got["day"])
    year = int(got["year"]) if got.get("year") else None
    if got.get("name"):
        name = got["name"]
        months = calendar(language if language in LANGUAGES else "en").months
        month = months.get(name if language in {"ar", "ckb"} else name.casefold(), 0)
    else:
        month = int(got["month"])
        if month > 12 and day <= 12:
            day, month = month, day
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year or 2024, month)[1]:
        return None
    last = None
    if got.get("last") and day < int(got["last"]) <= monthrange(year or 2024, month)[1]:
        last = (int(got["last"]), month)
    return DateMention(match.start(), match.end(), day, month, year, last)
