"""Charts as SVG that carries its own words: axes, lines, bands, bars; colours come from the style of the page."""

import math
from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple

from markupsafe import Markup

__all__ = ["Axis", "Chart", "nice_ticks", "short"]

_SIZE = 12


class Axis(NamedTuple):
    """One axis: its ends, whether it is logarithmic, where its ticks are and what they say, and its name with unit."""

    low: float
    high: float
    ticks: Sequence[tuple[float, str]]
    name: str = ""
    log: bool = False

    def share(self, value: float) -> float:
        """Where a value lies between the ends, 0 … 1; beyond them it is held at the end."""
        value = min(max(value, self.low), self.high)
        if self.log:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)


class Chart:
    """An SVG drawing of fixed size in which values are placed by two axes; `svg` gives it with its title and description.

    `left` and `bottom` are the pixels kept for the labels of the axes.
    """

    def __init__(self, x: Axis, y: Axis, size: tuple[int, int] = (460, 300), left: int = 50, bottom: int = 44) -> None:
        self._x, self._y, (self._width, self._height) = x, y, size
        self._left, self._right, self._top, self._bottom = left, 14, 14 + 16 * bool(y.name), bottom
        self._parts: list[str] = []
        self._grid()

    def x(self, value: float) -> float:
        """Pixels from the left."""
        return self._left + self._x.share(value) * (self._width - self._left - self._right)

    def y(self, value: float) -> float:
        """Pixels from the top."""
        return self._height - self._bottom - self._y.share(value) * (self._height - self._top - self._bottom)

    def line(self, points: Sequence[tuple[float, float]], kind: str) -> None:
        """A line through points; `kind` is a class of the style."""
        path = "L".join(f"{self.x(x):.1f} {self.y(y):.1f}" for x, y in points)
        self._parts.append(f'<path class="line {kind}" d="M{path}"/>')

    def band(self, points: Sequence[tuple[float, float, float]], kind: str) -> None:
        """A filled band of (x, low, high)."""
        there = [f"{self.x(x):.1f} {self.y(high):.1f}" for x, _, high in points]
        back = [f"{self.x(x):.1f} {self.y(low):.1f}" for x, low, _ in reversed(points)]
        self._parts.append(f'<path class="band {kind}" d="M{"L".join(there + back)}Z"/>')

    def bar(self, x: float, low: float, high: float, width: float, kind: str, hint: str = "") -> None:
        """An upright bar from low to high about x, `width` in units of x."""
        left, right = self.x(x - width / 2), self.x(x + width / 2)
        top, bottom = self.y(high), self.y(low)
        box = f'x="{left:.1f}" y="{top:.1f}" width="{max(right - left, 0.5):.1f}" height="{max(bottom - top, 0):.1f}"'
        said = f"<title>{escape(hint)}</title>" if hint else ""
        self._parts.append(f'<rect class="bar {kind}" {box}>{said}</rect>')

    def upright(self, x: float, low: float, high: float, kind: str = "whisker") -> None:
        """A thin upright line, such as an interval."""
        at = self.x(x)
        self._parts.append(f'<path class="{kind}" d="M{at:.1f} {self.y(low):.1f}V{self.y(high):.1f}"/>')

    def level(self, y: float, low: float, high: float, kind: str = "whisker") -> None:
        """A thin level line at height y."""
        at = self.y(y)
        self._parts.append(f'<path class="{kind}" d="M{self.x(low):.1f} {at:.1f}H{self.x(high):.1f}"/>')

    def dot(self, x: float, y: float, kind: str, hint: str = "", radius: float = 4.0) -> None:
        """A round mark."""
        said = f"<title>{escape(hint)}</title>" if hint else ""
        at = f'cx="{self.x(x):.1f}" cy="{self.y(y):.1f}" r="{radius:g}"'
        self._parts.append(f'<circle class="dot {kind}" {at}>{said}</circle>')

    def text(self, x: float, y: float, words: str, kind: str = "", anchor: str = "start", up: float = 0.0) -> None:
        """Words at a place of the axes, `up` pixels above it."""
        self._write(self.x(x), self.y(y) - up, words, kind, anchor)

    def svg(self, name: str, title: str, description: str) -> Markup:
        """The drawing; `name` is unique on its page. Screen readers are told title and description."""
        head = (
            f'<svg class="chart" viewBox="0 0 {self._width} {self._height}" width="{self._width}" height="{self._height}" '
            f'role="img" aria-labelledby="{name}-title {name}-desc"><title id="{name}-title">{escape(title)}</title>'
            f'<desc id="{name}-desc">{escape(description)}</desc>'
        )
        return Markup(head + "".join(self._parts) + "</svg>")  # noqa: S704

    def _grid(self) -> None:
        right, bottom = self._width - self._right, self._height - self._bottom
        for value, words in self._y.ticks:
            at = self.y(value)
            self._parts.append(f'<path class="grid" d="M{self._left} {at:.1f}H{right}"/>')
            self._write(self._left - 7, at + 4, words, "tick", "end")
        for value, words in self._x.ticks:
            at = self.x(value)
            self._parts.append(f'<path class="mark" d="M{at:.1f} {bottom}v5"/>')
            self._write(at, bottom + 18, words, "tick", "middle")
        self._parts.append(f'<path class="axis" d="M{self._left} {bottom}H{right}"/>')
        if self._x.name:
            self._write((self._left + right) / 2, self._height - 6, self._x.name, "name", "middle")
        if self._y.name:
            self._write(4, 14, self._y.name, "name", "start")

    def _write(self, x: float, y: float, words: str, kind: str, anchor: str) -> None:
        self._parts.append(
            f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" font-size="{_SIZE}" text-anchor="{anchor}">{escape(words)}</text>'
        )


def nice_ticks(high: float, say: Callable[[float], str], low: float = 0.0, about: int = 5) -> list[tuple[float, str]]:
    """Round numbers from `low` to at least `high`, about so many, each with what `say` makes of it."""
    span = max(high - low, 1e-12)
    rough = 10 ** math.floor(math.log10(span / about))
    step = next(rough * times for times in (1, 2, 2.5, 5, 10) if span / (rough * times) <= about)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [(number * step, say(number * step)) for number in range(first, last + 1)]


def short(value: float) -> str:
    """A number for a tick: no more digits than it needs."""
    return f"{value:,.0f}" if abs(value) >= 10 or float(value).is_integer() else f"{value:.3g}"
