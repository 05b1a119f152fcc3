"""Forecasts as archived against what came: proper scores, hit rates, calibration, and the same for a plain baseline."""

from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pydantic import Field

from vedette.review.baseline import observed_days
from vedette.review.scores import hits, ranked_probability_score
from vedette.terms.counts import AreaDays
from vedette.terms.errors import FieldError, FormatError, UnknownReferenceError
from vedette.terms.forecast import FORECAST_SCHEMA
from vedette.terms.negbin import cumulative, log_density
from vedette.terms.record import Probability, Term

__all__ = ["BaselineScores", "ForecastScores", "score_forecast"]

Floats = NDArray[np.float64]

MEAN_FLOOR, P_FLOOR = 1e-6, 1e-6
BASELINE_DAYS, BASELINE_FLOOR = 30, 0.02
SPREAD_DAYS = 90
BUSY_MEAN, BUSY_ROWS = 0.1, 500


class BaselineScores(Term):
    """The mean of the last 30 observed days before each issue, as a forecast, scored on the same rows."""

    crps: float
    log_score: float | None = None
    brier: float
    hit_1pct: Probability | None = None
    hit_5pct: Probability | None = None
    hit_10pct: Probability | None = None


class ForecastScores(Term):
    """Scores over all area-days that were forecast and have come to pass."""

    first: date
    last: date
    days: int = Field(ge=1)
    areas: int = Field(ge=1)
    rows: int = Field(ge=1)
    rows_not_yet_due: int = Field(default=0, ge=0, description="Forecast rows after the last counted day")
    events: int = Field(ge=0)
    expected: float = Field(description="Sum of the forecast means")
    crps: float = Field(description="Mean over rows, in events; 0 is perfect")
    log_score: float | None = Field(default=None, description="-sum ln P(y) / events, nats per event; None without one")
    brier: float = Field(description="Of P(at least one), mean over rows; 0 is perfect")
    hit_1pct: Probability | None = Field(default=None, description="Share of events in the 1 % highest areas of a day")
    hit_5pct: Probability | None = None
    hit_10pct: Probability | None = None
    coverage_50: Probability = Field(
        description="Busy rows within q25..q75; counts are whole, so compare with expected"
    )
    expected_50: Probability = Field(description="The same by the forecast's own distribution")
    coverage_90: Probability
    expected_90: Probability
    n_test: Probability = Field(
        description="Share of days whose total lies in the central 95 % about the forecast total"
    )
    n_test_alpha: float = Field(description="Spread of daily totals in the 90 days before; 0 is Poisson")
    baseline: BaselineScores | None = Field(default=None, description="None without 30 days before the first issue")
    gain: float | None = Field(default=None, description="Log score of the baseline less that of the forecast")


def score_forecast(frame: pl.DataFrame, counts: AreaDays) -> ForecastScores:
    """Score forecasts as archived.

    frame follows FORECAST_SCHEMA (a forecast saw events before `issued` only); counts holds attacks per area and local
    day, with any earlier days for the baseline. The distribution scored is negative binomial with the row's mean (not
    below 1e-6) and dispersion. Raises FormatError for a missing column, UnknownReferenceError for an area that counts
    does not have, FieldError for no due row, a row twice, or a figure out of its domain.
    Sources: Gneiting and Raftery (2007), "Strictly proper scoring rules"; Schorlemmer et al. (2007), "Earthquake
    likelihood model testing" (N-test), with a negative binomial after Werner et al. (2010).
    """
    table, place, not_yet = _due(frame, counts)
    day = (table["day"] - counts.start).dt.total_days().to_numpy()
    issued = (table["issued"] - counts.start).dt.total_days().to_numpy()
    y = counts.counts[day, place].astype(float)
    mean = np.maximum(table["mean"].to_numpy(), MEAN_FLOOR)
    alpha = np.maximum(table["dispersion"].to_numpy(), 0.0)
    _, group = np.unique(np.column_stack([issued, day]), axis=0, return_inverse=True)
    group = group.ravel()
    order = np.argsort(group, kind="stable")
    days = np.split(order, np.flatnonzero(np.diff(group[order])) + 1)
    spread = _spread_of_totals(counts, int(issued.min()))
    plain = _baseline(counts, issued, place)
    own = _scores(y, mean, alpha, table["p_any"].to_numpy(), days)
    other = None
    if plain is not None:
        typical = _spread(counts, int(issued.min()))
        none = np.exp(log_density(np.zeros_like(y), plain, np.full_like(y, typical)))
        other = BaselineScores(**_scores(y, plain, np.full_like(y, typical), 1 - none, days))
    gain = None
    if other is not None and other.log_score is not None and own["log_score"] is not None:
        gain = other.log_score - own["log_score"]
    return ForecastScores.model_validate(
        {
            "first": counts.day(int(day.min())),
            "last": counts.day(int(day.max())),
            "days": len(np.unique(day)),
            "areas": len(np.unique(place)),
            "rows": len(y),
            "rows_not_yet_due": not_yet,
            "events": int(y.sum()),
            "expected": float(mean.sum()),
            **own,
            **_coverage(y, mean, alpha, table),
            "n_test": _n_test(y, mean, days, spread),
            "n_test_alpha": spread,
            "baseline": other,
            "gain": gain,
        }
    )


def _due(frame: pl.DataFrame, counts: AreaDays) -> tuple[pl.DataFrame, NDArray[np.int64], int]:
    missing = [name for name in FORECAST_SCHEMA if name not in frame.columns]
    if missing:
        raise FormatError(None, "forecast", ", ".join(missing), "no such column", "the columns of a forecast")
    known = set(counts.areas)
    strange = [name for name in frame["area"].unique().to_list() if name not in known]
    if strange:
        raise UnknownReferenceError(None, "forecast", "area", min(strange), "an area of the counts")
    if frame.select(pl.struct("issued", "area", "day").is_duplicated().any()).item():
        raise FieldError(None, "forecast", "day", "an issue, area and day twice", "each once")
    for name in ("mean", "p_any", "dispersion"):
        if not (frame[name].is_finite() & (frame[name] >= 0)).fill_null(value=False).all():
            raise FieldError(None, "forecast", name, "a negative or missing number", "a number of 0 or more")
    if (frame["p_any"] > 1).any():
        raise FieldError(None, "forecast", "p_any", "a number above 1", "a chance from 0 to 1")
    due = frame.filter(pl.col("day").is_between(counts.start, counts.day(counts.days - 1)))
    if not due.height:
        raise FieldError(
            None, "forecast", "day", "no day that was counted", f"days from {counts.start} on that have passed"
        )
    place = due["area"].replace_strict({a: i for i, a in enumerate(counts.areas)}, return_dtype=pl.Int64).to_numpy()
    return due, place, frame.height - due.height


def _scores(
    y: Floats, mean: Floats, alpha: Floats, p_any: Floats, days: list[NDArray[np.int64]]
) -> dict[str, float | None]:
    events = float(y.sum())
    p = np.clip(p_any, P_FLOOR, 1 - P_FLOOR)
    out: dict[str, float | None] = {
        "crps": float(ranked_probability_score(y, mean, alpha).mean()),
        "log_score": float(-log_density(y, mean, alpha).sum() / events) if events else None,
        "brier": float(((p - (y > 0)) ** 2).mean()),
    }
    for share in (0.01, 0.05, 0.10):
        caught = sum(hits(y[rows], mean[rows], share) for rows in days) if events else None
        out[f"hit_{round(100 * share)}pct"] = None if caught is None else min(caught / events, 1.0)
    return out


def _baseline(counts: AreaDays, issued: NDArray[np.int64], place: NDArray[np.int64]) -> Floats | None:
    """Mean of the last 30 observed days before each issue, with a little of the mean over all areas."""
    means: dict[int, Floats] = {}
    for day in np.unique(issued).tolist():
        seen = np.flatnonzero(observed_days(counts, counts.day(day))[: max(day, 0)])[-BASELINE_DAYS:]
        if len(seen) < BASELINE_DAYS:
            return None
        own = counts.counts[seen].mean(axis=0, dtype=float)
        means[day] = np.maximum((1 - BASELINE_FLOOR) * own + BASELINE_FLOOR * own.mean(), MEAN_FLOOR)
    return np.array([means[day][area] for day, area in zip(issued.tolist(), place.tolist(), strict=True)])


def _past(counts: AreaDays, before: int) -> list[tuple[Floats, Floats]]:
    """(counts, mean of the 30 observed days before) of each of the last 90 observed days before `before`."""
    seen = np.flatnonzero(observed_days(counts, counts.day(before))[: max(before, 0)])
    return [
        (counts.counts[seen[i]].astype(float), counts.counts[seen[i - BASELINE_DAYS : i]].mean(axis=0, dtype=float))
        for i in range(max(BASELINE_DAYS, len(seen) - SPREAD_DAYS), len(seen))
    ]


def _spread(counts: AreaDays, before: int) -> float:
    """One alpha for all areas, by moments, from days before the first issue."""
    past = _past(counts, before)
    excess = sum(float(((y - m) ** 2 - m).sum()) for y, m in past)
    square = sum(float((m**2).sum()) for _, m in past)
    return max(excess / square, 0.0) if square else 0.0


def _spread_of_totals(counts: AreaDays, before: int) -> float:
    pairs = [(float(y.sum()), float(m.sum())) for y, m in _past(counts, before)]
    values = [((n - m) ** 2 - m) / m**2 for n, m in pairs if m > 0]
    return max(float(np.mean(values)), 0.0) if values else 0.0


def _coverage(y: Floats, mean: Floats, alpha: Floats, table: pl.DataFrame) -> dict[str, float]:
    busy = mean >= BUSY_MEAN
    if busy.sum() < BUSY_ROWS:
        busy = np.ones(len(y), dtype=bool)
    out = {}
    for level, low, high in ((50, "q25", "q75"), (90, "q05", "q95")):
        a, b = (table[low].to_numpy()[busy].astype(float), table[high].to_numpy()[busy].astype(float))
        inside = cumulative(b, mean[busy], alpha[busy]) - cumulative(a - 1, mean[busy], alpha[busy])
        out[f"coverage_{level}"] = float(((y[busy] >= a) & (y[busy] <= b)).mean())
        out[f"expected_{level}"] = float(np.clip(inside.mean(), 0, 1))
    return out


def _n_test(y: Floats, mean: Floats, days: list[NDArray[np.int64]], alpha: float) -> float:
    total = np.array([y[rows].sum() for rows in days])
    forecast = np.array([mean[rows].sum() for rows in days])
    spread = np.full_like(total, alpha)
    below = cumulative(total, forecast, spread)
    above = 1 - cumulative(total - 1, forecast, spread)
    return float((np.minimum(below, above) >= 0.025).mean())
