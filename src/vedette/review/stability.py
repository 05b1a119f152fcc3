"""Is it calmer? Indicators of two periods side by side, each with its uncertainty, and no index over them."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from vedette.review.baseline import observed_days
from vedette.terms.counts import AreaDays
from vedette.terms.errors import FieldError, UnknownReferenceError
from vedette.terms.record import Term

__all__ = ["Indicator", "Stability", "Trend", "is_calmer"]

Floats = NDArray[np.float64]

BLOCK_DAYS, RESAMPLES, SEED, LEAST_DAYS = 7, 1000, 20070223, 28


class Trend(StrEnum):
    """What the interval of a change allows to say."""

    LOWER = "lower"
    HIGHER = "higher"
    NO_CLEAR_CHANGE = "no clear change"


class Indicator(Term):
    """One measure of unrest before and after; `low` and `high` are the 95 % interval of after less before."""

    name: str
    before: float
    after: float
    low: float
    high: float
    trend: Trend


class Stability(Term):
    """Indicators of one region; they describe, and say nothing of why."""

    region: str
    before: tuple[date, date]
    after: tuple[date, date]
    observed_before: int = Field(description="Days with data in the first period")
    observed_after: int
    indicators: tuple[Indicator, ...]


def is_calmer(
    history: AreaDays,
    areas: Sequence[str],
    before: tuple[date, date],
    after: tuple[date, date],
    *,
    region: str = "region",
) -> Stability:
    """Compare two periods (first and last local day, both included) over the areas of a region.

    Indicators: attacks per day; share of days with an attack; share of areas attacked per week; the effective number of
    areas per attack (exponential of Shannon's entropy of an average week: 1 when all attacks fall in one area). Days
    without data are left out. Intervals come from resampling blocks of seven days within each period (Künsch 1989,
    "The jackknife and the bootstrap for general stationary observations"), with a fixed seed; over few weeks they are
    somewhat too narrow. Raises UnknownReferenceError for an unknown area and FieldError when the periods overlap, end
    before they start, lie outside the history, or have fewer than 28 observed days.
    """
    place = {name: i for i, name in enumerate(history.areas)}
    strange = [name for name in areas if name not in place]
    if strange or not areas:
        raise UnknownReferenceError(None, region, "areas", strange[0] if strange else "no area", "areas of the history")
    if after[0] <= before[1]:
        raise FieldError(None, region, "after", str(after[0]), f"a day after {before[1]}, the end of the first period")
    columns = [place[name] for name in areas]
    seen = observed_days(history, after[1] + timedelta(days=1))
    first, second = (_period(history, columns, seen, period, region) for period in (before, after))
    generator = np.random.default_rng(SEED)
    drawn = [_resamples(len(period), generator) for period in (first, second)]
    indicators = []
    for name, measure in _MEASURES.items():
        one, two = measure(first), measure(second)
        change = np.array([measure(second[b]) - measure(first[a]) for a, b in zip(*drawn, strict=True)])
        low, high = (float(v) for v in np.percentile(change, [2.5, 97.5]))
        trend = Trend.LOWER if high < 0 else Trend.HIGHER if low > 0 else Trend.NO_CLEAR_CHANGE
        indicators.append(Indicator(name=name, before=one, after=two, low=low, high=high, trend=trend))
    return Stability(
        region=region,
        before=before,
        after=after,
        observed_before=len(first),
        observed_after=len(second),
        indicators=tuple(indicators),
    )


def _period(
    history: AreaDays, columns: list[int], seen: NDArray[np.bool_], period: tuple[date, date], region: str
) -> Floats:
    """Counts of the observed days of a period, shape (days, areas)."""
    first, last = history.index(period[0]), history.index(period[1])
    if last < first or first < 0 or last >= history.days:
        span = f"days in order, within {history.start} to {history.day(history.days - 1)}"
        raise FieldError(None, region, "period", f"{period[0]} to {period[1]}", span)
    days = np.arange(first, last + 1)[seen[first : last + 1]]
    if len(days) < LEAST_DAYS:
        raise FieldError(None, region, "period", f"{len(days)} observed days", f"{LEAST_DAYS} or more")
    return history.counts[days][:, columns].astype(float)


def _resamples(days: int, generator: np.random.Generator) -> NDArray[np.int64]:
    """Rows of day indices, in circular blocks, shape (resamples, days)."""
    starts = generator.integers(0, days, (RESAMPLES, -(-days // BLOCK_DAYS)))
    return np.asarray(((starts[:, :, None] + np.arange(BLOCK_DAYS)) % days).reshape(RESAMPLES, -1)[:, :days])


def _weeks(counts: Floats) -> Floats:
    """Sums of whole weeks, shape (weeks, areas)."""
    whole = len(counts) // BLOCK_DAYS
    return np.asarray(counts[: whole * BLOCK_DAYS].reshape(whole, BLOCK_DAYS, -1).sum(axis=1))


def _per_day(counts: Floats) -> float:
    return float(counts.sum() / len(counts))


def _days_with_attack(counts: Floats) -> float:
    return float((counts.sum(axis=1) > 0).mean())


def _areas_attacked(counts: Floats) -> float:
    return float((_weeks(counts) > 0).mean())


def _effective_areas(counts: Floats) -> float:
    weeks = _weeks(counts)
    busy = weeks[weeks.sum(axis=1) > 0]
    if not len(busy):
        return 0.0
    share = busy / busy.sum(axis=1, keepdims=True)
    entropy = -np.sum(share * np.log(np.where(share > 0, share, 1.0)), axis=1)
    return float(np.exp(entropy).mean())


_MEASURES: dict[str, Callable[[Floats], float]] = {
    "attacks per day": _per_day,
    "share of days with an attack": _days_with_attack,
    "share of areas attacked per week": _areas_attacked,
    "effective number of areas attacked per week": _effective_areas,
}
