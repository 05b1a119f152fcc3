"""How much more or less than its like an area scatters: an area's own factor on the dispersion."""

import numpy as np
from numpy.typing import NDArray

from vedette.forecast.settings import Burst as Numbers
from vedette.terms.negbin import log_density

__all__ = ["Burst"]

Floats = NDArray[np.float64]


class Burst:
    """Decayed evidence per area on a grid of factors, with a normal prior of ln(factor) around 0; the posterior mean counts.

    The dispersion of an area of a given mean differs from place to place: under one front there is fire every day, on
    another road there is none for weeks and then a wave. Evidence counts only in part (`share`), since the days of a wave
    are not independent of each other.
    """

    def __init__(self, areas: int, numbers: Numbers) -> None:
        self._numbers = numbers
        self._log_factor = np.linspace(-np.log(numbers.most), np.log(numbers.most), numbers.grid)
        self._prior = -0.5 * (self._log_factor / numbers.prior_log_sd) ** 2
        self._decay = 0.5 ** (1 / numbers.half_life)
        self._row = np.full(areas, -1, dtype=np.intp)
        self._evidence = np.zeros((0, numbers.grid))

    def factor(self) -> Floats:
        """The factor on each area's dispersion, shape (areas,)."""
        posterior = self._evidence + self._prior
        posterior = np.exp(posterior - posterior.max(axis=1, keepdims=True, initial=-np.inf))
        found = np.exp((posterior * self._log_factor).sum(axis=1) / posterior.sum(axis=1))
        out = np.ones(len(self._row))
        known = self._row >= 0
        out[known] = found[self._row[known]]
        return out

    def observe(self, counts: Floats, mean: Floats, alpha: Floats) -> None:
        """Learn from a day's counts, the means forecast and the dispersions without the factor; all of shape (areas,)."""
        active = np.flatnonzero(mean > self._numbers.least_mean)
        new = active[self._row[active] < 0]
        self._row[new] = len(self._evidence) + np.arange(len(new))
        self._evidence = np.concatenate([self._decay * self._evidence, np.zeros((len(new), self._numbers.grid))])
        spread = alpha[active, None] * np.exp(self._log_factor)
        likelihood = -np.log1p(spread * mean[active, None]) / spread
        some = counts[active] > 0
        likelihood[some] = log_density(counts[active][some, None], mean[active][some, None], spread[some])
        self._evidence[self._row[active]] += self._numbers.share * likelihood
