"""The map of a forecast as SVG: areas as squares shaded by what is expected, areas without knowledge hatched, never pale."""

import math
from collections.abc import Collection, Sequence
from html import escape
from itertools import pairwise
from typing import Any

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from vedette.cli.forecast_render import number

__all__ = ["CLASSES", "class_words", "cuts_of", "forecast_map"]

Floats = NDArray[np.float64]

CLASSES = 6
_WIDTH, _MARGIN, _MOST_HEIGHT = 720.0, 12.0, 860.0
_NAMED, _NAME_MARGIN = 60, 26.0
"""So few areas are named on a map without towns; their names need room at the edges, in pixels."""
_LARGEST, _SMALLEST = 18.0, 2.0
_NAMES, _NAMED_KM = 18, 20.0
_KM_PER_DEGREE = 111.2


def cuts_of(most: float) -> tuple[float, ...]:
    """Borders of the shades: steps of 1, 3, 10, … of which the largest is not above `most`; attacks, ascending."""
    ladder = [base * 10.0**power for power in range(-6, 7) for base in (1, 3)]
    below = [step for step in ladder if step <= max(most, ladder[CLASSES - 2])]
    return tuple(below[-(CLASSES - 1) :])


def class_words(cuts: Sequence[float]) -> list[str]:
    """What each shade stands for, from the palest."""
    between = [f"{number(low, 1)} to {number(high, 1)}" for low, high in pairwise(cuts)]
    return [f"below {number(cuts[0], 1)}", *between, f"{number(cuts[-1], 1)} or more"]


def forecast_map(
    areas: Sequence[str],
    latitude: Floats,
    longitude: Floats,
    expected: Floats,
    unknown: Collection[int],
    cuts: Sequence[float],
    said: str,
) -> Markup:
    """The map, equirectangular about its middle; arrays of shape (areas,), `unknown` are the rows to hatch.

    Outlines and towns of the shipped base map are drawn where the areas lie in it. `said` describes the map in words.
    """
    from vedette.store.basemap import outlines, towns

    spots = np.column_stack([longitude, latitude])
    step = _spacing(spots)
    rings = _rings(outlines()) if _covered(spots, outlines()) else []
    points = np.concatenate([spots - step / 2, spots + step / 2, *rings])
    named = not rings and len(spots) <= _NAMED
    place, scale, height = _projection(points, _NAME_MARGIN if named else _MARGIN)
    side = float(np.clip(step * _KM_PER_DEGREE * scale, _SMALLEST, _LARGEST))
    land = "".join(_path([place(x, y) for x, y in ring]) for ring in rings)
    parts = [f'<path class="land" d="{land}"/>'] if rings else []
    shade = np.searchsorted(np.asarray(cuts), expected, side="right")
    at = [place(x, y) for x, y in spots.tolist()]
    hidden = set(unknown)
    for number_of in range(CLASSES):
        squares = "".join(_square(at[row], side) for row in np.flatnonzero(shade == number_of).tolist())
        if squares:
            parts.append(f'<path class="cell m{number_of}" d="{squares}"/>')
    if hidden:
        parts.append(f'<path class="unknown" d="{"".join(_square(at[row], side) for row in sorted(hidden))}"/>')
    if rings:
        parts.append(f'<path class="outline" d="{land}"/>')
        parts += _towns(towns(), spots, expected, place, height)
    elif named:
        parts += _names(areas, expected, at, side, height)
    parts.append(_scale_bar(scale, height))
    head = (
        f'<svg class="chart" viewBox="0 0 {_WIDTH:.0f} {height:.0f}" width="{_WIDTH:.0f}" height="{height:.0f}" role="img" '
        'aria-labelledby="map-title map-desc"><title id="map-title">Map of the attacks expected</title>'
        f'<desc id="map-desc">{escape(said)}</desc>'
        '<defs><pattern id="unknown" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path class="hatch" d="M0 0V6"/></pattern></defs>'
    )
    return Markup(head + "".join(parts) + "</svg>")  # noqa: S704


def _spacing(spots: Floats) -> float:
    """Median distance to the nearest area in degrees of latitude; a tenth of a degree for a single one."""
    from scipy.spatial import cKDTree

    if len(spots) < 2:
        return 0.1
    flat = spots * [math.cos(math.radians(float(spots[:, 1].mean()))), 1.0]
    return float(np.median(cKDTree(flat).query(flat, 2)[0][:, 1])) or 0.1


def _rings(geojson: dict[str, Any]) -> list[Floats]:
    from vedette.publish.outlines import outer_rings, shapes

    return [np.array(ring) for polygons in shapes(geojson).values() for ring in outer_rings(polygons, 3)]


def _covered(spots: Floats, geojson: dict[str, Any]) -> bool:
    """Whether most areas lie in the box of the base map."""
    points = np.concatenate(_rings(geojson))
    low, high = points.min(axis=0), points.max(axis=0)
    return bool(((spots >= low - 0.2) & (spots <= high + 0.2)).all(axis=1).mean() > 0.8)


def _projection(points: Floats, margin: float) -> tuple[Any, float, float]:
    """A place in pixels for longitude and latitude, pixels per km, and the height of the map."""
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    squeeze = math.cos(math.radians((south + north) / 2)) or 1.0
    wide, high = max((east - west) * squeeze, 1e-6), max(north - south, 1e-6)
    scale = min((_WIDTH - 2 * margin) / wide, (_MOST_HEIGHT - 2 * _MARGIN) / high)
    left = (_WIDTH - wide * scale) / 2

    def place(longitude: float, latitude: float) -> tuple[float, float]:
        return left + (longitude - west) * squeeze * scale, _MARGIN + (north - latitude) * scale

    return place, scale / _KM_PER_DEGREE, high * scale + 2 * _MARGIN + 24


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def _square(at: tuple[float, float], side: float) -> str:
    return f"M{at[0] - side / 2:.1f} {at[1] - side / 2:.1f}h{side:.1f}v{side:.1f}h-{side:.1f}z"


def _towns(towns: Sequence[Any], spots: Floats, expected: Floats, place: Any, height: float) -> list[str]:
    """Names of towns, those with the most expected around them first, as far as there is room."""
    from vedette.publish.map_labels import Room

    squeeze = math.cos(math.radians(float(spots[:, 1].mean())))
    room, out = Room(_WIDTH, height), []

    def around(town: Any) -> float:
        far = np.hypot((spots[:, 0] - town.longitude) * squeeze, spots[:, 1] - town.latitude) * _KM_PER_DEGREE
        return float(expected[far <= _NAMED_KM].sum())

    ranked = sorted(towns, key=lambda town: -around(town))
    for turn, town in enumerate(ranked[:_NAMES]):
        dot = place(town.longitude, town.latitude)
        name = town.name.en or town.id
        middle = room.beside(dot, len(name) * 6.6, 13.0, 4.0)
        if middle is None:
            continue
        room.take(dot, 6.0, 6.0)
        out.append(f'<circle class="place" cx="{dot[0]:.1f}" cy="{dot[1]:.1f}" r="2.2"/>')
        out.append(_label("map-label top" if turn < 6 else "map-label", middle, name))
    return out


def _names(
    areas: Sequence[str], expected: Floats, at: Sequence[tuple[float, float]], side: float, height: float
) -> list[str]:
    """Names of few areas beside their squares, the highest first, as far as there is room."""
    from vedette.publish.map_labels import Room

    room, out = Room(_WIDTH, height), []
    for dot in at:
        room.take(dot, side, side)
    for row in np.argsort(-expected, kind="stable").tolist():
        middle = room.beside(at[row], len(areas[row]) * 6.1, 13.0, side / 2)
        if middle is not None:
            out.append(_label("map-label", middle, areas[row]))
    return out


def _label(kind: str, middle: tuple[float, float], words: str) -> str:
    return (
        f'<text class="{kind}" x="{middle[0]:.1f}" y="{middle[1] + 4:.1f}" text-anchor="middle">{escape(words)}</text>'
    )


def _scale_bar(scale: float, height: float) -> str:
    """A bar of a round number of km at the lower left."""
    km = next(size for size in (1000, 500, 200, 100, 50, 20, 10, 5, 2, 1) if size * scale <= 180 or size == 1)
    left, bottom = _MARGIN, height - 10
    return (
        f'<path class="axis" d="M{left} {bottom - 5:.1f}v5h{km * scale:.1f}v-5"/>'
        f'<text class="tick" font-size="12" x="{left + km * scale + 8:.1f}" y="{bottom:.1f}">{km} km</text>'
    )
