"""Days that the head of a report gives in the Hijri or the Kurdish year."""

import re
from datetime import date

from vedette.read.days.feasts import find_other_calendars
from vedette.read.words.letters import fold

__all__ = ["days_in_other_years"]

_YEAR = re.compile(r"\d{4}")
_ENDING = re.compile(r"(?<=\d{4})ي(?!\w)")
_ANY_DAY = date(2000, 1, 1)


def days_in_other_years(line: str, tag: str) -> list[date]:
    """The days of an Arabic (`ar`) or Sorani (`ckb`) line that names their year, in the common calendar."""
    plain = _ENDING.sub(" ", fold(line))
    found = find_other_calendars(plain, _ANY_DAY, tag) if _YEAR.search(plain) else []
    return [m.past[0] for m in found if m.past and m.past == m.future and m.past[0] == m.past[1]]
