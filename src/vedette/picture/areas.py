"""Which area a place belongs to, from the centres of the areas, their names and their hierarchy."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from vedette.picture.names import place_key
from vedette.picture.rules import area_rules
from vedette.terms.geometry import great_circle_km
from vedette.terms.places import Area, AreaKind
from vedette.terms.report import PlaceRef

__all__ = ["Locator"]


class Locator:
    """Finds the area of a place; areas are compared by the rules of data/areas.toml."""

    def __init__(self, areas: Sequence[Area]) -> None:
        self._areas = {area.id: area for area in areas}
        self._by_kind: dict[str, list[Area]] = defaultdict(list)
        for area in areas:
            self._by_kind[area.kind.value].append(area)
        self._points = {
            kind: (np.array([a.latitude for a in held]), np.array([a.longitude for a in held]))
            for kind, held in self._by_kind.items()
        }
        self._keys = {
            area.id: frozenset(place_key(n) for n in (area.id, area.name.en, area.name.ar, area.name.ckb) if n)
            for area in areas
        }
        self._found: dict[PlaceRef, str | None] = {}

    def area_of(self, places: Sequence[PlaceRef]) -> str | None:
        """Id of the area of the first place that has one; None if the places lie outside all areas or nowhere."""
        for place in places:
            if place not in self._found:
                self._found[place] = self._locate(place)
            if self._found[place] is not None:
                return self._found[place]
        return None

    def with_ancestors(self, area: str) -> list[str]:
        """The area and everything that holds it, from fine to coarse; a loop of parents ends where it closes."""
        chain = [area]
        while (held := self._areas.get(chain[-1])) and held.parent in self._areas and held.parent not in chain:
            chain.append(held.parent)
        return chain

    def _locate(self, place: PlaceRef) -> str | None:
        rules = area_rules()
        for kind in rules.kinds[place.precision.value if place.precision else "unknown"]:
            if kind in self._by_kind and (found := self._in_kind(place, kind, rules.radius_km[kind])):
                return found
        return None

    def _in_kind(self, place: PlaceRef, kind: str, radius: float) -> str | None:
        """The area of this kind that bears the name, else the governorate named beside it, else the nearest in reach."""
        names = {place_key(name) for name in (place.name, place.text) if name}
        if kind == AreaKind.GOVERNORATE.value and place.admin1:
            names.add(place_key(place.admin1))
        if kind == AreaKind.COUNTRY.value and place.country:
            names.add(place_key(place.country))
        held = self._by_kind[kind]
        named = [number for number, area in enumerate(held) if self._keys[area.id] & names]
        if place.latitude is None or place.longitude is None:
            return held[named[0]].id if len(named) == 1 else None
        latitude, longitude = self._points[kind]
        distance = great_circle_km(place.latitude, place.longitude, latitude, longitude)
        # a name decides within twice the reach only, for many towns share one
        near = [number for number in named if distance[number] <= 2 * radius]
        if near:
            return held[min(near, key=lambda number: float(distance[number]))].id
        if kind == AreaKind.GOVERNORATE.value and place.admin1 and named:
            return None
        nearest = int(np.argmin(distance))
        return held[nearest].id if distance[nearest] <= radius else None
