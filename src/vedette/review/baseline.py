"""What was to be expected in the window, from the days before it alone: the review's stand-in for an archived forecast."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from vedette.review.settings import RateSettings, settings
from vedette.terms.counts import AreaDays

__all__ = ["expected_rates", "observed_days"]

Floats = NDArray[np.float64]


def expected_rates(past: Floats, observed: NDArray[np.bool_], rings: Sequence[Sequence[int]]) -> tuple[Floats, Floats]:
    """Expected events per day in each area and in its ring.

    past: counts of the days before the window, shape (days, columns), the last row the day before it starts; the
    candidates are the first len(rings) columns. observed: shape (days,), False on days without data, which count
    neither as quiet nor as busy and age nothing. rings: for each candidate the columns of its ring.
    Returns two arrays of shape (candidates,), events per day: exponentially weighted means of two speeds, times a
    share of the recent growth of the area together with its ring.
    """
    base = settings().baseline
    seen = past[observed][-base.memory_days :].astype(float)
    if not len(seen):
        return np.zeros(len(rings)), np.zeros(len(rings))
    rings_sum = np.column_stack([seen[:, list(columns)].sum(axis=1) for columns in rings])
    own = seen[:, : len(rings)]
    around = own + rings_sum
    return _rate(own, around, base.area, base.growth_floor), _rate(rings_sum, around, base.ring, base.growth_floor)


def _rate(counts: Floats, around: Floats, speeds: RateSettings, floor: float) -> Floats:
    """Both arguments (days, candidates), oldest day first → events per day, (candidates,)."""
    age = np.arange(len(counts))[::-1]
    weights = [0.5 ** (age / half_life) for half_life in speeds.half_lives_days]
    fast, slow = (weight @ counts / weight.sum() for weight in weights)
    fast_around, slow_around = (weight @ around / weight.sum() + floor for weight in weights)
    growth = (fast_around / slow_around) ** speeds.growth_exponent
    return np.asarray((speeds.shares[0] * fast + speeds.shares[1] * slow) * growth)


def observed_days(history: AreaDays, before: date) -> NDArray[np.bool_]:
    """Which days were observed, shape (days,), from events before `before` alone; all, while there was none at all."""
    if not history.counts[: max(history.index(before), 0)].any():
        return np.ones(history.days, dtype=bool)
    return history.observed(before)
