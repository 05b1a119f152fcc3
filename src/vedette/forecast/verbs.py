"""The forecast of one day and its reasons."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from vedette.forecast.issue import fit
from vedette.terms.counts import AreaDays
from vedette.terms.picture import AreaKnowledge, ScheduledEvent, Threat

__all__ = ["explain", "forecast"]


def forecast(
    history: AreaDays,
    as_of: date,
    horizon: int,
    *,
    events: Sequence[ScheduledEvent] = (),
    threats: Sequence[Threat] = (),
    knowledge: Sequence[AreaKnowledge] = (),
) -> pl.DataFrame:
    """Expected attacks per area and local day, from the events before `as_of` alone.

    `as_of` is the day of issue and the first day forecast, `horizon` the number of days. `history` may be a grid of any
    length; days after its end hold no event, and its rows from `as_of` on are not looked at. `events` and `threats` lift
    areas by the priors in priors.toml; those of an area that is not in the history are left aside. `knowledge` names
    silent areas: their spread widens with the days since `unknown_since` and their mean is never lowered.

    Returns FORECAST_SCHEMA, ordered by day and area: negative binomial with the given mean and dispersion. An area
    without history gets the rate of its surroundings; a history without any event before `as_of` a small prior rate.
    Raises FieldError when `horizon` is below 1.
    Sources: exponentially weighted rates after Holt (1957), Forecasting seasonals and trends by exponentially weighted
    moving averages; see the classes Mixture and Spread for how weights and dispersion are learned.
    """
    return fit(history, as_of, horizon, events=events, threats=threats, knowledge=knowledge).forecast()


def explain(
    history: AreaDays,
    as_of: date,
    area: str,
    lead: int = 1,
    *,
    events: Sequence[ScheduledEvent] = (),
    threats: Sequence[Threat] = (),
    knowledge: Sequence[AreaKnowledge] = (),
) -> tuple[tuple[str, float], ...]:
    """What the mean of `area` is made of, `lead` days ahead (1: `as_of` itself); other arguments as in `forecast`.

    Each entry has words and a factor; the first factor is in attacks a day, the others are ratios, and their product is
    the mean of `forecast`. For several areas, `fit` once and ask its `explain`. Raises FieldError for an unknown area
    and a lead below 1.
    """
    return fit(history, as_of, lead, events=events, threats=threats, knowledge=knowledge).explain(area, lead)
