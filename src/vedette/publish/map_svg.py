"""The map of alert levels as SVG: outlines shaded by rank, the level as a number, unknown areas hatched."""

import math
from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Any

from vedette.publish.levels import rank_number
from vedette.publish.map_labels import Room, spread
from vedette.publish.outlines import outer_rings, shapes
from vedette.publish.text import in_language
from vedette.terms.places import Area, AreaKind
from vedette.terms.posture import Posture

__all__ = ["SHADES", "level_map"]

# lightness falls with the rank, so the order survives grey print and every kind of colour blindness
SHADES = ("#f4f1e8", "#f0dcae", "#e6b469", "#c4703c", "#7c2d20")
_PAPER, _LINE, _WIDTH, _MARGIN, _DOT = "#fbfaf7", "#8a8578", 720.0, 14.0, 7.5
_NAMED = 300  # more dots than this are neither parted nor all named, which keeps the time for a map bounded


def level_map(
    postures: Sequence[Posture], areas: Sequence[Area], outlines: Mapping[str, Any] | None, language: str
) -> str:
    """An SVG document (equirectangular about the middle latitude, 720 wide), empty where there is nothing to draw.

    Where names compete for room, the higher level gets it, and of one level the area whose posture comes first. Dots
    that would cover each other are moved apart.
    """
    drawn = {area: outer_rings(polygons, 3) for area, polygons in shapes(outlines).items()}
    by_area = {posture.area: posture for posture in postures}
    known = {area.id: area for area in areas}
    drawn = {area: rings for area, rings in drawn.items() if area in known}
    towns = [area for area in areas if area.id in by_area and area.id not in drawn]
    points = [point for rings in drawn.values() for ring in rings for point in ring]
    points += [[area.longitude, area.latitude] for area in towns]
    if len(points) < 2:
        return ""
    place, height = _projection(points)
    parts = [_head(height)]
    paths = {area: [[place(*point) for point in ring] for ring in rings] for area, rings in drawn.items()}
    for area, rings in paths.items():
        path = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z" for ring in rings)
        parts.append(f'<path d="{path}" fill="{_fill(by_area.get(area))}" stroke="{_LINE}" stroke-width="1"/>')
        posture = by_area.get(area)
        if posture is not None and posture.unknown_since is not None:
            parts.append(f'<path d="{path}" fill="url(#unknown)"/>')
    # the highest level is drawn last, above its neighbours, and is the first to get its name
    turn = {posture.area: number for number, posture in enumerate(postures)}
    towns.sort(key=lambda one: (rank_number(by_area[one.id]), -turn[one.id]))
    dots = [place(town.longitude, town.latitude) for town in towns]
    dots = spread(dots, 2 * _DOT + 2) if len(dots) <= _NAMED else dots
    room = Room(_WIDTH, height)
    for town, dot in zip(towns, dots, strict=True):
        room.take(dot, 2 * _DOT, 2 * _DOT)
        parts.append(_dot(dot, by_area[town.id], language))
    for area, rings in sorted(paths.items(), key=lambda item: -_size(item[1])):
        parts.append(_label(known[area], by_area.get(area), rings, place, language, room))
    for town, dot in list(zip(towns, dots, strict=True))[: -_NAMED - 1 : -1]:
        if town.kind is not AreaKind.CELL:
            parts.append(_name(in_language(town.name, language), dot, room))
    return "".join(parts) + "</svg>"


def _projection(points: Sequence[Sequence[float]]) -> tuple[Any, float]:
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = math.cos(math.radians((south + north) / 2)) or 1.0
    scale = (_WIDTH - 2 * _MARGIN) / max((east - west) * squeeze, (north - south) * 0.8, 1e-6)
    left = (_WIDTH - (east - west) * squeeze * scale) / 2
    height = (north - south) * scale + 2 * _MARGIN

    def place(longitude: float, latitude: float) -> tuple[float, float]:
        return left + (longitude - west) * squeeze * scale, _MARGIN + (north - latitude) * scale

    return place, height


def _head(height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:.0f} {height:.0f}" '
        f'width="{_WIDTH:.0f}" height="{height:.0f}" font-family="system-ui, Noto Sans, Noto Sans Arabic, sans-serif">'
        '<defs><pattern id="unknown" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path d="M0 0V7" stroke="#3d3a33" stroke-width="1.6" opacity=".55"/></pattern></defs>'
        f'<rect width="100%" height="100%" fill="{_PAPER}"/>'
    )


def _fill(posture: Posture | None) -> str:
    return "#ffffff" if posture is None else SHADES[rank_number(posture) - 1]


def _label(area: Area, posture: Posture | None, rings: Sequence[Any], place: Any, language: str, room: Room) -> str:
    """Name and level of an area, in its own outline, nothing where it has no room for them."""
    name = in_language(area.name, language)
    number = None if posture is None else _number(posture, language)
    high = 15.0 if number is None else 30.0
    middle = room.within(rings, place(area.longitude, area.latitude), max(len(name) * 6.7, 18.0), high)
    if middle is None:
        return ""
    rank = 0 if posture is None or posture.unknown_since is not None else rank_number(posture)
    colour, halo = ("#ffffff", "#5d2118" if rank == 5 else "#9c5227") if rank >= 4 else ("#26231d", "#fffdf8")
    x, y = middle[0], middle[1] - high / 2
    shown = _text(name, x, y + 11.5, f'font-size="12.5" fill="{colour}"', halo)
    return shown + (
        _text(number, x, y + 27, f'font-size="15" font-weight="700" fill="{colour}"', halo) if number else ""
    )


def _dot(dot: tuple[float, float], posture: Posture, language: str) -> str:
    """A town with its level in it."""
    (x, y), rank, unknown = dot, rank_number(posture), posture.unknown_since is not None
    fill = "#ffffff" if unknown else SHADES[rank - 1]
    ink = "#ffffff" if rank >= 4 and not unknown else "#26231d"
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_DOT:g}" fill="{fill}" stroke="#26231d" stroke-width="1.3"/>'
        f'<text x="{x:.1f}" y="{y + 4:.1f}" font-size="11" font-weight="700" text-anchor="middle" fill="{ink}">'
        f"{_number(posture, language)}</text>"
    )


def _name(name: str, dot: tuple[float, float], room: Room) -> str:
    """The name of a town beside its dot, nothing where no side has room."""
    middle = room.beside(dot, len(name) * 5.6, 12.0, _DOT)
    return (
        "" if middle is None else _text(name, middle[0], middle[1] + 3.8, 'font-size="10.5" fill="#26231d"', "#fffdf8")
    )


def _text(text: str, x: float, y: float, style: str, halo: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" {style} stroke="{halo}" stroke-width="2.4" '
        f'paint-order="stroke" stroke-linejoin="round">{escape(text)}</text>'
    )


def _size(rings: Sequence[Sequence[tuple[float, float]]]) -> float:
    """Area of the rings in square pixels (shoelace formula)."""
    return sum(abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) / 2 for ring in rings)


def _number(posture: Posture, language: str) -> str:
    mark = "؟" if language in ("ar", "ckb") else "?"
    return f"{posture.level}{mark}" if posture.unknown_since is not None else str(posture.level)
