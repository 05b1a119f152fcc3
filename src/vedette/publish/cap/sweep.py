"""A sweep over the edges of one outline that stops at the first crossing (Shamos and Hoey, 1976)."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

__all__ = ["sweep_crosses"]

# directions in radians, off the axes so that no edge of a drawn figure stands exactly across the sweep
_DIRECTIONS = (0.0137, 0.7991, 1.5845, 2.3699)

Edge = tuple[float, float, float, float, int]


def sweep_crosses(points: NDArray[np.float64]) -> bool:
    """Whether two edges of the closed outline, shape (n + 1, 2), cross in their inner points.

    Time grows as n log n. The direction is that in which the fewest edges lie side by side.
    """
    turned = min((_turned(points, angle) for angle in _DIRECTIONS), key=_most_at_once)
    edges = _edges(turned)
    original = points.tolist()
    order = sorted(
        [(edge[0], 1, edge) for edge in edges] + [(edge[2], 0, edge) for edge in edges], key=lambda event: event[:2]
    )
    status: list[Edge] = []
    for _, opens, edge in order:
        if opens:
            at = _rank(status, edge, edge[0], edge[1], edge[2], edge[3])
            if at and _cross(original, status[at - 1][4], edge[4]):
                return True
            if at < len(status) and _cross(original, status[at][4], edge[4]):
                return True
            status.insert(at, edge)
        else:
            at = _rank(status, edge, edge[2], edge[3], edge[0], edge[1])
            while at and status[at - 1] is edge:
                at -= 1
            if at >= len(status) or status[at] is not edge:
                at = status.index(edge)
            del status[at]
            if 0 < at < len(status) and _cross(original, status[at - 1][4], status[at][4]):
                return True
    return False


def _turned(points: NDArray[np.float64], angle: float) -> NDArray[np.float64]:
    cosine, sine = np.cos(angle), np.sin(angle)
    return np.asarray(points @ np.array([[cosine, -sine], [sine, cosine]]))


def _most_at_once(points: NDArray[np.float64]) -> int:
    """The largest number of edges that one line across the sweep meets."""
    x = points[:, 0]
    low, high = np.minimum(x[:-1], x[1:]), np.maximum(x[:-1], x[1:])
    order = np.argsort(np.concatenate([low, high]), kind="stable")
    change = np.concatenate([np.ones(len(low), dtype=np.int64), -np.ones(len(high), dtype=np.int64)])
    return int(np.cumsum(change[order]).max(initial=0))


def _edges(points: NDArray[np.float64]) -> list[Edge]:
    """Edges from left to right with their number."""
    listed = points.tolist()
    edges = []
    for number, ((ax, ay), (bx, by)) in enumerate(pairwise(listed)):
        edges.append((ax, ay, bx, by, number) if (ax, ay) <= (bx, by) else (bx, by, ax, ay, number))
    return edges


def _rank(status: list[Edge], edge: Edge, x: float, y: float, far_x: float, far_y: float) -> int:
    """Where the edge belongs from below: by its point x, y, and where that lies on another edge by its far point."""
    low, high = 0, len(status)
    while low < high:
        middle = (low + high) // 2
        ax, ay, bx, by, number = status[middle]
        if number == edge[4]:
            return middle
        turn = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
        if abs(turn) <= 1e-13 * (bx - ax + abs(by - ay)) * (abs(x - ax) + abs(y - ay) + bx - ax):
            turn = (bx - ax) * (far_y - ay) - (by - ay) * (far_x - ax)
        if turn > 0:
            low = middle + 1
        else:
            high = middle
    return low


def _cross(points: list[list[float]], one: int, two: int) -> bool:
    (ax, ay), (bx, by) = points[one], points[one + 1]
    (cx, cy), (dx, dy) = points[two], points[two + 1]
    first = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    second = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax)
    third = (dx - cx) * (ay - cy) - (dy - cy) * (ax - cx)
    fourth = (dx - cx) * (by - cy) - (dy - cy) * (bx - cx)
    small = 1e-14 * (abs(bx - ax) + abs(by - ay) + abs(dx - cx) + abs(dy - cy) + abs(cx - ax) + abs(cy - ay)) ** 2
    return (
        min(first, second) < -small
        and max(first, second) > small
        and (min(third, fourth) < -small and max(third, fourth) > small)
    )
