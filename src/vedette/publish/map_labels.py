"""Where the dots and names of a map go, so that none covers another; a name that finds no room is left out."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

__all__ = ["Room", "spread"]

Point = tuple[float, float]
Box = tuple[float, float, float, float]

_STEP, _WAYS = 7.0, 16
_AROUND = ((0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1))


def spread(dots: Sequence[Point], apart: float, rounds: int = 60) -> list[Point]:
    """The dots, each pair that is closer than `apart` pushed asunder along its own line, in pixels.

    Two dots at one point part to the left and right. After `rounds` a crowd that has no room stays as close as it is.
    """
    moved = [list(dot) for dot in dots]
    for _ in range(rounds):
        still = True
        for one in range(len(moved)):
            for other in range(one):
                a, b = moved[one], moved[other]
                distance = math.dist(a, b)
                if distance >= apart - 0.1:
                    continue
                still = False
                x, y = ((a[0] - b[0]) / distance, (a[1] - b[1]) / distance) if distance > 1e-6 else (1.0, 0.0)
                push = (apart - distance) / 2
                a[0], a[1], b[0], b[1] = a[0] + x * push, a[1] + y * push, b[0] - x * push, b[1] - y * push
        if still:
            break
    return [(x, y) for x, y in moved]


@dataclass
class Room:
    """The free space of a map, `width` by `height` pixels; what is placed takes its box out of it."""

    width: float
    height: float
    _taken: list[Box] = field(default_factory=list)

    def take(self, middle: Point, wide: float, high: float) -> None:
        """Take a box about its middle."""
        self._taken.append(_box(middle, wide, high))

    def beside(self, dot: Point, wide: float, high: float, radius: float) -> Point | None:
        """The middle of a name of this size beside a dot of this radius, taken; None where there is no room."""
        for x, y in _AROUND:
            reach = radius * (0.75 if x and y else 1.0)
            middle = dot[0] + x * (reach + 2 + wide / 2), dot[1] + y * (reach + 1 + high / 2)
            if self._free(middle, wide, high, 0.0):
                self.take(middle, wide, high)
                return middle
        return None

    def within(self, rings: Sequence[Sequence[Point]], start: Point, wide: float, high: float) -> Point | None:
        """The middle nearest to `start` of a name of this size that lies in one of the rings, taken; None without room.

        Places that leave air for the names of dots nearby come first.
        """
        for air in (16.0, 7.0, 1.0):
            for middle in self._spiral(start):
                corners = [(x, y) for x in (-0.5, 0.5) for y in (-0.5, 0.5)]
                held = any(
                    all(_inside((middle[0] + x * wide, middle[1] + y * high), ring) for x, y in corners)
                    for ring in rings
                )
                if held and self._free(middle, wide, high, air):
                    self.take(middle, wide, high)
                    return middle
        return None

    def _spiral(self, start: Point) -> Iterator[Point]:
        yield start
        for ring in range(1, int(min(self.width, self.height) / 3 / _STEP)):
            for way in range(_WAYS):
                angle = math.tau * way / _WAYS
                yield start[0] + ring * _STEP * math.sin(angle), start[1] + ring * _STEP * math.cos(angle)

    def _free(self, middle: Point, wide: float, high: float, air: float) -> bool:
        left, top, right, bottom = _box(middle, wide, high)
        if left < 0 or top < 0 or right > self.width or bottom > self.height:
            return False
        left, top, right, bottom = left - air, top - air, right + air, bottom + air
        return not any(left < box[2] and right > box[0] and top < box[3] and bottom > box[1] for box in self._taken)


def _box(middle: Point, wide: float, high: float) -> Box:
    return middle[0] - wide / 2, middle[1] - high / 2, middle[0] + wide / 2, middle[1] + high / 2


def _inside(point: Point, ring: Sequence[Point]) -> bool:
    """Whether a point lies in a ring, by the crossings of a ray to its right."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            inside = not inside
    return inside
