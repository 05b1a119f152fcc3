"""Explicit dates in the three languages: 15 March 2023, the third of May, 2024/02/07, 20 شباط 2024, 31ی کانوونی دووەمی 2024."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache

from vedette.read.days.month_names import alternation, ordinals, vocabulary
from vedette.read.words.cues import AnyCue, Cue
from vedette.read.words.expressions import compiled
from vedette.read.words.letters import fold
from vedette.read.words.lexicon import LANGUAGES, calendar, limits

__all__ = ["DateMention", "find_dates", "safe_date"]

_FIGURE = re.compile(r"\d")


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
    found: list[DateMention] = []
    for _, match in _patterns(language, _FIGURE.search(text) is not None).each(text):
        mention = _mention(match, language)
        if mention and not any(m.start < mention.end and mention.start < m.end for m in found):
            found.append(mention)
    return sorted(found, key=lambda m: m.start)


@cache
def _patterns(language: str, figures: bool) -> AnyCue:
    """The expressions of dates, the surest first; without `figures` only those that match texts without a figure."""
    cues = _cues(language)
    tag = language if language in LANGUAGES else "en"
    return AnyCue(cues if figures else cues[-1:], vocabulary(tag).seen)


@cache
def _cues(language: str) -> tuple[Cue, ...]:
    """Expressions of dates, the surest first; only the last one needs no figure."""
    tag = language if language in LANGUAGES else "en"
    names = calendar(tag)
    day, year = r"(?P<day>\d{1,2})", r"(?P<year>(?:19|20)\d\d)(?!\d)"
    numeric = (
        r"(?<![\d/.-])(?P<year>(?:19|20)\d\d)\s?[-/.]\s?(?P<month>\d{1,2})\s?[-/.]\s?(?P<day>\d{1,2})(?=$|[^\d/]|T\d)",
        r"(?<![\d/.-])(?P<day>\d{1,2})\s?(?P<sep>[-/.])\s?(?P<month>\d{1,2})\s?(?P=sep)\s?(?P<year>(?:19|20)\d\d)(?!\d)",
    )
    worded: tuple[str, ...]
    if tag == "ar":
        month = rf"(?:شهر\s+)?(?P<name>{names.month})(?:\s?[/(]\s?{names.month}\)?)?"
        of_year = rf"(?:\s*[،/-]?\s*(?:من\s+|ل)?(?:عام\s+|العام\s+|سنه\s+)?{year})?"
        worded = (
            rf"(?<!\d){day}(?:\s?(?:-|إلى|حتى|و|لغايه|ولغايه|على)\s?(?P<last>\d{{1,2}}))?\s*(?:[/-]|من\s)?\s*{month}(?!\w){of_year}",
            rf"(?:يوم|بتاريخ|في|{names.weekday})\s\(?{day}\s?/\s?(?P<month>\d{{1,2}})(?!\d|\s?/)",
        )
        first = rf"(?:(?:وال|ال)?(?P<nth>{alternation(ordinals(tag))})\s+من|(?P<first>اول)(?:\s+من)?)"
        spoken = rf"(?<!\w){first}\s+{month}(?!\w){of_year}"
    elif tag == "ckb":
        tail = r"(?:ي|دا|يدا|هوه|يه)?(?!\w)"
        of_year = rf"(?:\s*،?\s*(?:سالي\s+)?{year})?"
        worded = (
            rf"(?<!\d){day}\s?ي?(?:\s?(?:-|تا|بۆ|و|لهسهر)\s?(?P<last>\d{{1,2}})\s?ي?)?\s*(?:مانگي\s+)?(?P<name>{names.month}){tail}{of_year}",
            rf"(?<!\d){day}\s?ي\s?(?P<month>\d{{1,2}})\s?ي\s?{year}",
            rf"(?:له|رۆژي|بهرواري|ريكهوتي|{names.weekday})\s{day}\s?/\s?(?P<month>\d{{1,2}})(?!\d|\s?/)",
        )
        spoken = rf"(?<!\w)(?P<spoken>{names.number})\s?ي\s+(?:مانگي\s+)?(?P<name>{names.month}){tail}{of_year}"
    else:
        month = rf"(?P<name>{names.month})\b\.?"
        range_ = r"(?:\s?(?:-|/|to|and|until|till|through)\s?(?:the\s)?(?P<last>\d{1,2})(?:st|nd|rd|th)?)?"
        of_year = rf"(?:(?:,?\s*|-|\sof\s){year}|-(?P<short>\d\d)(?![\d:]))?"
        worded = (
            rf"(?<!\w)(?P<day>\d\d)\d{{4}}[A-Z]?\s?(?P<name>{names.month})\s?(?:{year}|(?P<short>\d\d)(?!\d))?",
            rf"(?<![\d:/.])\b{day}(?:st|nd|rd|th)?{range_}(?:\s+of)?[\s-]+{month}{of_year}",
            rf"(?<!\w){month}\s+(?:the\s)?{day}(?:st|nd|rd|th)?{range_}(?![\d:]|\s?%)(?:(?:\s*,\s*|\s+){year})?",
        )
        nth = alternation(ordinals(tag))
        after, before = (
            rf"(?:the\s)?(?P<nth>{nth})\s+of\s+{month}",
            rf"(?P<early>{names.month})\s+(?:the\s)?(?P<later>{nth})\b",
        )
        spoken = rf"(?<!\w)(?:{after}|{before})(?:,?\s+{year})?"
    flags = re.IGNORECASE if tag == "en" else 0
    words = vocabulary(tag)
    return tuple(words.cue(fold(pattern), flags) for pattern in (*numeric, *worded, spoken))


def _mention(match: re.Match[str], language: str) -> DateMention | None:
    got = match.groupdict()
    tag = language if language in LANGUAGES else "en"
    key = str.casefold if tag == "en" else str
    year = int(got["year"]) if got.get("year") else None
    if year is None and got.get("short"):
        year = 2000 + int(got["short"])
    if spoken := got.get("nth") or got.get("later"):
        day = ordinals(tag).get(key(spoken), 0)
    elif got.get("first"):
        day = 1
    elif got.get("spoken"):
        day = calendar(tag).numbers.get(key(got["spoken"]), 0)
    else:
        day = int(got["day"])
    if name := got.get("name") or got.get("early"):
        month = calendar(tag).months.get(key(name), 0)
        if tag == "en" and not name[0].isupper():
            return None
    else:
        month = int(got["month"])
        if month > 12 and day <= 12:
            day, month = month, day
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year or 2024, month)[1]:
        return None
    last = None
    if got.get("last"):
        until = int(got["last"])
        if day < until <= monthrange(year or 2024, month)[1]:
            last = (until, month)
        elif tag == "ar" and compiled(r"\d\s?و\s?\d").search(match.group()):
            return None
    return DateMention(match.start(), match.end(), day, month, year, last)
