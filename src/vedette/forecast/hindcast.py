"""Forecasts issued day by day over the past, each from the events before its day alone."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import polars as pl

from vedette.forecast.issue import plain
from vedette.forecast.model import replay
from vedette.terms.counts import AreaDays
from vedette.terms.errors import FieldError
from vedette.terms.picture import ScheduledEvent

__all__ = ["hindcast", "issues"]


def hindcast(
    history: AreaDays, first: date, last: date, horizon: int = 1, *, events: Sequence[ScheduledEvent] = ()
) -> pl.DataFrame:
    """Forecasts of every local day `first` … `last` (both included) with every lead 1 … `horizon`, in one pass.

    A forecast with lead L of day d is issued on day d − L + 1 and knows the events before that day; so each day is
    forecast once per lead, and the first issue is `horizon` − 1 days before `first`. Rows of `history` on later days
    change no bit. `events` are scheduled ones; each lifts the issues from the day on which it was announced, and teaches
    once its days are over. Returns FORECAST_SCHEMA, ordered by issue, day and area. Raises FieldError when `first` is after
    `last` or `horizon` is below 1.
    """
    return pl.concat(issues(history, first, last, horizon, events=events))


def issues(
    history: AreaDays, first: date, last: date, horizon: int = 1, *, events: Sequence[ScheduledEvent] = ()
) -> Iterator[pl.DataFrame]:
    """The frames of `hindcast`, one per issue day, as they are made; arguments and errors as there."""
    if horizon < 1:
        raise FieldError(None, None, "horizon", horizon, "at least 1 day")
    if first > last:
        raise FieldError(None, None, "first", f"{first}, after the last day {last}", "a first day not after the last")
    return _issues(history, first, last, horizon, events)


def _issues(
    history: AreaDays, first: date, last: date, horizon: int, events: Sequence[ScheduledEvent]
) -> Iterator[pl.DataFrame]:
    begin = first - timedelta(days=horizon - 1)
    for day, model in replay(history, last, horizon, begin, events):
        if day >= begin:
            earliest, latest = max((first - day).days + 1, 1), min((last - day).days + 1, horizon)
            yield plain(history.areas, day, horizon, model).forecast(earliest, latest)
