"""Time series of a forecast: the last days as bars, what is expected as a line in its range, days without data marked."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from markupsafe import Markup

from vedette.cli.forecast_charts import Axis, Chart, nice_ticks, short
from vedette.cli.forecast_render import number
from vedette.cli.forecast_verify_charts import day_ticks

__all__ = ["Ahead", "series_chart"]


class Ahead(NamedTuple):
    """What is expected of one day: mean, and the range that 90 of 100 such days should keep to."""

    mean: float
    low: float
    high: float


def series_chart(
    name: str,
    title: str,
    first: date,
    seen: Sequence[float],
    observed: Sequence[bool],
    ahead: Sequence[Ahead],
    size: tuple[int, int] = (460, 190),
) -> Markup:
    """The counts of the days from `first` on, then the days ahead; days that were not observed are hatched, not empty.

    `name` is unique on the page.
    """
    past, days = len(seen), len(seen) + len(ahead)
    ticks = nice_ticks(max([1.0, *seen, *(one.high for one in ahead)]), short, about=4)
    whole = [(value, words) for value, words in ticks if float(value).is_integer()]
    marks = day_ticks(first, days)[:: 2 if size[0] < 600 else 1]
    chart = Chart(Axis(-0.5, days - 0.5, marks), Axis(0, ticks[-1][0], whole, "attacks a day"), size, 38, 28)
    for start, end in _gaps(observed):
        chart.bar((start + end) / 2, 0, ticks[-1][0], end - start + 1, "unknown", "no data: unknown, not calm")
    edges = [(past + n + side, one.low, one.high) for n, one in enumerate(ahead) for side in (-0.5, 0.5)]
    chart.band(edges, "own")
    for n, count in enumerate(seen):
        if count:
            chart.bar(n, 0, count, 0.75, "seen", f"{first + timedelta(days=n)}: {count:,.0f}")
    for n, one in enumerate(ahead):
        hint = f"{first + timedelta(days=past + n)}: {number(one.mean)} expected, {one.low:,.0f} to {one.high:,.0f}"
        chart.dot(past + n, one.mean, "own", hint, 2.2)
    chart.line([(past + n, one.mean) for n, one in enumerate(ahead)], "own")
    chart.upright(past - 0.5, 0, ticks[-1][0], "zero")
    missing = sum(not day for day in observed)
    said = (
        f"{sum(seen):,.0f} attacks in the {past} days before; {number(sum(one.mean for one in ahead))} expected in the "
        f"{len(ahead)} days ahead." + (f" {missing} days are without data." if missing else "")
    )
    return chart.svg(name, title, said)


def _gaps(observed: Sequence[bool]) -> list[tuple[int, int]]:
    """Runs of days that were not observed: first and last."""
    runs: list[tuple[int, int]] = []
    for n, day in enumerate(observed):
        if day:
            continue
        if runs and runs[-1][1] == n - 1:
            runs[-1] = runs[-1][0], n
        else:
            runs.append((n, n))
    return runs
