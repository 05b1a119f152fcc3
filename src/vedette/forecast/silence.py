"""Silence widens a forecast and never calms it."""

import numpy as np
from numpy.typing import NDArray

from vedette.forecast.settings import Silence

__all__ = ["widened"]

Floats = NDArray[np.float64]


def widened(mean: Floats, alpha: Floats, days: Floats, numbers: Silence) -> tuple[Floats, Floats]:
    """Mean and alpha after `days` without a source, all of shape (areas,).

    The area's rate is taken to have wandered unseen by a factor of mean 1 with log-variance v per day, which gives
    alpha + (1 + alpha) (e^(v days) − 1). At an unchanged mean that would lower P(at least one), so the mean rises to
    keep it, ln(1 + alpha' mean') / alpha' = ln(1 + alpha mean) / alpha, by at most `most_lift`.
    """
    wander = np.expm1(numbers.log_variance_per_day * np.minimum(days, numbers.most_days))
    wide = alpha + (1 + alpha) * wander
    depth = np.minimum(np.log1p(alpha * mean) / alpha * wide, 50.0)
    lift = np.clip(np.expm1(depth) / (wide * mean), 1.0, numbers.most_lift)
    return np.where(days > 0, mean * lift, mean), np.where(days > 0, wide, alpha)
