"""Days that the head of a report gives in another year or another tongue: Hijri, Kurdish, Buddhist; "18 août 2023"."""

import re
import tomllib
import unicodedata
from calendar import month_name
from datetime import date
from functools import cache
from importlib.resources import files

from vedette.read.days.dates import safe_date
from vedette.read.days.feasts import find_other_calendars
from vedette.read.words.letters import fold

__all__ = ["days_in_other_tongues", "days_in_other_years"]

_YEAR = re.compile(r"\d{4}")
_ENDING = re.compile(r"(?<=\d{4})ي(?!\w)")
_ANY_DAY = date(2000, 1, 1)
_BUDDHIST = 543
"""Years by which the Buddhist era of Thailand, Laos and Cambodia is ahead."""
_DAY = re.compile(
    r"(?<![\w/.-])(?P<day>\d{1,2})(?:er|\.|º|st|nd|rd|th)?(?: de)? (?P<name>[^\W\d_]{3,12})(?: de| del)?,? (?P<year>(?:19|20|25)\d\d)(?P<be>,? ?b\.?e\.?(?!\w))?(?!\d)"
)


def days_in_other_years(line: str, tag: str) -> list[date]:
    """The days of an Arabic (`ar`) or Sorani (`ckb`) line that names their year, in the common calendar."""
    plain = _ENDING.sub(" ", fold(line))
    found = find_other_calendars(plain, _ANY_DAY, tag) if _YEAR.search(plain) else []
    return [m.past[0] for m in found if m.past and m.past == m.future and m.past[0] == m.past[1]]


def days_in_other_tongues(line: str) -> list[date]:
    """The days of a line that name their month in another language than English, or their year in the Buddhist era."""
    days = []
    for match in _DAY.finditer(_plain(line)):
        month, year = _months().get(match["name"], 0), int(match["year"])
        if year >= 2500:
            year -= _BUDDHIST
        elif match["be"]:
            continue
        day = safe_date(year, month, int(match["day"]))
        days += [day] if day else []
    return days


def _plain(line: str) -> str:
    """Small letters without accents."""
    apart = unicodedata.normalize("NFKD", line.lower().replace("ı", "i"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@cache
def _months() -> dict[str, int]:
    names = tomllib.loads(files("vedette.read").joinpath("data", "head_months.toml").read_text(encoding="utf-8"))[
        "months"
    ]
    english = {month_name[number].lower(): number for number in range(1, 13)}
    return english | {name: number for number, some in enumerate(names, 1) for name in some}
