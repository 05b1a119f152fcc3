"""Where the forecast is good: hit-rate curve over shares of areas, scores by area group, totals by month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from vedette.forecast.verify_calibration import Day
from vedette.forecast.verify_scores import Gain
from vedette.forecast.verify_settings import verify_settings
from vedette.terms.counts import AreaDays

__all__ = ["CURVE_SHARES", "Group", "Month", "Rows", "curve_points", "grouped", "groups_of", "months"]

Floats = NDArray[np.float64]
Rows = tuple[Floats, Floats]
"""−ln P(y) and CRPS of every area and day, both of shape (days, areas)."""

CURVE_SHARES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
_POINTS = 40


@dataclass(frozen=True)
class Group:
    """One area or a band of areas: events forecast and seen, CRPS per area-day and gain per event over each baseline.

    A gain is None where a group saw no event.
    """

    name: str
    areas: int
    forecast: float
    came: int
    crps: float
    baseline_crps: dict[str, float]
    gains: dict[str, Gain | None]


@dataclass(frozen=True)
class Month:
    """Totals of a calendar month, as far as it was forecast."""

    first: date
    last: date
    forecast: float
    came: int
    baselines: dict[str, float]


def curve_points(areas: int) -> tuple[int, ...]:
    """Numbers of areas, 1 … areas, at which the hit-rate curve is drawn: evenly on a logarithmic scale, and at round shares."""
    asked = [max(1, round(share * areas)) for share in CURVE_SHARES]
    return tuple(np.unique([*np.round(np.geomspace(1, areas, _POINTS)).astype(int), *asked]).tolist())


def groups_of(history: AreaDays, observed: NDArray[np.bool_], first: int) -> tuple[tuple[str, NDArray[np.int64]], ...]:
    """Names and columns: the areas with most events in the 365 observed days before row `first`, then bands of the rest."""
    numbers = verify_settings().groups
    known = np.flatnonzero(observed[:first])[-365:]
    seen = history.counts[known].sum(axis=0, dtype=float)
    order = np.argsort(-seen, kind="stable")
    busiest = [column for column in order[: numbers.listed].tolist() if seen[column] > 0]
    found = [(history.areas[column], np.array([column])) for column in busiest]
    rest, yearly = order[len(busiest) :], seen * 365 / max(len(known), 1)
    most = np.inf
    for band in numbers.bands:
        inside = rest[(yearly[rest] >= band.least) & (yearly[rest] < most)]
        most = band.least
        if len(inside):
            found.append((band.label, np.sort(inside)))
    return tuple(found)


def grouped(
    columns: Sequence[tuple[str, NDArray[np.int64]]],
    y: Floats,
    mean: Floats,
    own: Rows,
    others: Mapping[str, Rows],
    weights: Floats | None,
) -> tuple[Group, ...]:
    """Scores by group; intervals by resampling days."""
    out = []
    for name, at in columns:
        events = y[:, at].sum(axis=1)
        gains: dict[str, Gain | None] = {}
        for other, rows in others.items():
            better = rows[0][:, at].sum(axis=1) - own[0][:, at].sum(axis=1)
            gains[other] = _gain(better, events, float(rows[0][:, at].sum()), weights) if events.sum() else None
        crps = {other: float(rows[1][:, at].mean()) for other, rows in others.items()}
        said, came = float(mean[:, at].sum()), int(events.sum())
        out.append(Group(name, len(at), said, came, float(own[1][:, at].mean()), crps, gains))
    return tuple(out)


def months(first: date, days: Sequence[Day], baselines: Mapping[str, Floats]) -> tuple[Month, ...]:
    """Totals by calendar month; `baselines` have the forecast totals per day, shape (days,)."""
    at: dict[tuple[int, int], list[int]] = {}
    for number in range(len(days)):
        day = first + timedelta(days=number)
        at.setdefault((day.year, day.month), []).append(number)
    return tuple(
        Month(
            first + timedelta(days=rows[0]),
            first + timedelta(days=rows[-1]),
            sum(days[row].forecast for row in rows),
            sum(days[row].came for row in rows),
            {name: float(said[rows].sum()) for name, said in baselines.items()},
        )
        for rows in at.values()
    )


def _gain(better: Floats, events: Floats, base: float, weights: Floats | None) -> Gain:
    whole, low, high = float(better.sum() / events.sum()), None, None
    if weights is not None:
        number = weights @ events
        drawn = (weights @ better)[number > 0] / number[number > 0]
        low, high = (float(edge) for edge in np.percentile(drawn, [2.5, 97.5]))
    return Gain(whole, low, high, whole / max(base / float(events.sum()), 1e-300))
