"""The map of alert levels as SVG: outlines shaded by rank, the level as a number, unknown areas hatched."""

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from vedette.publish.levels import rank_number
from vedette.publish.outlines import outer_rings, shapes
from vedette.publish.text import in_language
from vedette.terms.places import Area, AreaKind
from vedette.terms.posture import Posture

__all__ = ["SHADES", "level_map"]

# lightness falls with the rank, so the order survives grey print and every kind of colour blindness
SHADES = ("#f4f1e8", "#f0dcae", "#e6b469", "#c4703c", "#7c2d20")
_PAPER, _LINE, _WIDTH, _MARGIN = "#fbfaf7", "#8a8578", 720.0, 14.0


def level_map(
    postures: Sequence[Posture], areas: Sequence[Area], outlines: Mapping[str, Any] | None, language: str
) -> str:
    """An SVG document (equirectangular about the middle latitude, 720 wide), empty where there is nothing to draw."""
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
    for area, rings in drawn.items():
        path = "".join("M" + "L".join("{:.1f} {:.1f}".format(*place(*point)) for point in ring) + "Z" for ring in rings)
        parts.append(f'<path d="{path}" fill="{_fill(by_area.get(area))}" stroke="{_LINE}" stroke-width="1"/>')
        posture = by_area.get(area)
        if posture is not None and posture.unknown_since is not None:
            parts.append(f'<path d="{path}" fill="url(#unknown)"/>')
    taken: list[tuple[float, float, float]] = []
    for area in drawn:
        parts += _label(known[area], by_area.get(area), place, language, taken, 12.5)
    for town in sorted(towns, key=lambda one: -rank_number(by_area[one.id])):
        parts += _town(town, by_area[town.id], place, language, taken)
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


def _label(
    area: Area, posture: Posture | None, place: Any, language: str, taken: list[tuple[float, float, float]], size: float
) -> list[str]:
    x, y = place(area.longitude, area.latitude)
    name = in_language(area.name, language)
    half = max(len(name) * size * 0.29, 10)
    while any(abs(y - other_y) < 24 and abs(x - other_x) < half + other for other_x, other_y, other in taken):
        y += 6
    taken.append((x, y, half))
    rank = 0 if posture is None or posture.unknown_since is not None else rank_number(posture)
    colour, halo = ("#ffffff", "#5d2118" if rank == 5 else "#9c5227") if rank >= 4 else ("#26231d", "#fffdf8")
    style = f'text-anchor="middle" fill="{colour}" stroke="{halo}" stroke-width="2.6" paint-order="stroke" stroke-linejoin="round"'
    parts = [f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" {style}>{escape(name)}</text>']
    if posture is not None:
        shown = _number(posture, language)
        parts.append(f'<text x="{x:.1f}" y="{y + 15:.1f}" font-size="15" font-weight="700" {style}>{shown}</text>')
    return parts


def _town(
    town: Area, posture: Posture, place: Any, language: str, taken: list[tuple[float, float, float]]
) -> list[str]:
    """A dot with the town's level in it, and its name where it stands free."""
    x, y = place(town.longitude, town.latitude)
    rank = rank_number(posture)
    ink = "#ffffff" if rank >= 4 and posture.unknown_since is None else "#26231d"
    fill = "#ffffff" if posture.unknown_since is not None else SHADES[rank - 1]
    parts = [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8" fill="{fill}" stroke="#26231d" stroke-width="1.3"/>',
        f'<text x="{x:.1f}" y="{y + 4:.1f}" font-size="11" font-weight="700" text-anchor="middle" fill="{ink}">',
        f"{_number(posture, language)}</text>",
    ]
    name = in_language(town.name, language)
    half = len(name) * 2.9
    at = y + 19
    free = all(abs(at - other_y) > 13 or abs(x - other_x) > half + other for other_x, other_y, other in taken)
    if free and (town.kind is not AreaKind.CELL):
        taken.append((x, at, half))
        parts.append(
            f'<text x="{x:.1f}" y="{at:.1f}" font-size="10.5" text-anchor="middle" fill="#26231d" stroke="#fffdf8" '
            f'stroke-width="2.4" paint-order="stroke" stroke-linejoin="round">{escape(name)}</text>'
        )
    return parts


def _number(posture: Posture, language: str) -> str:
    mark = "؟" if language in ("ar", "ckb") else "?"
    return f"{posture.level}{mark}" if posture.unknown_since is not None else str(posture.level)
