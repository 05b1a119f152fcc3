"""Does the forecast mean what it says? PIT, coverage, reliability of P(at least one), and the test of daily totals."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

from vedette.forecast.verify_scores import Figures
from vedette.forecast.verify_settings import verify_settings
from vedette.terms.counts import AreaDays
from vedette.terms.forecast import LEVELS
from vedette.terms.negbin import cumulative, quantile

__all__ = ["Bin", "Coverage", "Day", "Pit", "busy_rows", "coverage", "pit", "reliability", "totals"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_TAIL = 0.025


@dataclass(frozen=True)
class Bin:
    """Area-days whose P(at least one) lay in one bin: mean chance said, share that came, rows, 95 % interval of the share."""

    said: float
    came: float
    rows: int
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Pit:
    """Ten shares that should each be 0.1, their 95 % intervals, and tests that they are."""

    histogram: tuple[float, ...]
    low: tuple[float, ...] | None
    high: tuple[float, ...] | None
    rows: int
    chi2: float
    chi2_per_1000: float
    p_days_as_clusters: float


@dataclass(frozen=True)
class Coverage:
    """Share of busy rows inside a central interval: seen, by the forecast's own distribution, and the difference."""

    observed: float
    expected: float
    gap: float


@dataclass(frozen=True)
class Day:
    """Total over all areas: forecast, what came, the central 95 % of the N-test about the forecast, and whether it held."""

    forecast: float
    came: int
    low: int
    high: int
    passed: bool


def busy_rows(mean: Floats) -> Flags:
    """Area-days that PIT and coverage look at, flat: the EWMA mix is at least 0.1, or all of them where these are few."""
    numbers = verify_settings().busy
    busy = (mean >= numbers.mean).ravel()
    return busy if busy.sum() >= numbers.rows else np.ones_like(busy)


def pit(y: Floats, figures: Figures, busy: Flags, weights: Floats | None) -> Pit:
    """The probability integral transform of whole counts, not randomised, over the busy rows.

    Source: Czado, Gneiting and Held (2009), "Predictive model assessment for count data".
    """
    days = len(y)
    day, seen, mean, alpha = _busy(y, figures, busy)
    upper, lower = cumulative(seen, mean, alpha), _below(seen - 1, mean, alpha)
    width = np.maximum(upper - lower, 1e-12)
    filled = np.clip((np.linspace(0, 1, 11) - lower[:, None]) / width[:, None], 0, 1)
    shares = np.diff(filled, axis=1)
    histogram = shares.mean(axis=0)
    statistic = float(len(seen) * ((histogram - 0.1) ** 2 / 0.1).sum())
    by_day = np.zeros((days, 10))
    np.add.at(by_day, day, shares)
    rows = np.bincount(day, minlength=days).astype(float)
    centred = (by_day - 0.1 * rows[:, None])[:, :9]
    total = centred.sum(axis=0)
    wald = float(total @ np.linalg.pinv(centred.T @ centred) @ total)
    low = high = None
    if weights is not None:
        drawn = (weights @ by_day) / np.maximum(weights @ rows, 1e-300)[:, None]
        low, high = (tuple(edge.tolist()) for edge in np.percentile(drawn, [2.5, 97.5], axis=0))
    per_1000 = statistic / max(len(seen), 1) * 1000
    return Pit(tuple(histogram.tolist()), low, high, len(seen), statistic, per_1000, float(chi2.sf(wald, 9)))


def coverage(y: Floats, figures: Figures, busy: Flags) -> dict[str, Coverage]:
    """Busy rows within [q25, q75] and [q05, q95]. Counts are whole, so the right figure is `expected`, not 50 or 90 %."""
    _, seen, mean, alpha = _busy(y, figures, busy)
    out = {}
    for name, low, high in (("50pct", 0.25, 0.75), ("90pct", 0.05, 0.95)):
        a, b = (figures.quantiles[LEVELS.index(level)].ravel()[busy] for level in (low, high))
        inside = _below(np.floor(b), mean, alpha) - _below(np.ceil(a) - 1, mean, alpha)
        observed, expected = float(((seen >= a) & (seen <= b)).mean()), float(inside.mean())
        out[name] = Coverage(observed, expected, observed - expected)
    return out


def reliability(y: Floats, p_any: Floats, weights: Floats | None) -> tuple[Bin, ...]:
    """What was said of P(at least one attack) against how often one came, in bins of what was said; empty bins are left out.

    With fewer than 200 rows: ten bins of equal size.
    """
    p, came = p_any.ravel(), (y > 0).astype(float).ravel()
    day = np.repeat(np.arange(len(y)), y.shape[1])
    if p.size < 200:
        groups = np.array_split(np.argsort(p, kind="stable"), 10)
    else:
        cuts = verify_settings().reliability.cuts
        which = np.searchsorted(cuts, p, side="right") - 1
        groups = [np.flatnonzero(which == number) for number in range(len(cuts) - 1)]
    bins = []
    for rows in groups:
        if not len(rows):
            continue
        low = high = None
        if weights is not None:
            number = weights @ np.bincount(day[rows], minlength=len(y))
            hits = weights @ np.bincount(day[rows], came[rows], minlength=len(y))
            drawn = hits[number > 0] / number[number > 0]
            low, high = (float(edge) for edge in np.percentile(drawn, [2.5, 97.5]))
        bins.append(Bin(float(p[rows].mean()), float(came[rows].mean()), len(rows), low, high))
    return tuple(bins)


def totals(y: Floats, forecast: Floats, history: AreaDays, observed: Flags, mix: Floats, lead: int) -> tuple[Day, ...]:
    """The N-test: each day's total against the central 95 % of a negative binomial about the forecast total.

    Its alpha is measured on how the totals scattered about those of the EWMA mix (`mix`, shape (days before and scored,
    areas)) over the last 90 days that were known: one yardstick for every forecast. Sources: Zechar, Gerstenberger and
    Rhoades (2010), "Likelihood-based tests for evaluating space–rate–magnitude earthquake forecasts"; Werner et al. (2010).
    """
    total, said = y.sum(axis=1), forecast.sum(axis=1)
    early = history.days - len(mix)
    seen, expected = history.counts[early:].sum(axis=1).astype(float), mix.sum(axis=1)
    noise = ((seen - expected) ** 2 - expected) / expected**2
    noise[~observed[early:]] = np.nan
    days = []
    for day, (came, mean) in enumerate(zip(total, np.maximum(said, verify_settings().scores.mean_floor), strict=True)):
        end = len(mix) - len(total) + day - lead + 1
        known = noise[max(0, end - verify_settings().n_test.days) : max(0, end)]
        alpha = np.array([max(float(np.nanmean(known)) if np.isfinite(known).any() else 0.0, 1e-9)])
        m = np.array([mean])
        below = float(cumulative(np.array([came]), m, alpha)[0])
        above = 1 - float(_below(np.array([came - 1]), m, alpha)[0])
        low, high = (int(quantile(level, m, alpha)[0]) for level in (_TAIL, 1 - _TAIL))
        days.append(Day(float(said[day]), int(came), low, high, min(below, above) >= _TAIL))
    return tuple(days)


def _busy(y: Floats, figures: Figures, busy: Flags) -> tuple[NDArray[np.int64], Floats, Floats, Floats]:
    day = np.repeat(np.arange(len(y)), y.shape[1])[busy]
    mean = np.maximum(figures.mean.ravel()[busy], verify_settings().scores.mean_floor)
    return day, y.ravel()[busy], mean, figures.alpha.ravel()[busy]


def _below(count: Floats, mean: Floats, alpha: Floats) -> Floats:
    """P(Y ≤ count), 0 below 0."""
    return np.where(count < 0, 0.0, cumulative(np.maximum(count, 0), mean, alpha))
