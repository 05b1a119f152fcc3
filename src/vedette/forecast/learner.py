"""What is learned for one lead: weights, correction, trend, weekdays, feasts and spread, each from past days alone."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from vedette.forecast.burst import Burst
from vedette.forecast.feasts import Feasts, Observance
from vedette.forecast.mixture import Mixture
from vedette.forecast.pool import Pool
from vedette.forecast.rates import compared
from vedette.forecast.regression import Features, Regression
from vedette.forecast.scheduled import Occasion, Scheduled
from vedette.forecast.settings import Factor, Settings
from vedette.forecast.spread import Spread
from vedette.forecast.trend import Trend

__all__ = ["Expected", "Known", "Learner"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Known:
    """What stood when a forecast was issued: the table of rates, and the trend's candidates."""

    table: Floats
    trend: Floats


@dataclass(frozen=True)
class Expected:
    """The expected attacks per area on a day and what they are made of; their product, above the floor, is `mean`.

    parts [members, areas] what each rate adds; correction, feast, pooled [areas], trend and weekday the factors on their
    sum; without the last of them, `pooled`, it is what the model says by itself, `modelled`.
    """

    parts: Floats
    correction: Floats
    trend: float
    weekday: float
    feast: Floats
    pooled: Floats
    floor: float

    @property
    def mean(self) -> Floats:
        """Expected attacks per area, shape (areas,)."""
        return np.asarray(np.maximum(self.modelled * self.pooled, self.floor))

    @property
    def modelled(self) -> Floats:
        """What is expected before the plain average had its say, shape (areas,)."""
        steady = self.parts.sum(axis=0) * self.correction
        return np.asarray(np.maximum(steady * (self.trend * self.weekday) * self.feast, self.floor))


class Learner:
    """Turns the rates, as known `lead` days before, into a mean and a dispersion per area."""

    def __init__(
        self, areas: int, settings: Settings, observance: Observance, occasions: tuple[Occasion, ...] = ()
    ) -> None:
        self._settings = settings
        self._mixture, self._spread = Mixture(settings), Spread(settings)
        self._regression, self._pool = Regression(compared(settings), settings.regression), Pool(settings)
        self._trend, self._burst = Trend(settings.trend), Burst(areas, settings.burst)
        self._feasts = Feasts(settings.feasts, observance)
        self.scheduled = Scheduled(occasions, areas)
        self._weekday = np.zeros((2, 7))

    def candidates(self) -> Floats:
        """What the trend may be, to be kept with the rates of a day of issue."""
        return self._trend.candidates()

    def weekday(self, day: date) -> float:
        """Factor of the day of the week: events seen over events expected, shrunk to 1 and bounded, of mean 1 over the week.

        Without that mean, weekdays and weights could drift apart while their product stays right.
        """
        factors = _shrunk(self._weekday, self._settings.weekday)
        return float(factors[day.weekday()] / factors.mean())

    def expected(self, known: Known, day: date) -> Expected:
        """What is expected of `day`, given what was known at issue."""
        return self._expected(known, day)[0]

    def alpha(self, mean: Floats) -> Floats:
        """Dispersion for each mean, shape (areas,)."""
        return self._spread.alpha(mean) * self._burst.factor()

    @property
    def common(self) -> float:
        """Dispersion of the total over all areas around what is expected of it."""
        return self._trend.alpha

    def observe(self, known: Known, day: date, counts: Floats) -> None:
        """Learn from `day`: its counts, and what was known `lead` days before."""
        said, features = self._expected(known, day)
        base, mean = said.parts.sum(axis=0), said.mean
        alpha = self._spread.alpha(mean)
        self.scheduled.observe(day, counts, mean, self.alpha, self.common)
        bounded = np.minimum(
            counts, mean + self._settings.learning.most_surprise * (1 + np.sqrt(mean * (1 + alpha * mean)))
        )
        self._mixture.observe(known.table, bounded, base, alpha, said.weekday * said.feast)
        self._regression.observe(features, bounded, said.modelled, alpha)
        self._burst.observe(counts, mean, alpha)
        self._spread.observe(counts, mean)
        steady = base * said.correction
        total, level = float(bounded.sum()), float((steady * said.feast).sum())
        self._feasts.observe(day, counts, steady * (said.trend * said.weekday))
        weekday = 0.5 ** (1 / self._settings.weekday.half_life) * self._weekday
        weekday[:, day.weekday()] += total, level * said.trend
        self._weekday = weekday
        self._trend.observe(total, level * said.weekday, known.trend)

    def _expected(self, known: Known, day: date) -> tuple[Expected, Features]:
        parts = self._mixture.parts(known.table)
        base = parts.sum(axis=0)
        features = self._regression.features(known.table[: compared(self._settings)], base)
        alone = Expected(
            parts=parts,
            correction=self._regression.factor(features, len(base)),
            trend=self._trend.factor(known.trend),
            weekday=self.weekday(day),
            feast=self._feasts.factor(day),
            pooled=np.ones(len(base)),
            floor=self._settings.floor.mean,
        )
        pooled = self._pool.factor(known.table, alone.modelled, alone.weekday * alone.feast)
        return replace(alone, pooled=pooled), features


def _shrunk(seen_expected: Floats, numbers: Factor) -> Floats:
    seen, expected = seen_expected
    factor = (seen + numbers.prior_events) / (expected + numbers.prior_events)
    return np.asarray(np.clip(factor, 1 / numbers.most, numbers.most))
