"""The plain forecasts that every forecast has to beat: last 30 days, EWMA mix over two half-lives, and the area's own last year."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.spatial import cKDTree

from vedette.forecast.verify_scores import Figures, implied_alpha, none
from vedette.forecast.verify_settings import verify_settings
from vedette.terms.counts import AreaDays
from vedette.terms.forecast import LEVELS
from vedette.terms.negbin import quantile

__all__ = ["BASELINES", "conflictology", "exponential", "spelled_out"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

BASELINES = ("ewma30", "ewma_mix", "conflictology")
_EARTH_KM = 6371.0


def exponential(name: str, history: AreaDays, observed: Flags, first: int, lead: int) -> tuple[Floats, Floats]:
    """Mean, shape (days, areas), and alpha, shape (days,), of an EWMA baseline for the days from row `first` to the end.

    Each day knows the events up to `lead` days before it. `ewma30`: half-life 30 days; `ewma_mix`: 7 and 150 days, spread
    over the nearest areas. One alpha for all areas: the moment estimate over the baseline's own last 60 days. Days that
    were not `observed` neither count nor age anything. Source: Holt (1957), "Forecasting seasonals and trends by
    exponentially weighted moving averages".
    """
    numbers = verify_settings().baselines
    early = max(first - numbers.dispersion_days - lead, lead)
    rate: Floats = np.zeros(())
    rates = _rates(history, observed, numbers.half_lives[name], early - lead + 1)
    for half_life, weight in numbers.half_lives[name].items():
        rate = rate + weight * rates[half_life]
    if len(rates) > 1:
        rate = (_spreading(history) @ rate.T).T
    mean = _floored(rate[: history.days - early])
    counts = history.counts[early:].astype(float)
    square = (mean**2).sum(axis=1)
    excess = ((counts - mean) ** 2 - mean).sum(axis=1)
    excess[~observed[early:]] = square[~observed[early:]] = 0
    shift = first - early
    alpha = np.empty(len(mean) - shift)
    for day in range(len(alpha)):
        end = max(0, day + shift - lead + 1)
        known = slice(max(0, end - numbers.dispersion_days), end)
        alpha[day] = max(excess[known].sum() / max(square[known].sum(), 1e-12), 0.0)
    return mean[shift:], alpha


def spelled_out(mean: Floats, alpha: Floats) -> Figures:
    """Every figure of negative binomials with mean (days, areas) and one alpha per day."""
    wide = np.repeat(alpha[:, None], mean.shape[1], axis=1)
    nothing = none(mean, wide)
    levels = np.zeros((len(LEVELS), *mean.shape))
    for level, out in zip(LEVELS, levels, strict=True):
        some = nothing < level
        out[some] = quantile(level, mean[some], wide[some])
    return Figures(mean, wide, 1 - nothing, levels)


def conflictology(history: AreaDays, observed: Flags, first: int, lead: int) -> Figures:
    """Each area's own last 365 observed days, as a distribution of what comes, for the days from row `first` to the end.

    2 % of a Poisson at the mean of all areas is mixed in. Source: Hegre, Vesco and Colaresi (2022), "Lessons from an
    escalation prediction competition", whose plain benchmarks draw from the area's own past.
    """
    parts = [_last_year(history, observed, day, lead) for day in range(first, history.days)]
    mean, p_any = (np.array([part[which] for part in parts]) for which in (0, 1))
    quantiles = np.stack([part[2] for part in parts], axis=1)
    numbers = verify_settings().scores
    floored = np.maximum(mean, numbers.mean_floor)
    variance = ((quantiles[-1] - quantiles[0]) / 3.2897) ** 2
    certain = np.maximum(variance - floored, 0) / floored**2
    alpha = np.where(p_any > numbers.nearly_certain, certain, implied_alpha(floored, p_any))
    return Figures(mean, alpha, p_any, quantiles)


def _rates(history: AreaDays, observed: Flags, half_lives: Iterable[int], first: int) -> dict[int, Floats]:
    """By half-life: row d is the exponentially weighted rate before day first + d, up to the day after the last."""
    out = {}
    for half_life in half_lives:
        decay, level, weight = 0.5 ** (1 / half_life), np.zeros(len(history.areas)), 0.0
        rates = np.zeros((history.days - first + 1, len(history.areas)))
        for day in range(history.days + 1):
            if day >= first and weight:
                rates[day - first] = level / weight
            if day < history.days and observed[day]:
                level = level * decay + history.counts[day]
                weight = weight * decay + 1
        out[half_life] = rates
    return out


def _floored(rate: Floats) -> Floats:
    share = verify_settings().baselines.floor_share
    return np.asarray((1 - share) * rate + share * np.maximum(rate.mean(axis=1, keepdims=True), 1e-6))


def _spreading(history: AreaDays) -> csr_matrix:
    """Sparse matrix: the share of each area's rate (column) that each area (row) is given; columns add up to 1."""
    numbers, count = verify_settings().baselines, len(history.areas)
    middle = np.radians(history.latitude.mean())
    east = np.radians(history.longitude) * np.cos(middle)
    points = np.column_stack([east, np.radians(history.latitude)]) * _EARTH_KM
    tree = cKDTree(points)
    spacing = float(np.median(tree.query(points, 2)[0][:, 1])) if count > 1 else 1.0
    spacing = spacing or 1.0
    pairs = tree.query_pairs(numbers.reach * spacing, output_type="ndarray")
    row = np.concatenate([pairs[:, 0], pairs[:, 1], np.arange(count)])
    column = np.concatenate([pairs[:, 1], pairs[:, 0], np.arange(count)])
    far = ((points[row] - points[column]) ** 2).sum(axis=1)
    given = csr_matrix((np.exp(-far / (2 * (numbers.width * spacing) ** 2)), (row, column)), shape=(count, count))
    return given.multiply(1 / np.asarray(given.sum(axis=0))).tocsr()


def _last_year(history: AreaDays, observed: Flags, day: int, lead: int) -> tuple[Floats, Floats, Floats]:
    """Mean, P(at least one), each of shape (areas,), and quantiles, shape (levels, areas), of one day."""
    numbers = verify_settings().baselines
    known = np.flatnonzero(observed[: max(day - lead + 1, 0)])[-numbers.conflictology_days :]
    past = history.counts[known] if len(known) else np.zeros((1, len(history.areas)), dtype=np.float32)
    keep, average = 1 - numbers.floor_share, max(float(past.mean(dtype=float)), 1e-6)
    mean = keep * past.mean(axis=0, dtype=float) + numbers.floor_share * average
    p_any = keep * (past > 0).mean(axis=0) - numbers.floor_share * np.expm1(-average)
    reached = 1 - numbers.floor_share * np.exp(-average)
    ranks = [min(int(np.ceil(level / reached * len(past))) - 1, len(past) - 1) for level in LEVELS]
    levels = np.zeros((len(LEVELS), len(history.areas)))
    busy = np.flatnonzero(past.any(axis=0))
    levels[:, busy] = np.partition(past[:, busy], sorted(set(ranks)), axis=0)[ranks]
    for level, q in zip(LEVELS, levels, strict=True):
        q[:] = np.where(1 - p_any >= level, 0, np.maximum(q, 1))
    return mean, p_any, levels
