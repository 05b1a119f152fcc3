"""Instants as feeds and mails write them: RFC 822 and ISO 8601, with the local day that their writer meant."""

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from vedette.read.days.dates import find_dates, safe_date
from vedette.read.words.letters import fold_in_place
from vedette.read.words.lexicon import LANGUAGES

__all__ = ["day_of", "instant_of"]

_ISO = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?", re.I)


def instant_of(text: str) -> datetime | None:
    """The instant that a text gives, in its own zone (UTC where it names none); None where it gives none.

    Years outside data/limits.toml are misread numbers and give None.
    """
    return _iso(text) if _ISO.match(text) else _rfc822(text) or _worded(text)


def day_of(text: str) -> date | None:
    """The local day of the writer: 23:30 on the 12th at +03:00 is the 12th, whatever day it is in UTC."""
    instant = instant_of(text)
    return instant.date() if instant else None


def _iso(text: str) -> datetime | None:
    match = _ISO.match(text)
    day = safe_date(int(match[1]), int(match[2]), int(match[3])) if match else None
    if match is None or day is None:
        return None
    zone = (match[7] or "Z").upper().replace("Z", "+00:00")
    try:
        return datetime.fromisoformat(f"{day}T{match[4] or '00'}:{match[5] or '00'}:{match[6] or '00'}{zone}")
    except ValueError:
        return None


def _rfc822(text: str) -> datetime | None:
    try:
        instant = parsedate_to_datetime(text[:100].strip())
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None
    if safe_date(instant.year, instant.month, instant.day) is None:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _worded(text: str) -> datetime | None:
    """The start of the day that a date in words gives: "12 May 2031", "Monday, May 12, 2031 8:00 AM"."""
    folded = fold_in_place(text[:100])
    days = (mention.on() for tag in LANGUAGES for mention in find_dates(folded, tag))
    day = next((each for each in days if each), None)
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None
