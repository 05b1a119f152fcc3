"""Names of places in three scripts, and which of several places of one name is meant."""

import csv
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import asin, cos, log10, radians, sin, sqrt

from vedette.read.words.letters import fold_key, fold_keys
from vedette.terms.report import PlacePrecision

__all__ = ["Place", "lookup", "may_begin", "nearest"]

_FAR_KM = 400.0
_ARTICLES = frozenset({"the", "al", "el", "ad", "an", "ar", "as", "ash", "at", "az"})
_OWN, _DIGIT = 0.6, 0.08


@dataclass(frozen=True)
class Place:
    """An entry of the gazetteer: WGS84 degrees, ISO country, population (0 if unknown); `own` marks hand-written rows.

    `radius_km` is how far from its centre a province or a region reaches (0: not known, or a point).
    """

    name: str
    latitude: float
    longitude: float
    country: str
    admin1: str
    precision: PlacePrecision
    population: int
    own: bool
    radius_km: float = 0.0


def lookup(name: str) -> tuple[Place, ...]:
    """All places of this name, in any of its spellings; hand-written rows first, then the more populous."""
    key = fold_key(name)
    return _places(key) if key in _index() else ()


@lru_cache(maxsize=50_000)
def may_begin(word: str) -> bool:
    """Whether a name of a place can begin with this word; most words need no look-up of what follows them."""
    plain = fold_key(word.removesuffix("'s")).partition(" ")[0]
    return not plain or plain in _ARTICLES or plain in _firsts() or fold_key(word).partition(" ")[0] in _firsts()


def nearest(places: tuple[Place, ...], country: str | None, beside: Place | None = None) -> Place:
    """The place meant: in the country of the story, near what was named beside it, else the most prominent one.

    Hand-written rows are the ones that reports of the region mean; distance counts up to 400 km, and people count by
    their number of digits, so that a city stands before a village some way nearer.
    """

    def cost(place: Place) -> tuple[float, float]:
        far = min(1.0, kilometres(place, beside) / _FAR_KM) if beside else 0.0
        away = 0.0 if country is None or place.country in {country, ""} else 1.0
        people = _DIGIT * log10(1 + place.population)
        return away + far - people - (_OWN if place.own else 0.0), -float(place.population)

    return min(places, key=cost)


def kilometres(one: Place, other: Place) -> float:
    """Great-circle distance in kilometres."""
    a, b, c, d = map(radians, (one.latitude, one.longitude, other.latitude, other.longitude))
    return 12742 * asin(sqrt(min(1.0, sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2)))


@cache
def _places(key: str) -> tuple[Place, ...]:
    return tuple(map(_place, _index()[key]))


@cache
def _firsts() -> frozenset[str]:
    """The first words of all names."""
    return frozenset(name.partition(" ")[0] for name in _index())


@cache
def _index() -> dict[str, list[int]]:
    """Folded name to the numbers of the rows that have it; the hand-written rows come first."""
    names: list[str] = []
    rows: list[int] = []
    for number, (line, _, _) in enumerate(_rows()):
        name, alternates = next(csv.reader([line]))[:2] if '"' in line else line.split(",", 2)[:2]
        spellings = [name, *alternates.split(";")] if alternates else [name]
        names += spellings
        rows += [number] * len(spellings)
    index: dict[str, list[int]] = {}
    for key, name, number in zip(fold_keys(names), names, rows, strict=True):
        found = index.setdefault(key, []) if name else [number]
        if not found or found[-1] != number:
            found.append(number)
    return index


@cache
def _rows() -> list[tuple[str, str, bool]]:
    """The lines of both files, each with the first line of its file and whether it is hand-written.

    A row is one line and begins with the name and its other spellings; it is taken apart when its place is asked for.
    """
    out: list[tuple[str, str, bool]] = []
    for file, own in (("places_extra.csv", True), ("gazetteer.csv", False)):
        text = files("vedette.read").joinpath("data", file).read_text(encoding="utf-8")
        head, *lines = text.splitlines()
        out += [(line, head, own) for line in lines if line]
    return out


@cache
def _place(number: int) -> Place:
    line, head, own = _rows()[number]
    row = next(csv.DictReader([head, line]))
    return Place(
        row["name"],
        float(row["latitude"]),
        float(row["longitude"]),
        row["country"],
        row["admin1"],
        PlacePrecision(row["precision"]),
        int(row.get("population") or 0),
        own,
        float(row.get("radius_km") or 0),
    )
