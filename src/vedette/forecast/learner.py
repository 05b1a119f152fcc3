"""What is learned for one lead: weights, level, weekdays and spread, each from past days alone."""

import copy
from datetime import date

import numpy as np
from numpy.typing import NDArray

from vedette.forecast.mixture import Mixture
from vedette.forecast.settings import Settings
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
        """Correction of the total over all areas: events seen over events expected, shrunk to 1."""
        prior = self._settings.level.prior_events
        return float((self._level[0] + prior) / (self._level[1] + prior))

    def weekday(self, day: date) -> float:
        """Factor of the day of the week: events seen over events expected, shrunk to 1, with a mean of 1 over the week.

        Without that mean, weekdays and weights could drift apart while their product stays right.
        """
        prior = self._settings.weekday.prior_events
        factors = (self._weekday[0] + prior) / (self._weekday[1] + prior)
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

    def __copy__(self) -> "Learner":
        other = object.__new__(Learner)
        other.__dict__.update(self.__dict__)
        other._mixture, other._spread = copy.copy(self._mixture), copy.copy(self._spread)
        return other
