"""Days of the Hijri, the Kurdish (solar) and the church calendar as days of the common one.

Hijri days follow the Umm al-Qura calendar of Saudi Arabia from 1343 to 1500 (1924–2077), through the package hijridate,
and the civil arithmetic of thirty years outside of it; where the moon is sighted, the day may lie one earlier or later.
Solar years follow the cycle of 33 years, which agrees with the observed equinox from 1799 to 2256 (Kazimierz M.
Borkowski, The Persian calendar for 3000 years, 1996); a Kurdish year is the solar one plus 1321.
"""

from datetime import date, timedelta

__all__ = ["easter", "from_hijri", "from_solar", "hijri_year", "orthodox_easter"]

_KURDISH = 1321
_CIVIL_EPOCH = date(622, 7, 19).toordinal()
_TABLED = (1343, 1500)
_SOLAR_EPOCH = date(2024, 3, 20).toordinal() - (365 * 1402 + (8 * 1403 + 21) // 33)


def from_hijri(year: int, month: int, day: int) -> date | None:
    """The day of a Hijri date, or None where that month has no such day or the year lies outside 1–1700."""
    if not (1 <= year <= 1700 and 1 <= month <= 12 and 1 <= day <= 30):
        return None
    if not _TABLED[0] <= year <= _TABLED[1]:
        return _civil(year, month, day)
    from hijridate import Hijri

    try:
        found = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return date(found.year, found.month, found.day)


def hijri_year(day: date) -> int:
    """The Hijri year in which a day lies, by the mean length of its years."""
    return int((day.toordinal() - _CIVIL_EPOCH) * 30 / 10631) + 1


def from_solar(year: int, month: int, day: int) -> date | None:
    """The day of a solar date; the year is a solar Hijri (1403) or a Kurdish one (2724)."""
    if year > 2000:
        year -= _KURDISH
    if not (1200 <= year <= 1500 and 1 <= month <= 12):
        return None
    first = _solar_new_year(year)
    longest = 31 if month <= 6 else 30 if month < 12 else _solar_new_year(year + 1) - first - 336
    if not 1 <= day <= longest:
        return None
    before = 31 * min(month - 1, 6) + 30 * max(month - 7, 0)
    return date.fromordinal(first + before + day - 1)


def easter(year: int) -> date:
    """Easter Sunday of the western churches (the anonymous Gregorian algorithm, Nature, 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def orthodox_easter(year: int) -> date:
    """Easter Sunday of the eastern churches, for 1900–2099 (Jean Meeus, Astronomical Algorithms, 1991)."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    julian = d + e + 114
    return date(year, julian // 31, julian % 31 + 1) + timedelta(days=13)


def _civil(year: int, month: int, day: int) -> date | None:
    leap = (11 * year + 14) % 30 < 11
    longest = 30 if month % 2 or (month == 12 and leap) else 29
    if day > longest:
        return None
    days = 354 * (year - 1) + (3 + 11 * year) // 30 + (59 * (month - 1) + 1) // 2 + day - 1
    return date.fromordinal(_CIVIL_EPOCH + days)


def _solar_new_year(year: int) -> int:
    return _SOLAR_EPOCH + 365 * (year - 1) + (8 * year + 21) // 33
