"""Forecasts against what came: scores by lead beside plain baselines, calibration, hit rates, totals, and where it is good."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vedette.forecast.verify_baselines import BASELINES, conflictology, exponential, spelled_out
from vedette.forecast.verify_calibration import (
    Bin,
    Coverage,
    Day,
    Pit,
    busy_rows,
    coverage,
    pit,
    reliability,
    totals,
)
from vedette.forecast.verify_frame import arrays_of, with_lead
from vedette.forecast.verify_groups import Group, Month, curve_points, grouped, groups_of, months
from vedette.forecast.verify_scores import Figures, Gain, day_sums, day_weights, gain, per_row, shares
from vedette.forecast.verify_settings import verify_settings
from vedette.terms.counts import AreaDays
from vedette.terms.errors import FieldError

__all__ = ["Detail", "LeadScores", "Standing", "leads_of", "verify", "verify_lead"]

Floats = NDArray[np.float64]

OWN = "forecast"


@dataclass(frozen=True)
class Standing:
    """One forecast at one lead: its scores by name, N-test, coverage, and events caught at each point of the curve."""

    scores: dict[str, float]
    pass_rate: float
    forecast_total: float
    coverage: dict[str, Coverage]
    pit: Pit
    caught: tuple[int, ...]


@dataclass(frozen=True)
class Detail:
    """What is drawn of one lead: reliability, totals by day and month, groups of areas, best possible curve."""

    reliability: tuple[Bin, ...]
    days: tuple[Day, ...]
    months: tuple[Month, ...]
    groups: tuple[Group, ...]
    best: tuple[int, ...]


@dataclass(frozen=True)
class LeadScores:
    """Everything about one lead; `standings` has the forecast itself ("forecast") and each baseline, `gains` by baseline."""

    lead: int
    first: date
    last: date
    days: int
    areas: int
    events: int
    points: tuple[int, ...]
    standings: dict[str, Standing]
    gains: dict[str, dict[str, Gain]]
    calibration_error: float
    detail: Detail


def leads_of(table: pl.DataFrame) -> tuple[int, ...]:
    """The leads to score of a frame of forecasts: all, or of many the ones named in verify.toml and the longest."""
    numbers, found = verify_settings().leads, with_lead(table)["lead"].unique().sort().to_list()
    if len(found) <= numbers.most:
        return tuple(found)
    return tuple(lead for lead in found if lead in numbers.chosen or lead == found[-1])


def verify(
    table: pl.DataFrame, history: AreaDays, leads: Iterable[int] | None = None, until: date | None = None
) -> tuple[LeadScores, ...]:
    """Score every lead in turn; arguments and errors as for `verify_lead`."""
    return tuple(verify_lead(table, history, lead, until) for lead in (leads_of(table) if leads is None else leads))


def verify_lead(table: pl.DataFrame, history: AreaDays, lead: int, until: date | None = None) -> LeadScores:
    """Score the forecasts of one lead, in days from the last known day to the day forecast.

    `table` follows FORECAST_SCHEMA (dispersion may be absent) and must forecast every area of `history` on every day from
    its first to its last, once; days after `until` (the last day of `history`) are left aside, as nobody knows yet.
    `history` holds the counts of these days and of the 1,500 before. Raises FieldError for a lead without rows, a row too
    many or too few, a figure out of its domain, a span without events, or without days before it to learn a baseline from.
    """
    first, figures = arrays_of(table, history, lead, until)
    days = len(figures.mean)
    history = _cut(history, first, first + timedelta(days=days))
    start = history.index(first)
    y = history.counts[start:].astype(float)
    if start < lead + 1:
        raise FieldError(None, "events", "date", f"nothing before {first}", f"events over {lead + 1} days before it")
    if not y.sum():
        raise FieldError(None, "events", "date", f"no event from {first} on", "an event in the days that were forecast")
    observed = history.observed(first)
    early = max(start - verify_settings().n_test.days - lead, lead + 1)
    mix, mix_alpha = exponential("ewma_mix", history, observed, early, lead)
    others = {
        "ewma30": spelled_out(*exponential("ewma30", history, observed, start, lead)),
        "ewma_mix": spelled_out(mix[-days:], mix_alpha[-days:]),
        "conflictology": conflictology(history, observed, start, lead),
    }
    every: dict[str, Figures] = {OWN: figures, **{name: others[name] for name in BASELINES}}
    tie = np.random.default_rng(verify_settings().scores.seed).random(y.shape)
    weights, busy, points = day_weights(days), busy_rows(mix[-days:]), curve_points(y.shape[1])
    at = np.array(points) - 1
    rows = {name: per_row(y, one) for name, one in every.items()}
    sums, standings, day_totals = {}, {}, {}
    for name, one in every.items():
        sums[name], caught = day_sums(y, one, tie, rows[name])
        day_totals[name] = totals(y, one.mean, history, observed, mix, lead)
        standings[name] = Standing(
            scores=shares(sums[name], y.shape[1]),
            pass_rate=float(np.mean([day.passed for day in day_totals[name]])),
            forecast_total=float(one.mean.sum()),
            coverage=coverage(y, one, busy),
            pit=pit(y, one, busy, weights),
            caught=tuple(caught[at].astype(int).tolist()),
        )
    bins = reliability(y, figures.p_any, weights)
    best = (-np.sort(-y, axis=1)).cumsum(axis=1).sum(axis=0)[at]
    return LeadScores(
        lead=lead,
        first=first,
        last=first + timedelta(days=days - 1),
        days=days,
        areas=y.shape[1],
        events=int(y.sum()),
        points=points,
        standings=standings,
        gains={
            name: {score: gain(score, sums[OWN], sums[name], weights) for score in sums[OWN] if "pei" not in score}
            for name in BASELINES
        },
        calibration_error=sum(one.rows * abs(one.said - one.came) for one in bins) / y.size,
        detail=Detail(
            reliability=bins,
            days=day_totals[OWN],
            months=months(first, day_totals[OWN], {name: _per_day(day_totals[name]) for name in BASELINES}),
            groups=grouped(
                groups_of(history, observed, start),
                y,
                figures.mean,
                rows[OWN],
                {name: rows[name] for name in BASELINES},
                weights,
            ),
            best=tuple(best.astype(int).tolist()),
        ),
    )


def _per_day(days: Sequence[Day]) -> Floats:
    return np.array([day.forecast for day in days])


def _cut(history: AreaDays, first: date, end: date) -> AreaDays:
    """The grid up to the day before `end`, from as far before `first` as the baselines remember."""
    drop = max(history.index(first) - verify_settings().baselines.memory_days, 0)
    return AreaDays(
        start=history.day(drop),
        areas=history.areas,
        latitude=history.latitude,
        longitude=history.longitude,
        counts=history.counts[drop : history.index(end)],
        outside=history.outside,
    )
