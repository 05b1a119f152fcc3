"""Feasts of the local calendar: how much calmer or rougher their days are, from a stated prior and from what was seen."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from vedette.forecast.settings import Feasts as Numbers

__all__ = ["Feasts", "Observance", "observance_of"]

Floats = NDArray[np.float64]

_EARTH_KM, _FAR_KM = 6371.0, 500.0


@dataclass(frozen=True)
class Observance:
    """The share of the people who keep the Muslim feasts, per area; shape (areas,), 0 to 1."""

    muslim: Floats


def observance_of(latitude: Floats, longitude: Floats) -> Observance:
    """The share of Muslims in the country of each area's centre, from the places in observance.csv (source: SOURCES.md).

    latitude and longitude are WGS84 degrees, shape (areas,). An area belongs to the country of the nearest place on the
    list, and to none where that lies over 500 km away.
    """
    rows = files(__package__).joinpath("observance.csv").read_text(encoding="utf-8").splitlines()
    table = np.array([row.split(",")[2:] for row in rows[1:]], dtype=float)
    there, share = _on_sphere(table[:, 0], table[:, 1]), table[:, 2]
    distance, nearest = cKDTree(there).query(_on_sphere(latitude, longitude))
    return Observance(np.where(distance < _FAR_KM / _EARTH_KM, share[nearest], 0.0))


def _on_sphere(latitude: Floats, longitude: Floats) -> Floats:
    north, east = np.radians(latitude), np.radians(longitude)
    return np.column_stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])


class Feasts:
    """A factor on the days around the two great Muslim feasts, weighted by how many people of an area keep them.

    Seen and expected attacks on past feast days correct the prior, as if it had been read off `prior_events` attacks.
    """

    def __init__(self, numbers: Numbers, observance: Observance) -> None:
        self._numbers = numbers
        self._share = observance.muslim
        self._seen = np.array([numbers.prior_events * numbers.prior_factor, numbers.prior_events])

    def factor(self, day: date) -> Floats:
        """The factor on each area on `day`, shape (areas,); 1 on ordinary days."""
        if feast_of(day, self._numbers.first, self._numbers.last) is None:
            return np.ones(len(self._share))
        seen, expected = self._seen
        most = self._numbers.most
        return np.asarray(np.clip(seen / expected, 1 / most, most) ** self._share)

    def observe(self, day: date, counts: Floats, expected: Floats) -> None:
        """Learn from a day: its counts and what was expected of it without the factor; both of shape (areas,)."""
        if feast_of(day, self._numbers.first, self._numbers.last) is not None:
            weight = self._numbers.weight * self._share
            self._seen = self._seen + np.array([(weight * counts).sum(), (weight * expected).sum()])


@lru_cache(maxsize=4096)
def feast_of(day: date, first: int, last: int) -> str | None:
    """The feast that `day` belongs to, counted from `first` days before its first day to `last` days after; else None.

    Days are those of the Umm al-Qura calendar (hijridate); a country's own sighting of the moon may differ by a day.
    """
    from hijridate import Gregorian

    for offset in range(first, last + 1):
        start = day - timedelta(days=offset)
        if not date(1924, 8, 2) <= start <= date(2077, 11, 15):
            continue
        there = Gregorian(start.year, start.month, start.day).to_hijri()
        if (there.month, there.day) in _FEASTS:
            return _FEASTS[there.month, there.day]
    return None


_FEASTS = {(10, 1): "Eid al-Fitr", (12, 10): "Eid al-Adha"}
