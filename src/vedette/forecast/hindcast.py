"""Forecasts issued day by day over the past, each from the events before its day alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from vedette.forecast.issue import plain
from vedette.forecast.model import Model, replay
from vedette.terms.counts import AreaDays
from vedette.terms.errors import FieldError
from vedette.terms.picture import ScheduledEvent

__all__ = ["Issue", "hindcast", "issued", "issues", "planned"]


@dataclass(frozen=True)
class Issue:
    """What is issued on one day: the forecasts for leads `earliest` … `latest` (1: the day itself)."""

    day: date
    earliest: int
    latest: int


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
    wanted = planned(first, last, horizon)
    return (frame for frame, _ in issued(history, wanted, horizon, events=events))


def planned(first: date, last: date, horizon: int) -> tuple[Issue, ...]:
    """The issues that `hindcast` makes, day by day without holes; arguments and errors as there."""
    if horizon < 1:
        raise FieldError(None, None, "horizon", horizon, "at least 1 day")
    if first > last:
        raise FieldError(None, None, "first", f"{first}, after the last day {last}", "a first day not after the last")
    begin = first - timedelta(days=horizon - 1)
    days = (begin + timedelta(days=n) for n in range((last - begin).days + 1))
    return tuple(Issue(day, max((first - day).days + 1, 1), min((last - day).days + 1, horizon)) for day in days)


def issued(
    history: AreaDays,
    wanted: Sequence[Issue],
    horizon: int,
    known: tuple[date, Model] | None = None,
    *,
    events: Sequence[ScheduledEvent] = (),
) -> Iterator[tuple[pl.DataFrame, Model]]:
    """The frame of each wanted issue, on days without holes, with the model as it stands on its day.

    `known` is a model for this horizon and the day up to which it has seen this very history; it is taken on from there
    and gives the same bits as a new one, and has its scheduled events with it. The same model is yielded each time.
    """
    begin = wanted[0].day
    for day, model in replay(history, wanted[-1].day, horizon, begin, known, events):
        if day >= begin:
            issue = wanted[(day - begin).days]
            yield plain(history.areas, day, horizon, model).forecast(issue.earliest, issue.latest), model
