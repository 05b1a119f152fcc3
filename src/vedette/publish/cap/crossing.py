"""Rule 35: does an outline enclose an area without crossing itself? All polygons of an alert are judged together.

Edges are put into a grid per polygon and only edges that share a cell are compared, as arrays. Outlines with long
edges side by side (combs) would fill too many cells; for these a sweep from west to east is used (Shamos and Hoey,
1976, Geometric intersection problems).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vedette.publish.cap.sweep import sweep_crosses

__all__ = ["Ring", "why_no_polygon"]

Ring = tuple[Sequence[float], Sequence[float]]
"""Latitudes and longitudes in degrees, the last point equal to the first."""

Floats = NDArray[np.float64]
MAX_ENTRIES_PER_EDGE = 12
MAX_PAIRS = 3_000_000
CHUNK = 200_000


def why_no_polygon(rings: Sequence[Ring]) -> list[str]:
    """For each ring why it is no polygon ("encloses no area", "crosses itself"), empty where it is one."""
    outlines = [_outline(ring) for ring in rings]
    verdicts = ["" if encloses else "encloses no area" for _, encloses in outlines]
    judged = [n for n, (points, _) in enumerate(outlines) if len(points) > 4 and not verdicts[n]]
    if judged:
        crossing = _crossing([outlines[n][0] for n in judged])
        for n, crosses in zip(judged, crossing, strict=True):
            if crosses:
                verdicts[n] = "crosses itself"
    return verdicts


def _outline(ring: Ring) -> tuple[Floats, bool]:
    """Points, shape (n + 1, 2), as longitude and latitude without repetition, and whether they enclose an area.

    An edge of more than 180° of longitude goes across the 180th meridian, so longitudes are made continuous; where
    they do not close again the outline goes around a pole.
    """
    latitude, longitude = np.asarray(ring[0], dtype=float), np.asarray(ring[1], dtype=float)
    step = np.diff(longitude)
    turns = np.where(step > 180, -360.0, np.where(step < -180, 360.0, 0.0))
    unrolled = longitude + np.concatenate([[0.0], np.cumsum(turns)])
    around_pole = bool(turns.sum())
    points = np.column_stack([unrolled - unrolled[0], latitude - latitude[0]])
    points = points[np.concatenate([[True], (np.diff(points, axis=0) != 0).any(axis=1)])]
    x, y = points[:, 0], points[:, 1]
    doubled = abs(float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])))
    size = float(np.ptp(x) ** 2 + np.ptp(y) ** 2)
    return points, around_pole or doubled > 1e-12 * size


def _crossing(outlines: list[Floats]) -> list[bool]:
    """Whether each outline crosses itself."""
    crosses = np.zeros(len(outlines), dtype=bool)
    counts = np.array([len(points) - 1 for points in outlines])
    owner = np.repeat(np.arange(len(outlines)), counts)
    start = np.concatenate([points[:-1] for points in outlines])
    end = np.concatenate([points[1:] for points in outlines])
    heads = np.concatenate([[0], np.cumsum(counts)[:-1]])
    before = np.arange(len(owner)) - 1
    before[heads] = heads + counts - 1
    first, second, undecided = _candidates(owner, counts, start, end)
    for at in range(0, len(first), CHUNK):
        one, two = _worth_comparing(first[at : at + CHUNK], second[at : at + CHUNK], start, end, before, crosses[owner])
        hit, contact = _cross(start[one], end[one], start[two], end[two])
        crosses[owner[one[hit]]] = True
        one, two = one[contact], two[contact]
        hit = _cross_on_edge(start[one], end[one], start[before[two]], start[two], end[two])
        hit |= _cross_on_edge(start[two], end[two], start[before[one]], start[one], end[one])
        hit |= _cross_at_vertex(start, end, before, one, two)
        crosses[owner[one[hit]]] = True
    for n in undecided:
        if not crosses[n]:
            crosses[n] = sweep_crosses(outlines[n])
    return [bool(value) for value in crosses]


def _candidates(
    owner: NDArray[np.intp], counts: NDArray[np.intp], start: Floats, end: Floats
) -> tuple[NDArray[np.intp], NDArray[np.intp], list[int]]:
    """Pairs of edges of one outline that share a cell, and the outlines that need the sweep instead."""
    low, high = np.minimum(start, end), np.maximum(start, end)
    bounds = np.concatenate([[0], np.cumsum(counts)[:-1]])
    origin = np.minimum.reduceat(low, bounds)
    extent = np.maximum.reduceat(high, bounds) - origin
    side = np.maximum(1, np.floor(np.sqrt(counts)).astype(np.int64))
    cell = np.where(extent > 0, extent / side[:, None], 1.0)
    last = (side - 1)[owner][:, None]
    from_cell = np.minimum(((low - origin[owner]) / cell[owner]).astype(np.int64), last)
    to_cell = np.minimum(((high - origin[owner]) / cell[owner]).astype(np.int64), last)
    spans = to_cell - from_cell + 1
    entries = spans[:, 0] * spans[:, 1]
    heavy = np.add.reduceat(entries, bounds) > MAX_ENTRIES_PER_EDGE * counts
    kept = np.flatnonzero(~heavy[owner])
    repeat = entries[kept]
    edge = np.repeat(kept, repeat)
    rank = np.arange(len(edge)) - np.repeat(np.cumsum(repeat) - repeat, repeat)
    column = from_cell[edge, 0] + rank % spans[edge, 0]
    row = from_cell[edge, 1] + rank // spans[edge, 0]
    offset = np.concatenate([[0], np.cumsum(side * side)[:-1]])
    key = offset[owner[edge]] + row * side[owner[edge]] + column
    order = np.argsort(key, kind="stable")
    edge, key = edge[order], key[order]
    per_cell = (
        np.diff(np.concatenate([[0], np.flatnonzero(np.diff(key)) + 1, [len(key)]])) if len(key) else np.zeros(0, int)
    )
    pairs_of_owner = np.zeros(len(counts))
    head = np.cumsum(per_cell) - per_cell
    if len(per_cell):
        np.add.at(pairs_of_owner, owner[edge[head]], per_cell * (per_cell - 1) / 2)
    crowded = pairs_of_owner > max(MAX_PAIRS / len(counts), 1000)
    if pairs_of_owner.sum() <= MAX_PAIRS:
        crowded[:] = False
    light = ~crowded[owner[edge]]
    undecided = np.flatnonzero(heavy | crowded).tolist()
    first, second = _pairs_in_runs(edge[light], key[light])
    return first, second, undecided


def _pairs_in_runs(edge: NDArray[np.intp], key: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """All pairs of edges with equal key; keys are sorted."""
    firsts, seconds, step = [], [], 1
    at = np.arange(len(key))
    while True:
        at = at[at + step < len(key)]
        at = at[key[at + step] == key[at]]
        if not len(at):
            break
        firsts.append(edge[at])
        seconds.append(edge[at + step])
        step += 1
    none = np.zeros(0, dtype=np.intp)
    return (np.concatenate(firsts), np.concatenate(seconds)) if firsts else (none, none)


def _worth_comparing(
    one: NDArray[np.intp],
    two: NDArray[np.intp],
    start: Floats,
    end: Floats,
    before: NDArray[np.intp],
    settled: NDArray[np.bool_],
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The pairs that do not follow each other, whose boxes meet, and whose outline is not known to cross."""
    kept = (before[one] != two) & (before[two] != one) & ~settled[one]
    one, two = one[kept], two[kept]
    met = np.ones(len(one), dtype=bool)
    for axis in (0, 1):
        a, b, c, d = start[one, axis], end[one, axis], start[two, axis], end[two, axis]
        met &= (np.minimum(a, b) <= np.maximum(c, d)) & (np.minimum(c, d) <= np.maximum(a, b))
    return one[met], two[met]


def _cross(a: Floats, b: Floats, c: Floats, d: Floats) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether segments ab and cd cross in their inner points, and whether an end of one lies on the other's line."""
    first, second = _side(a, b, c), _side(a, b, d)
    third, fourth = _side(c, d, a), _side(c, d, b)
    return (first * second < 0) & (third * fourth < 0), first * second * third * fourth == 0


def _cross_on_edge(a: Floats, b: Floats, previous: Floats, vertex: Floats, following: Floats) -> NDArray[np.bool_]:
    """Whether the outline goes from one side of ab to the other through a vertex that lies inside ab."""
    along = ((vertex - a) * (b - a)).sum(axis=1)
    inside = (along > 0) & (along < ((b - a) ** 2).sum(axis=1)) & (_side(a, b, vertex) == 0)
    inside &= (vertex != a).any(axis=1) & (vertex != b).any(axis=1)
    return np.asarray(inside & (_side(a, b, previous) * _side(a, b, following) < 0))


def _cross_at_vertex(
    start: Floats, end: Floats, before: NDArray[np.intp], one: NDArray[np.intp], two: NDArray[np.intp]
) -> NDArray[np.bool_]:
    """Whether the outline passes twice through one point and crosses itself there."""
    crosses = np.zeros(len(one), dtype=bool)
    same = np.flatnonzero((start[one] == start[two]).all(axis=1) & (one != two))
    if not len(same):
        return crosses
    one, two = one[same], two[same]
    at = start[one]
    out = _angle(end[one] - at)
    back = (_angle(start[before[one]] - at) - out) % (2 * np.pi)
    other = [(_angle(point - at) - out) % (2 * np.pi) for point in (start[before[two]], end[two])]
    clear = np.ones(len(same), dtype=bool)
    for angle in other:
        clear &= (angle > 1e-9) & (angle < 2 * np.pi - 1e-9) & (np.abs(angle - back) > 1e-9)
    crosses[same] = clear & ((other[0] < back) != (other[1] < back))
    return crosses


def _angle(direction: Floats) -> Floats:
    return np.asarray(np.arctan2(direction[:, 1], direction[:, 0]))


def _side(a: Floats, b: Floats, p: Floats) -> Floats:
    """−1, 0 or 1: on which side of the line ab the point p lies, 0 within rounding of it."""
    turn = (b[:, 0] - a[:, 0]) * (p[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (p[:, 0] - a[:, 0])
    scale = np.abs(b - a).sum(axis=1) * (np.abs(p - a).sum(axis=1) + np.abs(b - a).sum(axis=1))
    return np.where(np.abs(turn) <= 1e-14 * scale, 0.0, np.sign(turn))
