"""Outlines of areas out of a GeoJSON FeatureCollection (RFC 7946)."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

__all__ = ["outer_rings", "shapes", "wound"]

Ring = list[list[float]]


def shapes(outlines: Mapping[str, Any] | None) -> dict[str, list[list[Ring]]]:
    """Polygons by area id (a feature's `properties.area`, `properties.id` or `id`); each is a list of rings, outer first.

    Other geometries and features without an id are left out.
    """
    found: dict[str, list[list[Ring]]] = {}
    for feature in (outlines or {}).get("features", ()):
        properties = feature.get("properties") or {}
        area = properties.get("area") or properties.get("id") or feature.get("id")
        geometry = feature.get("geometry") or {}
        if area is None or geometry.get("type") not in ("Polygon", "MultiPolygon"):
            continue
        held = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        found.setdefault(str(area), []).extend(polygon for polygon in held if polygon)
    return found


def outer_rings(polygons: Sequence[Sequence[Ring]], digits: int) -> list[Ring]:
    """The outer rings, rounded, closed, without points repeated in succession; longitude, latitude."""
    rings = []
    for polygon in polygons:
        ring: Ring = []
        for point in polygon[0]:
            rounded = [round(float(point[0]), digits), round(float(point[1]), digits)]
            if not ring or ring[-1] != rounded:
                ring.append(rounded)
        if ring and ring[0] != ring[-1]:
            ring.append(list(ring[0]))
        if len(ring) >= 4:
            rings.append(ring)
    return rings


def wound(polygon: Sequence[Ring]) -> list[Ring]:
    """The rings by the right-hand rule of RFC 7946: the outer counter-clockwise, holes clockwise, all closed."""
    rings = []
    for number, given in enumerate(polygon):
        ring = [list(point) for point in given]
        if ring[0] != ring[-1]:
            ring.append(list(ring[0]))
        doubled = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
        counter_clockwise = doubled > 0
        rings.append(ring if counter_clockwise == (number == 0) else ring[::-1])
    return rings
