"""Bulk tables of events: their schemas, and the grid of counts per area and day that forecast and review work on."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vedette.terms.errors import FieldError

__all__ = ["AREA_SCHEMA", "EVENT_SCHEMA", "AreaDays", "count_days"]

EVENT_SCHEMA = pl.Schema(
    {"date": pl.Date, "area": pl.String, "latitude": pl.Float64, "longitude": pl.Float64, "type": pl.String}
)
"""One row per attack: local day, area id, WGS84 degrees (null if unknown), type (null if unknown)."""

AREA_SCHEMA = pl.Schema({"area": pl.String, "latitude": pl.Float64, "longitude": pl.Float64})
"""One row per area: id and centre in WGS84 degrees. Further columns are kept as they are."""

GAP_DAYS, GAP_RATE, GAP_RATE_DAYS = 14, 5.0, 60


@dataclass(frozen=True)
class AreaDays:
    """Counts of attacks per local day and area.

    counts has shape (days, areas); day 0 is `start`; latitude and longitude have shape (areas,) in WGS84 degrees.
    `outside` is the number of events in no area of the list.
    """

    start: date
    areas: tuple[str, ...]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    counts: NDArray[np.float32]
    outside: int = 0

    @property
    def days(self) -> int:
        """Number of days in the grid."""
        return int(self.counts.shape[0])

    def index(self, day: date) -> int:
        """Row of `day`; it may lie outside the grid."""
        return (day - self.start).days

    def day(self, index: int) -> date:
        """Local day of row `index`."""
        return self.start + timedelta(days=index)

    def observed(self, before: date) -> NDArray[np.bool_]:
        """Which days were observed, shape (days,), judged from events before `before` alone.

        A run of 14 or more days without any event anywhere, after 60 days with 5 or more events a day, was not
        observed: these are days without data, not quiet days.
        """
        totals = self.counts.sum(axis=1)
        stop = int(np.clip(self.index(before), 0, self.days))
        seen = np.ones(self.days, dtype=bool)
        busy = np.flatnonzero(totals[:stop] > 0)
        for last, following in zip(busy, np.append(busy[1:], stop), strict=False):
            run = totals[max(0, last - GAP_RATE_DAYS + 1) : last + 1].sum()
            if following - last > GAP_DAYS and run >= GAP_RATE * GAP_RATE_DAYS:
                seen[last + 1 : following] = False
        return seen


def count_days(
    events: pl.DataFrame, areas: pl.DataFrame, first: date | None = None, last: date | None = None
) -> AreaDays:
    """Count events per area and day.

    events follows EVENT_SCHEMA, areas AREA_SCHEMA; `first` and `last` (both included) default to the first and last
    event. Days are local days. Events outside the days are left out; events in no area are counted in `outside`.
    Raises FieldError when there is neither an event nor a pair of days to span the grid.
    """
    names = areas["area"].to_list()
    if first is None or last is None:
        if not events.height:
            raise FieldError(None, "events", "date", "no event", "at least one event")
        days = events["date"].to_list()
        first, last = first or min(days), last or max(days)
    number = (events["date"] - first).dt.total_days().to_numpy()
    place = (
        events["area"]
        .replace_strict({name: i for i, name in enumerate(names)}, default=-1, return_dtype=pl.Int64)
        .to_numpy()
    )
    span = max((last - first).days + 1, 0)
    inside = (number >= 0) & (number < span)
    kept = inside & (place >= 0)
    counts = np.zeros((span, len(names)), dtype=np.float32)
    np.add.at(counts, (number[kept], place[kept]), 1)
    return AreaDays(
        start=first,
        areas=tuple(names),
        latitude=areas["latitude"].to_numpy().astype(float),
        longitude=areas["longitude"].to_numpy().astype(float),
        counts=counts,
        outside=int((inside & (place < 0)).sum()),
    )
