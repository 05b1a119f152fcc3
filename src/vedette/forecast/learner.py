"""What is learned for one lead: weights, level, weekdays and spread, each from past days alone."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from vedette.forecast.mixture import Mixture
from vedette.forecast.settings import Factor, Settings
from vedette.forecast.spread import Spread

__all__ = ["Learner"]

Floats = NDArray[np.float64]


class Learner:
    """Turns the members' rates, as known `lead` days before, into a mean and a dispersion per area."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._mixture, self._spread = Mixture(settings), Spread(settings)
        self._level = np.zeros(2)
        self._weekday = np.zeros((2, 7))

    def level(self) -> float:
        """Correction of the total over all areas: events seen over events expected, shrunk to 1 and bounded."""
        return float(_shrunk(self._level, self._settings.level))

    def weekday(self, day: date) -> float:
        """Factor of the day of the week: events seen over events expected, shrunk to 1 and bounded, of mean 1 over the week.

        Without that mean, weekdays and weights could drift apart while their product stays right.
        """
        factors = _shrunk(self._weekday, self._settings.weekday)
        return float(factors[day.weekday()] / factors.mean())

    def parts(self, members: Floats) -> Floats:
        """What each member adds to the mean before level and weekday, shape (members, areas)."""
        return self._mixture.parts(members)

    def mean(self, members: Floats, day: date) -> Floats:
        """Expected attacks per area on `day`, shape (areas,), not below the floor."""
        mean = self.parts(members).sum(axis=0) * (self.level() * self.weekday(day))
        return np.asarray(np.maximum(mean, self._settings.floor.mean))

    def alpha(self, mean: Floats) -> Floats:
        """Dispersion for each mean, shape (areas,)."""
        return self._spread.alpha(mean)

    def observe(self, members: Floats, day: date, counts: Floats) -> None:
        """Learn from `day`: its counts, and the members as they were known `lead` days before."""
        base = self.parts(members).sum(axis=0)
        mean = self.mean(members, day)
        level, factor = self.level(), self.weekday(day)
        self._mixture.observe(members, counts, base, self.alpha(mean), factor)
        self._spread.observe(counts, mean)
        total = np.array([counts.sum(), base.sum() * factor])
        self._level = 0.5 ** (1 / self._settings.level.half_life) * self._level + total
        weekday = 0.5 ** (1 / self._settings.weekday.half_life) * self._weekday
        weekday[:, day.weekday()] += counts.sum(), base.sum() * level
        self._weekday = weekday


def _shrunk(seen_expected: Floats, numbers: Factor) -> Floats:
    seen, expected = seen_expected
    factor = (seen + numbers.prior_events) / (expected + numbers.prior_events)
    return np.asarray(np.clip(factor, 1 / numbers.most, numbers.most))
