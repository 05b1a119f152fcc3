"""What was to be expected in the window, from the days before it alone: the review's stand-in for an archived forecast."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from vedette.review.settings import baseline_settings
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
    chosen = baseline_settings()
    seen = past[observed][-chosen.memory_days :].astype(float)
    if not len(seen):
        return np.zeros(len(rings)), np.zeros(len(rings))
    age = np.arange(len(seen))[::-1]
    means = []
    for half_life in chosen.half_lives_days:
        weight = 0.5 ** (age / half_life)
        means.append(weight @ seen / weight.sum())
    own = np.array([mean[: len(rings)] for mean in means])
    ring = np.array([[mean[list(columns)].sum() for columns in rings] for mean in means])
    around = own + ring + chosen.growth_floor
    growth = (around[0] / around[-1]) ** chosen.growth_exponent
    shares = np.array(chosen.shares)
    return (shares @ own) * growth, (shares @ ring) * growth


def observed_days(history: AreaDays, before: date) -> NDArray[np.bool_]:
    """Which days were observed, shape (days,), from events before `before` alone; all, while there was none at all."""
    if not history.counts[: max(history.index(before), 0)].any():
        return np.ones(history.days, dtype=bool)
    return history.observed(before)
