"""Rules 31 to 38: what an area is called, where it lies and how high it reaches."""

import re
from collections.abc import Generator, Iterator
from decimal import Decimal
from typing import Any

from vedette.publish.cap.crossing import Ring, why_no_polygon
from vedette.publish.cap.reading import Message, blank, child, children, value
from vedette.publish.cap.result import Found
from vedette.publish.cap.simple_types import XML_SPACE, is_decimal

__all__ = ["MAX_RADIUS_KM", "MAX_VERTICES", "areas"]

MAX_VERTICES = 100_000
MAX_RADIUS_KM = 20_038.0
_DECIMAL = r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_PAIR = re.compile(rf"({_DECIMAL}),({_DECIMAL})")
_CIRCLE = re.compile(rf"({_DECIMAL}),({_DECIMAL})[ \t\r\n]+({_DECIMAL})")
_SPACE = re.compile(r"[ \t\r\n]+")


def areas(message: Message) -> Iterator[Found]:
    """Findings of rules 31 to 38 in every area of every block; self-crossing is judged for all polygons at once."""
    rings: list[tuple[Any, Ring]] = []
    vertices = 0
    for info in message.infos:
        for area in children(info, "area"):
            words = child(area, "areaDesc")
            if words is not None and blank(words.text):
                yield Found(31, words, "areaDesc is blank; say in words where the alert holds")
            for polygon in children(area, "polygon"):
                if (polygon.text or "").count(",") > MAX_VERTICES:
                    vertices += (polygon.text or "").count(",")
                    continue
                pairs = _SPACE.split((polygon.text or "").strip(XML_SPACE))
                if pairs == [""]:
                    continue
                vertices += len(pairs)
                ring = yield from _ring(polygon, pairs)
                if ring is not None:
                    rings.append((polygon, ring))
            for circle in children(area, "circle"):
                yield from _circle(circle)
            yield from _heights(area)
    if vertices > MAX_VERTICES:
        yield Found(
            36, message.root, f"{vertices:,} vertices in one alert, at most {MAX_VERTICES:,}; simplify the outlines"
        )
        return
    for (polygon, _), why in zip(rings, why_no_polygon([ring for _, ring in rings]), strict=True):
        if why:
            yield Found(35, polygon, f"polygon {why}; draw its outline once around")


def _ring(polygon: Any, pairs: list[str]) -> Generator[Found, None, Ring | None]:
    """Findings of rules 32 to 34; returns the ring as (latitudes, longitudes) where rule 35 can judge it."""
    latitudes: list[float] = []
    longitudes: list[float] = []
    for pair in pairs:
        match = _PAIR.fullmatch(pair)
        if match is None:
            yield Found(32, polygon, f'"{pair[:40]}" is not a pair latitude,longitude such as 33.31,44.36')
            return None
        latitudes.append(float(match.group(1)))
        longitudes.append(float(match.group(2)))
    closed = latitudes[0] == latitudes[-1] and longitudes[0] == longitudes[-1]
    if len(pairs) < 4:
        yield Found(33, polygon, f"polygon has {len(pairs)} pairs, at least 4 are needed, the last equal to the first")
    elif not closed:
        yield Found(33, polygon, "polygon is open; repeat its first pair at the end")
    outside = next((n for n in range(len(pairs)) if not _on_earth(latitudes[n], longitudes[n])), None)
    if outside is not None:
        yield Found(34, polygon, _off_earth(pairs[outside], latitudes[outside], longitudes[outside]))
    return (latitudes, longitudes) if closed and len(pairs) >= 4 and outside is None else None


def _circle(circle: Any) -> Iterator[Found]:
    text = (circle.text or "").strip(XML_SPACE)
    if not text:
        return
    match = _CIRCLE.fullmatch(text)
    if match is None:
        yield Found(37, circle, f'"{text[:40]}" is not latitude,longitude and a radius in km, such as 33.31,44.36 5')
        return
    latitude, longitude, radius = (float(match.group(n)) for n in (1, 2, 3))
    if not 0 <= radius <= MAX_RADIUS_KM:
        yield Found(37, circle, f"radius {match.group(3)[:20]} is outside 0 … 20,038 km")
    if not _on_earth(latitude, longitude):
        yield Found(34, circle, _off_earth(text, latitude, longitude))


def _heights(area: Any) -> Iterator[Found]:
    ceiling, altitude = value(area, "ceiling"), value(area, "altitude")
    if ceiling is None:
        return
    if altitude is None:
        yield Found(38, child(area, "ceiling"), "ceiling without altitude; give both, in feet above mean sea level")
    elif is_decimal(ceiling) and is_decimal(altitude) and Decimal(ceiling) < Decimal(altitude):
        yield Found(38, child(area, "ceiling"), "ceiling lies below altitude; exchange them")


def _on_earth(latitude: float, longitude: float) -> bool:
    return -90 <= latitude <= 90 and -180 <= longitude <= 180


def _off_earth(shown: str, latitude: float, longitude: float) -> str:
    hint = "; the order is latitude,longitude, are they exchanged?" if _on_earth(longitude, latitude) else ""
    return f"{shown[:40]} lies off the Earth: latitude −90 … 90, longitude −180 … 180{hint}"
