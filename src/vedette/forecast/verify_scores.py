"""Proper scores and hit rates of a forecast as sums per day, and what a bootstrap over days says of their differences."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from vedette.forecast.verify_settings import verify_settings
from vedette.terms.forecast import LEVELS
from vedette.terms.negbin import log_density

__all__ = [
    "Figures",
    "Gain",
    "Sums",
    "day_sums",
    "day_weights",
    "gain",
    "implied_alpha",
    "none",
    "per_row",
    "ratio",
    "shares",
]

Floats = NDArray[np.float64]
Sums = dict[str, tuple[Floats, Floats]]
"""Score → numerator and denominator per day, both of shape (days,)."""

HIGHER_IS_BETTER = ("hit_", "pei_")
_LIMIT = 5000


@dataclass(frozen=True)
class Figures:
    """A forecast of every area on every day: shapes (days, areas), quantiles (levels, days, areas); alpha as scored."""

    mean: Floats
    alpha: Floats
    p_any: Floats
    quantiles: Floats


@dataclass(frozen=True)
class Gain:
    """Gain over a baseline, positive = better, with a 95 % interval (None with too few days), and as a share of it."""

    gain: float
    low: float | None
    high: float | None
    relative: float


def none(mean: Floats, alpha: Floats) -> Floats:
    """P(Y = 0); Poisson where alpha is next to nothing."""
    safe = np.maximum(alpha, 1e-12)
    return np.asarray(np.where(alpha > 1e-9, np.exp(-np.log1p(safe * mean) / safe), np.exp(-mean)))


def implied_alpha(mean: Floats, p_any: Floats) -> Floats:
    """The one alpha of a negative binomial with this mean and P(at least one); 0 where p_any is too large for any.

    Solves ln(1 + x) / x = −ln(1 − p_any) / mean for x = alpha mean by bisection on a logarithmic scale.
    """
    wanted = -np.log1p(-np.clip(p_any, verify_settings().scores.chance_floor * 1e-3, 1 - 1e-12)) / mean
    low, high = np.full(mean.shape, -12.0), np.full(mean.shape, 12.0)
    for _ in range(50):
        middle = (low + high) / 2
        x = 10.0**middle
        over = np.log1p(x) / x < wanted
        low, high = np.where(over, low, middle), np.where(over, middle, high)
    return np.asarray(np.where(wanted >= 1 - 1e-9, 0.0, 10.0 ** ((low + high) / 2) / mean))


def per_row(y: Floats, figures: Figures) -> tuple[Floats, Floats]:
    """−ln P(y) and CRPS of every area and day, shape (days, areas).

    CRPS is the sum over k ≥ 0 of (P(Y ≤ k) − [y ≤ k])²; it ends where less than 1e-6 of the distribution is left.
    Source: Gneiting and Raftery (2007), "Strictly proper scoring rules, prediction, and estimation".
    """
    mean = np.maximum(figures.mean, verify_settings().scores.mean_floor)
    surprise = -np.log(np.maximum(none(mean, figures.alpha), 1e-300))
    some = y > 0
    surprise[some] = -log_density(y[some], mean[some], figures.alpha[some])
    return surprise, _crps(y.ravel(), mean.ravel(), figures.alpha.ravel()).reshape(y.shape)


def _crps(y: Floats, mean: Floats, alpha: Floats) -> Floats:
    out, row, total = np.zeros(y.size), np.arange(y.size), np.zeros(y.size)
    mass = none(mean, alpha)
    below, step, k = np.zeros(y.size), mean / (1 + alpha * mean), 0
    while row.size and k < _LIMIT:
        below = np.minimum(below + mass, 1.0)
        total = total + (below - (y <= k)) ** 2
        mass = mass * step * (1 + alpha * k) / (k + 1)
        k += 1
        ended = (1 - below < 1e-6) & (y <= k) & (mass < 1e-9)
        if ended.any():
            out[row[ended]] = total[ended]
            row, going = row[~ended], ~ended
            total, y, alpha = total[going], y[going], alpha[going]
            mass, below, step = mass[going], below[going], step[going]
    # beyond the limit the distribution is used up: each further k below the count adds 1
    out[row] = total + np.maximum(y - _LIMIT, 0.0)
    return out


def day_sums(y: Floats, figures: Figures, tie: Floats, rows: tuple[Floats, Floats]) -> tuple[Sums, Floats]:
    """The sums per day that scores are ratios of, and the events caught in the 1, 2, … areas put first, summed over days.

    y, tie (random, breaks ties) and the two arrays of `rows` (from `per_row`) have shape (days, areas); the events caught
    have shape (areas,).
    """
    numbers = verify_settings().scores
    areas = y.shape[1]
    mean = np.maximum(figures.mean, numbers.mean_floor)
    p = np.clip(figures.p_any, numbers.chance_floor, 1 - numbers.chance_floor)
    events, every, some = y.sum(axis=1), np.full(len(y), float(areas)), y > 0
    order = np.lexsort((tie, -figures.mean), axis=1)
    caught = np.take_along_axis(y, order, 1).cumsum(axis=1)
    best = -np.sort(-y, axis=1).cumsum(axis=1)
    sums: Sums = {}
    for share in numbers.shares:
        number, name = max(1, round(share * areas)), f"{round(100 * share)}pct"
        sums[f"hit_{name}"] = caught[:, number - 1], events
        sums[f"pei_{name}"] = caught[:, number - 1], best[:, number - 1]
    poisson = -(y * np.log(mean) - mean - gammaln(y + 1))
    pinball = np.zeros(y.shape)
    for level, q in zip(LEVELS, figures.quantiles, strict=True):
        pinball += 2 * (level - (y < q)) * (y - q)
    sums["log_score_nb"] = rows[0].sum(axis=1), events
    sums["log_score_poisson"] = poisson.sum(axis=1), events
    sums["brier"] = ((p - some) ** 2).sum(axis=1), every
    sums["log_loss"] = -np.where(some, np.log(p), np.log1p(-p)).sum(axis=1), every
    sums["crps"] = rows[1].sum(axis=1), every
    sums["quantile_score"] = pinball.sum(axis=1) / len(LEVELS), every
    return sums, caught.sum(axis=0)


def ratio(pair: tuple[Floats, Floats]) -> float:
    """The score that a pair of sums per day stands for."""
    return float(pair[0].sum() / max(float(pair[1].sum()), 1e-300))


def day_weights(days: int) -> Floats | None:
    """How often each day stands in each resample, shape (resamples, days); None with too few days for an interval.

    Circular blocks of consecutive days keep the dependence of neighbouring days.
    Source: Politis and Romano (1992), "A circular block-resampling procedure for stationary data".
    """
    numbers = verify_settings().bootstrap
    if days < numbers.least_days:
        return None
    generator = np.random.default_rng(verify_settings().scores.seed)
    starts = generator.integers(0, days, (numbers.resamples, -(-days // numbers.block_days)))
    drawn = ((starts[:, :, None] + np.arange(numbers.block_days)) % days).reshape(numbers.resamples, -1)[:, :days]
    weights = np.zeros((numbers.resamples, days))
    np.add.at(weights, (np.arange(numbers.resamples)[:, None], drawn), 1)
    return weights


def gain(name: str, own: Sums, other: Sums, weights: Floats | None) -> Gain:
    """How much better `own` is than `other` in one score, days resampled in pairs."""
    sign = 1.0 if name.startswith(HIGHER_IS_BETTER) else -1.0
    (top, bottom), base = own[name], other[name]
    whole = sign * (ratio(own[name]) - ratio(base))
    low = high = None
    if weights is not None:
        drawn = sign * (weights @ top - weights @ base[0]) / np.maximum(weights @ bottom, 1e-300)
        low, high = (float(edge) for edge in np.percentile(drawn, [2.5, 97.5]))
    return Gain(whole, low, high, whole / max(ratio(base), 1e-300))


def shares(sums: Mapping[str, tuple[Floats, Floats]], areas: int) -> dict[str, float]:
    """Every score of a forecast by name; PAI, hit rate over share of areas, beside each hit rate."""
    out = {}
    for name, pair in sums.items():
        out[name] = ratio(pair)
        if name.startswith("hit_"):
            share = int(name[4:-3]) / 100
            out[name.replace("hit", "pai")] = out[name] / (max(1, round(share * areas)) / areas)
    return out
