"""The empirical member of the forecast: the area's own last year, every day of it alike."""

from collections import deque

import numpy as np
from numpy.typing import NDArray

__all__ = ["LastYear"]

Floats = NDArray[np.float64]


class LastYear:
    """The mean of the last `days` observed days, after `prior_days` at `prior_rate` attacks per area and day."""

    def __init__(self, areas: int, days: int, prior_days: float, prior_rate: float) -> None:
        self._days, self._prior_days = days, prior_days
        self._seen: deque[tuple[NDArray[np.intp], Floats]] = deque()
        self._prior, self._sum = prior_days * prior_rate, np.zeros(areas)

    def observe(self, counts: Floats) -> None:
        """Take in one observed day; counts has shape (areas,), whole numbers, so that their sums stay exact."""
        some = np.flatnonzero(counts)
        self._seen.append((some, counts[some]))
        self._sum[some] += counts[some]
        if len(self._seen) > self._days:
            old, count = self._seen.popleft()
            self._sum[old] -= count

    def rate(self) -> Floats:
        """Attacks per area and day, shape (areas,)."""
        return np.asarray((self._sum + self._prior) / (len(self._seen) + self._prior_days))
